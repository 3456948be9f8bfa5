"""Intervention: whom it reaches, what it changes, what it costs, when it starts and stops."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.errors import ModelError
from sim.ledger import Line
from sim.pool import Claim
from sim.population import GONE, Column
from sim.reach import rows_of

if TYPE_CHECKING:
    from sim.parameters import Sheet
    from sim.world import World

NEVER = -1


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

    def running(self, month: int) -> bool:
        """Say whether it runs in this month."""
        return self.start <= month and (self.stop is None or month < self.stop)


class Intervention:
    """A programme on top of the as-now world; its numbers are in the sheet of the same name.

    ``size`` multiplies its staff, places and posts. ``changes`` names its levers; ``evidence`` says in
    a few words what its effects rest on, and ``controlled`` whether any of it was measured against a
    comparison group. ``mark`` is the event that happens to those it reaches, where a word and not
    ``reach`` decides who they are.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    evidence: ClassVar[str]
    controlled: ClassVar[bool] = False
    mark: ClassVar[str] = ""
    changes: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[Column, ...]] = ()
    lines: ClassVar[tuple[Line, ...]] = ()

    def __init__(self, sheet: "Sheet", timing: Timing, size: float = 1.0) -> None:
        self.sheet = sheet
        self.timing = timing
        self.size = size

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
        reached = self.reach(world) if running else np.empty(0, np.int64)
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
        luck = world.draws.uniform(f"{self.name}.{what}", world.month, np.zeros(1, np.int64))[0]
        return int(exact + luck)

    def within_reach(self, world: "World", what: str, wanted: float, share: float = 1.0) -> NDArray[np.integer]:
        """Return rows of people present, few but enough to choose ``wanted`` from by lot under the same name.

        ``share`` is the least share of all people whom the choice may fall on, weights counted in.
        """
        enough = (4.0 * wanted + 50.0) / max(share, 1e-6)
        rows: NDArray[np.integer] = rows_of(world.may_happen(f"{self.name}.{what}", 12.0 * enough / world.people.size))
        return rows[world.people.row_of[world.people["id"][rows]] != GONE]

    def by_lot(
        self, world: "World", rows: NDArray[np.integer], what: str, weights: NDArray[np.floating] | float = 1.0
    ) -> NDArray[np.integer]:
        """Return rows in an order drawn afresh; those of twice the weight tend to come twice as early."""
        luck = world.draws.uniform(f"{self.name}.{what}", world.month, world.people["id"][rows])
        return rows[np.argsort(luck / weights, kind="stable")]

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
