"""Watch: the luck and the chance behind each decision about one person, and nothing about anyone else."""

import numpy as np
import pytest

from sim.watch import Decision, Watch

pytestmark = pytest.mark.unit

NAMES = ("loneliness.onset", "loneliness.recovery")


def test_a_pad_is_blank_with_a_line_for_each_decision():
    pad = Watch(12).pad("loneliness", 2)
    assert pad.shape == (2, 2)
    assert np.isnan(pad).all()


def test_what_a_kernel_notes_is_collected_with_its_ratio():
    watch = Watch(12)
    watch.pad("loneliness", 2)[1] = (0.031, 0.027)
    watch.collect(5, "loneliness", NAMES, [1.0, 0.8])
    assert watch.decisions == [Decision(5, "loneliness.recovery", 0.031, 0.027, 0.8)]


def test_a_new_month_gives_a_blank_pad_so_nothing_is_collected_twice():
    watch = Watch(12)
    watch.pad("loneliness", 2)[0] = (0.5, 0.1)
    watch.collect(0, "loneliness", NAMES, [1.0, 1.0])
    watch.pad("loneliness", 2)
    watch.collect(1, "loneliness", NAMES, [1.0, 1.0])
    assert [decision.month for decision in watch.decisions] == [0]


def test_each_word_has_a_pad_of_its_own():
    watch = Watch(12)
    watch.pad("loneliness", 1)[0] = (0.5, 0.1)
    assert np.isnan(watch.pad("falls", 1)).all()
    assert watch.pad("falls", 1) is watch.pad("falls", 1)


def test_a_word_without_a_pad_has_nothing_to_collect():
    watch = Watch(12)
    watch.collect(0, "falls", ("falls.fall",), [1.0])
    assert watch.decisions == []


def test_a_word_without_decisions_still_has_a_pad_to_give_its_kernel():
    assert Watch().pad("place", 0).shape == (1, 2)
