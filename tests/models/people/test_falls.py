"""Falls: who falls this month, and who is hurt."""

import numpy as np
import pytest
from hypothesis import given

from models import sheets
from models.people.falls import fall_rate, injury_rates
from models.signals import FALL, INJURED, NO_FALL
from tests.models.village import RATES, RATIOS, as_now, at_start, column, grown, leeds, there, total

P = sheets()["falls"]


@pytest.mark.unit
@pytest.mark.parametrize(("care_home", "rate"), [(False, 0.5), (True, 0.75)], ids=["at home", "care home"])
def test_people_fall_more_often_in_a_care_home(care_home, rate):
    assert fall_rate(0.5, 1.0, 1.5, care_home) == rate


@pytest.mark.unit
@given(rate=RATES, average=RATIOS, ratio=RATIOS)
def test_what_comes_on_top_shares_out_the_falls_at_home(rate, average, ratio):
    assert fall_rate(rate, average, ratio, True) == rate * ratio >= 0
    assert fall_rate(rate, average, ratio, False) * average == pytest.approx(rate)


@pytest.mark.unit
def test_more_are_hurt_at_a_level_the_more_of_it_live_in_care_homes():
    outside, inside = injury_rates(np.zeros(9), P), injury_rates(np.ones(9), P)
    assert outside == pytest.approx(P.faller_share_per_year * P.falls_per_faller * P.injured_share)
    assert inside == pytest.approx(P.care_home_ratio * outside)


@pytest.mark.model
def test_three_in_ten_of_those_aged_65_and_over_fall_in_a_year():
    age = at_start("age")
    level = at_start("cfs")[age >= 65]
    assert there().sum() == len(age)
    assert P.faller_share_per_year[level - 1].mean() == pytest.approx(0.30, abs=0.02)


@pytest.mark.model
def test_as_many_are_hurt_as_the_sheet_says_and_each_goes_to_hospital():
    world = leeds(24, moved={"falls.fall": 4.0})
    fell = hurt = 0
    for _ in range(24):
        world.step()
        now, days = column(world, "fell"), column(world, "bed_days")
        assert set(np.unique(now)) <= {NO_FALL, FALL, INJURED}
        assert (now > 0).sum() == world.recorded()["falls"].iloc[-1]
        assert (days[now == INJURED] > 0).all()
        fell += int((now > 0).sum())
        hurt += int((now == INJURED).sum())
    assert hurt / fell == pytest.approx(P.injured_share, abs=4 * np.sqrt(P.injured_share / fell))


@pytest.mark.model
def test_the_lever_on_falls_moves_falls_and_what_comes_of_them():
    moved, plain = grown(moved={"falls.fall": 0.3}), as_now().measures
    assert total(moved, "falls") == pytest.approx(0.3 * plain["falls"].sum(), rel=0.1)
    assert total(moved, "admissions") < plain["admissions"].sum()
