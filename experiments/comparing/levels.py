"""Levels: what each world is like in the last year of its run, the one as now first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments import words
from experiments.asking.study import AS_NOW
from experiments.figures.estimate import Estimate, over_runs

YEAR = 12
"""Months of the year that a level is taken over."""


@dataclass(frozen=True)
class Level:
    """A state of a world: a measure's mean over a year, or one measure's sum over another's.

    Attributes:
        label: what it is; ``head`` the same, short enough for a column of the terminal.
        out_of: the measure it is a share of, if it is one.
        people: whether it counts people, each of whom may stand for several.
    """

    measure: str
    label: str
    head: str
    out_of: str = ""
    people: bool = True

    def over_year(self, measures: pd.DataFrame, end: int) -> float:
        """Return it over the year before month ``end``, unweighted; not a number where it has no meaning."""
        if self.measure not in measures or (self.out_of and self.out_of not in measures):
            return float("nan")
        year = measures.iloc[max(end - YEAR, 0) : end]
        if not self.out_of:
            return float(year[self.measure].mean())
        whole = float(year[self.out_of].sum())
        return float(year[self.measure].sum()) / whole if whole > 0.0 else float("nan")


OPEN = Level("hubs_open", "Networks open", "Networks\nopen", people=False)
CARE = (
    Level(
        "reablement_no_service",
        "No service after reablement",
        "No care\nafter\nreablement",
        out_of="reablement_ended",
        people=False,
    ),
    Level(
        "local_links_plans", "Handed over to Local Links", "Handed\nover", out_of="budgets_in_catchment", people=False
    ),
)
GIVING = (
    Level("members", "Members of networks", "Members"),
    Level("volunteers", "Volunteers", "Volun-\nteers"),
)
HELP = (*CARE, OPEN, *GIVING)
LEVELS = (
    *(*CARE, OPEN, Level("hubs_collapsed", "Networks collapsed", "Col-\nlapsed", people=False), *GIVING),
    Level("lonely", "Lonely people", "Lonely"),
    Level("on_antidepressants", "People on antidepressants", "On anti-\ndepressants"),
    Level("unmet", "People with unmet need", "Unmet\nneed"),
)


def levels(worlds: Sequence[Mapping[str, pd.DataFrame]], arms: Sequence[str], weight: float) -> dict[str, "Levels"]:
    """Return by measure how every one of these arms stands; of each replication all measures by arm are given."""
    return {
        one.measure: Levels(
            one, {arm: np.array([_weighted(one, world[arm], weight) for world in worlds]) for arm in arms}
        )
        for one in LEVELS
    }


def _weighted(one: Level, measures: pd.DataFrame, weight: float) -> float:
    return one.over_year(measures, len(measures)) * (weight if one.people else 1.0)


@dataclass(frozen=True)
class Levels:
    """One level in every world, run by run; ``runs`` has by arm the shape (runs,)."""

    level: Level
    runs: Mapping[str, NDArray[np.float64]]

    def of(self, arm: str) -> Estimate:
        """Return the level in a world."""
        return over_runs(self.runs[arm])

    @property
    def moved(self) -> bool:
        """Say whether any world clearly differs in it from the one as now, in what is written too, or alone has it."""
        now = self.runs[AS_NOW]
        return any(
            bool(np.isfinite(here).all())
            and (
                not np.isfinite(now).all() or (over_runs(here - now).told and self.written(arm) != self.written(AS_NOW))
            )
            for arm, here in self.runs.items()
        )

    def written(self, arm: str) -> str:
        """Return the level in a world as tables write it."""
        return words.level(self.of(arm).mean, self.level.out_of != "")
