"""Emulator: a Gaussian process through the runs of a design, and how well it foretells a run left out."""

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Points = NDArray[np.float64]
"""Points of the unit cube, shape (points, inputs)."""

SMOOTH = (0.05, 100.0)
"""Bounds of how far along an input the outcome stays alike, in widths of its range."""
TINY = 1e-9
LEAST, MOST = 1e-6, 1.0
"""Noise that is always allowed for, and the most that may be known beforehand, as shares of the variance."""
STARTS = (0.2, 0.5, 1.5)
"""Lengths from which the fit begins; the likeliest end is taken, for one alone may settle beside the summit."""


class Emulator:
    """Foretells an outcome anywhere in the unit cube from runs at some of its points, noise told apart.

    A linear trend and one smooth surface with a length of its own for every input; what is left is taken for noise,
    of which there is no less than ``noise``, the variance that luck is known to leave in a value (Rasmussen and
    Williams 2006, chapters 2 and 5). Else a few noisy runs would be followed as if they were a rough surface.
    """

    def __init__(self, points: Points, values: NDArray[np.float64], seed: int = 0, noise: float = 0.0) -> None:
        self._points = points
        self._centre, self._spread = float(values.mean()), float(values.std()) or 1.0
        self._scaled = (values - self._centre) / self._spread
        self._kernel, self._noise = _fitted(points, self._scaled, seed, noise / self._spread**2)
        whole = self._kernel(points) + (self._noise + TINY) * np.eye(len(points))
        self._root = np.linalg.cholesky(whole)
        self._inverse = np.linalg.inv(whole)

    @property
    def noise_share(self) -> float:
        """Share of the runs' variance that the inputs do not explain."""
        return float(min(self._noise, 1.0))

    @property
    def foretold(self) -> float:
        """Share of the runs' variance foretold when each is left out in turn; 1 is perfect, 0 no better than the mean.

        Source: Dubrule (1983), leave-one-out residuals in closed form.
        """
        left_out = (self._inverse @ self._scaled) / np.diag(self._inverse)
        return float(1.0 - np.mean(left_out**2) / max(np.mean(self._scaled**2), TINY))

    def mean(self, points: Points) -> NDArray[np.float64]:
        """Return what is expected at these points, shape (points,)."""
        return self._centre + self._spread * (self._kernel(points, self._points) @ (self._inverse @ self._scaled))

    def surfaces(self, points: Points, count: int, seed: int = 0) -> NDArray[np.float64]:
        """Return surfaces that the runs leave possible, at these points, shape (count, points); none holds noise."""
        across = self._kernel(points, self._points)
        half = np.linalg.solve(self._root, across.T)
        left = self._kernel(points) - half.T @ half
        root = np.linalg.cholesky(left + 1e-6 * np.eye(len(points)))
        chance = np.random.default_rng(seed).standard_normal((len(points), count))
        return self._centre + self._spread * ((across @ (self._inverse @ self._scaled))[None, :] + (root @ chance).T)


def _fitted(points: Points, values: NDArray[np.float64], seed: int, noise: float) -> tuple[Any, float]:
    """Return the kernel without its noise, and the noise, no less than given, fitted by maximum likelihood."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel

    trend = ConstantKernel(0.1, (1e-6, 1e2)) * DotProduct(1.0, (1e-2, 1e2))
    known = min(max(noise, LEAST), MOST)
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a length at its bound says that an input does nothing
        for length in STARTS:
            surface = ConstantKernel(1.0, (1e-4, 1e3)) * RBF(np.full(points.shape[1], length), SMOOTH)
            kernel = surface + trend + WhiteKernel(max(0.1, known), (known, 1e1))
            found.append(GaussianProcessRegressor(kernel, random_state=seed).fit(points, values))
    best = max(found, key=lambda one: float(one.log_marginal_likelihood_value_)).kernel_
    return best.k1, float(best.k2.noise_level)
