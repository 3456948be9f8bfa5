"""CLARE's brokerage: a seconded social worker plans support while two workers earn the trust of the streets."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Kith, Plan, Scenario, sheets
from models.interventions.clare_brokerage import trust_earned

P, NAME = sheets()["clare_brokerage"], "clare_brokerage"


@cache
def tried(months=30, place="belfast-clare", **overrides):
    """Return inner north Belfast with CLARE from its second month on, month by month of whom it serves."""
    given = {f"{NAME}.{name}": value for name, value in overrides.items()}
    world = Kith(Scenario(place=place, months=months, overrides=given, interventions={NAME: Plan(1)}))
    world.served, world.asked = [], []
    while world.month < months:
        world.step()
        world.served.append(int(np.count_nonzero(world.shared["planners"])))
        world.asked.append(float(world.levers.amount("volunteer.asked").sum()))
    return world


@pytest.mark.unit
@given(start=st.floats(0.0, 0.9), months=st.integers(0, 200), to_earn=st.floats(3.0, 60.0))
def test_trust_grows_towards_one_from_where_it_starts(start, months, to_earn):
    assert trust_earned(0, start, to_earn) == pytest.approx(start)
    assert start - 1e-12 <= trust_earned(months, start, to_earn) < trust_earned(months + 1, start, to_earn) + 1e-12
    assert trust_earned(months, start, to_earn) <= 1.0


@pytest.mark.model
def test_its_catchment_grows_two_years_after_its_own_start():
    served = tried().served
    assert set(served[1:25]) == {2}, "Mount Vernon and Loughview"
    assert set(served[25:]) == {4}, "and Inner North"


@pytest.mark.model
def test_low_trust_makes_volunteers_come_late():
    low, high = tried(12, trust_at_start=0.0), tried(12, trust_at_start=0.6)
    assert low.asked[1] < 0.2 * high.asked[1]
    assert low.asked[11] > low.asked[1]
    assert high.asked[11] - low.asked[11] < high.asked[1] - low.asked[1], "the lag is made up in time"


@pytest.mark.model
def test_half_of_its_cost_is_the_public_health_agencys():
    ledger = tried().ledger.frame()
    posts = (
        P.manager_posts * P.manager_pounds_per_year
        + P.social_worker_posts * P.social_worker_pounds_per_year
        + P.development_worker_posts * P.development_worker_pounds_per_year
    )
    whole = (ledger["programme_clare_brokerage"] + ledger["match_clare_brokerage"]).to_numpy()
    assert whole[0] == 0.0
    assert whole[1:] == pytest.approx(posts * (1.0 + P.overhead_share) / 12.0, abs=0.02)
    assert ledger["match_clare_brokerage"].sum() == pytest.approx(P.matched_share * whole.sum(), abs=1.0)


@pytest.mark.model
def test_cases_are_handed_over_and_brokered_there():
    measures = tried().recorded()
    assert measures["budgets_in_catchment"].sum() > 0
    assert measures["handed_over"].sum() >= measures["local_links_plans"].sum() >= 1
