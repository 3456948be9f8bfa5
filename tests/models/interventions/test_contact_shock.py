"""Contact shock: for a time people keep apart, as in a pandemic."""

import pytest

from tests.models.village import tried

LEEDS = {"months": 48, "residents": 6_000}
pytestmark = pytest.mark.model


def test_people_lose_ties_and_grow_lonelier_while_it_lasts_and_recover_after():
    world, plain = tried("contact_shock", start=12, **LEEDS).recorded(), tried(**LEEDS).recorded()
    assert world.iloc[:12].equals(plain.iloc[:12])
    assert world["ties"].iloc[26] < plain["ties"].iloc[26]
    at_worst = (world["lonely"] - plain["lonely"]).iloc[20:27].mean()
    later = (world["lonely"] - plain["lonely"]).iloc[-4:].mean()
    assert at_worst > 0.03 * plain["lonely"].iloc[20]
    assert later < at_worst


def test_networks_do_not_meet_while_it_lasts():
    during, after = (
        tried("contact_shock", months=12, residents=6_000),
        tried("contact_shock", months=24, residents=6_000),
    )
    assert during.shared["activity"].max() < 0.4
    assert after.shared["activity"].max() > 0.6


def test_fewer_join_and_fewer_start_to_volunteer():
    world, plain = tried("contact_shock", start=12, **LEEDS).recorded(), tried(**LEEDS).recorded()
    assert world["members"].iloc[26] < plain["members"].iloc[26]
    assert world["resident_volunteers"].iloc[26] < plain["resident_volunteers"].iloc[26]


def test_it_ends_after_its_months_even_if_nobody_stops_it():
    short, long = (tried("contact_shock", **LEEDS, contact_shock__duration_months=n).recorded() for n in (3, 24))
    assert short["lonely"].iloc[18:24].sum() < long["lonely"].iloc[18:24].sum()
