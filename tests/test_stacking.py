"""Stacking: any interventions go together, and the order in which they act changes nothing."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from models import Kith, Plan, Scenario, interventions, run
from models.model import chosen
from sim.levers import Kind
from tests.test_promises import same

NAMES = [kind.name for kind in interventions()]
MONTHS = 3


def stacked(backwards: bool = False) -> Kith:
    """A few people of Leeds after some months of all interventions, which act in this order or the other."""
    plans = {name: Plan(0, size=40.0) for name in NAMES}
    world = Kith(Scenario(residents=400, months=MONTHS + 1, interventions=plans))
    if backwards:
        world.interventions = world.interventions[::-1]
    while world.month < MONTHS:
        world.step()
    return world


@cache
def ground() -> Kith:
    """A world to try pairs in, one after the other."""
    return stacked()


def done_by(*names: str) -> dict[str, Any]:
    """Return all that these interventions do in a month, one after the other, before any word acts."""
    world, plans = ground(), {name: Plan(MONTHS, size=40.0) for name in names}
    world.levers.release()
    world.claims.clear()
    acting = {one.name: one for one in chosen(Scenario(interventions=plans), world.sheets, world.people_per_resident)}
    columns = [column for one in acting.values() for column in one.columns]
    for one in acting.values():
        for column in one.columns:
            one.own(world, column.name)[:] = column.default
    paid = world.ledger.frame().iloc[MONTHS]
    for name in names:
        acting[name].month(world)
    levers = world.levers.known.values()
    return {
        **{column.name: world.people[column.name].copy() for column in columns},
        **{one.column: world.people[one.column].copy() for one in levers if one.kind is Kind.RATIO},
        **{one.name: world.levers.amount(one.name) for one in levers if one.kind is Kind.AMOUNT},
        **{one.name: world.levers.setting(one.name, -1.0) for one in levers if one.kind is Kind.SETTING},
        **{f"rows of {claim.name}": claim.rows for claim in world.claims},
        **{f"hours of {claim.name}": claim.hours for claim in world.claims},
        "paid": (world.ledger.frame().iloc[MONTHS] - paid).to_numpy(),
    }


@pytest.mark.model
@pytest.mark.parametrize("name", NAMES)
def test_every_pair_can_be_stacked_and_which_of_the_two_acts_first_changes_nothing(name):
    for other in NAMES[: NAMES.index(name)]:
        forth, back = done_by(name, other), done_by(other, name)
        assert forth.keys() == back.keys()
        differ = [what for what in forth if not np.allclose(forth[what], back[what], rtol=1e-6)]
        assert differ == [], other


@pytest.mark.model
def test_all_of_them_can_act_in_the_opposite_order_and_nothing_changes():
    one, other = stacked(), stacked(backwards=True)
    assert [each.name for each in one.interventions] == [each.name for each in other.interventions][::-1]
    assert np.allclose(one.recorded(), other.recorded(), rtol=1e-9, equal_nan=True)
    assert one.reached.names() == other.reached.names()
    assert all((one.reached.of(name)[1] == other.reached.of(name)[1]).all() for name in one.reached.names())


@pytest.mark.model
def test_the_order_in_which_they_are_given_changes_nothing_to_the_last_bit():
    forth, back = (
        run(Scenario(residents=400, months=5, interventions={name: Plan(1, size=20.0) for name in names}))
        for names in (NAMES, NAMES[::-1])
    )
    assert same(forth, back)
    assert forth.fingerprint == back.fingerprint


@pytest.mark.model
def test_all_of_them_together_use_no_more_volunteer_hours_than_are_given():
    given = Scenario(residents=400, months=5, interventions={name: Plan(1, size=20.0) for name in NAMES})
    found = run(given)
    assert (found.measures["volunteer_hours_used"] <= found.measures["volunteer_hours_given"] + 1e-6).all()
    assert np.isfinite(found.ledger.to_numpy()).all()
    assert found.measures["residents"].iloc[-1] > 0
