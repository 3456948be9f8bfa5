"""Compare: which programme does what, for whom and at whose cost, against the same world without it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

from experiments.asking.usual import INTERVENTIONS
from experiments.dashboard import markup as v
from experiments.dashboard.address import Choice, Field, Pick, Text, defaults, use_address
from experiments.dashboard.catalogue import catalogue
from experiments.dashboard.desk import Done, Failed, Job, use_job
from experiments.dashboard.drawings.compare import apart_chart, claims_chart, worlds_chart
from experiments.dashboard.drawings.pinned import Pinned, difference, pinned, side_by_side, told
from experiments.dashboard.pages import deciding
from experiments.dashboard.pages.parts import Download, json_of
from experiments.dashboard.panels import Figure, Press, Remarks, RunBar, standing
from experiments.dashboard.rail import Control, Levers, Opening, Rail, pick, shared_controls, shared_fields
from experiments.dashboard.shown import Shown
from experiments.showing.chart import Chart

OPENING = Opening(interventions=INTERVENTIONS, years=10, residents=10_000, runs=4)
WHAT = (
    "The same residents, under the same luck, live once in the world as it was and once in a world with each "
    "programme; what differs is what it did. Programmes start in April 2013 unless a scenario says otherwise."
)
FIRST_MEASURE = "lonely"
REPORT = "Make the report"
OWN = "Interventions of your choice"
PINS = (("a", "Pin as A, to set against"), ("b", "Pin as B, to look at"))
"""Two of the worlds that were compared, which share place, seed, years and draws, so that B less A is paired."""


def fields() -> dict[str, Field]:
    """Return what can be picked here: the shared levers, a scenario instead, a stack, and the measure to look at."""
    names = ["", *(one["name"] for one in catalogue().scenarios)]
    return {
        **shared_fields(OPENING),
        "preset": Pick("", names, "The scenario"),
        "together": Pick("no", ("no", "yes"), "Whether all run together"),
        "measure": Pick(FIRST_MEASURE, MEASURES, "The measure"),
        "arm": Text("", "The programme looked into"),
        "a": Text("", "The world pinned as A"),
        "b": Text("", "The world pinned as B"),
    }


MEASURES = (
    *("lonely", "often_lonely", "home_care", "residential_council", "unmet", "informal_only"),
    *("members", "volunteers"),
)


def firsts() -> dict[str, dict[str, Any]]:
    """Return what the page asks when it is opened, by job."""
    asked = asked_of(defaults(fields()))
    return {"compare": asked, **deciding.firsts(asked)}


def asked_of(choice: Choice) -> dict[str, Any]:
    """Return what the job is asked; with a scenario, what it decides itself does not count."""
    names = ("place", "with", "years", "residents", "runs", "seed", "set")
    asked = {name: choice[name] for name in names} | {
        "preset": choice["preset"],
        "together": choice["together"] == "yes",
    }
    return asked | ({"place": "", "with": [], "together": False} if choice["preset"] else {})


def controls(choice: Choice) -> list[Control]:
    """Return the levers: a scenario or one's own choice first, then what that leaves open."""
    scenarios = [{"value": "", "label": OWN}]
    scenarios += [{"value": one["name"], "label": one["title"]} for one in catalogue().scenarios]
    found = [pick("preset", "What to compare", choice, scenarios)]
    shared = shared_controls(choice)
    if choice["preset"]:
        return found + [one for one in shared if one["name"] not in ("place", "with")]
    stack = {
        "kind": "tick",
        "name": "together",
        "label": "Also all of them together",
        "value": choice["together"] == "yes",
    }
    return [*found, *shared[:2], stack, *shared[2:]]


@solara.component
def Page():
    """Levers on the left; the answer, why, how sure, and over time on the right."""
    choice, change, said = use_address(fields())
    asked = asked_of(choice)
    job = use_job("compare", asked)
    possible = bool(choice["preset"] or choice["with"])

    def changed(**moved: Any) -> None:
        if "together" in moved:
            moved["together"] = "yes" if moved["together"] else "no"
        change(**moved)

    with v.Html(tag="div", class_="desk"):
        Rail(
            choice,
            changed,
            job.busy,
            controls(choice),
            children=[RunBar(job, possible, "Pick at least one intervention.")],
        )
        with v.Html(tag="div"):
            v.Html(tag="h1", children=["Which programme delays most council-funded care?"])
            v.Html(tag="p", children=[WHAT])
            Remarks(said)
            Shown(job, possible=possible)
            Partly(job)
            if job.latest is not None:
                Answer(job.latest)
                OverTime(job.latest, choice, change)
                deciding.Deciding(job, choice["arm"], lambda arm: change(arm=arm))
                Files(job)


