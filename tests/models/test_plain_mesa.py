"""The six words in the engine are the same model as the six words in plain Mesa."""

import pytest

from models.people import mortality
from tests.benchmarks.agreement import agreement
from tests.benchmarks.plain_mesa import plain

pytestmark = pytest.mark.study


def test_the_engine_agrees_with_plain_mesa_from_the_same_start():
    found = agreement(residents=3_000, months=6, plain_seeds=4, engine_seeds=16)
    assert 0.4 < found.rms < 1.7
    assert found.worst_mean() < 4.0


def test_plain_mesa_calls_the_rules_uncompiled():
    rule = plain(mortality.death_rate)
    assert not hasattr(rule, "py_func")
    assert rule(0.02, 2.0, 1.0, 1.0, 1.5) == mortality.death_rate(0.02, 2.0, 1.0, 1.0, 1.5)
