"""Stacking: any interventions go together, and the order in which they are given changes nothing."""

from itertools import combinations

import numpy as np
import pytest

from models import Plan, Scenario, interventions, run
from tests.test_promises import same

NAMES = [kind.name for kind in interventions()]
BLOCKS = [NAMES[place::4] for place in range(4)]
TOGETHER = [one + other for one, other in combinations(BLOCKS, 2)]
"""Four blocks, two at a time: every pair of interventions is in one of these six stacks at least."""


def stacked(names: list[str]) -> Scenario:
    return Scenario(residents=400, months=5, interventions={name: Plan(1, size=20.0) for name in names})


@pytest.mark.unit
def test_every_pair_of_interventions_is_in_one_of_the_stacks():
    pairs = {frozenset(pair) for names in TOGETHER for pair in combinations(names, 2)}
    assert pairs == {frozenset(pair) for pair in combinations(NAMES, 2)}


@pytest.mark.model
@pytest.mark.parametrize("names", TOGETHER, ids=[f"stack {number}" for number in range(1, len(TOGETHER) + 1)])
def test_every_pair_can_be_stacked_and_swapping_their_order_changes_nothing(names):
    forth, back = run(stacked(names)), run(stacked(names[::-1]))
    assert same(forth, back)
    assert forth.fingerprint == back.fingerprint


@pytest.mark.model
def test_all_of_them_together_use_no_more_volunteer_hours_than_are_given():
    found = run(stacked(NAMES))
    assert (found.measures["volunteer_hours_used"] <= found.measures["volunteer_hours_given"] + 1e-6).all()
    assert np.isfinite(found.ledger.to_numpy()).all()
    assert found.measures["residents"].iloc[-1] > 0
