"""Indices: known functions give the known answers, and an input that does nothing gets nothing."""

import numpy as np
import pytest

from experiments.unknowns.emulator import Emulator
from experiments.unknowns.indices import design, indices, left_by_luck
from experiments.unknowns.tornado import ends, tornado
from models import sheets

pytestmark = pytest.mark.unit

ENTRIES = {
    "loneliness.alone_ratio": sheets()["loneliness"].entries["alone_ratio"],
    "mortality.bereaved_first_year": sheets()["mortality"].entries["bereaved_first_year"],
    "falls.falls_per_faller": sheets()["falls"].entries["falls_per_faller"],
}
WEIGHTS = dict(zip(ENTRIES, (2.0, 400.0, -50.0), strict=True))


def linear(setting):
    """A linear function of three parameters, of which one moves it most; luck adds the same everywhere."""
    values = {name: entry.rows[0][0] for name, entry in ENTRIES.items()} | dict(setting)
    return sum(WEIGHTS[name] * value for name, value in values.items()) + np.array([0.0, 3.0, -1.0])


@pytest.fixture(scope="module")
def ishigami():
    """Ishigami and Homma (1990) with a = 7 and b = 0.1, at 128 points."""
    points = design(3, 7, seed=1)
    x = np.pi * (2.0 * points[:, :3] - 1.0)
    values = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return indices(["x1", "x2", "x3"], points, values)


def test_a_tornado_of_a_linear_function_is_exact_and_the_biggest_come_first():
    found = tornado(ENTRIES, [linear(setting) for setting in ends(ENTRIES)])
    expected = {name: WEIGHTS[name] * (entry.rows[0][2] - entry.rows[0][1]) for name, entry in ENTRIES.items()}
    assert {one.parameter: one.moves.mean for one in found} == pytest.approx(expected)
    assert [one.moves.mc_error for one in found] == pytest.approx([0.0] * 3), "all settings share their lucks"
    assert [one.width for one in found] == pytest.approx(sorted((abs(one) for one in expected.values()), reverse=True))
    low = {one.parameter: one.at_low.mean for one in found}
    assert low["falls.falls_per_faller"] == pytest.approx(
        np.mean(linear({"falls.falls_per_faller": ENTRIES["falls.falls_per_faller"].low}))
    )


def test_the_settings_of_a_tornado_change_one_parameter_each():
    settings = ends(ENTRIES)
    assert settings[0] == {}
    assert [list(one) for one in settings[1:]] == [[name] for name in ENTRIES for _ in range(2)]


def test_ishigami_has_its_known_indices(ishigami):
    found = {one.name: one for one in ishigami.each}
    first, total = {"x1": 0.314, "x2": 0.442, "x3": 0.0}, {"x1": 0.558, "x2": 0.442, "x3": 0.244}
    assert {name: found[name].first for name in first} == pytest.approx(first, abs=0.05)
    assert {name: found[name].total for name in total} == pytest.approx(total, abs=0.06)
    assert all(one.first_low <= one.first <= one.first_high for one in ishigami.each)
    assert all(one.total_low <= one.total <= one.total_high for one in ishigami.each)
    assert ishigami.foretold > 0.9


def test_what_does_nothing_comes_out_near_nought_and_last(ishigami):
    dummies = ishigami.each[-2:]
    assert all(one.dummy and abs(one.first) < 0.02 and one.total < 0.02 for one in dummies)
    assert not any(ishigami.matters(one) for one in dummies)
    assert all(ishigami.matters(one) for one in ishigami.each[:3])


def test_noise_is_told_apart_and_a_linear_function_has_its_known_shares():
    weights, points = np.array([3.0, 2.0, 1.0]), design(3, 6, seed=1)
    noise = 0.6 * np.random.default_rng(1).standard_normal(64)
    found = indices(["a", "b", "c"], points, points[:, :3] @ weights + noise)
    known = dict(zip("abc", weights**2 / (weights**2).sum(), strict=True))
    assert {one.name: one.total for one in found.each if not one.dummy} == pytest.approx(known, abs=0.06)
    assert found.noise_share == pytest.approx(0.36 / (0.36 + 14 / 12), abs=0.1)
    assert found.floor < 0.05


def test_what_luck_leaves_is_not_followed_as_if_it_were_a_surface():
    lucks = np.random.default_rng(5).standard_normal((32, 2)) + np.array([10.0, -10.0])
    points = design(6, 5, seed=4)
    assert left_by_luck(lucks) == pytest.approx(0.5, rel=0.5)
    found = indices([f"x{one}" for one in range(6)], points, lucks)
    assert found.noise_share > 0.5
    assert not any(found.matters(one) for one in found.each)


def test_an_outcome_that_nothing_moves_has_no_indices():
    points = design(2, 4, seed=1)
    found = indices(["a", "b"], points, np.full(16, 5.0))
    assert all(one.first == one.total == 0.0 for one in found.each)
    assert not any(found.matters(one) for one in found.each)


def test_an_emulator_foretells_what_it_was_not_shown_and_its_surfaces_pass_near_the_runs():
    points = design(2, 6, seed=3)
    values = np.sin(4.0 * points[:, 0]) + points[:, 1] ** 2
    shown = Emulator(points[:48], values[:48])
    assert shown.mean(points[48:]) == pytest.approx(values[48:], abs=0.05)
    surfaces = shown.surfaces(points[:48], 20)
    assert surfaces.shape == (20, 48)
    assert np.abs(surfaces - values[:48]).max() < 0.1
    assert shown.foretold > 0.95
    rough = Emulator(points, np.random.default_rng(2).standard_normal(64))
    assert rough.foretold < 0.3


def test_a_design_is_a_scrambled_sobol_sequence_with_two_columns_for_dummies():
    points = design(4, 5, seed=9)
    assert points.shape == (32, 6)
    for column in points.T:
        assert sorted((column * 32).astype(int)) == list(range(32))
    assert not np.array_equal(points, design(4, 5, seed=10))
