"""Network: one hub as an agent, with members, money, activities, opening hours and six scores of quality."""

from typing import NamedTuple

import mesa

from models.services.hub.franchise import Franchise, Grounds
from sim.parameters import Sheet
from sim.rules import rule
from sim.world import World

QUALITIES = ("governance", "resources", "information", "projects", "people", "premises")
"""What the quality assurance scores, each from 0 to 1."""
ACTIVITIES = ("befriending", "lunch clubs", "exercise", "outings and other")
"""What a hub spends its activity time on."""
CORE_OFFER = 6
"""Parts of the core offer: access, bookable rooms, promotion, signposting, online training, a place to work."""
LONG_AGO = -1_200
"""Month in which a hub that was there at the start opened: long before it."""


@rule
def cost_per_month(usual: float, fixed_share: float, members_ratio: float, unit_ratio: float) -> float:
    """Return a hub's costs: a fixed part, and one that goes with its members, in the unit of ``usual``.

    ``members_ratio`` is members over their usual number, ``unit_ratio`` the price of an activity over the usual one.
    Source: assumed; parameters/hub.toml.
    """
    return usual * (fixed_share + (1.0 - fixed_share) * members_ratio * unit_ratio)


@rule
def network_unit_ratio(hubs: float, most_saved: float, half_size: float) -> float:
    """Return what an activity costs a franchised hub against one on its own, by how many hubs share purchasing.

    Falls from 1 towards 1 - ``most_saved``; half of that is reached with ``half_size`` other hubs.
    Source: economies of scale and scope are what the franchise is for; size assumed; parameters/hub.toml.
    """
    others = max(hubs - 1.0, 0.0)
    return 1.0 - most_saved * others / (others + half_size)


@rule
def score_after(score: float, taught: float, peers: float, learning: float) -> float:
    """Return a score of quality after a quarter of being ``taught`` (share of the gap to 1) and learning from peers.

    Source: assumed; parameters/hub.toml.
    """
    return min(score + taught * (1.0 - score) + learning * max(peers - score, 0.0), 1.0)


@rule
def closing_rate(mature: float, young: float, months_open: float, settling_months: float, spread: float) -> float:
    """Rate at which a hub loses its leaders or premises and closes, per hub-year; falls as it settles.

    ``spread`` is what its governance makes of it, 1 for a usual one. Source: assumed; parameters/hub.toml.
    """
    return (young if months_open < settling_months else mature) * spread


class Month(NamedTuple):
    """What a hub takes and spends in a month, in pounds."""

    grant: float
    own_income: float
    costs: float


class Habits(NamedTuple):
    """How hubs keep house; parameters of the same names in parameters/hub.toml."""

    cut_when_short: float
    short_below_share: float
    ample_above_share: float
    bare_below_share: float
    bare_months: float


class Hub(mesa.Agent):
    """One neighbourhood's hub; it closes when its reserves or its leaders are gone, and may open again.

    Attributes:
        neighbourhood: its number. core_funded: it is one of the networks with a core grant.
        open: whether it is; opened: since which month.
        bare_months: how long volunteers have been too few to run a bare minimum.
        reserves: pounds put by. quality: six scores from 0 to 1, in the order of `QUALITIES`.
        hours_per_week: hours of access. core: which parts of the core offer it makes.
        franchise: its dealings with the council.
    """

    def __init__(self, world: World, neighbourhood: int, core_funded: bool, trait: tuple[list[float], ...]) -> None:
        super().__init__(world)
        self.neighbourhood = neighbourhood
        self.core_funded, self.open = core_funded, core_funded
        self.opened = LONG_AGO
        self.bare_months = 0
        self.reserves = self.target = 0.0
        self.books = Month(0.0, 0.0, 0.0)
        self.quality, hours, self.core = list(trait[0]), trait[1], [value > 0.0 for value in trait[2]]
        self.hours_per_week = hours[0]
        self.franchise = Franchise()

    def score(self, name: str) -> float:
        """Return one score of quality, 0 to 1."""
        return self.quality[QUALITIES.index(name)]

    def effect(self, name: str, p: Sheet) -> float:
        """Return what a score makes of the rate it acts on: 1 at the usual score, more above it."""
        return float(1.0 + p.quality_effect * (self.score(name) - p.quality_at_start))

    def open_up(self, month: int, reserves: float) -> None:
        """Open, newly or again, with what has been put by for it."""
        self.open, self.opened, self.reserves, self.bare_months = True, month, reserves, 0

    def close(self) -> None:
        """Close; its members lose it."""
        self.open, self.reserves = False, 0.0

    def run_bare(self, share: float, p: Habits) -> None:
        """Count the months in which volunteers could run too little; after so many in a row it closes."""
        self.bare_months = self.bare_months + 1 if share < p.bare_below_share else 0
        if self.bare_months >= p.bare_months:
            self.close()

    def settle(self, books: Month, reserve_months: float) -> None:
        """Keep a month's books; without money left it closes. A closed hub takes and spends nothing."""
        self.books = books
        self.target = reserve_months * books.costs
        if self.open:
            self.reserves += books.grant + books.own_income - books.costs
            if self.reserves < 0.0:
                self.close()

    def thrift(self, p: Habits) -> float:
        """Return how much of its usual activity it runs: less while reserves are low, never more than all."""
        return 1.0 - p.cut_when_short if self.reserves < p.short_below_share * self.target else 1.0

    def spends(self, p: Habits) -> float:
        """Return costs over usual ones: cut while reserves are low, raised while they are ample."""
        if self.reserves < p.short_below_share * self.target:
            return 1.0 - p.cut_when_short
        return 1.0 + p.cut_when_short if self.reserves > p.ample_above_share * self.target else 1.0

    def grounds(self, p: Sheet, deprived: bool) -> Grounds:
        """Return what a decision about its franchise is based on."""
        mean, least = sum(self.quality) / len(self.quality), min(self.quality)
        lacking = self.core.count(False) / CORE_OFFER + max(p.second_level - mean, 0.0)
        return Grounds(
            open=self.open,
            core_offer=all(self.core) and self.hours_per_week >= p.access_hours_per_week,
            first_level=mean >= p.first_level,
            second_level=mean >= p.second_level and least >= p.least_score,
            gap=min(p.grant_share_at_least + lacking, 1.0),
            deprived=deprived,
        )

    def learn(self, p: Sheet, taught: float, peers: list[float], learning: float, lucks: list[float]) -> None:
        """Improve for a quarter: scores, opening hours, and the parts of the core offer it lacked."""
        for place, peer in enumerate(peers):
            self.quality[place] = score_after(self.quality[place], taught, peer, learning)
        if taught > 0.0:
            self.core = [has or luck < p.core_met_per_quarter for has, luck in zip(self.core, lucks, strict=True)]
            if self.hours_per_week < p.access_hours_per_week:
                self.hours_per_week += p.hours_added_per_quarter
