"""Crowd: everyone who will ever live in the place, drawn at month 0."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from models import sheets
from models.ages import SPAN
from models.crowd import LAST_YEAR, Deaths, full_size, gather
from models.gazetteer import read_place
from models.library import tables
from models.people.mortality import deprivation_ratios, life_table

pytestmark = pytest.mark.unit


def drawn(seed: int = 1, residents: int | None = 4_000, household: Mapping[str, Any] | None = None):
    place = read_place("leeds")
    deaths = Deaths(life_table(tables(), place.smr, LAST_YEAR), deprivation_ratios(tables()))
    given = {**sheets(), "household": sheets()["household"].replaced(household or {})}
    return gather(place, tables(), given, deaths, seed, residents)


@pytest.mark.parametrize("residents", [200, 4_000, 20_011])
def test_a_scaled_crowd_has_as_many_at_the_start_as_asked_and_weighs_as_many_people(residents):
    crowd = drawn(residents=residents)
    there = int((crowd.enters <= 0).sum())
    assert there == residents
    full = full_size(tables(), read_place("leeds"))
    assert crowd.people_per_resident * residents == pytest.approx(full)


def test_ages_and_sexes_at_the_start_are_those_counted():
    crowd, counts = drawn(residents=None), tables()["population"]
    rows = counts[(counts["place"] == "leeds") & (counts["measure"] == "base")]
    there = crowd.enters <= 0
    for sex, code in (("M", 0), ("F", 1)):
        mine = rows[(rows["sex"] == sex) & (rows["age"] < 90)].sort_values("age")["persons"].to_numpy(float)
        found = np.bincount(crowd.age[there & (crowd["sex"] == code)] - 60, minlength=SPAN)[:30]
        assert np.abs(found - mine).max() <= 1.0


def test_birth_age_and_entry_agree():
    crowd = drawn()
    assert ((crowd.enters - crowd["born"]) // 12 == crowd.age).all()
    assert (crowd["age"] == crowd.age).all()
    turning = (crowd.enters > 0) & (crowd.age == 60)
    assert turning.any()
    assert (crowd.age >= 60).all()


def test_ids_are_in_order_of_entry_and_the_start_comes_first():
    enters = drawn().enters
    assert (np.diff(enters) >= 0).all()
    assert enters.min() == 0
    assert enters.max() <= 12 * LAST_YEAR


def test_the_same_seed_draws_the_same_crowd_and_another_seed_another():
    one, same, other = drawn(3), drawn(3), drawn(4)
    assert one.columns.keys() == same.columns.keys()
    assert all(one[name].tobytes() == same[name].tobytes() for name in one.columns)
    assert (one.enters == same.enters).all()
    assert len(other) != len(one) or (other["born"] != one["born"]).any()


def test_people_turning_60_come_as_projected_year_by_year():
    crowd, counts = drawn(residents=None), tables()["population"]
    rows = counts[(counts["place"] == "leeds") & (counts["measure"] == "entrants")]
    for year in (2012, 2020, 2030):
        expected = rows[rows["year"] == year]["persons"].sum()
        months = (crowd.enters > 12 * (year - 2012)) & (crowd.enters <= 12 * (year - 2011))
        born = (crowd.enters - crowd["born"]) == 12 * 60
        assert (months & born).sum() == pytest.approx(expected, rel=0.02)


def test_couples_who_move_in_come_in_the_same_month():
    crowd = drawn(residents=None)
    partner = crowd["partner"]
    movers = np.flatnonzero((crowd.enters > 0) & (crowd.age > 61) & (partner >= 0))
    together = crowd.enters[partner[movers]] == crowd.enters[movers]
    assert len(movers) > 1_000
    assert together.mean() > 0.99


def spread_of_gaps(household: Mapping[str, Any]) -> float:
    """Return the standard deviation of how many years men are older than their partners."""
    crowd = drawn(residents=20_000, household=household)
    partner, sex, born = crowd["partner"], crowd["sex"], crowd["born"].astype(float)
    men = np.flatnonzero((partner >= 0) & (sex == 0))
    men = men[sex[partner[men]] == 1]
    return float((born[partner[men]] - born[men]).std() / 12)


def test_every_number_of_the_gap_between_partners_moves_it():
    entries = sheets()["household"].entries
    gaps = {name: one for name, one in entries.items() if name.startswith("age_gap")}
    assert gaps
    for name, one in gaps.items():
        assert spread_of_gaps({name: one.high}) > spread_of_gaps({name: one.low}) + 0.2, name


@pytest.mark.parametrize("residents", [0, 199, 10_000_000])
def test_a_population_too_small_or_too_large_is_refused_in_a_sentence(told, residents):
    assert told(drawn, 1, residents) == (f"Leeds can be grown with 200 to 150,592 residents, not {residents:,}.")


def test_fewer_of_the_deprived_reach_a_great_age_and_every_neighbourhood_keeps_its_share():
    crowd, place = drawn(residents=None), read_place("leeds")
    there = crowd.enters <= 0
    deprived = crowd["fifth"] == 1
    young, old = there & (crowd.age < 65), there & (crowd.age >= 85)
    assert 0.6 < deprived[old].mean() / deprived[young].mean() < 0.9
    found = np.bincount(crowd["neighbourhood"][there], minlength=len(place.shares)) / there.sum()
    assert found == pytest.approx(place.shares, abs=0.003)
