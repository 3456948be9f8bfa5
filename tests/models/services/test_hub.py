"""Hub: the neighbourhood networks, their members, money and activities."""

import numpy as np
import pytest
from hypothesis import given

from models import sheets
from models.services.hub import Hub, joining_rate
from tests.models.village import RATES, RATIOS, SHARES, as_now, at_start, column, grown, leeds

P = sheets()["hub"]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("alone", "average", "room", "rate"),
    [(False, 1.0, 1.0, 0.1), (True, 1.0, 1.0, 0.16), (True, 1.6, 1.0, 0.1), (True, 1.0, 0.0, 0.0)],
    ids=["plain", "alone", "alone as all are", "full"],
)
def test_joining_depends_on_living_alone_and_on_room(alone, average, room, rate):
    assert joining_rate(0.1, alone, 1.6, average, room) == pytest.approx(rate)


@pytest.mark.unit
@given(holding=RATES, ratio=RATIOS, average=RATIOS, room=SHARES)
def test_joining_is_never_negative_and_never_faster_than_with_room(holding, ratio, average, room):
    assert 0.0 <= joining_rate(holding, True, ratio, average, room) <= joining_rate(holding, True, ratio, average, 1.0)


@pytest.mark.model
def test_a_network_closes_when_its_reserves_are_gone_and_opens_again_with_a_grant():
    hub = Hub(leeds(1), 0, reserve_months=3)
    states = []
    for month in range(12):
        grant = 100.0 if month < 1 else 0.0
        hub.settle(50.0, grant, 0.0, 100.0)
        states.append(hub.open)
    assert states[:4] == [True] * 4
    assert not any(states[5:])
    for _ in range(30):
        hub.settle(0.0, 110.0, 0.0, 100.0)
    assert hub.open
    assert hub.reserves >= 0.0


@pytest.mark.model
def test_there_are_about_21_000_members_in_leeds_at_the_start_and_more_among_those_alone():
    member, alone = at_start("member") > 0, at_start("alone") > 0
    assert member.sum() == pytest.approx(21_000, rel=0.06)
    assert member[alone].mean() > 1.2 * member[~alone].mean()
    assert not (member & (at_start("setting") > 0)).any()


@pytest.mark.model
def test_members_are_counted_and_nobody_in_a_care_home_is_one():
    world = leeds(12)
    for _ in range(12):
        world.step()
        member = column(world, "member") > 0
        assert member.sum() == world.recorded()["members"].iloc[-1] == world.shared["members"].sum()
        assert not (member & (column(world, "setting") > 0)).any()
    assert world.recorded()["hubs_open"].iloc[-1] == len(world.place.neighbourhoods)


@pytest.mark.model
def test_the_lever_on_joining_moves_members():
    none, plain = grown(36, moved={"hub.joining": 0.0}), as_now(36).measures
    assert none.recorded()["members"].iloc[-1] < 0.85 * plain["members"].iloc[-1]


@pytest.mark.model
def test_the_council_grants_what_the_sheet_says_however_small_the_population():
    run = as_now()
    members = P.members_per_resident * run.measures["residents"]
    assert np.allclose(12 * run.ledger["hub_grants"], members * P.grant_pounds_per_member_per_year, rtol=0.05)
