"""Age Friendly coordinators: they knock on doors, find lonely people and introduce them to others."""

from functools import cache

import numpy as np
import pytest

from models import Kith, Plan, Scenario, sheets
from sim.ledger import WEEKS_PER_MONTH

P = sheets()["age_friendly_coordinators"]
NAME = "age_friendly_coordinators"
pytestmark = pytest.mark.model


@cache
def tried(months=36, residents=20_000, size=6.0, **overrides):
    """Return a small Leeds with many posts from the start."""
    given = {f"{NAME}.{name}": value for name, value in overrides.items()}
    world = Kith(
        Scenario(residents=residents, months=months, overrides=given, interventions={NAME: Plan(0, size=size)})
    )
    while world.month < months:
        world.step()
    return world


@cache
def plain(months=36, residents=20_000):
    world = Kith(Scenario(residents=residents, months=months))
    while world.month < months:
        world.step()
    return world


def posts_of(world):
    return P.posts * world.interventions[0].size


def test_a_post_engages_some_ninety_lonely_people_a_year_and_none_after_its_term():
    months, ids = tried().reached.of(NAME)
    assert len(np.unique(ids)) == len(ids)
    a_year = len(ids) / posts_of(tried()) / P.duration_months * 12
    assert 40 < a_year < 180
    assert months.max() < P.duration_months


def test_three_posts_engage_more_than_the_120_to_339_participants_at_which_they_are_said_to_break_even():
    engaged = 3.0 * len(tried().reached.of(NAME)[1]) / posts_of(tried())
    assert 339 < engaged < 1_000


def test_whoever_does_not_open_or_agree_is_not_engaged():
    assert len(tried(18, opening_share=0.3).reached.of(NAME)[0]) < len(tried(18, opening_share=0.6).reached.of(NAME)[0])
    fewer, more = (tried(18, agreeing_share=share).reached.of(NAME)[0] for share in (0.2, 0.55))
    assert len(fewer) < 0.6 * len(more)


def test_more_trained_workers_find_more_people():
    few, many = (tried(18, found_per_worker_per_year=found).reached.of(NAME)[0] for found in (0.05, 2.0))
    assert len(many) > 1.1 * len(few)


def test_nobody_is_knocked_up_again_soon():
    world = tried(18)
    knocked = world.people["age_friendly_knocked"]
    doors = int((knocked > 0).sum())
    expected = posts_of(world) * P.doors_per_post_per_month * 18
    assert doors == pytest.approx(expected, rel=0.1)


def test_they_cost_244_000_pounds_for_three_posts_over_eighteen_months_and_no_more():
    spent = tried().ledger.frame()[f"programme_{NAME}"]
    at_2016_prices = spent.sum() * 1.1041 / tried().interventions[0].size
    assert at_2016_prices == pytest.approx(244_000, rel=0.01)
    assert (spent.iloc[18:] == 0).all()
    assert spent.iloc[0] * 1.1041 / posts_of(tried()) == pytest.approx(4_519, rel=0.01)


def test_whom_they_engaged_join_networks_and_make_friends_more_than_their_twins():
    ids = tried().reached.of(NAME)[1]
    ours, theirs = (world.people.row_of[ids] for world in (tried(), plain()))
    both = (ours >= 0) & (theirs >= 0)
    for column in ("member", "contacts"):
        assert tried().people[column][ours[both]].mean() > plain().people[column][theirs[both]].mean()


def test_they_bring_volunteers_and_company_and_lessen_loneliness():
    ours, theirs = tried().recorded(), plain().recorded()
    assert ours["volunteers"].iloc[18] > theirs["volunteers"].iloc[18]
    assert ours["visited"].iloc[12] > 0
    assert ours["lonely"].iloc[6:24].sum() < theirs["lonely"].iloc[6:24].sum()


def test_groups_meet_only_with_volunteers_and_last_only_while_leaders_persist():
    meeting, lasting = tried(), tried(leader_leaving=0.01, new_leader=0.06)
    hours = [world.hours[f"{NAME}.groups"] for world in (meeting, lasting)]
    assert hours[0].sum() > 0
    assert hours[0][30] < hours[0][16:20].max()
    assert hours[1][24:].sum() > hours[0][24:].sum()


def test_small_groups_ask_for_hours_in_proportion_to_the_posts_and_not_to_their_square():
    """A place as large as Leeds with six times the posts founds groups no larger than with three posts."""
    asked = []
    for size in (1.0, 6.0):
        world = tried.__wrapped__(12, 20_000, size)
        world.interventions[0].change(world, np.empty(0, np.int64))
        claim = next(one for one in world.claims if one.name == f"{NAME}.groups")
        asked.append(claim.hours * world.people_per_resident)
    assert asked[0][0] == pytest.approx(asked[1][0]) == pytest.approx(P.group_hours_per_week * WEEKS_PER_MONTH)
    assert 2 * len(asked[0]) < len(asked[1]) <= 37


def test_workers_trained_go_on_telling_people_where_to_turn_once_the_posts_have_ended():
    world = tried()
    engaged = world.people["age_friendly_engaged"]
    told = np.flatnonzero((engaged > P.duration_months) & (world.people["here"] > 0))
    assert len(told) > 5
    assert (world.people["need_contact_ratio"][told] > 1.0).all()
    assert (world.people["loneliness_easing_ratio"][told] == 1.0).all(), "no coordinator introduces them"
