"""Errors: every fault at once, with the nearest word."""

from collections.abc import Callable

import pytest

from sim.errors import Faults, ModelError, did_you_mean, refuse_unknown

pytestmark = pytest.mark.unit


def refusal(call: Callable[..., object], *arguments: object) -> str:
    """The sentence with which a call is refused, blank if it is not."""
    try:
        call(*arguments)
    except ModelError as refused:
        return str(refused)
    return ""


def test_a_near_word_is_offered():
    assert did_you_mean("assumd", ["assumed", "published"]) == " Did you mean 'assumed'?"


def test_two_near_words_are_offered_the_nearest_first():
    known = ["loneliness.recovery", "loneliness.onset", "loneliness.onsets", "care.need"]
    assert did_you_mean("loneliness.onst", known) == " Did you mean 'loneliness.onset' or 'loneliness.onsets'?"


def test_nothing_is_offered_when_no_word_is_near():
    assert did_you_mean("xyz", ["assumed"]) == ""


def test_a_known_name_passes():
    assert refusal(refuse_unknown, "place", "leeds", ["leeds", "leek"]) == ""
    assert refusal(refuse_unknown, "place", "leed", ["leeds", "leek"]) != ""


def test_an_unknown_name_is_refused_with_the_nearest(told):
    assert told(refuse_unknown, "place", "leads", ["leeds"]) == "There is no place 'leads'. Did you mean 'leeds'?"


def test_an_unknown_name_far_from_all_is_refused_with_the_whole_list(told):
    words = told(refuse_unknown, "place", "xyz", ["sandwell", "leeds"])
    assert words == "There is no place 'xyz'. Known: leeds, sandwell."


def test_no_fault_says_nothing():
    assert refusal(Faults("care.toml").tell) == ""


def test_one_fault_is_told_in_the_singular(told):
    faults = Faults("care.toml")
    faults.add("[hours] lacks 'unit'.")
    assert told(faults.tell) == "care.toml has 1 fault:\n  [hours] lacks 'unit'."


def test_all_faults_are_told_together_in_their_order(told):
    faults = Faults("care.toml")
    faults.add("[hours] lacks 'unit'.")
    faults.add("[cost] is empty.")
    assert told(faults.tell) == "care.toml has 2 faults:\n  [hours] lacks 'unit'.\n  [cost] is empty."
