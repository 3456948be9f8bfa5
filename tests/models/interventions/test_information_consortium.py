"""Information consortium: agencies share what they know, so that people hear of what there is from any of them."""

import numpy as np
import pytest

from models import sheets
from tests.models.village import programme, spent, tried

P = sheets()["information_consortium"]
NAME = "information_consortium"
WEST = {"place": "west-cheshire", "residents": 8_000, "months": 24}
pytestmark = pytest.mark.model


def told(world):
    """Return the months in which people were told, and their ids."""
    return world.reached.of(NAME)


def test_people_are_told_in_proportion_to_the_agencies_and_whom_each_sees():
    world = tried(NAME, **WEST)
    assert len(told(world)[1]) == pytest.approx(24 * programme(world).told_per_month(), rel=0.05)
    twice = tried(NAME, **WEST, information_consortium__agencies=34.0)
    assert len(told(twice)[1]) == pytest.approx(2 * len(told(world)[1]), rel=0.1)
    fewer = tried(NAME, **WEST, information_consortium__seen_per_agency_per_year=1500.0)
    assert len(told(fewer)[1]) == pytest.approx(0.5 * len(told(world)[1]), rel=0.1)


def test_only_people_at_home_are_told_and_nobody_again_within_a_year():
    world = tried(NAME, **WEST, size=4.0)
    months, ids = told(world)
    order = np.lexsort((months, ids))
    again = ids[order][1:] == ids[order][:-1]
    apart = (months[order][1:].astype(int) - months[order][:-1])[again]
    assert len(apart) > 0
    assert apart.min() >= P.again_after_months
    month = tried(NAME, **{**WEST, "months": 1}, size=4.0)
    rows = month.people.row_of[told(month)[1]]
    assert (month.people["setting"][rows[rows >= 0]] == 0).mean() > 0.95, "all but those who entered a home since"


def test_those_told_join_networks_sooner():
    strong, none = (tried(NAME, **WEST, size=6.0, information_consortium__joining_ratio=n) for n in (3.0, 1.0))
    assert strong.recorded()["members"].iloc[-1] > none.recorded()["members"].iloc[-1]


def test_advice_brings_people_to_the_councils_notice_or_keeps_them_from_it_as_its_ratio_says():
    less, none, more = (
        tried(NAME, **WEST, size=10.0, information_consortium__notice_ratio=n).recorded()["contacts"].sum()
        for n in (0.7, 1.0, 1.6)
    )
    assert less < none < more


def test_without_an_effect_it_costs_its_programme_and_changes_nobodys_life():
    none = {f"{NAME}__joining_ratio": 1.0, f"{NAME}__notice_ratio": 1.0}
    world, plain = tried(NAME, **WEST, size=4.0, **none), tried(**WEST)
    assert world.recorded().equals(plain.recorded())
    assert spent(world, f"programme_{NAME}").sum() > 0.0


def test_a_coordinator_a_directory_and_the_agencies_hours_are_paid_and_nobody_gains_benefits():
    world = tried(NAME, **WEST)
    size = programme(world).size * world.people_per_resident
    year = P.coordinator_pounds_per_year + P.directory_pounds_per_year + P.agencies * P.pounds_per_agency_per_year
    assert spent(world, f"programme_{NAME}").sum() == pytest.approx(2.0 * year * size, rel=1e-3)
    assert [line.name for line in programme(world).lines] == [f"programme_{NAME}"]


def test_when_it_stops_nobody_is_told_nothing_is_paid_and_the_effect_fades_away():
    stopped = tried(NAME, **{**WEST, "months": 60}, size=4.0, stop=12)
    assert told(stopped)[0].max() == 11
    assert (spent(stopped, f"programme_{NAME}")[12:] == 0.0).all()
    for lever in programme(stopped).changes:
        assert (stopped.people[f"{lever.replace('.', '_')}_ratio"] == 1.0).all()
    soon = tried(NAME, **{**WEST, "months": 14}, size=4.0, stop=12)
    assert (soon.people["membership_joining_ratio"] > 1.0).any()
