"""Affordability: a programme's money beside the budgets that a place's file names, and nothing where it names none."""

from dataclasses import replace

import pytest

from experiments.comparing.affordability import all_told, of_budgets
from experiments.comparing.report import report_html
from experiments.comparing.story import arm_story
from experiments.figures.estimate import Estimate
from models import place
from tests.experiments.studies import comparison

pytestmark = pytest.mark.unit

NET, CARE = place("nottinghamshire").budgets


def made_up(somewhere: str):
    """The made-up comparison, as if it were of another place."""
    found = comparison()
    return replace(found, study=replace(found.study, place=somewhere))


def test_a_year_of_a_programme_is_set_beside_each_budget_at_the_same_prices():
    third_of_a_per_cent = Estimate(NET.real_pounds_per_year / 300.0, 1.0, 2.0, 0.1, 10)
    assert of_budgets((NET, CARE), third_of_a_per_cent) == (
        "A year of it costs as much as 0.33% of the net budget of Nottinghamshire County Council (476 million pounds "
        "in 2016-17), or 0.79% of what it spends on adult social care (200 million pounds in 2016-17)."
    )


def test_net_cost_is_set_beside_the_same_years_of_the_first_budget_and_only_where_it_is_clear():
    spared = Estimate(-0.01 * 5.0 * NET.real_pounds_per_year, -2.0, -1.0, 0.1, 10)
    told = all_told((NET, CARE), {"council": spared}, 5.0, 72)
    assert told == (
        "With the care it changes it spares 1% of the net budget of Nottinghamshire County Council, "
        "on average over 6 years."
    )
    assert all_told((NET, CARE), {"council": Estimate(0.0, -1.0, 1.0, 9.0, 10)}, 5.0, 72) == ""
    assert all_told((NET,), {}, 5.0, 72) == ""


def test_a_comparison_says_it_of_every_arm_where_the_place_names_budgets():
    found = made_up("nottinghamshire")
    arm = found.arm("reablement")
    said = arm_story(found, arm).afforded
    year = 12 * 60.0 * 750.0
    assert found.table.loc[("reablement", "programme_year"), "mean"] == pytest.approx(year)
    assert f"{100 * year / NET.real_pounds_per_year:.2g}% of the net budget" in said
    assert said in arm_story(found, arm).sentences
    assert said in report_html(found).replace("&#39;", "'")


def test_a_place_without_budgets_says_nothing_of_them():
    found = comparison()
    assert place(found.study.place).budgets == ()
    assert arm_story(found, found.arm("reablement")).afforded == ""
    assert of_budgets((), Estimate(1e5, 1.0, 2.0, 0.1, 10)) == ""
