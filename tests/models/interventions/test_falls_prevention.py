"""Falls prevention: strength and balance classes for people at risk of falling."""

import numpy as np
import pytest

from models import Kith, Plan, Scenario, sheets
from tests.models.village import as_now, paid, total, trying

NAME = "falls_prevention"
P = sheets()[NAME]
PROGRAMME = f"programme_{NAME}"
pytestmark = pytest.mark.model


def plans(size: float) -> dict[str, Plan]:
    """Courses from the start on."""
    return {NAME: Plan(0, size=size)}


def test_those_who_take_part_fall_less_and_nobody_else_does():
    months, size = 24, 200.0
    given: tuple[dict[str, Plan], ...] = (plans(size), {})
    world, plain = (Kith(Scenario(residents=6_000, months=months, interventions=one)) for one in given)
    fell = {True: np.zeros(2), False: np.zeros(2)}
    for _ in range(months):
        for at, one in enumerate((world, plain)):
            one.step()
            here = np.flatnonzero((one.people["here"] > 0) & (one.people["fell"] > 0))
            took_part = np.isin(one.people["id"][here], world.reached.of(NAME)[1])
            for part in fell:
                fell[part][at] += (took_part == part).sum()
    assert fell[True][0] < 0.9 * fell[True][1], "among those who took part by then, against their twins"
    assert fell[False][0] == pytest.approx(fell[False][1], rel=0.01), "all others fall as their twins do"


def test_more_courses_prevent_more_falls():
    falls = [total(trying(NAME, months=24, size=size), "falls") for size in (12.0, 50.0, 200.0)]
    assert as_now(24, 6_000).measures["falls"].sum() > falls[0] > falls[1] > falls[2]


def test_courses_are_paid_for_and_filled_by_those_who_agree():
    world = trying(NAME, size=12.0)
    size = world.interventions[0].size
    places = P.groups * P.places_per_group * P.courses_per_year * size
    assert len(world.reached.of(NAME)[1]) == pytest.approx(places, abs=12), "rounded by lot each month"
    assert paid(world, PROGRAMME) == pytest.approx(P.groups * P.courses_per_year * P.course_pounds * size, rel=1e-4)
    few = trying(NAME, size=200.0, agreeing_share=0.25)
    many = trying(NAME, size=200.0, agreeing_share=0.7)
    assert len(few.reached.of(NAME)[1]) < len(many.reached.of(NAME)[1])
