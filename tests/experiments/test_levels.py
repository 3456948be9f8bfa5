"""Levels: what each world is like in its last year."""

import numpy as np
import pandas as pd
import pytest

from experiments.asking.study import AS_NOW
from experiments.comparing.levels import LEVELS, levels

pytestmark = pytest.mark.unit


def measures(**last) -> pd.DataFrame:
    """Two years of measures, the first of which is nought throughout."""
    return pd.DataFrame({name: np.repeat([0.0, value], 12) for name, value in last.items()})


def found(now: dict[str, float], here: dict[str, float], runs: int = 2):
    return levels([{AS_NOW: measures(**now), "arm": measures(**here)}] * runs, [AS_NOW, "arm"], weight=10.0)


def test_people_are_weighted_to_the_whole_place_and_networks_are_not():
    both = found({"members": 50.0, "hubs_open": 37.0}, {"members": 30.0, "hubs_open": 30.0})
    assert (both["members"].of(AS_NOW).mean, both["members"].of("arm").mean) == (500.0, 300.0)
    assert (both["hubs_open"].of(AS_NOW).mean, both["hubs_open"].of("arm").mean) == (37.0, 30.0)


def test_a_share_is_of_all_in_the_year_and_none_where_there_are_none():
    both = found(
        {"local_links_plans": 0.0, "budgets_in_catchment": 0.0},
        {"local_links_plans": 3.0, "budgets_in_catchment": 12.0},
    )
    assert np.isnan(both["local_links_plans"].of(AS_NOW).mean)
    assert both["local_links_plans"].of("arm").mean == 0.25
    assert both["local_links_plans"].moved, "what only one world has is told"


def test_what_is_alike_in_all_worlds_is_not_said_to_have_moved():
    both = found({"lonely": 5.0, "volunteers": 4.0}, {"lonely": 5.0, "volunteers": 2.0})
    assert [name for name, one in both.items() if one.moved] == ["volunteers"]


def test_what_would_be_written_alike_in_all_worlds_is_not_shown_however_clear():
    both = found({"lonely": 1_230.1, "unmet": 1_230.0}, {"lonely": 1_230.2, "unmet": 1_300.0})
    assert [name for name, one in both.items() if one.moved] == ["unmet"]


def test_every_level_names_measures_that_the_model_has():
    from models import Kith, Scenario

    known = Kith(Scenario(residents=300, months=1)).measures
    assert {one.measure for one in LEVELS} | {one.out_of for one in LEVELS if one.out_of} <= set(known)
