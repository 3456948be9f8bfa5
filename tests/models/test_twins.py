"""Twins: months that scenarios share are run once, and nobody can tell."""

import gc

import pytest

from models import Kith, Plan, Scenario, Twins, interventions, run
from sim.errors import ModelError
from tests.test_promises import same

pytestmark = pytest.mark.model

SHOCKS = ("contact_shock", "eligibility_change", "grant_cliff", "imposed_handover", "volunteer_exodus")
BARE = Scenario(residents=2_000, months=30)


def trying(names, start):
    """The bare scenario with some interventions from a month on."""
    return Scenario(residents=2_000, months=30, interventions=dict.fromkeys(names, Plan(start)))


def test_a_scenario_run_from_a_shared_start_is_the_scenario_run_by_itself():
    everything = [kind.name for kind in interventions() if kind.name not in SHOCKS]
    twins = Twins(3, 2, apart=14)
    for scenario in (BARE, trying(everything, 14), trying(["contact_shock", "local_links"], 16), BARE):
        shared, alone = twins.run(scenario), run(scenario, seed=3, draw=2)
        assert same(shared, alone)
        assert shared.fingerprint == alone.fingerprint


def test_what_starts_before_the_shared_months_end_is_run_by_itself():
    early = trying(["reablement"], 6)
    assert same(Twins(1, None, apart=14).run(early), run(early))


def test_a_world_cannot_take_on_what_should_have_started():
    world = Kith(BARE)
    world.step()
    world.step()
    with pytest.raises(ModelError, match=r"'reablement' starts in month 1, which a world in month 2 has left behind\."):
        world.parted(trying(["reablement"], 1))


def test_a_copy_goes_on_by_itself():
    world = Kith(BARE)
    other = world.copy()
    for _ in range(6):
        other.step()
    assert (world.month, other.month) == (0, 6)
    assert world.people.entered < other.people.entered
    for _ in range(6):
        world.step()
    assert world.recorded().equals(other.recorded())


def test_twins_leave_no_world_in_memory():
    gc.collect()
    gc.disable()
    try:
        before = worlds_in_memory()
        twins = Twins(1, None, apart=2)
        twins.run(Scenario(residents=400, months=4, interventions={"reablement": Plan(2)}))
        assert worlds_in_memory() == before + 1, "the shared one"
        del twins
        assert worlds_in_memory() == before
    finally:
        gc.enable()


def worlds_in_memory() -> int:
    return sum(type(one) is Kith for one in gc.get_objects())
