"""Demography before any fitting: counts of mid-2014, and the life table the deaths follow."""

import numpy as np
import pytest
from numpy.typing import NDArray

import models.model
from models import Kith, Scenario
from models.ages import SEXES, band
from models.library import tables

pytestmark = pytest.mark.study

SEEDS = (1, 2, 3)
"""Seeds pooled: chance alone moves the life expectancy of one run by a tenth of a year."""

UNTIL_MID_2014 = 36
"""The start state is the count of mid-2011, so mid-2014 is 36 months on."""


def by_sex_and_band(world: Kith) -> NDArray[np.int64]:
    """Return residents by sex and five-year band of age, shape (2, 7)."""
    people = world.people
    here = people["here"] > 0
    cell = band(people["age"][here]) + 7 * people["sex"][here].astype(int)
    return np.bincount(cell, minlength=14).reshape(2, 7)


@pytest.fixture(scope="module")
def mid_2014() -> Kith:
    world = Kith(Scenario(months=UNTIL_MID_2014 + 1))
    while world.month <= UNTIL_MID_2014:
        world.step()
    return world


def published_2014() -> NDArray[np.float64]:
    bands = tables()["population_bands"]
    leeds = bands[(bands["place"] == "leeds") & (bands["year"] == 2014)].set_index(["sex", "age_from"])["persons"]
    return np.array([[leeds[(sex, 60 + 5 * one)] for one in range(7)] for sex in SEXES])


def test_leeds_in_mid_2014_has_as_many_aged_60_and_over_as_were_counted(mid_2014):
    assert by_sex_and_band(mid_2014).sum() == pytest.approx(published_2014().sum(), rel=0.01)


def test_every_band_of_age_and_sex_is_near_its_count(mid_2014):
    apart = np.abs(by_sex_and_band(mid_2014) / published_2014() - 1.0)
    assert (apart[:, :5] < 0.04).all(), "ages 60 to 84"
    assert (apart[:, 5] < 0.06).all(), "ages 85 to 89"
    assert (apart[:, 6] < 0.08).all(), "ages 90 and over"


def united_kingdom() -> dict:
    """Return the tables with the United Kingdom's mortality of 2010-12 in every year and no ratio for the place."""
    held = dict(tables())
    fixed = tables()["life_table_uk_2010_12"]
    held["life_table"] = held["life_table"].drop(columns="qx").merge(fixed[["sex", "age", "qx"]], on=["sex", "age"])
    held["place_mortality"] = held["place_mortality"].assign(smr=1.0)
    return held


@pytest.fixture(scope="module")
def expectancy() -> NDArray[np.float64]:
    """Return life expectancy at 65 of men and women in two simulated years of Leeds under the UK's table."""
    died, lived = np.zeros((2, 121)), np.zeros((2, 121))
    for seed in SEEDS:
        patch = pytest.MonkeyPatch()
        patch.setattr(models.model, "tables", united_kingdom)
        models.model._started.cache_clear()
        world = Kith(Scenario(months=24), seed=seed)
        patch.undo()
        models.model._started.cache_clear()
        while world.month < 24:
            world.step()
            people = world.people
            here = people["here"] > 0
            cell = people["age"][here].astype(int) + 121 * people["sex"][here].astype(int)
            died += np.bincount(cell, people["dies"][here], 242).reshape(2, 121)
            lived += np.bincount(cell, minlength=242).reshape(2, 121) / 12.0
    rates = died[:, 65:106] / np.maximum(lived[:, 65:106], 1e-9)
    rates[:, -6:] = np.maximum(rates[:, -6:], 0.4)
    alive = np.exp(-np.cumsum(np.pad(rates, ((0, 0), (1, 0))), axis=1))
    return ((alive[:, :-1] - alive[:, 1:]) / np.maximum(rates, 1e-9)).sum(axis=1)


@pytest.mark.parametrize(("sex", "published"), [(0, 18.2), (1, 20.7)], ids=["men", "women"])
def test_life_expectancy_at_65_is_the_united_kingdoms(expectancy, sex, published):
    assert expectancy[sex] == pytest.approx(published, abs=0.2)
