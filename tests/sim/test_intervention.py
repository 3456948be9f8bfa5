"""Intervention: rounding by lot, queues by lot, and asking the pool of volunteers."""

import numpy as np
import pytest

from sim.intervention import Intervention, Timing
from sim.parameters import Sheet
from sim.population import Column, Start
from sim.world import World
from tests.sim.town import Town

pytestmark = pytest.mark.unit


class Visits(Intervention):
    """Asks for visits."""

    name = "visits"
    title = "Visits"


def programme():
    return Visits(Sheet("visits", []), Timing(0))


def crowd():
    """Return two thousand people of whom nothing is known but their ids."""
    start = Start(np.zeros(2_000, np.int32), {})
    return World(start=start, processes=[], interventions=[], sheets={}, seed=5, months=12, groups=1, price_year="now")


def test_part_of_a_whole_comes_as_often_as_it_should():
    world, found = Town(), []
    for world.month in range(400):
        found.append(programme().whole(world, 2.25, "places"))
    assert set(found) == {2, 3}
    assert np.mean(found) == pytest.approx(2.25, abs=0.07)


def test_a_queue_by_lot_favours_weight_and_does_not_ask_who_came_first():
    world, visits, first = Town(), programme(), []
    for world.month in range(200):
        queue = visits.by_lot(
            world, "queue", 20, lambda rows: rows < 20, lambda rows: np.where(rows < 10, 4.0, 1.0), 4.0
        )
        assert sorted(queue) == list(range(20))
        first.append(queue[0] < 10)
    assert np.mean(first) == pytest.approx(0.8, abs=0.08)


@pytest.mark.parametrize("wanted", [0, 1, 7, 60, 1_000])
def test_a_queue_by_lot_is_that_of_everyone_though_only_those_near_its_front_are_looked_at(wanted):
    world, visits, looked = crowd(), programme(), []

    def suits(rows):
        looked.append(len(rows))
        return (world.people["id"][rows] % 5 == 0) | (world.people["id"][rows] % 2 == 1)

    def weigh(rows):
        return np.where(world.people["id"][rows] % 5 == 0, 3.0, 1.0)

    for world.month in range(12):
        queue, ids = visits.by_lot(world, "queue", wanted, suits, weigh, 3.0), world.people["id"]
        everyone = np.flatnonzero(suits(np.arange(world.people.size)))
        order = world.draws.uniform("visits.queue", world.month, ids[everyone]) / weigh(everyone)
        assert queue.tolist() == everyone[np.argsort(order)][:wanted].tolist()
    assert wanted in (0, 1_000) or min(looked) < 400


def test_what_there_is_room_for_is_rounded_once_and_for_all():
    world, found = Town(), set()
    for world.month in range(50):
        found.add(programme().room(world, 2.5, "room"))
    assert len(found) == 1


def test_whoever_was_reached_is_known_with_the_months_since():
    world = Town()
    visits = programme()
    world.people.claim("visits", [Column("visits_met", np.int16, 0, "month met, counted from 1")])
    visits.own(world, "visits_met")[[2, 5]] = [1, 4]
    world.few("visits_met").add(np.array([2, 5]))
    world.month = 6
    assert [one.tolist() for one in visits.since(world, "visits_met")] == [[2, 5], [6, 3]]
    assert [one.tolist() for one in visits.since(world, "visits_met", within=5)] == [[5], [3]]


def test_a_time_ends_with_its_stop_or_its_term_whichever_is_sooner():
    assert Timing(3).end() == np.inf
    assert [Timing(3, 20).end(term) for term in (6, 30)] == [9, 20]
    assert [Timing(3, 20).running(month, 6) for month in (2, 3, 8, 9)] == [False, True, True, False]


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
