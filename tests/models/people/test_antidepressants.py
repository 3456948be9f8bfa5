"""Antidepressants: who begins to take them this month, and who stops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.people.antidepressants import (
    balance,
    lonely_ratio,
    starting_in_care_homes,
    starting_rate,
    stopping_rate,
)
from tests.models.village import RATES, as_now, at_start, column, grown, leeds

P = sheets()["antidepressants"]
OWN = ["on_antidepressants", "stopped_antidepressants"]


def later(share_others, share_lonely, lonely, starting, ratio, stopping, easing, years=60.0, steps=60_000):
    """Shares of takers among the others and the lonely after many years, in small steps."""
    y, x, step = share_others, share_lonely, years / steps
    for _ in range(steps):
        into_lonely = easing * (y - x)
        into_others = easing * lonely / (1.0 - lonely) * (x - y)
        dy = starting * (1.0 - y) - stopping * y + into_others
        dx = starting * ratio * (1.0 - x) - stopping / ratio * x + into_lonely
        y, x = y + dy * step, x + dx * step
    return y, x


@pytest.mark.unit
def test_the_lonely_start_faster_and_stop_more_slowly_and_whoever_is_lonely_no_more_stops_sooner():
    assert starting_rate(0.04, True, 1.25) == pytest.approx(0.05)
    assert starting_rate(0.04, False, 1.25) == pytest.approx(0.04)
    assert stopping_rate(0.3, True, 1.25) == pytest.approx(0.24)
    assert stopping_rate(0.3, False, 1.25) == pytest.approx(0.3)


@pytest.mark.unit
@given(rate=RATES, ratio=st.floats(1.0, 5.0))
def test_loneliness_never_slows_starting_nor_hastens_stopping(rate, ratio):
    assert starting_rate(rate, True, ratio) >= starting_rate(rate, False, ratio) == rate
    assert stopping_rate(rate, True, ratio) <= stopping_rate(rate, False, ratio) == rate


@pytest.mark.unit
@pytest.mark.parametrize(("causal", "odds"), [(0.0, 1.0), (0.5, 1.21), (1.0, 1.42)], ids=["none", "half", "all"])
def test_half_of_what_is_causal_acts_on_either_side(causal, odds):
    sheet = sheets()["antidepressants"].replaced({"causal_share": causal})
    assert lonely_ratio(sheet) ** 2 == pytest.approx(odds)


@pytest.mark.unit
def test_among_people_who_never_change_the_odds_are_higher_by_the_whole_and_the_share_is_kept():
    found = balance(0.1, 0.4, 1.2, 0.3, 0.0)
    assert 0.4 * found.lonely + 0.6 * found.others == pytest.approx(0.1)
    odds = [one / (1.0 - one) for one in (found.lonely, found.others)]
    assert odds[0] / odds[1] == pytest.approx(1.2**2)
    assert found.starting == pytest.approx(0.3 * odds[1]), "starting over stopping are the odds in balance"


@pytest.mark.unit
@pytest.mark.parametrize("easing", [0.0, 0.14, 1.0])
def test_from_anywhere_the_rates_lead_to_the_balance(easing):
    found = balance(0.1, 0.4, 1.3, 0.3, easing)
    others, lonely = later(0.3, 0.0, 0.4, found.starting, 1.3, 0.3, easing)
    assert (others, lonely) == pytest.approx((found.others, found.lonely), abs=1e-6)


@pytest.mark.unit
def test_in_care_homes_starting_makes_up_for_those_who_stop_and_those_who_come_without():
    share, rate = P.share_in_care_homes, starting_in_care_homes(P)
    lost = share * P.stopping_per_year + P.care_home_turnover_per_year * (share - P.share_at_home)
    assert rate * (1.0 - share) == pytest.approx(lost)


@pytest.mark.model
def test_at_the_start_as_many_take_them_as_were_found_and_more_of_the_lonely_of_women_and_in_care_homes():
    takes, old, inside = at_start("antidepressants") > 0, at_start("age") >= 65, at_start("setting") > 0
    lonely, woman = at_start("lonely") > 0, at_start("sex") > 0
    assert 0.100 < takes[old].mean() < 0.115, "the interval of the study: 10.7% (10.0 to 11.5)"
    assert takes[inside].mean() == pytest.approx(P.share_in_care_homes, abs=0.025)
    home = ~inside
    assert takes[home].mean() == pytest.approx(P.share_at_home, abs=0.003)
    assert takes[home & lonely].mean() > 1.05 * takes[home & ~lonely].mean()
    assert takes[home & woman].mean() == pytest.approx(P.women_ratio * takes[home & ~woman].mean(), rel=0.06)


@pytest.mark.model
def test_the_share_holds_for_ten_years_with_nothing_added():
    world = grown(120, residents=20_000)
    takes, old, inside = column(world, "antidepressants") > 0, column(world, "age") >= 65, column(world, "setting") > 0
    assert 0.100 < takes[old].mean() < 0.115
    assert takes[~inside].mean() == pytest.approx(P.share_at_home, abs=0.007)
    assert takes[inside].mean() == pytest.approx(P.share_in_care_homes, abs=0.06)
    lonely = column(world, "lonely") > 0
    assert takes[lonely & ~inside].mean() > takes[~lonely & ~inside].mean()


@pytest.mark.model
def test_those_who_take_them_and_those_who_stopped_are_counted():
    world = leeds(12)
    took = np.array(world.people.start.columns["antidepressants"])
    for _ in range(12):
        world.step()
        here = world.people["here"] > 0
        ids, takes = world.people["id"][here], world.people["antidepressants"][here]
        counted = world.recorded()[OWN].iloc[-1]
        assert counted["on_antidepressants"] == takes.sum()
        assert counted["stopped_antidepressants"] == ((took[ids] > 0) & (takes == 0)).sum()
        took[ids] = takes


@pytest.mark.model
def test_where_loneliness_eases_more_stop_and_fewer_take_them():
    given = {"antidepressants.causal_share": 1.0, "antidepressants.lonely_odds_ratio": 1.5}
    moved = {"loneliness.easing": 20.0, "loneliness.onset": 0.05}
    eased, plain = (grown(48, residents=12_000, overrides=given, moved=one) for one in (moved, None))
    assert column(eased, "lonely").mean() < 0.3 * column(plain, "lonely").mean()
    assert column(eased, "antidepressants").mean() < 0.97 * column(plain, "antidepressants").mean()
    ended = [one.recorded()["stopped_antidepressants"][3:15].sum() for one in (eased, plain)]
    assert ended[0] > ended[1]


@pytest.mark.model
def test_nothing_else_rests_on_them():
    given = {"antidepressants__stopping_per_year": 0.8, "antidepressants__share_at_home": 0.093}
    other, plain = as_now(24, **given).measures, as_now(24).measures
    assert (other[OWN] != plain[OWN]).any().all()
    assert other.drop(columns=OWN).equals(plain.drop(columns=OWN))
    assert as_now(24, **given).ledger.equals(as_now(24).ledger)
    assert np.array_equal(as_now(24, **given).died, as_now(24).died)
