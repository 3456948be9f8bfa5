"""Ties: up to six friends or neighbours each person names, made and lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.people.ties import NAMED, NO_ONE, fading_rate, forming_rate, share_held
from tests.models.village import RATES, as_now, at_start, column, grown, leeds, there

P = sheets()["ties"]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("level", "care_home", "rate"), [(5, False, 0.1), (6, False, 0.18), (2, True, 0.18)], ids=["about", "frail", "away"]
)
def test_ties_fade_faster_for_those_who_hardly_get_about(level, care_home, rate):
    assert fading_rate(0.1, 1.8, level, care_home) == pytest.approx(rate)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("level", "member", "visited", "rate"),
    [
        (3, False, False, 0.2),
        (6, False, False, 0.1),
        (3, True, False, 0.3),
        (3, False, True, 0.4),
        (6, True, True, 0.3),
    ],
    ids=["plain", "immobile", "member", "visited", "all three"],
)
def test_networks_and_visitors_make_friends_and_immobility_hinders(level, member, visited, rate):
    assert forming_rate(0.2, 2.0, 1.5, 2.0, level, member, visited) == pytest.approx(rate)


@pytest.mark.unit
@given(base=RATES, ratio=st.floats(1.0, 5.0), level=st.integers(1, 9), member=st.booleans(), visited=st.booleans())
def test_help_never_slows_the_making_of_friends(base, ratio, level, member, visited):
    plain = forming_rate(base, 1.8, ratio, ratio, level, member, visited)
    assert plain >= 0
    assert forming_rate(base, 1.8, ratio, ratio, level, True, visited) >= plain
    assert forming_rate(base, 1.8, ratio, ratio, level, member, True) >= plain


@pytest.mark.unit
@given(newly=st.floats(0.0, 3.0), member=st.booleans())
def test_at_home_as_many_ties_are_made_and_brought_as_are_lost(newly, member):
    about, hardly = share_held(
        P, np.array([False, True]), np.full(2, member), np.zeros(2, np.int16), np.array([newly, newly])
    )
    lost = P.friends_lost_per_year
    for held, level, come in ((about, 3, 0.0), (hardly, 6, newly)):
        made = forming_rate(P.forming_per_year, P.immobile_ratio, P.member_ratio, 1.0, level, member, False)
        fades = fading_rate(P.fading_per_year, P.immobile_ratio, level, False) + lost
        assert made * (1.0 - held) + come * about == pytest.approx((fades + come) * held)


@pytest.mark.unit
def test_in_a_care_home_ties_fade_and_none_is_made():
    months = np.array([0, 12, 36], np.int16)
    held = share_held(P, np.full(3, True), np.full(3, False), months, np.full(3, 0.4))
    fades = fading_rate(P.fading_per_year, P.immobile_ratio, 6, True) + P.friends_lost_per_year
    assert held == pytest.approx(held[0] * np.exp(-fades * months / 12.0))


def sound(ids, friends, contacts):
    """Friends are other people, named once, and counted."""
    named = friends != NO_ONE
    ordered = np.sort(friends, axis=1)
    twice = (ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] != NO_ONE)
    return (named.sum(axis=1) == contacts) & ~(friends == ids[:, None]).any(axis=1) & ~twice.any(axis=1)


@pytest.mark.model
def test_ties_at_the_start_are_to_other_neighbours_there():
    friends, area = at_start("friends"), at_start("neighbourhood")
    assert friends.shape == (there().sum(), NAMED)
    assert sound(np.arange(len(friends)), friends, at_start("contacts")).all()
    assert friends.max() < there().sum()
    named = friends != NO_ONE
    assert (area[friends] == area[:, None])[named].all()
    assert 2.0 < at_start("contacts").mean() < 4.0


@pytest.mark.model
def test_the_longer_in_a_care_home_the_fewer_ties_at_the_start():
    ties, inside, months = at_start("contacts"), at_start("setting") > 0, at_start("setting_months")
    just, long = (ties[inside & among].mean() for among in (months < 6, months >= 48))
    assert just == pytest.approx(ties[~inside & (at_start("cfs") >= 6)].mean(), rel=0.1)
    assert long < 0.4 * just


@pytest.mark.model
def test_ties_stay_sound_for_two_years_and_are_counted():
    world = leeds(24)
    for _ in range(24):
        world.step()
        assert sound(column(world, "id"), column(world, "friends"), column(world, "contacts")).all()
        assert column(world, "contacts").sum() == world.recorded()["ties"].iloc[-1]


@pytest.mark.model
def test_a_friend_who_died_is_missed_within_half_a_year():
    world = grown(24)
    settled = world.people.start.enters[column(world, "id")] < world.month - NAMED
    friends, left = column(world, "friends")[settled], world.people.left
    gone = (friends >= 0) & (left[np.maximum(friends, 0)] >= 0)
    assert gone.any()
    assert left[friends[gone]].min() >= world.month - NAMED - 1


@pytest.mark.model
def test_the_number_of_ties_holds_steady_and_the_lever_moves_it():
    ties = as_now(36).measures
    per_head = ties["ties"] / ties["residents"]
    assert per_head.iloc[-1] == pytest.approx(per_head.iloc[0], rel=0.08)
    moved = grown(36, moved={"ties.forming": 3.0}).recorded()
    assert moved["ties"].iloc[-1] > 1.15 * ties["ties"].iloc[-1]
