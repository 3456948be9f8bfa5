"""Ties: up to six friends or neighbours each person names, made and lost."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.crowd import Crowd
from sim.draws import happens, uniform
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World

NAMED = 6
"""Most friends or neighbours anyone names."""

NO_ONE = -1
"""Friend in a place that nobody fills."""

IMMOBILE = 6
"""First level of the Clinical Frailty Scale at which people need help to go out (Rockwood et al. 2005)."""


@rule
def fading_rate(base: float, immobile_ratio: float, cfs: int, in_care_home: bool) -> float:
    """Rate at which a tie fades, per tie and year; faster for those who hardly get about, at home or in a care home.

    Source: assumed; parameters/ties.toml.
    """
    return base * immobile_ratio if cfs >= IMMOBILE or in_care_home else base


@rule
def forming_rate(
    base: float, immobile_ratio: float, member_ratio: float, visited_ratio: float, cfs: int, member: bool, visited: bool
) -> float:
    """Rate at which an empty place among the named is filled, per place and year.

    Immobility lowers it (``immobile_ratio`` divides); a network and a volunteer's introductions raise it.
    Source: assumed; parameters/ties.toml.
    """
    rate = base / immobile_ratio if cfs >= IMMOBILE else base
    if member:
        rate *= member_ratio
    if visited:
        rate *= visited_ratio
    return rate


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    cfs: NDArray[np.uint8]
    neighbourhood: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    member: NDArray[np.uint8]
    visited: NDArray[np.uint8]
    lonely: NDArray[np.uint8]
    ties_forming_ratio: NDArray[np.float32]
    friends: NDArray[np.int32]
    contacts: NDArray[np.uint8]
    lonely_friends: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    fading_per_year: float
    forming_per_year: float
    immobile_ratio: float
    member_ratio: float
    visited_ratio: float


@kernel
def meet(
    rows: Rows,
    p: Numbers,
    why: NDArray[np.uint8],
    near: NDArray[np.uint32],
    neighbours: NDArray[np.uint32],
    edges: NDArray[np.int64],
    keys: tuple[np.uint64, np.uint64, np.uint64],
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> None:
    """Look at one of the `NAMED` ties of those for whom something may change.

    Every tie is looked at twice a year, so the rates are those of half a year. ``why`` says by id who left.
    """
    slot = month % NAMED
    for i in near:
        if not rows.here[i]:
            continue
        me, friend = rows.id[i], rows.friends[i, slot]
        if friend != NO_ONE:
            rate = fading_rate(p.fading_per_year, p.immobile_ratio, rows.cfs[i], rows.setting[i] > 0)
            if why[friend] > 0 or happens(uniform(keys[0], month, me), NAMED * rate):
                rows.friends[i, slot] = NO_ONE
                rows.contacts[i] -= 1
        elif rows.setting[i] == 0:
            rate = forming_rate(
                p.forming_per_year,
                p.immobile_ratio,
                p.member_ratio,
                p.visited_ratio,
                rows.cfs[i],
                rows.member[i] > 0,
                rows.visited[i] > 0,
            )
            rate *= rows.ties_forming_ratio[i]
            luck = uniform(keys[1], month, me)
            if i == watched:
                pad[0, 0], pad[0, 1] = luck, -np.expm1(-NAMED * rate / 12.0)
            if happens(luck, NAMED * rate):
                area = rows.neighbourhood[i]
                many = edges[area + 1] - edges[area]
                if many > 0:
                    other = neighbours[edges[area] + int(uniform(keys[2], month, me) * many)]
                    new = other != me and why[other] == 0
                    for k in range(NAMED):
                        new = new and rows.friends[i, k] != other
                    if new:
                        rows.friends[i, slot] = other
                        rows.contacts[i] += 1


@kernel
def look(
    rows: Rows,
    friends: NDArray[np.int32],
    why: NDArray[np.uint8],
    hints: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    fading: tuple[np.uint8, np.uint8],
    forming: tuple[np.uint8, np.uint8],
    marked: NDArray[np.bool_],
) -> None:
    """Mark those whose tie to one of these friends (or the want of one) may change by luck, or as the friend is gone.

    ``why`` says by id who left; ``fading`` are the highest hints within reach of most people and of the immobile,
    ``forming`` of most and of the members and visited.
    """
    for i in range(len(marked)):
        immobile, helped = (rows.cfs[i] >= IMMOBILE) | (rows.setting[i] > 0), (rows.member[i] | rows.visited[i]) > 0
        fades = hints[0][i] <= (fading[1] if immobile else fading[0])
        forms = hints[1][i] <= (forming[1] if helped else forming[0])
        marked[i] = fades if friends[i] != NO_ONE else forms
    for i in range(len(marked)):
        marked[i] |= (friends[i] >= 0) & (why[np.uint32(max(friends[i], 0))] > 0)


@kernel
def all_ties(rows: Rows) -> int:
    """Return how many ties those who live there name in all."""
    total = 0
    for i in range(len(rows.here)):
        total += int(rows.contacts[i]) * int(rows.here[i])
    return total


@kernel
def hear(rows: Rows, row_of: NDArray[np.int32]) -> None:
    """Count, for everyone, the named friends who were lonely last month."""
    for i in range(len(rows.here)):
        count = 0
        for k in range(NAMED):
            friend = rows.friends[i, k]
            if friend >= 0 and row_of[friend] >= 0 and rows.lonely[row_of[friend]] > 0:
                count += 1
        rows.lonely_friends[i] = count


def share_held(
    p: Sheet,
    immobile: NDArray[np.bool_],
    member: NDArray[np.bool_],
    months_inside: NDArray[np.integer],
    newly_immobile: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the share of the places among the named that are filled, in balance, shape (n,).

    At home as many ties form as fade. Those who hardly get about lose more than they make, and are joined by people
    with the ties of those who do get about. In a care home what was brought there fades.

    Args:
        months_inside: months in a care home, 0 at home.
        newly_immobile: of those who hardly get about, how many a year have come to, per person-year.

    Source: a stationary population; no data enter.
    """
    lost = p.friends_lost_per_year
    forming = p.forming_per_year * np.where(member, p.member_ratio, 1.0)
    slowly, fast = forming / p.immobile_ratio, p.fading_per_year * p.immobile_ratio + lost
    about = forming / (forming + p.fading_per_year + lost)
    hardly = (slowly + newly_immobile * about) / (slowly + fast + newly_immobile)
    held: NDArray[np.float64] = np.where(immobile, hardly, about) * np.exp(-fast * months_inside / 12.0)
    return held


