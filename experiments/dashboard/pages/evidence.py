"""Evidence: every number of the model with its range and source, what it moves, and how the model meets the world."""

from collections.abc import Callable, Mapping
from typing import Any

import solara

from experiments.dashboard import loan_levers
from experiments.dashboard import markup as v
from experiments.dashboard.address import Choice, Field, Overrides, Pick, Text, defaults, link, use_address, write
from experiments.dashboard.catalogue import catalogue
from experiments.dashboard.desk import Cancelled, Failed, use_job
from experiments.dashboard.drawings import evidence
from experiments.dashboard.drawings.evidence import Parameter
from experiments.dashboard.limits import limits
from experiments.dashboard.pages.parts import Downloads, Search, Sentences, Table, Try, csv_of, json_of
from experiments.dashboard.panels import Figure, Press, Remarks, standing
from experiments.dashboard.rail import Levers, pick, slider, written
from experiments.showing.texts import Texts
from experiments.words import amount

HEADS = ("Number", "Value", "Range", "Unit", "Status", "Source")
SHOWN = 60
"""Rows at most; a search shows the others."""
WHAT = (
    "Every number the model uses, where it comes from, and how far it may lie from the value taken. Runs draw what is "
    "not sure from its range. Choose one to see what it moves, and to try another value."
)
ONLY_MONEY = "It is about what becomes of the money once a world is over, and nothing on these pages changes with it."
WHAT_MOVES = (
    "Leeds with 3,000 residents for 5 years, at the low end, the value and the high end, under the same luck. Clear is "
    "what luck would hardly move as far in any of the outcomes."
)
SCORES = {"draws": 16, "residents": 8_000, "projections": True, "seed": 1}
MOVES: dict[str, Any] = {"place": "leeds", "years": 5, "residents": 3_000, "runs": 6, "seed": 1}


def fields() -> dict[str, Field]:
    """Return what the page's address can say."""
    known = catalogue().parameters
    sheets = sorted({one["name"].partition(".")[0] for one in known})
    return {
        "q": Text("", "The search"),
        "status": Pick("", ("", *evidence.STATUSES), "The status", {"": "any"}),
        "word": Pick("", ("", *sheets), "The word", {"": "any"}),
        "number": Pick("", ("", *(one["name"] for one in known)), "The number", {"": "none"}),
    }


def firsts() -> dict[str, dict[str, Any]]:
    """Return what the page asks when it is opened, by job."""
    return {"evidence": {}, "scorecard": SCORES, "moves": moves_asked("loneliness.prone_share")}


def moves_asked(name: str) -> dict[str, Any]:
    """Return what the job that moves one number is asked."""
    most = limits()
    return {**MOVES, "name": name, "runs": min(MOVES["runs"], most.runs)}


@solara.component
def Page():
    """The search on the left; the numbers, the one chosen, and the scorecard on the right."""
    choice, change, said = use_address(fields())
    known = catalogue()
    those = solara.use_memo(
        lambda: evidence.found(known.parameters, choice["q"], choice["status"], choice["word"]), [repr(choice)]
    )
    with v.Html(tag="div", class_="desk"):
        Filter(choice, change)
        with v.Html(tag="div"):
            v.Html(tag="h1", children=["What the numbers rest on"])
            v.Html(tag="p", children=[WHAT])
            Remarks(said)
            if choice["number"]:
                Chosen(next(one for one in known.parameters if one["name"] == choice["number"]), change)
            Numbers(those, choice, change)
            Scorecard()


