"""Matching: who gets which volunteer of their own, how alike the two are, and how long they stay together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Kith, Plan, Scenario, sheets
from models.services.matching import (
    APART,
    NOBODY,
    interest_of,
    keep,
    likeness,
    matching_rate,
)
from models.signals import ALIKE, OTHERWISE, UNMATCHED, Role
from sim.draws import uniform
from sim.pool import Claim, Roster
from tests.models.village import column
from tests.models.visits import KEYS, OUTSIDERS, asking, paired, pairs_of, ready, waiting

P = sheets()["matching"]


@pytest.mark.unit
@pytest.mark.parametrize(("within", "added", "rate"), [(1.0, 0.0, 8.0), (0.5, 0.0, 4.0), (1.0, 0.5, 12.0)])
def test_matching_is_slower_where_few_can_get_there_and_faster_where_it_is_helped(within, added, rate):
    assert matching_rate(8.0, within, added) == pytest.approx(rate)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("other", "lost", "ways"),
    [(1, (False, False), 1), (2, (False, False), 0), (2, (True, False), 0), (2, (True, True), 1), (1, (True, True), 2)],
    ids=["one interest", "nothing", "one widowed", "two widowed", "both"],
)
def test_two_are_alike_by_a_shared_interest_and_by_both_having_lost_a_partner(other, lost, ways):
    assert likeness(1, other, *lost) == ways


@pytest.mark.unit
@pytest.mark.parametrize("kinds", [3.0, 5.0, 10.0])
def test_interests_are_for_life_and_equally_common(kinds):
    mine = [interest_of(uniform(KEYS.interest, 0, one), kinds) for one in range(20_000)]
    assert np.bincount(mine) / len(mine) == pytest.approx(np.full(int(kinds), 1.0 / kinds), abs=0.015)


@pytest.mark.unit
@pytest.mark.parametrize("name", ["kinds_of_interest", "candidates"])
def test_kinds_of_interest_and_candidates_do_not_come_in_parts(name):
    drawn = [float(getattr(P.drawn(1, number), name)) for number in range(30)]
    assert len(set(drawn)) > 2
    assert all(one.is_integer() for one in drawn)


@pytest.mark.unit
def test_nobody_is_matched_where_there_is_no_volunteer_and_no_more_than_volunteers_have_hours_for():
    assert len(paired(waiting(), ready(0))) == 0
    assert len(paired(waiting(), ready(9, hours=0.0))) == 0
    assert len(paired(waiting(), ready(9, hours=7.9))) == 9 * 3
    assert len(paired(waiting(), ready(9), free=1.9)) == 0
    assert len(paired(waiting(), ready(9), free=20.0)) == 10
    assert 150 < len(paired(waiting(), ready(9))) < 250, "about half of them, by the rate alone"


@pytest.mark.unit
@settings(deadline=None, max_examples=30)
@given(hours=st.lists(st.floats(0.0, 30.0), min_size=1, max_size=30), free=st.floats(0.0, 300.0))
def test_no_volunteer_is_in_more_pairs_than_their_hours_allow(hours, free):
    rows, volunteers = waiting(), ready(len(hours))
    volunteers.own[:] = volunteers.free[:] = hours
    ours = paired(rows, volunteers, free, matching_per_year=1e3)
    pairs = np.bincount(rows.matched_with[ours] - OUTSIDERS, minlength=len(hours))
    assert ((2.0 * pairs <= np.array(hours) + 1e-9) | ((pairs == 1) & (np.array(hours) > 0.0))).all()
    assert volunteers.free == pytest.approx(np.maximum(np.array(hours) - 2.0 * pairs, 0.0))
    assert 2.0 * pairs.sum() <= free
    assert (rows.matched_with[rows.matched == UNMATCHED] == NOBODY).all()


@pytest.mark.unit
@pytest.mark.parametrize("kinds", [3.0, 5.0, 10.0])
@pytest.mark.parametrize("candidates", [1, 2, 4, 8])
@pytest.mark.parametrize("each", [1, 25], ids=["whole place", "scaled place"])
def test_with_a_large_pool_as_many_pairs_are_alike_as_independent_tries_make(kinds, candidates, each):
    rows = waiting(4_000)
    ours = paired(
        rows, ready(500 // each), each=each, matching_per_year=1e3, candidates=candidates, kinds_of_interest=kinds
    )
    expected = 1.0 - (1.0 - 1.0 / kinds) ** candidates
    assert len(ours) == 4_000
    assert np.mean(rows.matched[ours] == ALIKE) == pytest.approx(expected, abs=0.04)


@pytest.mark.unit
def test_a_pair_is_said_to_be_alike_if_and_only_if_it_is():
    rows, volunteers = waiting(2_000), ready(60)
    rows.widowed[::2], volunteers.widowed[::3] = 1, True
    ours = paired(rows, volunteers)
    place = rows.matched_with[ours] - OUTSIDERS
    mine, theirs = (
        np.array([interest_of(uniform(KEYS.interest, 0, one), 5.0) for one in ids])
        for ids in (rows.id[ours], volunteers.id[place])
    )
    alike = (mine == theirs) | ((rows.widowed[ours] > 0) & volunteers.widowed[place])
    assert (rows.matched[ours] == np.where(alike, ALIKE, OTHERWISE)).all()
    assert 0.1 < alike.mean() < 0.95


@pytest.mark.unit
def test_two_widowed_are_alike_whatever_their_interests_and_one_alone_is_not():
    rows, one, other = waiting(widowed=1), waiting(widowed=1), waiting()
    assert (rows.matched[paired(rows, ready(9, widowed=True), kinds_of_interest=1e6)] == ALIKE).all()
    assert (one.matched[paired(one, ready(9), kinds_of_interest=1e6)] == OTHERWISE).all()
    assert (other.matched[paired(other, ready(9, widowed=True), kinds_of_interest=1e6)] == OTHERWISE).all()


@pytest.mark.unit
def test_whoever_shares_interest_and_loss_is_taken_before_those_who_share_one_of_the_two():
    rows, volunteers = waiting(2_000, widowed=1), ready(200)
    volunteers.widowed[:100] = True
    ours = paired(rows, volunteers, candidates=200.0)
    place = rows.matched_with[ours] - OUTSIDERS
    mine, theirs = (
        np.array([interest_of(uniform(KEYS.interest, 0, one), 5.0) for one in ids])
        for ids in (rows.id[ours], volunteers.id[place])
    )
    assert ((mine == theirs) & volunteers.widowed[place]).all()


@pytest.mark.unit
def test_nobody_who_hardly_gets_about_is_matched_with_someone_who_neither_drives_nor_lives_near():
    rows, volunteers = waiting(2_000, cfs=6), ready(12)
    volunteers.drives[:4] = True
    ours = paired(rows, volunteers, near_share=0.2, matching_per_year=1e3)
    for one, other in zip(rows.id[ours], rows.matched_with[ours], strict=True):
        assert volunteers.drives[other - OUTSIDERS] or uniform(KEYS.near, int(one), int(other)) < 0.2
    assert len(paired(waiting(cfs=6), ready(9), near_share=0.0)) == 0
    assert len(paired(waiting(cfs=5), ready(9), near_share=0.0)) > 150, "they get there by themselves"
    assert len(paired(waiting(cfs=6), ready(9, role=Role.DRIVER), near_share=0.0)) > 150


@pytest.mark.unit
def test_whoever_hardly_gets_about_is_matched_in_proportion_to_the_volunteers_who_can_get_there():
    many = [
        len(paired(waiting(4_000, cfs=6), ready(100), near_share=share, matching_per_year=1.0)) for share in (0.3, 0.9)
    ]
    assert many[1] / many[0] == pytest.approx(3.0, rel=0.25)


@pytest.mark.unit
def test_helpers_are_asked_only_where_nobody_who_visits_or_drives_has_the_hours():
    rows, volunteers = waiting(), ready(12, hours=20.0)
    volunteers.helps[:6] = True
    ours = paired(rows, volunteers, matching_per_year=1e3)
    pairs = np.bincount(rows.matched_with[ours] - OUTSIDERS, minlength=12)
    assert (pairs == 10).all(), "once the others' hours are used up, helpers' are"
    few = waiting(60)
    assert (few.matched_with[paired(few, ready(12)._replace(helps=volunteers.helps))] >= OUTSIDERS + 6).all()


@pytest.mark.unit
def test_of_helpers_too_as_many_are_asked_as_of_others():
    rows = waiting(2_000)
    ours = paired(rows, ready(500, role=Role.HELPER), matching_per_year=1e3)
    assert np.mean(rows.matched[ours] == ALIKE) == pytest.approx(1.0 - 0.8**4, abs=0.04)


@pytest.mark.unit
def test_whoever_has_fewer_hours_than_are_asked_visits_one_person_and_keeps_them():
    rows, volunteers = waiting(), ready(9, hours=1.2)
    ours = paired(rows, volunteers, matching_per_year=1e3)
    assert sorted(rows.matched_with[ours] - OUTSIDERS) == list(range(9))
    assert (volunteers.free == 0.0).all()
    assert len(paired(waiting(), ready(9, hours=1.2), free=5.0)) == 2, "no more than the neighbourhood has hours for"
    again = ready(9, hours=1.2)
    assert keep(rows, again, ours, np.full(9, 2.0)) == 0
    assert (again.free == 0.0).all()
    rows.matched_with[ours] = OUTSIDERS
    assert keep(rows, ready(9, hours=1.2), ours, np.full(9, 2.0)) == 8, "but not a second one"


@pytest.mark.unit
def test_nobody_is_their_own_volunteer():
    rows, volunteers = waiting(300), ready(1)
    volunteers.id[0] = 7
    ours = paired(rows, volunteers, matching_per_year=1e3)
    assert len(ours) == 299
    assert rows.matched[7] == UNMATCHED


@pytest.mark.unit
def test_identities_of_those_a_volunteer_stands_for_are_nobody_elses():
    assert OUTSIDERS + 256 * 10_000 < APART


@pytest.mark.model
def test_people_wait_for_a_volunteer_and_only_those_who_have_one_are_visited():
    world = asking(12, residents=6_000)
    for _ in range(12):
        world.step()
        visited, matched = column(world, "visited") > 0, column(world, "matched")
        assert not (visited & (matched == UNMATCHED)).any()
        assert ((column(world, "matched_with") == NOBODY) == (matched == UNMATCHED)).all()
    measures = world.recorded()
    assert measures["awaiting_match"].iloc[0] > 3 * measures["awaiting_match"].iloc[-1]
    assert measures["visited"].iloc[-1] > 30
    assert 0 < measures["matched_alike"].iloc[-1] < measures["matched"].iloc[-1]


@pytest.mark.model
def test_every_pairs_volunteer_is_on_the_roster_in_the_same_neighbourhood_and_has_the_hours():
    world, seen, left = asking(30, 400, 6_000), 0, 0
    for month in range(30):
        roster = world.roster
        area, hours = (
            dict(zip(roster.id.tolist(), part.tolist(), strict=True)) for part in (roster.group, roster.hours)
        )
        before = pairs_of(world)
        asked = world.interventions[0].hours = 2.0 if month < 15 else 4.0
        world.step()
        pairs = pairs_of(world)
        where = dict(zip(column(world, "id").tolist(), column(world, "neighbourhood").tolist(), strict=True))
        assert all(area[other] == where[one] for one, other in pairs.items() if one in where)
        load = np.unique(list(pairs.values()), return_counts=True)
        assert all(many == 1 or many * asked <= hours[other] + 1e-9 for other, many in zip(*load, strict=True))
        gone = {one for one, other in before.items() if other not in hours}
        assert not any(pairs.get(one) == before[one] for one in gone)
        seen, left = seen + len(pairs), left + len(gone)
    assert seen > 1_000
    assert left > 20
    assert world.recorded()["lost_volunteer"].sum() > 20


@pytest.mark.model
def test_hours_claimed_for_anything_but_visits_are_not_promised_to_pairs():
    taken, beside = asking(4), asking(4)
    for _ in range(4):
        every = np.arange(20)
        all_hours = taken.shared["programme_hours"][:20]
        taken.claims.append(Claim("trips", 0, every, every, all_hours + 1.0, np.zeros(20), visits=False))
        taken.step()
        beside.step()
    areas = [column(world, "neighbourhood")[column(world, "matched") != UNMATCHED] for world in (taken, beside)]
    assert (areas[1] < 20).any()
    assert not (areas[0] < 20).any()
    assert (areas[0] >= 20).any()


@pytest.mark.model
def test_whose_volunteer_leaves_has_nobody_in_that_month():
    world = asking(8)
    for month in range(8):
        if month == 5:
            roster, before = world.roster, pairs_of(world)
            kept = roster.group >= 20
            world.roster = Roster(*(part[kept] for part in roster))
            ids, areas = column(world, "id"), column(world, "neighbourhood")
            there = dict(zip(ids.tolist(), areas.tolist(), strict=True))
            assert any(there[one] < 20 for one in before)
        world.step()
        if month == 5:
            after = pairs_of(world)
            assert after
            assert all(there[one] >= 20 for one in after if one in there)
            assert world.latest("lost_volunteer") > 0
    assert world.recorded()["matched"].iloc[-1] > 0


@pytest.mark.model
def test_a_volunteer_who_dies_visits_nobody_any_more():
    world = asking(8)
    for _ in range(6):
        world.step()
    volunteers = {other for other in pairs_of(world).values() if other < OUTSIDERS}
    assert volunteers
    dead = min(volunteers)
    world.people.forget(world.people.row_of[np.array([dead])], world.month, 1)
    world.step()
    assert dead not in pairs_of(world).values()


@pytest.mark.model
def test_pairs_outlive_the_closing_of_gaps_among_rows():
    world = asking(26)
    for _ in range(24):
        world.step()
    before, closings = pairs_of(world), world.people.closings
    world.step()
    assert world.people.closings > closings
    after = pairs_of(world)
    assert sum(after.get(one) == other for one, other in before.items()) > 0.8 * len(before)


@pytest.mark.model
def test_with_more_volunteers_to_choose_from_more_pairs_are_alike():
    shares = []
    for candidates in (2, 10):
        world = asking(18, 400, 6_000, overrides={"matching.candidates": candidates})
        for _ in range(18):
            world.step()
        measures = world.recorded().iloc[3:]
        shares.append(measures["matched_alike"].sum() / measures["matched"].sum())
    assert shares[1] > shares[0] + 0.1


@pytest.mark.model
def test_pairs_that_are_alike_last_longer():
    world = asking(24, 400, 6_000)
    kept = {one: [0, 0] for one in (OTHERWISE, ALIKE)}
    before: dict[int, int] = {}
    for _ in range(24):
        world.step()
        now = dict(zip(column(world, "id").tolist(), column(world, "matched").tolist(), strict=True))
        for one, kind in before.items():
            if kind != UNMATCHED and one in now:
                kept[kind][0] += 1
                kept[kind][1] += now[one] == kind
        before = now
    stayed = {kind: same / pairs for kind, (pairs, same) in kept.items()}
    assert stayed[ALIKE] > stayed[OTHERWISE] + 0.02


@pytest.mark.model
def test_whoever_is_no_longer_asked_for_loses_the_volunteer():
    world = asking(8)
    for _ in range(6):
        world.step()
    assert (column(world, "matched") > 0).any()
    world.interventions = ()
    world.step()
    assert not (column(world, "matched") > 0).any()
    assert (column(world, "matched_with") == NOBODY).all()
    assert world.recorded()["visited"].iloc[-1] == 0


@pytest.mark.model
def test_what_is_asked_for_elsewhere_moves_nobodys_luck():
    alone, beside = asking(12, area=slice(0, 20)), asking(12)
    for _ in range(12):
        alone.step()
        beside.step()
        there = [column(world, "neighbourhood") < 20 for world in (alone, beside)]
        for name in ("id", "matched", "matched_with"):
            one, other = (column(world, name)[here] for world, here in zip((alone, beside), there, strict=True))
            assert (one == other).all()
    assert (column(beside, "matched")[column(beside, "neighbourhood") >= 20] > 0).any()


@pytest.mark.model
def test_in_a_whole_place_drivers_and_near_ones_alone_visit_those_who_hardly_get_about():
    """In Garforth at full size, where a volunteer stands for nobody else."""
    plans = {"local_links": Plan(0), "age_friendly_coordinators": Plan(0, size=4.0)}
    world = Kith(Scenario(place="leeds-garforth", months=36, interventions=plans))
    before: dict[int, int] = {}
    new = {True: 0, False: 0}
    for _ in range(36):
        roles = dict(zip(world.roster.id.tolist(), world.roster.role.tolist(), strict=True))
        world.step()
        pairs = pairs_of(world)
        frail = dict(zip(column(world, "id").tolist(), column(world, "cfs").tolist(), strict=True))
        for one, other in pairs.items():
            if before.get(one) != other and frail.get(one, 0) >= P.near_from_level:
                near = uniform(world.key("matching.near"), one, other) < P.near_share
                assert roles[other] == Role.DRIVER or near
                new[near] += 1
        before = pairs
    assert new[True] > 0
    assert new[False] > 0
