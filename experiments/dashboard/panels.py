"""Panels: the parts of the page, given what they show; none of them computes more than its own words."""

from collections.abc import Callable
from dataclasses import replace

import solara
from reacton import ipyvuetify as v

from experiments import words
from experiments.dashboard.choice import REPLICATIONS, RESIDENTS, YEARS, Choice, wait
from experiments.dashboard.desk import Cancelled, Done, Failed, Running, State
from experiments.showing.chart import Chart
from models import interventions, places
from models import place as place_card

FIRST_COMPILE = "The very first run on a machine also compiles the rules, which takes about 40 seconds more."
COMPARED = (
    "The same residents, under the same luck, live once in the world as it was and once in a world with each of these; "
    "what differs is what it did. All of them start in April 2013."
)


@solara.component
def Choices(choice: Choice, change: Callable[[Choice], None], running: bool):
    """What can be picked; while something runs it stays as it is."""
    titles = {one.title: one.name for one in places()}
    here = next(title for title, name in titles.items() if name == choice.place)
    size = next(said for said, residents in RESIDENTS.items() if residents == choice.residents)
    solara.Select(
        "Place",
        list(titles),
        here,
        lambda said: change(replace(choice, place=titles[said])),
        disabled=running,
        dense=True,
    )
    with v.Html(tag="fieldset"):
        v.Html(tag="legend", children=["Interventions"])
        for one in interventions():
            Tick(one.name, one.title, choice, change, running)
    solara.Select(
        "Years from April 2011",
        list(YEARS),
        choice.years,
        lambda years: change(replace(choice, years=years)),
        disabled=running,
        dense=True,
    )
    solara.Select(
        "Residents",
        list(RESIDENTS),
        size,
        lambda said: change(replace(choice, residents=RESIDENTS[said])),
        disabled=running,
        dense=True,
    )
    solara.Select(
        "Runs of every world",
        list(REPLICATIONS),
        choice.replications,
        lambda count: change(replace(choice, replications=count)),
        disabled=running,
        dense=True,
    )


@solara.component
def Tick(name: str, label: str, choice: Choice, change: Callable[[Choice], None], running: bool):
    """One intervention, to be compared or left out."""

    def turn(on: bool) -> None:
        wanted = {*choice.interventions, name} if on else {*choice.interventions} - {name}
        change(replace(choice, interventions=tuple(one.name for one in interventions() if one.name in wanted)))

    solara.Checkbox(label=label, value=name in choice.interventions, on_value=turn, disabled=running)


@solara.component
def Buttons(state: State, anything: bool, begin: Callable[[], None], cancel: Callable[[], None]):
    """Run and Cancel; one of them can always be pressed, unless nothing is picked."""
    running = isinstance(state, Running)
    with v.Html(tag="div", class_="buttons"):
        solara.Button("Run", on_click=begin, disabled=running or not anything, color="primary", classes=["run"])
        solara.Button("Cancel", on_click=cancel, disabled=not running, outlined=True, classes=["cancel"])
    if not anything:
        v.Html(tag="p", class_="muted", children=["Pick at least one intervention."])


@solara.component
def Status(state: State, choice: Choice, latest: Done | None):
    """Where the work stands, read out to those who do not see it."""
    with v.Html(tag="div", class_="status", attributes={"role": "status", "aria-live": "polite"}):
        v.Html(tag="p", children=[standing(state, choice, latest)])
        if isinstance(state, Running):
            attributes = {"max": state.total, "value": state.done, "aria-label": "Runs done"}
            v.Html(tag="progress", attributes=attributes)


def standing(state: State, choice: Choice, latest: Done | None) -> str:
    """Return in a sentence where the work stands."""
    kept = " What is shown below is the last comparison that was finished." if latest is not None else ""
    if isinstance(state, Running):
        return f"Running: {state.done} of {words.runs(state.total)} of every world done.{kept}"
    if isinstance(state, Cancelled):
        return (
            f"Cancelled after {state.done} of {words.runs(state.total)}; pressed again, Run goes on from there.{kept}"
        )
    if isinstance(state, Failed):
        return f"{state.sentence}{kept}"
    if isinstance(state, Done):
        changed = " The choices have been changed since; press Run to follow them." if choice != state.choice else ""
        return f"Done.{changed}"
    return f"Nothing has been run yet. Press Run: the answer takes {wait(choice.seconds())}. {FIRST_COMPILE}"


@solara.component
def Offered():
    """What can be compared, for a page on which nothing has been run yet."""
    with v.Html(tag="section", class_="card", attributes={"aria-label": "What can be compared"}):
        v.Html(tag="h2", children=["What can be compared"])
        v.Html(tag="p", children=[COMPARED])
        for one in interventions():
            v.Html(tag="h3", children=[one.title])
            v.Html(tag="p", children=[f"{one.summary} {words.evidence(one.title, one.controlled, one.evidence)}"])


@solara.component
def Answer(done: Done):
    """The sentences, then the two charts."""
    told = done.told
    with v.Html(tag="section", class_="card", attributes={"aria-label": "The answer"}):
        v.Html(tag="h2", children=[heading(done.choice)])
        if done.choice.residents is not None:
            scaled = "A quick try on a scaled population; numbers are weighted to the whole place."
            v.Html(tag="p", class_="note", children=[scaled])
        for sentence in (told.answer, told.equal_answer):
            if sentence:
                v.Html(tag="p", class_="lead" if sentence is told.answer else "", children=[sentence])
        for arm in told.arms:
            v.Html(tag="h3", children=[arm.arm.title])
            with v.Html(tag="ul"):
                for sentence in arm.sentences:
                    v.Html(tag="li", children=[sentence])
        for sentence in (told.flip, told.interval, *told.caveats):
            if sentence and sentence != words.NOT_A_FORECAST:
                v.Html(tag="p", class_="muted", children=[sentence])
    with v.Html(tag="div", class_="charts"):
        for chart in done.charts:
            Figure(chart).key(chart.name)


def heading(choice: Choice) -> str:
    """Return what was run, so that the answer cannot be taken for that of other choices."""
    place = place_card(choice.place)
    size = f"{choice.residents:,} residents" if choice.residents else "every resident"
    return f"{place.title}, {words.span(12 * choice.years)}, {size}, {words.runs(choice.replications)}"


@solara.component_vue("chart.vue")
def Drawing(
    name: str,
    title: str,
    takeaway: str,
    reading: str,
    option: dict,
    height: int,
    heads: list,
    rows: list,
):
    """A chart with its sentence and its table, drawn in the browser."""


@solara.component
def Figure(chart: Chart):
    """One chart of the report, the same option and the same words."""
    return Drawing(
        name=chart.name,
        title=chart.title,
        takeaway=chart.takeaway,
        reading=chart.reading,
        option=dict(chart.option),
        height=chart.height,
        heads=list(chart.heads),
        rows=[list(row) for row in chart.rows],
    )
