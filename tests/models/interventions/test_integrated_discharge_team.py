"""Integrated discharge team: health and council staff who bring frail patients home sooner."""

import pytest

from models import sheets
from tests.models.village import as_now, paid, total, trying

NAME = "integrated_discharge_team"
P = sheets()[NAME]
PROGRAMME = f"programme_{NAME}"
pytestmark = pytest.mark.model


def test_it_saves_bed_days_but_no_admissions_and_no_pound_of_the_hospitals():
    world, plain = trying(NAME, size=6.0, diverted_share=0.0), as_now(12, 6_000)
    assert total(world, "bed_days") < plain.measures["bed_days"].sum()
    assert world.recorded()["admissions"].iloc[0] == plain.measures["admissions"].iloc[0]
    assert world.ledger.posted("hospital", 0) / 100 == pytest.approx(plain.ledger["hospital"].iloc[0])


def test_it_sees_no_more_patients_than_it_has_time_for():
    world = trying(NAME, size=6.0)
    size = world.interventions[0].size
    assert 0 < total(world, "seen_by_discharge_team") <= P.staff * P.patients_per_post_per_year * size + 12
    assert paid(world, PROGRAMME) == pytest.approx(P.staff * P.post_pounds_per_year * size, rel=1e-4)
    assert as_now(12, 6_000).measures["seen_by_discharge_team"].sum() == 0


def test_a_longer_reach_saves_more_days():
    short, long = (total(trying(NAME, size=6.0, days_saved=days), "bed_days") for days in (2.3, 9.8))
    assert long < short
