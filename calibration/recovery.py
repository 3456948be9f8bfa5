"""Recovery: whether the method finds what it is given to find, on a small model whose answer is known by simulation.

Parameters are drawn from the prior, figures are made from them with their error, and the fit is asked for them: the
rank of the truth among the draws must be even (simulation-based calibration; Talts et al. 2018).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from calibration.emulator import learnt
from calibration.fit import Ask, design, log_likelihood
from calibration.sampler import posterior_draws
from calibration.targets import Target


def ranks(
    wanted: Sequence[Target], parameters: int, ask: Ask, truths: int, seed: int, runs: int = 128, draws: int = 400
) -> NDArray[np.float64]:
    """Return where each truth lies among the draws of its fit, from 0 to 1, shape (truths, parameters).

    One emulator, learnt from so many ``runs``, serves all truths; each truth's figures are its moments with the
    errors of the targets.
    """
    rng = np.random.default_rng(seed)
    points = design(runs, parameters, seed)
    emulator = learnt(points, ask(points))
    found = np.empty((truths, parameters))
    for number in range(truths):
        truth = rng.random(parameters)
        moments = ask(truth[None, :])[0]
        figures = [
            replace(one, value=float(value + one.error * rng.standard_normal()))
            for one, value in zip(wanted, moments, strict=True)
        ]
        posterior = posterior_draws(log_likelihood(emulator, figures), parameters, seed + number, draws)
        found[number] = (posterior < truth).mean(axis=0)
    return found


def unevenness(ranks_found: NDArray[np.float64], bins: int = 8) -> NDArray[np.float64]:
    """Return for each parameter the chance of ranks at least so uneven if the method is right (a chi-square test)."""
    from scipy.stats import chisquare

    return np.array(
        [chisquare(np.histogram(column, bins, (0.0, 1.0))[0]).pvalue for column in ranks_found.T], np.float64
    )
