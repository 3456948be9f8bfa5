"""Spillover: those reached, everyone else, and whose hours of volunteers grew or shrank."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from experiments.asking.preset import shipped
from experiments.asking.study import plan_arms
from experiments.comparing.spillover import council_months_fewer, hours_moved, reached_ids, spill
from experiments.comparing.summary import FIFTHS, SPILLED
from models import Plan, Standing, run
from tests.experiments.fakes import fake_run

HOME = Standing.COUNCIL_HOME
LEFT = [-1, -1, -1, -1]


def twin(**given):
    return fake_run(12, left=LEFT, **given)


def arm(name: str = "age_friendly_coordinators", start: int = 2, **given):
    return fake_run(12, left=LEFT, interventions={name: Plan(start)}, **given)


@pytest.mark.unit
def test_lonely_months_are_parted_into_those_of_the_reached_and_of_everyone_else():
    here = arm(lonely_months=[1, 5, 6, 0], reached={"age_friendly_coordinators": [(2, 0), (3, 1)]})
    found = spill(twin(lonely_months=[4, 5, 4, 0]), here)
    assert (found.reached, found.reached_lonely_months, found.others_lonely_months) == (2.0, 3.0, -2.0)


@pytest.mark.unit
def test_a_queue_that_grows_for_everyone_else_is_told():
    here = arm(waiting_months=[0, 3, 2, 0], reached={"age_friendly_coordinators": [(2, 0)]})
    found = spill(twin(waiting_months=[2, 1, 1, 0]), here)
    assert (found.reached_waiting_months, found.others_waiting_months) == (2.0, -3.0)


@pytest.mark.unit
def test_council_months_count_while_present_in_both_worlds():
    there = fake_run(12, [(4, 0, HOME), (4, 1, HOME), (4, 2, HOME)], LEFT)
    here = fake_run(12, [(6, 0, HOME), (4, 1, HOME)], [-1, -1, 7, -1])
    assert council_months_fewer(there, here).tolist() == [2, 0, 4, 0]


@pytest.mark.unit
def test_whoever_meets_the_same_in_the_twin_was_not_reached():
    anyway = {"began reablement": [(1, 0), (5, 1)]}
    more = {"began reablement": [(1, 0), (4, 1), (5, 2), (6, 2), (7, 3)]}
    assert reached_ids(twin(reached=anyway), arm("reablement", reached=more)).tolist() == [2, 3]


@pytest.mark.unit
def test_what_happened_before_a_programme_starts_is_not_its_doing():
    before = {"began reablement": [(1, 0), (3, 1)]}
    assert reached_ids(twin(), arm("reablement", start=2, reached=before)).tolist() == [1]


@pytest.mark.unit
def test_what_holds_in_both_worlds_reaches_nobody_anew():
    reach = {"age_friendly_coordinators": [(3, 0)]}
    both = arm(reached=reach)
    assert reached_ids(both, arm(reached=reach)).tolist() == []


@pytest.mark.unit
def test_hours_are_told_by_what_they_serve():
    found = spill(
        twin(hours={"activities": 10.0}),
        arm(hours={"activities": 7.0, "local_links.visits": 1.5, "local_links.drives": 0.5}),
    )
    assert found.hours == {"activities": -36.0, "local_links": 24.0}
    assert np.isclose(found.flat()["hours.activities"], -36.0)


@pytest.mark.unit
def test_every_number_of_the_spillover_is_a_row_of_the_table():
    flat = spill(twin(), arm()).flat()
    assert {name for name in flat if "." not in name} == {one.name for one in SPILLED}
    assert {name.partition(".")[0] for name in flat if "." in name} == set(FIFTHS)


@pytest.mark.unit
def test_whom_it_reached_and_helped_is_parted_by_fifth_of_deprivation():
    here = arm(lonely_months=[1, 5, 6, 0], reached={"age_friendly_coordinators": [(2, 0), (3, 1)]}, fifths=[1, 5, 5, 1])
    found = spill(twin(lonely_months=[4, 5, 4, 0]), here).fifths
    assert (found["reached_in_fifth.1"], found["reached_in_fifth.5"], found["reached_in_fifth.3"]) == (1, 1, 0)
    assert (found["lonely_in_fifth.1"], found["lonely_in_fifth.5"]) == (3, -2)


@cache
def beside_local_links(name: str, imposed: bool) -> tuple[float, dict[str, float], dict[str, float]]:
    """Return the hours of Local Links alone in a preset, and what moves beside coordinators and three times as many.

    Summed over three lucks, as who is whose volunteer differs with everyone else who has one. Pairs who are alike ask
    for as many hours as others, so that how alike they come to be does not pass for hours taken.
    """
    preset = shipped(name)
    study = preset.study(24, 2, residents=40_000, overrides={**preset.numbers, "local_links.mutual_share": 0.0})
    if not imposed:
        study = replace(study, as_now={"local_links": study.as_now["local_links"]})
    worlds = [[run(arm.scenario, seed) for arm in plan_arms(study)] for seed in (1, 2, 3)]
    served = sum(float(there.hours["local_links"].sum()) for there, _, _ in worlds)
    moved = [[hours_moved(luck[0], luck[arm]) for luck in worlds] for arm in (1, 2)]
    once, thrice = ({what: sum(each[what] for each in lucks) for what in lucks[0]} for lucks in moved)
    return served, once, thrice


@pytest.mark.model
@pytest.mark.parametrize(("times", "least"), [(1, 0.01), (3, 0.05)], ids=["as many coordinators", "three times"])
def test_coordinators_take_hours_from_local_links_at_full_handover_where_time_is_scarce(times, least):
    served, *both = beside_local_links("volunteers-scarce", imposed=True)
    moved = both[times // 3]
    assert moved["age_friendly_coordinators"] > 0
    assert moved["local_links"] < -least * served
    assert moved["activities"] < 0


@pytest.mark.model
@pytest.mark.parametrize("times", [1, 3], ids=["as many coordinators", "three times"])
def test_they_take_none_from_local_links_at_full_handover_where_time_is_plentiful(times):
    served, *both = beside_local_links("volunteers-plenty", imposed=True)
    moved = both[times // 3]
    assert moved["age_friendly_coordinators"] > 0
    assert abs(moved["local_links"]) < 0.01 * served


@pytest.mark.model
def test_at_the_handover_that_social_workers_come_to_three_times_the_coordinators_take_hours_from_local_links():
    served, once, moved = beside_local_links("volunteers-scarce", imposed=False)
    assert moved["local_links"] <= once["local_links"] <= 0.0, "the more coordinators, the more they take"
    assert moved["local_links"] < -0.03 * served
    assert moved["activities"] < -0.5 * moved["age_friendly_coordinators"], "most of it the networks' activities lose"


@pytest.mark.model
@pytest.mark.parametrize("times", [1, 3], ids=["as many coordinators", "three times"])
def test_they_take_none_at_that_handover_where_time_is_plentiful(times):
    served, *both = beside_local_links("volunteers-plenty", imposed=False)
    moved = both[times // 3]
    assert moved["age_friendly_coordinators"] > 0 and served > 0
    assert abs(moved["local_links"]) < 0.01 * served
