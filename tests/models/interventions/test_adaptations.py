"""Adaptations: equipment and changes to the home through occupational therapists and Independent Living Centres."""

import pytest

from models import sheets
from tests.models.village import as_now, paid, total, trying

NAME = "adaptations"
P = sheets()[NAME]
PROGRAMME = f"programme_{NAME}"
pytestmark = pytest.mark.model


def test_adapted_homes_see_fewer_falls_and_need_fewer_hours():
    world, plain = trying(NAME, months=24, size=12.0), as_now(24, 6_000)
    assert total(world, "falls") < plain.measures["falls"].sum()
    strong = trying(NAME, months=24, size=12.0, hours_ratio=0.85)
    assert total(strong, "care_hours") < total(trying(NAME, months=24, size=12.0, hours_ratio=1.0), "care_hours")


def test_a_centre_more_adapts_homes_of_its_own():
    three, two, one = (trying(NAME, months=12, size=12.0, centres=float(many)) for many in (3, 2, 1))
    reached = [len(world.reached.of(NAME)[1]) for world in (three, two, one)]
    own = P.homes_per_centre_per_year * two.interventions[0].size
    assert own > 20
    assert reached[0] - reached[1] == pytest.approx(own, abs=12)
    assert reached[1] - reached[2] == pytest.approx(own, abs=12)


def test_therapists_adapt_no_more_homes_than_they_have_time_for_each_once():
    world = trying(NAME, months=24, size=12.0)
    ids, size = world.reached.of(NAME)[1].tolist(), world.interventions[0].size
    homes = P.therapists * P.homes_per_therapist_per_year + P.centres * P.homes_per_centre_per_year
    assert len(set(ids)) == len(ids) <= 2 * homes * size + 24
    fixed = P.centres * P.centre_pounds_per_year + P.therapists * P.therapist_pounds_per_year
    assert paid(world, PROGRAMME) == pytest.approx(2 * fixed * size + len(ids) * P.home_pounds, rel=1e-3)
