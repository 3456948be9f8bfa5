"""The oldest: over ten years they stay as frail as they began, and die as the life table has it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from models import Kith, Scenario
from models.ages import SPAN
from models.crowd import LAST_YEAR
from models.gazetteer import read_place
from models.library import tables
from models.people.mortality import local_death_rates

pytestmark = pytest.mark.study

SEEDS = (1, 2, 3)
RESIDENTS, MONTHS = 60_000, 120
BANDS = {"85 to 89": slice(25, 30), "90 and over": slice(30, SPAN)}


def counted(world: Kith, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return residents by sex and single year of age among the chosen rows, shape (2, SPAN)."""
    people = world.people
    cell = people["sex"].astype(int) * SPAN + np.minimum(people["age"].astype(int) - 60, SPAN - 1)
    return np.bincount(cell[chosen & (people["here"] > 0)], minlength=2 * SPAN).reshape(2, SPAN).astype(float)


@pytest.fixture(scope="module")
def decade() -> dict[str, NDArray[np.float64]]:
    """Return people, the frail, those in care homes and deaths, by the table too, by year, sex and age."""
    found = {
        name: np.zeros((10, 2, SPAN))
        for name in ("people", "level 5", "level 6", "in care homes", "deaths", "expected")
    }
    rates = local_death_rates(tables(), read_place("leeds"), LAST_YEAR)
    for seed in SEEDS:
        world = Kith(Scenario(months=MONTHS, residents=RESIDENTS), seed=seed)
        while world.month < MONTHS:
            world.step()
            year, people = (world.month - 1) // 12, world.people
            everyone = counted(world, people["here"] > 0)
            found["people"][year] += everyone
            found["level 5"][year] += counted(world, people["cfs"] >= 5)
            found["level 6"][year] += counted(world, people["cfs"] >= 6)
            found["in care homes"][year] += counted(world, people["setting"] > 0)
            found["deaths"][year] += counted(world, people["dies"] > 0)
            found["expected"][year] += everyone * -np.expm1(-rates[year] / 12.0)
    return found


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("level", ["level 5", "level 6"])
def test_as_many_are_frail_after_ten_years_of_the_real_mix_of_ages(decade, level, band):
    people, frail = (decade[name][:, :, BANDS[band]] for name in ("people", level))
    first, last = frail[0] / np.maximum(people[0], 1.0), frail[9] / np.maximum(people[9], 1.0)
    mix = people[0] / people[0].sum()
    began, ended = (first * mix).sum(), (last * mix).sum()
    assert ended == pytest.approx(began, rel=0.10), f"{began:.3f} in the first year, {ended:.3f} in the tenth"


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("sex", [0, 1], ids=["men", "women"])
def test_as_many_men_and_women_live_in_care_homes_after_ten_years_of_the_real_mix_of_ages(decade, sex, band):
    people, inside = (decade[name][:, sex, BANDS[band]] for name in ("people", "in care homes"))
    first, last = inside[0] / np.maximum(people[0], 1.0), inside[9] / np.maximum(people[9], 1.0)
    began, ended = ((share * people[0]).sum() / people[0].sum() for share in (first, last))
    assert ended == pytest.approx(began, rel=0.10), f"{began:.3f} in the first year, {ended:.3f} in the tenth"


@pytest.mark.parametrize("years", [slice(0, 5), slice(5, 10)], ids=["years 1 to 5", "years 6 to 10"])
def test_as_many_aged_90_and_over_die_as_the_life_table_has_it(decade, years):
    died, expected = (decade[name][years, :, BANDS["90 and over"]].sum() for name in ("deaths", "expected"))
    assert died == pytest.approx(expected, rel=0.05), f"{died:.0f} deaths, {expected:.0f} by the life table"
