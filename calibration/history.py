"""History: what is kept of one world while it runs, so that its moments can be measured afterwards."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models import Kith, Scenario

LOOKED_AT = (
    "id", "sex", "age", "alone", "lonely", "cfs", "setting", "package", "payer", "stage", "reabled", "help_hours",
    "volunteer",
)  # fmt: skip
"""Columns that a census keeps of everyone who lives there."""

CENSUSES = (0, 12, 24, 36, 48, 59, 60, 84, 108)
"""Months at whose end everyone is looked at; the last is that of the eight-year persistence of loneliness."""

MONTHS = max(CENSUSES) + 1
"""Months that a history takes to measure every moment that is fitted or held out."""


@dataclass
class History:
    """One world as it went.

    Attributes:
        censuses: everyone present at the end of some months, one row a person, by month.
        stays: completed stays in care homes: months inside, and who paid at the end.
        measures: what the world recorded, by month.
        weight: people each resident stands for.
    """

    weight: float
    censuses: dict[int, pd.DataFrame] = field(default_factory=dict)
    stays: list[tuple[int, int]] = field(default_factory=list)
    measures: pd.DataFrame = field(default_factory=pd.DataFrame)

    def years(self) -> list[pd.DataFrame]:
        """Return the yearly censuses of the first five years, without the start."""
        return [self.censuses[month] for month in (12, 24, 36, 48, 60)]


def lived(scenario: Scenario, seed: int, censuses: Collection[int] = CENSUSES) -> History:
    """Return the history of one world under one luck, all its months, with no parameter drawn."""
    world = Kith(scenario, seed)
    history = History(world.people_per_resident)
    inside: dict[int, tuple[int, int]] = {}
    for month in range(scenario.months):
        world.step()
        inside = _left(world, inside, history.stays)
        if month in censuses:
            history.censuses[month] = census(world)
    history.measures = world.recorded()
    return history


def census(world: Kith) -> pd.DataFrame:
    """Return everyone who lives there now, one row a person."""
    people = world.people
    here = people["here"] > 0
    return pd.DataFrame({name: people[name][here] for name in LOOKED_AT})


def _left(
    world: Kith, before: Mapping[int, tuple[int, int]], stays: list[tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    """Add the stays of those who were in a care home and are no longer; return who is in one now."""
    people, rows = world.people, world.few("setting").rows()
    kept: NDArray[np.bool_] = people["here"][rows] > 0
    rows = rows[kept]
    months, payers = people["setting_months"][rows].tolist(), people["payer"][rows].tolist()
    now = {one: (stay, payer) for one, stay, payer in zip(people["id"][rows].tolist(), months, payers, strict=True)}
    stays.extend(stay for one, stay in before.items() if one not in now)
    return now
