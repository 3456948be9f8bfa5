"""Telecare: alarms and sensors in the homes of frail people."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention, Rows
from sim.ledger import WEEKS_PER_MONTH, Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_telecare"
FITTED = "telecare_fitted"


class Telecare(Intervention):
    """Frail people at home are given telecare, up to the places there are; it changes service use little or not."""

    name: ClassVar[str] = "telecare"
    title: ClassVar[str] = "Telecare"
    summary: ClassVar[str] = (
        "Alarms, sensors and a response centre for frail people at home, up to the places paid for."
    )
    evidence: ClassVar[str] = (
        "The largest randomised trial (Whole Systems Demonstrator) found no significant change in the use of "
        "health and social care: the ratio is 1."
    )
    controlled: ClassVar[bool] = True
    per_resident: ClassVar[bool] = True
    changes: ClassVar[tuple[str, ...]] = ("hospital.admission", "care.residential", "care.hours")
    columns: ClassVar[tuple[Column, ...]] = (
        Column(FITTED, np.uint16, 0, "month in which telecare was fitted, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "telecare services", "telecare", Cashable.PROGRAMME),
    )

    def users(self, world: "World") -> NDArray[np.integer]:
        """Return those who have it and still live at home."""
        rows = world.few(FITTED).rows()
        return rows[world.people["setting"][rows] == 0]

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Fit it for frail people at home who do not have it, by lot, while places and fitters last."""
        s, people = self.sheet, world.people

        def suits(rows: Rows) -> NDArray[np.bool_]:
            return (people["setting"][rows] == 0) & (people["cfs"][rows] >= s.from_level) & (people[FITTED][rows] == 0)

        free = self.room(world, s.places * self.size, "places") - len(self.users(world))
        fitters = self.whole(world, s.fitted_per_year * self.size / 12.0, "fitters")
        reached = np.sort(self.by_lot(world, "queue", min(free, fitters), suits))
        self.date(world, FITTED, reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Move service use by the ratio of the trial, while it runs."""
        if self.timing.running(world.month):
            users = self.users(world)
            for lever in self.changes:
                world.levers.multiply(lever, users, self.sheet.service_use_ratio)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay for fitting, and for every user's weeks."""
        s, users = self.sheet, len(self.users(world))
        return {PROGRAMME: len(reached) * s.fitting_pounds + users * s.user_pounds_per_week * WEEKS_PER_MONTH}
