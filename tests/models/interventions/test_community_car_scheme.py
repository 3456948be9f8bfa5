"""Community car scheme: volunteers drive people who cannot get about to friends, clubs and appointments."""

from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest

from models import Kith, Plan, Scenario, sheets
from models.interventions.community_car_scheme import DRIVER
from models.services.volunteer import volunteering
from models.services.volunteer.strength import Giving
from models.signals import Role
from sim.pool import Roster
from tests.models.village import programme, spent, tried

P = sheets()["community_car_scheme"]
NAME = "community_car_scheme"
WEST = {"place": "west-cheshire", "residents": None, "months": 30}
A_PASSENGER = P.trips_per_passenger_per_year / 12.0 * P.hours_per_trip
pytestmark = pytest.mark.model


class Month(NamedTuple):
    """What a month of the scheme was: who drove for it, the roster they were on, and whom they drove."""

    drivers: np.ndarray
    before: Roster
    after: Roster
    riding: np.ndarray
    driven: np.ndarray


def followed(size=1.0, overrides=None, each_month=lambda world: None, residents=None, months=30):
    """Return a West Cheshire with the scheme after its last month, and its months."""
    scenario = Scenario(
        place="west-cheshire",
        residents=residents,
        months=months,
        interventions={NAME: Plan(0, size=size)},
        overrides=overrides or {},
    )
    world, seen = Kith(scenario), []
    for _ in range(months):
        each_month(world)
        before = world.roster
        world.step()
        riding = world.few("car_passenger").rows().astype(np.int64)
        driven = world.answers.get(f"{NAME}.trips", np.empty(0, np.int64))
        seen.append(Month(programme(world).drivers, before, world.roster, riding, driven))
    return world, seen


@cache
def as_published():
    return followed()


@pytest.fixture(scope="module")
def world():
    return as_published()[0]


def miles_of_the_last_year(world):
    """Return the miles paid for in the last year, which are those driven from a month earlier on."""
    return spent(world, "programme_community_car_miles")[-12:].sum() / P.pounds_per_mile


def drivers_and_passengers(seen):
    """Return the mean numbers of drivers, of those driven and of passengers in the months of the last year's miles."""
    year = seen[-13:-1]
    return (np.mean([len(getattr(month, name)) for month in year]) for name in ("drivers", "driven", "riding"))


def hours_by_area(ids, roster, groups):
    """Return the hours of these volunteers in each neighbourhood, reckoned one by one."""
    hours = np.zeros(groups)
    for place in np.flatnonzero([one in set(ids.tolist()) for one in roster.id.tolist()]):
        hours[roster.group[place]] += roster.hours[place]
    return hours


def test_thirty_drivers_drive_200_passengers_some_200_miles_a_year_each_and_1_300_a_driver():
    """So many were counted in West Cheshire; here they come of drivers' hours, hours a trip, and trips a year."""
    world, seen = as_published()
    miles, (drivers, driven, riding) = miles_of_the_last_year(world), drivers_and_passengers(seen)
    assert drivers == pytest.approx(30, abs=1)
    assert driven == pytest.approx(200, rel=0.1)
    assert miles == pytest.approx(40_000, rel=0.1)
    assert miles / drivers == pytest.approx(1_333, rel=0.1)
    assert miles / riding == pytest.approx(200, rel=0.1), "those who wait for a driver counted too"


def test_its_drivers_are_volunteers_on_the_roster_who_drive():
    _, seen = as_published()
    assert DRIVER == Role.DRIVER
    for month in seen[1:]:
        ours = np.isin(month.before.id, month.drivers)
        assert ours.sum() == len(month.drivers) <= P.drivers
        assert (month.before.role[ours] == Role.DRIVER).all()
    others = (seen[-1].before.role == Role.DRIVER).sum() - len(seen[-1].drivers)
    assert others > len(seen[-1].drivers), "most who drive in the place do not drive for the scheme"


