"""Effects: published effect sizes as ratios on monthly rates, and how they fade."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.effects import easing_ratio, left_after, left_by_month

pytestmark = pytest.mark.unit


@given(effect=st.floats(0.0, 2.0))
def test_an_effect_size_acts_half_on_easing_and_half_on_onset(effect):
    assert easing_ratio(effect) ** 2 == pytest.approx(np.exp(1.81 * effect))
    assert easing_ratio(0.0) == 1.0


@pytest.mark.parametrize(("months", "left"), [(0.0, 1.0), (14.0, 0.5), (28.0, 0.25)], ids=str)
def test_an_effect_fades_by_halves(months, left):
    assert left_after(months, 14.0) == pytest.approx(left)
    assert left_by_month(29, 14.0)[int(months)] == pytest.approx(left)


@given(months=st.floats(0.0, 600.0), half_life=st.floats(1.0, 100.0))
def test_what_is_left_of_an_effect_is_a_share(months, half_life):
    assert 0.0 <= left_after(months, half_life) <= 1.0
