"""Migration: who moves out of the place."""

import numpy as np
import pytest

from models import sheets
from models.ages import AGES
from models.crowd import MOVED, moving_rates
from tests.models.village import as_now, column, crowd, grown, leeds, total

P = sheets()["migration"]


@pytest.mark.unit
def test_the_rate_of_moving_is_that_of_the_band_of_age():
    rates = moving_rates(P)
    for first, rate in zip(P.out_age_from, P.out_per_year, strict=True):
        assert rates[first == AGES] == rate
    assert rates[-1] == P.out_per_year[-1]


@pytest.mark.model
def test_couples_at_home_move_together():
    world = leeds(24, moved={"migration.out": 20.0})
    pairs = 0
    for _ in range(24):
        world.step()
        people, moves = world.people, world.people["moves"]
        rows = np.flatnonzero((moves > 0) & (people["here"] > 0) & (people["partner"] >= 0))
        for row in rows:
            other = people.row_of[people["partner"][row]]
            mutual = other >= 0 and people["partner"][other] == people["id"][row]
            if mutual and people["setting"][other] == 0 and not people["dies"][other]:
                assert moves[other]
                pairs += 1
    assert pairs > 20


@pytest.mark.model
def test_nobody_moves_from_a_care_home_nor_in_the_month_of_their_death():
    world = leeds(12, moved={"migration.out": 20.0, "mortality.death": 5.0})
    for _ in range(12):
        world.step()
        moves = column(world, "moves") > 0
        assert not (moves & (column(world, "setting") > 0)).any()
        assert not (moves & (column(world, "dies") > 0)).any()


@pytest.mark.model
def test_those_who_moved_away_are_remembered_as_such():
    world = grown(moved={"migration.out": 5.0})
    assert (world.people.why == MOVED).sum() == total(world, "moved_out") - world.recorded()["moved_out"].iloc[-1]
    assert total(world, "moved_out") > 3 * as_now().measures["moved_out"].sum()


@pytest.mark.model
def test_more_move_out_than_in_as_the_censuses_showed():
    enters, age = crowd().enters, crowd().age
    moved_in = ((enters > 0) & (enters <= 120) & (age > 60)).sum() / 10
    moved_out = (moving_rates(P)[np.minimum(crowd().age[enters <= 0] - 60, 45)]).sum()
    net = (moved_in - moved_out) / (enters <= 0).sum()
    assert net == pytest.approx(crowd().place.net_migration_per_year, abs=0.003)
