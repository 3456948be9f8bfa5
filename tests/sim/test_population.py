"""Population: an id is for life, rows stay in order of entry, and a column has one writer."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.population import GONE, STILL_HERE, Column, Population, Start

pytestmark = pytest.mark.unit

BORN = Column("born", np.int32, 0, "number of the day of birth")
MARK = Column("mark", np.int32, -5, "months seen")
TIES = Column("ties", np.int32, -1, "two friends", width=2)


class Look(NamedTuple):
    """What the tests' word works on."""

    id: NDArray[np.uint32]
    born: NDArray[np.int32]
    mark: NDArray[np.int32]


def population(enters):
    """People who enter in these months; 'born' and 'ties' are told at entry, 'mark' begins at its default."""
    ids = np.arange(len(enters))
    born = (1_000 + 7 * ids).astype(np.int32)
    start = Start(np.array(enters, np.int32), {"born": born, "ties": np.stack([ids, ids + 1], 1).astype(np.int32)})
    people = Population(start)
    people.claim("age", [BORN, TIES])
    people.claim("seen", [MARK])
    people.check_start()
    return people


class Misspelt(NamedTuple):
    """What nobody can work on."""

    marks: NDArray[np.int32]


@pytest.fixture
def people():
    """Five people in month 0, of whom the second has left; two more enter in month 3."""
    people = population([-10, 0, 0, 0, 0, 3, 3])
    people.admit(0)
    people.forget(np.array([1]), 0, 2)
    return people


def check(people, present):
    """Hold what must be true of a population in which these ids are present."""
    ids = people["id"]
    assert (np.diff(ids.astype(np.int64)) > 0).all()
    for identity in range(people.start.everyone):
        row = people.row_of[identity]
        assert (row != GONE) == (identity in present)
        if row != GONE:
            assert people.row(identity) == row
            assert ids[row] == identity
            assert people["born"][row] == 1_000 + 7 * identity
            assert people["ties"][row].tolist() == [identity, identity + 1]


moves = st.lists(
    st.one_of(
        st.tuples(st.just("admit"), st.integers(0, 3)),
        st.tuples(st.just("forget"), st.floats(0, 0.5)),
        st.just(("compact", 0)),
    ),
    max_size=25,
)


@given(st.lists(st.integers(-5, 12), max_size=30).map(sorted), moves, st.randoms(use_true_random=False))
def test_whatever_comes_and_goes_every_id_finds_its_row(enters, moves, random):
    people, month = population(enters), 0
    present, marks = set(), {}
    for move, how_much in moves:
        if move == "admit":
            month += how_much
            rows = people.admit(month)
            entrants = [int(one) for one in people["id"][rows]]
            assert entrants == [one for one, entry in enumerate(enters) if entry <= month and one not in marks]
            assert (people["mark"][rows] == MARK.default).all()
            present.update(entrants)
            marks.update(dict.fromkeys(entrants, 0))
        elif move == "forget":
            leaving = sorted(random.sample(sorted(present), int(len(present) * how_much)))
            people.forget(people.row_of[leaving], month, 1)
            present.difference_update(leaving)
            assert (people.left[leaving] == month).all()
        else:
            people.compact()
            assert people.size == len(present)
        mark = people.writable("seen", "mark")
        mark[people.row_of[sorted(present)]] += 1
        for one in present:
            marks[one] += 1
        check(people, present)
        for one in present:
            assert people["mark"][people.row(one)] == MARK.default + marks[one]


def test_nobody_is_there_before_the_first_are_admitted():
    people = population([0, 0])
    assert people.size == 0
    assert len(people["born"]) == 0


def test_all_who_were_there_at_the_start_are_admitted_in_month_0():
    people = population([-30, -1, 0, 1])
    assert people.admit(0) == slice(0, 3)
    assert people.admit(0) == slice(3, 3)


def test_those_who_leave_keep_their_row_until_the_gaps_are_closed(people):
    assert people.size == 5
    assert people.row_of[1] == GONE
    assert people["id"][1] == 1
    people.compact()
    assert people["id"].tolist() == [0, 2, 3, 4]
    assert people.row_of.tolist() == [0, GONE, 1, 2, 3, GONE, GONE]


def test_an_id_is_never_given_again(people):
    people.compact()
    people.admit(3)
    assert people["id"].tolist() == [0, 2, 3, 4, 5, 6]


def test_when_and_why_someone_left_is_remembered(people):
    people.compact()
    assert (people.left[1], people.why[1]) == (0, 2)
    assert people.left[0] == STILL_HERE


@pytest.mark.parametrize(
    ("identity", "sentence"),
    [
        (7, "There is no person 7: ids run from 0 to 6."),
        (-1, "There is no person -1: ids run from 0 to 6."),
        (5, "Person 5 has not entered yet (entry in month 3)."),
        (1, "Person 1 has left (entry in month 0)."),
    ],
)
def test_an_id_without_a_row_is_refused_in_a_sentence(people, told, identity, sentence):
    assert told(people.row, identity) == sentence


def test_a_column_has_one_writer(people, told):
    assert told(people.claim, "care", [MARK]) == (
        "Both 'seen' and 'care' claim the column 'mark'. A column has one writer: rename one of the two."
    )


def test_only_its_owner_may_write_a_column(people, told):
    assert told(people.writable, "care", "mark") == "'care' may not write 'mark', which belongs to 'seen'."


def test_what_one_looks_at_cannot_be_written(people):
    with pytest.raises(ValueError, match="read-only"):
        people["mark"][0] = 1


def test_what_the_owner_writes_is_seen_by_all(people):
    look = people["mark"]
    people.writable("seen", "mark")[:] = 3
    assert look.tolist() == [3] * 5


def test_a_view_lets_its_owner_write_its_own_column_and_only_read_the_others(people):
    view = people.view(Look, "seen")
    view.mark[2] = 9
    assert people["mark"][2] == 9
    for column in (view.id, view.born):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 1


def test_a_view_is_kept_until_rows_move(people):
    view = people.view(Look, "seen")
    assert people.view(Look, "seen") is view
    people.admit(3)
    assert len(people.view(Look, "seen").mark) == people.size == 7
    people.compact()
    assert len(people.view(Look, "seen").mark) == people.size == 6


def test_a_view_of_an_unknown_column_is_refused(people, told):
    assert told(people.view, Misspelt, "seen") == "There is no column 'marks'. Did you mean 'mark'?"


def test_an_unknown_column_is_refused_with_the_nearest(people, told):
    assert told(people.__getitem__, "marc") == "There is no column 'marc'. Did you mean 'mark'?"


def test_a_column_can_be_asked_for(people):
    assert "mark" in people
    assert "marc" not in people


def test_start_values_of_a_column_that_no_word_owns_are_refused(told):
    people = Population(Start(np.zeros(2, np.int32), {"bron": np.zeros(2)}))
    people.claim("age", [BORN])
    words = "The start gives 'bron', which no word owns. Did you mean 'born'?"
    assert told(people.check_start) == words


def test_the_bytes_of_a_row_count_every_column(people):
    assert people.bytes_per_row == 4 + 1 + 4 + 2 * 4 + 4