@solara.component
def Partly(job: Job):
    """What a comparison that is still going on shows already."""
    told = job.told[-1] if job.told and job.busy else {}
    if told.get("charts"):
        with v.Html(tag="section", class_="charts", attributes={"aria-label": "So far"}):
            for chart in told["charts"]:
                Figure({**chart, "name": "so_far", "title": f"So far, {told['said']}: {chart['title'].lower()}"})


@solara.component
def Answer(shown: Mapping[str, Any]):
    """What went wrong beside it, if anything; the sentences, then the charts that belong to them."""
    Remarks([shown["note"]] if shown.get("note") else [])
    with v.Html(tag="section", class_="card", attributes={"aria-label": "The answer"}):
        v.Html(tag="h2", children=[shown["heading"]])
        if shown["question"]:
            v.Html(tag="p", class_="muted", children=[shown["question"]])
        v.Html(tag="p", class_="lead", children=[shown["lead"]])
        if shown["equal"]:
            v.Html(tag="p", children=[shown["equal"]])
        for arm in shown["arms"]:
            with v.Html(tag="details", class_="arm"):
                v.Html(tag="summary", children=[first_words(arm["title"], arm["sentences"])])
                with v.Html(tag="ul"):
                    for sentence in arm["sentences"]:
                        v.Html(tag="li", children=[sentence])
        for sentence in (shown["flip"], shown["interval"], *shown["caveats"]):
            if sentence:
                v.Html(tag="p", class_="muted", children=[sentence])
    with v.Html(tag="div", class_="charts"):
        for chart in shown["charts"]:
            Figure(chart).key(chart["name"])
        if shown["claims"]:
            Figure(vars(claims_chart(shown["claims"]))).key("claims")


def first_words(title: str, sentences: Sequence[str]) -> str:
    """Return the sentence that a closed panel shows: the first that says what the arm delays, with its title."""
    found = next((one for one in sentences if "months of council-funded care" in one), sentences[0])
    return found if found.startswith(title) else f"{title}: {found}"


@solara.component
def OverTime(shown: Mapping[str, Any], choice: Choice, change: Callable[..., None]):
    """One measure over time: in every world and each world less its twin, or in two worlds that are pinned, A and B."""
    there = choice["measure"] if choice["measure"] in shown["lines"] else next(iter(shown["lines"]))
    options = [{"value": name, "label": one["title"]} for name, one in shown["lines"].items()]
    controls = [pick("measure", "What to look at", {"measure": there}, options)]
    pins = pinned(shown, choice["a"], choice["b"])
    worlds = [{"value": "", "label": "None"}]
    worlds += [{"value": one["name"], "label": one["title"]} for one in shown["worlds"]]
    controls += [pick(name, label, vars(pins), worlds) for name, label in PINS]
    with v.Html(tag="section", attributes={"aria-label": "Over time"}):
        v.Html(tag="h2", children=["Over time"])
        with v.Html(tag="div", class_="measure"):
            Levers("measure", controls, False, lambda event: change(**{event["name"]: event["value"]}))
        Remarks(pins.remarks)
        if pins.a or pins.b:
            v.Html(tag="p", class_="lead", children=[pins.wanting or told(shown, there, pins)])
            with v.Html(tag="div", class_="buttons"):
                Press("Swap A and B", lambda: change(a=pins.b, b=pins.a))
                Press("Unpin A and B", lambda: change(a="", b=""))
        with v.Html(tag="div", class_="charts"):
            for chart in two(shown, there, pins):
                Figure(vars(chart)).key(chart.name)


def two(shown: Mapping[str, Any], measure: str, pins: Pinned) -> tuple[Chart, Chart]:
    """Return the charts of a measure over time: as it is, and what one world adds to another."""
    if pins.both:
        return side_by_side(shown, measure, pins), difference(shown, measure, pins)
    return worlds_chart(shown, measure), apart_chart(shown, measure)


@solara.component
def Files(job: Job):
    """The numbers as CSV and JSON, the report as one HTML file, and the command that gives the same again."""
    answers = dict(job.view.answers or {})
    report = use_job("report", answers)
    latest = job.latest or {}
    fresh = isinstance(report.state, Done) and not report.outdated
    with v.Html(tag="section", class_="card", attributes={"aria-label": "Take it with you"}):
        v.Html(tag="h2", children=["Take it with you"])
        with v.Html(tag="div", class_="buttons"):
            Download("Numbers (CSV)", "kith-compare.csv", lambda: latest["csv"])
            Download("Everything (JSON)", "kith-compare.json", lambda: json_of({"asked": answers, "found": latest}))
            if fresh and report.latest is not None:
                Download("Report (HTML)", "kith-report.html", report.latest["html"])
            else:
                Press(REPORT, report.begin, report.busy or job.busy)
        if report.busy or isinstance(report.state, Failed):
            v.Html(tag="p", attributes={"role": "status"}, children=[standing(report, REPORT)])
        if latest.get("command"):
            v.Html(tag="p", class_="muted", children=["In a terminal, the same is:"])
            v.Html(tag="pre", children=[latest["command"]])
