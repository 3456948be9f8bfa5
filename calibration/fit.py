"""Fit: from runs at chosen points to draws from the posterior, in waves that each look closer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.emulator import Emulator, learnt
from calibration.sampler import LogLikelihood, posterior_draws
from calibration.targets import Target

type Ask = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Gives the moments of a model, shape (points, targets), at points, shape (points, parameters)."""


@dataclass(frozen=True)
class Effort:
    """How much work a fit is.

    Attributes:
        waves: runs in each wave: the first fills the prior evenly, later ones look where the fit so far points to.
        residents: people in each world.
        draws: how many draws of the posterior are kept.
    """

    waves: tuple[int, ...] = (512, 256)
    residents: int = 8_000
    draws: int = 256

    @property
    def runs(self) -> int:
        """How many worlds are run in all."""
        return sum(self.waves)


QUICK = Effort(waves=(128,), residents=5_000)
"""A fit that takes minutes: coarser, but of the same thing."""


@dataclass(frozen=True)
class Fit:
    """What a fit found.

    Attributes:
        points, moments: of all runs, shapes (runs, parameters) and (runs, targets).
        emulator: learnt from them.
        draws: of the posterior, shape (draws, parameters), each a quantile of its prior.
    """

    wanted: tuple[Target, ...]
    points: NDArray[np.float64]
    moments: NDArray[np.float64]
    emulator: Emulator
    draws: NDArray[np.float64]


def fitted_to(wanted: Sequence[Target], parameters: int, effort: Effort, seed: int, ask: Ask) -> Fit:
    """Return the fit of a model to some targets; the same for the same effort and seed.

    Args:
        parameters: how many numbers are fitted; each is uniform between 0 and 1 before the fit.
        ask: gives the model's moments at points.
    """
    points, moments = design(effort.waves[0], parameters, seed), np.empty((0, len(wanted)))
    draws = points
    for wave, runs in enumerate(effort.waves):
        chosen = points if wave == 0 else draws[:: max(len(draws) // runs, 1)][:runs]
        moments = np.vstack([moments, ask(chosen)])
        points = chosen if wave == 0 else np.vstack([points, chosen])
        emulator = learnt(points, moments)
        draws = posterior_draws(log_likelihood(emulator, wanted), parameters, seed)
    kept = draws[np.random.default_rng(seed).permutation(len(draws))[: effort.draws]]
    return Fit(tuple(wanted), points, moments, emulator, kept)


def design(points: int, parameters: int, seed: int) -> NDArray[np.float64]:
    """Return points that fill the unit cube evenly, shape (points, parameters) (scrambled Sobol).

    Source: Owen 1997; scipy.stats.qmc.
    """
    from scipy.stats import qmc

    exponent = int(np.ceil(np.log2(max(points, 2))))
    filled: NDArray[np.float64] = qmc.Sobol(parameters, rng=seed).random_base2(exponent)[:points]
    return filled


def log_likelihood(emulator: Emulator, wanted: Sequence[Target]) -> LogLikelihood:
    """Return how likely the targets are at a point: each is normal about the moment, unsure as it and the emulator are.

    Errors of different targets count as independent.
    """
    values, errors = (np.array([getattr(one, field) for one in wanted]) for field in ("value", "error"))
    variance = errors**2 + emulator.unsure**2

    def told(points: NDArray[np.float64]) -> NDArray[np.float64]:
        likely: NDArray[np.float64] = -0.5 * ((emulator.predict(points) - values) ** 2 / variance).sum(axis=1)
        return likely

    return told


def informed(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much of each parameter's prior spread the data took away: 0 they say nothing, 1 they fix it."""
    prior = 1.0 / np.sqrt(12.0)
    taken: NDArray[np.float64] = 1.0 - draws.std(axis=0, ddof=1) / prior
    return taken
