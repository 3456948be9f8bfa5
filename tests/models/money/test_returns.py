"""Returns: what published spreadsheet examples give, and words where there is no number."""

import numpy as np
import pytest
import pyxirr

from models.library import sheets
from models.money.returns import payback, present_value, rate_of_return, real_value

pytestmark = pytest.mark.unit

BUSINESS = [-70_000.0, 12_000.0, 15_000.0, 18_000.0, 21_000.0, 26_000.0]
"""Microsoft's documentation of IRR: five years of a business that costs 70,000."""


@pytest.mark.parametrize(("years", "rate"), [(5, 0.0866), (4, -0.0212), (2, -0.4435)])
def test_rates_are_those_of_the_spreadsheets_manual(years, rate):
    found = rate_of_return(np.array(BUSINESS[: years + 1]), per_year=1)
    assert found.per_year == pytest.approx(rate, abs=5e-5)
    assert found.said == f"{100 * rate:.1f}% a year."


def test_present_values_are_those_of_the_spreadsheets_manual():
    manual = np.array([0.0, -10_000.0, 3_000.0, 4_200.0, 6_800.0])
    assert present_value(manual, 0.10, per_year=1) == pytest.approx(1_188.44, abs=0.005)
    flows = np.array([-40_000.0, 8_000.0, 9_200.0, 10_000.0, 12_000.0, 14_500.0])
    assert present_value(flows, 0.08, per_year=1) == pytest.approx(1_922.06, abs=0.005)
    assert present_value(np.stack([flows, 2 * flows]), 0.08, per_year=1)[1] == pytest.approx(2 * 1_922.06, abs=0.01)


def test_a_loan_repaid_by_its_annuity_returns_its_rate():
    level = 150_000 * 0.015 / (1 - 1.015**-20)
    found = rate_of_return(np.array([-150_000.0, *[level] * 20]))
    assert found.per_year == pytest.approx(1.015**4 - 1, abs=1e-9)


@pytest.mark.parametrize(
    ("flows", "sentence"),
    [
        ([100.0, 50.0], "There is no rate of return: money only ever goes in."),
        ([-100.0, -50.0], "There is no rate of return: money only ever goes out."),
        ([0.0, 0.0], "No money moved."),
        (
            [-1_000.0, 2_300.0, -1_320.0],
            "More than one rate of return fits (10.0% and 20.0% a year), so none is given: see present value.",
        ),
        (
            [-1.0, 2.0, -3.0],
            "No rate of return fits: at every rate the payments are worth more, or less, than nothing.",
        ),
    ],
    ids=["in", "out", "none", "two roots", "no root"],
)
def test_where_there_is_no_rate_words_say_why(flows, sentence):
    found = rate_of_return(np.array(flows), per_year=1)
    assert found.per_year is None
    assert found.said == sentence


def test_a_real_value_takes_out_prices_and_then_the_discount_rate():
    prices = 1.02 ** np.arange(3.0)
    flows = 100.0 * prices * 1.035 ** np.arange(3.0)
    assert real_value(flows, prices, 1.0, sheets()["returns"], per_year=1) == pytest.approx(300.0)
    assert real_value(flows, prices, 1.1, sheets()["returns"], per_year=1) == pytest.approx(330.0)


def test_present_values_are_those_of_the_library_too():
    flows = np.array([-5.0, 1.0, 7.0, -2.0])
    assert present_value(flows, 0.07, per_year=1) == pytest.approx(pyxirr.npv(0.07, flows))


@pytest.mark.parametrize(
    ("flows", "period"),
    [([-100.0, 40.0, 60.0, 1.0], 2), ([-100.0, 40.0], None), ([10.0, -100.0, 90.0], 2), ([5.0, 5.0], 0)],
)
def test_payback_is_the_first_period_in_which_all_has_come_back(flows, period):
    assert payback(np.array(flows)) == period
