"""Community car scheme: volunteers drive people who cannot get about to friends, clubs and appointments."""

import numpy as np
import pytest

from models import sheets
from sim.ledger import WEEKS_PER_MONTH
from tests.models.village import spent, tried

P, HOURS = sheets()["community_car_scheme"], sheets()["volunteer"].hours_per_week
NAME = "community_car_scheme"
WEST = {"place": "west-cheshire", "residents": None, "months": 30}


@pytest.fixture(scope="module")
def world():
    return tried(NAME, **WEST)


@pytest.mark.model
def test_a_passenger_is_driven_200_miles_a_year_and_a_driver_drives_1_300(world):
    last = slice(18, 30)
    miles = spent(world, "programme_community_car_miles")[last].sum() / P.pounds_per_mile
    driven = world.hours[f"{NAME}.trips"][17:29] * world.people_per_resident
    passengers = driven.mean() / (P.trips_per_passenger_per_year / 12.0 * P.hours_per_trip)
    drivers = driven.mean() / (HOURS * WEEKS_PER_MONTH)
    assert miles / passengers == pytest.approx(200, rel=0.05)
    assert miles / drivers == pytest.approx(1_333, rel=0.1)
    assert miles == pytest.approx(40_000, rel=0.25)


@pytest.mark.model
def test_passengers_hardly_get_about_and_their_places_are_limited(world):
    riding = np.flatnonzero(world.people["car_passenger"])
    here = riding[world.people["here"][riding] > 0]
    assert 0 < len(here) <= P.passengers * world.interventions[0].size + 1
    assert (world.people["setting"][here] == 0).mean() > 0.9, "all but those who entered a care home this month"


@pytest.mark.model
def test_without_drivers_nobody_is_driven_and_no_mile_is_paid():
    none = tried(NAME, **WEST, volunteer__helper_share=0.8, volunteer__befriender_share=0.3)
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
