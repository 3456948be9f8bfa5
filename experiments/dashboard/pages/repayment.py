"""Repayment: whether savings repay the loan - over stored runs, so that other terms are answered at once."""

from collections.abc import Callable, Mapping
from typing import Any

import solara

from experiments.dashboard import loan_levers
from experiments.dashboard import markup as v
from experiments.dashboard.address import Choice, defaults, use_address
from experiments.dashboard.catalogue import catalogue
from experiments.dashboard.desk import Failed, Job, use_job
from experiments.dashboard.limits import beyond
from experiments.dashboard.pages.parts import Downloads, Sentences, Table
from experiments.dashboard.panels import MAKING_READY, Cards, Figure, Remarks, RunBar
from experiments.dashboard.rail import Levers, Rail, pick
from experiments.dashboard.shown import Shown
from experiments.showing.texts import Texts
from experiments.words import percent, runs

WHAT = (
    "A lender pays for a Local Links programme; the council puts its share of what the programme saves into a "
    "ring-fence, and that repays the loan. Runs are kept: terms and stresses are answered at once, from the same runs."
)
SEVEN = {"portfolio": "seven-programmes", "residents": 2_000, "runs": 6, "seed": 1}
SMALL = (
    "Each programme: {runs}, under the standard terms. A programme that is shown above with other residents, runs or "
    "terms has other figures there."
)
READING = (
    "Per cent of runs in which savings alone repay the loan, Local Links kept up. Down the side stand rates that are "
    "imposed, in brackets what is met of them. Press a cell to set the page to it, Local Links kept up."
)

OVER = {"loan": "the loan", "saving": "the saving per person"}
TOO_BIG = (
    "The report is made from all the runs that are shown, which are more than may be asked for here: press Run on the "
    "left for fewer, and then it can be written."
)


def firsts() -> dict[str, dict[str, Any]]:
    """Return what the page asks when it is opened, by job."""
    choice = defaults(loan_levers.fields())
    runs = loan_levers.asked_of(choice)
    terms = {"runs_of": runs, "setting": loan_levers.setting_of(choice)}
    return {"repayment": runs, "terms": terms, "portfolio": SEVEN}


@solara.component
def Page():
    """Levers on the left - what is run, and what is laid over the runs; the answer and its pictures on the right."""
    choice, change, said = use_address(loan_levers.fields())
    job = use_job("repayment", loan_levers.asked_of(choice))
    with v.Html(tag="div", class_="desk"):
        with v.Html(tag="div"):
            Terms(choice, change)
            run = loan_levers.run_controls(choice)
            Rail(choice, change, job.busy, run, children=[RunBar(job)], numbers=catalogue().of_loans)
        with v.Html(tag="div"):
            v.Html(tag="h1", children=["Will the loan be repaid?"])
            v.Html(tag="p", children=[WHAT])
            Remarks(said)
            if job.latest is None:
                v.Html(tag="p", class_="muted", children=["No runs are here yet. Press Run."])
            else:
                Shown(job)
                v.Html(tag="h2", children=[runs_said(job.view.answers or {})])
                Answered(job, choice, change)
            Seven()


def runs_said(asked: Mapping[str, Any]) -> str:
    """Return of which place, how many residents and how many runs the results are."""
    titles = {one["name"]: one["title"] for one in catalogue().places}
    return f"{titles.get(str(asked['place']), asked['place'])}: {runs_of_each(asked)}"


def runs_of_each(asked: Mapping[str, Any]) -> str:
    """Return how many residents are grown and how often.

    >>> runs_of_each({"residents": 2_000, "runs": 6}), runs_of_each({"residents": None, "runs": 1})
    ('2,000 residents, 6 runs', 'all residents, 1 run')
    """
    residents = "all residents" if asked["residents"] is None else f"{asked['residents']:,} residents"
    return f"{residents}, {runs(asked['runs'])}"


@solara.component
def Terms(choice: Choice, change: Callable[..., None]):
    """What is laid over the runs."""

    def changed(event: Mapping[str, Any]) -> None:
        change(**{event["name"]: event["value"]})

    with v.Html(tag="details", class_="rail card", attributes={"open": True}):
        v.Html(tag="summary", children=["Terms and what if"])
        v.Html(tag="p", class_="muted", children=["Answered at once, from the runs shown."])
        Levers(name="terms", fields=loan_levers.term_controls(choice, loan_levers.FIRST), locked=False,
               event_change=changed)  # fmt: skip
        Levers(name="worlds", fields=loan_levers.world_controls(choice), locked=False, event_change=changed)
        with v.Html(tag="details", class_="overrides"):
            v.Html(tag="summary", children=["More terms"])
            Levers(name="more", fields=loan_levers.term_controls(choice, loan_levers.MORE), locked=False,
                   event_change=changed)  # fmt: skip


@solara.component
def Answered(job: Job, choice: Choice, change: Callable[..., None]):
    """The answer under the terms that are set; if these cannot be, why, and the last answer that could."""
    asked = {"runs_of": dict(job.view.answers or {}), "setting": loan_levers.setting_of(choice)}
    terms = use_job("terms", asked)
    due = terms.outdated or terms.latest is None
    solara.use_effect(lambda: terms.begin() if due else None, [repr(asked), due])
    refused = terms.state.sentence if isinstance(terms.state, Failed) and due else ""
    if refused:
        Refused(refused)
    if terms.latest is not None:
        Answer(terms, choice, change)
        Further(asked, refused)
    elif not refused:
        v.Html(tag="p", class_="muted", children=[MAKING_READY])


