"""Life: one resident lived in two worlds under one luck, month by month, with the month they part and why."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.asking.usual import START
from experiments.comparing.cause import why
from experiments.comparing.followed import Followed, follow
from experiments.comparing.life import Call, calls, moments, parting, told_call, who
from experiments.comparing.standings import by_month, present_until
from experiments.dashboard.crew import Tell, luck, telling
from experiments.dashboard.stored import Plain
from experiments.words import capital, month_name, span
from models import Plan, Portrait, Run, Scenario, interventions, place, portrait_of
from sim.errors import ModelError
from sim.events import Event

LISTED = 12
WORLDS = 4
"""Run for one life: two to find whom to follow, and the same two again, followed."""
LONELY_MONTHS = 24
"""Months lonely from which on somebody counts as lonely in the list to pick from."""
KEPT = {
    "lonely": "lonely",
    "frailty": "cfs",
    "standing": "standing",
    "ties": "contacts",
    "help": "help_hours",
    "hours": "package",
    "cost": "cost",
    "council": "council_cost",
    "member": "member",
}
"""What is shown of a resident each month, by column."""
PENCE = ("cost", "council_cost")
"""Columns in pence, shown in pounds."""
DECIDED = {
    "lonelier": ("loneliness.onset",),
    "less lonely": ("loneliness.easing",),
    "fell": ("falls.fall",),
    "admitted": ("hospital.admission",),
    "frailer": ("frailty.progression", "frailty.step"),
    "less frail": ("frailty.improvement",),
    "carer could not go on": ("carer.breakdown",),
    "came to the council's notice": ("need.contact",),
    "handed over to Local Links": ("handover",),
    "care changed": ("care.residential",),
    "moved away": ("migration.out",),
    "died": ("mortality.death",),
}
"""The decisions of which an event may be the outcome."""


def work(asked: Mapping[str, Any], tell: Tell) -> Plain:
    """Return a resident's two lives, and whom else to look at; ``pick`` says whom to follow if nobody is named."""
    along = scenario_asked(asked)
    bare = replace(along, title="as now", interventions={})
    seed = int(asked["seed"])
    shown = telling(tell, "world {done} of {total}")
    shown(0, WORLDS)
    worlds = luck(seed, None, START)
    runs = []
    for number, world in enumerate((bare, along)):
        runs.append(worlds.run(world))
        shown(number + 1, WORLDS)
    changed, lonely = most_changed(*runs), often_lonely(runs[0])
    person = whom(asked, changed, lonely, runs[0])
    met = portrait_of(bare, seed, person)
    if met.enters >= bare.months:
        raise ModelError(f"Resident {person} only comes in {month_name(met.enters)}, after the last year shown.")
    lives = []
    for number, world in enumerate((bare, along)):
        lives.append(follow(world, seed, person))
        shown(number + 3, WORLDS)
    care = care_differs(*runs)
    gained = runs[0].lonely_months.astype(np.int64) - runs[1].lonely_months
    listed = [{"person": int(one), "lonely": int(gained[one]), "care": int(care[one])} for one in changed[:LISTED]]
    return told(met, lives) | {"changed": listed, "lonely": lonely[:LISTED].tolist(), "people": len(runs[0].left)}


def scenario_asked(asked: Mapping[str, Any]) -> Scenario:
    """Return the world with what is added, as plain values ask for it."""
    plans = {str(name): Plan(start=START) for name in asked["interventions"]}
    if not plans:
        raise ModelError("Pick at least one intervention: without one there is only one life.")
    titles = {one.name: one.title for one in interventions()}
    return Scenario(
        title=f"with {' and '.join(titles.get(name, name) for name in plans)}",
        place=str(asked["place"]),
        months=12 * int(asked["years"]),
        residents=None if asked["residents"] is None else int(asked["residents"]),
        interventions=plans,
        overrides={str(name): float(value) for name, value in asked["overrides"].items()},
    )


def whom(asked: Mapping[str, Any], changed: NDArray[np.int64], lonely: NDArray[np.int64], run: Run) -> int:
    """Return whom to follow: the person named, or the next of the list that is asked for."""
    if asked["person"] is not None:
        return int(asked["person"])
    after = int(asked["after"])
    if asked["pick"] == "random":
        there = round(float(run.measures["residents"].iloc[0]))  # ids follow the order of entry
        return int(np.random.default_rng(max(after, 0) + 1).integers(there))
    among = changed if asked["pick"] == "changed" else lonely
    if not len(among):
        raise ModelError("There is nobody of that kind here: name a resident's number instead.")
    if asked["pick"] == "changed":
        at = np.flatnonzero(among == after)
        return int(among[(int(at[0]) + 1) % len(among)] if len(at) else among[0])
    later = among[among > after]
    return int(later[0] if len(later) else among[0])


