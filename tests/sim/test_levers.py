"""Levers: ratios multiply, amounts add, a setting has one holder, and a new month starts afresh."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.levers import Kind, Lever, Levers
from sim.population import Population, Start

pytestmark = pytest.mark.unit

ONSET = Lever("loneliness.onset", Kind.RATIO, "onset of loneliness")
FALLS = Lever("falls.fall", Kind.RATIO, "falls")
PLACES = Lever("reablement.places", Kind.AMOUNT, "places a month", default=2.0)
THRESHOLD = Lever("council.threshold", Kind.SETTING, "level of need from which the council pays")


def assembled(size=6, groups=3):
    people = Population(Start(np.zeros(size, np.int32), {}))
    levers = Levers([ONSET, FALLS, PLACES, THRESHOLD], people, groups)
    people.admit(0)
    return levers, people


@pytest.fixture
def levers():
    return assembled()[0]


def rows(*numbers):
    return np.array(numbers, np.int64)


def test_ratios_of_one_person_multiply():
    levers, people = assembled()
    levers.multiply("loneliness.onset", rows(1, 3), 0.5)
    levers.multiply("loneliness.onset", rows(3, 4), np.array([0.5, 2.0]))
    assert people["loneliness_onset_ratio"].tolist() == [1.0, 0.5, 1.0, 0.25, 2.0, 1.0]
    assert levers.ratio_of("loneliness.onset", 3) == 0.25


def test_ratios_can_be_told_once_and_each_row_its_place_among_them():
    levers, people = assembled()
    levers.multiply("loneliness.onset", rows(1, 3, 4), np.array([0.5, 2.0]), rows(1, 0, 1))
    assert people["loneliness_onset_ratio"].tolist() == [1.0, 2.0, 1.0, 0.5, 2.0, 1.0]
    assert levers.most("loneliness.onset") == pytest.approx(2.0)


@pytest.mark.parametrize("place", [-1, 2])
def test_a_place_where_there_is_no_ratio_is_refused(levers, place):
    with pytest.raises(IndexError, match="fewer ratios"):
        levers.multiply("loneliness.onset", rows(1), np.array([0.5, 2.0]), rows(place))


def test_a_ratio_leaves_other_levers_alone(levers):
    levers.multiply("loneliness.onset", rows(1), 0.5)
    assert levers.ratio_of("falls.fall", 1) == 1.0


@pytest.mark.parametrize("name", ["reablement.places", "nothing"])
def test_what_is_no_ratio_explains_itself_as_one(levers, name):
    assert levers.ratio_of(name, 0) == 1.0


def test_amounts_add_to_the_default_in_one_group_in_several_or_in_all(levers):
    levers.add("reablement.places", 3.0)
    levers.add("reablement.places", 1.0, group=2)
    levers.add("reablement.places", np.array([10.0, 20.0]), group=rows(0, 1))
    assert levers.amount("reablement.places").tolist() == [15.0, 25.0, 6.0]


def test_an_amount_nobody_moved_is_the_default_everywhere(levers):
    assert levers.amount("reablement.places").tolist() == [2.0, 2.0, 2.0]


def test_looking_at_an_amount_does_not_change_it(levers):
    levers.amount("reablement.places")[:] = 99.0
    assert levers.amount("reablement.places").tolist() == [2.0, 2.0, 2.0]


def test_a_setting_replaces_the_choice_and_its_holder_may_set_it_again(levers):
    assert levers.setting("council.threshold", 3.0) == 3.0
    levers.set("council.threshold", 2.0, "early_help")
    levers.set("council.threshold", 1.0, "early_help")
    assert levers.setting("council.threshold", 3.0) == 1.0


def test_a_second_holder_of_a_setting_is_refused(levers, told):
    levers.set("council.threshold", 2.0, "early_help")
    assert told(levers.set, "council.threshold", 2.0, "savings") == (
        "Both 'early_help' and 'savings' set 'council.threshold': leave one of them out."
    )


@pytest.mark.parametrize("size", [6, 1_000])
def test_a_new_month_puts_every_lever_back(size):
    levers, people = assembled(size)
    levers.multiply("loneliness.onset", rows(1, 3), 0.5)
    levers.add("reablement.places", 3.0)
    levers.set("council.threshold", 2.0, "early_help")
    levers.release()
    assert (people["loneliness_onset_ratio"] == 1.0).all()
    assert levers.amount("reablement.places").tolist() == [2.0, 2.0, 2.0]
    levers.set("council.threshold", 1.0, "savings")
    assert levers.setting("council.threshold", 3.0) == 1.0


def test_a_lever_is_put_back_before_rows_are_closed_up():
    levers, people = assembled()
    levers.multiply("falls.fall", rows(4, 5), 2.0)
    people.forget(rows(0, 1), 0, 1)
    levers.release()
    people.compact()
    assert people["falls_fall_ratio"].tolist() == [1.0] * 4
    levers.multiply("falls.fall", rows(2), 3.0)
    assert people["falls_fall_ratio"].tolist() == [1.0, 1.0, 3.0, 1.0]


@given(st.lists(st.tuples(st.sets(st.integers(0, 5)), st.floats(0.125, 8.0)), max_size=6))
def test_nobodys_ratio_is_above_the_most_that_is_told(moves):
    levers, people = assembled()
    for moved, ratio in moves:
        levers.multiply("falls.fall", rows(*sorted(moved)), ratio)
    assert people["falls_fall_ratio"].max() <= levers.most("falls.fall")
    assert levers.most("falls.fall") >= 1.0
    levers.release()
    assert levers.most("falls.fall") == 1.0


def test_the_most_follows_ratios_that_differ_between_people(levers):
    levers.multiply("falls.fall", rows(0, 1), np.array([0.5, 2.0]))
    assert levers.most("falls.fall") == pytest.approx(2.0)
    levers.multiply("falls.fall", rows(2), 0.1)
    assert levers.most("falls.fall") == pytest.approx(2.0), "a ratio below 1 leaves the others where they are"
    assert levers.most("loneliness.onset") == 1.0


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("multiply", ("loneliness.onst", rows(0), 0.5)),
        ("add", ("loneliness.onst", 1.0)),
        ("set", ("loneliness.onst", 1.0, "visits")),
        ("amount", ("loneliness.onst",)),
        ("setting", ("loneliness.onst", 1.0)),
    ],
)
def test_an_unknown_lever_is_refused_with_the_nearest(levers, told, call, arguments):
    words = "There is no lever 'loneliness.onst'. Did you mean 'loneliness.onset'?"
    assert told(getattr(levers, call), *arguments) == words


@pytest.mark.parametrize(
    ("call", "arguments", "sentence"),
    [
        (
            "multiply",
            ("reablement.places", rows(0), 0.5),
            "Lever 'reablement.places' is of the kind 'amount', not 'ratio'.",
        ),
        ("add", ("council.threshold", 1.0), "Lever 'council.threshold' is of the kind 'setting', not 'amount'."),
        ("set", ("falls.fall", 1.0, "visits"), "Lever 'falls.fall' is of the kind 'ratio', not 'setting'."),
    ],
)
def test_a_lever_of_another_kind_is_refused(levers, told, call, arguments, sentence):
    assert told(getattr(levers, call), *arguments) == sentence


def test_only_levers_may_write_the_column_of_a_ratio(told):
    _, people = assembled()
    assert told(people.writable, "loneliness", "loneliness_onset_ratio") == (
        "'loneliness' may not write 'loneliness_onset_ratio', which belongs to 'levers'."
    )


@given(st.lists(st.tuples(st.integers(0, 5), st.floats(0.125, 8.0)), max_size=12))
def test_a_persons_ratio_is_the_product_of_all_that_moved_it(moves):
    levers, people = assembled()
    product = np.ones(people.size)
    for row, ratio in moves:
        levers.multiply("falls.fall", rows(row), ratio)
        product[row] *= ratio
    assert people["falls_fall_ratio"] == pytest.approx(product, rel=1e-5)
