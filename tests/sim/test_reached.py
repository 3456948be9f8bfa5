"""Reached: whom each programme got to, kept in the order in which it did."""

import numpy as np
import pytest

from sim.reached import Reached

pytestmark = pytest.mark.unit


def test_each_name_keeps_its_own_people_in_the_order_of_the_months():
    reached = Reached(["fell"])
    reached.add("visits", 2, np.array([5, 9]))
    reached.add("fell", 3, np.array([5]))
    reached.add("visits", 4, np.array([1]))
    months, ids = reached.of("visits")
    assert months.tolist() == [2, 2, 4]
    assert ids.tolist() == [5, 9, 1]
    assert reached.names() == ("fell", "visits")


def test_reaching_nobody_leaves_no_name():
    reached = Reached()
    reached.add("visits", 2, np.empty(0, np.uint32))
    assert reached.names() == ()
    assert [len(part) for part in reached.of("visits")] == [0, 0]
