"""Deciding: which assumptions decide what a comparison finds, and what moved demand; each is made when asked for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

from experiments.dashboard import markup as v
from experiments.dashboard.beforehand import first_file
from experiments.dashboard.desk import Job, use_job
from experiments.dashboard.panels import Figure, RunBar
from experiments.dashboard.rail import Levers, pick

DECIDES, TORNADO = "See what decides", "Which assumptions decide"
MOVED, FALLS = "See what moved demand", "What moved demand"
"""What a button says, and the heading of its section."""
LUCKS, MOST_RESIDENTS = 6, 10_000
"""Under how many lucks numbers are tried, and with how many residents, so that it takes a minute or two."""
WHAT_DECIDES = (
    "Each number that the programme works through is put at the low and the high end of its range, all else as it is "
    "and under the same luck, and what the programme delays is looked at again. The line that the bars set out from "
    "has every number at its central value, while the answer above is a mean over runs that draw them: the two may "
    "differ."
)
OTHER = "This is of other choices than the comparison above; press {run} to follow it."
WHAT_MOVED = (
    "What the council pays for care is a chain: people, how many live alone, are lonely, are reached, need help, get "
    "care, and at what price. Each step puts one link from what it was to what it became, and all sum to the whole."
)


def firsts(asked: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what the sections ask when the page is opened, by job; the programme is the first in its answer."""
    arm = first_file("compare")["result"]["arms"][0]["name"]
    return {"decides": decides_asked(asked, arm), "waterfall": waterfall_asked(asked, arm)}


def decides_asked(asked: Mapping[str, Any], arm: str) -> dict[str, Any]:
    """Return what is asked of the job that says what decides: the comparison's world, no larger than it need be."""
    residents = min(asked["residents"] or MOST_RESIDENTS, MOST_RESIDENTS)
    return {**asked, "residents": residents, "runs": LUCKS, "arm": arm}


def waterfall_asked(asked: Mapping[str, Any], arm: str) -> dict[str, Any]:
    """Return what is asked of the job that says what moved demand: the runs of the comparison, which are kept."""
    return {**asked, "arm": arm}


@solara.component
def Deciding(compared: Job, arm: str, look: Callable[[str], None]):
    """Both sections, of one programme of the comparison that is shown above."""
    asked = dict(compared.view.answers or {})
    arms = (compared.latest or {}).get("arms", [])
    options = [{"value": one["name"], "label": one["title"]} for one in arms]
    there = arm if arm in [one["name"] for one in arms] else arms[0]["name"]
    with v.Html(tag="section", attributes={"aria-label": "Behind the answer"}):
        v.Html(tag="h2", children=["Behind the answer"])
        with v.Html(tag="div", class_="measure"):
            control = pick("arm", "Of which programme", {"arm": there}, options)
            Levers(name="arm", fields=[control], locked=False, event_change=lambda event: look(event["value"]))
        OnDemand(TORNADO, WHAT_DECIDES, use_job("decides", decides_asked(asked, there)), DECIDES)
        OnDemand(FALLS, WHAT_MOVED, use_job("waterfall", waterfall_asked(asked, there)), MOVED)


@solara.component
def OnDemand(title: str, what: str, job: Job, run: str):
    """A study that is made when its button is pressed: what it is, how it comes on, and what it found."""
    with v.Html(tag="section", class_="card", attributes={"aria-label": title}):
        v.Html(tag="h3", children=[title])
        v.Html(tag="p", class_="muted", children=[what])
        RunBar(job, run=run, outdated=OTHER)
        if job.latest is not None:
            Found(job.latest)
    if job.latest is not None:
        with v.Html(tag="div", class_="charts"):
            for chart in job.latest["charts"]:
                Figure(chart).key(chart["name"])


@solara.component
def Found(found: Mapping[str, Any]):
    """What was found: of what, the answer, what else there is to say, and what it cannot tell."""
    v.Html(tag="h4", children=[found["heading"]])
    v.Html(tag="p", class_="lead", children=[found["lead"]])
    for sentence in found["told"]:
        v.Html(tag="p", children=[sentence])
    Caveats(found["caveats"])
    if found["command"]:
        v.Html(tag="p", class_="muted", children=["In a terminal, the same is:"])
        v.Html(tag="pre", children=[found["command"]])


@solara.component
def Caveats(said: Sequence[str]):
    """How it was made, and what must not be read into it."""
    with v.Html(tag="details"):
        v.Html(tag="summary", children=["How this was made, and what it cannot tell"])
        with v.Html(tag="ul"):
            for one in said:
                v.Html(tag="li", children=[one])
