"""Result: what a finished run hands on, frozen and traceable."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.scenario import Scenario
from sim.events import Event
from sim.ledger import Line
from sim.watch import Decision


@dataclass(frozen=True)
class Spells:
    """Every change of anyone's standing, in order of month; before the first, standing is 0.

    Attributes:
        month: shape (n,), int16. person: id, shape (n,), int32. standing: shape (n,), uint8.
    """

    month: NDArray[np.int16]
    person: NDArray[np.int32]
    standing: NDArray[np.uint8]


@dataclass(frozen=True)
class Reach:
    """Whom a programme got to, or a marked event happened to; the same person may be there twice.

    Attributes:
        month: rising, shape (n,), int16. person: id, shape (n,), uint32.
    """

    month: NDArray[np.int16]
    person: NDArray[np.uint32]


@dataclass(frozen=True)
class Run:
    """A finished run.

    Attributes:
        measures: by month (rows) and measure (columns); units in ``attrs``.
        ledger: pounds at 2010-11 prices by month and line.
        lines: who pays whom on each line.
        left: by id, month of death or of moving out; -1 for those still there or never come.
        died: by id.
        fifth: by id, the fifth of deprivation of the neighbourhood, 1 the most deprived; of everyone who may ever come.
        lonely_months: by id, months in which the person was there and lonely.
        waiting_months: by id, months of waiting for an assessment, a reablement place or a plan.
        reached: whom programmes got to by the programme's name, and whom marked events happened to by theirs.
        census: residents and pounds by kind, every April and in the last month, shape (censuses, *SHAPE, 2); see
            models/census.py.
        hours: hours of volunteers by month and by what they served.
        fingerprint: 16 hex digits over scenario, seed, every parameter, tables, version and source.
        weight: people each resident stands for.
        parameters: values used, by ``word.parameter``; for a list, its ratio to the central one.
        start_seconds, run_seconds: CPU time of making the start state and of the months.
    """

    scenario: Scenario
    seed: int
    draw: int | None
    measures: pd.DataFrame
    ledger: pd.DataFrame
    lines: Mapping[str, Line]
    spells: Spells
    left: NDArray[np.int32]
    died: NDArray[np.bool_]
    fifth: NDArray[np.uint8]
    lonely_months: NDArray[np.uint16]
    waiting_months: NDArray[np.uint16]
    reached: Mapping[str, Reach]
    census: NDArray[np.float64]
    hours: pd.DataFrame
    fingerprint: str
    weight: float
    events: tuple[Event, ...]
    decisions: tuple[Decision, ...]
    parameters: Mapping[str, float]
    start_seconds: float
    run_seconds: float

    def __repr__(self) -> str:
        """Say in one line what was run and where it ended."""
        last = self.measures.iloc[-1]
        return (
            f"<{self.scenario.title} in {self.scenario.place}: {self.scenario.months} months, seed {self.seed}, "
            f"{last['residents']:,.0f} residents at the end, fingerprint {self.fingerprint}>"
        )