def test_drivers_who_stop_are_replaced_and_a_few_are_enrolled_a_month():
    _, seen = as_published()
    left, came = [], []
    for before, now in pairwise(seen):
        left.append(np.setdiff1d(before.drivers, now.drivers))
        came.append(np.setdiff1d(now.drivers, before.drivers))
        assert not np.isin(left[-1], now.before.id).any(), "nobody is let go who still volunteers"
    assert max(map(len, came)) <= P.new_drivers_per_month
    assert sum(map(len, left)) >= 5
    assert len(seen[8].drivers) < P.drivers, "not all at once"
    assert {len(month.drivers) for month in seen[14:]} == {P.drivers}


def test_who_is_enrolled_does_not_depend_on_the_month_but_on_a_lot_of_their_own():
    """The first enrolled are those with the lowest lots of all who drive, whenever the scheme begins."""
    world, seen = as_published()
    first = seen[1]
    drive = first.before.id[first.before.role == Role.DRIVER]
    lots = world.draws.uniform(f"{NAME}.driver", 0, drive)
    assert set(first.drivers.tolist()) == set(drive[np.argsort(lots)][: len(first.drivers)].tolist())


def test_nobody_is_driven_beyond_the_hours_of_the_drivers_of_their_neighbourhood():
    world, seen = as_published()
    areas = np.zeros(int(world.people["id"].max()) + 1, np.int64)
    areas[world.people["id"]] = world.people["neighbourhood"]
    for month in seen:
        hours = hours_by_area(month.drivers, month.before, world.groups)
        known = month.driven[world.people.row_of[month.driven] >= 0]
        asked = A_PASSENGER * np.bincount(areas[known], minlength=world.groups)
        assert (asked <= hours + 1e-6).all()
        assert len(month.driven) * A_PASSENGER <= hours.sum() + 1e-6


def test_nobody_is_taken_on_or_driven_where_there_is_no_driver():
    world, seen = as_published()
    empty = hours_by_area(seen[-1].drivers, seen[-1].before, world.groups) == 0
    assert 0 < empty.sum() < world.groups
    rows = world.people.row_of[seen[-1].driven]
    assert not empty[world.people["neighbourhood"][rows[rows >= 0]]].any()
    served_once = np.zeros(world.groups)
    for month in seen:
        served_once += hours_by_area(month.drivers, month.before, world.groups)
    assert not (served_once == 0)[world.people["neighbourhood"][seen[-1].riding]].any()


def test_half_as_many_drivers_drive_half_as_many_passengers_as_many_miles_a_driver():
    half, of_half = followed(overrides={f"{NAME}.drivers": 15.0})
    whole, of_whole = as_published()
    few, driven, _ = drivers_and_passengers(of_half)
    many, all_driven, _ = drivers_and_passengers(of_whole)
    assert few == 15
    assert driven / all_driven == pytest.approx(0.5, abs=0.06)
    a_driver = miles_of_the_last_year(half) / few
    assert a_driver == pytest.approx(miles_of_the_last_year(whole) / many, rel=0.12)


def test_where_fewer_drive_than_the_scheme_seeks_each_of_them_drives_some_1_300_miles_a_year():
    """A scheme four times as large, where hardly any volunteer drives: all who do drive for it, and few are driven."""
    scarce = {"volunteer.helper_share": 0.7, "volunteer.befriender_share": 0.25, f"{NAME}.drivers_won_per_year": 4.0}
    busy, seen = followed(4.0, scarce)
    drivers, driven, _ = drivers_and_passengers(seen)
    assert drivers == pytest.approx(30, abs=3)
    assert drivers == pytest.approx(busy.recorded()["volunteer_drivers"].iloc[-14:-2].mean(), rel=0.1)
    assert miles_of_the_last_year(busy) / drivers == pytest.approx(1_333, rel=0.15)
    assert driven < 250, "of the 800 that so many drivers as are sought would have hours for"


