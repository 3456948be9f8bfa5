"""Transport brokerage: a broker finds people who hardly get about a seat in vehicles that stand idle."""

import numpy as np
import pytest

from models import Kith, Plan, Scenario, sheets
from tests.models.village import acting, programme, spent, tried

P = sheets()["transport_brokerage"]
NAME = "transport_brokerage"
WEST = {"place": "west-cheshire", "residents": 8_000, "months": 36}
MANY = {"size": 10.0}
pytestmark = pytest.mark.model


def seated(world):
    """Return the rows of those with a seat."""
    return world.few("brokered_seat").rows()


def test_seats_are_for_people_at_home_who_hardly_get_about():
    world = tried(NAME, **{**WEST, "months": 1}, **MANY)
    rows = world.people.row_of[world.reached.of(NAME)[1]]
    rows = rows[rows >= 0]
    assert len(rows) > 5
    level = world.people["cfs"][rows]
    assert ((level >= P.from_level - 1) & (level <= P.to_level + 1)).all(), "but for a level's move since"
    later = seated(tried(NAME, **WEST, **MANY))
    assert (tried(NAME, **WEST, **MANY).people["setting"][later] == 0).mean() > 0.9


def test_no_more_have_a_seat_than_there_are_idle_seats():
    world = tried(NAME, **WEST, **MANY)
    assert 0.9 * programme(world).seats() < len(seated(world)) <= programme(world).seats() + 1
    fewer = tried(NAME, **WEST, **MANY, transport_brokerage__idle_seats_per_week=30.0)
    assert 0 < len(seated(fewer)) <= programme(fewer).seats() + 1 < 0.3 * len(seated(world))


def test_more_brokers_fill_the_seats_sooner_and_no_further():
    one, four = ({**WEST, **MANY, "months": months} for months in (6, 36))
    few, many = (tried(NAME, **one, transport_brokerage__brokers=brokers) for brokers in (0.5, 4.0))
    assert len(seated(few)) < 0.5 * len(seated(many))
    assert len(seated(tried(NAME, **four, transport_brokerage__brokers=4.0))) <= programme(many).seats() + 1


def test_it_asks_for_no_volunteers_hours():
    world = tried(NAME, **WEST, **MANY)
    assert not [name for name in world.hours if name.startswith(NAME)]


def test_those_with_a_seat_make_friends_and_join_networks_more_than_their_twins():
    world, plain = tried(NAME, **WEST, **MANY), tried(**WEST)
    ids = np.unique(world.reached.of(NAME)[1])
    ours, theirs = world.people.row_of[ids], plain.people.row_of[ids]
    both = (ours >= 0) & (theirs >= 0)
    assert world.people["member"][ours[both]].sum() > plain.people["member"][theirs[both]].sum()
    assert world.people["contacts"][ours[both]].sum() > plain.people["contacts"][theirs[both]].sum()


def test_without_an_effect_it_costs_its_programme_and_changes_nobodys_life():
    none = {f"{NAME}__friends_ratio": 1.0, f"{NAME}__joining_ratio": 1.0, f"{NAME}__effect": 0.0}
    world, plain = tried(NAME, **WEST, **MANY, **none), tried(**WEST)
    assert world.recorded().equals(plain.recorded())
    assert spent(world, f"programme_{NAME}").sum() > 0.0


def test_brokers_are_paid_and_every_trip_is():
    world = tried(NAME, **WEST, **MANY)
    size = programme(world).size * world.people_per_resident
    assert spent(world, f"programme_{NAME}").sum() == pytest.approx(
        3.0 * P.brokers * size * P.broker_pounds_per_year, rel=1e-3
    )
    trips = len(seated(world)) * world.people_per_resident * P.trips_per_passenger_per_year / 12.0
    assert spent(world, "programme_brokered_trips")[-1] == pytest.approx(trips * P.pounds_per_trip, rel=0.05)


def test_when_it_stops_nobody_has_a_seat_any_more_and_nothing_is_paid():
    stopped = tried(NAME, **{**WEST, "months": 18}, **MANY, stop=12)
    assert len(seated(stopped)) == 0
    for lever in programme(stopped).changes:
        assert (stopped.people[f"{lever.replace('.', '_')}_ratio"] == 1.0).all()
    for line in (f"programme_{NAME}", "programme_brokered_trips"):
        assert spent(stopped, line)[11] > 0.0
        assert (spent(stopped, line)[12:] == 0.0).all()


def test_whoever_becomes_too_frail_for_a_seat_gives_it_up():
    world = Kith(
        Scenario(place="west-cheshire", residents=8_000, months=36, interventions={NAME: Plan(0, size=10.0)}), 1
    )
    given_up, before = 0, np.empty(0, np.int64)
    while world.month < 36:
        world.step()
        people, rows = world.people, seated(world)
        kept = np.isin(before, people["id"][rows])
        assert not kept.any()
        given_up += len(before)
        before = people["id"][rows[people["cfs"][rows] > P.to_level]]
    assert given_up > 0


def test_a_seat_acts_on_both_sides_of_loneliness_and_on_nobody_elses():
    world = acting(NAME, 6, size=40.0)
    ratio, mine = world.people["loneliness_onset_ratio"], seated(world)
    others = np.setdiff1d(np.arange(world.people.size), mine)
    assert len(mine) > 10
    assert (ratio[mine] < 1.0).all()
    assert (ratio[others] == 1.0).all()
