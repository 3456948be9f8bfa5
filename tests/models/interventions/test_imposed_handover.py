"""Imposed handover: a stress test; social workers hand over a given share of cases whatever they think."""

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
