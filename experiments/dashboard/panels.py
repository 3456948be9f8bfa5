"""Panels: the parts that pages share - run and cancel, where a run stands, cards, charts and what to bear in mind."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

from experiments.dashboard import markup as v
from experiments.dashboard.desk import Cancelled, Done, Failed, Job, Nothing, Queued, Running
from experiments.dashboard.limits import beyond

BEFOREHAND = "Made beforehand, with the choices that it names."
BIGGER = "Made beforehand, with more residents or runs than may be asked for here; press {run} for a smaller one."
OUTDATED = "The choices have been changed since; press {run} to follow them."
KEPT = " What is shown is the last result that was finished."
MAKING_READY = "The model is being made ready; the very first time on a machine this takes a minute or two."
CANNOT = (
    "These are made-up residents of a real place under stated assumptions, not records of real people.",
    "The one run that Explore and A life follow has every parameter at its central value, unless you set it; what is "
    "not known of them, and what was fitted, is in the bands and intervals of several runs.",
    "The run knows no pandemic, and prices and rules stay those of 2010-11; it is not a forecast.",
    "A difference between two worlds is what the assumptions imply. It is no proof that a programme works.",
    "Effects that nobody has measured against a comparison group are priors, and the Evidence page says which.",
)


@solara.component
def Press(
    label: str,
    on_click: Callable[[], None],
    disabled: bool = False,
    kind: str = "",
):
    """A button; ``kind`` is a class of the look, such as go. One that cannot be pressed now keeps the focus it has."""
    attributes = {"type": "button", "aria-disabled": str(disabled).lower()}
    button = v.Html(tag="button", class_=f"press {kind}", attributes=attributes, children=[label])
    v.use_event(button, "click", lambda *ignored: None if disabled else on_click())
    return button


@solara.component
def RunBar(job: Job, possible: bool = True, instead: str = "", run: str = "Run", outdated: str = OUTDATED):
    """Run and Cancel, one of which can be pressed, and in a sentence where the run stands."""
    with v.Html(tag="div", class_="buttons"):
        Press(run, job.begin, job.busy or not possible, "go run")
        Press("Cancel", job.cancel, not job.busy, "cancel")
    if not possible:
        v.Html(tag="p", class_="muted", children=[instead])
    with v.Html(tag="div", class_="status", attributes={"role": "status", "aria-live": "polite"}):
        v.Html(tag="p", children=[standing(job, run, outdated)])
    if isinstance(job.state, Running) and job.state.told.get("total"):
        told = job.state.told
        attributes = {"max": told["total"], "value": told["done"], "aria-label": f"How far it has come: {run}"}
        v.Html(tag="progress", attributes=attributes)


def standing(job: Job, run: str = "Run", outdated: str = OUTDATED) -> str:
    """Return in a sentence where a run stands; ``run`` is what the button that begins it says.

    ``outdated`` is said of a result of other choices than those that are picked now.
    """
    outdated = outdated.format(run=run) if job.outdated else ""
    kept = KEPT if job.latest is not None else ""
    match job.state:
        case Queued(place):
            waiting = f"Waiting: {place} in the queue." if place else MAKING_READY
            return f"{waiting}{kept}"
        case Running(told):
            return f"Running: {told['said']}." if told.get("said") else f"Running.{kept}"
        case Cancelled():
            return f"Cancelled. Pressed again, {run} goes on from the runs that were finished.{kept}"
        case Failed(sentence):
            return f"{sentence}{kept}"
        case Done(note):
            return " ".join(one for one in ("Done.", outdated, note) if one)
        case Nothing() if job.latest is None:
            return f"Nothing has been run yet. Press {run}."
    if job.view.beforehand and beyond(job.view.answers or {}):
        return BIGGER.format(run=run)
    if job.view.beforehand:
        return " ".join(one for one in (BEFOREHAND, outdated) if one)
    return outdated or "Kept from an earlier run with the same choices."


@solara.component_vue("chart.vue")
def Drawing(
    name: str,
    title: str,
    takeaway: str,
    reading: str,
    option: str,
    height: int,
    table: str,
    event_picked: Callable[[Mapping[str, Any]], None] = lambda picked: None,
):
    """A chart with its sentence and its table, drawn in the browser; a click on a mark tells its name and value.

    Option and table come as JSON: Solara looks through lists for what it must draw, but not through text.
    """


def Figure(chart: Mapping[str, Any], on_pick: Callable[[Mapping[str, Any]], None] | None = None) -> solara.Element:
    """Return one chart, given as plain JSON: name, title, takeaway, reading, option, height, heads and rows."""
    return Drawing(
        name=chart["name"],
        title=chart["title"],
        takeaway=chart["takeaway"],
        reading=chart["reading"],
        option=json.dumps(chart["option"]),
        height=chart["height"],
        table=json.dumps({"heads": chart["heads"], "rows": chart["rows"]}),
        event_picked=on_pick or (lambda picked: None),
    )


@solara.component
def Remarks(said: Sequence[str]):
    """What the page says of values in its address that it could not take as they stood."""
    if said:
        with v.Html(tag="div", class_="note", attributes={"role": "alert"}):
            for one in said:
                v.Html(tag="p", children=[one])


@solara.component
def Cards(cards: Sequence[Mapping[str, str]]):
    """Numbers side by side, each with its label and a line beneath: label, value and under."""
    with v.Html(tag="dl", class_="cards"):
        for card in cards:
            with v.Html(tag="div", class_="card"):
                v.Html(tag="dt", class_="muted", children=[card["label"]])
                v.Html(tag="dd", class_="figure", children=[card["value"]])
                v.Html(tag="dd", class_="muted", children=[card["under"]])


@solara.component
def CannotTell():
    """What the numbers cannot tell, on every page."""
    with v.Html(tag="details", class_="card cannot"):
        v.Html(tag="summary", children=["What this cannot tell you"])
        with v.Html(tag="ul"):
            for one in CANNOT:
                v.Html(tag="li", children=[one])
