"""Pool: hours served never exceed the supply, priority comes first, and who asks first does not matter."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.pool import Claim, serve, serve_from_part

pytestmark = pytest.mark.unit

GROUPS = 3


@st.composite
def pools(draw):
    """Claims of several askers on the pools of three groups, each with luck of its own, and the supply."""
    sizes = draw(st.lists(st.integers(0, 6), min_size=1, max_size=4))
    total = sum(sizes)
    luck = draw(st.permutations([place / max(total, 1) for place in range(total)]))
    groups = draw(st.lists(st.integers(0, GROUPS - 1), min_size=total, max_size=total))
    hours = draw(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.5, 7.3]), min_size=total, max_size=total))
    priorities = draw(st.lists(st.integers(0, 2), min_size=len(sizes), max_size=len(sizes)))
    edges = np.cumsum([0, *sizes])
    claims = [
        claim(f"asker {place}", priorities[place], groups[low:high], hours[low:high], luck[low:high])
        for place, (low, high) in enumerate(pairwise(edges))
    ]
    supply = draw(st.lists(st.floats(0, 20), min_size=GROUPS, max_size=GROUPS))
    return claims, np.array(supply)


def claim(name, priority, groups, hours, luck):
    rows = np.arange(len(groups))
    return Claim(name, priority, rows, np.array(groups, np.int64), np.array(hours, float), np.array(luck, float))


def used(claims, served):
    hours = np.zeros(GROUPS)
    for one, mask in zip(claims, served, strict=True):
        np.add.at(hours, one.groups[mask], one.hours[mask])
    return hours


def queue(claims, served, group):
    """Who asked of a group, in the order of priority and lot: (hours, served)."""
    asked = [
        (one.priority, one.luck[place], one.hours[place], bool(mask[place]))
        for one, mask in zip(claims, served, strict=True)
        for place in range(len(one.rows))
        if one.groups[place] == group
    ]
    return [(hours, got) for _, _, hours, got in sorted(asked)]


@given(pools())
def test_hours_served_never_exceed_the_supply_and_none_are_lost(pool):
    claims, supply = pool
    served, left = serve(claims, supply)
    assert (left >= 0).all()
    assert (used(claims, served) <= supply + 1e-6).all()
    assert used(claims, served) + left == pytest.approx(supply, abs=1e-6)


@given(pools())
def test_the_queue_is_served_from_its_head_until_the_first_that_does_not_fit(pool):
    claims, supply = pool
    served, _ = serve(claims, supply)
    for group in range(GROUPS):
        got = [one for _, one in queue(claims, served, group)]
        assert got == sorted(got, reverse=True)
        first = got.count(True)
        if first < len(got):
            asked = sum(hours for hours, _ in queue(claims, served, group)[: first + 1])
            assert asked > supply[group]


@given(pools(), st.randoms(use_true_random=False))
def test_the_order_in_which_claims_are_given_does_not_matter(pool, random):
    claims, supply = pool
    served, left = serve(claims, supply)
    order = random.sample(range(len(claims)), len(claims))
    again, left_again = serve([claims[place] for place in order], supply)
    for place, mask in zip(order, again, strict=True):
        assert (served[place] == mask).all()
    assert (left == left_again).all()


@given(pools())
def test_the_order_of_people_within_a_claim_does_not_matter(pool):
    claims, supply = pool
    served, left = serve(claims, supply)
    turned = [claim(one.name, one.priority, one.groups[::-1], one.hours[::-1], one.luck[::-1]) for one in claims]
    again, left_again = serve(turned, supply)
    assert all((mask == other[::-1]).all() for mask, other in zip(served, again, strict=True))
    assert (left == left_again).all()


@given(pools())
def test_more_supply_never_takes_a_place_from_anyone(pool):
    claims, supply = pool
    served, _ = serve(claims, supply)
    more, _ = serve(claims, supply + 1.0)
    assert all((mask <= other).all() for mask, other in zip(served, more, strict=True))


def test_priority_goes_before_luck():
    late = claim("late", 1, [0], [1.0], [0.01])
    early = claim("early", 0, [0], [1.0], [0.99])
    served, left = serve([late, early], np.array([1.0, 0.0, 0.0]))
    assert [mask.tolist() for mask in served] == [[False], [True]]
    assert left.tolist() == [0.0, 0.0, 0.0]


def test_nobody_gains_by_asking_for_less():
    asking = claim("visits", 0, [0, 0, 0], [2.0, 4.0, 1.0], [0.1, 0.2, 0.3])
    served, left = serve([asking], np.array([3.5, 0.0, 0.0]))
    assert served[0].tolist() == [True, False, False]
    assert left[0] == 1.5


def test_one_group_does_not_draw_on_another():
    asking = claim("visits", 0, [0, 1], [1.0, 1.0], [0.1, 0.2])
    served, left = serve([asking], np.array([0.0, 5.0, 5.0]))
    assert served[0].tolist() == [False, True]
    assert left.tolist() == [0.0, 4.0, 5.0]


def test_supply_is_not_written():
    supply = np.array([2.0, 0.0, 0.0])
    serve([claim("visits", 0, [0], [1.0], [0.5])], supply)
    serve([], supply)[1][:] = 9.0
    assert supply.tolist() == [2.0, 0.0, 0.0]


def test_without_claims_everything_is_left():
    served, left = serve([], np.array([2.0, 1.0, 0.0]))
    assert served == []
    assert left.tolist() == [2.0, 1.0, 0.0]


@given(pools(), st.lists(st.floats(0, 20), min_size=GROUPS, max_size=GROUPS), st.integers(0, 15))
def test_driving_never_takes_more_than_the_drivers_hours_nor_all_more_than_the_supply(pool, driving, which):
    claims, supply = pool
    claims = [replace(one, driving=bool(which >> place & 1)) for place, one in enumerate(claims)]
    part = np.minimum(np.array(driving), supply)
    served, left = serve_from_part(claims, supply, part)
    assert (used(claims, served) <= supply + 1e-6).all()
    assert left == pytest.approx(np.maximum(supply - used(claims, served), 0.0), abs=1e-6)
    cars = [(one, mask) for one, mask in zip(claims, served, strict=True) if one.driving]
    assert (used([one for one, _ in cars], [mask for _, mask in cars]) <= part + 1e-6).all()


@given(pools())
def test_with_drivers_enough_claims_are_served_as_any_others(pool):
    claims, supply = pool
    plain, _ = serve(claims, supply)
    with_drivers, _ = serve_from_part(claims, supply, supply)
    assert [mask.tolist() for mask in plain] == [mask.tolist() for mask in with_drivers]
