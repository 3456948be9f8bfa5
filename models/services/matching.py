"""Matching: which volunteer someone who is to be visited gets as their own, and how long the two stay together.

Visits are for volunteers who befriend or drive; those who help with activities are asked only where none of these has
the hours. Two are alike if they share an interest or have both lost a partner.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.signals import ALIKE, OTHERWISE, UNMATCHED, Role
from sim.draws import happens, of_month, uniform
from sim.effects import monthly_chance
from sim.levers import Kind, Lever
from sim.pool import Claim
from sim.population import GONE, Column
from sim.process import Measure, Process
from sim.rules import kernel, rule
from sim.world import World

NOBODY = -1
"""In ``matched_with``: no volunteer."""

UNABLE = 2.0
"""In place of a lot: cannot visit; helpers' lots begin at 1."""

APART = 1 << 24
"""Between the identities of those a volunteer of a scaled place stands for; above every id."""


@rule
def matching_rate(base: float, within_reach: float, added: float) -> float:
    """Rate at which someone waiting is matched, per person-year.

    ``within_reach`` is the share of volunteers who can get to them; ``added`` what better matching adds, as a share.
    Source: assumed; parameters/matching.toml.
    """
    return base * within_reach * (1.0 + added)


@rule
def interest_of(luck: float, kinds: float) -> int:
    """Return which of so many interests is someone's own, for life; all are equally common.

    Source: assumed; parameters/matching.toml.
    """
    return int(luck * kinds)


@rule
def likeness(one: int, other: int, one_lost: bool, other_lost: bool) -> int:
    """In how many ways two are alike: of the same interest, and both having lost a partner.

    Source: two widows who visit the graveyard together, in the Leeds case study; no data enter.
    """
    return int(one == other) + int(one_lost and other_lost)


class Rows(NamedTuple):
    """Columns of the month's pass."""

    id: NDArray[np.uint32]
    cfs: NDArray[np.uint8]
    neighbourhood: NDArray[np.uint8]
    widowed: NDArray[np.uint8]
    matched: NDArray[np.uint8]
    matched_with: NDArray[np.int32]


class Numbers(NamedTuple):
    """Parameters of the month's pass; ``each`` is how many people a volunteer stands for, 1 at full size."""

    matching_per_year: float
    near_share: float
    near_from_level: float
    candidates: float
    kinds_of_interest: float
    each: int


class Volunteers(NamedTuple):
    """Those who may be asked, in order of neighbourhood, shape (n,).

    ``helps`` is with activities rather than with visits; ``own`` is their hours a month, ``free`` those that none of
    their pairs takes up; ``first`` where each neighbourhood begins, and the last ends, shape (groups + 1,).
    """

    id: NDArray[np.int64]
    drives: NDArray[np.bool_]
    helps: NDArray[np.bool_]
    widowed: NDArray[np.bool_]
    own: NDArray[np.float64]
    free: NDArray[np.float64]
    first: NDArray[np.int64]


class Areas(NamedTuple):
    """What each neighbourhood has, shape (groups,).

    ``free`` is the hours a month that its volunteers have for programmes and that neither a pair nor anything but
    visits takes up yet; ``added`` is what better matching adds, as a share.
    """

    free: NDArray[np.float64]
    added: NDArray[np.float64]


class Keys(NamedTuple):
    """Keys of the decisions: who is matched, who is asked (of this month), interests, and who lives near whom."""

    pairing: np.uint64
    asking: np.uint64
    interest: np.uint64
    near: np.uint64


class Waiting(NamedTuple):
    """One person who waits for a volunteer; ``hours`` is what they need a month."""

    id: int
    area: int
    widowed: bool
    hardly_about: bool
    hours: float


@rule
def has_time(own: float, free: float, hours: float) -> bool:
    """Say whether a volunteer takes someone on: with the hours free, or, whatever is asked, as their only one.

    Whoever visits nobody yet gives what hours they have. Source: assumed; no data enter.
    """
    return hours <= free + 1e-9 or 0.0 < own <= free


@kernel
def can_get_there(one: Waiting, identity: int, drives: bool, near_share: float, key: np.uint64) -> bool:
    """Say whether a volunteer can get to someone: to whoever hardly gets about, by driving or by living near.

    Who lives near whom is drawn once for the two. Source: parameters/matching.toml.
    """
    return not one.hardly_about or drives or uniform(key, one.id, identity) < near_share


@kernel
def share_within_reach(one: Waiting, volunteers: Volunteers, p: Numbers, key: np.uint64) -> float:
    """Return the share of the neighbourhood's volunteers who can get to someone; each stands for so many."""
    begin, end, reaching = volunteers.first[one.area], volunteers.first[one.area + 1], 0
    for place in range(begin, end):
        for other in range(p.each):
            identity = volunteers.id[place] + other * APART
            reaching += can_get_there(one, identity, volunteers.drives[place], p.near_share, key)
    return reaching / max((end - begin) * p.each, 1)


