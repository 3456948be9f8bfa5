"""Intervention: rounding by lot, queues by lot, and asking the pool of volunteers."""

import numpy as np
import pytest

from sim.intervention import Intervention, Timing
from sim.parameters import Sheet
from tests.sim.town import Town

pytestmark = pytest.mark.unit


class Visits(Intervention):
    """Asks for visits."""

    name = "visits"
    title = "Visits"


def programme():
    return Visits(Sheet("visits", []), Timing(0))


def test_part_of_a_whole_comes_as_often_as_it_should():
    world, found = Town(), []
    for world.month in range(400):
        found.append(programme().whole(world, 2.25, "places"))
    assert set(found) == {2, 3}
    assert np.mean(found) == pytest.approx(2.25, abs=0.07)


def test_a_queue_by_lot_favours_weight_and_does_not_ask_who_came_first():
    world = Town()
    rows = np.arange(20)
    weights = np.where(rows < 10, 4.0, 1.0)
    first = []
    for world.month in range(200):
        queue = programme().by_lot(world, rows, "queue", weights)
        assert sorted(queue) == rows.tolist()
        again = programme().by_lot(world, rows[::-1], "queue", weights[::-1])
        assert (again == queue).all()
        first.append(queue[0] < 10)
    assert np.mean(first) == pytest.approx(0.8, abs=0.08)


def test_a_programme_asks_for_hours_and_hears_for_whom_it_got_them():
    world = Town()
    programme().ask(world, "company", (np.array([3, 5]), np.array([0, 1])), 4.0, visits=True)
    programme().ask(world, "cars", (np.array([8]), np.array([0])), 2.0, driving=True)
    company, cars = world.claims
    assert company.name == "visits.company"
    assert company.hours.tolist() == [4.0, 4.0]
    assert company.visits
    assert cars.driving
    assert not cars.visits
    assert programme().answered(world, "company").tolist() == []
    world.answers["visits.company"] = np.array([7])
    assert programme().answered(world, "company").tolist() == [7]
