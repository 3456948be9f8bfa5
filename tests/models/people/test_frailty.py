"""Frailty: the nine levels of the Clinical Frailty Scale, and how people move between them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.ages import FRAIL, LEVELS, SPAN
from models.library import tables
from models.people.frailty import (
    above_by_fifth,
    averages,
    improvement_rate,
    lasting,
    prevalence,
    progression_rate,
    reabled_ratio,
)
from tests.models.village import RATES, RATIOS, as_now, at_start, column, crowd, grown, leeds, there


@pytest.mark.unit
@pytest.mark.parametrize(
    ("deprivation", "bereaved", "lonely", "average", "rate"),
    [(1.0, 1.0, 1.0, 1.0, 0.2), (1.5, 1.0, 1.0, 1.0, 0.3), (1.5, 1.3, 1.2, 1.0, 0.468), (1.2, 1.0, 1.0, 1.2, 0.2)],
    ids=["plain", "deprived", "deprived, bereaved and lonely", "as the average"],
)
def test_ratios_share_progression_out(deprivation, bereaved, lonely, average, rate):
    assert progression_rate(0.2, deprivation, bereaved, lonely, average) == pytest.approx(rate)


@pytest.mark.unit
@given(holding=RATES, ratio=RATIOS, average=RATIOS, more=st.floats(1.0, 4.0))
def test_progression_never_slows_when_a_ratio_grows(holding, ratio, average, more):
    plain = progression_rate(holding, ratio, ratio, ratio, average)
    assert plain >= 0
    assert progression_rate(holding, ratio * more, ratio, ratio, average) >= plain
    assert progression_rate(holding, ratio, ratio * more, ratio, average) >= plain
    assert progression_rate(holding, ratio, ratio, ratio * more, average) >= plain


@pytest.mark.unit
@pytest.mark.parametrize(
    ("by_level", "setback", "rate"),
    [(0.1, 0, 0.1), (0.1, 1, 1.4), (2.0, 6, 2.0)],
    ids=["slow", "lately lost", "faster"],
)
def test_a_step_lately_lost_is_regained_faster(by_level, setback, rate):
    assert improvement_rate(by_level, setback, 1.4) == rate


@pytest.mark.unit
@pytest.mark.parametrize(("months", "ratio"), [(-1, 1.0), (0, 3.0), (9, 2.0), (18, 1.5), (900, 1.0)], ids=str)
def test_the_effect_of_reablement_fades_by_halves(months, ratio):
    assert reabled_ratio(months, 3.0, 9.0) == pytest.approx(ratio)


@pytest.mark.unit
def test_half_the_steps_after_a_stay_are_regained_in_half_a_year_and_none_from_the_last_levels():
    steps, up, deaths = np.full((2, SPAN, LEVELS), 0.4), np.zeros((2, SPAN, LEVELS - 1)), np.zeros((2, SPAN, LEVELS))
    easing = np.tile([0.0, *[1e-9] * 6, 0.0, 0.0], (SPAN, 1))
    left = lasting(steps, up, easing, deaths, sheets()["frailty"])
    assert left[:, :, :6] == pytest.approx(0.2, rel=0.01)
    assert left[:, :, 6:] == pytest.approx(0.4)


@pytest.mark.unit
def test_those_who_die_or_step_further_regain_less():
    steps, easing = np.ones((2, SPAN, LEVELS)), np.tile([0.0, *[0.05] * 6, 0.0, 0.0], (SPAN, 1))
    up, deaths = np.zeros((2, SPAN, LEVELS - 1)), np.zeros((2, SPAN, LEVELS))
    p = sheets()["frailty"]
    plain = lasting(steps, up, easing, deaths, p)[:, :, :6]
    assert (lasting(steps, up, easing, deaths + 1.0, p)[:, :, :6] > plain).all()
    assert (lasting(steps, up + 1.0, easing, deaths, p)[:, :, :6] > plain).all()


@pytest.mark.unit
def test_fifths_differ_by_their_odds_and_together_are_as_frail_as_the_table_has_it():
    shares, _ = prevalence(tables())
    fifths, odds = np.tile([0.3, 0.1, 0.2, 0.2, 0.2], (2, SPAN, 1)), np.array([2.0, 1.5, 1.0, 0.8, 0.5])
    above = above_by_fifth(shares, fifths, odds)
    assert (above * fifths[:, :, :, None]).sum(axis=2) == pytest.approx(
        1.0 - shares.cumsum(axis=2)[:, :, :-1], abs=1e-6
    )
    worst, middle = above[:, :, 0, 4], above[:, :, 2, 4]
    assert worst / (1.0 - worst) == pytest.approx(2.0 * middle / (1.0 - middle))


@pytest.mark.unit
def test_the_average_of_a_ratio_is_taken_within_each_level():
    age, sex, cfs = np.full(400, 70), np.zeros(400, int), np.repeat([3, 7], 200)
    ratio = np.where(cfs == 7, 1.5, 0.8)
    assert averages(ratio, age, sex, cfs)[0, 10, [2, 6]] == pytest.approx([0.8, 1.5])


@pytest.mark.unit
def test_shares_of_the_levels_sum_to_one_and_shift_upwards_with_age():
    shares, inside = prevalence(tables())
    assert ((inside >= 0) & (inside <= 1)).all()
    assert shares.sum(axis=2) == pytest.approx(np.ones(shares.shape[:2]))
    frail = shares[:, :, FRAIL - 1 :].sum(axis=2)
    assert (np.diff(frail, axis=1) >= -1e-9).all()


@pytest.mark.model
@pytest.mark.parametrize(
    ("low", "high", "share", "within"),
    [(60, 200, 0.14, 0.015), (60, 70, 0.065, 0.01), (90, 200, 0.65, 0.03)],
    ids=["60 and over", "60 to 69", "90 and over"],
)
def test_those_at_home_begin_as_frail_as_was_published(low, high, share, within):
    age = crowd().age[there()]
    group = (age >= low) & (age < high) & (at_start("setting") == 0)
    assert (at_start("cfs")[group] >= FRAIL).mean() == pytest.approx(share, abs=within)


@pytest.mark.model
def test_the_most_deprived_begin_frailer():
    fifth, frail = at_start("fifth"), at_start("cfs") >= FRAIL
    age = crowd().age[there()]
    middle = (age >= 70) & (age < 80)
    assert frail[middle & (fifth == 1)].mean() > 1.3 * frail[middle & (fifth == 5)].mean()


@pytest.mark.model
def test_nobody_leaves_the_scale_nor_moves_more_than_a_level_a_month():
    world = leeds(12, moved={"frailty.progression": 8.0, "frailty.improvement": 4.0})
    before = dict(zip(column(world, "id"), column(world, "cfs"), strict=True))
    steps = set()
    for _ in range(12):
        world.step()
        now = {one: int(level) for one, level in zip(column(world, "id"), column(world, "cfs"), strict=True)}
        steps |= {now[one] - int(before[one]) for one in now if one in before}
        before = now
    assert steps == {-1, 0, 1}
    assert min(now.values()) >= 1
    assert max(now.values()) <= LEVELS


@pytest.mark.model
@pytest.mark.parametrize(
    ("lever", "ratio", "way"),
    [("frailty.progression", 3.0, 1), ("frailty.progression", 0.0, -1), ("frailty.improvement", 5.0, -1)],
)
def test_the_levers_on_frailty_move_how_many_are_frail(lever, ratio, way):
    moved = grown(moved={lever: ratio}).recorded()["frail"].iloc[-1]
    plain = as_now().measures["frail"].iloc[-1]
    assert way * (moved - plain) > 0.02 * plain


@pytest.mark.model
def test_half_the_steps_lost_to_a_fall_or_a_stay_are_regained_within_the_months_of_the_sheet():
    long, moved = int(sheets()["frailty"].setback_months), {"frailty.progression": 0.0, "hospital.admission": 3.0}
    world, regained = leeds(12 + long, residents=12_000, moved=moved), []
    lost: dict[int, tuple[int, int]] = {}
    for month in range(12 + long):
        before = dict(zip(column(world, "id").tolist(), column(world, "cfs").tolist(), strict=True))
        world.step()
        for one, level, left in zip(*(column(world, name).tolist() for name in ("id", "cfs", "setback")), strict=True):
            since, worse = lost.get(one, (0, 0))
            if level > before.get(one, level):
                assert left == long, "with no other way of growing frailer every step is a setback"
                lost[one] = (month, level)
            elif one in lost and worse < 8:
                back, over = level < worse, month - since == long
                assert left == (0 if back else long - (month - since))
                if back or over:
                    del lost[one]
                    regained += [back] if since < 12 else []
    assert len(regained) > 200
    assert np.mean(regained) == pytest.approx(0.5, abs=0.06)


@pytest.mark.model
def test_the_counts_of_the_frail_add_up():
    measures = as_now().measures
    parts = measures["mildly_frail"] + measures["moderately_frail"] + measures["severely_frail"]
    assert (parts == measures["frail"]).all()
