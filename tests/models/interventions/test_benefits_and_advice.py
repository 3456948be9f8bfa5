"""Benefits and advice: advisers help older people claim what they are entitled to."""

import pytest

from models import sheets
from tests.models.village import as_now, paid, trying

NAME = "benefits_and_advice"
P = sheets()[NAME]
PROGRAMME = f"programme_{NAME}"
pytestmark = pytest.mark.model


BENEFITS = "benefits_gained_advice"


def test_it_brings_income_to_residents_and_changes_nothing_else():
    world, plain = trying(NAME, size=8.0), as_now(12, 6_000)
    assert paid(world, BENEFITS) > 0
    assert world.ledger.lines[BENEFITS].cashable == "transfer"
    assert world.recorded()["council_care_cost"].equals(plain.measures["council_care_cost"])
    assert world.recorded()["lonely"].equals(plain.measures["lonely"])


def test_advisers_see_no_more_people_than_they_have_time_for():
    world = trying(NAME, size=8.0)
    size = world.interventions[0].size
    seen = len(world.reached.of(NAME)[1])
    assert seen == pytest.approx(P.advisers * P.cases_per_adviser_per_year * size, rel=0.05)
    assert paid(world, PROGRAMME) == pytest.approx(P.advisers * P.adviser_pounds_per_year * size, rel=1e-4)
    assert paid(world, BENEFITS) / seen == pytest.approx(P.success_share * P.gain_pounds, rel=0.2)
