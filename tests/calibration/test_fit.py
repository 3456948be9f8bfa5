"""The method of the fit, on models whose answer is known."""

import numpy as np
import pytest

from calibration.emulator import learnt
from calibration.fit import Effort, design, fitted_to, informed
from calibration.moments import Group
from calibration.recovery import ranks, unevenness
from calibration.sampler import posterior_draws
from calibration.targets import Target, Use

pytestmark = pytest.mark.unit


def target(name, value, error):
    """Return a figure of a made-up model."""
    return Target(name, name, Use.FIT, value, error, "share", name, Group(), "2011", "nowhere", "team")


def bent(points):
    """A made-up model of three numbers and four moments; the last number moves nothing."""
    first, second = points[:, 0], points[:, 1]
    return np.column_stack([first + 0.5 * second, first * second, np.exp(second), first - second**2])


def test_the_sampler_finds_a_normal_posterior():
    middle, spread = np.array([0.3, 0.6, 0.5]), np.array([0.05, 0.1, 0.02])
    draws = posterior_draws(lambda points: -0.5 * (((points - middle) / spread) ** 2).sum(axis=1), 3, seed=1)
    assert draws.mean(axis=0) == pytest.approx(middle, abs=0.01)
    assert draws.std(axis=0) == pytest.approx(spread, rel=0.1)


def test_the_sampler_leaves_the_prior_where_the_data_say_nothing():
    draws = posterior_draws(lambda points: np.zeros(len(points)), 2, seed=1)
    assert draws.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.03)
    assert draws.std(axis=0) == pytest.approx([12**-0.5, 12**-0.5], rel=0.05)


def test_the_sampler_finds_both_of_two_answers():
    draws = posterior_draws(lambda points: -0.5 * (((points[:, 0] - 0.5) ** 2 - 0.09) / 0.005) ** 2, 1, seed=2)
    assert (draws < 0.5).mean() == pytest.approx(0.5, abs=0.1)
    assert np.abs(draws - 0.5).mean() == pytest.approx(0.3, abs=0.01)


def test_an_emulator_gives_what_the_model_would_and_knows_how_unsure_it_is():
    rng = np.random.default_rng(3)
    points, elsewhere = design(96, 3, 1), rng.random((50, 3))
    emulator = learnt(points, bent(points) + 0.01 * rng.standard_normal((96, 4)))
    off = emulator.predict(elsewhere) - bent(elsewhere)
    assert np.abs(off).max() < 0.05
    usual = np.sqrt((off**2).mean(axis=0))
    assert (emulator.unsure > 0.5 * usual).all()
    assert (emulator.unsure < 3.0 * usual + 0.002).all()


def test_a_fit_finds_the_numbers_that_made_the_figures_and_says_which_it_cannot():
    truth = np.array([[0.35, 0.7, 0.5]])
    figures = bent(truth)[0]
    wanted = [target(f"m{at}", float(value), 0.02) for at, value in enumerate(figures)]
    found = fitted_to(wanted, 3, Effort(waves=(64, 32), draws=400), seed=1, ask=bent)
    assert found.points.shape == (96, 3)
    assert found.draws.mean(axis=0)[:2] == pytest.approx(truth[0, :2], abs=0.03)
    told = informed(found.draws)
    assert (told[:2] > 0.8).all()
    assert told[2] < 0.15


def test_the_truth_is_anywhere_among_its_draws_as_often_as_anywhere_else():
    wanted = [target(f"m{at}", 0.0, 0.15) for at in range(4)]
    where = ranks(wanted, 3, bent, truths=64, seed=4, runs=64, draws=200)
    assert (unevenness(where) > 0.01).all()


def test_unevenness_is_found_where_there_is_some():
    too_sure = np.concatenate([np.full((50, 1), 0.01), np.full((50, 1), 0.99)])
    assert unevenness(too_sure)[0] < 1e-6
