"""Draws: uniform, independent across every part of the address, and the same compiled, uncompiled and in NumPy."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from sim.draws import Draws, decision_key, happens, mixed, uniform

pytestmark = pytest.mark.unit

PEOPLE = 200_000
IDS = np.arange(PEOPLE, dtype=np.int64)
DRAWS = Draws(11)

months = st.integers(0, 2_000)
people = st.integers(0, 2**32 - 1)
seeds = st.integers(0, 2**63)
steps = st.integers(0, 2**53 - 1)


def key_of(seed, decision="falls"):
    return decision_key(seed, decision)


def plain(compiled):
    """A rule as it is written, uncompiled."""
    return compiled.py_func


@njit
def uniforms(key, month, ids):
    return np.array([uniform(key, month, identity) for identity in ids])


def chance_of(rate):
    """The chance within one month of what has this rate a year."""
    return -math.expm1(-rate / 12.0)


def correlation(one, other):
    return np.corrcoef(one, other)[0, 1]


def chi_square(luck, cells=100):
    """Distance from uniform, about 1 for true luck (its standard deviation is 0.14 with 100 cells)."""
    counts = np.bincount((luck * cells).astype(int), minlength=cells)
    expected = len(luck) / cells
    return ((counts - expected) ** 2 / expected).sum() / (cells - 1)


@pytest.mark.parametrize("month", [0, 1, 239])
def test_luck_is_uniform_over_people(month):
    luck = DRAWS.uniform("falls", month, IDS)
    assert luck.min() >= 0
    assert luck.max() < 1
    assert luck.mean() == pytest.approx(0.5, abs=5 * math.sqrt(1 / 12 / PEOPLE))
    assert luck.var() == pytest.approx(1 / 12, rel=0.01)
    assert 0.4 < chi_square(luck) < 1.7


def test_luck_is_uniform_over_the_months_of_one_person():
    luck = np.array([uniform(key_of(3), month, 1234) for month in range(20_000)])
    assert 0.4 < chi_square(luck) < 1.7


def test_luck_is_uniform_over_seeds():
    luck = np.array([uniform(key_of(seed), 5, 1234) for seed in range(20_000)])
    assert 0.4 < chi_square(luck) < 1.7


def test_the_rare_end_of_luck_is_as_rare_as_it_should_be():
    luck = np.concatenate([DRAWS.uniform("falls", month, IDS) for month in range(20)])
    assert (luck < 1e-4).sum() == pytest.approx(400, abs=5 * 20)


@pytest.mark.parametrize(
    "other",
    [
        DRAWS.uniform("falls", 8, IDS),
        DRAWS.uniform("falls.", 7, IDS),
        DRAWS.uniform("falls", 7, IDS + 1),
        DRAWS.uniform("falls", 7, IDS + PEOPLE),
        Draws(12).uniform("falls", 7, IDS),
    ],
    ids=["next month", "other decision", "next id", "far id", "other seed"],
)
def test_luck_at_one_address_says_nothing_about_another(other):
    luck = DRAWS.uniform("falls", 7, IDS)
    bound = 5 / math.sqrt(PEOPLE)
    assert abs(correlation(luck, other)) < bound
    assert abs(correlation(luck < 0.01, other < 0.01)) < bound
    assert not (luck == other).any()


def test_a_month_and_an_id_never_stand_for_one_another():
    grid = np.concatenate([DRAWS.uniform("falls", month, np.arange(1_000)) for month in range(240)])
    assert len(np.unique(grid)) == len(grid)


@given(seeds, months, people)
def test_compiled_uncompiled_and_numpy_luck_are_equal(seed, month, person):
    key = key_of(seed)
    compiled = uniform(key, month, person)
    with np.errstate(over="ignore"):
        assert plain(uniform)(key, month, person) == compiled
    assert Draws(seed).uniform("falls", month, np.array([person], np.uint32))[0] == compiled


def test_a_kernel_draws_what_numpy_draws():
    assert (uniforms(DRAWS.key("falls"), 7, IDS) == DRAWS.uniform("falls", 7, IDS)).all()


@pytest.mark.parametrize("kind", [np.uint32, np.int32, np.int64, np.uint64])
def test_luck_does_not_depend_on_the_type_of_the_ids(kind):
    ids = np.arange(100, dtype=kind)
    assert (DRAWS.uniform("falls", 7, ids) == DRAWS.uniform("falls", 7, IDS[:100])).all()
    assert (uniforms(DRAWS.key("falls"), 7, ids) == DRAWS.uniform("falls", 7, ids)).all()


def test_the_order_and_the_company_of_ids_do_not_matter():
    order = np.random.default_rng(1).permutation(1_000)
    luck = DRAWS.uniform("falls", 7, IDS[:1_000])
    assert (DRAWS.uniform("falls", 7, order) == luck[order]).all()
    assert DRAWS.uniform("falls", 7, np.array([42]))[0] == luck[42]
    assert len(DRAWS.uniform("falls", 7, np.empty(0, np.int64))) == 0


@given(st.integers(0, 2**64 - 1))
def test_mixing_agrees_uncompiled(bits):
    word: Any = np.uint64(bits)
    with np.errstate(over="ignore"):
        assert plain(mixed)(word) == mixed(word)


@given(steps, st.floats(0, 100))
def test_it_happens_when_luck_is_below_the_chance(step, rate):
    luck = step / 2**53
    assert happens(luck, rate) == (luck < chance_of(rate))
    assert plain(happens)(luck, rate) == happens(luck, rate)


@given(st.floats(1e-9, 50), st.sampled_from([-1e-12, 0.0, 1e-12]))
def test_it_is_exact_at_the_very_edge_of_the_chance(rate, aside):
    luck = chance_of(rate) * (1 + aside)
    assert happens(luck, rate) == (luck < chance_of(rate))


@pytest.mark.parametrize("luck", [0.0, 0.5, 1 - 2**-53])
def test_a_rate_of_zero_never_happens(luck):
    assert not happens(luck, 0.0)


def test_events_are_as_frequent_as_their_rate():
    luck = DRAWS.uniform("falls", 7, IDS)
    count = sum(happens(one, 0.3) for one in luck[:50_000])
    assert count == pytest.approx(50_000 * (1 - math.exp(-0.3 / 12)), abs=5 * 35)


def test_a_key_is_made_once_and_depends_on_seed_and_decision():
    draws = Draws(11)
    assert draws.key("falls") == draws.key("falls") == decision_key(11, "falls")
    assert len({int(decision_key(seed, word)) for seed in range(50) for word in ("falls", "care.need")}) == 100


def test_luck_stays_the_same_from_release_to_release():
    assert uniform(key_of(1), 12, 345) == 0.30082336431686063
