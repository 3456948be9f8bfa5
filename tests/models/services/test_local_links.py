"""Local Links: plans and brokers support for those handed over, and keeps up what it brokered."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.services.local_links import LAPSED, SENT, LocalLinksEnterprise, replaced_share, seen_by_workers
from models.standing import Manager
from tests.models.village import SHARES, as_now, column, grown, leeds, total

P = sheets()["local_links"]
EVERYONE = {"local_links.planners": 1.0, "handover.rate": 1.0}


@pytest.mark.unit
@given(effect=SHARES, match=st.floats(0.0, 2.0), pooled=st.floats(0.0, 0.5), most=st.floats(0.5, 1.0))
def test_nothing_but_pooling_saves_where_no_volunteer_could_be_found(effect, match, pooled, most):
    assert replaced_share(effect, False, match, pooled, most) == pytest.approx(pooled)
    assert pooled - 1e-12 <= replaced_share(effect, True, match, pooled, most) <= most


@pytest.mark.unit
@given(effect=st.floats(0.0, 0.4), match=st.floats(0.1, 2.0))
def test_without_pooling_community_support_replaces_the_effect_times_the_match(effect, match):
    assert replaced_share(effect, True, match, 0.0, 0.9) == pytest.approx(effect * match)


@pytest.mark.unit
@given(known=st.tuples(*[st.floats(0.0, 500.0)] * 3), most=st.floats(0.1, 2.0), sure=st.floats(1.0, 20.0))
def test_plans_that_run_speak_for_it_and_cases_that_wait_or_come_back_against(known, most, sure):
    running, overdue, back = known
    seen = seen_by_workers(running, overdue, back, most, sure)
    assert -most < seen < most
    assert seen_by_workers(running + 1.0, overdue, back, most, sure) > seen
    assert seen_by_workers(running, overdue + 1.0, back, most, sure) < seen
    assert seen_by_workers(running, overdue, back + 1.0, most, sure) < seen
    assert seen_by_workers(0.0, 0.0, 0.0, most, sure) == 0.0


@pytest.mark.model
def test_without_planners_local_links_does_nothing():
    measures = as_now().measures
    for measure in ("local_links_plans", "local_links_running", "local_links_supported", "handed_over"):
        assert measures[measure].sum() == 0


@pytest.mark.model
def test_no_more_plans_are_made_than_planners_have_time_for():
    busy = {"local_links.planners": 0.02, "handover.rate": 1.0}
    world = grown(24, residents=6_000, moved=busy)
    time = 0.02 * world.groups * P.plans_per_planner_per_year / 12
    made = world.recorded()["local_links_plans"]
    assert made.sum() > 0
    assert made.mean() <= time * 1.25
    free = grown(24, residents=6_000, moved=EVERYONE)
    assert total(free, "local_links_plans") > 1.3 * made.sum()


@pytest.mark.model
def test_community_support_stands_in_for_part_of_the_package_of_those_a_volunteer_supports():
    world = leeds(24, residents=6_000, moved=EVERYONE)
    seen = 0
    for _ in range(24):
        before = dict(zip(column(world, "id"), column(world, "visited"), strict=True))
        world.step()
        replaced = column(world, "replaced")
        supported = np.array([before.get(one, 0) > 0 for one in column(world, "id")])
        ratios = (0.0, P.otherwise_ratio, P.alike_ratio)
        assert set(np.unique(replaced)) <= {np.float32(P.replaced_share * ratio) for ratio in ratios}
        assert not (replaced[~supported] > 0).any()
        mine = (column(world, "managed") == Manager.LOCAL_LINKS) & (column(world, "package") > 0)
        assert (column(world, "package")[mine] <= column(world, "indicative")[mine] + 1e-5).all()
        seen += int((replaced > 0).sum())
    assert seen > 0


@pytest.mark.model
def test_support_that_stands_in_for_more_leaves_fewer_hours_to_pay():
    little = grown(24, residents=6_000, moved=EVERYONE, overrides={"local_links.replaced_share": 0.0})
    much = grown(24, residents=6_000, moved=EVERYONE, overrides={"local_links.replaced_share": 0.3})
    assert total(much, "care_hours") < total(little, "care_hours")


@pytest.mark.model
def test_the_mean_of_what_support_stands_in_for_is_what_the_sheet_says():
    world = grown(24, residents=6_000, moved=EVERYONE)
    replaced = column(world, "replaced")
    assert replaced[replaced > 0].mean() == pytest.approx(P.replaced_share, rel=0.1)


@pytest.mark.model
def test_a_slow_approval_sends_cases_back_and_a_quick_one_none():
    quick, slow = (
        grown(18, residents=6_000, moved=EVERYONE, overrides={"council.development_capacity": score})
        for score in (1.0, 0.2)
    )
    assert total(quick, "local_links_came_back") == 0
    assert total(slow, "local_links_came_back") > 0
    assert total(slow, "local_links_plans") < total(quick, "local_links_plans")


@pytest.mark.model
def test_cash_is_what_came_in_less_what_went_out():
    world = grown(12, moved={"local_links.paid": 3_000.0, "local_links.funded": 5_000.0})
    assert total(world, "local_links_costs") == pytest.approx(12 * 37 * 3_000.0)
    assert total(world, "local_links_income") == pytest.approx(12 * 37 * 5_000.0), "no plan runs, so no fee comes"
    assert world.latest("local_links_cash") == pytest.approx(12 * 37 * 2_000.0)
    served = grown(12, moved={**EVERYONE, "local_links.paid": 3_000.0, "local_links.funded": 5_000.0})
    fees = P.fee_pounds_per_month * total(served, "local_links_running")
    assert total(served, "local_links_income") == pytest.approx(12 * 37 * 5_000.0 + fees)


@pytest.mark.model
@pytest.mark.parametrize(("feedback", "closed"), [(0.0, 0), (1.0, 37)], ids=["kept only", "decides"])
def test_a_scheme_that_owes_for_months_closes_only_where_cash_decides(feedback, closed):
    world = grown(8, moved={**EVERYONE, "local_links.paid": 1_000.0, "local_links.cash_feedback": feedback})
    schemes = list(world.agents_by_type[LocalLinksEnterprise])
    assert sum(scheme.insolvent for scheme in schemes) == closed
    assert all(scheme.cash < 0 for scheme in schemes)
    assert (sum(scheme.planners for scheme in schemes) == 0.0) == bool(closed)


@pytest.mark.model
@pytest.mark.parametrize("capacity", [0.2, 1.0])
def test_plans_wait_for_approval_as_long_as_the_council_takes(capacity):
    world = leeds(24, residents=6_000, overrides={"council.development_capacity": capacity}, moved=EVERYONE)
    approved, sent = 0, 0
    for _ in range(24):
        world.step()
        plans = int(world.latest("local_links_plans"))
        approved += plans
        sent += plans + int((column(world, "plan_state") == SENT).sum())
    chance = 1.0 / (1.0 + world.shared["approval_months"][0])
    assert approved / sent == pytest.approx(chance, abs=4.0 * np.sqrt(chance * (1.0 - chance) / sent))


@pytest.mark.model
def test_support_lapses_once_no_planner_keeps_it_up_and_the_package_is_bought_again():
    world = leeds(48, residents=6_000, moved=EVERYONE)
    while world.month < 24:
        world.step()
    running = world.latest("local_links_running")
    assert total(world, "local_links_lapsed") == 0
    world.interventions = ()
    world.step()
    assert world.latest("local_links_lapsed") == pytest.approx(running * (1 - np.exp(-P.lapsing_per_year / 12)), abs=6)
    while world.month < 48:
        before = column(world, "id")[column(world, "plan_state") == LAPSED]
        world.step()
    assert world.latest("local_links_running") < 0.4 * running
    lapsed = (column(world, "plan_state") == LAPSED) & np.isin(column(world, "id"), before)
    assert lapsed.sum() > 5
    assert (column(world, "replaced")[lapsed] == 0.0).all()
    package, indicative = column(world, "package")[lapsed], column(world, "indicative")[lapsed]
    assert package == pytest.approx(indicative)
