"""Grant cliff: the networks' core grants are not renewed."""

import pytest

from models import sheets
from tests.models.village import spent, tried

LEEDS = {"months": 48, "residents": 6_000}
pytestmark = pytest.mark.model


def test_before_the_cliff_all_is_as_it_was_and_after_it_no_grant_is_paid():
    world, plain = tried("grant_cliff", start=24, **LEEDS), tried(**LEEDS)
    assert world.recorded().iloc[:24].equals(plain.recorded().iloc[:24])
    assert (spent(world, "hub_grants")[:24] > 0).all()
    assert (spent(world, "hub_grants")[24:] == 0).all()


def test_networks_live_on_their_reserves_and_then_close_and_their_members_are_lonelier():
    world, plain = tried("grant_cliff", start=24, **LEEDS).recorded(), tried(**LEEDS).recorded()
    assert world["hubs_open"].iloc[26] > 30
    assert world["hubs_open"].iloc[-1] < 5 < plain["hubs_open"].iloc[-1]
    assert world["members"].iloc[-1] < 0.3 * plain["members"].iloc[-1]
    assert world["lonely"].iloc[36:].sum() > plain["lonely"].iloc[36:].sum()


def test_part_of_a_grant_keeps_more_networks_open():
    none = tried("grant_cliff", start=24, **LEEDS).recorded()["hubs_open"]
    most = tried("grant_cliff", start=24, **LEEDS, grant_cliff__share_left=0.9).recorded()["hubs_open"]
    assert most.iloc[-1] > none.iloc[-1] + 10


def test_both_readings_of_the_core_funding_can_be_had_and_are_62_000_and_124_000_pounds_a_network():
    (one_reading, _, other_reading), *_ = sheets()["hub"].entries["grant_pounds_per_member_per_year"].rows
    members_per_network, to_2011_12 = 21_000 / 37, 1.0214
    assert one_reading * members_per_network * to_2011_12 == pytest.approx(62_000, rel=0.02)
    assert other_reading * members_per_network * to_2011_12 == pytest.approx(124_000, rel=0.02)


def test_networks_with_two_funders_have_twice_as_much_and_more_of_them_last_where_one_of_the_two_stays():
    both = LEEDS | {"hub__grant_pounds_per_member_per_year": 215}
    granted = [spent(tried("grant_cliff", start=24, **one), "hub_grants")[:24].sum() for one in (LEEDS, both)]
    assert granted[1] == pytest.approx(215 / 108 * granted[0], rel=0.05)
    none = tried("grant_cliff", start=24, **both).recorded()["hubs_open"]
    half = tried("grant_cliff", start=24, **both, grant_cliff__share_left=0.5).recorded()["hubs_open"]
    assert none.iloc[-1] < 5, "they spend twice as much, so what they put by lasts no longer"
    assert half.iloc[-1] > none.iloc[-1]
