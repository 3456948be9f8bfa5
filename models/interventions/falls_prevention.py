"""Falls prevention: strength and balance classes for people at risk of falling."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import FADED, left_by_month
from sim.intervention import Intervention, Rows
from sim.ledger import Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_falls_prevention"
BEGAN = "falls_class_began"


class FallsPrevention(Intervention):
    """Classes for those at risk who can still walk to them, up to the places; the effect fades after the course."""

    name: ClassVar[str] = "falls_prevention"
    title: ClassVar[str] = "Falls prevention"
    summary: ClassVar[str] = "Courses of strength and balance exercise in groups for people at risk of falling."
    evidence: ClassVar[str] = (
        "Randomised trials: group exercise lowers the rate of falls to 0.71 (0.63 to 0.82). How fast it "
        "fades is assumed."
    )
    controlled: ClassVar[bool] = True
    per_resident: ClassVar[bool] = True
    changes: ClassVar[tuple[str, ...]] = ("falls.fall",)
    columns: ClassVar[tuple[Column, ...]] = (
        Column(BEGAN, np.uint16, 0, "month in which the falls class began, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "instructors", "falls prevention classes", Cashable.PROGRAMME),
    )

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Fill the places of the courses that begin this month: by lot, at better odds for those just fallen."""
        s, people = self.sheet, world.people

        def suits(rows: Rows) -> NDArray[np.bool_]:
            level = people["cfs"][rows]
            able = (level >= s.from_level) & (level <= s.to_level) & (people["age"][rows] >= s.from_age)
            able &= (people["setting"][rows] == 0) & (people[BEGAN][rows] == 0)
            luck = world.draws.uniform(f"{self.name}.agrees", 0, people["id"][rows[able]])
            able[able] = luck < s.agreeing_share
            return able

        def weigh(rows: Rows) -> NDArray[np.float64]:
            return np.where(people["fell"][rows] > 0, s.faller_ratio, 1.0)

        places = s.groups * s.places_per_group * s.courses_per_year * self.size / 12.0
        room = self.whole(world, places, "places")
        reached = np.sort(self.by_lot(world, "queue", room, suits, weigh, s.faller_ratio))
        self.date(world, BEGAN, reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Lower falls among those who took part, fading once the course is over."""
        s = self.sheet
        rows, since = self.since(world, BEGAN, within=s.course_months + FADED * s.half_life_months)
        left, over = left_by_month(world.month + 1, s.half_life_months), np.maximum(since - round(s.course_months), 0)
        world.levers.multiply("falls.fall", rows, 1.0 + (s.falls_ratio - 1.0) * left, over)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay for every course, full or not."""
        s = self.sheet
        return {PROGRAMME: s.groups * s.courses_per_year * s.course_pounds * self.size / 12.0}
