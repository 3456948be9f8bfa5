"""Volunteer: who gives time, for how long, and whom the hours of each neighbourhood reach."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.ages import AGES, SPAN, holding_rates
from models.crowd import Crowd
from models.pounds import WEEKS_PER_MONTH, pence
from sim.draws import happens, uniform
from sim.ledger import Cashable, Line
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.pool import serve
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World

NOT, TRAINING, ACTIVE = 0, 1, 2
OUTSIDE_IDS = 10_000_000
"""Ids of candidates who are not residents begin here: a fixed one per neighbourhood and slot."""


@rule
def joining_rate(base: float, asked: bool, asked_ratio: float, added: float) -> float:
    """Rate at which someone fit enough starts to volunteer, per person-year.

    ``added`` is what programmes that ask people bring, per candidate and year.
    Source: volunteers are recruited by being asked; parameters/volunteer.toml.
    """
    return (base * asked_ratio if asked else base) + added


@rule
def leaving_rate(base: float, strain: float, strained_ratio: float) -> float:
    """Rate at which a volunteer stops, per volunteer-year; ``strain`` runs from 0 to 1 (hours asked over given).

    Source: 80% likely to continue (NCVO 2019); more where overloaded, assumed.
    """
    return base * (1.0 + (strained_ratio - 1.0) * strain)


class Rows(NamedTuple):
    """Columns of the month's pass over residents."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    age: NDArray[np.uint8]
    cfs: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    member: NDArray[np.uint8]
    neighbourhood: NDArray[np.uint8]
    volunteer_joining_ratio: NDArray[np.float32]
    volunteer: NDArray[np.uint8]
    served_months: NDArray[np.int16]


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    joining: NDArray[np.float64]
    asked_ratio: float
    leaving: float
    strained_ratio: float
    training_months: int


