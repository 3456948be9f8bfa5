"""Solvency: every pound of Local Links is counted, and it closes after three months without cash."""

from dataclasses import replace

import numpy as np
import pytest

from models import Finance, sheets, standard_terms
from models.money.solvency import insolvent_from, own_cash

pytestmark = pytest.mark.unit

SHEET = sheets()["solvency"]
TERMS = replace(standard_terms(), loan_pounds=1_000.0, fee_share=0.02, match_share=0.5)
DRAWN = np.array([[100_000, 0, 0, 0]])


def cash(costs: float = 0.0, dividend=(0, 0, 0, 0), **changes):
    return own_cash(DRAWN, np.array([dividend]), np.full((1, 12), costs), replace(TERMS, **changes), SHEET)[0]


def test_the_loan_comes_in_less_its_fee_and_with_its_match():
    assert cash()[0] == pytest.approx(1_000.0 * (1.0 - 0.02 + 0.5))


def test_costs_go_out_every_month_and_a_grant_comes_in():
    assert cash(costs=50.0)[-1] == pytest.approx(1_480.0 - 600.0)
    assert cash(costs=50.0, grant_pounds_per_year=600.0)[-1] == pytest.approx(1_480.0)


def test_the_dividend_comes_at_the_end_of_its_quarter():
    found = cash(dividend=(0, 5_000, 0, 0))
    assert np.diff(found)[4] == pytest.approx(50.0)
    assert found[-1] - found[0] == pytest.approx(50.0)


def test_a_reserve_is_kept_back_from_a_loan_and_from_nothing_else():
    assert cash()[0] - cash(reserve_pounds=300.0)[0] == pytest.approx(300.0)
    assert cash(reserve_pounds=300.0, finance=Finance.GRANT)[0] == pytest.approx(cash()[0])


@pytest.mark.parametrize(
    ("balance", "month"),
    [([1, -1, -1, -1], 3), ([-1, -1, 1, -1, -1, -1], 5), ([1, 0, 0, 0, 0], -1), ([-1, -1], -1)],
    ids=["three months", "the count begins anew", "nought is not below", "two months are borne"],
)
def test_it_closes_after_three_months_below_nought(balance, month):
    assert insolvent_from(np.array([balance], float), SHEET).tolist() == [month]
