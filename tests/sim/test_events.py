"""Events: kept for those who are followed, in the order in which they happened."""

import numpy as np
import pytest

from sim.events import Event, EventLog

pytestmark = pytest.mark.unit


def ids(*numbers):
    return np.array(numbers, np.uint32)


def test_a_log_that_follows_nobody_is_closed_and_keeps_nothing():
    log = EventLog()
    log.note(0, "fell", ids(1, 2))
    assert not log.open
    assert list(log) == []


def test_only_those_followed_are_kept_each_with_the_own_value():
    log = EventLog(watched=[7, 3])
    log.note(2, "fell", ids(1, 3, 7), np.array([10.0, 30.0, 70.0]))
    assert log.open
    assert list(log) == [Event(2, 3, "fell", 30.0), Event(2, 7, "fell", 70.0)]


def test_everyone_is_kept_on_request():
    log = EventLog(everyone=True)
    log.note(0, "fell", ids(4, 2), 1)
    assert list(log) == [Event(0, 4, "fell", 1.0), Event(0, 2, "fell", 1.0)]


def test_a_persons_events_come_in_order():
    log = EventLog(watched=[3, 5])
    log.note(1, "fell", ids(3, 5))
    log.note(1, "assessed", ids(3))
    log.note(9, "died", ids(3))
    assert [(event.month, event.event) for event in log.of(3)] == [(1, "fell"), (1, "assessed"), (9, "died")]
    assert [event.month for event in log.of(5)] == [1]
    assert log.of(4) == []


def test_nobody_leaves_no_trace():
    log = EventLog(everyone=True)
    log.note(0, "fell", ids())
    assert list(log) == []


def test_what_is_kept_does_not_change_with_the_arrays_it_was_noted_from():
    log = EventLog(everyone=True)
    who, what = ids(1, 2), np.array([5.0, 6.0])
    log.note(0, "fell", who, what)
    who[:], what[:] = 9, 9.0
    assert list(log) == [Event(0, 1, "fell", 5.0), Event(0, 2, "fell", 6.0)]
