"""The gate: nothing passes that lacks a criterion or a proof, and a proof that is asked more of passes fewer."""

import numpy as np
import pytest

from models.library import sheets
from models.money.gate import Evidence, Stage, evidence, months_to_drawdown, spent_by_lender, stage_reached

GATE = sheets()["gate"]


def seen(criteria: float = 8, plans: float = 20, handover: float = 0.5, saving: float = 0.2) -> Evidence:
    return Evidence(*(np.array([one]) for one in (criteria, plans, handover, saving)))


@pytest.mark.unit
@pytest.mark.parametrize(
    ("shown", "stage"),
    [
        (seen(), Stage.INVESTED),
        (seen(criteria=7), Stage.PRINCIPLE),
        (seen(plans=3), Stage.BOARD),
        (seen(handover=0.1), Stage.BOARD),
        (seen(saving=0.05), Stage.BOARD),
        (seen(criteria=7, handover=0.1), Stage.PRINCIPLE),
    ],
    ids=["all", "a criterion short", "too few plans", "handover too low", "saving too small", "both"],
)
def test_a_loan_needs_every_criterion_and_every_part_of_the_proof(shown, stage):
    assert stage_reached(shown, GATE)[0] == stage


@pytest.mark.unit
def test_a_higher_hurdle_never_lets_more_through():
    luck = np.random.default_rng(5)
    criteria, plans = luck.integers(6, 9, 400).astype(float), luck.poisson(12, 400).astype(float)
    many = Evidence(criteria, plans, luck.uniform(size=400), luck.uniform(0, 0.3, 400))
    shares = [
        (stage_reached(many, GATE.replaced({"handover_hurdle": hurdle})) == Stage.INVESTED).mean()
        for hurdle in (0.1, 0.2, 0.3, 0.6)
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]


@pytest.mark.unit
def test_the_board_reads_the_second_half_of_the_proof():
    budgets = np.full((1, 12), 10.0)
    plans = np.array([[0.0] * 6 + [4.0] * 6])
    shown = evidence(np.full((1, 12), 8.0), plans, budgets, 50.0 * plans, 250.0 * plans)
    assert shown.handover[0] == pytest.approx(0.4)
    assert shown.saving_share[0] == pytest.approx(0.2)
    assert shown.plans[0] == 24


@pytest.mark.unit
def test_where_nobody_is_handed_over_nothing_is_shown():
    none = np.zeros((1, 12))
    shown = evidence(none + 8, none, none, none, none)
    assert (shown.handover[0], shown.saving_share[0]) == (0.0, 0.0)
    assert stage_reached(shown, GATE)[0] == Stage.BOARD


@pytest.mark.unit
def test_the_lender_pays_for_a_proof_only_where_there_was_one():
    stages = np.array([Stage.PRINCIPLE, Stage.BOARD, Stage.INVESTED])
    assert spent_by_lender(stages, GATE).tolist() == [3_000.0, 13_000.0, 13_000.0]
    assert months_to_drawdown(GATE) == 15
