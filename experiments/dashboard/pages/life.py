"""A life: one resident's two time lines, with and without, the month they part, and why."""

from collections.abc import Callable, Mapping
from typing import Any

import solara

from experiments.dashboard import markup as v
from experiments.dashboard.address import Choice, Field, Number, Pick, defaults, use_address
from experiments.dashboard.desk import Job, use_job
from experiments.dashboard.drawings.life import charts, lanes, rows, summary, sums
from experiments.dashboard.pages.parts import Downloads, Table, csv_of, json_of
from experiments.dashboard.panels import Figure, Press, Remarks, RunBar
from experiments.dashboard.rail import Opening, Rail, shared_controls, shared_fields
from experiments.dashboard.shown import Shown, described
from experiments.showing.texts import Texts
from experiments.words import capital, many, month_name

OPENING = Opening(interventions=("local_links",), years=10, residents=3_000)
PICKS = {"changed": "Most changed", "lonely": "Next lonely", "random": "Somebody at random"}
MOST = 5_000_000
CHEAP_RESIDENTS = 10_000
"""With so many at most, a life that a link asks for is lived at once."""
WHAT = (
    "The same person lives twice, under the same luck: once in the world as now, once with what is picked on the left. "
    "Whatever differs between the two lives is its doing, straight away or by way of other people."
)
WHY = (
    "Every decision about a person is settled by a number between 0 and 1, the luck of that month; it happens if the "
    "luck lies below the chance. Both worlds share the luck, so two lives part where it lies between the two chances."
)

APART = (
    "Care is care at home and in a care home. Reablement, hospital stays and programmes are paid for as a whole and "
    "are not counted here."
)


def fields() -> dict[str, Field]:
    """Return what the page's address can say: the world, and whom to follow."""
    shared = shared_fields(OPENING)
    shared.pop("runs")
    return shared | {
        "id": Number(-1, -1, MOST, "The resident's number", least="the resident picked below it"),
        "pick": Pick("changed", tuple(PICKS), "Whom to follow", PICKS),
        "after": Number(-1, -1, MOST, "The number to go on from", least="the first resident of that kind"),
    }


def asked_of(choice: Choice) -> dict[str, Any]:
    """Return what the job is asked."""
    named = choice["id"] >= 0
    return {
        "place": choice["place"],
        "interventions": list(choice["with"]),
        "years": choice["years"],
        "residents": choice["residents"],
        "seed": choice["seed"],
        "overrides": dict(choice["set"]),
        "person": choice["id"] if named else None,
        "pick": "" if named else choice["pick"],
        "after": -1 if named else choice["after"],
    }


def firsts() -> dict[str, dict[str, Any]]:
    """Return what the page asks when it is opened, by job."""
    return {"life": asked_of(defaults(fields()))}


@solara.component
def Page():
    """Levers and whom to follow on the left, the two lives on the right."""
    choice, change, said = use_address(fields())
    asked = asked_of(choice)
    job = use_job("life", asked)
    came, _ = solara.use_state(repr(asked) if job.outdated and cheap(asked) else "")
    due, set_due = solara.use_state(came)

    def go(**picked: Any) -> None:
        set_due(repr(asked_of({**choice, **picked})))
        change(**picked)

    def begin() -> None:
        if due and due == repr(asked) and not job.busy:
            set_due("")
            if job.outdated or job.latest is None:
                job.begin()

    solara.use_effect(begin, [due, repr(asked), job.busy])
    with v.Html(tag="div", class_="desk"):
        with v.Html(tag="div"):
            Whom(job, choice, go)
            controls = [one for one in shared_controls({**choice, "runs": 2}) if one["name"] != "runs"]
            Rail(choice, change, job.busy, controls, children=[RunBar(job, bool(choice["with"]), NOTHING)])
        with v.Html(tag="div"):
            v.Html(tag="h1", children=["One life, lived twice"])
            v.Html(tag="p", children=[WHAT])
            Remarks(said)
            if job.latest is None:
                v.Html(tag="p", class_="muted", children=["No life is here yet. Press Run."])
            elif came == repr(asked) and (due or job.busy) and job.view.beforehand:
                v.Html(tag="p", class_="lead", children=[f"{who(asked)} is being followed through both worlds."])
            else:
                Shown(job, f"{who(job.latest)} of {described(job.view.answers or {})}", bool(choice["with"]))
                Lives(job.latest, go)


def cheap(asked: Mapping[str, Any]) -> bool:
    """Say whether a life is lived so soon that it need not be asked for: of few residents, and with some programme."""
    return bool(asked["interventions"]) and (asked["residents"] or MOST) <= CHEAP_RESIDENTS


