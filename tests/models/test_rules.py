"""Rules: each one, found wherever it stands, says the same compiled and as plain Python."""

import importlib
import inspect
import pkgutil
import random
from collections.abc import Callable, Iterator
from functools import cache
from types import FunctionType
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

import models
import sim

pytestmark = pytest.mark.unit

TRIES = 60
WHOLE = {
    "cfs": (1, 9),
    "level": (1, 9),
    "age": (60, 110),
    "months": (-1, 40),
    "setting": (0, 2),
    "payer": (0, 2),
    "bits": (0, 2**62),
    "both": (0, 2**62),
    "key": (0, 2**62),
    "person": (0, 2**31),
    "month": (0, 300),
}
"""Ranges of whole numbers by a part of the parameter's name; others run from 0 to 24."""
SHARES = ("luck", "reablement", "home_care", "care_home", "rate", "strain", "room", "learning", "share")
"""Parameters, by a part of the name, whose floats are from 0 to 1; others run from 0.01 to 5."""


@cache
def rules() -> dict[str, Any]:
    """Every rule of the engine and the model by its full name, kernels left out."""
    found = {}
    for package in (sim, models):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            for name, one in vars(module).items():
                own = isinstance(one, Dispatcher) and one.py_func.__module__ == module.__name__
                if own and one.targetoptions.get("error_model") == "python":
                    found[f"{module.__name__}.{name}"] = one
    return found


def plain(rule: Any) -> Callable[..., Any]:
    """Return a rule as it is written, and so every rule it calls."""
    function = rule.py_func
    around = {
        name: plain(one) if isinstance(one, Dispatcher) else one
        for name, one in function.__globals__.items()
        if name in function.__code__.co_names or not isinstance(one, Dispatcher)
    }
    return FunctionType(function.__code__, around, function.__name__, function.__defaults__, function.__closure__)


def ranged(name: str, table: dict[str, tuple[int, int]]) -> tuple[int, int]:
    return next((bounds for part, bounds in table.items() if part in name.split("_")), (0, 24))


def drawn(name: str, kind: Any, chance: random.Random) -> Any:
    if kind is bool:
        return chance.random() < 0.5
    if kind in (int, int | np.uint64):
        return chance.randint(*ranged(name, WHOLE))
    if kind is float:
        return chance.random() if any(part in name for part in SHARES) else chance.uniform(0.01, 5.0)
    if get_origin(kind) is tuple:
        return tuple(drawn(name, one, chance) for one in get_args(kind))
    raise TypeError(f"no argument is known for '{name}: {kind}'")


def arguments(rule: Any) -> Iterator[list[Any]]:
    hints = get_type_hints(rule.py_func)
    names = list(inspect.signature(rule.py_func).parameters)
    chance = random.Random(rule.py_func.__qualname__)
    for _ in range(TRIES):
        yield [drawn(name, hints[name], chance) for name in names]


def test_there_are_rules_and_each_says_what_it_takes_and_gives():
    assert len(rules()) > 30
    for name, rule in rules().items():
        hints = get_type_hints(rule.py_func)
        assert set(inspect.signature(rule.py_func).parameters) | {"return"} == set(hints), name
        assert rule.py_func.__doc__, name


@pytest.mark.parametrize("name", sorted(rules()))
def test_a_rule_says_the_same_compiled_and_as_plain_python(name):
    rule = rules()[name]
    written = plain(rule)
    for given in arguments(rule):
        with np.errstate(over="ignore"):
            expected = written(*given)
        assert rule(*given) == pytest.approx(expected, rel=1e-12, abs=1e-12), given
