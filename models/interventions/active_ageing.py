"""Active ageing: weekly groups of moderate exercise for people who are fit or mildly frail."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import FADED, left_by_month
from sim.intervention import Intervention, Rows
from sim.ledger import Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_active_ageing"
ATTENDS = "active_ageing"
LEFT = "active_ageing_left"
WOMAN = 1


class ActiveAgeing(Intervention):
    """People join up to the places and drop out; they become frailer more slowly while they come, and for a while."""

    name: ClassVar[str] = "active_ageing"
    title: ClassVar[str] = "Active ageing"
    summary: ClassVar[str] = (
        "Groups for walking and moderate exercise, led by an instructor, for people from 65 who are fit to mildly "
        "frail; falls classes for those at risk are a programme of their own."
    )
    evidence: ClassVar[str] = (
        "A randomised trial of a closely led programme, twice a week: hazard of losing the ability to walk 400 metres "
        "0.82 (0.69 to 0.98), but no sure effect on frailty itself. One rolled out is taken for weaker, from half that "
        "effect to nothing. Dropping out is common; fading and friendships are assumed."
    )
    controlled: ClassVar[bool] = True
    per_resident: ClassVar[bool] = True
    changes: ClassVar[tuple[str, ...]] = ("frailty.progression", "ties.forming")
    columns: ClassVar[tuple[Column, ...]] = (
        Column(ATTENDS, np.uint8, 0, "comes to a group of active ageing: 1"),
        Column(LEFT, np.uint16, 0, "month in which the person left active ageing, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "instructors", "active ageing groups", Cashable.PROGRAMME),
    )

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Let people drop out, and fill the free places by lot with those who would come; women come more readily."""
        s, people = self.sheet, world.people

        def comes(rows: Rows) -> NDArray[np.bool_]:
            return (people["cfs"][rows] <= s.able_to_level) & (people["setting"][rows] == 0)

        def suits(rows: Rows) -> NDArray[np.bool_]:
            level, fresh = people["cfs"][rows], (people[ATTENDS][rows] == 0) & (people[LEFT][rows] == 0)
            able = fresh & (level >= s.from_level) & (level <= s.to_level) & (people["setting"][rows] == 0)
            able &= people["age"][rows] >= s.from_age
            luck = world.draws.uniform(f"{self.name}.willing", 0, people["id"][rows[able]])
            able[able] = luck < s.willing_share
            return able

        def weigh(rows: Rows) -> NDArray[np.float64]:
            return np.where(people["sex"][rows] == WOMAN, s.women_ratio, 1.0)

        self.date(world, LEFT, self.let_go(world, ATTENDS, comes, s.leaving_per_year))
        places = self.room(world, s.groups * s.places_per_group * self.size, "places")
        free = places - len(world.few(ATTENDS).rows())
        return self.take_on(world, ATTENDS, self.by_lot(world, "queue", free, suits, weigh, s.women_ratio))

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Slow frailty and bring friends while people come; the first fades after they left, by halves."""
        s = self.sheet
        if not self.timing.running(world.month):
            self.date(world, LEFT, self.let_go(world, ATTENDS, lambda rows: np.zeros(len(rows), np.bool_)))
        attending = world.few(ATTENDS).rows()
        world.levers.multiply("frailty.progression", attending, s.progression_ratio)
        world.levers.multiply("ties.forming", attending, s.friends_ratio)
        rows, since = self.since(world, LEFT, within=FADED * s.half_life_months)
        left = left_by_month(world.month + 1, s.half_life_months)
        world.levers.multiply("frailty.progression", rows, 1.0 + (s.progression_ratio - 1.0) * left, since)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay for every place, taken or not."""
        s = self.sheet
        return {PROGRAMME: s.groups * s.places_per_group * s.pounds_per_place_per_year * self.size / 12.0}
