"""Reablement: up to six weeks of help to manage again, for as many as there are places."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.services.reablement import weeks_left
from models.signals import REABLEMENT
from models.standing import Finding, Payer, Stage, needs_help
from sim.ledger import WEEKS_PER_MONTH
from tests.models.village import as_now, column, grown, leeds, total

P = sheets()["reablement"]
PLACES = {"reablement.places": 0.2}


@pytest.mark.unit
@pytest.mark.parametrize(("weeks", "month", "left"), [(6.0, 4.0, 2.0), (2.0, 4.0, 0.0), (0.0, 4.0, 0.0)], ids=str)
def test_an_episode_runs_down_and_stops_at_nothing(weeks, month, left):
    assert weeks_left(weeks, month) == left


@pytest.mark.unit
@given(weeks=st.floats(0.0, 12.0), month=st.floats(0.0, 6.0))
def test_weeks_left_are_never_negative_nor_more_than_there_were(weeks, month):
    assert 0.0 <= weeks_left(weeks, month) <= weeks


@pytest.mark.model
def test_no_more_people_are_in_reablement_than_there_are_places():
    world = leeds(18, moved=PLACES)
    for _ in range(18):
        aged = world.shared["aged_75_plus"][0]
        world.step()
        places = aged * P.places_per_1000_aged_75 / 1000 + 0.2 * world.groups
        assert world.recorded()["reablement_weeks"].iloc[-1] <= WEEKS_PER_MONTH * (places + 2)
        assert column(world, "reable_weeks").max() <= P.weeks
        assert not ((column(world, "reable_weeks") > 0) & (column(world, "setting") > 0)).any()


@pytest.mark.model
def test_an_episode_lasts_as_many_months_as_its_weeks_take():
    world = leeds(14, moved=PLACES)
    began: dict[int, int] = {}
    for month in range(14):
        world.step()
        for one, months in zip(column(world, "id"), column(world, "reabled"), strict=True):
            if months == 0:
                began[int(one)] = month
            elif months > 0:
                assert month - began.setdefault(int(one), -int(months)) == months, "or it began before the start"
    ended = [
        one
        for one in began
        if world.people.row_of[one] >= 0 and world.month - began[one] > P.weeks / WEEKS_PER_MONTH + 1
    ]
    assert len(ended) > 3
    assert (world.people["reable_weeks"][world.people.row_of[ended]] == 0).all()


@pytest.mark.model
def test_everyone_who_is_offered_reablement_begins_it_or_is_turned_away():
    world, offers = leeds(24), 0
    for _ in range(24):
        world.step()
        at_home = column(world, "setting") == 0
        offered = (column(world, "finding") == Finding.REABLEMENT) & at_home
        began = column(world, "reabled") == 0
        assert not (began & ~offered).any()
        assert began.sum() == world.latest("reablement_started")
        assert (offered & ~began).sum() == world.latest("reablement_turned_away")
        offers += int(offered.sum())
    assert offers > 20


@pytest.mark.model
def test_more_places_turn_fewer_away():
    moved, plain = grown(moved=PLACES).recorded(), as_now().measures
    assert moved["reablement_started"].sum() > plain["reablement_started"].sum()
    assert moved["reablement_turned_away"].sum() < plain["reablement_turned_away"].sum()
    assert moved["reablement_ended"].sum() <= moved["reablement_started"].sum()
    assert (moved["reablement_no_service"] <= moved["reablement_ended"]).all()
    assert (moved["reablement_still_in_need"] <= moved["reablement_no_service"]).all()


@pytest.mark.model
def test_after_reablement_people_come_to_what_they_are_entitled_to():
    """Of those who still need help, the eligible wait for a plan, buyers buy, and the others are turned away."""
    world, ends = leeds(30, moved=PLACES), dict.fromkeys(("plan", "bought", "turned away"), 0)
    for _ in range(30):
        before = {one: at for at, one in enumerate(column(world, "id").tolist())}
        was = {name: column(world, name).copy() for name in ("stage", "finding", "reable_weeks", "entitled")}
        world.step()
        for row, one in enumerate(column(world, "id").tolist()):
            at = before.get(one)
            if at is None or was["stage"][at] != Stage.REABLEMENT or column(world, "setting")[row] > 0:
                continue
            stage, entitled = column(world, "stage")[row], was["entitled"][at]
            if stage == Stage.REABLEMENT or not needs_help(column(world, "cfs")[row], column(world, "manages")[row]):
                continue
            if entitled == Finding.PLAN:
                ends["plan"] += stage >= Stage.PLAN or column(world, "package")[row] > 0
            elif entitled == Finding.BUYS:
                assert column(world, "payer")[row] == Payer.SELF
                ends["bought"] += 1
            else:
                assert column(world, "package")[row] == 0.0
                assert column(world, "refused")[row] > 0
                ends["turned away"] += 1
    assert min(ends.values()) > 0, ends


@pytest.mark.model
def test_whom_the_hospital_sends_for_reablement_is_offered_it():
    world, sent = leeds(24, overrides={"assessment.reablement_offer_share": 0.15}), 0
    for _ in range(24):
        world.step()
        seen = (column(world, "discharge") == REABLEMENT) & (column(world, "finding") > 0)
        assert (column(world, "finding")[seen] == Finding.REABLEMENT).all()
        sent += int(seen.sum())
    assert sent > 3


@pytest.mark.model
def test_reablement_that_works_better_leaves_fewer_frail():
    off = {"frailty.reabled_ratio": 1.0, "care.reabled_hours_share": 0.0}
    strong = {"frailty.reabled_ratio": 1.4, "care.reabled_hours_share": 0.28}
    places = {"reablement.places": 2.0, "need.contact": 4.0, "assessment.assessors": 1.0}
    without, with_effect = (grown(36, residents=6_000, overrides=one, moved=places) for one in (off, strong))
    assert total(with_effect, "frail") < total(without, "frail")
    assert total(with_effect, "care_hours") < total(without, "care_hours")


@pytest.mark.model
def test_the_council_pays_for_the_places_there_are():
    run = as_now()
    aged = run.measures["aged_75_plus"]
    expected = aged * P.places_per_1000_aged_75 / 1000 * P.place_pounds_per_week * WEEKS_PER_MONTH
    assert np.allclose(run.ledger["reablement"], expected, rtol=0.02)