@solara.component
def Refused(sentence: str):
    """Terms that cannot be, said so."""
    with v.Html(tag="div", class_="note", attributes={"role": "alert"}):
        for line in sentence.splitlines():
            v.Html(tag="p", children=[line.strip()])
        v.Html(tag="p", children=["What is shown is the last answer."])


@solara.component
def Answer(terms: Job, choice: Choice, change: Callable[..., None]):
    """The answer: a sentence, cards, the table of handover and loan, pictures, sentences and tables."""
    told, over = terms.latest or {}, (terms.view.answers or terms.asked)["setting"]["over"]
    with v.Html(tag="div", attributes={"role": "status", "aria-live": "polite", "aria-busy": str(terms.busy).lower()}):
        v.Html(tag="p", class_="lead", children=[told["answer"]])
    Cards(told["cards"])
    with v.Html(tag="div", class_="charts"):
        if told["heat"] is not None:
            HeatMap(told["heat"], over, choice, change)
        for chart in told["charts"]:
            Figure(chart).key(chart["name"])
    Sentences("What else the runs say", told["sentences"])
    with v.Html(tag="details", class_="card"):
        v.Html(tag="summary", children=["The figures behind it"])
        for table in told["tables"]:
            Table(Texts(**table))


@solara.component
def HeatMap(heat: Mapping[str, Any], over: str, choice: Choice, change: Callable[..., None]):
    """How often savings repay, by handover and by loan or saving; a cell sets the levers.

    ``over`` is what this table has across, which may not yet be what is picked.
    """
    shown = {**choice, "over": over}

    def go(cell: Mapping[str, int]) -> None:
        change(**loan_levers.at_cell(shown, heat["rates"][cell["row"]], heat["values"][cell["column"]]))

    with v.Html(tag="div"):
        options = [{"value": name, "label": label} for name, label in OVER.items()]
        Heat(
            title=heat["title"],
            takeaway=heat["takeaway"],
            reading=READING,
            corner="Imposed (met)",
            heads=list(heat["heads"]),
            rows=imposed_and_met(heat),
            cells=[list(row) for row in heat["shares"]],
            here=ringed(shown, heat),
            event_pick=go,
        )
        Levers(
            name="over",
            fields=[pick("over", "Across", choice, options)],
            locked=False,
            event_change=lambda event: change(over=event["value"]),
        )


def imposed_and_met(heat: Mapping[str, Any]) -> list[str]:
    """Return what each row of the table is: the handover rate that is imposed, and in brackets what comes of it.

    >>> imposed_and_met({"rates": [0.05, 0.2904], "met": [0.05, 0.24]})
    ['5% (5%)', '29% (24%)']
    """
    pairs = zip(heat["rates"], heat["met"], strict=True)
    return [f"{percent(rate)} ({percent(met)})" for rate, met in pairs]


def ringed(choice: Choice, heat: Mapping[str, Any]) -> list[int]:
    """Return the row and the column that the page stands on, -1 for none: in every cell Local Links is kept up."""
    if "kept" not in choice["stress"]:
        return [-1, -1]
    rates, values = ([f"{one:g}" for one in heat[name]] for name in ("rates", "values"))
    now = f"{loan_levers.across(choice):g}"
    return [
        rates.index(choice["handover"]) if choice["handover"] in rates else -1,
        values.index(now) if now in values else -1,
    ]


@solara.component_vue("../heat.vue")
def Heat(
    title: str,
    takeaway: str,
    reading: str,
    corner: str,
    heads: list[str],
    rows: list[str],
    cells: list[list[float]],
    here: list[int],
    event_pick: Callable[[Mapping[str, int]], None],
):
    """A table of shares of the runs, each cell a button."""


@solara.component
def Further(asked: Mapping[str, Any], refused: str):
    """The whole story under these terms, and its files; it takes the workers some seconds."""
    further = use_job("loan_report", {**asked, "setting": {**asked["setting"], "over": "loan"}})
    with v.Html(tag="details", class_="card"):
        v.Html(tag="summary", children=["What would have to be true, and files to take away"])
        big = beyond(asked["runs_of"])
        RunBar(further, not (refused or big), TOO_BIG if big else "These terms cannot be.", "Write the report")
        if further.latest is not None and not further.outdated:
            Sentences("The whole story", [further.latest["answer"], *further.latest["sentences"]])
            Sentences("To bear in mind", further.latest["caveats"])
            Downloads(further.latest["files"])


@solara.component
def Seven():
    """What the lender may lose over its seven programmes."""
    job = use_job("portfolio", SEVEN)
    with v.Html(tag="section", class_="card", attributes={"aria-label": "Seven programmes"}):
        v.Html(tag="h2", children=["Seven programmes and one lender"])
        RunBar(job)
        if job.latest is not None:
            v.Html(tag="p", class_="muted", children=[SMALL.format(runs=runs_of_each(job.view.answers or SEVEN))])
            v.Html(tag="p", class_="lead", children=[job.latest["answer"]])
            Figure(job.latest["chart"])
            Sentences("", job.latest["sentences"])
            Table(Texts(**job.latest["table"]))
