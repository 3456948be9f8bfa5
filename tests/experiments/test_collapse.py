"""Collapse: the churn at which most networks no longer stand, found and told."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.asking.preset import shipped
from experiments.asking.study import AS_NOW, plan_arms
from experiments.comparing.collapse import collapse
from experiments.comparing.collapse_told import collapsing
from experiments.comparing.levels import LEVELS, Levels
from experiments.comparing.story import story
from experiments.figures.estimate import over_runs
from models import Plan, sheets
from tests.experiments.studies import comparison

PACES = {1.5: [1.0, 2.0], 2.0: [3.0, 3.0], 3.0: [9.0, 12.0], 3.5: [18.0, 20.0], 4.0: [21.0, 19.0], 6.0: [36.0, 37.0]}


def scenario():
    return shipped("network-collapse")


def exodus(collapsed=None, usual=(1.0, 0.0)):
    """A comparison of which only the networks that collapse at each pace are known, by two runs."""
    written = scenario()
    study = written.study(120, 24, replications=2, overrides=dict(written.numbers))
    arms = plan_arms(study)
    paces = {arm.name: arm.numbers["volunteer_exodus.leaving_ratio"] for arm in arms if arm.name != AS_NOW}
    runs = {name: np.array((collapsed or PACES)[pace]) for name, pace in paces.items()}
    level = next(one for one in LEVELS if one.measure == "hubs_collapsed")
    parameters = {
        "volunteer.leaving_per_year": 0.223,
        "volunteer_exodus.leaving_ratio": 3.0,
        "hub.collapsed_below": 0.5,
    }
    return replace(
        comparison(2),
        study=study,
        arms=arms,
        levels={level.measure: Levels(level, {AS_NOW: np.array(usual), **runs})},
        parameters=pd.DataFrame([parameters] * 2),
    )


def found_of(comparison):
    found = collapse(comparison)
    assert found is not None
    return found


@pytest.mark.unit
def test_the_churn_told_is_the_least_at_which_most_networks_have_collapsed_in_most_runs():
    found = found_of(exodus())
    assert found.least is not None
    assert found.least.ratio == 4.0, "19 of 37 in the mean are most of them, yet in one run of two alone they are not"
    assert found.least.most == 2
    assert found.least.leaving == pytest.approx(0.59, abs=0.005)
    assert found.usual.leaving == pytest.approx(0.20, abs=0.005)
    assert collapsing(found).startswith(
        "Most networks collapse in most runs once volunteers leave 4 times as fast as usual, 59% a year before any "
        "strain instead of 20%: in the last year 20 of 37 are closed or have fewer than half of their usual members"
    )
    assert collapsing(found).endswith(
        "At 1.5 times the pace 2 are, at 2 times 3, at 3 times 10, at 3.5 times 19 and at 6 times 36; as now 0."
    )


@pytest.mark.unit
def test_where_no_pace_collapses_most_networks_that_is_said_and_where_they_fall_anyway_no_churn_is_named():
    few = dict.fromkeys(PACES, (2.0, 3.0))
    assert collapsing(found_of(exodus(few))).startswith(
        "At no pace tried do most networks collapse in most runs: where volunteers leave 6 times as fast as usual, "
        "74% a year"
    )
    most = dict.fromkeys(PACES, (30.0, 31.0))
    assert collapsing(found_of(exodus(most))).startswith(
        "Most networks collapse in most runs where volunteers leave 1.5 times"
    )
    assert "no churn can be named" in collapsing(found_of(exodus(most, usual=(25.0, 20.0))))


@pytest.mark.unit
def test_of_a_single_run_it_is_not_said_in_how_many_runs_most_networks_collapse():
    found = found_of(exodus())
    paces = tuple(replace(one, collapsed=over_runs(np.array([30.0])), most=1) for one in found.paces)
    said = collapsing(replace(found, paces=paces))
    assert said.startswith("Most networks collapse where volunteers leave 1.5 times as fast as usual")


@pytest.mark.unit
@pytest.mark.parametrize("plan", [Plan(start=36), Plan(start=12, stop=60), Plan(start=12, size=0.5)])
def test_arms_that_differ_in_when_or_how_large_the_exodus_is_name_no_churn(plan):
    found = exodus()
    *same, last = found.arms
    other = replace(last, scenario=replace(last.scenario, interventions={"volunteer_exodus": plan}))
    assert collapse(found) is not None
    assert collapse(replace(found, arms=(*same, other))) is None


@pytest.mark.unit
def test_no_edge_of_the_interval_is_below_none_of_the_networks_or_above_all_of_them():
    for one in found_of(exodus(dict.fromkeys(PACES, (36.0, 10.0)))).paces:
        assert 0.0 <= one.collapsed.low <= one.collapsed.high <= 37.0


@pytest.mark.unit
def test_nothing_is_said_of_collapse_where_arms_differ_in_more_than_the_pace_of_leaving():
    assert collapse(comparison(2)) is None
    assert story(comparison(2)).collapsing == ""
    study = shipped("half-the-volunteers").study(60, 24)
    arms = plan_arms(study)
    level = next(one for one in LEVELS if one.measure == "hubs_collapsed")
    runs = {arm.name: np.array([1.0, 2.0]) for arm in arms}
    assert collapse(replace(exodus(), study=study, arms=arms, levels={level.measure: Levels(level, runs)})) is None


@pytest.mark.unit
def test_the_titles_of_the_scenario_say_how_many_leave_within_a_year_at_its_pace():
    rate = scenario().numbers["volunteer.leaving_per_year"]
    assert rate == sheets()["volunteer"].leaving_per_year
    for arm in scenario().arms:
        (ratio,) = arm.numbers.values()
        assert arm.title.endswith(f"{-100 * np.expm1(-rate * ratio):.0f}% a year")
        assert list(arm.interventions) == ["volunteer_exodus"]
