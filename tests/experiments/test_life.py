"""A life: what happened, where twins part, and the luck and chances behind it."""

import pytest

from experiments.comparing.life import Call, closest, digits, moments, parting, told_parting
from sim.events import Event
from sim.watch import Decision
from tests.experiments.fakes import fake_run

pytestmark = pytest.mark.unit
LINKS = {"Local Links": ("falls.fall",)}


def fall(month: int, luck: float, chance: float, ratio: float = 1.0) -> Decision:
    return Decision(month, "falls.fall", luck, chance, ratio)


def test_events_are_told_in_plain_words_in_order_of_month():
    told = moments([Event(9, 7, "died", 0.0), Event(2, 7, "admitted", 1.0), Event(2, 7, "frailer", 5.0)], "his")
    assert told == {2: ["is admitted to hospital for 1 day", "becomes frailer (level 5 of 9)"], 9: ["dies"]}


def test_an_event_without_a_phrase_is_told_by_its_own_name():
    assert moments([Event(2, 7, "joined a choir", 0.0)], "her") == {2: ["joined a choir"]}


def test_twins_part_where_the_luck_lies_between_the_two_chances():
    without = fake_run(decisions=[fall(3, 0.5, 0.03), fall(40, 0.031, 0.034)], events=[Event(40, 1, "fell", 1.0)])
    along = fake_run(decisions=[fall(3, 0.5, 0.03), fall(40, 0.031, 0.027, 0.8)])
    found = parting(without, along)
    assert found is not None
    assert told_parting(found, None, LINKS, "her") == [
        "The two lives part in August 2014.",
        "Her luck that month was 0.031; the chance of a fall was 0.034 without and 0.027 with.",
        "The lever 'falls.fall' stood at 0.8 times its usual rate, moved by Local Links.",
    ]


def test_a_chance_that_no_lever_moved_is_traced_to_what_differed_before():
    first = Decision(30, "ties.forming", 0.9, 0.021, 1.0), Decision(30, "ties.forming", 0.9, 0.034, 1.0)
    without = fake_run(decisions=[first[0], fall(40, 0.031, 0.034)])
    along = fake_run(decisions=[first[1], fall(40, 0.031, 0.027)])
    told = told_parting(parting(without, along), None, LINKS, "his")
    assert told[2:] == [
        "No lever acted on that chance itself: what had changed before then was enough.",
        "His chances had differed since October 2013, when that of making a friend was 0.021 without and 0.034 with.",
    ]


def test_lives_that_part_by_a_queue_are_not_put_down_to_luck():
    without = fake_run(events=[Event(5, 1, "fell", 1.0)])
    along = fake_run(events=[Event(5, 1, "fell", 1.0), Event(12, 1, "began reablement", 0.0)])
    found = parting(without, along)
    assert found is not None
    assert (found.month, found.call) == (12, None)
    assert "No draw of her own decided it" in told_parting(found, None, LINKS, "her")[1]


def test_lives_that_never_part_name_the_closest_call():
    without = fake_run(decisions=[fall(3, 0.9, 0.03), fall(40, 0.040, 0.034)])
    along = fake_run(decisions=[fall(3, 0.9, 0.02, 0.8), fall(40, 0.040, 0.027, 0.8)])
    assert parting(without, along) is None
    near = closest(without, along)
    assert near is not None
    assert told_parting(None, near, LINKS, "her") == [
        "The two lives never part.",
        "The closest call came in August 2014: her luck that month was 0.040; "
        "the chance of a fall was 0.034 without and 0.027 with.",
    ]


def test_lives_without_a_differing_chance_are_said_to_be_the_same():
    alike = fake_run(decisions=[fall(3, 0.9, 0.03)])
    assert told_parting(parting(alike, alike), closest(alike, alike), LINKS, "her") == [
        "With Local Links nothing differs for this person, not even a chance."
    ]


def test_decisions_taken_several_times_a_month_are_met_in_order():
    without = fake_run(decisions=[fall(3, 0.2, 0.1), fall(3, 0.5, 0.6)])
    along = fake_run(decisions=[fall(3, 0.2, 0.1), fall(3, 0.5, 0.4)])
    found = parting(without, along)
    assert found is not None
    assert found.call == Call(3, "falls.fall", 0.5, 0.6, 0.4, 1.0)


def test_chances_that_are_close_are_told_with_enough_digits_to_tell_them_apart():
    call = Call(3, "falls.fall", 0.00312, 0.00314, 0.00309, 0.9)
    assert [digits(value, call) for value in (call.luck, call.without, call.along)] == ["0.00312", "0.00314", "0.00309"]
