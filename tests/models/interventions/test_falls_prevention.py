"""Falls prevention: strength and balance classes for people at risk of falling."""

import pytest

from models import sheets
from tests.models.village import as_now, total, trying

NAME = "falls_prevention"
P = sheets()[NAME]
PROGRAMME = f"programme_{NAME}"
pytestmark = pytest.mark.model


def spent(world, line=PROGRAMME):
    """Pounds on a line over all months."""
    return world.ledger.pence(line).sum() / 100


def test_those_who_take_part_fall_less_and_nobody_else_does():
    world, plain = trying(NAME, size=12.0), as_now(12, 6_000)
    assert total(world, "falls") < plain.measures["falls"].sum()
    none = trying(NAME, size=12.0, falls_ratio=0.82)
    assert total(world, "falls") <= total(none, "falls")


def test_courses_are_paid_for_and_filled_by_those_who_agree():
    world = trying(NAME, size=12.0)
    size = world.interventions[0].size
    places = P.groups * P.places_per_group * P.courses_per_year * size
    assert len(world.reached.of(NAME)[1]) == pytest.approx(places, abs=12), "rounded by lot each month"
    assert spent(world) == pytest.approx(P.groups * P.courses_per_year * P.course_pounds * size, rel=1e-4)
    few = trying(NAME, size=200.0, agreeing_share=0.25)
    many = trying(NAME, size=200.0, agreeing_share=0.7)
    assert len(few.reached.of(NAME)[1]) < len(many.reached.of(NAME)[1])
