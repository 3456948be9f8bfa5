"""Council: its budget for older people's care, and how pressure on it tightens who is eligible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.services.council import Council, strictness
from tests.models.village import as_now, grown, leeds

P = sheets()["council"]


@pytest.mark.unit
@pytest.mark.parametrize(("pressure", "share"), [(0.5, 0.0), (1.0, 0.0), (1.2, 0.1), (1.6, 0.3), (9.0, 0.3)], ids=str)
def test_a_council_over_its_budget_turns_more_people_away(pressure, share):
    assert strictness(pressure, 0.5, 0.3) == pytest.approx(share)


@pytest.mark.unit
@given(pressure=st.floats(0.0, 5.0), response=st.floats(0.0, 2.0), most=st.floats(0.0, 1.0), more=st.floats(0.0, 2.0))
def test_strictness_is_a_share_that_grows_with_pressure(pressure, response, most, more):
    assert 0.0 <= strictness(pressure, response, most) <= strictness(pressure + more, response, most) <= most


@pytest.mark.model
def test_a_budget_grows_with_those_aged_75_and_over_and_with_policy():
    council = Council(leeds(1))
    assert council.pressure == 1.0, "before there is a budget"
    council.set_budget(1_000.0, 0.0)
    council.spent = 120_000.0
    council.set_budget(1_100.0, 0.02)
    assert council.budget == pytest.approx(120_000 * 1.1 * 1.02)
    assert (council.spent, council.last_year) == (0.0, 120_000.0)


@pytest.mark.model
def test_strictness_stays_within_its_bounds_and_needs_pressure():
    measures = as_now(36).measures
    assert measures["strictness"].between(0.0, P.most_turned_away).all()
    calm = measures["budget_pressure"] <= 1.0
    assert (measures["strictness"][calm] == 0.0).all()
    assert (measures["budget_pressure"].iloc[:12] == 1.0).all(), "the first year has no budget to exceed"


@pytest.mark.model
def test_a_harsher_policy_leaves_fewer_budgets():
    harsh = {
        "council.real_growth_per_year": -0.03,
        "council.response_to_pressure": 1.5,
        "council.most_turned_away": 0.5,
    }
    mild = {"council.real_growth_per_year": 0.01, "council.response_to_pressure": 0.0}
    tight, loose = (grown(36, residents=6_000, overrides=one).recorded() for one in (harsh, mild))
    assert tight["strictness"].max() >= loose["strictness"].max() == 0.0
    assert tight["new_budgets"].sum() <= loose["new_budgets"].sum()


@pytest.mark.model
def test_every_assessment_is_paid_for_in_staff_time():
    run = as_now()
    assert (run.ledger["assessments"] == run.measures["assessed"] * P.assessment_pounds).all()
    assert run.lines["assessments"].cashable == "staff time"
