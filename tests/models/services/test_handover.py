"""Handover: whether a social worker passes a newly eligible person to Local Links."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.services.handover import SocialWorker, handover_chance, trust_after
from tests.models.village import column, grown, leeds, total

LOG_ODDS = st.floats(-4.0, 4.0)
PLANNERS = {"local_links.planners": 3.0}
NEUTRAL = {"habit": 0.0, "trust": 0.0, "effort": 0.0, "tiredness": 0.0, "championed": 0.0, "plan_written": 0.0}


def chance(**terms: float) -> float:
    return handover_chance(*{**NEUTRAL, **terms}.values())


@pytest.mark.unit
def test_with_nothing_for_or_against_it_a_case_is_handed_over_half_the_time():
    assert chance() == 0.5


@pytest.mark.unit
@pytest.mark.parametrize("cause", ["habit", "trust", "championed"])
@given(before=LOG_ODDS, more=st.floats(0.01, 3.0))
def test_habit_trust_and_a_champion_raise_the_chance(cause, before, more):
    assert chance(**{cause: before + more}) > chance(**{cause: before})


@pytest.mark.unit
@pytest.mark.parametrize("cause", ["effort", "tiredness", "plan_written"])
@given(before=LOG_ODDS, more=st.floats(0.01, 3.0))
def test_effort_tiredness_and_a_written_plan_lower_the_chance(cause, before, more):
    assert chance(**{cause: before + more}) < chance(**{cause: before})


@pytest.mark.unit
@given(terms=st.tuples(*[LOG_ODDS] * 6))
def test_a_chance_is_between_0_and_1(terms):
    assert 0.0 < handover_chance(*terms) < 1.0


@pytest.mark.unit
@given(trust=st.floats(-2.0, 2.0), seen=st.floats(-5.0, 5.0), learning=st.floats(0.0, 1.0))
def test_trust_moves_towards_what_is_seen_and_stays_within_bounds(trust, seen, learning):
    after = trust_after(trust, seen, learning)
    assert -2.0 <= after <= 2.0
    assert (after - trust) * (seen - trust) >= -1e-12


@pytest.mark.model
@pytest.mark.parametrize("rate", [0.0, 0.3, 1.0])
def test_an_imposed_rate_is_the_rate_of_handing_over(rate):
    world = grown(24, residents=6_000, moved={**PLANNERS, "handover.rate": rate})
    budgets, handed = total(world, "budgets_in_catchment"), total(world, "handed_over")
    assert budgets > 50
    assert handed / budgets == pytest.approx(rate, abs=3.5 * np.sqrt(rate * (1 - rate) / budgets) + 1e-12)


@pytest.mark.model
def test_nobody_is_handed_over_where_local_links_has_no_planners():
    world = grown(12, moved={"handover.champion": 1.0, "handover.rate": 1.0})
    assert total(world, "handed_over") == 0
    assert (column(world, "handed") == 0).all()


@pytest.mark.model
def test_champions_bring_more_handing_over():
    plain = grown(24, residents=6_000, moved=PLANNERS)
    championed = grown(24, residents=6_000, moved={**PLANNERS, "handover.champion": 1.0})
    rates = [total(world, "handed_over") / total(world, "budgets_in_catchment") for world in (plain, championed)]
    assert 0.1 < rates[0] < 0.5, "the rate without champions that a case study lets one expect"
    assert rates[1] > 1.3 * rates[0]


@pytest.mark.model
def test_whoever_takes_over_a_post_has_a_habit_of_their_own():
    world = leeds(24, overrides={"handover.turnover_per_year": 0.25}, moved=PLANNERS)
    workers = list(world.agents_by_type[SocialWorker])
    before = [worker.habit for worker in workers]
    for _ in range(24):
        world.step()
    changed = [worker.habit != habit for worker, habit in zip(workers, before, strict=True)]
    assert changed == [worker.generation > 0 for worker in workers]
    assert 0.2 < np.mean(changed) < 0.6
    p = world.sheets["handover"]
    assert all(abs(worker.habit - p.habit_log_odds) <= p.habit_spread for worker in workers)
