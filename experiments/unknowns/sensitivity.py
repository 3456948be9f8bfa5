"""Sensitivity: which parameters decide what a comparison finds, one at a time and together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.asking.asked import out_of_range
from experiments.asking.study import Study, plan_arms
from experiments.comparing.compare import Comparison, Replication, gather
from experiments.comparing.ranking import per_thousand_pounds
from experiments.comparing.summary import PER_THOUSAND, QUANTITIES, runs_table, values
from experiments.runs.archive import Tally
from experiments.runs.ensemble import Crew
from experiments.unknowns.indices import Indices, design, indices
from experiments.unknowns.settings import Setting, at_setting, at_settings
from experiments.unknowns.tornado import Swing, ends, tornado
from sim.errors import did_you_mean
from sim.parameters import Entry, Sheet

FEWEST_POINTS, FEWEST_LUCKS = 16, 2


@dataclass(frozen=True)
class Depth:
    """How closely to look.

    Attributes:
        outcome: of which the sensitivity is asked, one of the comparison's quantities.
        lucks: under how many every setting is run; all settings share them.
        most: how many parameters, those that move it most one at a time, are varied together.
        points: settings at which they are varied together, a power of two; 0 for none.
    """

    outcome: str = "months_delayed"
    lucks: int = 2
    most: int = 8
    points: int = 64

    def faults(self) -> list[str]:
        """Return what is wrong with it.

        >>> Depth(points=50).faults()
        ['--points 50 is no power of two: write 32 or 64, or 0 for none.']
        """
        found = []
        below = 1 << max(self.points.bit_length() - 1, 0)
        if self.outcome not in (names := [one.name for one in QUANTITIES]):
            hint = did_you_mean(self.outcome, names) or f" Known: {', '.join(names)}."
            found.append(f"There is no outcome '{self.outcome}'.{hint}")
        if self.lucks < FEWEST_LUCKS:
            found.append(f"--lucks {self.lucks} cannot show how sure this is: write {FEWEST_LUCKS} or more.")
        found += out_of_range("--most", self.most, 1, 20)
        if self.points and self.points < FEWEST_POINTS:
            found.append(f"--points {self.points} is too few: write {FEWEST_POINTS} or more, or 0 for none.")
        elif self.points and self.points != below:
            found.append(f"--points {self.points} is no power of two: write {below} or {2 * below}, or 0 for none.")
        return found


@dataclass(frozen=True)
class Sensitivity:
    """What the parameters decide.

    Attributes:
        central: the comparison with every parameter at its central value, run by run of luck.
        swings: by arm, what every parameter does one at a time, the biggest first.
        together: by arm, the indices of the biggest varied together; an arm without the outcome has none.
        varied: these biggest, in the order of the columns of ``points``, whose last two are dummies'.
        answers: by arm, the outcome at every point luck by luck, shape (points, lucks).
    """

    study: Study
    depth: Depth
    central: Comparison
    swings: Mapping[str, tuple[Swing, ...]]
    together: Mapping[str, Indices]
    varied: tuple[str, ...]
    points: NDArray[np.float64]
    answers: Mapping[str, NDArray[np.float64]]
    tally: Tally


def sensitivity(
    study: Study, entries: Mapping[str, Entry], depth: Depth = Depth(), crew: Crew | None = None
) -> Sensitivity:
    """Run the study with every parameter at its low and its high, then the biggest together at a design's points."""
    study = replace(study, equal_budget=None, fixed=True, replications=depth.lucks)
    alone = at_settings(study, ends(entries), depth.lucks, crew)
    arms = [arm.name for arm in plan_arms(study)[1:]]
    moved = {arm: tornado(entries, [outcomes(done, arm, depth.outcome) for done in alone]) for arm in arms}
    varied = biggest(moved, depth.most) if depth.points else ()
    points = design(len(varied), max(depth.points.bit_length() - 1, 0), study.seed)[: depth.points]
    together = at_settings(study, placed(entries, varied, points), depth.lucks, crew) if varied else []
    answers = {arm: np.array([outcomes(done, arm, depth.outcome) for done in together]) for arm in arms if together}
    every = [*alone, *together]
    return Sensitivity(
        study=study,
        depth=depth,
        central=gather(study, plan_arms(at_setting(study, {})), alone[0]),
        swings=moved,
        together={
            arm: indices(varied, points, found, study.seed)
            for arm, found in answers.items()
            if np.isfinite(found).all() and np.ptp(found) > 0.0
        },
        varied=varied,
        points=points,
        answers=answers,
        tally=sum((one.tally for done in every for one in done), Tally()),
    )


def outcomes(done: Sequence[Replication], arm: str, measure: str) -> NDArray[np.float64]:
    """Return an outcome of an arm luck by luck, weighted to the whole place, shape (lucks,)."""
    runs = runs_table([(one.outcomes, one.spills, one.sizes) for one in done], done[0].weight)
    return per_thousand_pounds(runs, arm) if measure == PER_THOUSAND else values(runs, arm, measure)


def biggest(moved: Mapping[str, Sequence[Swing]], most: int) -> tuple[str, ...]:
    """Return the parameters that move any arm's outcome most, as a share of what moves that outcome most."""
    shares: dict[str, float] = {}
    for swings in moved.values():
        whole = max((one.width for one in swings), default=0.0)
        for one in swings:
            share = one.width / whole if whole > 0.0 else 0.0
            shares[one.parameter] = max(shares.get(one.parameter, 0.0), share)
    return tuple(sorted(shares, key=lambda name: -shares[name])[:most])


def placed(entries: Mapping[str, Entry], names: Sequence[str], points: NDArray[np.float64]) -> list[Setting]:
    """Return a setting for each point, every parameter at that quantile of its range, as draws are."""
    return [{name: _at(entries[name], float(row[at])) for at, name in enumerate(names)} for row in points]


def _at(entry: Entry, quantile: float) -> float:
    return float(getattr(Sheet("", [entry]).at({entry.name: quantile}), entry.name))


def tornado_frame(found: Sensitivity) -> pd.DataFrame:
    """Return one row for each arm and parameter."""
    rows = [
        {
            "arm": arm,
            "parameter": one.parameter,
            "unit": one.unit,
            "low": one.low,
            "high": one.high,
            "outcome": found.depth.outcome,
            "at_low": one.at_low.mean,
            "at_high": one.at_high.mean,
            "moves": one.moves.mean,
            "mc_error": one.moves.mc_error,
            "clear": one.moves.clear,
            "lucks": found.depth.lucks,
        }
        for arm, swings in found.swings.items()
        for one in swings
    ]
    return pd.DataFrame(rows)


def sobol_frame(found: Sensitivity) -> pd.DataFrame:
    """Return one row for each arm and input, dummies included."""
    rows = [
        {"arm": arm, "parameter": one.name, "outcome": found.depth.outcome}
        | {
            name: getattr(one, name)
            for name in ("first", "first_low", "first_high", "total", "total_low", "total_high")
        }
        | {"dummy": one.dummy, "above_dummies": each.matters(one), "foretold": each.foretold, "runs": each.runs}
        for arm, each in found.together.items()
        for one in each.each
    ]
    columns = ["arm", "parameter", "outcome", "first", "first_low", "first_high", "total", "total_low", "total_high"]
    return pd.DataFrame(rows, columns=[*columns, "dummy", "above_dummies", "foretold", "runs"])
