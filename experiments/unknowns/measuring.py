"""Measuring: the studies behind `kith calibrate` and `kith validate`, checked before any work begins."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.fit import QUICK, Effort, Fit, fitted_to
from calibration.fitted import Overrides, fitted, values_at
from calibration.prospects import PROSPECTS, Prospect
from calibration.scorecard import Card, Outlook, Score, points_of
from calibration.simulator import in_leeds, later_on
from calibration.targets import Target, Use, chosen, targets
from experiments.asking.asked import out_of_range, refuse
from experiments.runs.answers import answers
from experiments.runs.ensemble import Crew
from models import stored_posterior
from sim.errors import ModelError

FEWEST_MEASURED, MOST_MEASURED = 2_000, 150_000
"""Residents of a world whose figures are set beside published ones: with fewer, luck hides what the model gives."""
MOST_DRAWS, MOST_RUNS, MOST_WORKERS = 256, 6_000, 1_024


@dataclass(frozen=True)
class Measuring:
    """What a user asked to be measured.

    Attributes:
        draws: how many worlds, each with a draw of the fitted numbers.
        sheets: take the sheets' own numbers in every world instead.
        further: also run to the years of the projections that others made.
    """

    draws: int = 16
    sheets: bool = False
    further: bool = False
    residents: int = 8_000
    seed: int = 1
    workers: int | None = None

    def faults(self) -> list[str]:
        """Return every fault in a sentence of its own."""
        found = out_of_range("--draws", self.draws, 1, MOST_DRAWS)
        found += out_of_range("--residents", self.residents, FEWEST_MEASURED, MOST_MEASURED)
        return found + _usual_faults(self.seed, self.workers)


def scored(asked: Measuring, crew: Crew) -> Card:
    """Return the scorecard, living every world it needs."""
    points = _points(asked)
    here: list[Target | Prospect] = [one for one in targets() if not one.later]
    there = _later() if asked.further else {}
    questions = in_leeds(points, here, asked.residents, asked.seed)
    for wanted in there.values():
        questions += later_on(points, wanted, asked.residents, asked.seed)
    found = answers(questions, crew)
    measured: dict[Target | Prospect, NDArray[np.float64]] = {}
    for number, wanted in enumerate([here, *there.values()]):
        values = np.array(found[number * len(points) : (number + 1) * len(points)])
        measured |= dict(zip(wanted, values.T, strict=True))
    return Card(
        [Score(one, measured[one]) for one in targets() if one in measured],
        [Outlook(one, measured[one]) for one in PROSPECTS if one in measured],
    )


def _later() -> dict[str, list[Target | Prospect]]:
    """Return by place what is measured later on than all else."""
    found: dict[str, list[Target | Prospect]] = {}
    later: list[Target | Prospect] = [*(one for one in targets() if one.later), *PROSPECTS]
    for one in later:
        found.setdefault(one.place, []).append(one)
    return found


def _points(asked: Measuring) -> tuple[Overrides, ...]:
    """Return what to change in each world: to a draw of the fitted numbers, or nothing."""
    if asked.sheets:
        return tuple({} for _ in range(asked.draws))
    table = stored_posterior()
    if table is None:
        raise ModelError("No fitted numbers are stored. Say --sheets for those of the sheets, or see: kith calibrate")
    return points_of(table.to_numpy(np.float64), list(table.columns), asked.draws)


def fit(effort: Effort, seed: int, crew: Crew) -> Fit:
    """Return a fit to the targets that are for it."""
    wanted = chosen(Use.FIT)

    def ask(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array(answers(in_leeds([values_at(one) for one in points], wanted, effort.residents, seed), crew))

    return fitted_to(wanted, len(fitted()), effort, seed, ask)


def _usual_faults(seed: int, workers: int | None) -> list[str]:
    found = out_of_range("--seed", seed, 0, 2**32)
    return found if workers is None else found + out_of_range("--workers", workers, 1, MOST_WORKERS)


def effort_of(
    quick: bool, runs: int | None, residents: int | None, seed: int = 1, workers: int | None = None
) -> Effort:
    """Return how much work a fit shall be, or refuse what is out of range."""
    effort = QUICK if quick else Effort()
    faults = _usual_faults(seed, workers)
    faults += [] if runs is None else out_of_range("--runs", runs, 32, MOST_RUNS)
    if residents is not None:
        faults += out_of_range("--residents", residents, FEWEST_MEASURED, MOST_MEASURED)
    refuse(faults)
    waves = effort.waves if runs is None else (runs,) if quick else (runs - runs // 3, runs // 3)
    return Effort(waves, residents or effort.residents)
