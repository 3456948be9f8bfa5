"""Joint team: it costs what preparing costs, once, and keeps up pace where there is a programme to lose it."""

import pytest

from models import sheets
from tests.models.village import acting, spent, tried

P = sheets()["joint_team"]
TERM = int(P.months)
WEST_CHESHIRE = {"place": "west-cheshire", "months": 30, "residents": 4_000}

pytestmark = pytest.mark.model


def test_its_part_for_older_people_is_paid_evenly_over_its_term_and_never_again():
    paid = spent(tried("joint_team", start=2, **WEST_CHESHIRE), "programme_joint_team")
    assert paid.sum() == pytest.approx(P.team_pounds * P.ageing_share, rel=0.001)
    assert (paid[:2] == 0.0).all() and (paid[2 + TERM :] == 0.0).all()
    assert paid[2 : 2 + TERM] == pytest.approx(paid[2], abs=1.0)


def test_twenty_people_over_its_term_come_to_what_such_people_cost():
    assert 30_000 < P.team_pounds / (20 * TERM / 12) < 80_000


def test_by_itself_it_changes_nothing_and_beside_local_links_it_keeps_up_pace():
    assert tried("joint_team", **WEST_CHESHIRE).recorded().equals(tried(**WEST_CHESHIRE).recorded())
    pace = [tried("local_links", *more, **WEST_CHESHIRE).recorded()["momentum"] for more in ((), ("joint_team",))]
    assert pace[1].iloc[TERM - 1] > pace[0].iloc[TERM - 1]
    assert pace[1].iloc[-1] < pace[1].iloc[TERM - 1], "and once it has gone they drift again"


def test_without_its_effect_it_is_a_cost_and_nothing_else():
    plain, team = (
        tried("local_links", *more, **WEST_CHESHIRE, **none)
        for more, none in (((), {}), (("joint_team",), {"joint_team__pace_share": 0.0}))
    )
    assert team.recorded().equals(plain.recorded())


def test_half_a_team_keeps_up_half_the_pace_two_teams_no_more_and_a_scaled_place_has_its_whole_team():
    worlds = (acting("joint_team", 0, size=size) for size in (0.5, 1.0, 2.0))
    half, one, two = (world.levers.amount("council.pace").max() for world in worlds)
    assert one == pytest.approx(P.pace_share)
    assert half == pytest.approx(0.5 * one)
    assert two == one
