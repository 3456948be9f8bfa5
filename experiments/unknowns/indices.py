"""Indices: what share of an outcome's variance each input explains, alone and in all, with dummies as noise floor."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.figures.estimate import edges
from experiments.unknowns.emulator import Emulator, Points

DUMMIES = ("dummy 1", "dummy 2")
"""Inputs that do nothing; an index no larger than theirs is none."""
FINE, COARSE = 1_024, 128
"""Points of the sample at which the emulator's mean, and its possible surfaces, are looked at."""
SURFACES = 60
RESAMPLED = 100
"""Samples, drawn anew from the sample of points, by which its error is told."""


@dataclass(frozen=True)
class Index:
    """What one input explains of the variance: alone (``first``) and with all others (``total``), 80% intervals."""

    name: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float

    @property
    def dummy(self) -> bool:
        """Say whether it is an input that does nothing."""
        return self.name in DUMMIES


@dataclass(frozen=True)
class Indices:
    """Indices of every input, the largest total first and the dummies last.

    Attributes:
        foretold: share of the runs' variance that the emulator foretells of runs left out.
        noise_share: share of it that no input explains: luck, and what is too rough to follow.
    """

    each: tuple[Index, ...]
    foretold: float
    noise_share: float
    runs: int

    @property
    def floor(self) -> float:
        """The largest that the total index of an input that does nothing may be: the top of the dummies' intervals."""
        return max(one.total_high for one in self.each if one.dummy)

    def matters(self, one: Index) -> bool:
        """Say whether an input's total index is surely above what an input that does nothing gets."""
        return one.total_low > self.floor


def design(inputs: int, doublings: int, seed: int) -> Points:
    """Return two to the power of ``doublings`` points of a scrambled Sobol sequence, the last two columns dummies'.

    Shape (2 ** doublings, inputs + 2).
    """
    from scipy.stats import qmc

    return np.asarray(qmc.Sobol(inputs + len(DUMMIES), rng=seed).random_base2(doublings))


def indices(names: Sequence[str], points: Points, values: NDArray[np.float64], seed: int = 0) -> Indices:
    """Return the indices of every input and of the dummies, by an emulator through these runs.

    Each is that of the emulator's mean; its interval joins what the runs leave possible of the surface (indices of
    surfaces drawn from the emulator, about that of its mean at the same points; Le Gratiet, Cannamela and Iooss 2014)
    and the error of the sample that the index is reckoned on (Saltelli et al. 2010, by SALib).

    Args:
        points: of `design`, shape (runs, inputs + 2).
        values: the outcome of each run, shape (runs,) or, luck by luck, all runs under the same, (runs, lucks).
    """
    every = [*names, *DUMMIES]
    emulator = Emulator(points, values.reshape(len(values), -1).mean(axis=1), seed, left_by_luck(values))
    fine, coarse = _sample(len(every), FINE, seed), _sample(len(every), COARSE, seed)
    first, total, sampled = _reckoned(emulator.mean(fine), len(every), RESAMPLED)
    middle = np.array(_reckoned(emulator.mean(coarse), len(every))[:2])
    drawn = np.array([_reckoned(one, len(every))[:2] for one in emulator.surfaces(coarse, SURFACES, seed)])
    below, above = edges(drawn - middle)
    found = np.array([first, total])
    low, high = found - np.hypot(np.minimum(below, 0.0), sampled), found + np.hypot(np.maximum(above, 0.0), sampled)
    each = [
        Index(name, *(float(one) for one in row))
        for name, *row in zip(every, first, low[0], high[0], total, low[1], high[1], strict=True)
    ]
    order = sorted(each, key=lambda one: (one.dummy, -one.total))
    return Indices(tuple(order), emulator.foretold, emulator.noise_share, len(values))


def left_by_luck(values: NDArray[np.float64]) -> float:
    """Return the variance that luck leaves in the mean of each run; nought where there is one luck.

    What a luck does to all runs alike does no harm between them and is taken off first.

    >>> left_by_luck(np.array([[1.0, 3.0], [5.0, 7.0]])), left_by_luck(np.array([[1.0, 3.0], [7.0, 5.0]]))
    (0.0, 2.0)
    """
    if values.ndim == 1 or values.shape[1] == 1:
        return 0.0
    runs, lucks = values.shape
    rest = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0, keepdims=True) + values.mean()
    return float((rest**2).sum() / ((runs - 1) * (lucks - 1)) / lucks)


def _problem(inputs: int) -> dict[str, object]:
    return {"num_vars": inputs, "names": [str(one) for one in range(inputs)], "bounds": [[0.0, 1.0]] * inputs}


def _sample(inputs: int, count: int, seed: int) -> Points:
    from SALib.sample import sobol

    return np.asarray(sobol.sample(_problem(inputs), count, calc_second_order=False, seed=seed))


def _reckoned(values: NDArray[np.float64], inputs: int, resampled: int = 2) -> tuple[NDArray[np.float64], ...]:
    """Return first and total indices, and the half-widths of both that the sample leaves, shape (2, inputs)."""
    from SALib.analyze import sobol

    if np.ptp(values) == 0.0:
        return np.zeros(inputs), np.zeros(inputs), np.zeros((2, inputs))
    found = sobol.analyze(
        _problem(inputs), values, calc_second_order=False, num_resamples=resampled, conf_level=0.8, seed=0
    )
    return found["S1"], found["ST"], np.array([found["S1_conf"], found["ST_conf"]])
