"""Volunteer: who gives time, in what role, and whom the hours of each neighbourhood reach."""

from enum import IntEnum
from typing import NamedTuple

import mesa
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.ages import AGES, SPAN, YOUNGEST, holding_rates
from models.crowd import Crowd
from models.pounds import pence
from sim.draws import happens, uniform
from sim.ledger import WEEKS_PER_MONTH, Cashable, Line
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.pool import serve_from_part
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World

NOT, TRAINING, ACTIVE = 0, 1, 2
OUTSIDE_IDS = 10_000_000
"""Ids of candidates who are not residents begin here: a fixed one per neighbourhood and slot."""
SLOTS = 10_000
"""Ids set aside for each neighbourhood."""


class Role(IntEnum):
    """What a volunteer does: helps with activities, visits people at home, or drives them."""

    HELPER = 1
    BEFRIENDER = 2
    DRIVER = 3


@rule
def joining_rate(base: float, asked_ratio: float, added: float) -> float:
    """Rate at which someone fit enough starts to volunteer, per person-year.

    ``asked_ratio`` is 1 for those nobody asks; ``added`` is what programmes that ask bring, per candidate and year.
    Source: volunteers are recruited by being asked; parameters/volunteer.toml.
    """
    return base * asked_ratio + added


@rule
def leaving_rate(base: float, strain: float, kept: float, strained_ratio: float) -> float:
    """Rate at which a volunteer stops, per volunteer-year.

    ``strain`` runs from 0 to 1 (hours asked over hours given); ``kept`` is how much longer support makes them stay.
    Source: 80% likely to continue (NCVO 2019); more where overloaded, assumed.
    """
    return base * (1.0 + (strained_ratio - 1.0) * strain) / (1.0 + kept)


@rule
def role_of(luck: float, helper_share: float, befriender_share: float) -> int:
    """Return the code of `Role`, theirs for life; those who are neither helpers nor befrienders drive.

    Source: shares assumed; parameters/volunteer.toml.
    """
    if luck < helper_share:
        return Role.HELPER
    return Role.BEFRIENDER if luck < helper_share + befriender_share else Role.DRIVER


@rule
def weekly_hours(luck: float, mean: float, spread: float) -> float:
    """Hours a week a volunteer gives when active, theirs for life: within ``spread`` (a share) of the mean, evenly.

    Source: mean of Community Life Survey 2012-13, spread assumed; parameters/volunteer.toml.
    """
    return mean * (1.0 + spread * (2.0 * luck - 1.0))


