"""Loan: every penny is accounted for under any terms, and every step of the waterfall is taken in its order."""

from dataclasses import replace

import numpy as np
import pytest

from models import Finance, standard_terms
from models.money.loan import honoured, schedule, settle
from models.terms import instalment
from tests.models.bargains import random_terms

pytestmark = pytest.mark.unit

RUNS = 4
PLAIN = replace(standard_terms(), loan_pounds=12_000.0, term_months=24.0, holiday_months=12.0, rate_per_year=0.0)
"""Four instalments of 3,000 pounds from the fifth quarter on, without interest."""


def marks(value: bool, runs: int = 1):
    return np.full(runs, value)


def shares(*pounds: float, terms=PLAIN):
    row = np.zeros(terms.quarters)
    row[: len(pounds)] = pounds
    return np.rint(100 * row[None, :]).astype(np.int64)


def random_shares(luck: np.random.Generator, terms):
    size = terms.loan_pounds * 100.0 / terms.quarters * luck.uniform(0.0, 4.0)
    return np.rint(luck.exponential(size, (RUNS, terms.quarters)) * (luck.uniform(size=(RUNS, 1)) < 0.8)).astype(
        np.int64
    )


def test_every_penny_is_accounted_for_under_thousands_of_random_terms():
    luck = np.random.default_rng(7)
    for _ in range(2_000):
        terms = random_terms(luck)
        share = random_shares(luck, terms)
        honours, second = luck.uniform(size=RUNS) < 0.7, luck.uniform(size=RUNS) < 0.5
        found = settle(share, terms, honours, second)
        plan = found.schedule
        reserve = round(100 * terms.reserve_pounds) if terms.finance is Finance.LOAN else 0
        spent = (found.from_fence + found.from_reserve).cumsum(axis=1)
        held = found.fence + found.reserve + found.returned.cumsum(axis=1)
        assert (spent + held == share.cumsum(axis=1) + reserve).all(), "the purses"
        if terms.finance is Finance.LOAN:
            settled = found.received.cumsum(axis=1) + found.unpaid + found.open
            assert (settled == plan.due.cumsum(axis=1)).all(), "what is due is paid, open or unpaid"
        for part in (
            found.fence,
            found.reserve,
            found.unpaid,
            found.open,
            found.from_fence,
            found.from_guarantor,
            plan.due,
        ):
            assert (part >= 0).all()
        assert (found.from_guarantor.sum(axis=1) <= found.called.sum(axis=1)).all()
        assert (found.from_guarantor[~honours] == 0).all()
        cap = np.rint(plan.due.sum(axis=1) * terms.guarantee_share)
        assert (found.called.sum(axis=1) <= cap).all()
        assert (found.open[:, -1] == 0).all(), "nothing is open when the agreement is settled"
        assert (found.repaid_from_savings <= ~found.in_default).all()
        if terms.default_after_quarters == 1 and terms.finance is Finance.LOAN:
            lost_before_the_end = found.unpaid[:, -1] > 0
            assert (lost_before_the_end <= found.in_default).all()


