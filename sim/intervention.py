"""Intervention: whom it reaches, what it changes, what it costs, when it starts and stops."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import monthly_chance
from sim.errors import ModelError
from sim.ledger import Line
from sim.pool import Claim
from sim.population import Column
from sim.reach import HINTS, reachable, rows_of
from sim.rules import kernel

if TYPE_CHECKING:
    from sim.parameters import Sheet
    from sim.world import World

type Rows = NDArray[np.integer]

ITSELF = np.zeros(1, np.int64)
"""The number of what a programme draws for itself as a whole."""


@kernel
def _recent(
    recent: NDArray[np.uint32],
    months: NDArray[np.int64],
    rows: NDArray[np.uint32],
    column: NDArray[Any],
    now: int,
    within: float,
) -> int:
    """Write which of the rows are dated within so many months before now, and how many months; return how many."""
    found = np.uint64(0)
    for row in rows:
        ago = now - np.int64(column[row])
        recent[found], months[found] = row, ago
        found += np.uint64(ago <= within)
    return int(found)


def alike(rows: Rows) -> NDArray[np.float64]:
    """Return a weight of 1 for each row."""
    return np.ones(len(rows))


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
    The numbers of one that is ``per_resident`` are those of a standard place; models make it as
    large for each resident in every other.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    evidence: ClassVar[str]
    controlled: ClassVar[bool] = False
    mark: ClassVar[str] = ""
    lasting: ClassVar[bool] = False
    per_resident: ClassVar[bool] = False
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
        self,
        world: "World",
        what: str,
        wanted: int,
        suits: Callable[[Rows], NDArray[np.bool_]],
        weigh: Callable[[Rows], NDArray[np.float64]] = alike,
        heaviest: float = 1.0,
    ) -> NDArray[np.int64]:
        """Return the first ``wanted`` rows of those present in an order drawn afresh: twice the weight, twice as early.

        Only those are looked at whose luck is low enough to be among the first; more of them, until that is sure.

        Args:
            suits: says of rows whether they may be drawn at all.
            weigh: returns the weights of rows that suit, above 0.
            heaviest: a weight that nobody exceeds, where that is above 1.
        """
        if wanted <= 0:
            return np.empty(0, np.int64)
        people, decision = world.people, f"{self.name}.{what}"
        hints, near = world.hints(decision), world.marks()
        highest = self._highest.get(what, 0)
        while True:
            reachable(near, hints, np.uint8(highest))
            rows = rows_of(near).astype(np.int64)
            rows = rows[np.flatnonzero(suits(rows))]
            rows = rows[people["here"][rows] > 0]
            order = world.draws.uniform(decision, world.month, people["id"][rows]) / weigh(rows)
            last = float(np.partition(order, wanted - 1)[wanted - 1]) if len(rows) >= wanted else np.inf
            needed = HINTS * max(heaviest, 1.0) * last
            if needed < highest + 1 or highest == HINTS - 1:
                self._highest[what] = int(min(needed, HINTS - 1))
                first = np.flatnonzero(order <= last)
                return rows[first[np.argsort(order[first], kind="stable")[:wanted]]]
            highest = int(min(2 * highest + 1, needed, HINTS - 1))

    def take_on(self, world: "World", column: str, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Mark these rows in a column of this intervention's own, and return them rising; `let_go` unmarks them."""
        rows = np.sort(rows)
        self.own(world, column)[rows] = 1
        world.few(column).add(rows)
        return rows

    def let_go(
        self, world: "World", column: str, suits: Callable[[Rows], NDArray[np.bool_]], leaving_per_year: float = 0.0
    ) -> Rows:
        """Unmark those a column marks who no longer suit, and some by lot at a rate; return their rows."""
        marked = world.few(column).rows()
        luck = world.draws.uniform(f"{self.name}.leaving", world.month, world.people["id"][marked])
        gone = marked[(luck < monthly_chance(leaving_per_year)) | ~suits(marked)]
        self.own(world, column)[gone] = 0
        return gone

    def date(self, world: "World", column: str, rows: Rows) -> None:
        """Write of these rows, which rise, that they were reached this month; `since` tells it from then on.

        The column, of this intervention's own, holds the month in which a person was reached, counted from 1.
        """
        self.own(world, column)[rows] = world.month + 1
        world.few(column).add(rows)

    def since(
        self, world: "World", column: str, within: float = np.inf
    ) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Return the rows of those whose date lies within so many months, and how many months ago that was."""
        rows = world.few(column).rows()
        recent, months = np.empty_like(rows), np.empty(len(rows), np.int64)
        found = _recent(recent, months, rows, world.people[column], world.month + 1, within)
        return recent[:found], months[:found]

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