def test_when_all_drivers_leave_at_once_passengers_wait_until_others_are_enrolled():
    """Whoever drove is gone from the pool after month 24; the scheme finds others, a few at a time."""
    left: list[int] = []

    def gone(world):
        if world.month == 24:
            ours, slots = (
                programme(world).drivers,
                next(one for one in world.processes if one.word == "volunteer").slots,
            )
            slots.state[np.isin(slots.id, ours)] = Giving.NOT
            rows = world.people.row_of[ours[ours < world.people.row_of.size]]
            world.people.writable("volunteer", "volunteer")[rows[rows >= 0]] = Giving.NOT
            left.extend(ours.tolist())

    world, seen = followed(each_month=gone, months=42)
    driven, riding, drivers = (
        [len(getattr(month, name)) for month in seen] for name in ("driven", "riding", "drivers")
    )
    assert driven[25] < 0.1 * driven[23]
    assert riding[25] > 0.9 * riding[23], "they wait"
    assert max(drivers[25:29]) <= 4 * P.new_drivers_per_month
    assert drivers[41] == len(left) == P.drivers
    assert np.isin(left, seen[41].drivers).sum() < 10
    places = hours_by_area(seen[41].drivers, seen[41].before, world.groups) // A_PASSENGER
    assert driven[41] > 0.95 * places.sum() > 0.75 * driven[23]


def test_the_miles_of_the_last_month_are_paid_after_the_stop():
    stopped = tried(NAME, **WEST, stop=12)
    miles = spent(stopped, "programme_community_car_miles")
    assert stopped.hours[f"{NAME}.trips"][11] > 0
    assert miles[12] > 0
    assert (miles[13:] == 0).all()
    driven = stopped.hours[f"{NAME}.trips"].sum() / P.hours_per_trip * P.miles_per_trip * P.pounds_per_mile
    assert miles.sum() == pytest.approx(driven * stopped.people_per_resident), "theirs too who died since"


def test_passengers_hardly_get_about(world):
    riding = np.flatnonzero(world.people["car_passenger"])
    here = riding[world.people["here"][riding] > 0]
    assert len(here) > 0
    assert (world.people["setting"][here] == 0).mean() > 0.9, "all but those who entered a care home this month"


def test_without_drivers_nobody_is_driven_and_no_mile_is_paid(monkeypatch):
    def helpers(ids, p, _):
        return np.full(len(ids), Role.HELPER, np.uint8), np.full(len(ids), p.hours_per_week)

    monkeypatch.setattr(volunteering, "traits", helpers)
    none = tried.__wrapped__(NAME, **{**WEST, "months": 8})
    assert none.recorded()["volunteer_drivers"].max() == 0
    assert len(programme(none).drivers) == 0
    assert len(none.few("car_passenger").rows()) == 0
    assert none.hours.get(f"{NAME}.trips", np.zeros(1)).sum() == 0.0
    assert spent(none, "programme_community_car_miles").sum() == 0.0
    assert spent(none, "programme_community_car_scheme").sum() > 0.0


def test_those_driven_join_networks_more_than_their_twins(world):
    plain, ids = tried(**WEST), world.reached.of(NAME)[1]
    ours, theirs = world.people.row_of[ids], plain.people.row_of[ids]
    both = (ours >= 0) & (theirs >= 0)
    assert world.people["member"][ours[both]].sum() >= plain.people["member"][theirs[both]].sum()
    assert world.people["contacts"][ours[both]].sum() > plain.people["contacts"][theirs[both]].sum()


def test_when_it_stops_nobody_is_driven_any_more():
    stopped = tried(NAME, **WEST, stop=12)
    assert len(programme(stopped).drivers) == 0
    assert not (stopped.people["car_passenger"] > 0).any()
    assert stopped.hours[f"{NAME}.trips"][12:].sum() == 0.0


@pytest.mark.model
def test_whoever_becomes_too_frail_for_a_car_gives_up_the_seat():
    world = Kith(Scenario(place="west-cheshire", months=30, interventions={NAME: Plan(0)}), 1)
    given_up, before = 0, np.empty(0, np.int64)
    while world.month < 30:
        world.step()
        people, rows = world.people, world.few("car_passenger").rows()
        assert not np.isin(before, people["id"][rows]).any()
        given_up += len(before)
        before = people["id"][rows[people["cfs"][rows] > P.to_level]]
    assert given_up > 0
