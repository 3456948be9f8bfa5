"""Age Friendly coordinators: they knock on doors, find lonely people and introduce them to others."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import easing_ratio, left_after
from sim.intervention import Intervention
from sim.ledger import Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_age_friendly_coordinators"
ENGAGED = "age_friendly_engaged"
KNOCKED = "age_friendly_knocked"
WEEKS_PER_MONTH = 365.25 / 12.0 / 7.0


class AgeFriendlyCoordinators(Intervention):
    """Fixed-term posts that knock on doors, train others to notice, found small groups, and win volunteers."""

    name: ClassVar[str] = "age_friendly_coordinators"
    title: ClassVar[str] = "Age Friendly coordinators"
    summary: ClassVar[str] = (
        "Neighbourhood coordinators knock on doors, train others to notice, introduce lonely people to neighbours "
        "and to small groups that residents lead, and win volunteers, for a fixed term."
    )
    evidence: ClassVar[str] = (
        "No controlled estimate: the effect on loneliness is set from the mean of randomised trials of other "
        "programmes, and reach from an uncontrolled one."
    )
    changes: ClassVar[tuple[str, ...]] = (
        "loneliness.onset",
        "loneliness.easing",
        "ties.forming",
        "membership.joining",
        "need.contact",
        "volunteer.asked",
    )
    columns: ClassVar[tuple[Column, ...]] = (
        Column(ENGAGED, np.int16, 0, "month in which a coordinator engaged the person, counted from 1; 0 for never"),
        Column(KNOCKED, np.int16, 0, "month in which a coordinator last knocked, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "coordinators", "Age Friendly coordinators", Cashable.PROGRAMME),
    )

    _leaders: NDArray[np.int64] | None = None

    def _posts(self, world: "World") -> float:
        """Return how many posts are still funded."""
        in_term = world.month < self.timing.start + self.sheet.duration_months
        return float(self.timing.running(world.month) and in_term) * self.sheet.posts * self.size

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Knock on doors and follow trained workers' hints; engage the lonely who open and agree."""
        s, people, posts = self.sheet, world.people, self._posts(world)
        if posts == 0.0:
            return np.empty(0, np.int64)
        doors = self.whole(world, posts * s.doors_per_post_per_month, "doors")
        hints = self.whole(world, self._trained(world) * s.found_per_worker_per_year / 12.0, "hints")
        wanted = doors + hints / s.agreeing_share
        near = self.within_reach(world, "door", wanted, share=1.0 / s.alone_targeting_ratio)
        due = (people[KNOCKED][near] == 0) | (people[KNOCKED][near] <= world.month + 1 - s.again_after_months)
        near = near[due & (people["setting"][near] == 0) & (people[ENGAGED][near] == 0)]
        near = self.by_lot(world, near, "door", np.where(people["alone"][near] > 0, s.alone_targeting_ratio, 1.0))
        knocked, others = near[:doors], near[doors:]
        self.own(world, KNOCKED)[knocked] = world.month + 1
        opens = world.draws.uniform(f"{self.name}.opens", world.month, people["id"][knocked]) < s.opening_share
        hinted = others[people["lonely"][others] > 0][:hints]
        met = np.concatenate([knocked[opens & (people["lonely"][knocked] > 0)], hinted])
        agrees = world.draws.uniform(f"{self.name}.agrees", world.month, people["id"][met]) < s.agreeing_share
        reached = np.sort(met[agrees])
        self.own(world, ENGAGED)[reached] = world.month + 1
        world.few(ENGAGED).add(reached)
        world.note("engaged by a coordinator", reached)
        return reached

    def _trained(self, world: "World") -> float:
        """Return the shop, housing and health workers trained so far who still work there."""
        s, years = self.sheet, (world.month - self.timing.start) / 12.0
        stayed = (1.0 - np.exp(-s.trained_leaving_per_year * years)) / s.trained_leaving_per_year
        return float(self._posts(world) * s.trained_per_post_per_year * stayed)

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Speed recovery and slow onset among the engaged, fading where no group meets; introduce; win volunteers."""
        s, people, levers = self.sheet, world.people, world.levers
        rows = world.few(ENGAGED).rows()
        since = world.month + 1 - people[ENGAGED][rows].astype(np.int64)
        left = np.array([left_after(month, s.half_life_months) for month in range(world.month + 1)])[since]
        left = np.where(self._meeting(world, rows)[people["neighbourhood"][rows]], 1.0, left)
        ratio = 1.0 + (easing_ratio(s.effect) - 1.0) * left
        levers.multiply("loneliness.easing", rows, ratio)
        levers.multiply("loneliness.onset", rows, 1.0 / ratio)
        for lever, most in zip(self.changes[2:5], (s.introduction_ratio, s.joining_ratio, s.notice_ratio), strict=True):
            levers.multiply(lever, rows, 1.0 + (most - 1.0) * left)
        levers.add("volunteer.asked", self._posts(world) * s.volunteers_won_per_post_per_year / world.groups)
        company = rows[(since <= s.company_months) & (people["setting"][rows] == 0)]
        areas = people["neighbourhood"][company]
        self.ask(world, "company", (company, areas), s.company_hours_per_week * WEEKS_PER_MONTH, visits=True)

    def _meeting(self, world: "World", rows: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Found small groups, keep those whose leaders persist; return in which neighbourhoods one met last month."""
        s, month, area = self.sheet, world.month, np.arange(world.groups)
        leaders = np.zeros(world.groups, np.int64) if self._leaders is None else self._leaders
        goes = world.draws.uniform(f"{self.name}.leaders", month, area) < 1.0 - (1.0 - s.leader_leaving) ** leaders
        follows = world.draws.uniform(f"{self.name}.followers", month, area) < s.new_leader * (leaders > 0)
        leaders = leaders + follows - goes
        pot = self._posts(world) * s.pounds_per_post_per_year * s.pot_share / s.seed_pounds
        new = self.whole(world, min(pot, self._posts(world) * s.groups_per_post_per_year) / 12.0, "groups")
        engaged = np.bincount(world.people["neighbourhood"][rows], minlength=world.groups)
        free = np.flatnonzero((engaged > 0) & (leaders == 0))
        luck = world.draws.uniform(f"{self.name}.place", month, free)
        leaders[free[np.argsort(luck, kind="stable")[:new]]] = int(s.leaders_per_group)
        self._leaders, areas = leaders, np.flatnonzero(leaders)
        self.ask(world, "groups", (areas, areas), s.group_hours_per_week * WEEKS_PER_MONTH * self.size)
        met = np.zeros(world.groups, np.bool_)
        met[self.answered(world, "groups")] = True
        return met & (leaders > 0)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay the posts with their support and innovation pot, while they are funded."""
        return {PROGRAMME: self._posts(world) * self.sheet.pounds_per_post_per_year / 12.0}
