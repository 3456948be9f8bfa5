"""Voluntary sector support: strengthens the groups there are, so that volunteers stay and are better used."""

import pytest

from models import sheets
from sim.intervention import Timing
from tests.models.village import spent, tried

P = sheets()["voluntary_sector_support"]
NAME = "voluntary_sector_support"
LEEDS = {"months": 36, "residents": 12_000}


@pytest.mark.unit
def test_it_builds_up_over_a_year_and_halves_with_every_half_life_once_it_stops():
    from models.interventions.voluntary_sector_support import VoluntarySectorSupport

    support = VoluntarySectorSupport(P, Timing(12, 48))
    months = int(P.build_up_months)
    assert support.strength(12) == 0.0
    assert support.strength(12 + months // 2) == pytest.approx(0.5)
    assert support.strength(12 + months) == support.strength(47) == 1.0
    assert support.strength(48 + int(P.half_life_months)) == pytest.approx(0.5)


@pytest.mark.model
def test_volunteers_stay_longer_and_there_are_more_of_them():
    world, plain = tried(NAME, **LEEDS).recorded(), tried(**LEEDS).recorded()
    assert world["volunteers"].iloc[24:].mean() > 1.05 * plain["volunteers"].iloc[24:].mean()


@pytest.mark.model
def test_people_wait_less_long_for_a_volunteer():
    slow, fast = (tried("local_links", *more, **LEEDS).recorded() for more in ((), (NAME,)))
    wait = [one["awaiting_match"].iloc[12:].sum() / one["matched"].iloc[12:].sum() for one in (slow, fast)]
    assert wait[1] < wait[0]


@pytest.mark.model
def test_without_its_effects_it_costs_what_it_costs_and_changes_nothing():
    none = {f"{NAME}__{one}": 0.0 for one in ("kept_longer_share", "matched_faster_share", "volunteers_won_per_year")}
    world, plain = tried(NAME, **LEEDS, **none), tried(**LEEDS)
    assert world.recorded().equals(plain.recorded())
    assert spent(world, f"programme_{NAME}").sum() == pytest.approx(3 * P.pounds_per_year, rel=0.01)
