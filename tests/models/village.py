"""A Leeds of a few thousand people, run once for all tests that ask for the same, and levers moved by hand."""

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from models import Kith, Plan, Run, Scenario, run, sheets
from models.crowd import Crowd
from models.gazetteer import read_place
from models.library import tables
from models.start import synthesise
from sim.intervention import Intervention, Timing
from sim.levers import Kind
from sim.parameters import Sheet

PEOPLE = 3_000
RATES = st.floats(0.0, 5.0)
RATIOS = st.floats(0.1, 10.0)
SHARES = st.floats(0.0, 1.0)


class Hand(Intervention):
    """Moves levers by hand: everyone's ratio, every neighbourhood's amount, a setting."""

    name: ClassVar[str] = "hand"
    title: ClassVar[str] = "By hand"

    def __init__(self, moved: Mapping[str, float], start: int = 0) -> None:
        super().__init__(Sheet("hand", []), Timing(start))
        self.moved = moved

    def change(self, world: Any, reached: NDArray[np.int64]) -> None:
        """Move them."""
        for name, value in self.moved.items():
            kind = world.levers.known[name].kind
            if kind is Kind.RATIO:
                world.levers.multiply(name, np.arange(world.people.size), value)
            elif kind is Kind.AMOUNT:
                world.levers.add(name, value)
            else:
                world.levers.set(name, value, self.name)


def leeds(
    months: int = 24,
    residents: int = PEOPLE,
    seed: int = 1,
    overrides: Mapping[str, float] | None = None,
    moved: Mapping[str, float] | None = None,
) -> Kith:
    """Return a small Leeds at its start, with these levers held all along."""
    world = Kith(Scenario(residents=residents, months=months, overrides=overrides or {}), seed)
    if moved:
        world.interventions += (Hand(moved),)
    return world


def grown(months: int = 24, **given: Any) -> Kith:
    """Return a small Leeds after its last month."""
    world = leeds(months, **given)
    while world.month < months:
        world.step()
    return world


@cache
def trying(name: str, months: int = 12, residents: int = 6_000, size: float = 1.0, **overrides: float) -> Kith:
    """Return a small Leeds after its last month with one intervention from the start, its parameters by name."""
    given = {f"{name}.{key}": value for key, value in overrides.items()}
    plans = {name: Plan(0, size=size)}
    world = Kith(Scenario(residents=residents, months=months, interventions=plans, overrides=given), 1)
    while world.month < months:
        world.step()
    return world


@cache
def as_now(months: int = 24, residents: int = PEOPLE, seed: int = 1, **overrides: float) -> Run:
    """Return a run of the as-now world; in the names of overrides, two underscores stand for the dot."""
    given = {name.replace("__", "."): value for name, value in overrides.items()}
    return run(Scenario(residents=residents, months=months, overrides=given), seed)


@cache
def tried(
    *names: str,
    months: int = 24,
    residents: int | None = 6_000,
    place: str = "leeds",
    size: float = 1.0,
    start: int = 0,
    stop: int | None = None,
    **overrides: float,
) -> Kith:
    """Return a world with these programmes, after its last month; in overrides two underscores stand for the dot."""
    given = {name.replace("__", "."): value for name, value in overrides.items()}
    plans = {name: Plan(start, stop, size) for name in names}
    scenario = Scenario(place=place, residents=residents, months=months, overrides=given, interventions=plans)
    world = Kith(scenario)
    while world.month < months:
        world.step()
    return world


@cache
def acting(name: str, months: int, size: float = 1.0, stop: int | None = None, **overrides: float) -> Kith:
    """Return a small Leeds after so many months in which, in the next, one programme has acted but no word yet."""
    given = {f"{name}.{key}": value for key, value in overrides.items()}
    plans = {name: Plan(0, stop, size)}
    world = Kith(Scenario(residents=6_000, months=months + 1, interventions=plans, overrides=given), 1)
    while world.month < months:
        world.step()
    world.levers.release()
    world.interventions[0].month(world)
    return world


def reached_now(world: Kith, name: str) -> NDArray[np.int32]:
    """Return the rows of those a programme reached this month."""
    months, ids = world.reached.of(name)
    return world.people.row_of[ids[months == world.month]]


def programme(world: Kith) -> Any:
    """Return the first programme of a world, to look at what is its own."""
    return world.interventions[0]


def spent(world: Kith, line: str) -> NDArray[np.float64]:
    """Return the pounds of a ledger line by month, for the whole place."""
    return world.ledger.pence(line) / 100.0 * world.people_per_resident


def paid(world: Kith, line: str) -> float:
    """Return the pounds of a ledger line over all months, for the residents there are."""
    return float(world.ledger.pence(line).sum()) / 100.0


def total(world: Kith, measure: str) -> float:
    """Return a measure summed over the months."""
    return float(world.recorded()[measure].sum())


@cache
def crowd() -> Crowd:
    """Return everyone who will ever live in Leeds at full size, as drawn at month 0."""
    return synthesise(read_place("leeds"), tables(), sheets(), 1, None)


@cache
def there() -> NDArray[np.bool_]:
    """Return who of the full Leeds is there at the start."""
    there: NDArray[np.bool_] = crowd().enters <= 0
    return there


def at_start(name: str) -> NDArray[Any]:
    """Return a column of those there at the start, at full size."""
    return crowd()[name][there()]


def column(world: Kith, name: str) -> NDArray[Any]:
    """Return a column of those who live there now."""
    return world.people[name][world.people["here"] > 0]
