"""Age Friendly coordinators: they knock on doors, find lonely people and introduce them to others."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import easing_ratio, left_after
from sim.intervention import NEVER, Intervention
from sim.ledger import Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_age_friendly_coordinators"
ENGAGED = "age_friendly_engaged"


class AgeFriendlyCoordinators(Intervention):
    """Fixed-term posts that find lonely people, introduce them, and win volunteers."""

    name: ClassVar[str] = "age_friendly_coordinators"
    title: ClassVar[str] = "Age Friendly coordinators"
    summary: ClassVar[str] = (
        "Neighbourhood coordinators knock on doors, find lonely people whom referrals miss, introduce them to "
        "neighbours and groups, and win volunteers, for a fixed term."
    )
    evidence: ClassVar[str] = (
        "No controlled estimate: the effect on loneliness is set from the mean of randomised trials of other "
        "programmes, and reach from an uncontrolled one."
    )
    changes: ClassVar[tuple[str, ...]] = (
        "loneliness.onset",
        "loneliness.easing",
        "ties.forming",
        "hub.joining",
        "need.contact",
        "volunteer.asked",
    )
    columns: ClassVar[tuple[Column, ...]] = (
        Column(ENGAGED, np.int16, NEVER, "month in which a coordinator engaged the person, -1 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "coordinators", "Age Friendly coordinators", Cashable.PROGRAMME),
    )

    def _employed(self, world: "World") -> bool:
        """Say whether the posts are still funded."""
        return self.timing.running(world.month) and world.month < self.timing.start + self.sheet.duration_months

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Find lonely people at home not engaged before, by lot, as many as the posts have time for."""
        if not self._employed(world):
            return np.empty(0, np.int64)
        s, people, engaged = self.sheet, world.people, self.own(world, ENGAGED)
        lonely = (people["lonely"] > 0) & (people["setting"] == 0) & (people["here"] > 0) & (engaged == NEVER)
        found = np.flatnonzero(lonely)
        ids = people["id"][found]
        luck = world.draws.uniform(f"{self.name}.door", world.month, ids)
        exact = s.posts * self.size * s.engaged_per_post_per_year / 12.0
        places = int(exact + world.draws.uniform(f"{self.name}.places", world.month, np.zeros(1, np.int64))[0])
        reached = np.sort(found[np.argsort(luck, kind="stable")[:places]])
        engaged[reached] = world.month
        world.note("engaged by a coordinator", reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Speed recovery and slow onset among the engaged, fading; introduce them; win volunteers."""
        s, people = self.sheet, world.people
        rows = np.flatnonzero((people[ENGAGED] != NEVER) & (people["here"] > 0))
        since = world.month - people[ENGAGED][rows].astype(np.int64)
        left = np.array([left_after(month, s.half_life_months) for month in range(world.month + 1)])[since]
        ratio = 1.0 + (easing_ratio(s.effect) - 1.0) * left
        world.levers.multiply("loneliness.easing", rows, ratio)
        world.levers.multiply("loneliness.onset", rows, 1.0 / ratio)
        world.levers.multiply("ties.forming", rows, 1.0 + (s.introduction_ratio - 1.0) * left)
        world.levers.multiply("hub.joining", rows, 1.0 + (s.joining_ratio - 1.0) * left)
        world.levers.multiply("need.contact", rows, 1.0 + (s.notice_ratio - 1.0) * left)
        if self._employed(world):
            won = s.posts * self.size * s.volunteers_won_per_post_per_year
            world.levers.add("volunteer.asked", won / world.groups)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay the posts with their support and innovation pot, while they are funded."""
        s = self.sheet
        return {PROGRAMME: self._employed(world) * s.posts * self.size * s.pounds_per_post_per_year / 12.0}
