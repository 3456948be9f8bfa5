"""Cover: each measure is what its closed form says."""

from dataclasses import replace

import numpy as np
import pytest

from models import sheets, standard_terms
from models.money.cover import (
    average_life,
    debt_service_cover,
    delay,
    exposure,
    loan_life_cover,
    loss_given_default,
    tight,
)
from models.money.loan import schedule, settle

pytestmark = pytest.mark.unit

TERMS = standard_terms()
PLAIN = replace(TERMS, loan_pounds=12_000.0, term_months=24.0, holiday_months=12.0, rate_per_year=0.0)
"""Four instalments of 3,000 pounds from the fifth quarter on, without interest."""
NO, NONE = np.zeros(1, bool), np.zeros((1, PLAIN.quarters), np.int64)


def paid(plan, quarters: int = 0):
    """All that is due, so many quarters later."""
    return np.pad(plan.due, ((0, 0), (quarters, 0)))[:, : plan.due.shape[1]]


def test_a_share_of_so_many_instalments_covers_the_loan_so_often():
    plan = schedule(TERMS, NO)
    for times in (0.5, 1.0, 1.2):
        share = np.rint(times * plan.due).astype(np.int64)
        ratios = debt_service_cover(share, plan.due)
        assert np.nanmin(ratios) == pytest.approx(times, abs=1.0 / plan.due.max()), "but for half a penny"
        assert np.isnan(ratios).sum() == TERMS.quarters - TERMS.instalments
        cover = loan_life_cover(share, plan.due, np.zeros(1, np.int64), TERMS.rate_per_year)
        assert cover[0] == pytest.approx(times, rel=1e-6)


def test_a_run_is_tight_by_its_worst_quarter():
    ratios = np.array([[np.nan, 1.1, 5.0], [np.nan, 1.3, 1.2]])
    assert tight(ratios, sheets()["cover"]).tolist() == [True, False]


def test_what_was_put_by_before_counts_at_once_and_what_comes_after_the_end_does_not():
    plan = schedule(TERMS, NO)
    owed = plan.owed[:, TERMS.holiday_quarters - 1]
    after = np.zeros_like(plan.due)
    after[:, -1] = 10**9
    assert loan_life_cover(after, plan.due, owed, TERMS.rate_per_year)[0] == pytest.approx(1.0, rel=1e-6)


def test_equal_parts_of_principal_live_half_as_long_as_they_take():
    plan = schedule(PLAIN, NO)
    assert average_life(plan.drawn, plan.owed)[0] == pytest.approx((4 + (4 + 1) / 2) / 4)


def test_an_annuity_lives_longer_than_equal_parts():
    plan = schedule(TERMS, NO)
    rate, count = TERMS.rate_per_year / 4, TERMS.instalments
    level = rate / (1.0 - (1.0 + rate) ** -count)
    parts = (level - rate) * (1.0 + rate) ** np.arange(count)
    years = (TERMS.holiday_quarters + 1 + np.arange(count)) / 4
    assert average_life(plan.drawn, plan.owed)[0] == pytest.approx(parts @ years, rel=1e-4)


def test_what_all_comes_a_quarter_late_is_three_months_late_and_what_is_lost_is_not_late():
    plan = schedule(PLAIN, NO)
    assert delay(plan.due, paid(plan)).tolist() == [0.0]
    assert delay(plan.due, paid(plan, 1)).tolist() == [3.0]
    first = plan.due * (np.arange(PLAIN.quarters) == 4)
    assert delay(plan.due, first).tolist() == [0.0]
    assert np.isnan(delay(plan.due, NONE)).all()


def test_a_lender_is_out_what_it_lent_until_it_comes_back():
    plan = schedule(PLAIN, NO)
    assert exposure(plan.due, paid(plan), plan.owed)[0, 3:8].tolist() == [1_200_000, 900_000, 600_000, 300_000, 0]
    assert (exposure(plan.due, NONE, plan.owed) == 1_200_000).all()


def test_where_nothing_comes_after_default_all_is_lost_and_where_all_comes_at_once_nothing_is():
    found = settle(NONE, PLAIN, NO)
    out = exposure(found.schedule.due, found.received, found.schedule.owed)
    assert loss_given_default(out, found.received, found.defaulted, 0.06).tolist() == [1.0]
    late = found.defaulted[0] + 1
    whole = np.rint(out[:, late - 1 : late] * 1.015 * (np.arange(PLAIN.quarters) == late)).astype(np.int64)
    assert loss_given_default(out, whole, found.defaulted, 0.06)[0] == pytest.approx(0.0, abs=1e-6)
    half = whole // 2
    assert loss_given_default(out, half, found.defaulted, 0.06)[0] == pytest.approx(0.5, abs=1e-6)


def test_without_a_default_there_is_no_loss_given_one():
    plan = schedule(PLAIN, NO)
    out = exposure(plan.due, paid(plan), plan.owed)
    assert np.isnan(loss_given_default(out, paid(plan), np.array([-1]), 0.06)).all()
