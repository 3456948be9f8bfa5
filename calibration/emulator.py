"""Emulator: what the model would give at any point, learnt from the runs there are, and how sure that is."""

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve

if TYPE_CHECKING:
    from sklearn.gaussian_process import GaussianProcessRegressor


@dataclass(frozen=True)
class Emulator:
    """One Gaussian process for each moment, of a quadratic trend, a smooth remainder and the luck of a run.

    Source: Kennedy and O'Hagan 2001; scikit-learn.

    Attributes:
        unsure: how far off the mean of each moment usually is, without the luck of a single run, shape (moments,);
            from leaving out one run at a time.
    """

    processes: "tuple[GaussianProcessRegressor, ...]"
    middle: NDArray[np.float64]
    spread: NDArray[np.float64]
    unsure: NDArray[np.float64]

    def predict(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean of each moment at points, shape (points, moments)."""
        means = [process.predict(points - 0.5) for process in self.processes]
        found: NDArray[np.float64] = self.middle + self.spread * np.column_stack(means)
        return found


def learnt(points: NDArray[np.float64], moments: NDArray[np.float64]) -> Emulator:
    """Return an emulator of the moments, shape (runs, moments), seen at points, shape (runs, parameters)."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel

    middle, spread = moments.mean(axis=0), np.maximum(moments.std(axis=0), 1e-12)
    processes = []
    for column in ((moments - middle) / spread).T:
        trend = ConstantKernel(0.5, (1e-4, 1e2)) * DotProduct(1.0, "fixed") ** 2
        smooth = ConstantKernel(0.3, (1e-4, 1e2)) * RBF(2.0, (0.3, 1e2))
        kernel = (trend + smooth) + WhiteKernel(0.1, (1e-6, 2.0))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            processes.append(GaussianProcessRegressor(kernel, normalize_y=False).fit(points - 0.5, column))
    unsure = spread * np.array([_left_out(process) for process in processes])
    return Emulator(tuple(processes), middle, spread, unsure)


def _left_out(process: "GaussianProcessRegressor") -> float:
    """Return how unsure a process usually is of a run it has not seen, luck apart.

    The median of all runs, for those at the edge, beyond which there is none, say little about the middle.

    Source: Rasmussen and Williams 2006, section 5.4.2.
    """
    inverse = cho_solve((process.L_, True), np.eye(len(process.L_)))
    return float(np.sqrt(max(np.median(1.0 / np.diag(inverse)) - process.kernel_.k2.noise_level, 0.0)))