def lent(spare: NDArray[np.float64], short: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return what each neighbourhood gets from others (above 0) or lends them (below 0), in hours; it sums to 0.

    ``share`` of the hours that could go from where they are spare to where they are short does go.
    Source: conservation of hours; the share is in parameters/volunteer.toml.
    """
    moved = share * min(spare.sum(), short.sum())
    return np.asarray(moved * (short / max(short.sum(), 1e-9) - spare / max(spare.sum(), 1e-9)))


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
    visited: NDArray[np.uint8]
    volunteer: NDArray[np.uint8]
    served_months: NDArray[np.int16]


class Slots(NamedTuple):
    """Candidates who are not residents: who and where, what they are for life, and what they do now; shape (slots,)."""

    id: NDArray[np.int64]
    area: NDArray[np.int64]
    role: NDArray[np.uint8]
    hours: NDArray[np.float64]
    joining: NDArray[np.float64]
    state: NDArray[np.int64]
    months: NDArray[np.int64]


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    joining: NDArray[np.float64]
    helped_ratio: float
    training_months: float
    strained_ratio: float
    helper_share: float
    befriender_share: float
    hours_per_week: float
    hours_spread: float


class Strength(NamedTuple):
    """Active volunteers of each neighbourhood, those of them who drive, and hours a week of both, shape (groups,)."""

    active: NDArray[np.float64]
    drivers: NDArray[np.float64]
    hours: NDArray[np.float64]
    driving: NDArray[np.float64]


@kernel
def leaving_rates(
    p: Numbers, usual: float, strain: NDArray[np.float64], kept: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the rate at which volunteers stop by neighbourhood, shape (groups,)."""
    rates = np.empty(len(strain))
    for area in range(len(strain)):
        rates[area] = leaving_rate(usual, strain[area], kept[area], p.strained_ratio)
    return rates


@kernel
def traits(
    ids: NDArray[np.integer], p: Numbers, keys: tuple[np.uint64, np.uint64]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return role and hours a week of volunteers by id, each shape (n,)."""
    roles, hours = np.empty(len(ids), np.uint8), np.empty(len(ids))
    for at in range(len(ids)):
        roles[at] = role_of(uniform(keys[0], 0, ids[at]), p.helper_share, p.befriender_share)
        hours[at] = weekly_hours(uniform(keys[1], 0, ids[at]), p.hours_per_week, p.hours_spread)
    return roles, hours


@kernel
def add_up(strength: Strength, area: NDArray[np.integer], roles: NDArray[np.uint8], hours: NDArray[np.float64]) -> None:
    """Add active volunteers to the strength of their neighbourhoods."""
    for at in range(len(area)):
        strength.active[area[at]] += 1.0
        strength.hours[area[at]] += hours[at]
        if roles[at] == Role.DRIVER:
            strength.drivers[area[at]] += 1.0
            strength.driving[area[at]] += hours[at]


@kernel
def begin_giving(
    rows: Rows,
    p: Numbers,
    by_area: tuple[NDArray[np.float64], NDArray[np.float64]],
    near: NDArray[np.uint32],
    key: np.uint64,
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> NDArray[np.uint32]:
    """Let those fit for it start, among the rows ``near``; by area: ratio of members, whom the network asks, and added.

    Whoever a volunteer visits is asked too, and may become a helper. Returns who starts.
    """
    begun, found, last = np.empty(len(near), np.uint32), 0, len(p.joining) - 1
    for i in near:
        fit = rows.cfs[i] < 5 and rows.setting[i] == 0
        if not fit or rows.volunteer[i] != NOT or not rows.here[i]:
            continue
        luck, area = uniform(key, month, rows.id[i]), rows.neighbourhood[i]
        asked = by_area[0][area] if rows.member[i] > 0 else 1.0
        if rows.visited[i] > 0:
            asked = max(asked, p.helped_ratio)
        rate = joining_rate(p.joining[min(rows.age[i] - 60, last)], asked, by_area[1][area])
        rate *= rows.volunteer_joining_ratio[i]
        if i == watched:
            pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
        if happens(luck, rate):
            rows.volunteer[i] = TRAINING
            rows.served_months[i] = 0
            begun[found] = i
            found += 1
    return begun[:found]


@kernel
def go_on_giving(
    rows: Rows, p: Numbers, leaving: NDArray[np.float64], held: NDArray[np.int32], key: np.uint64, month: int
) -> NDArray[np.int32]:
    """Let volunteers serve another month, finish their training, or stop: at will, or as they are no longer fit.

    Returns who is active.
    """
    active, found = np.empty(len(held), np.int32), 0
    for i in held:
        rows.served_months[i] += 1
        fit = rows.cfs[i] < 5 and rows.setting[i] == 0
        if not fit or happens(uniform(key, month, rows.id[i]), leaving[rows.neighbourhood[i]]):
            rows.volunteer[i] = NOT
        elif rows.served_months[i] >= p.training_months:
            rows.volunteer[i] = ACTIVE
            active[found] = i
            found += 1
    return active[:found]


@kernel
def come_and_go(
    slots: Slots, p: Numbers, joining: NDArray[np.float64], leaving: NDArray[np.float64], key: np.uint64, month: int
) -> None:
    """Let candidates who are not residents start, finish their training, and stop; rates by neighbourhood."""
    for at in range(len(slots.id)):
        luck, area = uniform(key, month, slots.id[at]), slots.area[at]
        if slots.state[at] == NOT:
            if happens(luck, slots.joining[at] + joining[area]):
                slots.state[at], slots.months[at] = TRAINING, 1
        elif happens(luck, leaving[area]):
            slots.state[at], slots.months[at] = NOT, 0
        else:
            slots.months[at] += 1
            if slots.months[at] > p.training_months:
                slots.state[at] = ACTIVE


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


class Volunteer(mesa.Agent):
    """A candidate who is not a resident aged 60 or over: one of the slots of a neighbourhood, made on demand.

    It does not register itself; its state lies with the word, as a resident's lies in columns.
    """

    def __init__(self, word: "Volunteering", world: World, place: int) -> None:
        self.model, self.unique_id, self.pos = world, int(word.slots.id[place]), None
        self.neighbourhood = int(word.slots.area[place])
        self._slots, self._place = word.slots, place

    @property
    def state(self) -> int:
        """0 not volunteering, 1 in training, 2 active."""
        return int(self._slots.state[self._place])

    @property
    def months(self) -> int:
        """Months as a volunteer so far."""
        return int(self._slots.months[self._place])

    @property
    def role(self) -> Role:
        """What this volunteer does."""
        return Role(int(self._slots.role[self._place]))

    @property
    def hours_per_week(self) -> float:
        """Hours this volunteer gives a week when active."""
        return float(self._slots.hours[self._place])


class Volunteering(Process):
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
        Lever("volunteer.kept", Kind.AMOUNT, "how much longer volunteers stay, as a share, in each neighbourhood", 0.0),
        Lever("volunteer.leaving", Kind.SETTING, "how many times as fast as usual volunteers leave"),
    )
    decisions = ("volunteer.joining",)
    measures = (
        Measure("volunteers", "people", "active volunteers, residents and others"),
        Measure("resident_volunteers", "people", "active volunteers among residents"),
        Measure("volunteer_drivers", "people", "active volunteers who drive others"),
        Measure("volunteer_hours_given", "hours", "hours volunteers gave this month"),
        Measure("volunteer_hours_used", "hours", "of these, the hours used"),
        Measure("volunteer_hours_claimed", "hours", "hours that programmes asked for"),
        Measure("volunteer_hours_to_programmes", "hours", "of the hours used, those that programmes got"),
        Measure("visited", "people", "residents a volunteer supports"),
        Measure("activities_served", "share", "share of the networks' activities that volunteers could run"),
    )
    lines = (Line("volunteer_expenses", "networks", "volunteers", "volunteers' management and expenses", Cashable.OWN),)

    def begin(self, world: World) -> None:
        """Find the rates that keep numbers steady, and lay out the slots of volunteers who are not residents."""
        p, people = world.sheets[self.word], world.people
        share = volunteers_by_age(p)
        levels = np.stack([1.0 - share, share], axis=1)
        fit, place = people["cfs"] < 5, np.minimum(people["age"].astype(np.int64) - YOUNGEST, SPAN - 1)
        of_age = np.maximum(np.bincount(place, minlength=SPAN), 1)
        fit_share = np.clip(np.bincount(place, fit, SPAN) / of_age, 0.2, 1.0)
        easing = np.full((SPAN, 2), p.leaving_per_year + p.unfit_per_year)
        member = people["member"].mean()
        joining = holding_rates(levels, easing, np.zeros((SPAN, 2)))[:, 0] / fit_share
        joining = joining / (1.0 + member * (p.asked_ratio - 1.0))
        self._numbers = p.numbers(Numbers, {"joining": joining})
        self._candidates = np.maximum(np.bincount(people["neighbourhood"], fit, world.groups), 1.0)
        self.slots = self._laid_out(world, p)
        self._strain = np.zeros(world.groups)
        for name, value in (("served", 1.0), ("volunteers", 0.0), ("drivers", 0.0), ("volunteer_pounds", 0.0)):
            world.shared[name] = np.full(world.groups, value)
        for name in ("load", "crowding"):
            world.shared[name] = np.full(world.groups, world.sheets["hub"].usual_load)

    def _laid_out(self, world: World, p: Sheet) -> Slots:
        """Return every neighbourhood's slots of candidates from outside, some of them filled."""
        wanted = (
            p.outside_per_1000_residents / 1000.0 * np.bincount(world.people["neighbourhood"], minlength=world.groups)
        )
        many = np.ceil(p.slots_per_outside_volunteer * wanted).astype(np.int64)
        area = np.repeat(np.arange(world.groups), many)
        ids = OUTSIDE_IDS + SLOTS * area + np.concatenate([np.arange(count) for count in many])
        filled = np.repeat(wanted / np.maximum(many, 1), many)
        state = np.where(world.draws.uniform("start.outside", 0, ids) < filled, ACTIVE, NOT)
        joining = p.leaving_per_year * filled / np.maximum(1.0 - filled, 0.05)
        return Slots(ids, area, *self._traits(world, ids), joining, state, np.where(state == ACTIVE, 24, 0))

    def _traits(self, world: World, ids: NDArray[np.integer]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        """Return role and hours a week of volunteers by id."""
        return traits(ids, self._numbers, (world.key("volunteer.role"), world.key("volunteer.hours")))

    def agent(self, world: World, neighbourhood: int, slot: int) -> Volunteer:
        """Return the agent of a slot of a neighbourhood."""
        places = np.flatnonzero(self.slots.area == neighbourhood)
        return Volunteer(self, world, int(places[slot]))

    def month(self, world: World) -> None:
        """Recruit, lose, count hours, and serve what was claimed; the networks' activities take what is left."""
        p, levers = world.sheets[self.word], world.levers
        asked, usual = levers.amount("volunteer.asked"), p.leaving_per_year * levers.setting("volunteer.leaving", 1.0)
        leaving = leaving_rates(self._numbers, usual, self._strain, levers.amount("volunteer.kept"))
        strength = Strength(*np.zeros((len(Strength._fields), world.groups)))
        self._residents(world, asked * p.resident_share_of_asked, leaving, strength)
        residents = strength.active.sum()
        self._outsiders(world, asked * (1.0 - p.resident_share_of_asked), leaving, strength)
        world.shared["volunteers"][:] = strength.active
        world.shared["drivers"][:] = strength.drivers
        self._share_out(world, strength.hours * WEEKS_PER_MONTH, strength.driving * WEEKS_PER_MONTH)
        pounds = strength.active * p.expenses_pounds_per_year / 12.0
        world.shared["volunteer_pounds"][:] = pounds
        world.record("volunteers", strength.active.sum())
        world.record("resident_volunteers", residents)
        world.record("volunteer_drivers", strength.drivers.sum())
        world.ledger.post(world.month, "volunteer_expenses", pence(pounds.sum()))

    def _residents(
        self, world: World, asked: NDArray[np.float64], leaving: NDArray[np.float64], strength: Strength
    ) -> None:
        """Let residents go on, stop and start, and add up the active."""
        p, numbers, people, month = world.sheets[self.word], self._numbers, world.people, world.month
        rows, few = people.view(Rows, self.word), world.few("volunteer")
        active = go_on_giving(rows, numbers, leaving, few.rows(), world.key("volunteer.leaving"), month)
        added, ratio = asked / self._candidates, 1.0 + (p.asked_ratio - 1.0) * world.shared["asking"]
        highest = joining_rate(numbers.joining.max(), max(float(ratio.max()), p.helped_ratio, 1.0), float(added.max()))
        near, key = rows_of(world.may_happen("volunteer.joining", highest)), world.key("volunteer.joining")
        few.add(begin_giving(rows, numbers, (ratio, added), near, key, month, *world.watched(self)))
        add_up(strength, rows.neighbourhood[active], *self._traits(world, people["id"][active]))

    def _outsiders(
        self, world: World, asked: NDArray[np.float64], leaving: NDArray[np.float64], strength: Strength
    ) -> None:
        """Let candidates who are not residents start and stop, and add up the active."""
        slots = self.slots
        free = np.maximum(np.bincount(slots.area[slots.state == NOT], minlength=world.groups), 1)
        come_and_go(slots, self._numbers, asked / free, leaving, world.key("volunteer.joining"), world.month)
        active = slots.state == ACTIVE
        add_up(strength, slots.area[active], slots.role[active], slots.hours[active])

    def _share_out(self, world: World, given: NDArray[np.float64], driving: NDArray[np.float64]) -> None:
        """Serve programmes from what the networks do not keep, and the networks' activities from the rest."""
        p, shared = world.sheets[self.word], world.shared
        needed = shared["members"] * shared["open"] * p.hours_per_member_per_week * WEEKS_PER_MONTH
        supply = np.maximum(given - needed, (1.0 - p.kept_for_activities) * given)
        claimed = sum((np.bincount(one.groups, one.hours, world.groups) for one in world.claims), np.zeros(len(given)))
        to_programmes = self._serve(world, supply, driving)
        left = given - to_programmes
        at_hand = left + lent(np.maximum(left - needed, 0.0), np.maximum(needed - left, 0.0), p.lent_share)
        spent = np.minimum(at_hand, needed)
        share = spent / np.maximum(needed, 1e-9)
        shared["served"][:] = np.where(needed > 0, share, 1.0) * shared["activity"]
        shared["crowding"][:] = needed / np.maximum(at_hand, 1e-9)
        shared["load"][:] = (needed + claimed) / np.maximum(given, 1e-9)
        self._strain = np.clip(shared["load"] - 1.0, 0.0, 1.0)
        world.count_hours("activities", float(spent.sum()))
        world.record("volunteer_hours_given", given.sum())
        world.record("volunteer_hours_used", to_programmes.sum() + spent.sum())
        world.record("volunteer_hours_claimed", claimed.sum())
        world.record("volunteer_hours_to_programmes", to_programmes.sum())
        world.record("activities_served", float(spent.sum() / max(needed.sum(), 1e-9)))

    def _serve(self, world: World, supply: NDArray[np.float64], driving: NDArray[np.float64]) -> NDArray[np.float64]:
        """Serve the month's claims, and say whom; return the hours they took in each neighbourhood."""
        people, few = world.people, world.few("visited")
        visited = people.writable(self.word, "visited")
        served, left = serve_from_part(world.claims, supply, driving)
        visited[few.rows()] = 0
        world.answers.clear()
        for claim, mask in zip(world.claims, served, strict=True):
            who = claim.rows[mask]
            world.count_hours(claim.name, float(claim.hours[mask].sum()))
            world.answers[claim.name] = people["id"][who] if claim.visits else who
            if claim.visits:
                visited[who] = 1
                few.add(np.sort(who))
        world.claims.clear()
        world.record("visited", len(few.rows()))
        return supply - left
