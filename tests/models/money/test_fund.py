"""Fund: what the lender receives pays its costs, then its investor, and no penny is lost between them."""

from dataclasses import replace

import numpy as np
import pytest

from models import sheets, standard_terms
from models.money.fund import fund_cash
from models.money.loan import fee_of, schedule, settle
from models.money.returns import rate_of_return

pytestmark = pytest.mark.unit

SHEET = sheets()["fund"]
TERMS = standard_terms()


def cash_of(received, terms=TERMS, sheet=SHEET):
    drawn = schedule(terms, np.zeros(len(received), bool)).drawn
    return fund_cash(drawn, fee_of(drawn, terms), received, sheet)


def test_lender_investor_and_run_cost_add_up_to_the_loan_to_the_penny():
    luck = np.random.default_rng(5)
    received = luck.integers(0, 3_000_000, (50, TERMS.quarters))
    found = cash_of(received)
    assert (found.lender + found.investor + found.cost == found.lending).all()


def test_a_loan_repaid_on_time_pays_the_investor_its_coupon_and_its_principal():
    terms = replace(TERMS, capitalised_share=0.0)
    due = schedule(terms, np.zeros(1, bool)).due
    found = cash_of(due, terms)
    assert found.owed.tolist() == [0]
    worth = found.investor[0] / (1.0 + SHEET.coupon_per_year / 4) ** np.arange(terms.quarters + 1)
    assert worth.sum() == pytest.approx(0.0, abs=50.0)


def test_without_a_fee_a_loan_repaid_on_time_earns_its_own_rate():
    terms = replace(TERMS, fee_share=0.0)
    due = schedule(terms, np.zeros(1, bool)).due
    assert rate_of_return(cash_of(due, terms).lending[0]).per_year == pytest.approx(1.015**4 - 1, abs=1e-6)


def test_a_loan_that_is_never_repaid_leaves_the_investor_unpaid():
    found = cash_of(np.zeros((1, TERMS.quarters), np.int64))
    assert found.owed[0] > 15_000_000
    assert found.investor.sum() < 0


def test_the_investor_earns_its_coupon_when_it_is_paid_at_once():
    terms = replace(TERMS, fee_share=0.0)
    free = SHEET.replaced({"run_cost_pounds_per_year": 1_000.0})
    received = np.zeros((1, terms.quarters), np.int64)
    received[0, 3] = 40_000_000
    found = cash_of(received, terms, free)
    owed = 15_000_000.0
    for _ in range(4):
        owed = round(owed * (1.0 + SHEET.coupon_per_year / 4))
    assert found.investor[0, 4] == pytest.approx(owed, abs=4)


def test_a_guarantee_that_pays_keeps_the_investor_whole():
    share = np.zeros((1, TERMS.quarters), np.int64)
    found = settle(share, TERMS, np.array([True]))
    assert cash_of(found.received).owed.tolist() == [0]
