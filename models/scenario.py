"""Scenario: a place, what is tried there, and which numbers are changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sim.errors import ModelError

LONGEST = 288
"""Months a run can last: the tables of people turning 60 end in 2035."""

FIRST_MONTH = 24
"""Month in which interventions start unless told otherwise: April 2013."""


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
        """Refuse a size that is no size."""
        if not 0.0 <= self.size <= 1_000.0:
            raise ModelError(f"An intervention's size must be from 0 to 1000 times its own, not {self.size}.")


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
        """Refuse a length that the tables do not cover, and keep what was given from changing."""
        if not 1 <= self.months <= LONGEST:
            raise ModelError(f"A run lasts 1 to {LONGEST} months ({LONGEST // 12} years), not {self.months}.")
        object.__setattr__(self, "interventions", MappingProxyType(dict(sorted(self.interventions.items()))))
        object.__setattr__(self, "overrides", MappingProxyType(dict(sorted(self.overrides.items()))))

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