@solara.component
def Filter(choice: Choice, change: Callable[..., None]):
    """A search by words, status and sheet."""
    known = fields()

    def turn(event: Mapping[str, Any]) -> None:
        change(**{event["name"]: event["value"]})

    names = {"status": ("Status", "any"), "word": ("Word or programme", "any")}
    controls = []
    for name, (label, every) in names.items():
        field = known[name]
        options = field.options if isinstance(field, Pick) else ()
        told = [{"value": one, "label": str(one).replace("_", " ") if one else every} for one in options]
        controls.append(pick(name, label, choice, told))
    with v.Html(tag="section", class_="rail card", attributes={"aria-label": "Find a number"}):
        v.Html(tag="h2", class_="small", children=["Find a number"])
        Search(label="Words in its name, unit, note or source", value=choice["q"], example="volunteer hours",
               event_search=lambda text: change(q=text))  # fmt: skip
        Levers(name="find", fields=controls, locked=False, event_change=turn)
        with v.Html(tag="dl", class_="statuses"):
            for status, means in evidence.MEANS.items():
                v.Html(tag="dt", children=[status])
                v.Html(tag="dd", class_="muted", children=[means])


@solara.component
def Numbers(those: list[Parameter], choice: Choice, change: Callable[..., None]):
    """The numbers found, as a table, with the ranges of the least sure, and as a file."""
    known = catalogue()
    shown = those[:SHOWN]
    more = f" The first {SHOWN} are shown; search for fewer." if len(those) > SHOWN else ""
    rows = [shown_row(one) for one in shown]
    with v.Html(tag="section", class_="card", attributes={"aria-label": "Numbers found"}):
        v.Html(tag="div", attributes={"role": "status"}, children=[
            v.Html(tag="p", children=[f"{evidence.counted(those, len(known.parameters))}{more}"])
        ])  # fmt: skip
        Parameters(caption="Numbers of the model", heads=list(HEADS), rows=rows, chosen=choice["number"],
                   event_choose=lambda name: change(number=name))  # fmt: skip
        Downloads({"parameters.csv": lambda: csv_of(whole(those)), "parameters.json": lambda: json_of(those)})
    chart = evidence.ranges(those)
    if chart is not None:
        Figure(vars(chart))


def shown_row(one: Parameter) -> dict[str, Any]:
    """Return a row of the table: its label, its cells, and where the value lies in its range."""
    cells = list(evidence.row(one, catalogue().sources))
    return {"label": evidence.shortened(one["name"]), "cells": cells, "at": evidence.place_in_range(one)}


def whole(those: list[Parameter]) -> Texts:
    """Return all numbers found as one table, with their notes."""
    sources = catalogue().sources
    return Texts("Numbers", (*HEADS, "Note"), tuple((*evidence.row(one, sources), one["note"]) for one in those))


@solara.component_vue("../parameters.vue")
def Parameters(
    caption: str, heads: list[str], rows: list[dict[str, Any]], chosen: str, event_choose: Callable[[str], None]
):
    """The table of numbers, each name a button."""


@solara.component
def Chosen(one: Parameter, change: Callable[..., None]):
    """One number: all that is known of it, what it moves, and another value to try."""
    known = catalogue()
    words = use_job("evidence", {})
    moves = (words.latest or {}).get("moves", {}).get(one["name"].partition(".")[0], "")
    cells = evidence.row(one, known.sources)
    with v.Html(tag="section", class_="card chosen", attributes={"aria-label": one["name"]}):
        v.Html(tag="h2", children=[evidence.shortened(one["name"])])
        with v.Html(tag="dl", class_="facts"):
            facts = {
                "Value": f"{cells[1]} {one['unit']}", "Range": cells[2],
                "Status": f"{cells[4]}: {evidence.MEANS[one['status']]}", "Source": cells[5],
                "Note": one["note"], "Belongs to what moves": moves,
            }  # fmt: skip
            for name, said in facts.items():
                if said:
                    v.Html(tag="dt", children=[name])
                    v.Html(tag="dd", children=[said])
        for address in evidence.links(one, known.sources):
            link = v.Html(tag="a", attributes={"href": address, "rel": "noreferrer"}, children=[address])
            v.Html(tag="p", children=[link])
        if evidence.single(one):
            Another(one).key(one["name"])
            if one["name"] in known.of_worlds:
                Moved(one).key(f"moves {one['name']}")
        else:
            v.Html(tag="p", class_="muted", children=["It is a list, or has no range: a scenario file can change it."])


