"""Hub: the neighbourhood networks, their members, money and activities."""

from typing import NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray

from models.ages import AGES, SPAN, cell_means, holding_rates
from models.crowd import Crowd
from models.pounds import pence
from sim.draws import happens, uniform
from sim.ledger import Cashable, Line
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

    ``room`` from 0 to 1 is how far the network has room for more members.
    Source: shares by age that make 21,000 members in Leeds; parameters/hub.toml.
    """
    return holding * (alone_ratio if alone else 1.0) / average_ratio * room


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    age: NDArray[np.uint8]
    alone: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    neighbourhood: NDArray[np.uint8]
    hub_joining_ratio: NDArray[np.float32]
    member: NDArray[np.uint8]


@kernel
def belong(
    rows: Rows,
    holding: NDArray[np.float64],
    average: NDArray[np.float64],
    ratios: tuple[float, float],
    room: NDArray[np.float64],
    members: NDArray[np.float64],
    near: NDArray[np.uint32],
    key: np.uint64,
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> tuple[int, int]:
    """Let residents join and leave; count members by neighbourhood; ``ratios``: of living alone, leaving a year.

    ``near`` lists the rows whose luck or care home may change their membership; the others are passed over.
    """
    joined, left = 0, 0
    last = len(holding) - 1
    for i in near:
        if not rows.here[i]:
            continue
        luck = uniform(key, month, rows.id[i])
        area = rows.neighbourhood[i]
        if rows.member[i] == 0:
            if rows.setting[i] > 0:
                continue
            place = min(rows.age[i] - 60, last)
            rate = joining_rate(holding[place], rows.alone[i] > 0, ratios[0], average[place], room[area])
            rate *= rows.hub_joining_ratio[i]
            if i == watched:
                pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
            if happens(luck, rate):
                rows.member[i] = 1
                joined += 1
        elif rows.setting[i] > 0 or happens(luck, ratios[1]):
            rows.member[i] = 0
            left += 1
    for i in range(len(rows.here)):
        members[rows.neighbourhood[i]] += rows.member[i] * rows.here[i]
    return joined, left


def members_by_age(p: Sheet) -> NDArray[np.float64]:
    """Return the share of residents who are members by single year of age, shape (SPAN,)."""
    return np.interp(AGES, p.share_age, p.share_by_age)


def start(crowd: Crowd, p: Sheet) -> None:
    """Draw who is a member at entry: more of those who live alone, the share by age kept."""
    share = members_by_age(p)[np.clip(crowd.age - 60, 0, SPAN - 1)]
    alone = crowd["alone"] > 0
    ratio = np.where(alone, p.alone_ratio, 1.0)
    average = cell_means(ratio, np.ones(len(crowd)), crowd.age, np.zeros(len(crowd), np.uint8))[0]
    chance = share * ratio / average[np.clip(crowd.age - 60, 0, SPAN - 1)]
    crowd.columns["member"] = ((crowd.luck("member") < chance) & (crowd["setting"] == 0)).astype(np.uint8)


class Hub(mesa.Agent):
    """One neighbourhood network: members, core grant, reserves; it closes when its reserves are gone."""

    def __init__(self, world: World, neighbourhood: int, reserve_months: float) -> None:
        super().__init__(world)
        self.neighbourhood = neighbourhood
        self.members = 0.0
        self.open = True
        self.founded = False
        self.grant_per_month = 0.0
        self.costs_per_month = 0.0
        self.reserves = 0.0
        self.reserve_months = reserve_months

    def settle(self, members: float, grant: float, own_income: float, costs: float) -> None:
        """Keep a month's books; without money left it closes, and opens again when a grant covers its costs."""
        self.members, self.grant_per_month, self.costs_per_month = members, grant, costs
        if not self.founded:
            self.reserves, self.founded = self.reserve_months * costs, True
        self.reserves += grant + own_income - costs * self.open
        if self.open and self.reserves < 0.0:
            self.open = False
        elif not self.open and grant + own_income >= costs > 0.0:
            self.open, self.reserves = True, 0.01


class Hubs(Process):
    """Lets residents join and leave their network, and pays the networks' grants."""

    word = "hub"
    columns = (Column("member", np.uint8, 0, "member of the neighbourhood network"),)
    levers = (
        Lever("hub.joining", Kind.RATIO, "rate of joining the network", 1.0),
        Lever("hub.grant", Kind.AMOUNT, "pounds of grant a year added in each neighbourhood", 0.0),
    )
    decisions = ("hub.joining",)
    measures = (
        Measure("members", "people", "members of the neighbourhood networks"),
        Measure("hubs_open", "networks", "neighbourhood networks that are open"),
    )
    lines = (Line("hub_grants", "council", "networks", "core grants to neighbourhood networks", Cashable.BLOCK),)

    def begin(self, world: World) -> None:
        """Open a network in every neighbourhood; find the rates of joining that keep membership steady."""
        p, people = world.sheets[self.word], world.people
        self.hubs = [Hub(world, area, p.reserve_months) for area in range(world.groups)]
        share = members_by_age(p)
        levels = np.stack([1.0 - share, share], axis=1)
        easing = np.full((SPAN, 2), p.leaving_per_year + p.to_care_home_per_year)
        self._holding = holding_rates(levels, easing, np.zeros((SPAN, 2)))[:, 0]
        outside, pooled = (people["member"] == 0).astype(float), np.zeros(people.size, np.uint8)
        alone = np.where(people["alone"] > 0, p.alone_ratio, 1.0)
        self._average = cell_means(alone, outside, people["age"], pooled)[0]
        self._ratios = (p.alone_ratio, p.leaving_per_year)
        members = np.bincount(people["neighbourhood"], people["member"], world.groups)
        residents = np.bincount(people["neighbourhood"], minlength=world.groups)
        self._residents = np.maximum(residents, 1)
        world.shared["members"] = members
        world.shared["open"] = np.ones(world.groups)

    def month(self, world: World) -> None:
        """Let people join and leave within room, then settle every network's books."""
        p, people = world.sheets[self.word], world.people
        rows = people.view(Rows, self.word)
        volunteers = np.maximum(world.shared["volunteers"], 0.0)
        members = world.shared["members"]
        usual = np.maximum(p.members_per_volunteer * volunteers, 1e-9)
        room = np.clip((p.full_at - members / usual) / (p.full_at - p.crowded_from), 0.0, 1.0)
        room = (room if world.month else np.ones(world.groups)) * world.shared["open"]
        now = np.zeros(world.groups)
        key = world.key("hub.joining")
        joins = (
            float((self._holding / self._average).max()) * max(p.alone_ratio, 1.0) * world.levers.most("hub.joining")
        )
        highest = max(joins, p.leaving_per_year)
        near = world.may_happen("hub.joining", highest)
        near |= (rows.member > 0) & (rows.setting > 0)
        watched = world.watched(self)
        belong(rows, self._holding, self._average, self._ratios, room, now, rows_of(near), key, world.month, *watched)
        members[:] = now
        added = world.levers.amount("hub.grant")
        grants = p.grant_pounds_per_member_per_year * world.this_month("residents") * p.members_per_resident
        for hub in self.hubs:
            at = hub.neighbourhood
            grant = (grants * self._residents[at] / self._residents.sum() + added[at]) / 12.0
            own = grant * p.own_income_ratio
            hub.settle(float(now[at]), grant, own, grant + own)
            world.ledger.post(world.month, "hub_grants", pence(grant))
        world.shared["open"][:] = [hub.open for hub in self.hubs]
        world.record("members", now.sum())
        world.record("hubs_open", sum(hub.open for hub in self.hubs))
