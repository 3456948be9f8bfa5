"""Ages: tables by age band as values by single year, and what holds a prevalence steady."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ages import AGES, SPAN, THINNING_YEARS, band, by_age, cell_means, holding_rates, level_means
from tests.models.village import at_start

pytestmark = pytest.mark.unit

STEEP = pd.DataFrame({"sex": ["M"] * 4, "age_from": [60, 70, 80, 90], "share": [0.1, 0.2, 0.3, 0.36]})


@pytest.mark.parametrize(("age", "place"), [(60, 0), (64, 0), (65, 1), (89, 5), (90, 6), (110, 6)])
def test_an_age_has_its_five_year_band(age, place):
    assert band(np.array([age])) == [place]


def test_values_by_single_year_rise_with_the_bands_and_keep_the_mean_of_each():
    line = by_age(STEEP, "share", "M")
    assert line.shape == (SPAN,)
    assert (np.diff(line) >= -1e-12).all()
    living = np.exp(-(((AGES - 60) / THINNING_YEARS) ** 3))
    for first, share in ((70, 0.2), (80, 0.3)):
        band_of_ten = (first <= AGES) & (first + 10 > AGES)
        assert np.average(line[band_of_ten], weights=living[band_of_ten]) == pytest.approx(share, rel=0.02)


def test_a_population_thins_out_with_age_as_that_of_leeds_does():
    counts = np.bincount(at_start("age").astype(int), minlength=106)
    for age in (80, 85, 90, 95):
        thinned = np.exp(-(((age - 60) / THINNING_YEARS) ** 3))
        assert counts[age] / counts[60:65].mean() == pytest.approx(thinned, rel=0.2)


@given(st.lists(st.floats(0.0, 1.0), min_size=4, max_size=4))
def test_values_by_single_year_are_never_negative(values):
    assert (by_age(STEEP.assign(share=values), "share", "M") >= 0).all()


@given(share=st.floats(0.02, 0.9), easing=st.floats(0.0, 2.0))
def test_a_ladder_of_two_levels_is_held_by_as_many_ups_as_downs(share, easing):
    prevalence = np.tile([1.0 - share, share], (SPAN, 1))
    rates = holding_rates(prevalence, np.full((SPAN, 2), easing), np.zeros((SPAN, 2)))
    assert rates[:, 0] == pytest.approx(np.full(SPAN, min(easing * share / (1.0 - share), 6.0)))


def test_a_rising_share_is_held_by_the_rise_over_those_not_yet_there():
    share = 0.01 * np.arange(SPAN)
    rates = holding_rates(np.stack([1 - share, share], axis=1), np.zeros((SPAN, 2)), np.zeros((SPAN, 2)))
    assert rates[:, 0] == pytest.approx(0.01 / (1 - share))


def test_those_who_die_sooner_are_made_up_for():
    share, mild, severe = 0.2, 0.02, 0.12
    prevalence = np.tile([1.0 - share, share], (SPAN, 1))
    rates = holding_rates(prevalence, np.zeros((SPAN, 2)), np.tile([mild, severe], (SPAN, 1)))
    assert rates[:, 0] == pytest.approx(np.full(SPAN, share * (severe - mild)))


@pytest.mark.parametrize("levels", [2, 3, 9])
def test_a_cohort_that_moves_at_these_rates_follows_the_prevalence(levels):
    chance = np.random.default_rng(levels)
    weights = np.exp(np.linspace(0.0, 1.5, SPAN)[:, None] * np.linspace(0.0, 1.5, levels))
    prevalence = weights / weights.sum(axis=1, keepdims=True)
    easing = np.tile(chance.uniform(0.0, 0.3, levels), (SPAN, 1))
    deaths = np.tile(np.linspace(0.01, 0.06, levels), (SPAN, 1))
    up = holding_rates(prevalence, easing, deaths)
    living = prevalence[10].copy()
    steps = 100
    for at in range(10, 20):
        for step in range(steps):
            part = step / steps
            rates = (1 - part) * up[at] + part * up[at + 1]
            flow = rates * living[:-1] - easing[at, 1:] * living[1:]
            change = -living * deaths[at]
            change[:-1] -= flow
            change[1:] += flow
            living = living + change / steps
    assert living / living.sum() == pytest.approx(prevalence[20], abs=2e-3)


@given(st.floats(0.0, 1.0), st.floats(0.0, 3.0))
def test_no_rate_of_worsening_is_negative(share, easing):
    falling = np.linspace(max(share, 0.5), 0.0, SPAN)
    rates = holding_rates(np.stack([1 - falling, falling], axis=1), np.full((SPAN, 2), easing), np.zeros((SPAN, 2)))
    assert ((rates >= 0) & (rates <= 6)).all()


def test_means_by_age_and_sex_are_weighted_and_join_neighbouring_ages():
    age, sex = np.repeat(AGES, 20), np.tile([0, 1], 10 * SPAN)
    flat = cell_means(np.where(sex == 0, 1.0, 3.0), np.ones(len(age)), age, sex)
    assert flat[0] == pytest.approx(np.ones(SPAN))
    assert flat[1] == pytest.approx(np.full(SPAN, 3.0))
    sloped = cell_means(age.astype(float), np.ones(len(age)), age, np.zeros(len(age), int))[0]
    assert sloped[5:-5] == pytest.approx(AGES[5:-5])


def test_an_age_without_people_takes_the_mean_of_those_around_it():
    age = np.array([60] * 50 + [104] * 50)
    means = cell_means(np.where(age == 60, 1.0, 2.0), np.ones(100), age, np.zeros(100, int))[0]
    assert ((means >= 1.0) & (means <= 2.0)).all()
    assert (means[0], means[-1]) == (1.0, 2.0)


def test_the_mean_of_a_level_is_that_of_those_marked_and_1_where_nobody_is():
    values, among = np.array([2.0, 4.0, 9.0]), np.array([True, True, False])
    means = level_means(values, among, np.array([5, 5, 6], np.uint8))
    assert means.tolist() == [1, 1, 1, 1, 3, 1, 1, 1, 1]
