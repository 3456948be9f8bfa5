"""Bereavement: how long ago a partner died."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ages import AGES
from models.grief import FADED, grief_left
from models.people.bereavement import NOT_LATELY, losing_rates, next_month
from tests.models.village import at_start, column, grown, leeds


@pytest.mark.unit
@pytest.mark.parametrize(
    ("months", "lost", "then"),
    [(-1, False, -1), (-1, True, 0), (0, False, 1), (22, False, 23), (23, False, -1), (5, True, 0)],
    ids=["never", "now", "a month on", "nearly over", "over", "again"],
)
def test_months_since_a_bereavement_are_counted_for_two_years(months, lost, then):
    assert next_month(months, lost) == then


@pytest.mark.unit
@given(months=st.integers(NOT_LATELY, FADED - 1), lost=st.booleans())
def test_the_count_stays_within_two_years(months, lost):
    assert NOT_LATELY <= next_month(months, lost) < FADED


@pytest.mark.unit
@pytest.mark.parametrize(
    ("months", "ratio"), [(-1, 1.0), (0, 3.0), (11, 3.0), (12, 3.0), (18, 2.0), (24, 1.0)], ids=str
)
def test_a_ratio_is_full_for_a_year_and_fades_through_the_second(months, ratio):
    assert 1.0 + (3.0 - 1.0) * grief_left(months) == pytest.approx(ratio)


@pytest.mark.unit
@given(ratio=st.floats(1.0, 6.0))
def test_grief_never_grows_with_time(ratio):
    course = [1.0 + (ratio - 1.0) * grief_left(months) for months in range(FADED + 1)]
    assert all(later <= sooner + 1e-12 for sooner, later in pairwise(course))
    assert course[-1] == 1.0


@pytest.mark.unit
@pytest.mark.parametrize("gap", [2.0, 2.5, 3.0])
def test_partners_die_at_the_rate_of_their_own_age_to_the_part_of_a_year(gap):
    dying = np.stack([0.02 + 0.002 * (AGES - 60), 0.01 + 0.001 * (AGES - 60)])
    losing = losing_rates(np.full((2, len(AGES)), 0.5), dying, gap)
    inner = slice(5, -5)
    assert losing[0, inner] == pytest.approx(0.5 * (0.01 + 0.001 * (AGES[inner] - gap - 60))), "men lose women"
    assert losing[1, inner] == pytest.approx(0.5 * (0.02 + 0.002 * (AGES[inner] + gap - 60))), "women lose men"


@pytest.mark.model
def test_only_the_widowed_are_bereaved_at_the_start():
    lately = at_start("bereaved") != NOT_LATELY
    assert (at_start("widowed")[lately] > 0).all()
    assert 0.02 < lately.mean() < 0.1
    assert at_start("bereaved").max() == FADED - 1


@pytest.mark.model
def test_grief_counts_up_month_by_month_and_ends():
    world = leeds(8)
    world.step()
    for _ in range(7):
        before = dict(zip(column(world, "id"), column(world, "bereaved"), strict=True))
        world.step()
        now = zip(column(world, "id"), column(world, "bereaved"), column(world, "lost_partner"), strict=True)
        for one, months, lost in now:
            if one in before:
                assert months == next_month(int(before[one]), bool(lost))


@pytest.mark.model
def test_without_deaths_nobody_grieves_after_two_years():
    world = grown(
        26,
        moved={"mortality.death": 0.0},
        overrides={"household.outside_partner_death_per_year": 0.004},
        residents=1_000,
    )
    recent = world.recorded()["bereaved"]
    assert recent.iloc[0] > 0
    assert recent.iloc[-1] <= world.recorded()["widowed_now"].iloc[2:].sum()
    assert recent.iloc[-1] < 0.1 * recent.iloc[0]