@solara.component
def Another(one: Parameter):
    """A slider for another value, and links to pages that run with it."""
    value, set_value = solara.use_state(float(one["value"]))
    router = solara.use_router()
    span = (float(one["low"]), float(one["high"]))
    control = slider(one["name"], "Try another value", value, span, one["unit"], one["step"])
    places = tries(one["name"], value)
    if not places:
        v.Html(tag="p", class_="muted", children=[ONLY_MONEY])
        return
    Levers(name="another", fields=[control], locked=False, event_change=lambda event: set_value(float(event["value"])))
    with v.Html(tag="p", class_="tries"):
        if value == one["value"]:
            v.Html(tag="span", class_="muted", children=["Move the slider to try another value than the one taken."])
        else:
            said = f"with {written(value, control['decimals'])} {one['unit']}"
            for title, address in places.items():
                Try(f"{title} {said}", address, router.push)


def tries(name: str, value: float) -> dict[str, str]:
    """Return the pages on which another value of a number changes something, and their addresses with it."""
    known, (word, _, term) = catalogue(), name.partition(".")
    if word == "loan" and term in (*loan_levers.FIRST, *loan_levers.MORE):
        return {"Repayment": link("/repayment", loan_levers.fields(), {**defaults(loan_levers.fields()), term: value})}
    query = write({"set": Overrides(known.of_loans)}, {"set": {name: value}})
    if name in known.of_worlds:
        return {"Explore": f"/?{query}", "Compare": f"/compare?{query}"}
    return {"Repayment": f"/repayment?{query}"} if name in known.of_loans else {}


@solara.component
def Moved(one: Parameter):
    """What the number moves between the ends of its range; made on demand."""
    job = use_job("moves", moves_asked(one["name"]))
    mine = job.latest is not None and job.latest["name"] == one["name"]
    v.Html(tag="h3", children=["What it moves"])
    v.Html(tag="p", class_="muted", children=[WHAT_MOVES])
    with v.Html(tag="div", class_="buttons"):
        Press("Try both ends", job.begin, job.busy, "go run")
        Press("Cancel", job.cancel, not job.busy, "cancel")
    with v.Html(tag="div", attributes={"role": "status", "aria-live": "polite"}):
        if job.busy or isinstance(job.state, Cancelled | Failed):
            v.Html(tag="p", children=[standing(job)])
    if mine and job.latest is not None:
        v.Html(tag="p", children=[evidence.swing_sentence(job.latest)])
        heads = ("Outcome", *(f"At {amount(point)}" for point in job.latest["points"]), "Low to high")
        Table(Texts(f"What {one['name']} moves", heads, tuple(evidence.swings(job.latest))))


@solara.component
def Scorecard():
    """How the model stands against published figures, misses told with why."""
    job = use_job("scorecard", SCORES)
    if job.latest is None:
        return
    rows = job.latest["rows"]
    with v.Html(tag="section", attributes={"aria-label": "Scorecard"}):
        v.Html(tag="h2", children=["How the model stands against published figures"])
        for sentence in job.latest["sentences"]:
            v.Html(tag="p", children=[sentence])
        drawn = [chart for use in evidence.USES if (chart := evidence.scores(rows, use)) is not None]
        with v.Html(tag="div", class_="charts"):
            for chart in drawn:
                Figure(vars(chart)).key(chart.name)
        Sentences("What is missed, and why", [f"{meaning}: {why}" for meaning, why in evidence.missed(rows)])
        tables = [Texts(one.title, one.heads, one.rows) for one in drawn]
        Downloads({f"{one.name}.csv": lambda at=at: csv_of(tables[at]) for at, one in enumerate(drawn)})
