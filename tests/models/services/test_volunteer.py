"""Volunteer: who gives time, for how long, and whom the hours of each neighbourhood reach."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.pounds import WEEKS_PER_MONTH
from models.services.volunteer import ACTIVE, NOT, TRAINING, joining_rate, leaving_rate
from tests.models.village import RATES, SHARES, as_now, at_start, column, grown, leeds

P = sheets()["volunteer"]
SUPPORTED = {"local_links.planners": 2.0, "handover.rate": 1.0}


@pytest.mark.unit
@pytest.mark.parametrize(
    ("asked", "added", "rate"), [(False, 0.0, 0.01), (True, 0.0, 0.03), (False, 0.05, 0.06), (True, 0.05, 0.08)]
)
def test_people_volunteer_because_they_are_asked(asked, added, rate):
    assert joining_rate(0.01, asked, 3.0, added) == pytest.approx(rate)


@pytest.mark.unit
@given(base=RATES, strain=SHARES, ratio=st.floats(1.0, 5.0))
def test_overload_makes_volunteers_leave_no_later(base, strain, ratio):
    assert base <= leaving_rate(base, strain, ratio) <= base * ratio + 1e-9


@pytest.mark.model
def test_those_who_volunteer_are_fit_for_it():
    gives = at_start("volunteer") != NOT
    assert (at_start("cfs")[gives] < 5).all()
    assert (at_start("setting")[gives] == 0).all()
    assert gives.sum() == pytest.approx(1_150, rel=0.08)
    world = grown(12)
    gives = column(world, "volunteer") != NOT
    assert (column(world, "cfs")[gives] < 5).all()
    assert (column(world, "setting")[gives] == 0).all()


@pytest.mark.model
def test_a_volunteer_is_trained_before_being_active():
    world = leeds(18, moved={"volunteer.joining": 10.0})
    new = 0
    for _ in range(18):
        world.step()
        state, served = column(world, "volunteer"), column(world, "served_months")
        assert (served[state == ACTIVE] >= P.training_months).all()
        assert (served[state == TRAINING] < P.training_months).all()
        new += int((state == TRAINING).sum())
    assert new > 0


@pytest.mark.model
@pytest.mark.parametrize("moved", [{}, SUPPORTED], ids=["as now", "with support claimed"])
def test_volunteer_hours_used_never_exceed_hours_given(moved):
    measures = grown(24, moved=moved).recorded()
    assert (measures["volunteer_hours_used"] <= measures["volunteer_hours_given"] + 1e-6).all()
    expected = measures["volunteers"] * P.hours_per_week * WEEKS_PER_MONTH
    assert np.allclose(measures["volunteer_hours_given"], expected)
    assert measures["activities_served"].between(0.0, 1.0).all()


@pytest.mark.model
def test_support_claimed_by_a_programme_is_taken_from_the_same_hours_as_the_networks():
    with_support, plain = grown(24, moved=SUPPORTED).recorded(), as_now().measures
    assert with_support["visited"].sum() > 0
    assert with_support["activities_served"].iloc[12:].mean() < plain["activities_served"].iloc[12:].mean()


@pytest.mark.model
def test_asking_brings_volunteers_and_the_hours_they_give():
    asked, plain = grown(24, moved={"volunteer.asked": 3.0}).recorded(), as_now().measures
    for measure in ("volunteers", "resident_volunteers", "volunteer_hours_given"):
        assert asked[measure].iloc[-1] > 1.3 * plain[measure].iloc[-1]


@pytest.mark.model
def test_a_programme_does_not_renumber_those_who_would_volunteer_anyway():
    def who(world):
        return set(column(world, "id")[column(world, "volunteer") != NOT].tolist())

    plain, asked = grown(12), grown(12, moved={"volunteer.asked": 2.0})
    assert len(who(plain) - who(asked)) <= 2
    assert len(who(asked)) > len(who(plain))
