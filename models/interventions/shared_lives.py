"""Shared Lives: hosts take frail people into their homes by day or for short stays."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention, Rows
from sim.ledger import Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_shared_lives"
GUEST = "shared_lives_guest"


class SharedLives(Intervention):
    """Guests stay with the same host for as long as they can; their carers get a rest and a care home is put off."""

    name: ClassVar[str] = "shared_lives"
    title: ClassVar[str] = "Shared Lives"
    summary: ClassVar[str] = (
        "Host families take frail people in by day or overnight, in place of respite in a care home."
    )
    evidence: ClassVar[str] = "No controlled study for older people was found: both effects are priors."
    controlled: ClassVar[bool] = False
    changes: ClassVar[tuple[str, ...]] = ("care.residential", "carer.breakdown")
    columns: ClassVar[tuple[Column, ...]] = (
        Column(GUEST, np.uint16, 0, "month in which the person became a guest, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (Line(PROGRAMME, "council", "hosts", "Shared Lives", Cashable.PROGRAMME),)

    def guests(self, world: "World") -> NDArray[np.integer]:
        """Return those who are guests and still live at home."""
        rows = world.few(GUEST).rows()
        return rows[world.people["setting"][rows] == 0]

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Match frail people, more often those whose carer gives many hours, to hosts who have room."""
        s, people = self.sheet, world.people

        def suits(rows: Rows) -> NDArray[np.bool_]:
            level = people["cfs"][rows]
            return (
                (level >= s.from_level)
                & (level <= s.to_level)
                & (people["setting"][rows] == 0)
                & (people[GUEST][rows] == 0)
            )

        def weigh(rows: Rows) -> NDArray[np.float64]:
            return np.where(people["help_hours"][rows] >= s.carer_hours_per_week, s.carer_first_ratio, 1.0)

        hosts = s.hosts * self.size * min((world.month + 1 - self.timing.start) / s.recruiting_months, 1.0)
        free = self.room(world, hosts * s.guests_per_host, "room") - len(self.guests(world))
        reached = np.sort(self.by_lot(world, "queue", free, suits, weigh, s.carer_first_ratio))
        self.date(world, GUEST, reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Rest the carers and put off care homes, while it runs."""
        if self.timing.running(world.month):
            s, guests = self.sheet, self.guests(world)
            world.levers.multiply("care.residential", guests, s.residential_ratio)
            world.levers.multiply("carer.breakdown", guests, s.breakdown_ratio)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay hosts for the weeks their guests stay, and the scheme's worker."""
        s = self.sheet
        weeks = len(self.guests(world)) * s.weeks_per_guest_per_year / 12.0
        return {PROGRAMME: weeks * s.pounds_per_week + s.worker_pounds_per_year * self.size / 12.0}
