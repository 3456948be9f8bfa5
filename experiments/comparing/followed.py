"""Followed: one resident's life in one world, and month by month how it stood and what programmes moved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from models import Kith, Scenario, interventions
from sim.events import Event
from sim.intervention import Intervention
from sim.levers import Kind
from sim.watch import Decision

USUALLY = {"assessment.reablement_offer": "reablement_offer_share", "assessment.threshold": "bands_eligible"}
"""The parameter of its word that holds where nobody sets a lever, if it has another name than the lever."""


@dataclass(frozen=True)
class Month:
    """How a life stood at the end of one month; every part is empty before entering and after leaving.

    Attributes:
        state: the value of every column of the model's words, in the order in which the words act.
        acting: the levers but those on rates that stood off their default, or off what their word's sheet says,
            where the person lives.
        around: what one word tells others about the person's neighbourhood, or about the whole place.
    """

    state: Mapping[str, Any] = field(default_factory=dict)
    acting: Mapping[str, float] = field(default_factory=dict)
    around: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Followed:
    """One resident's life in one world.

    Attributes:
        words: the word that writes each column of `Month.state`, in the order in which the words act.
        reached: the months in which each programme of the world reached this person, by its name.
        left: the month of leaving, or -1.
    """

    scenario: Scenario
    events: tuple[Event, ...]
    decisions: tuple[Decision, ...]
    months: tuple[Month, ...]
    words: Mapping[str, str]
    reached: Mapping[str, tuple[int, ...]]
    left: int
    died: bool


def follow(scenario: Scenario, seed: int, person: int) -> Followed:
    """Return one life, noting each month how it stands."""
    world, months = Kith(scenario, seed, None, watch=person), []
    words = {column.name: one.word for one in world.processes for column in one.columns}
    while world.month < world.months:
        world.step()
        months.append(_month(world, person, tuple(words)))
    events = tuple(world.log.of(person))
    return Followed(
        scenario=scenario,
        events=events,
        decisions=tuple(world.watch.decisions),
        months=tuple(months),
        words=words,
        reached={one.name: _reached(world, one, person) for one in added_to(scenario)},
        left=int(world.people.left[person]),
        died=any(event.event == "died" for event in events),
    )


def added_to(scenario: Scenario) -> tuple[type[Intervention], ...]:
    """Return the interventions of a scenario."""
    return tuple(one for one in interventions() if one.name in scenario.interventions)


def _month(world: Kith, person: int, columns: tuple[str, ...]) -> Month:
    row = int(world.people.row_of[person])
    if row < 0:
        return Month()
    here = int(world.people["neighbourhood"][row])
    acting = {}
    for lever in world.levers.known.values():
        if lever.kind is Kind.RATIO:
            continue
        amount = lever.kind is Kind.AMOUNT
        value = float(world.levers.amount(lever.name)[here]) if amount else world.levers.setting(lever.name, np.nan)
        if np.isfinite(value) and value != (lever.default if amount else _usual(world, lever.name)):
            acting[lever.name] = value
    return Month(
        state={name: np.asarray(world.people[name][row]).tolist() for name in columns},
        acting=acting,
        around={name: float(each[here if len(each) > 1 else 0]) for name, each in world.shared.items()},
    )


def _usual(world: Kith, lever: str) -> float | None:
    """Return what holds where nobody sets a lever, as far as a number of its word's sheet says so."""
    word, _, name = lever.partition(".")
    return getattr(world.sheets[word], USUALLY.get(lever, name), None) if word in world.sheets else None


def _reached(world: Kith, one: type[Intervention], person: int) -> tuple[int, ...]:
    months, people = world.reached.of(one.mark or one.name)
    return tuple(int(month) for month in months[people == person])