def who(named: Mapping[str, Any]) -> str:
    """Return whom something is about, or that it is still to be found.

    >>> who({"person": 10}), who({"person": None})
    ('Resident 10', 'A resident')
    """
    return "A resident" if named["person"] is None else f"Resident {named['person']}"


NOTHING = "Pick at least one intervention: without one there is only one life."


@solara.component
def Whom(job: Job, choice: Choice, go: Callable[..., None]):
    """Whom to follow: by number, or the next of a kind."""
    shown = job.latest["person"] if job.latest is not None else -1
    ready = bool(choice["with"]) and not job.busy
    with v.Html(tag="section", class_="rail card whom", attributes={"aria-label": "Whom to follow"}):
        v.Html(tag="h2", class_="small", children=["Whom to follow"])
        Numbered(
            value=choice["id"] if choice["id"] >= 0 else shown,
            most=MOST,
            locked=not ready,
            event_go=lambda value: go(id=value),
        )
        for name, label in PICKS.items():
            Press(label, lambda name=name: go(id=-1, pick=name, after=shown), not ready, "plain")


@solara.component_vue("../numbered.vue")
def Numbered(value: int, most: int, locked: bool, event_go: Callable[[int], None]):
    """A number to type, and a button to go there."""


@solara.component
def Lives(told: Mapping[str, Any], go: Callable[..., None]):
    """The two lives: who it is, the time lines, where they part and why, and what each comes to."""
    heads = ("Month", *(one["title"] for one in told["worlds"]))
    happened = rows(told)
    v.Html(tag="p", class_="lead", children=[told["who"]])
    with v.Html(tag="section", class_="card", attributes={"aria-label": "Where the two lives part"}):
        v.Html(tag="h2", children=["Where the two lives part, and why"])
        for sentence in told["why"]:
            v.Html(tag="p", children=[sentence])
        v.Html(tag="p", class_="muted", children=[WHY])
    Strips(
        title="Two time lines",
        takeaway=summary(told),
        drawn=lanes(told),
        heads=list(heads),
        rows=[list(row) for row in happened],
    )
    with v.Html(tag="div", class_="charts"):
        with v.Html(tag="section", class_="card", attributes={"aria-label": "What each life comes to"}):
            Table(Texts("What each life comes to", ("", *heads[1:]), tuple(sums(told))))
            v.Html(tag="p", class_="muted", children=[APART])
        for chart in charts(told):
            Figure(vars(chart)).key(f"{chart.name}-{told['person']}")
    Turns(told)
    Others(told, go)
    table = Texts("What happened", heads, tuple(happened))
    Downloads(
        {f"life-{told['person']}.csv": lambda: csv_of(table), f"life-{told['person']}.json": lambda: json_of(told)}
    )


@solara.component_vue("../lives.vue")
def Strips(title: str, takeaway: str, drawn: dict[str, Any], heads: list[str], rows: list[list[str]]):
    """The two lives as strips over the months."""


@solara.component
def Turns(told: Mapping[str, Any]):
    """Why each thing happened: the luck, and the chance in each world."""
    turns = told["turns"]
    with v.Html(tag="details", class_="card"):
        v.Html(tag="summary", children=["Why did it happen? The luck behind every turn"])
        if not turns:
            v.Html(tag="p", children=["No draw of this person's own turned anything."])
        with v.Html(tag="ul"):
            for one in turns:
                where = {(True, True): "in both lives", (True, False): "only without", (False, True): "only with it"}
                said = f"{month_name(one['month'])}, {where[one['without'], one['with']]}: {one['what']}. "
                v.Html(tag="li", children=[f"{said}{capital(one['why'])}."])


@solara.component
def Others(told: Mapping[str, Any], go: Callable[..., None]):
    """Others whose lives differ most, to go to."""
    with v.Html(tag="section", class_="card", attributes={"aria-label": "Others"}):
        v.Html(tag="h2", children=["Whose lives differ most"])
        if not told["changed"]:
            v.Html(tag="p", children=["Nobody's months of loneliness or care differ here."])
        with v.Html(tag="div", class_="buttons"):
            for one in told["changed"]:
                Press(f"Resident {one['person']}: {differs(one)}", lambda one=one: go(id=one["person"]), False, "plain")


def differs(one: Mapping[str, Any]) -> str:
    """Return how a life differs, in few words.

    >>> differs({"lonely": 12, "care": 3}), differs({"lonely": -1, "care": 1})
    ('12 fewer lonely months, 3 months of other care', '1 more lonely month, 1 month of other care')
    """
    parts = []
    if one["lonely"]:
        parts.append(many(abs(one["lonely"]), f"{'fewer' if one['lonely'] > 0 else 'more'} lonely month"))
    if one["care"]:
        parts.append(f"{many(one['care'], 'month')} of other care")
    return ", ".join(parts)
