"""Hubs: the month of all hubs together: books, openings and closings, quality, franchise, and what others see."""

import numpy as np
from numpy.typing import NDArray

from models.pounds import pence
from models.services.hub.franchise import MONTHS_BETWEEN_DECISIONS, Lucks, Offer
from models.services.hub.network import (
    CORE_OFFER,
    QUALITIES,
    Habits,
    Hub,
    Month,
    closing_rate,
    cost_per_month,
    network_unit_ratio,
)
from sim.effects import monthly_chance
from sim.ledger import Cashable, Line
from sim.levers import Kind, Lever
from sim.process import Measure, Process
from sim.world import World

DRAWS_PER_HUB = 16
"""Addresses set aside for each neighbourhood, for traits and quarterly lucks."""


class Hubs(Process):
    """Keeps every hub's books and stage, and says what each offers its neighbourhood."""

    word = "hub"
    levers = (
        Lever("hub.core_grant", Kind.SETTING, "share of the networks' core grants that is paid"),
        Lever("hub.suspended", Kind.AMOUNT, "share of activities that cannot be held in each neighbourhood", 0.0),
        Lever("hub.franchise", Kind.AMOUNT, "1 where hubs may apply for a franchise", 0.0),
        Lever("hub.startup_grant", Kind.SETTING, "most pounds of start-up grant to a hub"),
        Lever("hub.commissioning", Kind.AMOUNT, "pounds a year that franchised hubs in need commission with", 0.0),
    )
    measures = (
        Measure("hubs_open", "networks", "neighbourhood networks that are open"),
        Measure("hubs_closed", "networks", "networks that closed this month"),
        Measure("hubs_collapsed", "networks", "networks that are closed or have too few of their usual members left"),
        Measure("hubs_supported", "hubs", "hubs with start-up support, on their way to a franchise"),
        Measure("hubs_franchised", "hubs", "hubs that hold a franchise"),
        Measure("hubs_commissioning", "hubs", "of these, hubs that commission with a budget of their own"),
        Measure("hub_reserves", "pounds", "what all networks have put by"),
        Measure("hub_quality", "share", "mean score of the open hubs"),
    )
    lines = (
        Line("hub_grants", "council", "networks", "core grants to neighbourhood networks", Cashable.BLOCK),
        Line("hub_startup_grants", "council", "networks", "start-up grants to community hubs", Cashable.PROGRAMME),
        Line("hub_commissioning", "council", "networks", "budgets that hubs commission with", Cashable.PROGRAMME),
        Line("hub_own_income", "donors and members", "networks", "funds hubs raise themselves", Cashable.OWN),
        Line("hub_costs", "networks", "staff and premises", "running of hubs and their activities", Cashable.OWN),
    )

    def begin(self, world: World) -> None:
        """Found a hub in every neighbourhood, open where there is a network; lay out what it usually has."""
        p, people = world.sheets[self.word], world.people
        residents = np.bincount(people["neighbourhood"], minlength=world.groups)
        self._share = residents / residents.sum()
        self._scale = 1.0 / world.people_per_resident
        core = world.shared["network"] > 0.0
        self.hubs = [Hub(world, area, bool(core[area]), self._trait(world, area)) for area in range(world.groups)]
        self._core = core.astype(float)
        self._usual_members = np.where(
            core, p.members_per_resident * residents, p.new_hub_members_per_hour * p.access_hours_per_week * self._scale
        )
        self.mix = np.tile(p.mix, (world.groups, 1))
        self._usual_fit = 1.0
        self._fit = np.ones(world.groups)
        for name in ("open", "known", "asking", "activity"):
            world.shared[name] = self._core.copy()
        world.shared["commissioning"] = np.zeros(world.groups)
        world.shared["least_hours"] = p.least_hours_per_week * self._scale * self._core * (p.core_granted > 0.0)
        world.shared["hub_room"] = self._capacity(world)
        self._shock(world)
        self._habits = p.numbers(Habits, {})
        self._score(world)
        _, usual = self._usual(world, float(residents.sum()))
        for hub, pounds in zip(self.hubs, usual.tolist(), strict=True):
            hub.reserves = p.reserve_months * pounds * hub.open

    def _usual(self, world: World, residents: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return each hub's core grant and usual costs this month, in pounds; grants go with the residents."""
        p = world.sheets[self.word]
        whole = (
            p.grant_pounds_per_member_per_year * residents * p.members_per_resident * self._share * self._core / 12.0
        )
        new = (1.0 - self._core) * p.new_hub_pounds_per_year * self._scale / 12.0
        return whole * p.core_granted, whole * (1.0 + p.own_income_ratio) + new

    def _trait(self, world: World, area: int) -> tuple[list[float], ...]:
        """Draw what a hub starts with: scores, hours of access, parts of the core offer it makes."""
        p, at = world.sheets[self.word], DRAWS_PER_HUB * area
        luck = world.draws.uniform("start.hub", 0, at + np.arange(DRAWS_PER_HUB))
        scores = np.clip(p.quality_at_start + p.quality_spread * (2.0 * luck[: len(QUALITIES)] - 1.0), 0.0, 1.0)
        hours = p.hours_at_start + p.hours_spread * (2.0 * luck[len(QUALITIES)] - 1.0)
        makes = luck[len(QUALITIES) + 1 :][:CORE_OFFER] < p.core_share_at_start
        return scores.tolist(), [float(hours)], makes.astype(float).tolist()

    def _capacity(self, world: World) -> NDArray[np.float64]:
        """Return how many members each hub can take: networks as many as they have volunteers for."""
        p = world.sheets[self.word]
        hours = np.array([hub.hours_per_week for hub in self.hubs])
        return np.where(self._core > 0.0, np.inf, p.new_hub_members_per_hour * hours * self._scale)

    def _shock(self, world: World) -> None:
        """Draw what the year brings: income and costs of each hub against the usual ones, spread evenly about 1."""
        p, areas = world.sheets[self.word], np.arange(world.groups)
        wide = np.sqrt(3.0)  # so that an even spread has the standard deviation asked for
        income, costs = (world.draws.uniform(f"hub.{name}", world.month, areas) for name in ("income", "costs"))
        self._income = (1.0 + wide * p.income_spread * (2.0 * income - 1.0)).tolist()
        self._costs = (1.0 + wide * p.cost_spread * (2.0 * costs - 1.0)).tolist()

    def _score(self, world: World) -> None:
        """Reckon what every hub's scores make of the rates they act on; scores change once a quarter at most."""
        p = world.sheets[self.word]
        self._effect = {name: [hub.effect(name, p) for hub in self.hubs] for name in QUALITIES}

    def month(self, world: World) -> None:
        """Decide and learn once a quarter; open, close, keep the books, and show what each hub offers."""
        if world.month % 12 == 0:
            self._shock(world)
        if world.month % MONTHS_BETWEEN_DECISIONS == 0:
            if world.month % 12 == 0 or world.shared["commissioning"].any():
                self._suit(world)
            self._decide(world)
        core_share = world.levers.setting("hub.core_grant", 1.0) * float(world.shared["grants"][0])
        before = sum(hub.open for hub in self.hubs)
        opened = self._open_and_close(world, core_share)
        self._keep_books(world, core_share)
        self._show(world)
        now = sum(hub.open for hub in self.hubs)
        franchises = [hub.franchise for hub in self.hubs]
        world.record("hubs_open", now)
        world.record("hubs_closed", before + opened - now)
        world.record("hubs_collapsed", self._collapsed(world))
        world.record("hubs_supported", sum(one.supported for one in franchises))
        world.record("hubs_franchised", sum(one.holds for one in franchises))
        world.record("hubs_commissioning", sum(one.commissions for one in franchises))
        world.record("hub_reserves", sum(hub.reserves for hub in self.hubs))
        quality = sum(sum(hub.quality) for hub in self.hubs if hub.open)
        world.record("hub_quality", quality / (len(QUALITIES) * max(now, 1)))

    def _collapsed(self, world: World) -> int:
        """Return how many of the networks there were are closed, or have too few of their usual members."""
        fewest = world.sheets[self.word].collapsed_below * self._usual_members
        stands = (world.shared["open"] > 0.0) & (world.shared["members"] >= fewest)
        return int(np.sum((self._core > 0.0) & ~stands))

    def _open_and_close(self, world: World, core_share: float) -> int:
        """Close hubs that lost leaders or volunteers, open those with a funder and volunteers; return how many open."""
        p, areas, month = world.sheets[self.word], np.arange(world.groups), world.month
        closing = world.draws.uniform("hub.closing", month, areas).tolist()
        opening = world.draws.uniform("hub.opening", month, areas).tolist()
        opens, most = float(monthly_chance(p.reopening_per_year)), p.young_closing_per_year * 2.0 / 12.0
        runs = (1.0 / np.maximum(world.shared["crowding"], 1e-9)).tolist()
        manned = (world.shared["hours"] >= p.bare_below_share * world.shared["least_hours"]).tolist()
        opened, governed = 0, self._effect["governance"]
        for hub, closes, comes, share, could in zip(self.hubs, closing, opening, runs, manned, strict=True):
            if not hub.open:
                if hub.core_funded and could and core_share > 0.0 and comes < opens:
                    self._open(world, hub, p.reserve_months * hub.books.costs / 2.0)
                    opened += 1
                continue
            hub.run_bare(share, self._habits)
            if closes < most:
                spread, old = 2.0 - governed[hub.neighbourhood], month - hub.opened
                rate = closing_rate(p.closing_per_year, p.young_closing_per_year, old, p.settling_months, spread)
                if closes < monthly_chance(rate):
                    hub.close()
        return opened

    def _open(self, world: World, hub: Hub, raised: float, granted: float = 0.0) -> None:
        """Open a hub with what has been raised for it beforehand, and any start-up grant."""
        hub.open_up(world.month, raised + granted)
        world.ledger.post(world.month, "hub_own_income", pence(raised))

    def _keep_books(self, world: World, core_share: float) -> None:
        """Pay grants, let hubs raise and spend money."""
        p, month = world.sheets[self.word], world.month
        core, usual = self._usual(world, world.this_month("residents"))
        grants = core * core_share + world.shared["early_help"]
        budgets = (world.levers.amount("hub.commissioning") / 12.0).tolist()
        unit = network_unit_ratio(float(sum(self._held())), p.most_saved_by_network, p.network_half_size)
        ratios = np.minimum(world.shared["members"] / np.maximum(self._usual_members, 1e-9), 1.0).tolist()
        columns = (grants.tolist(), usual.tolist(), (usual - core).tolist(), ratios)
        granted, handed, raised, ran = 0.0, 0.0, 0.0, 0.0
        fixed, months, resources = p.fixed_share, p.reserve_months, self._effect["resources"]
        for hub, grant, cost, own, ratio in zip(self.hubs, *columns, strict=True):
            at = hub.neighbourhood
            costs = cost_per_month(cost, fixed, ratio, unit if hub.franchise.holds else 1.0)
            if not hub.open:
                hub.settle(Month(0.0, 0.0, costs), months)
                continue
            costs *= self._costs[at] * hub.spends(self._habits)
            own *= (fixed + (1.0 - fixed) * ratio) * self._income[at] * resources[at]
            hub.settle(Month(grant, own, costs), months)
            granted, raised, ran = granted + grant, raised + own, ran + costs
            handed += budgets[at] * hub.franchise.commissions
        ran = max(ran - float(world.shared["volunteer_pounds"].sum()), 0.0)
        for line, pounds in (
            ("grants", granted),
            ("commissioning", handed),
            ("own_income", raised),
            ("costs", ran + handed),
        ):
            world.ledger.post(month, f"hub_{line}", pence(pounds))

    def _held(self) -> list[bool]:
        """Return for each hub whether it holds a franchise."""
        return [hub.franchise.holds for hub in self.hubs]

    def _show(self, world: World) -> None:
        """Publish by neighbourhood: open, how well known, how hard it asks for volunteers, what activity is worth."""
        p, shared = world.sheets[self.word], world.shared
        is_open = np.array([hub.open for hub in self.hubs], float)
        shared["open"][:] = is_open
        shared["known"][:] = self._effect["information"]
        people = np.array(self._effect["people"])
        load = np.clip(shared["load"] / p.usual_load, p.least_asking, p.most_asking)
        shared["asking"][:] = is_open * people * load
        thrift = np.array([hub.thrift(self._habits) for hub in self.hubs])
        suspended = np.clip(1.0 - world.levers.amount("hub.suspended"), 0.0, 1.0)
        shared["activity"][:] = is_open * thrift * self._fit * suspended * self._bought(world)
        if world.month % MONTHS_BETWEEN_DECISIONS == 0:
            shared["hub_room"][:] = self._capacity(world)

    def _bought(self, world: World) -> NDArray[np.float64]:
        """Return how much activity there is where hubs commission more of it, over the usual; 1 elsewhere."""
        p = world.sheets[self.word]
        commissions = np.array([hub.franchise.commissions for hub in self.hubs], float)
        world.shared["commissioning"][:] = commissions
        if not commissions.any():
            return commissions + 1.0
        usual = np.array([max(12.0 * hub.books.costs, 1e-9) for hub in self.hubs])
        more = world.levers.amount("hub.commissioning") / usual * p.bought_share
        return np.asarray(1.0 + commissions * np.minimum(more, p.most_bought))

    def _suit(self, world: World) -> None:
        """Reckon how far each hub's activities are those its members need; commissioning hubs move theirs there."""
        p, people = world.sheets[self.word], world.people
        rows = world.few("member").rows()
        area, frail = people["neighbourhood"][rows], people["cfs"][rows] >= p.frail_from
        wants = (people["lonely"][rows] > 0, people["alone"][rows] > 0, frail, np.ones(len(rows), bool))
        counts = np.stack([np.bincount(area, want, world.groups) for want in wants], axis=1) * p.wanted
        everywhere = counts.sum(axis=0) / counts.sum() if counts.sum() > 0.0 else np.asarray(p.mix)
        need = counts + p.needs_known_from * self._scale * everywhere
        need /= need.sum(axis=1, keepdims=True)
        for hub in self.hubs:
            if hub.franchise.commissions:
                moved = p.mix_moved_per_quarter * hub.effect("projects", p)
                self.mix[hub.neighbourhood] += min(moved, 1.0) * (need[hub.neighbourhood] - self.mix[hub.neighbourhood])
        fit = np.minimum(self.mix, need).sum(axis=1)
        if world.month == 0:
            self._usual_fit = float(fit.mean())
        self._fit = fit / max(self._usual_fit, 1e-9)

    def _decide(self, world: World) -> None:
        """Take the quarter's decisions about franchises; hubs with support learn."""
        p, month, levers = world.sheets[self.word], world.month, world.levers
        offered, budget = levers.amount("hub.franchise"), levers.amount("hub.commissioning")
        if not offered.any() and not any(hub.franchise.dealt for hub in self.hubs):
            return
        most = levers.setting("hub.startup_grant", 0.0)
        luck = world.draws.uniform("hub.franchise", month, np.arange(DRAWS_PER_HUB * world.groups))
        peers = self._peers()
        size = float(sum(self._held()))
        learning = p.peer_learning_per_quarter * size / (size + p.network_half_size)
        granted = 0.0
        for hub in self.hubs:
            at = hub.neighbourhood
            drawn = luck[DRAWS_PER_HUB * at :][:DRAWS_PER_HUB].tolist()
            lucks = Lucks(
                drawn[0] < p.applying_per_quarter, drawn[1] < p.appealing_share, drawn[2] < p.panel_agrees_share
            )
            offer = Offer(offered[at] > 0.0, most, round(p.support_months), budget[at] > 0.0)
            grounds = hub.grounds(p, world.shared["deprived_areas"][at] >= 1.0)
            grant = hub.franchise.decide(month, offer, grounds, lucks)
            granted += grant
            hub.reserves += grant
            helped = hub.franchise.supported or hub.franchise.holds
            if helped and not hub.open and hub.franchise.since == month:
                raised = p.reserve_months * p.new_hub_pounds_per_year * self._scale / 24.0
                self._open(world, hub, raised, grant)
            if helped and offer.franchise:
                hub.learn(p, p.taught_per_quarter, peers, learning, drawn[4:][:CORE_OFFER])
        self._score(world)
        world.ledger.post(month, "hub_startup_grants", pence(granted))

    def _peers(self) -> list[float]:
        """Return the mean of each score among hubs that hold a franchise; 0 while there are none."""
        scores = [hub.quality for hub in self.hubs if hub.franchise.holds]
        return [sum(one) / len(scores) for one in zip(*scores, strict=True)] if scores else [0.0] * len(QUALITIES)
