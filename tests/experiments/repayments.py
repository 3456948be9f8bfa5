"""A made-up repayment: forty runs whose saving differs from run to run and rises with the handover rate."""

from functools import cache

import numpy as np

from experiments.comparing.payers import Purses
from experiments.lending.loan_question import OWN, Question, imposed
from experiments.lending.repayment import Line, Repayment, Replication, gather
from experiments.runs.archive import Tally

RUNS, BUDGETS = 40, 6.0
CENTRAL = {
    "dividend.spot_share": 0.8,
    "dividend.spot_lag": 1.0,
    "dividend.backfill": 0.3,
    "dividend.block_part": 0.0,
    "dividend.block_share": 0.2,
    "dividend.block_unit_pounds_per_month": 20_000.0,
    "dividend.health_lag": 0.0,
}


@cache
def repayment(size: float = 30_000.0, cost: float = 1_000.0, runs: int = RUNS) -> Repayment:
    """Runs in which everybody handed over would save so many pounds a month, give or take a third."""
    question = Question(replications=runs, handover=(0.1, 0.8))
    return gather(question, made_of(question, size, cost, runs))


def made_of(question: Question, size: float, cost: float, runs: int) -> list[Replication]:
    """The same for another question, before it is gathered."""
    return [_replication(question, number, size, cost) for number in range(runs)]


def _replication(question: Question, number: int, size: float, cost: float) -> Replication:
    luck = np.random.default_rng(number).lognormal(0.0, 0.35)
    rates = {OWN: 0.25} | {imposed(rate): rate for rate in question.rates}
    return Replication(
        lines={name: _line(question, rate, size * luck, cost) for name, rate in rates.items()},
        purses=Purses({"council": np.ones(9), "home care providers": -np.ones(9)}, {"council": np.ones(9)}),
        fingerprints=dict.fromkeys(rates, f"{number:016x}"),
        parameters=CENTRAL,
        seconds=2.0,
        tally=Tally(made=len(rates)),
    )


def _line(question: Question, rate: float, size: float, cost: float) -> Line:
    months = question.months - question.start
    saving = size * rate * np.minimum(np.arange(months) / 18.0, 1.0)
    budgets = np.full(months, BUDGETS)
    return Line(
        contract=saving,
        indicative=5.0 * saving,
        truth=0.8 * saving,
        waiting=0.1 * saving,
        cost=np.full(months, cost),
        plans=rate * budgets,
        budgets=budgets,
        running=24.0 * rate * budgets,
        goodwill=np.ones(months),
        criteria=np.full(months, 8.0),
        health=np.full(months, 100.0),
    )
