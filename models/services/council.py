"""Council: its budget for older people's care, and how pressure on it tightens who is eligible."""

import mesa
import numpy as np

from sim.ledger import Cashable, Line
from sim.process import Measure, Process
from sim.rules import rule
from sim.world import World

APRIL_TO_MARCH = 12
CARE_LINES = ("home_care_council", "residential_council")
CHARGES = ("home_care_charges", "residential_charges")


@rule
def strictness(pressure: float, response: float, most: float) -> float:
    """Share of those with mild need turned away because money is short.

    ``pressure`` is spending over budget (1 on budget), ``response`` the share per whole budget overspent,
    ``most`` the most it can be. Source: assumed; councils tightened eligibility in these years.
    """
    return min(max(response * (pressure - 1.0), 0.0), most)


class Council(mesa.Agent):
    """Adult social care's budget for older people, set every April, and what has been spent of it."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.budget = 0.0
        self.spent = 0.0
        self.last_year = 0.0
        self.aged_75_plus = 0.0
        self.strictness = 0.0
        self.at_year_end = 1.0

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
        self.last_year, self.spent = self.spent, 0.0


class CouncilBudget(Process):
    """Keeps the council's books and says how strict it is this month."""

    word = "council"
    measures = (
        Measure("budget_pressure", "ratio", "council spending on care over budget so far this year"),
        Measure("strictness", "share", "share of those with mild need turned away for want of money"),
    )
    lines = (Line("assessments", "council", "social work team", "community care assessments", Cashable.STAFF_TIME),)

    def begin(self, world: World) -> None:
        """Appoint the council and publish what others read."""
        self.council = Council(world)
        people = world.people
        world.shared["strictness"] = np.zeros(1)
        world.shared["aged_75_plus"] = np.array([float((people["age"] >= 75).sum())])

    def month(self, world: World) -> None:
        """Count last month's spending, set the budget in April, respond to pressure, pay for assessments."""
        p, council, month = world.sheets[self.word], self.council, world.month
        if month > 0:
            paid = sum(world.ledger.posted(line, month - 1) for line in CARE_LINES)
            council.spent += (paid - sum(world.ledger.posted(line, month - 1) for line in CHARGES)) / 100.0
        aged = world.this_month("aged_75_plus")
        world.shared["aged_75_plus"][0] = aged
        if month % APRIL_TO_MARCH == 0:
            council.set_budget(aged, p.real_growth_per_year)
        council.strictness = strictness(council.pressure, p.response_to_pressure, p.most_turned_away)
        world.shared["strictness"][0] = council.strictness
        world.record("budget_pressure", council.pressure)
        world.record("strictness", council.strictness)
        assessed = world.this_month("assessed")
        world.ledger.post(month, "assessments", round(100 * p.assessment_pounds) * int(assessed))