@kernel
def give_time(
    rows: Rows,
    p: Numbers,
    strain: NDArray[np.float64],
    added: NDArray[np.float64],
    active: NDArray[np.float64],
    near: NDArray[np.uint32],
    key: np.uint64,
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> tuple[int, int]:
    """Let residents start and stop volunteering; count the active by neighbourhood; return joiners and leavers.

    ``near`` lists volunteers and those whose luck may let them join; the others are passed over.
    """
    joined, left = 0, 0
    last = len(p.joining) - 1
    for i in near:
        if not rows.here[i]:
            continue
        luck = uniform(key, month, rows.id[i])
        fit = rows.cfs[i] < 5 and rows.setting[i] == 0
        area = rows.neighbourhood[i]
        if rows.volunteer[i] == 0:
            if not fit:
                continue
            rate = joining_rate(p.joining[min(rows.age[i] - 60, last)], rows.member[i] > 0, p.asked_ratio, added[area])
            rate *= rows.volunteer_joining_ratio[i]
            if i == watched:
                pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
            if happens(luck, rate):
                rows.volunteer[i] = 1
                rows.served_months[i] = 0
                joined += 1
            continue
        rows.served_months[i] += 1
        rate = leaving_rate(p.leaving, strain[area], p.strained_ratio)
        if not fit or happens(luck, rate):
            rows.volunteer[i] = 0
            left += 1
            continue
        if rows.served_months[i] >= p.training_months:
            rows.volunteer[i] = 2
            active[area] += 1.0
    return joined, left


def volunteers_by_age(p: Sheet) -> NDArray[np.float64]:
    """Return the share of residents who volunteer by single year of age, shape (SPAN,)."""
    return np.interp(AGES, p.share_age, p.share_by_age)


def start(crowd: Crowd, p: Sheet) -> None:
    """Draw who volunteers at entry, among those fit for it, and for how long they have."""
    fit = (crowd["cfs"] < 5) & (crowd["setting"] == 0)
    share = volunteers_by_age(p)[np.clip(crowd.age - 60, 0, SPAN - 1)]
    fit_share = np.maximum(pd.Series(fit).groupby(np.asarray(crowd.age)).transform("mean").to_numpy(), 0.05)
    gives = fit & (crowd.luck("volunteer") < share / fit_share)
    crowd.columns["volunteer"] = np.where(gives, ACTIVE, NOT).astype(np.uint8)
    months = np.minimum(-np.log1p(-crowd.luck("served")) * 12.0 / p.leaving_per_year, 360) + p.training_months
    crowd.columns["served_months"] = np.where(gives, months, 0).astype(np.int16)


class Volunteer(Process):
    """Recruits and loses volunteers, and serves what is asked of their hours."""

    word = "volunteer"
    columns = (
        Column("volunteer", np.uint8, NOT, "0 no, 1 in training, 2 active"),
        Column("served_months", np.int16, 0, "months as a volunteer"),
        Column("visited", np.uint8, 0, "a volunteer supports this person this month"),
    )
    levers = (
        Lever("volunteer.joining", Kind.RATIO, "rate of starting to volunteer", 1.0),
        Lever("volunteer.asked", Kind.AMOUNT, "volunteers a year won by asking, in each neighbourhood", 0.0),
    )
    decisions = ("volunteer.joining",)
    measures = (
        Measure("volunteers", "people", "active volunteers, residents and others"),
        Measure("resident_volunteers", "people", "active volunteers among residents"),
        Measure("volunteer_hours_given", "hours", "hours volunteers gave this month"),
        Measure("volunteer_hours_used", "hours", "of these, the hours used"),
        Measure("visited", "people", "residents a volunteer supports"),
        Measure("activities_served", "share", "share of the networks' activities that volunteers could run"),
    )
    lines = (
        Line("volunteer_expenses", "networks", "volunteers", "volunteers' management and expenses", Cashable.PROGRAMME),
    )

    def begin(self, world: World) -> None:
        """Lay out the slots of volunteers who are not residents, and the rates that keep numbers steady."""
        p, people = world.sheets[self.word], world.people
        share = volunteers_by_age(p)
        levels = np.stack([1.0 - share, share], axis=1)
        fit_by_age = np.array([((people["cfs"] < 5) & (people["age"] == age)).sum() for age in AGES], float)
        all_by_age = np.maximum([(people["age"] == age).sum() for age in AGES], 1)
        fit_share = np.clip(fit_by_age / all_by_age, 0.2, 1.0)
        easing = np.full((SPAN, 2), p.leaving_per_year + p.unfit_per_year)
        dying = np.zeros((SPAN, 2))
        member = people["member"].mean()
        joining = holding_rates(levels, easing, dying)[:, 0] / fit_share / (1.0 + member * (p.asked_ratio - 1.0))
        self._numbers = Numbers(joining, p.asked_ratio, p.leaving_per_year, p.strained_ratio, int(p.training_months))
        wanted = p.outside_per_1000_residents / 1000.0 * np.bincount(people["neighbourhood"], minlength=world.groups)
        slots = np.ceil(p.slots_per_outside_volunteer * wanted).astype(np.int64)
        self._slot_area = np.repeat(np.arange(world.groups), slots)
        self._slot_id = OUTSIDE_IDS + 10_000 * self._slot_area + np.concatenate([np.arange(count) for count in slots])
        filled = np.repeat(wanted / np.maximum(slots, 1), slots)
        self._outside = np.where(world.draws.uniform("start.outside", 0, self._slot_id) < filled, ACTIVE, NOT)
        self._outside_months = np.where(self._outside > 0, 24, 0)
        self._outside_joining = p.leaving_per_year * filled / np.maximum(1.0 - filled, 0.05)
        self._strain = np.zeros(world.groups)
        self._candidates = np.maximum(fit_by_age.sum() / world.groups, 1.0)
        world.shared["served"] = np.ones(world.groups)
        world.shared["volunteers"] = np.zeros(world.groups)

    def month(self, world: World) -> None:
        """Recruit, lose, count hours, and serve what was claimed; the networks' activities take what is left."""
        p, people = world.sheets[self.word], world.people
        rows = people.view(Rows, self.word)
        active = np.zeros(world.groups)
        asked = world.levers.amount("volunteer.asked")
        key = world.key("volunteer.joining")
        added = asked * p.resident_share_of_asked / self._candidates
        highest = joining_rate(self._numbers.joining.max(), True, max(p.asked_ratio, 1.0), added.max())
        near = world.may_happen("volunteer.joining", highest) | (rows.volunteer > 0)
        watched = world.watched(self)
        give_time(rows, self._numbers, self._strain, added, active, rows_of(near), key, world.month, *watched)
        residents = active.sum()
        active += self._outsiders(world, asked * (1.0 - p.resident_share_of_asked))
        given = active * p.hours_per_week * WEEKS_PER_MONTH
        served, left = serve(world.claims, given)
        visited = people.writable(self.word, "visited")
        visited[:] = 0
        for claim, mask in zip(world.claims, served, strict=True):
            visited[claim.rows[mask]] = 1
            world.count_hours(claim.name, float(claim.hours[mask].sum()))
        members = world.shared["members"]
        needed = members * p.hours_per_member_per_week * WEEKS_PER_MONTH
        spent = np.minimum(left, needed)
        world.count_hours("activities", float(spent.sum()))
        world.shared["served"][:] = np.where(needed > 0, spent / np.maximum(needed, 1e-9), 1.0)
        world.shared["volunteers"][:] = active
        claimed = sum(
            (np.bincount(one.groups, one.hours, world.groups) for one in world.claims), np.zeros(world.groups)
        )
        self._strain = np.clip((needed + claimed) / np.maximum(given, 1e-9) - 1.0, 0.0, 1.0)
        world.claims.clear()
        world.record("volunteers", active.sum())
        world.record("resident_volunteers", residents)
        world.record("volunteer_hours_given", given.sum())
        world.record("volunteer_hours_used", (given - left).sum() + spent.sum())
        world.record("visited", int(visited.sum()))
        world.record("activities_served", float(spent.sum() / max(needed.sum(), 1e-9)))
        world.ledger.post(world.month, "volunteer_expenses", pence(active.sum() * p.expenses_pounds_per_year / 12.0))

    def _outsiders(self, world: World, asked: NDArray[np.float64]) -> NDArray[np.float64]:
        """Let candidates who are not residents start and stop; return the active by neighbourhood."""
        p, area = world.sheets[self.word], self._slot_area
        luck = world.draws.uniform("volunteer.joining", world.month, self._slot_id)
        free = np.maximum(np.bincount(area[self._outside == NOT], minlength=world.groups), 1)
        joining = 1.0 - np.exp(-(self._outside_joining + (asked / free)[area]) / 12.0)
        leaving = p.leaving_per_year * (1.0 + (p.strained_ratio - 1.0) * self._strain[area])
        stays = luck >= 1.0 - np.exp(-leaving / 12.0)
        was = self._outside > 0
        self._outside = np.where(was, np.where(stays, self._outside, NOT), np.where(luck < joining, TRAINING, NOT))
        self._outside_months = np.where(self._outside > 0, self._outside_months + 1, 0)
        self._outside[(self._outside == TRAINING) & (self._outside_months > p.training_months)] = ACTIVE
        return np.bincount(area[self._outside == ACTIVE], minlength=world.groups).astype(float)
