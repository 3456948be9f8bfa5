"""Making Every Contact Count: people who meet many others at work learn to notice who needs help or company."""

import numpy as np
import pytest

from models import sheets
from tests.models.village import programme, spent, tried

P = sheets()["mecc_training"]
NAME = "mecc_training"
LEEDS = {"months": 36, "residents": 12_000}
pytestmark = pytest.mark.model


def test_finding_is_in_proportion_to_the_workers_trained():
    world = tried(NAME, **LEEDS)
    trained = sum(programme(world).trained(month) for month in range(36))
    assert len(world.reached.of(NAME)[1]) == pytest.approx(trained * P.noticed_per_worker_per_year / 12.0, rel=0.15)
    twice = tried(NAME, **LEEDS, mecc_training__trained_per_year=600)
    assert len(twice.reached.of(NAME)[1]) > 1.7 * len(world.reached.of(NAME)[1])


def test_training_goes_on_being_of_use_for_a_while_after_it_stops_but_costs_no_more():
    world = tried(NAME, **LEEDS, stop=12)
    held = [programme(world).trained(month) for month in (12, 24, 36)]
    assert held[0] > held[1] > held[2] > 0
    months = world.reached.of(NAME)[0]
    assert 0 < (months >= 24).sum() < ((months >= 12) & (months < 24)).sum(), "whoever is still there goes on noticing"
    assert (spent(world, f"programme_{NAME}")[12:] == 0).all()


def test_those_noticed_come_to_notice_more_than_others():
    strong, none = (
        tried(NAME, months=36, residents=12_000, size=6.0, mecc_training__notice_ratio=n) for n in (3.0, 1.0)
    )
    assert strong.recorded()["contacts"].sum() > none.recorded()["contacts"].sum()


def test_the_lonely_and_the_frail_are_noticed_and_nobody_in_a_care_home():
    world = tried(NAME, months=6, residents=12_000, size=6.0)
    rows = world.people.row_of[world.reached.of(NAME)[1]]
    rows = rows[rows >= 0]
    assert len(np.unique(rows)) == len(rows) > 0
    assert ((world.people["lonely"][rows] > 0) | (world.people["cfs"][rows] >= 4)).mean() > 0.8
