"""Reablement: more places than the as-now world has, offered to more of the newly eligible."""

from typing import Any

import pytest

from models import Kith, Plan, Scenario, sheets
from tests.models.village import as_now, paid, total, trying

NAME = "reablement"
P = sheets()[NAME]
PROGRAMME = f"programme_{NAME}"
pytestmark = pytest.mark.model


def no_service(world):
    """Share of ended episodes after which no service was needed."""
    return total(world, "reablement_no_service") / total(world, "reablement_ended")


def test_selective_intake_looks_better_by_whom_it_takes():
    everyone, chosen = (trying(NAME, 24, 20_000, 3.0, selectivity=share) for share in (0.0, 1.0))
    assert no_service(chosen) > no_service(everyone)


def test_more_places_are_used_and_paid_for():
    world, plain = trying(NAME, 24, 20_000, 3.0), as_now(24, 20_000).measures
    assert total(world, "reablement_started") > 1.5 * plain["reablement_started"].sum()
    assert paid(world, PROGRAMME) > 0


def test_more_than_half_need_no_onward_service_where_it_is_offered_at_intake():
    """West Cheshire counted more than half of 1,645 people referred; offered to the eligible alone it is fewer."""
    intake, alone = (trying(NAME, 36, 20_000, 3.0, at_intake=share) for share in (1.0, 0.0))
    assert no_service(intake) > 0.5 > no_service(alone) > 0.35
    still = total(intake, "reablement_still_in_need") / total(intake, "reablement_no_service")
    assert 0.05 < still < 0.4, "some of them need help and are not eligible"


def test_much_of_no_onward_service_would_have_happened_anyway():
    """The twin without any effect of reablement shares every draw, and leaves fewer without a service, not none."""
    off: dict[str, Any] = {
        "care.reabled_hours_share": 0.0,
        "frailty.reabled_ratio": 1.0,
        "care.reabled_manage_by_frailty": (0.0,) * 9,
    }
    shares = []
    for overrides in ({}, off):
        given = Scenario(residents=20_000, months=36, interventions={NAME: Plan(0, size=3.0)}, overrides=overrides)
        world = Kith(given, 1)
        while world.month < 36:
            world.step()
        shares.append(no_service(world))
    with_effect, anyway = shares
    assert 0.5 * with_effect < anyway < with_effect
