"""Intervention: whom it reaches, what it changes, what it costs, when it starts and stops."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.errors import ModelError
from sim.ledger import Line
from sim.pool import Claim
from sim.population import GONE, Column
from sim.reach import HINTS, reachable, rows_of

if TYPE_CHECKING:
    from sim.parameters import Sheet
    from sim.world import World

type Rows = NDArray[np.integer]

ITSELF = np.zeros(1, np.int64)
"""The number of what a programme draws for itself as a whole."""


@dataclass(frozen=True)
class Timing:
    """First month of an intervention, and the month from which it no longer runs (``None``: to the end)."""

    start: int
    stop: int | None = None

    def __post_init__(self) -> None:
        """Refuse a time that runs backwards."""
        if self.start < 0:
            raise ModelError(f"An intervention cannot start in month {self.start}: months count from 0.")
        if self.stop is not None and self.stop <= self.start:
            raise ModelError(f"An intervention that starts in month {self.start} cannot stop in month {self.stop}.")

    def end(self, term: float = np.inf) -> float:
        """Return the month from which it no longer runs, where it lasts no longer than a term of so many months."""
        return min(self.start + term, np.inf if self.stop is None else self.stop)

    def running(self, month: int, term: float = np.inf) -> bool:
        """Say whether it runs in this month, where it lasts no longer than a term of so many months."""
        return self.start <= month < self.end(term)


class Intervention:
    """A programme on top of the as-now world; its numbers are in the sheet of the same name.

    ``size`` multiplies its staff, places and posts. ``changes`` names its levers; ``evidence`` says in
    a few words what its effects rest on, and ``controlled`` whether any of it was measured against a
    comparison group. ``mark`` is the event that happens to those it reaches, where a word and not
    ``reach`` decides who they are. One that is ``lasting`` goes on reaching people after its stop.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    evidence: ClassVar[str]
    controlled: ClassVar[bool] = False
    mark: ClassVar[str] = ""
    lasting: ClassVar[bool] = False
    changes: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[Column, ...]] = ()
    lines: ClassVar[tuple[Line, ...]] = ()

    def __init__(self, sheet: "Sheet", timing: Timing, size: float = 1.0) -> None:
        self.sheet = sheet
        self.timing = timing
        self.size = size
        self._highest: dict[str, int] = {}

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Return the rows newly reached this month; by default nobody is reached in person."""
        return np.empty(0, np.int64)

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Move the levers this month. Called from the start on, and after the stop so that effects can fade."""

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Return pounds by ledger line for a month in which it runs."""
        return {}

    def month(self, world: "World") -> None:
        """Reach, change and pay, once the start has come."""
        if world.month < self.timing.start:
            return
        running = self.timing.running(world.month)
        reached = self.reach(world) if running or self.lasting else np.empty(0, np.int64)
        world.reached.add(self.name, world.month, world.people["id"][reached])
        self.change(world, reached)
        if running:
            for line, pounds in self.cost(world, reached).items():
                world.ledger.post(world.month, line, round(100 * pounds))

    def own(self, world: "World", column: str) -> NDArray[Any]:
        """Return a column of this intervention's own, to write."""
        return world.people.writable(self.name, column)

    def whole(self, world: "World", exact: float, what: str) -> int:
        """Round this month's number of something by lot, so that a small place gets its share over the months."""
        return int(exact + world.draws.uniform(f"{self.name}.{what}", world.month, ITSELF)[0])

    def room(self, world: "World", places: float, what: str) -> int:
        """Round how many a programme has room for by lot, once and for all."""
        return int(places + world.draws.uniform(f"{self.name}.{what}", 0, ITSELF)[0])

    def by_lot(
        self, world: "World", what: str, wanted: int, weigh: Callable[[Rows], NDArray[Any]], heaviest: float = 1.0
    ) -> NDArray[np.int64]:
        """Return the first ``wanted`` rows of those present in an order drawn afresh: twice the weight, twice as early.

        Only those are looked at whose luck is low enough to be among the first; more of them, until that is sure.

        Args:
            weigh: returns the weights of rows; 0, or false, for those who are not to be drawn.
            heaviest: a weight that nobody exceeds, where that is above 1.
        """
        people, decision = world.people, f"{self.name}.{what}"
        hints, near = world.hints(decision), world.marks()
        highest = self._highest.get(what, 0)
        while wanted > 0:
            reachable(near, hints, np.uint8(highest))
            rows: Rows = rows_of(near)
            rows = rows[people.row_of[people["id"][rows]] != GONE]
            weights = np.asarray(weigh(rows), np.float64)
            rows, weights = rows[weights > 0.0], weights[weights > 0.0]
            order = world.draws.uniform(decision, world.month, people["id"][rows]) / weights
            first = np.argsort(order, kind="stable")[:wanted]
            needed = HINTS * max(heaviest, 1.0) * (float(order[first[-1]]) if len(first) == wanted else 1.0)
            if needed < highest + 1 or highest == HINTS - 1:
                self._highest[what] = min(int(needed), HINTS - 1)
                return rows[first].astype(np.int64)
            highest = min(2 * highest + 1, HINTS - 1)
        return np.empty(0, np.int64)

    def since(self, world: "World", column: str, within: float = np.inf) -> tuple[Rows, NDArray[np.int64]]:
        """Return the rows of those reached within so many months, and how many months ago that was.

        The column, of this intervention's own, holds the month in which a person was reached, counted from 1.
        """
        rows = world.few(column).rows()
        months = world.month + 1 - world.people[column][rows].astype(np.int64)
        recent = months <= within
        return rows[recent], months[recent]

    def ask(
        self,
        world: "World",
        what: str,
        places: tuple[NDArray[np.integer], NDArray[np.integer]],
        hours: float,
        visits: bool = False,
        driving: bool = False,
    ) -> None:
        """Ask the pool of volunteers for hours a month, at the same priority as every other programme.

        Args:
            what: names the claim within the programme; `World.answers` tells who was served.
            places: for whom (rows of people for visits, otherwise numbers of its own), and in which group.
            hours: for each of them.
        """
        name, (rows, groups) = f"{self.name}.{what}", places
        luck = world.draws.uniform(name, 0, world.people["id"][rows] if visits else rows)
        world.claims.append(Claim(name, 0, rows, groups, np.full(len(rows), hours), luck, visits, driving))

    def answered(self, world: "World", what: str) -> NDArray[np.integer]:
        """Return for whom last month's claim was met: ids for visits, otherwise numbers of its own."""
        return world.answers.get(f"{self.name}.{what}", np.empty(0, np.int64))
