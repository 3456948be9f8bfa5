"""Council: its budget for older people's care, who stays eligible under pressure, and what becomes of programmes."""

import mesa
import numpy as np
from numpy.typing import NDArray

from models.pounds import pence
from models.standing import Manager, Payer
from sim.ledger import Cashable, Line
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.process import Measure, Process
from sim.rules import rule
from sim.world import World

APRIL_TO_MARCH = 12
QUARTER = 3
MAY = 1
"""Month of local elections, counted from April."""
CARE_LINES = ("home_care_council", "residential_council")
CAME_BACK = ("home_care_charges", "residential_charges", "direct_payments_returned", "unspent_budgets")
"""Lines of what the council gets towards that spending, and back of it."""


@rule
def strictness(pressure: float, response: float, most: float) -> float:
    """Share of the lowest band of need served that is turned away because money is short.

    ``pressure`` is spending over budget (1 on budget), ``response`` the share per whole budget overspent,
    ``most`` the most it can be. Source: assumed; councils tightened eligibility in these years.
    """
    return min(max(response * (pressure - 1.0), 0.0), most)


@rule
def at_score(score: float, at_none: float, at_full: float) -> float:
    """Return what a criterion comes to: ``at_none`` with a score of 0, ``at_full`` with 1, in between in proportion.

    Source: the lender's criteria name the causes; sizes assumed; parameters/council.toml.
    """
    return at_none + (at_full - at_none) * score


@rule
def momentum_after(momentum: float, drift_per_year: float, pace_per_year: float, pace_share: float) -> float:
    """Momentum (0 to 1) after a month: it drifts away, and comes back where someone keeps up the pace.

    Source: the case study says that such projects drift; sizes assumed; parameters/council.toml.
    """
    left = momentum * np.exp(-drift_per_year / 12.0)
    return left + (1.0 - left) * (1.0 - np.exp(-pace_per_year * pace_share / 12.0))


@rule
def renewed_share(pressure: float, buy_in: float, cut_share: float) -> float:
    """Share of the networks' core grants that is renewed when their term ends, 0 to 1.

    Money short by a whole budget cuts ``cut_share`` of it where nobody stands up for them.
    Source: assumed; the case study: funding is assured for three years; parameters/council.toml.
    """
    return 1.0 - min(cut_share * max(pressure - 1.0, 0.0) * (1.0 - buy_in), 1.0)


