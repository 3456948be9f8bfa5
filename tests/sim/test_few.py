"""Few: the rows it gives are those a look through all rows would find."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.few import Few
from sim.population import GONE, Column, Population, Start
from tests.sim.town import Town

pytestmark = pytest.mark.unit

ENTERS = np.array([-10, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 3], np.int32)


def town(values):
    """Twelve people of whom seven are there at the start, with a value each on entry."""
    people = Population(Start(ENTERS, {"mark": np.array(values, np.uint8)}))
    people.claim("marks", [Column("mark", np.uint8, 0, "holds or does not")])
    people.admit(0)
    return people


def looked_through(people):
    """The rows present with a value, by looking at each."""
    there = people.row_of[people["id"]] != GONE
    return np.flatnonzero(there & (people["mark"] != 0)).tolist()


@given(
    values=st.lists(st.integers(0, 1), min_size=12, max_size=12),
    months=st.lists(
        st.tuples(st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)), st.booleans()),
        max_size=5,
    ),
)
def test_they_are_whom_a_look_through_all_rows_would_find(values, months):
    people = town(values)
    few = Few(people, "mark")
    for month, (gained, lost, gone, compacts) in enumerate(months):
        people.admit(month)
        mark = people.writable("marks", "mark")
        rows = {int(people.row_of[one]) for one in gained} - {GONE}
        mark[sorted(rows)] = 1
        few.add(np.array(sorted(rows), np.int32))
        mark[[row for row in (int(people.row_of[one]) for one in lost) if row != GONE]] = 0
        leaving = [row for row in (int(people.row_of[one]) for one in gone) if row != GONE]
        people.forget(np.array(sorted(leaving), np.int32), month, 1)
        if compacts:
            people.compact()
        assert few.rows().tolist() == looked_through(people)
        assert (np.diff(few.rows()) > 0).all()


def test_those_known_already_are_not_counted_twice():
    people = town([0] * 12)
    few = Few(people, "mark")
    people.writable("marks", "mark")[[2, 4]] = 1
    few.add(np.array([2, 4]))
    few.add(np.array([2, 4]))
    assert few.rows().tolist() == [2, 4]


def test_all_words_of_a_world_share_one_list_of_a_column():
    world = Town()
    moody = np.flatnonzero(world.people["age"] > 70)
    world.people.writable("ageing", "mood")[moody] = 2
    world.few("mood").add(moody)
    assert world.few("mood").rows().tolist() == moody.tolist()
