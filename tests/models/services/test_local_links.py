"""Local Links: plans and brokers support for those handed over, and keeps up what it brokered."""

import numpy as np
import pytest
from hypothesis import given

from models import sheets
from models.services.local_links import LocalLinksEnterprise, replaced_share
from models.standing import Manager
from tests.models.village import SHARES, as_now, column, grown, leeds, total

P = sheets()["local_links"]
EVERYONE = {"local_links.planners": 1.0, "handover.rate": 1.0}


@pytest.mark.unit
@given(effect=SHARES)
def test_nothing_replaces_a_package_where_no_volunteer_could_be_found(effect):
    assert replaced_share(effect, False) == 0.0
    assert replaced_share(effect, True) == effect


@pytest.mark.model
def test_a_queue_that_makes_people_wait_costs_trust():
    one = LocalLinksEnterprise(leeds(1), 0)
    assert one.seen(10.0) == 0.0, "without planners nothing is seen"
    one.planners, one.brokered = 1.0, 5
    views = []
    for one.queue in (0, 5, 10, 100, 1000):
        views.append(one.seen(10.0))
    assert views == sorted(views, reverse=True)
    assert views[0] == 1.0
    assert views[-1] >= -2.0


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
        assert set(np.unique(replaced)) <= {0.0, np.float32(P.replaced_share)}
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
