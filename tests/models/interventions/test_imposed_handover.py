"""Imposed handover: a stress test; social workers hand over a given share of cases whatever they think."""
"""Imposed handover: the rate that was asked for is the rate there is, at any scale, and without Local Links nothing."""

import numpy as np
import pytest

from models import Plan, Scenario, run

pytestmark = pytest.mark.model


def tried(rate, residents=20_000, months=20, **plans):
    given = {"imposed_handover.rate": rate, "local_links.schemes": 8.0}
    plans = {"imposed_handover": Plan(1), **plans}
    return run(Scenario(residents=residents, months=months, overrides=given, interventions=plans)).measures


@pytest.mark.parametrize("rate", [0.1, 0.6])
def test_the_rate_asked_for_is_the_rate_there_is(rate):
    measures = tried(rate, local_links=Plan(1))
    budgets, handed = measures["budgets_in_catchment"].sum(), measures["handed_over"].sum()
    assert budgets > 50
    assert handed / budgets == pytest.approx(rate, abs=3.5 * np.sqrt(rate * (1.0 - rate) / budgets))


def test_without_local_links_it_does_nothing():
    assert tried(1.0, residents=2_000, months=6)["handed_over"].sum() == 0
@pytest.mark.parametrize("rate", [0.2, 0.8])
def test_cases_are_handed_over_at_the_rate_that_was_imposed(rate):
    plans = {"local_links": Plan(0), "imposed_handover": Plan(0, size=rate)}
    found = run(Scenario(residents=6_000, months=24, interventions=plans)).measures
    budgets, handed = found["budgets_in_catchment"].sum(), found["handed_over"].sum()
    assert handed / budgets == pytest.approx(rate, abs=3.5 * np.sqrt(rate * (1 - rate) / budgets))


def test_where_local_links_does_not_work_nothing_changes():
    plain, imposed = (
        run(Scenario(residents=1_000, months=8, interventions=plans)).measures
        for plans in ({}, {"imposed_handover": Plan(0, size=0.5)})
    )
    assert imposed.equals(plain)