def most_changed(twin: Run, arm: Run) -> NDArray[np.int64]:
    """Return the ids of those whose lives differ most, by months lonely and months whose care is met otherwise."""
    by_care = care_differs(twin, arm)
    by_lonely = np.abs(twin.lonely_months.astype(np.int64) - arm.lonely_months.astype(np.int64))
    total = by_care + by_lonely
    order = np.argsort(-total, kind="stable")
    return np.asarray(order[total[order] > 0])


def care_differs(twin: Run, arm: Run) -> NDArray[np.int64]:
    """Return by id in how many months care is met otherwise, while both are there, shape (people,)."""
    months, everyone = arm.scenario.months, np.arange(len(arm.left))
    there, here = (by_month(run.spells, everyone, months) for run in (twin, arm))
    both = np.arange(months)[None, :] < present_until(twin, arm)[:, None]
    return np.asarray(((there != here) & both).sum(axis=1), np.int64)


def often_lonely(run: Run) -> NDArray[np.int64]:
    """Return the ids of those who are lonely for long, rising."""
    return np.flatnonzero(run.lonely_months >= LONELY_MONTHS)


def told(met: Portrait, lives: Sequence[Followed]) -> Plain:
    """Return two lives as plain values: who it is, what happened in each, and where and why they part."""
    without, along = lives
    her = "her" if met.female else "his"
    found = parting(without, along)
    entering = who(met, place(along.scenario.place).title, month_name(max(met.enters, 0)))
    return {
        "person": met.person,
        "her": her,
        "who": f"{entering}{_when_lonely(met, without)}",
        "enters": max(met.enters, 0),
        "portrait": asdict(met),
        "worlds": [_world(one, her) for one in lives],
        "parting": None if found is None else found.month,
        "call": None if found is None or found.call is None else asdict(found.call),
        "why": why(without, along, her),
        "turns": turns(without, along, her),
    }


def _world(one: Followed, her: str) -> Plain:
    title = one.scenario.title
    return {
        "title": capital(title),
        "state": {name: _kept(one, column) for name, column in KEPT.items()},
        "events": [
            {"month": event.month, "event": event.event, "said": _said(event, her)}
            for event in sorted(one.events, key=lambda event: event.month)
        ],
        "left": one.left,
        "died": one.died,
    }


def _when_lonely(met: Portrait, without: Followed) -> str:
    """Return when somebody who is not lonely on entering comes to be."""
    lonely = [month for month, one in enumerate(without.months) if one.state.get("lonely", 0) > 0]
    if met.lonely or not lonely:
        return ""
    she = "She" if met.female else "He"
    return f" {she} first feels lonely in {month_name(lonely[0])}, and as things are in {span(len(lonely))} in all."


def _kept(one: Followed, column: str) -> list[float | None]:
    whole = 100.0 if column in PENCE else 1.0
    return [round(month.state[column] / whole, 2) if month.state else None for month in one.months]


def _said(event: Event, her: str) -> str:
    return moments([event], her)[event.month][0]


def turns(without: Followed, along: Followed, her: str) -> list[Plain]:
    """Return what a draw decided in either life: when, what happened, in which of the two, and luck and chances."""
    both = calls(without.decisions, along.decisions)
    found = []
    for month in sorted({event.month for one in (without, along) for event in one.events}):
        here = [[event for event in one.events if event.month == month] for one in (without, along)]
        for name in dict.fromkeys(event.event for those in here for event in those):
            call = _deciding(both, month, name)
            if call is not None:
                event = next(event for those in here for event in those if event.event == name)
                found.append(_turn(call, event, [any(one.event == name for one in those) for those in here], her))
    return found


def _deciding(both: Sequence[Call], month: int, event: str) -> Call | None:
    names = DECIDED.get(event, ())
    fell = [
        one for one in both if one.month == month and one.decision in names and one.luck < max(one.without, one.along)
    ]
    return fell[0] if fell else None


def _turn(call: Call, event: Event, happened: Sequence[bool], her: str) -> Plain:
    return {
        "month": call.month,
        "what": _said(event, her),
        "without": happened[0],
        "with": happened[1],
        "why": told_call(call, her),
    }
