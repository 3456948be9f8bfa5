"""Home safety visits: people over 65 are visited at home, hazards are mended and benefits claimed."""

import numpy as np
import pytest

from models import sheets
from tests.models.village import as_now, paid, total, trying

NAME = "home_safety_visits"
P = sheets()[NAME]
PROGRAMME = f"programme_{NAME}"
pytestmark = pytest.mark.model


BENEFITS = "benefits_home_safety_visits"


def test_a_sixth_of_visits_bring_requests_and_these_benefits_as_income_to_residents():
    world = trying(NAME, size=8.0)
    visits = len(world.reached.of(NAME)[1])
    requests = paid(world, BENEFITS) / P.benefit_pounds_per_request
    assert visits == pytest.approx(P.visits_per_year * world.interventions[0].size, rel=0.02)
    assert requests / visits == pytest.approx(0.17, abs=0.03)
    assert 160 < paid(world, BENEFITS) / visits < 320, "about 241 pounds a visit"


def test_benefits_are_a_transfer_and_never_a_saving():
    world = trying(NAME, size=8.0)
    line = world.ledger.lines[BENEFITS]
    assert (line.payer, line.payee, line.cashable) == ("DWP", "residents", "transfer")


def test_nobody_is_visited_twice_and_everyone_visited_is_65():
    world = trying(NAME, size=8.0)
    ids = world.reached.of(NAME)[1].tolist()
    assert len(set(ids)) == len(ids)
    people = world.people
    assert (people["age"][people["home_safety_visited"] > 0] >= 65).all()


def test_without_an_effect_on_falls_or_notice_it_changes_nobodys_life():
    world = trying(NAME, size=8.0, falls_ratio=1.0, notice_ratio=1.0)
    plain = as_now(12, 6_000).measures
    assert (world.recorded()["falls"] == plain["falls"]).all()
    assert (world.recorded()["council_care_cost"] == plain["council_care_cost"]).all()
    assert total(trying(NAME, size=20.0, falls_ratio=0.79), "falls") < plain["falls"].sum()


def at_risk(people, rows):
    """Say of rows whether they are frail or live in a deprived fifth."""
    return (people["cfs"][rows] >= P.risk_from_level) | (people["fifth"][rows] <= P.risk_to_fifth)


def test_with_the_list_more_of_those_at_risk_are_visited_and_without_it_visits_are_by_lot():
    shares = {}
    for ratio in (1.0, P.targeting_ratio, 6.0):
        world = trying(NAME, months=1, size=60.0, targeting_ratio=ratio)
        people = world.people
        visited = np.flatnonzero(people["home_safety_visited"] > 0)
        assert len(visited) > 500
        shares[ratio] = at_risk(people, visited).mean()
    could = (people["here"] > 0) & (people["setting"] == 0) & (people["age"] >= P.from_age)
    everyone = at_risk(people, np.flatnonzero(could)).mean()
    assert shares[1.0] == pytest.approx(everyone, abs=0.05)
    assert shares[1.0] + 0.1 < shares[P.targeting_ratio] < shares[6.0]
