"""Membership: who joins the neighbourhood's network, and who leaves it."""

import numpy as np
import pytest
from hypothesis import given

from models.services.membership import joining_rate, leaving_rate
from tests.models.village import RATES, RATIOS, SHARES, as_now, at_start, column, grown, leeds


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


@pytest.mark.unit
@pytest.mark.parametrize(("served", "rate"), [(1.0, 0.1), (0.0, 0.2), (0.5, 0.15), (1.3, 0.1)])
def test_members_leave_where_activities_are_not_run(served, rate):
    assert leaving_rate(0.1, served, 2.0) == pytest.approx(rate)


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


@pytest.mark.model
def test_members_of_a_closed_network_lose_it():
    world = leeds(8)
    world.step()
    biggest = int(np.argmax(world.shared["members"]))
    world.shared["open"][biggest] = 0.0
    hub = next(one for one in world.agents if getattr(one, "neighbourhood", None) == biggest and hasattr(one, "books"))
    hub.close()
    hub.core_funded = False
    for _ in range(7):
        world.step()
    assert world.shared["members"][biggest] < 3


@pytest.mark.model
def test_the_lever_on_joining_moves_members():
    none, plain = grown(36, moved={"membership.joining": 0.0}), as_now(36).measures
    assert none.recorded()["members"].iloc[-1] < 0.85 * plain["members"].iloc[-1]
