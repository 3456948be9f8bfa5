"""Scenario: a place, what is tried there, and which numbers are changed."""

import pickle
import re

import numpy as np
import pytest

from models import Plan, Scenario
from models.scenario import LONGEST
from sim.errors import ModelError

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
    scenario = Scenario(interventions=TRIED, overrides={"a.b": 1.0}, months=72, residents=2_000, title="tried")
    assert pickle.loads(pickle.dumps(scenario)) == scenario


@pytest.mark.parametrize("months", [0, -12, LONGEST + 1])
def test_a_run_of_no_length_or_beyond_the_tables_is_refused(told, months):
    assert told(lambda: Scenario(months=months)) == f"A run lasts 1 to {LONGEST} months (24 years), not {months}."


@pytest.mark.parametrize("size", [-0.1, 1_001.0, float("nan")])
def test_a_size_that_is_no_size_is_refused(told, size):
    assert told(lambda: Plan(size=size)) == f"An intervention's size must be from 0 to 1000 times its own, not {size}."


def test_an_intervention_that_starts_after_the_run_is_refused():
    """It would be the world as now, without a word."""
    sentence = (
        "The start of 'reablement' in month 24 is not within the 24 months of the run: "
        "write a month from 0 to 23, or a longer run."
    )
    with pytest.raises(ModelError, match=f"^{re.escape(sentence)}$"):
        Scenario(months=24, interventions={"reablement": Plan()})
    assert Scenario(months=24, interventions={"reablement": Plan(23)}).interventions["reablement"].start == 23


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: Plan(2.5), "The month in which an intervention starts must be a whole number, not 2.5."),  # type: ignore[arg-type]
        (lambda: Plan(True), "The month in which an intervention starts must be a whole number, not True."),
        (lambda: Plan(2, 6.0), "The month in which an intervention stops must be a whole number, not 6.0."),  # type: ignore[arg-type]
        (lambda: Plan(24, 3), "An intervention that starts in month 24 cannot stop in month 3."),
        (lambda: Plan(-1), "An intervention cannot start in month -1: months count from 0."),
        (lambda: Plan(size="2"), "An intervention's size must be from 0 to 1000 times its own, not 2."),  # type: ignore[arg-type]
        (lambda: Scenario(months=6.5), "The number of months of a run must be a whole number, not 6.5."),  # type: ignore[arg-type]
        (lambda: Scenario(residents=2000.5), "The number of residents must be a whole number, not 2000.5."),  # type: ignore[arg-type]
        (
            lambda: Scenario(interventions={"men_in_sheds": 6}),  # type: ignore[dict-item]
            "Intervention 'men_in_sheds' needs a Plan, such as Plan(24) to start in month 24, not 6.",
        ),
        (
            lambda: Scenario(interventions=["men_in_sheds"]),  # type: ignore[arg-type]
            "'interventions' must be given by name, such as {'reablement': Plan(24)}, not ['men_in_sheds'].",
        ),
        (
            lambda: Scenario(overrides={1: 2.0}),  # type: ignore[dict-item]
            "'overrides' must be given by name, such as {'falls.falls_per_faller': 1.8}, not {1: 2.0}.",
        ),
        (
            lambda: Scenario(overrides={"a.b": "2"}),  # type: ignore[dict-item]
            "The override of 'a.b' must be a number or a list of numbers, not '2'.",
        ),
        (
            lambda: Scenario(overrides={"a.b": [1.0, None]}),  # type: ignore[dict-item]
            "The override of 'a.b' must be a number or a list of numbers, not [1.0, None].",
        ),
    ],
)
def test_what_is_no_plan_number_or_month_is_refused_in_a_sentence(told, act, sentence):
    assert told(act) == sentence


def test_numbers_are_kept_as_plain_ones_however_they_are_given():
    plain = Scenario(
        months=36, residents=400, interventions={"reablement": Plan(2, 6, 3.0)}, overrides={"a.b": (1.0, 2.0)}
    )
    for several in ([1, 2], np.array([1.0, 2.0])):
        other = Scenario(
            months=np.int64(36),  # type: ignore[arg-type]
            residents=np.int32(400),  # type: ignore[arg-type]
            interventions={"reablement": Plan(np.int64(2), np.uint8(6), 3)},  # type: ignore[arg-type]
            overrides={"a.b": several},  # type: ignore[dict-item]
        )
        assert (other, other.text(), hash(other)) == (plain, plain.text(), hash(plain))
