"""Men in Sheds: workshops where older men make and mend things together."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import easing_ratio
from sim.intervention import Intervention, Rows
from sim.ledger import WEEKS_PER_MONTH, Cashable, Line
from sim.pool import first_of_each
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_men_in_sheds"
SHEDDER = "shedder"
MAN = 0


class MenInSheds(Intervention):
    """Men in the neighbourhoods with a shed join it up to its places; it opens only while volunteers run it."""

    name: ClassVar[str] = "men_in_sheds"
    title: ClassVar[str] = "Men in Sheds"
    summary: ClassVar[str] = (
        "Workshops where older men, who seldom come to other activities, make and mend things together; volunteers "
        "run them."
    )
    evidence: ClassVar[str] = "No controlled estimate: the effect on loneliness is that of group activities at most."
    changes: ClassVar[tuple[str, ...]] = ("ties.forming", "loneliness.easing", "loneliness.onset")
    columns: ClassVar[tuple[Column, ...]] = (Column(SHEDDER, np.uint8, 0, "belongs to a men's shed: 1"),)
    lines: ClassVar[tuple[Line, ...]] = (Line(PROGRAMME, "council", "sheds", "Men in Sheds", Cashable.PROGRAMME),)

    def _places(self, world: "World") -> tuple[NDArray[np.int64], float]:
        """Return the neighbourhoods with a shed, drawn once and for all, and how many men each has room for."""
        s, areas = self.sheet, np.arange(world.groups)
        luck = world.draws.uniform(f"{self.name}.site", 0, areas)
        sheds = min(round(s.sheds), world.groups)
        room = s.sheds * s.men_per_shed * self.size / sheds
        return np.sort(areas[np.argsort(luck, kind="stable")[:sheds]]), float(room)

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Take on men at home and fit enough, rather those who are lonely or live alone, up to each shed's places."""
        s, people = self.sheet, world.people
        (sites, room), area = self._places(world), people["neighbourhood"]

        def able(rows: Rows) -> NDArray[np.bool_]:
            return (people["cfs"][rows] <= s.to_level) & (people["setting"][rows] == 0)

        self.let_go(world, SHEDDER, able, s.leaving_per_year)
        held = np.bincount(area[world.few(SHEDDER).rows()], minlength=world.groups)
        limit = room + world.draws.uniform(f"{self.name}.room", 0, np.arange(world.groups))
        free = np.zeros(world.groups)
        free[sites] = np.maximum(np.floor(limit - held), 0.0)[sites]

        def suits(rows: Rows) -> NDArray[np.bool_]:
            outside = (people["sex"][rows] == MAN) & (people[SHEDDER][rows] == 0)
            return able(rows) & outside & (free[area[rows]] > 0)

        def weigh(rows: Rows) -> NDArray[np.float64]:
            drawn_in = (people["lonely"][rows] > 0) | (people["alone"][rows] > 0)
            return np.where(drawn_in, s.lonely_targeting_ratio, 1.0)

        new = min(self.whole(world, s.new_men_per_shed_per_month * self.size * s.sheds, "new"), int(free.sum()))
        queue = self.by_lot(world, "bench", new, suits, weigh, s.lonely_targeting_ratio)
        reached = self.take_on(world, SHEDDER, queue[first_of_each(area[queue], free)])
        world.note("joined a men's shed", reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Men whose shed met last month make friends and recover sooner; the shed asks for its volunteers' hours."""
        s, rows, sites = self.sheet, world.few(SHEDDER).rows(), self._places(world)[0]
        opened = np.isin(np.arange(world.groups), self.answered(world, "hours"))
        met = rows[opened[world.people["neighbourhood"][rows]]]
        world.levers.multiply("ties.forming", met, s.friends_ratio)
        world.levers.multiply("loneliness.easing", met, easing_ratio(s.effect))
        world.levers.multiply("loneliness.onset", met, 1.0 / easing_ratio(s.effect))
        if self.timing.running(world.month):
            hours = s.volunteer_hours_per_week * WEEKS_PER_MONTH * self.size * s.sheds / len(sites)
            self.ask(world, "hours", (sites, sites), hours)
        else:
            self.own(world, SHEDDER)[rows] = 0

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay rent, tools and a part-time organiser of every shed."""
        return {PROGRAMME: self.sheet.sheds * self.sheet.pounds_per_shed_per_year * self.size / 12.0}
