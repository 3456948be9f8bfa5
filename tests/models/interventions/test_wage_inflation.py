"""Wage inflation: a shock; the minimum wage lifts the price of an hour of home care, year by year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Plan, Scenario, run
from models.interventions.wage_inflation import lifted_price


@pytest.mark.unit
@given(price=st.floats(5.0, 30.0), months=st.integers(0, 240), growth=st.floats(0.0, 0.1), share=st.floats(0.0, 1.0))
def test_a_price_grows_by_what_is_passed_on_each_year(price, months, growth, share):
    now = lifted_price(price, months, growth, share)
    assert now >= price
    assert lifted_price(price, months + 12, growth, share) == pytest.approx(now * (1.0 + growth * share))


@pytest.mark.model
def test_home_care_costs_more_from_its_start_on_and_no_more_after_its_stop():
    plain, tried, stopped = (
        run(Scenario(residents=3_000, months=36, interventions=plans))
        for plans in ({}, {"wage_inflation": Plan(12)}, {"wage_inflation": Plan(12, 18)})
    )
    before, late = slice(None, 13), slice(30, None)
    cost = [one.ledger["home_care_council"] + one.ledger["home_care_own"] for one in (plain, tried, stopped)]
    assert (cost[1].iloc[before] == cost[0].iloc[before]).all(), "the first month is at the price before"
    assert cost[0].iloc[late].sum() < cost[2].iloc[late].sum() < cost[1].iloc[late].sum()
