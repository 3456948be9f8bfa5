"""Mortality: who dies this month."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.ages import AGES, SPAN
from models.library import tables
from models.people.frailty import prevalence
from models.people.mortality import (
    bereavement_ratio,
    care_home_ratio,
    care_home_ratios,
    death_rate,
    death_rates_by_frailty,
    deprivation_ratios,
    first_year_share,
    frailty_ratios,
    life_table,
    with_floor,
)
from tests.models.village import RATES, RATIOS, as_now, at_start, crowd, grown, there, total

P = sheets()["mortality"]


def residents() -> np.ndarray:
    """Return the residents of Leeds at the start by sex and single year of age, shape (2, SPAN)."""
    counts = np.ones((2, SPAN))
    at = crowd()["sex"][there()], np.minimum(at_start("age").astype(int) - 60, SPAN - 1)
    np.add.at(counts, at, 1)
    return counts


@pytest.mark.unit
@pytest.mark.parametrize(
    ("frailty", "loneliness", "bereavement", "care_home", "rate"),
    [(1.0, 1.0, 1.0, 1.0, 0.02), (3.0, 1.0, 1.0, 1.0, 0.06), (1.0, 1.1, 1.25, 1.0, 0.0275), (2.0, 1.0, 1.0, 3.0, 0.12)],
    ids=["nobody's", "frail", "lonely and bereaved", "frail in a care home"],
)
def test_hazard_ratios_of_death_multiply(frailty, loneliness, bereavement, care_home, rate):
    assert death_rate(0.02, frailty, loneliness, bereavement, care_home) == pytest.approx(rate)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("level", "least"), [(7, 0.0), (8, 0.5), (9, 1.8)], ids=["severe", "very severe", "terminally ill"]
)
@given(rate=RATES)
def test_only_the_last_two_levels_have_a_least_death_rate(level, least, rate):
    assert with_floor(rate, level, 0.5, 1.8) == max(rate, least)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("months", "ratio"),
    [(-1, 1.0), (0, 1.25), (11, 1.25), (12, 1.1), (23, 1.1), (24, 1.0)],
    ids=["never", "at once", "first year", "second year", "its end", "faded"],
)
def test_a_bereavement_raises_mortality_for_two_years(months, ratio):
    assert bereavement_ratio(months, 1.25, 1.1) == ratio


@pytest.mark.unit
@pytest.mark.parametrize(("setting", "months", "ratio"), [(0, 0, 1.0), (1, 11, 3.3), (2, 12, 1.6)])
def test_the_first_year_in_a_care_home_is_the_most_dangerous(setting, months, ratio):
    assert care_home_ratio(setting, months, 3.3, 1.6) == ratio


@pytest.mark.unit
@given(table=RATES, frailty=RATIOS, ratio=RATIOS, more=st.floats(0.0, 5.0))
def test_death_comes_no_later_when_any_ratio_grows(table, frailty, ratio, more):
    plain = death_rate(table, frailty, ratio, ratio, ratio)
    assert plain >= 0
    for place in range(4):
        ratios = [frailty, ratio, ratio, ratio]
        ratios[place] += more
        assert death_rate(table, *ratios) >= plain


@pytest.mark.unit
def test_death_rates_by_frailty_together_give_the_life_table():
    table = life_table(tables(), "leeds", 1)[0]
    shares, inside = prevalence(tables())
    _, rates, in_homes, first_year, _ = death_rates_by_frailty(table, shares, inside, P)
    assert (rates * shares).sum(axis=2) == pytest.approx(table, rel=0.01)
    assert (np.diff(rates[:, :, :7], axis=2) >= 0).all(), "the frailer, the sooner"
    assert (in_homes > table).all(), "care homes take those who would die sooner"
    assert ((first_year > 0) & (first_year < 1)).all()


@pytest.mark.unit
def test_frailty_tells_less_at_the_highest_ages_and_never_turns_round():
    ratios = frailty_ratios(P)
    assert ratios.shape == (SPAN, 9)
    apart = np.abs(ratios - 1.0)
    assert (np.diff(apart[AGES >= 90], axis=0) <= 1e-12).all()
    assert ((ratios - 1.0) * (ratios[0] - 1.0) >= 0).all()


@pytest.mark.unit
def test_a_care_home_tells_less_at_the_highest_ages():
    first, later = care_home_ratios(P)
    assert (first >= later).all()
    assert (later >= 1.0).all()
    assert (first[AGES <= 80] == P.care_home_first_year).all()
    assert (np.diff(first[AGES >= 80]) <= 0).all()
    assert first[AGES == 95] < 0.6 * P.care_home_first_year


@pytest.mark.unit
def test_the_share_in_the_first_year_is_that_of_a_stock_fed_evenly():
    assert first_year_share(np.array([[0.5], [0.5]]))[0] == pytest.approx(1.0 - np.exp(-0.5))
    months = np.arange(4000) / 12.0
    left = np.exp(-np.where(months < 1.0, 0.6 * months, 0.6 + 0.36 * (months - 1.0)))
    assert first_year_share(np.array([[0.6], [0.36]]))[0] == pytest.approx(left[:12].sum() / left.sum(), abs=0.01)


@pytest.mark.unit
def test_those_in_care_homes_die_at_the_published_rates():
    table = life_table(tables(), "leeds", 1)[0]
    shares, inside = prevalence(tables())
    dying = death_rates_by_frailty(table, shares, inside, P)
    counts = residents()
    living = counts * (shares * inside).sum(axis=2)
    growth = np.gradient(np.log(living / counts), axis=1) - table
    first, later = dying.dwindling - growth
    new, old = living * dying.first_year, living * (1.0 - dying.first_year)
    assert (first * new).sum() / new.sum() == pytest.approx(0.60, abs=0.05)
    assert (later * old).sum() / old.sum() == pytest.approx(0.36, abs=0.04)


@pytest.mark.unit
def test_mortality_rises_with_age_and_falls_with_the_years():
    rates = life_table(tables(), "leeds", 24)
    assert (rates[0][:, 10:40] > rates[0][:, 0:30]).all()
    assert rates[-1].mean() < rates[0].mean()
    assert (rates[0][0] > rates[0][1])[:30].all(), "men die sooner"


@pytest.mark.unit
def test_the_most_deprived_die_soonest():
    ratios = deprivation_ratios(tables())
    assert (np.diff(ratios[:, :, : 85 - 60], axis=1) <= 0).all()


@pytest.mark.model
def test_the_lever_on_death_moves_deaths():
    assert total(grown(12, moved={"mortality.death": 0.0}), "deaths") <= 3, "only those who entered that very month"
    assert total(grown(12, moved={"mortality.death": 2.0}), "deaths") > 1.4 * as_now(12).measures["deaths"].sum()


@pytest.mark.model
def test_deaths_begin_as_the_life_table_has_them():
    world = grown(12, residents=20_000)
    people = world.people.start.columns
    first = world.people.start.enters <= 0
    place = np.minimum(people["age"][first].astype(int) - 60, SPAN - 1)
    rates = life_table(tables(), "leeds", 1)[0][people["sex"][first], place]
    expected = (1.0 - np.exp(-rates)).sum()
    assert total(world, "deaths") == pytest.approx(expected, rel=0.12)
