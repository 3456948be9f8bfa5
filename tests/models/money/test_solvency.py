"""Solvency: every pound of Local Links is counted, and it closes after three months without cash."""

import numpy as np
import pytest

from models import sheets
from models.money.solvency import insolvent_from, own_cash

pytestmark = pytest.mark.unit

SHEET = sheets()["solvency"]
NOTHING = (0, 0, 0, 0)


def cash(begun=NOTHING, ended=NOTHING, running: float = 0.0):
    return own_cash(np.array([begun]), np.array([ended]), np.full((1, 12), running), SHEET)[0]


def test_a_drawdown_comes_at_the_start_of_its_quarter():
    found = cash(begun=(100_000, 0, 50_000, 0))
    assert found[[0, 5, 6, 11]].tolist() == [1_000.0, 1_000.0, 1_500.0, 1_500.0]


def test_what_runs_comes_and_goes_every_month():
    assert cash(begun=(100_000, 0, 0, 0), running=-50.0)[-1] == pytest.approx(1_000.0 - 600.0)


def test_the_dividend_comes_at_the_end_of_its_quarter():
    found = cash(ended=(0, 5_000, 0, 0))
    assert found[[4, 5, 11]].tolist() == [0.0, 50.0, 50.0]


@pytest.mark.parametrize(
    ("balance", "month"),
    [([1, -1, -1, -1], 3), ([-1, -1, 1, -1, -1, -1], 5), ([1, 0, 0, 0, 0], -1), ([-1, -1], -1)],
    ids=["three months", "the count begins anew", "nought is not below", "two months are borne"],
)
def test_it_closes_after_three_months_below_nought(balance, month):
    assert insolvent_from(np.array([balance], float), SHEET).tolist() == [month]
