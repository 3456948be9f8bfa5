"""The tables: what the model starts from agrees with what was published, and with itself."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from models.area import Area
from models.gazetteer import FOLDER, read_place
from sim.parameters import Source, read_sources
from sim.tables import read_specs, read_table

pytestmark = pytest.mark.unit

ROOT = FOLDER.parent
TABLES = ROOT / "tables"
PLACES = {"leeds", "nottinghamshire", "sandwell", "west-cheshire", "cheshire-east"}
AREAS = {"belfast-clare-6000", "belfast-clare-14000"}


@cache
def sources() -> dict[str, Source]:
    return dict(read_sources(ROOT / "parameters" / "sources.toml"))


@cache
def table(name: str) -> pd.DataFrame:
    return read_table(TABLES / f"{name}.csv", read_specs(TABLES / "tables.toml", sources())[name])


def people(measure: str, place: str = "leeds") -> pd.DataFrame:
    rows = table("population")
    return rows[(rows["place"] == place) & (rows["measure"] == measure)]


def leeds() -> Area:
    return read_place("leeds")


def expectation_at_65(sex: str) -> float:
    rows = table("life_table_uk_2010_12")
    dying = rows[(rows["sex"] == sex) & (rows["age"] >= 65)].sort_values("age")["qx"].to_numpy()
    return float(np.cumprod(1.0 - dying).sum() + 0.5)


def test_every_table_is_described_and_can_be_read():
    specs = read_specs(TABLES / "tables.toml", sources())
    assert {path.stem for path in TABLES.glob("*.csv")} == set(specs)
    assert all(len(table(name)) > 0 for name in specs)


def test_every_table_names_the_columns_by_which_its_rows_differ():
    specs = read_specs(TABLES / "tables.toml", sources())
    assert [name for name, spec in specs.items() if not spec.key] == []


def test_leeds_begins_with_150592_residents():
    assert people("base")["persons"].sum() == pytest.approx(150_592, abs=1)


@pytest.mark.parametrize("place", sorted(PLACES | AREAS))
def test_every_place_has_each_age_at_the_start_and_people_turning_60_every_year(place):
    start, turning = people("base", place), people("entrants", place)
    for sex in ("M", "F"):
        assert list(start[start["sex"] == sex]["age"]) == list(range(60, 91))
        assert list(turning[turning["sex"] == sex]["year"]) == list(range(2012, 2036))
    assert (turning["persons"] > 0).all()


@pytest.mark.parametrize("place", sorted(PLACES))
def test_published_single_years_add_up_to_the_published_bands(place):
    bands = table("population_bands").query("place == @place")
    for year in (2014, 2020):
        one = people(f"check_{year}", place)["persons"].sum()
        assert one == pytest.approx(bands[bands["year"] == year]["persons"].sum(), abs=1)


@pytest.mark.parametrize(("sex", "published"), [("M", 18.2), ("F", 20.7)])
def test_life_expectancy_at_65_is_the_published_one(sex, published):
    assert expectation_at_65(sex) == pytest.approx(published, abs=0.1)


def test_the_life_table_covers_every_age_and_year():
    rows = table("life_table")
    assert len(rows) == 2 * 51 * 31
    assert rows["age"].agg(["min", "max"]).tolist() == [60, 110]
    assert rows["year"].agg(["min", "max"]).tolist() == [2010, 2040]


def test_the_pandemic_years_lie_between_2019_and_2023():
    wide = table("life_table").pivot_table(index=["sex", "age"], columns="year", values="qx")
    low, high = wide[[2019, 2023]].min(axis=1), wide[[2019, 2023]].max(axis=1)
    for year in (2020, 2021, 2022):
        assert ((wide[year] >= low - 1e-5) & (wide[year] <= high + 1e-5)).all()


def test_shares_of_those_aged_90_and_over_sum_to_one_and_fall_with_age():
    for _, rows in table("ninety_plus").groupby("sex"):
        assert rows["share"].sum() == pytest.approx(1.0, abs=1e-9)
        assert rows.sort_values("age")["share"].is_monotonic_decreasing


def test_frailty_levels_sum_to_one():
    levels = [f"cfs{level}" for level in range(1, 10)]
    for name in ("frailty", "frailty_care_home"):
        assert table(name)[levels].sum(axis=1).to_numpy() == pytest.approx(1.0, abs=1e-9)


def test_nobody_is_both_in_a_couple_and_widowed():
    rows = table("households")
    assert (rows["couple"] + rows["widowed"] <= 1.0).all()
    assert (rows["couple"] + rows["alone_of_household_population"] * (1.0 - rows["communal"]) <= 1.0).all()


def test_mortality_rises_with_deprivation_and_the_middle_fifth_is_one():
    for _, rows in table("mortality_by_deprivation").groupby(["sex", "age_from"]):
        ratios = rows.sort_values("fifth")["ratio"]
        assert list(rows["fifth"]) == [1, 2, 3, 4, 5]
        assert ratios.is_monotonic_decreasing
        assert ratios.iloc[2] == 1.0


def test_every_english_place_has_its_own_mortality():
    assert set(table("place_mortality")["place"]) == PLACES


def test_leeds_had_its_registered_deaths_of_60_to_89_in_2014():
    rows = table("deaths_2014").query("place == 'leeds' and age_from < 90")
    assert rows.groupby("sex")["deaths"].sum().to_dict() == {"F": 2116, "M": 2289}


def test_prices_are_those_of_2010_11():
    deflator = table("deflator").set_index("year")["index"]
    assert deflator["2010-11"] == 100.0
    assert list(deflator.index) == [f"{year}-{(year + 1) % 100:02d}" for year in range(2007, 2026)]
    assert deflator.is_monotonic_increasing


def test_answers_about_loneliness_add_up():
    rows = table("loneliness").query("age_from == 52").set_index("feeling")["share"]
    assert rows["sometimes"] + rows["often"] == pytest.approx(rows["sometimes_or_often"])
    assert rows["hardly_ever_or_never"] + rows["sometimes_or_often"] == pytest.approx(1.0)


def test_leeds_has_37_neighbourhoods_whose_shares_sum_to_one():
    assert len({one.name for one in leeds().neighbourhoods}) == 37
    assert leeds().shares.sum() == pytest.approx(1.0, abs=1e-9)


def test_leeds_has_the_published_share_of_residents_in_each_fifth():
    found = [leeds().shares[leeds().fifths == fifth].sum() for fifth in (1, 2, 3, 4, 5)]
    assert found == pytest.approx([0.23, 0.1436, 0.1701, 0.2359, 0.2203], abs=5e-5)


def test_a_rural_resident_of_leeds_is_as_rare_as_published():
    rural = sum(one.share for one in leeds().neighbourhoods if one.rural)
    assert rural == pytest.approx(0.0749, abs=5e-4)


@pytest.mark.parametrize(("name", "aged_65_plus"), [("Armley", 5_600), ("Garforth", 3_800)])
def test_a_local_links_catchment_has_the_size_its_repayment_was_reckoned_with(name, aged_65_plus):
    base = people("base")
    share = next(one.share for one in leeds().neighbourhoods if one.name == name)
    assert share * base[base["age"] >= 65]["persons"].sum() == pytest.approx(aged_65_plus, rel=0.02)


def test_every_table_names_only_known_places():
    for name in ("population", "place_mortality", "deaths_2014", "population_bands"):
        assert set(table(name)["place"]) <= PLACES | AREAS
