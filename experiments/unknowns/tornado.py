"""Tornado: every parameter at its low and at its high, all else central, under the same lucks, the biggest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.figures.estimate import Estimate, over_runs
from experiments.unknowns.settings import Setting
from sim.parameters import Entry


@dataclass(frozen=True)
class Swing:
    """What one parameter does to one outcome of one arm.

    Attributes:
        at_low: the outcome with the parameter at ``low``, ``at_high`` at ``high``.
        moves: at high less at low, luck by luck.
    """

    parameter: str
    unit: str
    low: float
    high: float
    at_low: Estimate
    at_high: Estimate
    moves: Estimate

    @property
    def width(self) -> float:
        """How far the outcome moves, whichever way."""
        return abs(self.moves.mean)


def ends(entries: Mapping[str, Entry]) -> list[Setting]:
    """Return the settings of a tornado: nothing changed, then the low and the high of each parameter in turn."""
    return [{}, *({name: edge} for name, entry in entries.items() for edge in entry.rows[0][1:])]


def tornado(entries: Mapping[str, Entry], outcomes: Sequence[NDArray[np.float64]]) -> tuple[Swing, ...]:
    """Return what every parameter does, the biggest first.

    Args:
        outcomes: for each setting of `ends`, in their order, the outcome luck by luck, shape (lucks,).
    """
    found = []
    for place, (name, entry) in enumerate(entries.items()):
        below, above = outcomes[1 + 2 * place], outcomes[2 + 2 * place]
        _, low, high = entry.rows[0]
        found.append(Swing(name, entry.unit, low, high, over_runs(below), over_runs(above), over_runs(above - below)))
    return tuple(sorted(found, key=lambda one: -one.width))


def deciding(swings: Sequence[Swing]) -> tuple[Swing, ...]:
    """Return the fewest clear swings whose squares are half of all or more, as variances are; none if they are not."""
    half, found, sum_of = sum(one.width**2 for one in swings) / 2.0, [], 0.0
    for one in sorted(swings, key=lambda one: -one.width):
        if sum_of >= half or not one.moves.clear:
            break
        found.append(one)
        sum_of += one.width**2
    return tuple(found) if found and sum_of >= half else ()
