"""Membership: who joins the neighbourhood's network, and who leaves it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import AGES, SPAN, cell_means, holding_rates
from models.crowd import Crowd
from sim.draws import happens, uniform
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World


@rule
def joining_rate(holding: float, alone: bool, alone_ratio: float, average_ratio: float, room: float) -> float:
    """Rate at which someone joins the neighbourhood's network, per person-year.

    ``room`` is 1 in usual times, 0 where the network is full or closed, and above 1 where it makes itself known
    better than usual. Source: shares by age that make 21,000 members in Leeds; parameters/membership.toml.
    """
    return holding * (alone_ratio if alone else 1.0) / average_ratio * room


@rule
def leaving_rate(base: float, served: float, unserved_ratio: float) -> float:
    """Rate at which a member leaves, per member-year; ``served`` is the share of activities that volunteers can run.

    Source: assumed; parameters/membership.toml.
    """
    return base * (unserved_ratio + (1.0 - unserved_ratio) * min(served, 1.0))


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    age: NDArray[np.uint8]
    alone: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    neighbourhood: NDArray[np.uint8]
    membership_joining_ratio: NDArray[np.float32]
    member: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of joining, by single year of age from 60, and of leaving."""

    holding: NDArray[np.float64]
    average: NDArray[np.float64]
    alone_ratio: float
    leaving_per_year: float
    unserved_ratio: float
    closed_per_year: float


@kernel
def join(
    rows: Rows,
    p: Numbers,
    room: NDArray[np.float64],
    near: NDArray[np.uint32],
    key: np.uint64,
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> NDArray[np.uint32]:
    """Let people at home who are no members join, of the rows ``near`` whose luck may let them; return who does."""
    joined, found, last = np.empty(len(near), np.uint32), 0, len(p.holding) - 1
    for i in near:
        if rows.member[i] > 0 or rows.setting[i] > 0 or not rows.here[i]:
            continue
        luck, place = uniform(key, month, rows.id[i]), min(rows.age[i] - 60, last)
        area = rows.neighbourhood[i]
        rate = joining_rate(p.holding[place], rows.alone[i] > 0, p.alone_ratio, p.average[place], room[area])
        rate *= rows.membership_joining_ratio[i]
        if i == watched:
            pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
        if happens(luck, rate):
            rows.member[i] = 1
            joined[found] = i
            found += 1
    return joined[:found]


@kernel
def leaving_rates(p: Numbers, served: NDArray[np.float64], is_open: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rate at which members leave their network, by neighbourhood, shape (groups,)."""
    rates = np.full(len(served), p.closed_per_year)
    for area in range(len(served)):
        if is_open[area] > 0.0:
            rates[area] = leaving_rate(p.leaving_per_year, served[area], p.unserved_ratio)
    return rates


@kernel
def leave(
    rows: Rows, leaving: NDArray[np.float64], held: NDArray[np.uint32], key: np.uint64, month: int
) -> NDArray[np.float64]:
    """Let members leave, at once those who entered a care home; return how many stay by neighbourhood."""
    stay = np.zeros(len(leaving))
    for i in held:
        area = rows.neighbourhood[i]
        if rows.setting[i] > 0 or happens(uniform(key, month, rows.id[i]), leaving[area]):
            rows.member[i] = 0
        else:
            stay[area] += 1.0
    return stay


def members_by_age(p: Sheet) -> NDArray[np.float64]:
    """Return the share of residents who are members by single year of age, shape (SPAN,)."""
    return np.interp(AGES, p.share_age, p.share_by_age)


def start(crowd: Crowd, p: Sheet) -> None:
    """Draw who is a member at entry: more of those who live alone, the share by age kept; nobody without a network."""
    share = members_by_age(p)[np.clip(crowd.age - 60, 0, SPAN - 1)]
    alone = crowd["alone"] > 0
    ratio = np.where(alone, p.alone_ratio, 1.0)
    average = cell_means(ratio, np.ones(len(crowd)), crowd.age, np.zeros(len(crowd), np.uint8))[0]
    served = np.array([one.network for one in crowd.place.neighbourhoods])[crowd["neighbourhood"]]
    chance = served * share * ratio / average[np.clip(crowd.age - 60, 0, SPAN - 1)]
    crowd.columns["member"] = ((crowd.luck("member") < chance) & (crowd["setting"] == 0)).astype(np.uint8)


class Membership(Process):
    """Lets residents join and leave their network."""

    word = "membership"
    columns = (Column("member", np.uint8, 0, "member of the neighbourhood network"),)
    levers = (Lever("membership.joining", Kind.RATIO, "rate of joining the network", 1.0),)
    decisions = ("membership.joining",)
    measures = (Measure("members", "people", "members of the neighbourhood networks"),)

    def begin(self, world: World) -> None:
        """Find the rates of joining that keep membership steady, and count members by neighbourhood."""
        p, people = world.sheets[self.word], world.people
        share = members_by_age(p)
        levels = np.stack([1.0 - share, share], axis=1)
        easing = np.full((SPAN, 2), p.leaving_per_year + p.to_care_home_per_year)
        holding = holding_rates(levels, easing, np.zeros((SPAN, 2)))[:, 0]
        outside, pooled = (people["member"] == 0).astype(float), np.zeros(people.size, np.uint8)
        alone = np.where(people["alone"] > 0, p.alone_ratio, 1.0)
        average = cell_means(alone, outside, people["age"], pooled)[0]
        self._numbers = p.numbers(Numbers, {"holding": holding, "average": average})
        self._highest = float((holding / average).max()) * max(p.alone_ratio, 1.0)
        world.shared["members"] = np.bincount(people["neighbourhood"], people["member"], world.groups)

    def month(self, world: World) -> None:
        """Let members leave and others join where there is room, and count."""
        rows, room = world.people.view(Rows, self.word), self._room(world)
        leaving = leaving_rates(self._numbers, world.shared["served"], world.shared["open"])
        held = world.few("member").rows()
        now = leave(rows, leaving, held, world.key("membership.leaving"), world.month)
        near = rows_of(world.may_happen("membership.joining", self._highest * float(room.max())))
        key = world.key("membership.joining")
        joined = join(rows, self._numbers, room, near, key, world.month, *world.watched(self))
        world.few("member").add(joined)
        now += np.bincount(rows.neighbourhood[joined], minlength=world.groups)
        world.shared["members"][:] = now
        world.record("members", now.sum())

    def _room(self, world: World) -> NDArray[np.float64]:
        """Return how readily each network takes new members: fewer where volunteers are short, none where closed."""
        p, shared = world.sheets[self.word], world.shared
        crowding = shared["crowding"] / world.sheets["hub"].usual_load
        room = np.clip((p.full_at - crowding) / (p.full_at - p.crowded_from), 0.0, 1.0)
        room *= shared["open"] * shared["known"] * (shared["members"] < shared["hub_room"])
        return np.asarray(room)
