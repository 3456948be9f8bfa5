"""Shared Lives: hosts take frail people into their homes by day or for short stays."""

from typing import Any

import pytest

from models import Kith, Plan, Scenario, sheets
from tests.models.village import as_now, paid, programme, total, trying

NAME = "shared_lives"
P = sheets()[NAME]
PROGRAMME = f"programme_{NAME}"
pytestmark = pytest.mark.model


def test_guests_enter_care_homes_later_and_their_carers_last_longer():
    strong = {"residential_ratio": 0.4, "breakdown_ratio": 0.4}
    world, plain = trying(NAME, months=24, size=200.0, recruiting_months=6.0, **strong), as_now(24, 6_000)
    assert total(world, "care_home_admissions") < plain.measures["care_home_admissions"].sum()
    assert total(world, "breakdowns") < plain.measures["breakdowns"].sum()


def test_hosts_have_room_for_so_many_and_take_a_year_to_find():
    world = trying(NAME, months=24, size=60.0)
    one: Any = world.interventions[0]
    assert 0 < len(one.guests(world)) <= P.hosts * P.guests_per_host * one.size + 1
    months = world.reached.of(NAME)[0]
    assert months.max() > 3, "not all at once"


def in_place(world, name):
    """Return how many places of a programme are taken; those of the car scheme are its drivers'."""
    if name == "community_car_scheme":
        return len(programme(world).drivers)
    rows = world.few({"shared_lives": "shared_lives_guest", "telecare": "telecare_fitted"}[name]).rows()
    return int((world.people["setting"][rows] == 0).sum())


@pytest.mark.parametrize("name", ["shared_lives", "telecare", "community_car_scheme"])
def test_room_does_not_grow_by_luck(name):
    """Where there is room for one and a half, there is room for one or for two, whatever the month."""
    places = {"shared_lives": 30.0, "telecare": 1500.0, "community_car_scheme": 30.0}[name]
    soon = {"telecare.fitted_per_year": 2_000.0}
    plans, held = {name: Plan(0, size=75.3 / places)}, []
    world = Kith(Scenario(residents=3_000, months=30, interventions=plans, overrides=soon))
    for _ in range(30):
        world.step()
        held.append(in_place(world, name))
    assert max(held) <= 1 + int(world.interventions[0].size * places)
    assert 0 < max(held) <= 2


def test_without_effect_it_costs_its_programme_and_nothing_else():
    world, plain = trying(NAME, size=60.0, residential_ratio=1.0, breakdown_ratio=1.0), as_now(12, 6_000)
    assert world.recorded()["council_care_cost"].equals(plain.measures["council_care_cost"])
    assert paid(world, PROGRAMME) > 0
