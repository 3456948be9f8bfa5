"""Scenario: a place, what is tried there, and which numbers are changed."""

import pickle

import pytest

from models import Plan, Scenario
from models.scenario import LONGEST

pytestmark = pytest.mark.unit

TRIED = {"reablement": Plan(12), "local_links": Plan(24, 60, 2.0)}


def test_the_order_in_which_interventions_and_overrides_are_given_does_not_matter():
    one = Scenario(interventions=TRIED, overrides={"a.b": 1.0, "a.a": 2.0})
    other = Scenario(interventions=dict(reversed(TRIED.items())), overrides={"a.a": 2.0, "a.b": 1.0})
    assert one == other
    assert one.text() == other.text()
    assert hash(one) == hash(other)
    assert list(one.interventions) == ["local_links", "reablement"]


def test_a_title_does_not_make_another_scenario_but_all_else_does():
    plain = Scenario()
    assert Scenario(title="something else").text() == plain.text()
    others = [
        Scenario(months=24),
        Scenario(residents=2_000),
        Scenario(interventions=TRIED),
        Scenario(overrides={"a.b": 1.0}),
        Scenario(place="elsewhere"),
    ]
    assert len({one.text() for one in [plain, *others]}) == 6


def test_a_scenario_cannot_be_changed_afterwards():
    plans = dict(TRIED)
    scenario = Scenario(interventions=plans)
    plans.clear()
    assert set(scenario.interventions) == set(TRIED)
    with pytest.raises(TypeError):
        scenario.interventions["reablement"] = Plan()  # type: ignore[index]


def test_a_scenario_travels_to_another_process():
    scenario = Scenario(interventions=TRIED, overrides={"a.b": 1.0}, months=36, residents=2_000, title="tried")
    assert pickle.loads(pickle.dumps(scenario)) == scenario


@pytest.mark.parametrize("months", [0, -12, LONGEST + 1])
def test_a_run_of_no_length_or_beyond_the_tables_is_refused(told, months):
    assert told(lambda: Scenario(months=months)) == f"A run lasts 1 to {LONGEST} months (24 years), not {months}."


@pytest.mark.parametrize("size", [-0.1, 1_001.0, float("nan")])
def test_a_size_that_is_no_size_is_refused(told, size):
    assert told(lambda: Plan(size=size)) == f"An intervention's size must be from 0 to 1000 times its own, not {size}."
