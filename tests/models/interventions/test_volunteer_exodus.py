"""Volunteer exodus: volunteers leave several times as fast as they are replaced."""

import pytest

from tests.models.village import grown, tried

LEEDS = {"months": 36, "residents": 12_000}
pytestmark = pytest.mark.model


def test_volunteers_are_lost_while_it_lasts_and_come_back_after():
    plain, world = tried(**LEEDS).recorded(), tried("volunteer_exodus", **LEEDS, stop=12).recorded()
    assert world["volunteers"].iloc[11] < 0.75 * plain["volunteers"].iloc[11]
    gap = plain["volunteers"] - world["volunteers"]
    assert gap.iloc[-1] < gap.iloc[12]


def test_activities_and_then_members_follow():
    plain, world = tried(**LEEDS).recorded(), tried("volunteer_exodus", **LEEDS).recorded()
    assert world["activities_served"].iloc[-1] < plain["activities_served"].iloc[-1]
    assert world["members"].iloc[-1] < plain["members"].iloc[-1]


def test_at_the_usual_rate_nothing_changes():
    world = tried("volunteer_exodus", **LEEDS, volunteer_exodus__leaving_ratio=1.0)
    assert world.recorded().equals(tried(**LEEDS).recorded())


def test_support_and_an_exodus_multiply_what_each_does_to_leaving():
    both = grown(12, residents=6_000, moved={"volunteer.leaving": 3.0, "volunteer.kept": 0.5}).recorded()
    twice = grown(12, residents=6_000, moved={"volunteer.leaving": 2.0}).recorded()
    usual = grown(12, residents=6_000).recorded()
    assert both["volunteers"].equals(twice["volunteers"]), "three times as fast, and half as long again: twice as fast"
    assert both["volunteers"].iloc[-1] < usual["volunteers"].iloc[-1]
