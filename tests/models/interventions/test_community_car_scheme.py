"""Community car scheme: volunteers drive people who cannot get about to friends, clubs and appointments."""

import numpy as np
import pytest

from models import sheets
from models.services.volunteer import volunteering
from models.signals import Role
from tests.models.village import spent, tried

P = sheets()["community_car_scheme"]
NAME = "community_car_scheme"
WEST = {"place": "west-cheshire", "residents": None, "months": 30}


@pytest.fixture(scope="module")
def world():
    return tried(NAME, **WEST)


def miles_and_riding(world):
    """Return the miles paid for in the last year, and the mean number of passengers, driven or not."""
    miles = spent(world, "programme_community_car_miles")[-12:].sum() / P.pounds_per_mile
    return miles, len(world.few("car_passenger").rows()) * world.people_per_resident


@pytest.mark.model
def test_two_hundred_passengers_are_driven_some_200_miles_a_year_each(world):
    miles, riding = miles_and_riding(world)
    assert riding == pytest.approx(200, abs=5)
    assert miles / riding == pytest.approx(200, rel=0.1)
    assert miles == pytest.approx(40_000, rel=0.1)
    a_year = P.trips_per_passenger_per_year * P.hours_per_trip
    driven = world.hours[f"{NAME}.trips"][17:29].sum() * world.people_per_resident / a_year
    assert miles / driven == pytest.approx(200, rel=0.05), "of those who are driven"


@pytest.mark.model
def test_a_driver_whom_many_wait_for_drives_some_1_300_miles_a_year():
    """Thirty drivers for more passengers than they have time for: so many miles did as many drive in West Cheshire."""
    few = {"volunteer__helper_share": 0.7, "volunteer__befriender_share": 0.25, f"{NAME}__drivers_won_per_year": 4.0}
    busy = tried(NAME, **WEST, size=4.0, **few)
    miles, riding = miles_and_riding(busy)
    drivers = busy.recorded()["volunteer_drivers"].iloc[-13:-1].mean() * busy.people_per_resident
    assert riding > 700
    assert drivers == pytest.approx(30, abs=3)
    assert miles / drivers == pytest.approx(1_300, rel=0.1)
    assert miles / riding < 100, "most are not driven"


@pytest.mark.model
def test_the_miles_of_the_last_month_are_paid_after_the_stop():
    stopped = tried(NAME, **WEST, stop=12)
    miles = spent(stopped, "programme_community_car_miles")
    assert stopped.hours[f"{NAME}.trips"][11] > 0
    assert miles[12] > 0
    assert (miles[13:] == 0).all()
    driven = stopped.hours[f"{NAME}.trips"].sum() / P.hours_per_trip * P.miles_per_trip * P.pounds_per_mile
    assert miles.sum() == pytest.approx(driven * stopped.people_per_resident), "theirs too who died since"


@pytest.mark.model
def test_passengers_hardly_get_about_and_their_places_are_limited(world):
    riding = np.flatnonzero(world.people["car_passenger"])
    here = riding[world.people["here"][riding] > 0]
    assert 0 < len(here) <= P.passengers * world.interventions[0].size
    assert (world.people["setting"][here] == 0).mean() > 0.9, "all but those who entered a care home this month"


@pytest.mark.model
def test_without_drivers_nobody_is_driven_and_no_mile_is_paid(monkeypatch):
    def helpers(ids, p, _):
        return np.full(len(ids), Role.HELPER, np.uint8), np.full(len(ids), p.hours_per_week)

    monkeypatch.setattr(volunteering, "traits", helpers)
    none = tried.__wrapped__(NAME, **WEST)
    assert none.recorded()["volunteer_drivers"].max() == 0
    assert none.hours[f"{NAME}.trips"].sum() == 0.0
    assert spent(none, "programme_community_car_miles").sum() == 0.0
    assert spent(none, "programme_community_car_scheme").sum() > 0.0


@pytest.mark.model
def test_those_driven_join_networks_more_than_their_twins(world):
    plain, ids = tried(**WEST), world.reached.of(NAME)[1]
    ours, theirs = world.people.row_of[ids], plain.people.row_of[ids]
    both = (ours >= 0) & (theirs >= 0)
    assert world.people["member"][ours[both]].sum() >= plain.people["member"][theirs[both]].sum()
    assert world.people["contacts"][ours[both]].sum() > plain.people["contacts"][theirs[both]].sum()


@pytest.mark.model
def test_when_it_stops_nobody_is_driven_any_more():
    stopped = tried(NAME, **WEST, stop=12)
    assert not (stopped.people["car_passenger"] > 0).any()
    assert stopped.hours[f"{NAME}.trips"][12:].sum() == 0.0
