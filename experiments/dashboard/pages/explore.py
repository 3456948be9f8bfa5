"""Explore: one place as it ages - its map, its numbers, its pathways of care, and any life on the map."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

from experiments.dashboard import markup as v
from experiments.dashboard.address import Choice, defaults, link, use_address
from experiments.dashboard.catalogue import catalogue
from experiments.dashboard.desk import Job, Running, use_job
from experiments.dashboard.drawings.explore import cards, care_chart, lonely_chart, pathways_chart, pyramid_chart
from experiments.dashboard.pages import life
from experiments.dashboard.panels import Cards, Figure, Remarks, RunBar
from experiments.dashboard.rail import Opening, Rail, shared_fields
from experiments.dashboard.shown import Shown
from experiments.words import listed, month_name

OPENING = Opening()
YEAR = 12
WHAT = (
    "People aged 60 and over live month by month: they age, lose and find company, fall ill, ask for help, and get it "
    "or not. Play the years, click a dot to read a life, or change something on the left and run it again."
)
KINDS = (
    {"letter": "w", "label": "Not lonely, no paid care", "shape": "circle", "colour": "--well"},
    {"letter": "l", "label": "Lonely, no paid care", "shape": "square", "colour": "--lonely"},
    {"letter": "n", "label": "Needs help, has none", "shape": "ring", "colour": "--without"},
    {"letter": "c", "label": "Paid care at home", "shape": "triangle", "colour": "--care"},
    {"letter": "h", "label": "In a care home", "shape": "diamond", "colour": "--home"},
)
HOMES = ("lives alone", "has a partner", "lives with family", "lives in a care home")
LONELY = ("hardly ever feels lonely", "feels lonely sometimes", "feels lonely often")


def firsts() -> dict[str, dict[str, Any]]:
    """Return what the page asks when it is opened, by job."""
    return {"explore": asked_of(defaults(shared_fields(OPENING)))}


def asked_of(choice: Choice) -> dict[str, Any]:
    """Return what the job is asked."""
    return {name: choice[name] for name in ("place", "with", "years", "residents", "runs", "seed", "set")}


@solara.component
def Page():
    """Levers on the left; the place, its numbers and its lives on the right."""
    fields = shared_fields(OPENING)
    choice, pick, said = use_address(fields)
    job = use_job("explore", asked_of(choice))
    with v.Html(tag="div", class_="desk"):
        Rail(choice, pick, job.busy, children=[RunBar(job)])
        with v.Html(tag="div"):
            v.Html(tag="h1", children=["A place as it ages"])
            v.Html(tag="p", children=[WHAT])
            Remarks(said)
            shown = seen(job)
            if shown is job.latest:
                Shown(job)
            if shown is not None:
                live = isinstance(job.state, Running) and shown is not job.latest
                answers = asked_now(job) if live else job.view.answers or job.asked
                World(shown, answers, live).key("live" if live else str(answers))
            else:
                waits = "The first year is being run." if job.busy else "No world is here yet. Press Run."
                v.Html(tag="p", class_="muted", children=[waits])


def seen(job: Job) -> Mapping[str, Any] | None:
    """Return what is to be shown: the run that is going on as far as it has come, or the last one finished."""
    told = [one for one in job.told if "frames" in one]
    if not told or not job.busy:
        return job.latest
    asked = asked_now(job)
    return {
        "title": catalogue().place(asked["place"])["title"],
        "months": YEAR * asked["years"],
        "town": told[0]["town"],
        "frames": [frame for one in told for frame in one["frames"]],
        "years": told[-1]["years"],
        "lines": {name: [n for one in told for n in one["lines"][name]] for name in told[0]["lines"]},
    }


def asked_now(job: Job) -> Mapping[str, Any]:
    """Return what the run that is going on was asked, whatever has been picked since."""
    return job.view.asked or job.asked


@solara.component
def World(shown: Mapping[str, Any], answers: Mapping[str, Any], live: bool):
    """One world: four numbers, the map, one life, the pyramid, two lines over time and the pathways."""
    last = len(shown["frames"]) - 1
    picked, set_picked = solara.use_state(-1)
    month, set_month = solara.use_state(last)
    chosen = first_lonely(shown) if picked < 0 else picked
    now = last if live else min(month, last)
    year = max(1, min(-(-now // YEAR), len(shown["years"]) - 1))
    bands, months = shown.get("bands"), shown["months"]
    v.Html(tag="h2", children=[heading(shown, answers)])
    v.Html(tag="p", class_="muted", children=[f"The year to {month_name(shown['years'][year]['month'] - 1)}."])
    Cards(cards(shown["years"], bands, year))
    with v.Html(tag="div", class_="pair"):
        Town(
            title=f"{shown['title']}, neighbourhood by neighbourhood",
            takeaway=counted(shown),
            given=json.dumps(shown["town"]),
            told=" ".join(shown["frames"]),
            kinds=list(KINDS),
            at=now,
            live=live,
            chosen=chosen,
            event_choose=set_picked,
            event_seen=set_month,
        )
        with v.Html(tag="div"):
            Life(shown, chosen, answers, now)
            Figure(vars(pyramid_chart(shown["years"][year])))
    with v.Html(tag="div", class_="pair"):
        Figure(vars(lonely_chart(shown["lines"], bands, months)))
        Figure(vars(care_chart(shown["lines"], bands, months)))
    if "pathways" in shown:
        Figure(vars(pathways_chart(shown["pathways"], months)))


@solara.component_vue("../town.vue")
def Town(
    title: str,
    takeaway: str,
    given: str,
    told: str,
    kinds: list[dict[str, str]],
    at: int,
    live: bool,
    chosen: int,
    event_choose: Callable[[int], None],
    event_seen: Callable[[int], None],
):
    """The map: hexagons and dots, played in the browser; it tells the dot that is chosen and the month seen.

    ``given`` is the map as JSON, ``told`` the frames with a space between them.
    """


@solara.component
def Life(shown: Mapping[str, Any], chosen: int, answers: Mapping[str, Any], now: int):
    """The life of one dot of the map, as far as the run has told it."""
    dots = shown["town"]["dots"]
    if not 0 <= chosen < len(dots):
        return
    dot = dots[chosen]
    with v.Html(tag="section", class_="card", attributes={"aria-labelledby": "head-life"}):
        v.Html(tag="h3", attributes={"id": "head-life"}, children=["One life"])
        v.Html(tag="p", children=[who(dot, shown)])
        if "lives" in shown:
            Moments(told_life(shown["lives"], chosen), now)
        else:
            v.Html(tag="p", class_="muted", children=["What happens in this life is told when the run is done."])
        solara.Link(life_of(answers, dot[0]), children=["Follow this resident with and without a programme"])


@solara.component
def Moments(moments: Sequence[tuple[int, str]], now: int):
    """What happened to someone, in order; what is yet to come in the month shown is paler."""
    if not moments:
        v.Html(tag="p", class_="muted", children=["Nothing of note happens in these years."])
    with v.Html(tag="ol", class_="moments"):
        for month, said in moments:
            with v.Html(tag="li", class_="" if month < now else "coming"):
                v.Html(tag="span", class_="when", children=[month_name(month)])
                v.Html(tag="span", children=[said])


def told_life(lives: Mapping[str, Any], chosen: int) -> list[tuple[int, str]]:
    """Return month and phrase of everything that happens to a dot."""
    told = lives["of"][chosen]
    return [(month, lives["phrases"][phrase]) for month, phrase in zip(told[::2], told[1::2], strict=True)]


def who(dot: Sequence[int], shown: Mapping[str, Any]) -> str:
    """Return who a dot is on entering, in two sentences."""
    person, place, _, _, age, woman, home, lonely, cfs, enters = dot
    she, sex = ("She", "woman") if woman else ("He", "man")
    part = shown["town"]["parts"][place]["name"]
    return (
        f"Resident {person} is a {sex} of {age} in {part} in {month_name(enters)}. {she} {HOMES[home]}, "
        f"{LONELY[lonely]}, and is at level {cfs} of 9 on the Clinical Frailty Scale."
    )


def life_of(answers: Mapping[str, Any], person: int) -> str:
    """Return the address at which the page of a life shows the same resident of the same world."""
    fields = life.fields()
    world = {name: answers[name] for name in ("place", "years", "residents", "seed", "set")}
    some = {"with": list(answers["with"])} if answers["with"] else {}
    return link("/life", fields, {**defaults(fields), **world, **some, "id": person})


def first_lonely(shown: Mapping[str, Any]) -> int:
    """Return the first dot that is lonely at the start, or the first of all."""
    return max(str(shown["frames"][0]).find("l"), 0)


def counted(shown: Mapping[str, Any]) -> str:
    """Return what a dot and a hexagon stand for."""
    parts = len(shown["town"]["parts"])
    each = round(shown["town"]["each"])
    where = "one hexagon for each of its neighbourhoods" if parts > 1 else "one hexagon for the whole of it"
    return f"Each dot is a resident who stands for about {each}; {where}, placed in order of name, not by the map."


def heading(shown: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """Return which world it is."""
    titles = catalogue().titles
    with_ = [titles.get(name, name) for name in answers["with"]]
    return (
        f"{shown['title']}, {f'with {listed(with_)}' if with_ else 'as now'}, {answers['years']} years from April 2011"
    )
