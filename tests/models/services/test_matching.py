"""Matching: when someone who is to be visited gets a volunteer of their own, and how long the two stay together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.services.matching import Areas, Numbers, Rows, alike_chance, matching_rate, pair
from models.signals import ALIKE, UNMATCHED
from sim.pool import Claim
from tests.models.village import SHARES, column, leeds


@pytest.mark.unit
@pytest.mark.parametrize(("within", "added", "rate"), [(1.0, 0.0, 8.0), (0.5, 0.0, 4.0), (1.0, 0.5, 12.0)])
def test_matching_is_slower_where_few_can_get_there_and_faster_where_it_is_helped(within, added, rate):
    assert matching_rate(8.0, within, added) == pytest.approx(rate)


@pytest.mark.unit
@given(share=SHARES, few=st.integers(0, 5), more=st.integers(0, 5))
def test_more_volunteers_to_choose_from_make_a_likely_pair_likelier(share, few, more):
    assert 0.0 <= alike_chance(share, float(few)) <= alike_chance(share, float(few + more)) <= 1.0
    assert alike_chance(0.2, 0.0) == 0.0


def paired(volunteers, free, people=400):
    """Return who of so many, who wait in one neighbourhood for 2 hours a month each, is matched in a month."""
    ids, none = np.arange(people), np.zeros(1)
    rows = Rows(ids.astype(np.uint32), np.full(people, 4, np.uint8), *np.zeros((2, people), np.uint8))
    p = Numbers(matching_per_year=8.0, near_share=0.5, near_from_level=6.0, candidates=4.0, same_interests_share=0.2)
    areas = Areas(np.array([volunteers]), none, np.array([free]), none)
    pair(rows, p, areas, ids, np.full(people, 2.0), (np.uint64(1), np.uint64(2)), 0)
    return np.flatnonzero(rows.matched)


@pytest.mark.unit
def test_nobody_is_matched_where_there_is_no_volunteer_and_no_more_than_volunteers_have_hours_for():
    assert len(paired(volunteers=0.0, free=0.0)) == 0
    assert len(paired(volunteers=0.0, free=1_000.0)) == 0
    assert len(paired(volunteers=9.0, free=1.9)) == 0
    assert len(paired(volunteers=9.0, free=20.0)) == 10
    assert 150 < len(paired(volunteers=9.0, free=1_000.0)) < 250, "about half of them, by the rate alone"


def asking(world, people=150):
    """Ask every month for visits to the same people, as far as they are here and at home."""
    rows = world.people.row_of[np.linspace(0, 2_900, people).astype(int)]
    rows = rows[rows >= 0]
    rows = rows[world.people["setting"][rows] == 0]
    area, luck = world.people["neighbourhood"][rows], world.draws.uniform("test", 0, world.people["id"][rows])
    world.claims.append(Claim("test", 0, rows, area, np.full(len(rows), 0.5), luck))
    world.step()


@pytest.mark.model
def test_people_wait_for_a_volunteer_and_only_those_who_have_one_are_visited():
    world = leeds(12)
    for _ in range(12):
        asking(world)
        visited, matched = column(world, "visited") > 0, column(world, "matched")
        assert not (visited & (matched == UNMATCHED)).any()
    measures = world.recorded()
    assert measures["awaiting_match"].iloc[0] > 3 * measures["awaiting_match"].iloc[-1]
    assert measures["visited"].iloc[-1] > 30
    assert 0 < measures["matched_alike"].iloc[-1] < measures["matched"].iloc[-1]


@pytest.mark.model
def test_whoever_lives_where_no_volunteer_is_left_has_none_of_their_own():
    world = leeds(8)
    for month in range(8):
        if month == 5:
            assert (column(world, "matched") > 0).any()
            world.shared["volunteers"][:20] = 0.0
            gone = column(world, "neighbourhood") < 20
            assert (column(world, "matched")[gone] > 0).any()
        asking(world)
        if month == 5:
            assert not (column(world, "matched")[column(world, "neighbourhood") < 20] > 0).any()
    assert world.recorded()["matched"].iloc[-1] > 0


@pytest.mark.model
def test_pairs_of_the_same_interests_last_longer():
    world = leeds(24, residents=6_000)
    kept = {one: [0, 0] for one in (UNMATCHED + 1, ALIKE)}
    before: dict[int, int] = {}
    for _ in range(24):
        asking(world, 400)
        now = dict(zip(column(world, "id").tolist(), column(world, "matched").tolist(), strict=True))
        for one, kind in before.items():
            if kind != UNMATCHED and one in now:
                kept[kind][0] += 1
                kept[kind][1] += now[one] == kind
        before = now
    stayed = {kind: same / pairs for kind, (pairs, same) in kept.items()}
    assert stayed[ALIKE] > stayed[UNMATCHED + 1] + 0.02


@pytest.mark.model
def test_whoever_is_no_longer_asked_for_loses_the_volunteer():
    world = leeds(8)
    for _ in range(6):
        asking(world)
    assert (column(world, "matched") > 0).any()
    world.step()
    assert not (column(world, "matched") > 0).any()
    assert world.recorded()["visited"].iloc[-1] == 0
