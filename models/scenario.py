"""Scenario: a place, what is tried there, and which numbers are changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Integral, Real
from types import MappingProxyType
from typing import Any, TypeGuard

import numpy as np

from sim.errors import ModelError
from sim.intervention import Timing

LONGEST = 288
"""Months a run can last: the tables of people turning 60 end in 2035."""

FIRST_MONTH = 24
"""Month in which interventions start unless told otherwise: April 2013."""


def not_within(months: int, longer: str = "a longer run") -> str:
    """Return how a sentence ends about the start of an intervention that no month of the run is.

    >>> not_within(24)
    'is not within the 24 months of the run: write a month from 0 to 23, or a longer run.'
    """
    return f"is not within the {months} months of the run: write a month from 0 to {months - 1}, or {longer}."


@dataclass(frozen=True)
class Plan:
    """When one intervention runs and how large it is.

    Attributes:
        start: its first month; month 0 is April 2011.
        stop: the month from which it no longer runs; ``None`` for the end.
        size: its staff, places and posts against those in its sheet.
    """

    start: int = FIRST_MONTH
    stop: int | None = None
    size: float = 1.0

    def __post_init__(self) -> None:
        """Refuse months that are no months, a time that runs backwards and a size that is no size."""
        object.__setattr__(self, "start", _whole(self.start, "The month in which an intervention starts"))
        if self.stop is not None:
            object.__setattr__(self, "stop", _whole(self.stop, "The month in which an intervention stops"))
        Timing(self.start, self.stop)
        if not _is_number(self.size) or not 0.0 <= self.size <= 1_000.0:
            raise ModelError(f"An intervention's size must be from 0 to 1000 times its own, not {self.size}.")
        object.__setattr__(self, "size", float(self.size))


@dataclass(frozen=True)
class Scenario:
    """What one run is to be.

    Attributes:
        interventions: plans by the name of the intervention.
        overrides: values by ``word.parameter``, within the range of the sheet.
        residents: how many to grow, each standing for several people; ``None`` for full size.
    """

    place: str = "leeds"
    title: str = "as now"
    interventions: Mapping[str, Plan] = field(default_factory=dict)
    overrides: Mapping[str, float | tuple[float, ...]] = field(default_factory=dict)
    months: int = 180
    residents: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be run or would change nothing unnoticed, and keep what was given from changing."""
        object.__setattr__(self, "months", _whole(self.months, "The number of months of a run"))
        if not 1 <= self.months <= LONGEST:
            raise ModelError(f"A run lasts 1 to {LONGEST} months ({LONGEST // 12} years), not {self.months}.")
        if self.residents is not None:
            object.__setattr__(self, "residents", _whole(self.residents, "The number of residents"))
        plans = _by_name(self.interventions, "interventions", "{'reablement': Plan(24)}")
        for name, plan in plans.items():
            _check_plan(name, plan, self.months)
        values = _by_name(self.overrides, "overrides", "{'falls.falls_per_faller': 1.8}")
        plain = {name: _plain(name, value) for name, value in values.items()}
        object.__setattr__(self, "interventions", MappingProxyType(plans))
        object.__setattr__(self, "overrides", MappingProxyType(plain))

    def __reduce__(self) -> tuple[object, ...]:
        """Let a scenario be sent to another process."""
        return (
            Scenario,
            (self.place, self.title, dict(self.interventions), dict(self.overrides), self.months, self.residents),
        )

    def text(self) -> str:
        """Return the scenario as one line of JSON, the same for the same scenario; the title does not count."""
        plans = {name: [plan.start, plan.stop, plan.size] for name, plan in self.interventions.items()}
        return json.dumps([self.place, plans, dict(self.overrides), self.months, self.residents])

    def __hash__(self) -> int:
        """Hash what the scenario is, not how it is called."""
        return int(hashlib.blake2b(self.text().encode(), digest_size=8).hexdigest(), 16)


def _is_number(value: object) -> TypeGuard[float]:
    """Say whether this is one number, and not a True or False."""
    return isinstance(value, Real) and not isinstance(value, bool | np.bool_)


def _whole(value: object, what: str) -> int:
    """Return a whole number, or refuse."""
    if not isinstance(value, Integral) or not _is_number(value):
        raise ModelError(f"{what} must be a whole number, not {value!r}.")
    return int(value)


def _by_name(given: object, field_name: str, such_as: str) -> dict[str, Any]:
    """Return what is given by name, in the order of the names, or refuse."""
    if not isinstance(given, Mapping) or not all(isinstance(name, str) for name in given):
        raise ModelError(f"'{field_name}' must be given by name, such as {such_as}, not {given!r}.")
    return dict(sorted(given.items()))


def _check_plan(name: str, plan: object, months: int) -> None:
    """Refuse what is no plan, and one that starts after the run, which would be as now without a word."""
    if not isinstance(plan, Plan):
        raise ModelError(f"Intervention '{name}' needs a Plan, such as Plan(24) to start in month 24, not {plan!r}.")
    if plan.start >= months:
        raise ModelError(f"The start of '{name}' in month {plan.start} {not_within(months)}")


def _plain(name: str, value: object) -> float | tuple[float, ...]:
    """Return an override's number or numbers, or refuse; its sheet says whether they lie within the range."""
    if _is_number(value):
        return float(value)
    numbers = tuple(value) if isinstance(value, list | tuple | np.ndarray) and np.ndim(value) == 1 else ()
    if not numbers or not all(map(_is_number, numbers)):
        raise ModelError(f"The override of '{name}' must be a number or a list of numbers, not {value!r}.")
    return tuple(float(one) for one in numbers)
