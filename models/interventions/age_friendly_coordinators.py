"""Age Friendly coordinators: they knock on doors, find lonely people and introduce them to others."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import easing_ratio, left_by_month, workers_held
from sim.few import joined
from sim.intervention import Intervention, Rows
from sim.ledger import WEEKS_PER_MONTH, Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_age_friendly_coordinators"
ENGAGED = "age_friendly_engaged"
KNOCKED = "age_friendly_knocked"


class AgeFriendlyCoordinators(Intervention):
    """Fixed-term posts that knock on doors, train others to notice, found small groups, and win volunteers."""

    name: ClassVar[str] = "age_friendly_coordinators"
    title: ClassVar[str] = "Age Friendly coordinators"
    summary: ClassVar[str] = (
        "Neighbourhood coordinators knock on doors, train others to notice, introduce lonely people to neighbours "
        "and to small groups that residents lead, and win volunteers, for a fixed term."
    )
    evidence: ClassVar[str] = (
        "No controlled estimate: loneliness as in trials of other programmes, reach as in an uncontrolled one."
    )
    lasting: ClassVar[bool] = True
    changes: ClassVar[tuple[str, ...]] = (
        "loneliness.onset",
        "loneliness.easing",
        "ties.forming",
        "membership.joining",
        "need.contact",
        "volunteer.asked",
    )
    columns: ClassVar[tuple[Column, ...]] = (
        Column(ENGAGED, np.int16, 0, "month in which the person was first engaged, counted from 1; 0 for never"),
        Column(KNOCKED, np.int16, 0, "month in which a coordinator last knocked, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "coordinators", "Age Friendly coordinators", Cashable.PROGRAMME),
    )
    _leaders: NDArray[np.int64] = np.zeros(1, np.int64)

    def _posts(self, world: "World") -> float:
        """Return how many posts are funded."""
        return float(self.timing.running(world.month, self.sheet.duration_months)) * self.sheet.posts * self.size

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Engage those met who agree; once the posts have ended, trained workers tell people where to turn, no more."""
        met = joined(self._knock(world), self._found(world))
        luck = world.draws.uniform(f"{self.name}.agrees", world.month, world.people["id"][met])
        engaged = met[luck < self.sheet.agreeing_share].astype(np.int64)
        self.date(world, ENGAGED, engaged)
        reached = engaged if self._posts(world) > 0.0 else engaged[:0]
        world.note("engaged by a coordinator", reached)
        return reached

    def _knock(self, world: "World") -> Rows:
        """Knock on doors, rather of those who live alone; return the lonely who open."""
        s, people, knocked = self.sheet, world.people, self.own(world, KNOCKED)

        def suits(rows: Rows) -> NDArray[np.bool_]:
            due = (knocked[rows] == 0) | (knocked[rows] <= world.month + 1 - s.again_after_months)
            return due & (people["setting"][rows] == 0) & (people[ENGAGED][rows] == 0)

        def weigh(rows: Rows) -> NDArray[np.float64]:
            return np.where(people["alone"][rows] > 0, s.alone_targeting_ratio, 1.0)

        doors = self.whole(world, self._posts(world) * s.doors_per_post_per_month, "doors")
        rows = np.sort(self.by_lot(world, "door", doors, suits, weigh, s.alone_targeting_ratio))
        knocked[rows] = world.month + 1
        opens = world.draws.uniform(f"{self.name}.opens", world.month, people["id"][rows]) < s.opening_share
        return rows[opens & (people["lonely"][rows] > 0)]

    def _found(self, world: "World") -> Rows:
        """Return the lonely whom the workers trained so far, and still there, come across."""
        s, people = self.sheet, world.people
        a_year, end = s.posts * self.size * s.trained_per_post_per_year, self.timing.end(s.duration_months)
        workers = workers_held(a_year, s.trained_leaving_per_year, self.timing.start, end, world.month)
        many = self.whole(world, workers * s.found_per_worker_per_year / 12.0, "found")

        def suits(rows: Rows) -> NDArray[np.bool_]:
            return (people["lonely"][rows] > 0) & (people["setting"][rows] == 0) & (people[ENGAGED][rows] == 0)

        return np.sort(self.by_lot(world, "finding", many, suits))

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Speed recovery and slow onset among the engaged, fading where no group meets; introduce; win volunteers."""
        s, people, levers, (rows, since) = self.sheet, world.people, world.levers, self.since(world, ENGAGED)
        without = np.where(self._meeting(world, rows)[people["neighbourhood"][rows]], 0, since)
        left = left_by_month(world.month + 1, s.half_life_months)
        levers.multiply("membership.joining", rows, 1.0 + (s.joining_ratio - 1.0) * left, without)
        levers.multiply("need.contact", rows, 1.0 + (s.notice_ratio - 1.0) * left, without)
        met = np.flatnonzero(world.month - since < self.timing.end(s.duration_months))
        rows, since, without = rows[met], since[met], without[met]
        ratio = 1.0 + (easing_ratio(s.effect) - 1.0) * left
        levers.multiply("loneliness.easing", rows, ratio, without)
        levers.multiply("loneliness.onset", rows, 1.0 / ratio, without)
        levers.multiply("ties.forming", rows, 1.0 + (s.introduction_ratio - 1.0) * left, without)
        levers.add("volunteer.asked", self._posts(world) * s.volunteers_won_per_post_per_year / world.groups)
        company = rows[(since <= s.company_months) & (people["setting"][rows] == 0)]
        hours = s.company_hours_per_week * WEEKS_PER_MONTH
        self.ask(world, "company", (company, people["neighbourhood"][company]), hours, visits=True)

    def _meeting(self, world: "World", rows: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Found small groups, keep those whose leaders persist; return in which neighbourhoods one met last month."""
        s, month, area = self.sheet, world.month, np.arange(world.groups)
        goes = world.draws.uniform(f"{self.name}.leaders", month, area) > (1.0 - s.leader_leaving) ** self._leaders
        follows = world.draws.uniform(f"{self.name}.followers", month, area) < s.new_leader * (self._leaders > 0)
        leaders = self._leaders + follows - goes
        a_year = min(s.pounds_per_post_per_year * s.pot_share / s.seed_pounds, s.groups_per_post_per_year)
        many = self._posts(world) * world.people_per_resident * a_year / 12.0  # a scaled place has all its groups
        free = np.flatnonzero(np.isin(area, world.people["neighbourhood"][rows]) & (leaders == 0))
        order = np.argsort(world.draws.uniform(f"{self.name}.place", month, free), kind="stable")
        leaders[free[order[: self.whole(world, many, "founded")]]] = round(s.leaders_per_group)
        self._leaders, areas = leaders, np.flatnonzero(leaders)
        self.ask(world, "groups", (areas, areas), s.group_hours_per_week * WEEKS_PER_MONTH / world.people_per_resident)
        return np.isin(area, self.answered(world, "groups")) & (leaders > 0)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay the posts with their support and innovation pot, while they are funded."""
        return {PROGRAMME: self._posts(world) * self.sheet.pounds_per_post_per_year / 12.0}
