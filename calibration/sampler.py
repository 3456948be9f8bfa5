"""Sampler: draws from a posterior on the unit cube by tempered sequential Monte Carlo."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

PARTICLES = 2_000
STEPS = 12
"""Moves of every particle at each temperature."""
KEPT = 0.5
"""Share of the particles that a temperature must leave effective."""

type LogLikelihood = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def posterior_draws(
    log_likelihood: LogLikelihood, parameters: int, seed: int, particles: int = PARTICLES
) -> NDArray[np.float64]:
    """Return draws from the posterior of a uniform prior on the unit cube, shape (particles, parameters).

    Particles begin as the prior and are weighed, resampled and moved while the likelihood is let in by degrees; each
    degree leaves half of them effective. Source: Del Moral, Doucet and Jasra 2006.
    """
    rng = np.random.default_rng(seed)
    points, told = rng.random((particles, parameters)), 0.0
    fit = log_likelihood(points)
    while told < 1.0:
        step = _next_degree(fit, 1.0 - told)
        told += step
        weights = np.exp(step * (fit - fit.max()))
        picked = _resampled(weights / weights.sum(), rng)
        points, fit = points[picked], fit[picked]
        points, fit = _moved(points, fit, told, log_likelihood, rng)
    return points


def _next_degree(fit: NDArray[np.float64], left: float) -> float:
    """Return how much more of the likelihood may be let in, by bisection on the effective number of particles."""

    def effective(step: float) -> float:
        weights = np.exp(step * (fit - fit.max()))
        return float(weights.sum() ** 2 / (weights**2).sum())

    if effective(left) >= KEPT * len(fit):
        return left
    low, high = 0.0, left
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if effective(middle) >= KEPT * len(fit) else (low, middle)
    return high


def _resampled(weights: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.integer]:
    """Return which particles go on, by systematic resampling."""
    at = (rng.random() + np.arange(len(weights))) / len(weights)
    picked: NDArray[np.integer] = np.minimum(np.searchsorted(np.cumsum(weights), at), len(weights) - 1)
    return picked


def _moved(
    points: NDArray[np.float64],
    fit: NDArray[np.float64],
    told: float,
    log_likelihood: LogLikelihood,
    rng: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Move the particles by random walks that keep the tempered posterior; walls of the cube throw them back."""
    many, width = points.shape
    root = np.linalg.cholesky(np.cov(points.T).reshape(width, width) + 1e-10 * np.eye(width))
    for step in range(STEPS):
        size = 2.38 / np.sqrt(width) * (0.3 if step % 3 == 2 else 1.0)
        proposed = points + size * rng.standard_normal((many, width)) @ root.T
        proposed = np.abs(np.mod(proposed + 1.0, 2.0) - 1.0)
        new = log_likelihood(proposed)
        taken = np.log(rng.random(many)) < told * (new - fit)
        points, fit = np.where(taken[:, None], proposed, points), np.where(taken, new, fit)
    return points, fit
