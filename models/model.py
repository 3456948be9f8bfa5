"""Model: one place, grown month by month, as a Mesa model."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from models.area import Area
from models.census import census_months, counted
from models.crowd import Crowd, full_size
from models.gazetteer import read_place
from models.library import changed, kinds, sheets, tables
from models.month import words_of_a_month
from models.people.loneliness import Loneliness
from models.pounds import PRICE_YEAR
from models.scenario import Scenario
from models.services.care.pathway import Care
from models.start import synthesise
from sim.agents import Individual
from sim.errors import ModelError, did_you_mean
from sim.events import EventLog
from sim.intervention import Intervention, Timing
from sim.parameters import Sheet
from sim.rules import source_hash
from sim.watch import Watch
from sim.world import World

STANDARD = "leeds"
"""The place for whose residents the sheets of programmes that are ``per_resident`` are written."""


class Resident(Individual):
    """A person aged 60 or over who lives in the place."""

    __slots__ = ()


class Kith(World):
    """A place and its residents, services and programmes, assembled from a scenario.

    ``waited`` counts by id the months in which someone waited for an assessment, a reablement place or a plan;
    ``census`` holds the counts of every April and of the last month (see models/census.py).
    """

    individual_type: ClassVar[type[Individual]] = Resident

    def __init__(
        self,
        scenario: Scenario | None = None,
        seed: int = 1,
        draw: int | None = None,
        watch: int | None = None,
        follow: bool = False,
        materialise: bool = False,
    ) -> None:
        self.given = scenario or Scenario()
        place = read_place(self.given.place)
        held = changed(self.given.overrides, draw, seed, place.numbers)
        crowd = started(self.given, seed, draw)
        if watch is not None and not 0 <= watch < len(crowd):
            raise ModelError(f"There is no person {watch} in {place.title}: ids run from 0 to {len(crowd) - 1}.")
        self.place = place
        self.people_per_resident = crowd.people_per_resident
        self.waited: NDArray[np.uint16] = np.zeros(len(crowd), np.uint16)
        self.census: list[NDArray[np.float64]] = []
        super().__init__(
            start=crowd.start(),
            processes=words_of_a_month(place, tables(), held),
            interventions=chosen(self.given, held, crowd.people_per_resident),
            sheets=held,
            seed=seed,
            months=self.given.months,
            groups=len(place.neighbourhoods),
            price_year=PRICE_YEAR,
            events=EventLog(everyone=follow, watched=() if watch is None else (watch,)),
            watch=Watch(watch),
            materialise=materialise,
            marks=[kind.mark for kind in kinds().values() if kind.mark],
        )

    def step(self) -> None:
        """Move the place one month on, count who waited, and once a year everyone."""
        super().step()
        rows, people = self.few("stage").rows(), self.people
        self.waited[people["id"][rows[people["reable_weeks"][rows] == 0.0]]] += 1
        if self.month - 1 in census_months(self.months):
            self.census.append(counted(people, self._got_to()))

    def _got_to(self) -> NDArray[np.bool_]:
        """Mark the rows of those whom any programme of the scenario has reached so far, shape (size,)."""
        marked = np.zeros(self.people.size, np.bool_)
        for name in self.given.interventions:
            rows = self.people.row_of[self.reached.of(name)[1]]
            marked[rows[rows >= 0]] = True
        return marked

    def parted(self, scenario: Scenario) -> "Kith":
        """Return another world that goes on from here as this scenario, which differs in what is still to start."""
        world = self.copy()
        world.given = scenario
        world.adopt(chosen(scenario, world.sheets, world.people_per_resident))
        return world

    def let_go(self) -> None:
        """Let go of all parts; they hold the world in turn, and would stay in memory until Python looks for circles."""
        self.__dict__.clear()

    def serving(self, schemes: int, months: int = 0) -> NDArray[np.float64]:
        """Return how many of the first so many Local Links schemes serve each neighbourhood, as the place says.

        None once the council has ended them, nor where they closed for want of cash.
        """
        goes_on = self.shared["continues"][0] * self.shared["schemes_open"]
        return self.place.serving(schemes, months) * goes_on

    @property
    def care(self) -> Care:
        """The word care, which keeps everyone's changes of standing."""
        return next(process for process in self.processes if isinstance(process, Care))

    @property
    def loneliness(self) -> Loneliness:
        """The word loneliness, which counts everyone's lonely months."""
        return next(process for process in self.processes if isinstance(process, Loneliness))


def chosen(scenario: Scenario, held: Mapping[str, Sheet], people_per_resident: float) -> list[Intervention]:
    """Return the scenario's interventions with sheet, timing and size; a scaled place has scaled programmes.

    One whose sheet is written for a place of Leeds' size is as large for each resident in every place.
    """
    known = kinds()
    unknown = [name for name in scenario.interventions if name not in known]
    if unknown:
        raise ModelError(
            "\n".join(f"There is no intervention '{name}'.{did_you_mean(name, known)}" for name in unknown)
        )
    standard, here = (full_size(tables(), read_place(place)) for place in (STANDARD, scenario.place))
    return [
        known[name](
            held[name],
            Timing(plan.start, plan.stop),
            plan.size * (here / standard if known[name].per_resident else 1.0) / people_per_resident,
        )
        for name, plan in scenario.interventions.items()
    ]


def started(scenario: Scenario, seed: int, draw: int | None) -> Crowd:
    """Return everyone as drawn at month 0; the arms of one comparison share it."""
    starting = tuple(sorted((key, value) for key, value in scenario.overrides.items()))
    return _started(read_place(scenario.place), seed, draw, scenario.residents, starting)


@lru_cache(maxsize=1)
def _started(
    place: Area, seed: int, draw: int | None, residents: int | None, overrides: tuple[tuple[str, float], ...]
) -> Crowd:
    held = changed(dict(overrides), draw, seed, place.numbers)
    return synthesise(place, tables(), held, seed, residents)


def parameters(held: Mapping[str, Sheet]) -> dict[str, float]:
    """Return every parameter by ``word.parameter``; a list as its ratio to the central one."""
    central = sheets()
    found = {}
    for word, sheet in held.items():
        for name, entry in sheet.entries.items():
            value, middle = np.atleast_1d(entry.value), np.atleast_1d(central[word].entries[name].value)
            whole = np.isscalar(entry.value)
            found[f"{word}.{name}"] = float(value[0]) if whole else float(value.sum() / (middle.sum() or 1.0))
    return found


def fingerprint(scenario: Scenario, place: Area, seed: int, draw: int | None, held: Mapping[str, Sheet]) -> str:
    """Return 16 hex digits over all that decides a run; where a place's file lies does not count, what it says does."""
    digest = hashlib.blake2b(digest_size=8)
    named = replace(scenario, place=place.name).text()
    for part in (
        named,
        repr(replace(place, note="", origin="", budgets=())),
        str(seed),
        str(draw),
        _version(),
        source_hash(),
        _tables_hash(),
    ):
        digest.update(part.encode())
    for word in sorted(held):
        values = {name: entry.value for name, entry in sorted(held[word].entries.items())}
        digest.update(json.dumps([word, values]).encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _tables_hash() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for name, table in sorted(tables().items()):
        digest.update(name.encode())
        digest.update(table.to_csv(index=False).encode())
    return digest.hexdigest()


def _version() -> str:
    try:
        return version("kith-abm")
    except PackageNotFoundError:
        return "unknown"
