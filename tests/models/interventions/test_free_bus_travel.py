"""Free bus travel: more buses, at more hours, on which the free pass counts, where buses are poor."""

import numpy as np
import pytest

from models import sheets
from tests.models.village import programme, spent, tried

P = sheets()["free_bus_travel"]
NAME = "free_bus_travel"
WEST = {"place": "west-cheshire", "residents": 8_000}
NOTHING = {f"{NAME}__{key}": 1.0 for key in ("friends_ratio", "joining_ratio", "volunteering_ratio")}
pytestmark = pytest.mark.model


def rural_share(world):
    """Return the share of those reached who live in a rural neighbourhood, of those still here."""
    rows = world.people.row_of[world.reached.of(NAME)[1]]
    return (world.shared["rural"][world.people["neighbourhood"][rows[rows >= 0]]] > 0).mean()


def test_only_those_get_onto_the_buses_who_get_about_and_have_the_pass():
    world = tried(NAME, **WEST)
    riding = np.flatnonzero((world.people["bus_rider"] > 0) & (world.people["here"] > 0))
    assert len(riding) > 50
    assert (world.people["age"][riding] >= P.from_age).all()
    assert (world.people["cfs"][riding] <= P.to_level).mean() > 0.95, "all but those who became frailer this month"
    assert (world.people["setting"][riding] == 0).mean() > 0.95


def test_they_take_on_no_more_than_they_have_room_for():
    world = tried(NAME, **WEST)
    room = P.riders * programme(world).size
    assert 0.9 * room < len(world.few("bus_rider").rows()) <= room + 1


def test_rural_neighbourhoods_come_first_and_a_ratio_of_one_is_by_lot():
    first, lot = tried(NAME, **WEST), tried(NAME, **WEST, free_bus_travel__rural_targeting_ratio=1.0)
    here = first.people["here"] > 0
    rural = (first.shared["rural"][first.people["neighbourhood"][here]] > 0).mean()
    assert rural_share(lot) == pytest.approx(rural, abs=0.1)
    assert rural_share(first) > rural + 0.3


def test_riders_make_friends_and_join_and_are_less_lonely_than_their_twins():
    strong = {f"{NAME}__friends_ratio": 2.0, f"{NAME}__joining_ratio": 2.5, f"{NAME}__effect": 0.4}
    world, plain = tried(NAME, **WEST, months=36, size=5.0, **strong), tried(**WEST, months=36)
    ids = np.unique(world.reached.of(NAME)[1])
    ours, theirs = world.people.row_of[ids], plain.people.row_of[ids]
    both = (ours >= 0) & (theirs >= 0)
    assert world.people["contacts"][ours[both]].sum() > plain.people["contacts"][theirs[both]].sum()
    assert world.people["member"][ours[both]].sum() > plain.people["member"][theirs[both]].sum()
    assert world.people["lonely"][ours[both]].sum() < plain.people["lonely"][theirs[both]].sum()


def test_riders_come_to_volunteer():
    world = tried(NAME, **WEST, months=36, size=5.0, free_bus_travel__volunteering_ratio=2.0)
    plain = tried(**WEST, months=36)
    assert world.recorded()["volunteers"].iloc[-12:].mean() > plain.recorded()["volunteers"].iloc[-12:].mean()


def test_without_an_effect_it_costs_its_programme_and_changes_nobodys_life():
    world, plain = tried(NAME, **WEST, **NOTHING, free_bus_travel__effect=0.0), tried(**WEST)
    assert world.recorded().equals(plain.recorded())
    assert spent(world, f"programme_{NAME}").sum() > 0.0


def test_buses_are_paid_full_or_not_and_every_trip_is_reimbursed():
    world = tried(NAME, **WEST)
    size = programme(world).size * world.people_per_resident
    room = P.riders * size * P.trips_per_rider_per_year * P.support_pounds_per_trip
    passes = len(world.reached.of(NAME)[1]) * world.people_per_resident * P.pass_pounds
    assert spent(world, f"programme_{NAME}").sum() == pytest.approx(2.0 * room + passes, rel=1e-3)
    riding = len(world.few("bus_rider").rows()) * world.people_per_resident
    last = spent(world, "programme_free_bus_trips")[-1]
    assert last == pytest.approx(riding * P.trips_per_rider_per_year / 12.0 * P.reimbursement_pounds_per_trip, rel=0.05)


def test_when_it_stops_nobody_rides_any_more_and_nothing_is_paid():
    stopped = tried(NAME, **WEST, stop=12)
    assert not (stopped.people["bus_rider"] > 0).any()
    for lever in programme(stopped).changes:
        assert (stopped.people[f"{lever.replace('.', '_')}_ratio"] == 1.0).all()
    for line in (f"programme_{NAME}", "programme_free_bus_trips"):
        assert spent(stopped, line)[11] > 0.0
        assert (spent(stopped, line)[12:] == 0.0).all()