def start(crowd: Crowd, p: Sheet, newly_immobile: NDArray[np.float64]) -> None:
    """Draw everyone's ties in balance (`share_held`), among those at the start in the neighbourhood.

    ``newly_immobile`` is by sex and age, shape (2, SPAN).
    """
    immobile, member = crowd["cfs"] >= IMMOBILE, crowd["member"] > 0
    held = share_held(p, immobile, member, crowd["setting_months"], crowd.lookup(newly_immobile))
    friends = np.full((len(crowd), NAMED), NO_ONE, np.int32)
    present = int((crowd.enters <= 0).sum())
    area = crowd["neighbourhood"].astype(np.int64)
    order = np.argsort(area[:present], kind="stable")
    edges = np.searchsorted(area[:present][order], np.arange(area.max() + 2))
    many = np.diff(edges)[area]
    for slot in range(NAMED):
        pick = edges[area] + (crowd.luck(f"friend_{slot}") * many).astype(np.int64)
        friend = order[np.minimum(pick, present - 1)]
        named = (crowd.luck(f"tie_{slot}") < held) & (friend != np.arange(len(crowd))) & (many > 0)
        named &= (friends[:, :slot] != friend[:, None]).all(axis=1)
        friends[named, slot] = friend[named]
    crowd.columns["friends"] = friends
    crowd.columns["contacts"] = (friends >= 0).sum(axis=1).astype(np.uint8)


class Ties(Process):
    """Makes and loses ties, one of six a month."""

    word = "ties"
    columns = (
        Column("friends", np.int32, NO_ONE, "ids of up to six friends or neighbours", width=NAMED),
        Column("contacts", np.uint8, 0, "how many friends or neighbours are named"),
        Column("lonely_friends", np.uint8, 0, "how many of them were lonely last month (kept only with contagion)"),
    )
    levers = (Lever("ties.forming", Kind.RATIO, "rate of making friends", 1.0),)
    decisions = ("ties.forming",)
    measures = (Measure("ties", "ties", "ties named by residents"),)

    def begin(self, world: World) -> None:
        """List the neighbours."""
        self._list_neighbours(world)
        self._contagion = world.sheets["loneliness"].contagion_ratio != 1.0

    def _list_neighbours(self, world: World) -> None:
        """List by neighbourhood the ids of those here; who has left since is passed over when picked."""
        people = world.people
        here = np.flatnonzero(people["here"])
        area = people["neighbourhood"][here]
        order = np.argsort(area, kind="stable")
        self._neighbours = people["id"][here][order]
        self._edges = np.searchsorted(area[order], np.arange(world.groups + 1)).astype(np.int64)

    def _look(self, world: World, rows: Rows) -> NDArray[np.bool_]:
        """Mark those whose tie looked at this month may change."""
        p, marked = world.sheets[self.word], world.marks()
        fading = NAMED * p.fading_per_year * np.array([1.0, max(p.immobile_ratio, 1.0)])
        forming = NAMED * p.forming_per_year * max(1.0 / p.immobile_ratio, 1.0)
        forming = forming * np.array([1.0, max(p.member_ratio, 1.0) * max(p.visited_ratio, 1.0)])
        friends = rows.friends[:, world.month % NAMED]
        hints = (world.hints("ties.fading"), world.hints("ties.forming"))
        fades, forms = world.highest("ties.fading", fading), world.highest("ties.forming", forming)
        look(rows, friends, world.people.why, hints, tuple(fades), tuple(forms), marked)
        return marked

    def month(self, world: World) -> None:
        """Move one month on."""
        p, people = world.sheets[self.word], world.people
        if world.month % 12 == 0 and world.month > 0:
            self._list_neighbours(world)
        numbers = p.numbers(Numbers, {})
        keys = (world.key("ties.fading"), world.key("ties.forming"), world.key("ties.choice"))
        rows = people.view(Rows, self.word)
        marked = self._look(world, rows)
        watched, pad = world.watched(self, marked)
        area = (self._neighbours, self._edges)
        meet(rows, numbers, people.why, rows_of(marked), *area, keys, world.month, watched, pad)
        if self._contagion:
            hear(rows, people.row_of)
        world.record("ties", all_ties(rows))
