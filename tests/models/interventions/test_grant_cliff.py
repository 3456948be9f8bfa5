"""Grant cliff: the networks' core grants are not renewed."""

import pytest

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
