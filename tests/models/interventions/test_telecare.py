"""Telecare: alarms and sensors in the homes of frail people."""

from typing import Any

import pytest

from models import sheets
from tests.models.village import as_now, paid, total, trying

NAME = "telecare"
P = sheets()[NAME]
PROGRAMME = f"programme_{NAME}"
pytestmark = pytest.mark.model


def test_it_costs_money_and_as_the_trial_found_changes_no_service():
    world, plain = trying(NAME, size=2.0), as_now(12, 6_000)
    assert paid(world, PROGRAMME) > 0
    for name in ("admissions", "care_home_admissions", "council_care_cost", "falls"):
        assert world.recorded()[name].equals(plain.measures[name])


def test_no_more_have_it_than_there_are_places_and_none_in_care_homes_count():
    world = trying(NAME, months=24, size=1.0)
    one: Any = world.interventions[0]
    assert 0 < len(one.users(world)) <= P.places * one.size
    assert (world.people["setting"][one.users(world)] == 0).all()
    assert len(world.reached.of(NAME)[1]) <= P.fitted_per_year * one.size * 2 + 1


def test_at_the_ends_of_its_range_it_moves_service_use_either_way():
    low, high = (total(trying(NAME, size=6.0, service_use_ratio=ratio), "care_hours") for ratio in (0.9, 1.1))
    assert low < high