@kernel
def most_alike(one: Waiting, volunteers: Volunteers, p: Numbers, keys: Keys) -> tuple[int, int]:
    """Return the place of the volunteer most alike of those asked, and in how many ways; `NOBODY` if none has time.

    Asked are, by lot, up to so many of the neighbourhood's volunteers who have the hours, or visit nobody yet, and can
    get there, helpers only if nobody else does; of two equally alike the first asked is taken. Those a volunteer of a
    scaled place stands for have interests of their own.
    """
    begin = volunteers.first[one.area]
    lots = np.full((volunteers.first[one.area + 1] - begin) * p.each, UNABLE)
    for at in range(len(lots)):
        place = begin + at // p.each
        identity = volunteers.id[place] + at % p.each * APART
        asked = volunteers.id[place] != one.id and has_time(volunteers.own[place], volunteers.free[place], one.hours)
        if asked and can_get_there(one, identity, volunteers.drives[place], p.near_share, keys.near):
            lots[at] = uniform(keys.asking, one.id, identity) + volunteers.helps[place]
    mine = interest_of(uniform(keys.interest, 0, one.id), p.kinds_of_interest)
    best, most = NOBODY, -1
    for _ in range(min(round(p.candidates), len(lots))):
        at = int(np.argmin(lots))
        if lots[at] == UNABLE or (lots[at] >= 1.0 and best != NOBODY and not volunteers.helps[best]):
            break
        lots[at], place = UNABLE, begin + at // p.each
        theirs = interest_of(uniform(keys.interest, 0, volunteers.id[place] + at % p.each * APART), p.kinds_of_interest)
        alike = likeness(mine, theirs, one.widowed, volunteers.widowed[place])
        if alike > most:
            best, most = place, alike
    return best, most


@kernel
def pair(
    rows: Rows,
    p: Numbers,
    volunteers: Volunteers,
    areas: Areas,
    waiting: NDArray[np.integer],
    hours: NDArray[np.float64],
    keys: Keys,
    month: int,
) -> None:
    """Match some of those waiting, as long as volunteers have hours free; takes these from theirs and the area's.

    ``hours`` is what each of them needs a month.
    """
    for at in range(len(waiting)):
        i = waiting[at]
        area, hardly = rows.neighbourhood[i], rows.cfs[i] >= p.near_from_level
        if hours[at] > areas.free[area]:
            continue
        one = Waiting(int(rows.id[i]), int(area), rows.widowed[i] > 0, hardly, hours[at])
        within = share_within_reach(one, volunteers, p, keys.near) if hardly else 1.0
        if happens(uniform(keys.pairing, month, one.id), matching_rate(p.matching_per_year, within, areas.added[area])):
            place, alike = most_alike(one, volunteers, p, keys)
            if place != NOBODY:
                rows.matched[i] = ALIKE if alike > 0 else OTHERWISE
                rows.matched_with[i] = volunteers.id[place]
                volunteers.free[place] = max(volunteers.free[place] - hours[at], 0.0)
                areas.free[area] -= hours[at]


@kernel
def keep(rows: Rows, volunteers: Volunteers, pairs: NDArray[np.integer], hours: NDArray[np.float64]) -> int:
    """Take the hours of each pair from its volunteer's; end it where the volunteer left or has no hours for it.

    The first of a volunteer's pairs is never ended for want of hours.
    Returns how many end.
    """
    ended = 0
    for at in range(len(pairs)):
        i, kept = pairs[at], False
        area = rows.neighbourhood[i]
        for place in range(volunteers.first[area], volunteers.first[area + 1]):
            own, free = volunteers.own[place], volunteers.free[place]
            if volunteers.id[place] == rows.matched_with[i] and has_time(own, free, hours[at]):
                volunteers.free[place] = max(free - hours[at], 0.0)
                kept = True
        if not kept:
            rows.matched[i], rows.matched_with[i] = UNMATCHED, NOBODY
            ended += 1
    return ended