def test_the_schedule_repays_the_loan_to_the_penny_under_thousands_of_random_terms():
    luck = np.random.default_rng(11)
    for _ in range(2_000):
        terms = replace(random_terms(luck), finance=Finance.LOAN)
        plan = schedule(terms, luck.uniform(size=RUNS) < 0.5)
        assert (plan.owed[:, int(terms.term_months) // 3 - 1 :] == 0).all()
        first, count = terms.holiday_quarters, terms.instalments
        grown = (1.0 + terms.rate_per_year / 4) ** count
        level = plan.due[:, first : first + count - 1]
        assert (plan.due[:, first + count :] == 0).all()
        if level.shape[1]:
            assert (np.ptp(level, axis=1) == 0).all(), "instalments are level"
            assert (np.abs(plan.due[:, first + count - 1] - level[:, 0]) <= count * grown).all(), (
                "but for the last few pence"
            )


def test_more_savings_never_bring_a_default_nor_a_call_under_thousands_of_random_terms():
    luck = np.random.default_rng(13)
    for _ in range(700):
        terms = replace(random_terms(luck), finance=Finance.LOAN)
        share = random_shares(luck, terms)
        more = share + random_shares(luck, terms) // 3
        honours = luck.uniform(size=RUNS) < 0.7
        poor, rich = settle(share, terms, honours), settle(more, terms, honours)
        assert (rich.in_default <= poor.in_default).all()
        assert (rich.called.sum(axis=1) <= poor.called.sum(axis=1)).all()
        assert (poor.repaid_from_savings <= rich.repaid_from_savings).all()
        assert (rich.lost <= poor.lost).all()


def test_without_a_dividend_a_certain_and_uncapped_guarantee_is_called_for_everything():
    terms = standard_terms()
    found = settle(np.zeros((2, terms.quarters), np.int64), terms, marks(True, 2))
    assert (found.called.sum(axis=1) == found.schedule.due.sum(axis=1)).all()
    assert (found.from_guarantor.sum(axis=1) == found.schedule.due.sum(axis=1)).all()
    assert not found.in_default.any()
    assert not found.repaid_from_savings.any()


def test_a_loan_that_the_fence_pays_calls_nobody():
    found = settle(shares(12_000), PLAIN, marks(False))
    assert found.repaid_from_savings.all()
    assert not found.was_called.any()
    assert found.from_fence[0, :8].tolist() == [0, 0, 0, 0, 300_000, 300_000, 300_000, 300_000]


def test_an_unpaid_instalment_is_rolled_for_the_cure_period_and_then_paid_late():
    found = settle(shares(0, 0, 0, 0, 1_000, 5_000, 3_000, 3_000), PLAIN, marks(False))
    assert found.from_fence[0, 4:8].tolist() == [100_000, 500_000, 300_000, 300_000]
    assert found.repaid_from_savings.all()


def test_after_the_cure_period_the_guarantee_is_called_and_pays_after_its_lag():
    found = settle(shares(0, 0, 0, 0, 0, 3_000, 3_000, 3_000), PLAIN, marks(True))
    assert found.called[0, 4:].tolist() == [0, 0, 0, 0, 300_000, 0, 0]
    assert found.from_guarantor[0, 4:].tolist() == [0, 0, 0, 0, 0, 300_000, 0]
    assert not found.in_default.any()


def test_a_guarantor_that_does_not_pay_leaves_the_lender_unpaid_and_ninety_days_later_in_default():
    found = settle(shares(), PLAIN, marks(False))
    assert found.called[0].tolist() == [0, 0, 0, 0, 0, 300_000, 300_000, 300_000, 300_000, 0, 0]
    assert found.unpaid[0].tolist() == [0, 0, 0, 0, 0, 0, 300_000, 600_000, 900_000, 1_200_000, 1_200_000]
    assert found.defaulted.tolist() == [7]
    assert found.lost.tolist() == [1_200_000]


def test_a_cap_leaves_the_rest_of_the_call_unpaid():
    found = settle(shares(), replace(PLAIN, guarantee_share=0.5), marks(True))
    assert found.called.sum() == found.from_guarantor.sum() == 600_000
    assert found.lost.tolist() == [600_000]


def test_a_reserve_pays_before_anything_is_rolled():
    found = settle(shares(), replace(PLAIN, reserve_pounds=4_000.0), marks(True))
    assert found.from_reserve[0, 4:7].tolist() == [300_000, 100_000, 0]
    assert found.called[0].sum() == 800_000


def test_what_is_left_of_a_reserve_is_given_back_when_all_is_settled():
    found = settle(shares(10_000), replace(PLAIN, reserve_pounds=4_000.0), marks(True))
    assert found.from_reserve.sum() == 200_000
    assert found.returned[0].tolist() == [0] * (PLAIN.quarters - 1) + [200_000]
    assert found.reserve[0, -1] == 0


def test_the_shortest_loan_needs_no_tranche():
    terms = replace(PLAIN, term_months=3.0, holiday_months=0.0)
    assert schedule(terms, marks(False)).due.sum() == 1_200_000


def test_a_second_tranche_is_lent_only_to_those_who_earned_it():
    terms = replace(PLAIN, second_tranche_share=0.25, second_tranche_month=6.0)
    plan = schedule(terms, np.array([True, False]))
    assert plan.drawn[:, :4].tolist() == [[900_000, 0, 300_000, 0], [900_000, 0, 0, 0]]
    assert plan.due.sum(axis=1).tolist() == [1_200_000, 900_000]


def test_holiday_interest_is_capitalised_or_paid_as_agreed():
    dear = replace(PLAIN, rate_per_year=0.08)
    kept = schedule(dear, marks(False))
    assert kept.owed[0, :4].tolist() == [1_224_000, 1_248_480, 1_273_450, 1_298_919]
    paid = schedule(replace(dear, capitalised_share=0.0), marks(False))
    assert paid.due[0, :4].tolist() == [24_000] * 4
    assert paid.owed[0, 3] == 1_200_000


def test_payment_by_results_pays_what_was_earned_and_no_more_than_its_cap():
    terms = replace(PLAIN, finance=Finance.RESULTS, results_multiple=1.5)
    assert settle(shares(5_000, 0, 7_000), terms, marks(False)).received[0].tolist()[:3] == [500_000, 0, 700_000]
    much, little = (settle(shares(one), terms, marks(False)) for one in (20_000, 5_000))
    assert much.received.sum() == 1_800_000
    assert (much.lost.tolist(), little.lost.tolist()) == ([0], [700_000])
    assert (much.repaid_from_savings.tolist(), little.repaid_from_savings.tolist()) == ([True], [False])


def test_a_grant_is_never_paid_back():
    found = settle(shares(20_000), replace(PLAIN, finance=Finance.GRANT), marks(False))
    assert found.received.sum() == found.lost.sum() == 0
    assert not found.in_default.any() and not found.repaid_from_savings.any()


def test_a_level_payment_is_the_annuity_of_the_textbooks():
    assert 150_000 * instalment(0.06 / 12, 60) == pytest.approx(2_899.92, abs=0.005)
    assert instalment(0.0, 8) == 1 / 8


def test_flows_too_short_for_the_agreement_are_refused(told):
    sentence = told(settle, np.zeros((1, 20), np.int64), standard_terms(), marks(True))
    assert sentence == (
        "The runs pay a dividend for 60 months, but the agreement takes 93 to settle: write a shorter term, or run "
        "more years."
    )


def test_a_guarantor_pays_in_as_many_runs_as_it_is_said_to():
    luck = (np.arange(1_000) + 0.5) / 1_000
    assert honoured(luck, standard_terms(), np.ones(len(luck))).mean() == pytest.approx(0.95)
    assert honoured(luck, standard_terms(), np.full(len(luck), 0.5)).mean() == pytest.approx(0.475)
