"""Turnover shock: many social workers leave at once, as when teams are reorganised."""

import pytest

from models import Plan, Scenario, run, sheets

P = sheets()["turnover_shock"]
pytestmark = pytest.mark.model


def test_more_social_workers_leave_for_as_long_as_it_lasts():
    plain, tried = (
        run(Scenario(residents=1_500, months=36, interventions=plans)).measures["social_workers_left"]
        for plans in ({}, {"turnover_shock": Plan(6)})
    )
    until = 6 + int(P.months)
    assert tried.iloc[6:until].sum() > 2 * plain.iloc[6:until].sum()
    assert (tried.iloc[:6] == plain.iloc[:6]).all()
    assert (tried.iloc[until:] == plain.iloc[until:]).all()