def _hours(asking: list[Claim], wanting: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return the hours a month that claims ask for each of those who want a volunteer, shape (n,)."""
    rows, hours = (np.concatenate([getattr(claim, name) for claim in asking] or [[]]) for name in ("rows", "hours"))
    return np.bincount(np.searchsorted(wanting, rows), hours, len(wanting))


class Matching(Process):
    """Lets programmes' people wait for a volunteer who suits them; only those matched ask for hours."""

    word = "matching"
    columns = (
        Column("matched", np.uint8, UNMATCHED, "has a volunteer of their own: 1 otherwise, 2 alike"),
        Column("matched_with", np.int32, NOBODY, "id of this volunteer, resident or not; -1 for nobody"),
    )
    levers = (Lever("matching.added", Kind.AMOUNT, "how much faster people are matched, as a share, in each", 0.0),)
    measures = (
        Measure("matched", "people", "residents who have a volunteer of their own"),
        Measure("matched_alike", "people", "of these, with a volunteer who is like them"),
        Measure("awaiting_match", "people", "residents who wait for one"),
        Measure("lost_volunteer", "people", "residents whose volunteer left this month, or had no hours left for them"),
    )

    def begin(self, world: World) -> None:
        """Nobody is matched at the start: no programme asks for visits yet."""
        world.few("matched")

    def month(self, world: World) -> None:
        """End some pairs, form others, and let only those matched ask for hours."""
        asking = [claim for claim in world.claims if claim.visits and len(claim.rows)]
        held = world.few("matched").rows()
        if not asking and len(held) == 0:
            for measure in self.measures:
                world.record(measure.name, 0)
            return
        rows, few = world.people.view(Rows, self.word), world.few("matched")
        wanting = np.unique(np.concatenate([claim.rows for claim in asking])) if asking else np.empty(0, np.int64)
        hours, volunteers = _hours(asking, wanting), self._volunteers(world)
        waited = rows.matched[wanting] == UNMATCHED
        self._part(world, rows, held, wanting)
        had = rows.matched[wanting] != UNMATCHED
        lot = np.argsort(world.draws.uniform("matching.keeping", world.month, rows.id[wanting[had]]), kind="stable")
        world.record("lost_volunteer", keep(rows, volunteers, wanting[had][lot], hours[had][lot]))
        new = self._pair(world, volunteers, wanting, hours, waited)
        few.add(new)
        world.note("got a volunteer", new, rows.matched[new])
        world.claims[:] = [
            claim.only(rows.matched[claim.rows] != UNMATCHED) if claim.visits else claim for claim in world.claims
        ]
        now = few.rows()
        world.record("matched", len(now))
        world.record("matched_alike", int(np.count_nonzero(rows.matched[now] == ALIKE)))
        world.record("awaiting_match", len(wanting) - len(now))

    def _volunteers(self, world: World) -> Volunteers:
        """Return last month's volunteers who are still there, with all their hours free."""
        roster, people = world.roster, world.people
        resident = roster.id < len(people.row_of)
        row = np.full(len(roster.id), GONE)
        row[resident] = people.row_of[roster.id[resident]]
        there = np.flatnonzero(~resident | (row != GONE))
        order = there[np.argsort(roster.group[there], kind="stable")]
        role, group, widowed = roster.role[order], roster.group[order], people["widowed"][row[order]] > 0
        return Volunteers(
            id=roster.id[order],
            drives=role == Role.DRIVER,
            helps=role == Role.HELPER,
            widowed=resident[order] & widowed,
            own=roster.hours[order],
            free=roster.hours[order],
            first=np.searchsorted(group, np.arange(world.groups + 1)),
        )

    def _part(self, world: World, rows: Rows, held: NDArray[np.integer], wanting: NDArray[np.integer]) -> None:
        """End the pairs of those who want no visits any more, and some others, sooner if the two are not alike."""
        p = world.sheets[self.word]
        luck = world.draws.uniform("matching.parting", world.month, rows.id[held])
        rate = np.where(rows.matched[held] == ALIKE, p.alike_parting_per_year, p.otherwise_parting_per_year)
        parting = held[(luck < monthly_chance(rate)) | ~np.isin(held, wanting)]
        rows.matched[parting], rows.matched_with[parting] = UNMATCHED, NOBODY

    def _pair(
        self,
        world: World,
        volunteers: Volunteers,
        wanting: NDArray[np.integer],
        hours: NDArray[np.float64],
        waited: NDArray[np.bool_],
    ) -> NDArray[np.integer]:
        """Match some of those who had nobody before this month, by lot, within the hours left over; return whom."""
        rows, key = world.people.view(Rows, self.word), world.key
        has = rows.matched[wanting] != UNMATCHED
        taken = np.bincount(rows.neighbourhood[wanting[has]], hours[has], world.groups)
        for claim in world.claims:
            if not claim.visits:
                taken = taken + np.bincount(claim.groups, claim.hours, world.groups)
        free = np.maximum(world.shared["programme_hours"] - taken, 0.0)
        areas = Areas(free, world.levers.amount("matching.added"))
        turn = np.argsort(world.draws.uniform("matching.pairing", world.month, rows.id[wanting[waited]]), kind="stable")
        waiting, needed = wanting[waited][turn], hours[waited][turn]
        asking = np.uint64(of_month(key("matching.asking"), world.month))
        keys = Keys(key("matching.pairing"), asking, key("matching.interest"), key("matching.near"))
        numbers = world.sheets[self.word].numbers(Numbers, {"each": max(round(world.people_per_resident), 1)})
        pair(rows, numbers, volunteers, areas, waiting, needed, keys, world.month)
        return np.sort(waiting[rows.matched[waiting] != UNMATCHED])