def put_back(
    pounds: float, decided: float, heads: NDArray[np.float64], wanted: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what each neighbourhood gets of savings that are put back; together they are the whole of it.

    Residents decide on the share ``decided``, and put it where it is most wanted: in proportion to ``wanted``, or to
    ``heads`` where nobody wants any; the rest goes by ``heads``. Nothing is put back where there are no heads.
    Source: the bid of West Cheshire: savings "will be used to support participatory budgeting within localities"; where
    residents would put it is assumed.

    >>> put_back(100.0, 0.5, np.array([1.0, 1.0]), np.array([3.0, 1.0])).tolist()
    [62.5, 37.5]
    """
    if heads.sum() <= 0.0:
        return np.zeros(len(heads))
    by_wish = wanted if wanted.sum() > 0.0 else heads
    return np.asarray(pounds * ((1.0 - decided) * heads / heads.sum() + decided * by_wish / by_wish.sum()))


class Council(mesa.Agent):
    """Adult social care's budget and books, the portfolio holder's mind, and how far programmes still have pace."""

    def __init__(self, world: World, buy_in: float = 1.0) -> None:
        super().__init__(world)
        self.budget = 0.0
        self.spent = 0.0
        self.aged_75_plus = 0.0
        self.strictness = 0.0
        self.at_year_end = 1.0
        self.buy_in = buy_in
        self.momentum = 1.0
        self.months_running = 0
        self.continues = True

    @property
    def pressure(self) -> float:
        """Spending over budget so far this year, 1 on budget; in April last year's, and 1 before there is a budget."""
        months = self.model.month % APRIL_TO_MARCH
        if self.budget <= 0.0 or months == 0:
            return self.at_year_end
        return self.spent / (self.budget * months / APRIL_TO_MARCH)

    def set_budget(self, aged_75_plus: float, growth: float) -> None:
        """Set next year's budget: last year's spending, grown with those aged 75 and over and by policy."""
        if self.budget > 0.0:
            self.at_year_end = self.spent / self.budget
        if self.aged_75_plus > 0.0:
            self.budget = self.spent * (aged_75_plus / self.aged_75_plus) * (1.0 + growth)
        self.aged_75_plus = aged_75_plus
        self.spent = 0.0

    def hold_election(self, changes: bool, newcomers_buy_in: float, cross_party_share: float) -> None:
        """Where control changes, only what all parties share of the buy-in stays; the rest is the newcomers' own."""
        if changes:
            self.buy_in = cross_party_share * self.buy_in + (1.0 - cross_party_share) * newcomers_buy_in

    def decide(self, luck: float, ending_per_year: float) -> None:
        """Decide, at the end of a quarter, whether a running programme goes on; what was ended stays ended."""
        rate = ending_per_year * max(self.pressure, 1.0) * QUARTER / 12.0
        if self.months_running > 0 and luck < 1.0 - np.exp(-rate):
            self.continues = False


class CouncilBudget(Process):
    """Keeps the council's books, and lets it decide every quarter: how strict it is, and what goes on."""

    word = "council"
    measures = (
        Measure("budget_pressure", "ratio", "council spending on care over budget so far this year"),
        Measure("strictness", "share", "share of the lowest band of need served that is turned away for want of money"),
        Measure(
            "contract_indicative", "pounds", "what the council would pay this month for brokered people, unreduced"
        ),
        Measure("contract_actual", "pounds", "what it pays this month for them, net of charges"),
        Measure("early_help", "pounds", "savings the council puts into next month's grants to networks"),
        Measure("buy_in", "share", "the portfolio holder's buy-in"),
        Measure("momentum", "share", "pace that is left in the council's programmes"),
        Measure("continues", "share", "1 while the council lets its programmes go on, 0 once it has ended them"),
        Measure("guarantee_goodwill", "share", "share of the guarantee's word that the council would stand by"),
        Measure("criteria_met", "criteria", "how many of the lender's eight criteria the council meets"),
    )
    levers = (
        Lever("council.pace", Kind.AMOUNT, "pace kept up for the council's programmes, as shares of a champion's", 0.0),
    )
    lines = (Line("assessments", "council", "social work team", "community care assessments", Cashable.STAFF_TIME),)

    def begin(self, world: World) -> None:
        """Appoint the council and publish what others read."""
        p, people = world.sheets[self.word], world.people
        self.council = Council(world, p.political_buy_in)
        residents = np.bincount(people["neighbourhood"], minlength=world.groups)
        self._shares = residents / residents.sum()
        fixed = {
            "strictness": 0.0,
            "aged_75_plus": float((people["age"] >= 75).sum()),
            "uptake": at_score(p.personalisation, *p.uptake),
            "approval_months": at_score(p.development_capacity, *p.approval_months),
            "recruiting": at_score(p.empowerment, *p.recruiting_ratio),
            "first_handover_lag": at_score(p.innovation, *p.first_handover_lag_months),
            "match": at_score(p.match_funding, *p.match_ratio),
            "norm": at_score(p.senior_drive, *p.norm_log_odds),
            "continues": 1.0,
            "grants": 1.0,
        }
        for name, value in fixed.items():
            world.shared[name] = np.array([value])
        world.shared["early_help"] = np.zeros(world.groups)

    def month(self, world: World) -> None:
        """Count the month's spending, set the budget in April, decide each quarter, pay for assessments."""
        p, council, month = world.sheets[self.word], self.council, world.month
        if month > 0:
            paid = sum(world.ledger.posted(line, month - 1) for line in CARE_LINES)
            council.spent += (paid - sum(world.ledger.posted(line, month - 1) for line in CAME_BACK)) / 100.0
        aged = world.this_month("aged_75_plus")
        world.shared["aged_75_plus"][0] = aged
        if month % APRIL_TO_MARCH == 0:
            council.set_budget(aged, p.real_growth_per_year)
        if month % QUARTER == 0:
            council.strictness = strictness(council.pressure, p.response_to_pressure, p.most_turned_away)
            world.shared["strictness"][0] = council.strictness
        world.record("budget_pressure", council.pressure)
        world.record("strictness", council.strictness)
        assessed = world.this_month("assessed")
        world.ledger.post(month, "assessments", pence(p.assessment_pounds) * int(assessed))
        self._audit(world)
        self._govern(world)

    def _audit(self, world: World) -> None:
        """Reckon what brokered people would have cost at their indicative budgets; put savings back if asked."""
        p, people = world.sheets[self.word], world.people
        rows = world.few("brokered").rows()
        rows = rows[(people["managed"][rows] == Manager.LOCAL_LINKS) & (people["payer"][rows] == Payer.COUNCIL)]
        rows = rows[people["package"][rows] > 0.0]
        actual = people["council_cost"][rows] / 100.0
        indicative = float((actual * people["indicative"][rows] / people["package"][rows]).sum())
        saved = max(indicative - float(actual.sum()), 0.0)
        self._help_early(world, p.reinvested_share * p.realised_share * saved)
        world.record("contract_indicative", indicative)
        world.record("contract_actual", float(actual.sum()))

    def _help_early(self, world: World, pounds: float) -> None:
        """Put savings back into the networks that are open, by residents or where those who are lonely live."""
        people, decided = world.people, world.sheets[self.word].residents_decide_share
        lonely = np.zeros(world.groups)
        if pounds > 0.0 and decided > 0.0:
            counted = (people["lonely"] > 0) & (people["here"] > 0)
            lonely = np.bincount(people["neighbourhood"][counted], minlength=world.groups).astype(np.float64)
        is_open = world.shared["open"]
        world.shared["early_help"][:] = put_back(pounds, decided, self._shares * is_open, lonely * is_open)
        world.record("early_help", float(world.shared["early_help"].sum()))

    def _govern(self, world: World) -> None:
        """Hold elections in May, let momentum drift or be kept up, and decide on programmes and grants."""
        p, council, month = world.sheets[self.word], self.council, world.month
        luck = world.draws.uniform("council.politics", month, np.arange(3))
        if month % (APRIL_TO_MARCH * round(p.years_between_elections)) == MAY:
            council.hold_election(bool(luck[0] < p.control_changes_chance), float(luck[1]), p.cross_party_share)
        working = world.shared["planners"] > 0.0
        if working.any():
            council.months_running += 1
            kept = world.levers.amount("handover.champion")[working] + world.levers.amount("council.pace")[working]
            drift = at_score(p.whole_concept, *p.drift_per_year)
            council.momentum = momentum_after(
                council.momentum, drift, p.pace_per_year, float(np.minimum(kept, 1.0).mean())
            )
        if month % QUARTER == QUARTER - 1:
            council.decide(float(luck[2]), at_score(council.buy_in, *p.ending_per_year))
        if month > 0 and month % round(p.grant_term_months) == 0:
            world.shared["grants"][0] = renewed_share(council.pressure, council.buy_in, p.grant_cut_share)
        norm = at_score(p.senior_drive, *p.norm_log_odds) - p.drift_log_odds * (1.0 - council.momentum)
        world.shared["norm"][0], world.shared["continues"][0] = norm, float(council.continues)
        world.record("buy_in", council.buy_in)
        world.record("momentum", council.momentum)
        world.record("continues", float(council.continues))
        world.record("guarantee_goodwill", at_score(council.buy_in, *p.goodwill))
        world.record("criteria_met", criteria_met(p, council.buy_in))


def criteria_met(p: Sheet, buy_in: float) -> int:
    """Return how many of the eight scores reach the least the lender asks for, the buy-in as it now is."""
    scores = (
        p.personalisation,
        buy_in,
        p.senior_drive,
        p.development_capacity,
        p.whole_concept,
        p.empowerment,
        p.innovation,
        p.match_funding,
    )
    return int((np.array(scores) >= p.least_scores).sum())
