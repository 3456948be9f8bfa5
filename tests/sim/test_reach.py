"""Reach: hints are the first bits of luck, and what they rule out could not have happened."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.draws import Draws, happens
from sim.reach import HINTS, count, highest_hint, reachable, reachable_by, rows_of

pytestmark = pytest.mark.unit

IDS = np.arange(20_000, dtype=np.uint32)
MARKS = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed))


@given(st.integers(0, 2**31), st.text(max_size=20), st.integers(0, 300))
def test_a_hint_is_the_whole_part_of_256_times_the_luck(seed, decision, month):
    draws, ids = Draws(seed), IDS[:500]
    lucks = draws.uniform(decision, month, ids)
    assert (draws.hints(decision, month, ids) == np.floor(HINTS * lucks)).all()


@given(st.floats(0.0, 40.0), st.floats(0.1, 10.0), st.integers(0, 2**31))
def test_whatever_happens_at_a_rate_is_within_reach_of_any_rate_as_high(rate, ratio, seed):
    draws = Draws(seed)
    lucks = draws.uniform("falls.fall", 3, IDS)
    happening = np.array([happens(luck, rate * ratio) for luck in lucks.tolist()])
    near = np.empty(len(IDS), np.bool_)
    reachable(near, draws.hints("falls.fall", 3, IDS), np.uint8(highest_hint(rate, ratio)))
    assert not (happening & ~near).any()
    assert count(near) <= len(IDS) * (rate * ratio / 12.0 + 1.5 / HINTS) * 1.2 + 30


def test_those_exposed_have_a_reach_of_their_own():
    hints, exposed = np.array([0, 9, 9, 30, 30], np.uint8), np.array([1, 0, 1, 0, 1], np.bool_)
    near = np.empty(5, np.bool_)
    reachable_by(near, hints, np.array([5, 20], np.uint8), exposed)
    assert near.tolist() == [True, False, True, False, False]


@given(MARKS, st.integers(0, 70), st.sampled_from([0.0, 0.005, 0.02, 0.3, 1.0]))
def test_the_rows_of_marks_are_those_marked_however_few_they_are(chance, size, share):
    marked = chance.random(size) < share
    assert rows_of(marked).tolist() == np.flatnonzero(marked).tolist()
    assert count(marked) == marked.sum()


def test_the_rows_of_marks_that_do_not_lie_side_by_side_are_found_too():
    marks = np.zeros((40, 2), np.bool_)
    marks[[3, 17], 0] = True
    assert rows_of(marks[:, 0]).tolist() == [3, 17]
