"""Uncertainty: a comparison over all that is not known of the parameters, with luck told apart from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.asking.study import Arm, Study, plan_arms
from experiments.comparing.cashability import Cashability, default_sheet
from experiments.comparing.compare import Comparison, Replication, first_start, gather, replication_under
from experiments.comparing.summary import PER_THOUSAND, runs_table, values
from experiments.figures.parted import Nested, Parted, part, part_ratio
from experiments.runs.archive import Luck, Tally, archive_in
from experiments.runs.ensemble import Crew, replicate
from models import designed

MOST_DRAWS = 8_192
FEWEST_DRAWS, FEWEST_LUCKS = 4, 2
"""One luck a draw cannot tell luck from what is not known."""


@dataclass(frozen=True)
class Uncertainty:
    """A comparison over draws of the parameters, each under several lucks.

    Attributes:
        comparison: its runs are draws, each the mean of its lucks; its intervals hold what is not known alone.
        parted: by arm and measure, the number with what is not known and luck apart.
        runs: every single run, index (run, arm); run i is of draw i // lucks.
    """

    comparison: Comparison
    parted: Mapping[tuple[str, str], Parted]
    runs: pd.DataFrame

    @property
    def study(self) -> Study:
        """What was asked: ``replications`` draws, each under ``lucks`` lucks."""
        return self.comparison.study


def faults_of(draws: int, lucks: int) -> list[str]:
    """Return what is wrong with a number of draws and of lucks each.

    >>> faults_of(12, 2)
    ['--draws 12 is no power of two: write 8 or 16.']
    """
    faults = []
    below = 1 << max(draws.bit_length() - 1, 0)
    if draws < FEWEST_DRAWS:
        faults.append(f"--draws {draws} is too few: write {FEWEST_DRAWS} or more, a power of two.")
    elif draws > MOST_DRAWS:
        faults.append(f"--draws {draws} is too many: write {MOST_DRAWS} or fewer, a power of two.")
    elif draws != below:
        faults.append(f"--draws {draws} is no power of two: write {below} or {2 * below}.")
    if lucks < FEWEST_LUCKS:
        faults.append(f"--lucks {lucks} cannot tell luck from what is not known: write {FEWEST_LUCKS} or more.")
    return faults


def nested_faults(lucks: int, fixed: bool, precision: float | None) -> list[str]:
    """Return what is wrong with comparing under so many lucks a draw.

    >>> nested_faults(2, True, None)
    ['--lucks 2 parts luck from what is not known, which --fixed-parameters leaves out: leave one of them out.']
    """
    if lucks < 1:
        return [f"--lucks {lucks} is too few: write 1, or 2 or more to part luck from what is not known."]
    if lucks == 1:
        return []
    parts = f"--lucks {lucks} parts luck from what is not known"
    faults = [f"{parts}, which --fixed-parameters leaves out: leave one of them out."] if fixed else []
    return faults + ([f"{parts} over a set number of draws: leave --precision out."] if precision is not None else [])


def uncertainty(study: Study, crew: Crew | None = None) -> Uncertainty:
    """Run every arm at every draw of a nested Latin hypercube, each draw under so many lucks of its own.

    All arms of a run have the same people, luck and parameters. The same study with twice the draws begins with
    the same runs, so that none is made twice.
    """
    arms, crew = plan_arms(study), crew or Crew()
    task = partial(one_of_a_draw, study, arms, Cashability(default_sheet()), crew.archive)
    done = replicate(task, study.replications * study.lucks, crew)
    return part_draws(study, arms, done)


def one_of_a_draw(
    study: Study, arms: Sequence[Arm], cashability: Cashability, archive: Path | None, number: int
) -> Replication:
    """Run all arms once: run i has the i-th luck, and the row i // lucks of the design that the study's seed names."""
    draw = designed(study.seed, number // study.lucks)
    luck = Luck(archive_in(archive), study.seed + number, draw, first_start(arms))
    return replication_under(study, arms, cashability, luck)


def part_draws(study: Study, arms: Sequence[Arm], done: Sequence[Replication]) -> Uncertainty:
    """Return what the runs say together, those of one draw standing side by side."""
    lucks, weight = study.lucks, done[0].weight
    draws = [averaged(done[first : first + lucks]) for first in range(0, len(done), lucks)]
    runs = runs_table([(one.outcomes, one.spills, one.sizes) for one in done], weight)
    found = gather(study, arms, draws)
    parted = {
        (arm, name): _part(runs, arm, name, lucks)
        for arm, name in found.table.index
        if name in runs or name == PER_THOUSAND
    }
    return Uncertainty(replace(found, table=_with(found.table, parted)), parted, runs)


def averaged(lucks: Sequence[Replication]) -> Replication:
    """Return the mean of a draw's replications under several lucks; what does not vary with luck stays."""
    first = lucks[0]
    names = list(first.outcomes)
    return replace(
        first,
        outcomes={name: mean_of([one.outcomes[name] for one in lucks]) for name in names},
        spills={name: mean_of([one.spills[name] for one in lucks]) for name in names},
        sizes=_mean([one.sizes for one in lucks]),
        measures=_mean([one.measures for one in lucks]),
        fingerprints={name: " ".join(one.fingerprints[name] for one in lucks) for name in first.fingerprints},
        seconds=float(np.sum([one.seconds for one in lucks])),
        tally=sum((one.tally for one in lucks), Tally()),
    )


def mean_of[T](parts: Sequence[T]) -> T:
    """Return the mean, field by field, of records of numbers, of numbers by name, or of numbers by month."""
    named = {field.name: _mean([getattr(one, field.name) for one in parts]) for field in fields(parts[0])}  # type: ignore[arg-type]
    return replace(parts[0], **named)  # type: ignore[type-var]


def _mean(parts: Sequence):
    if isinstance(parts[0], Mapping):
        names = dict.fromkeys(name for one in parts for name in one)
        return {name: _mean([one.get(name, 0.0) for one in parts]) for name in names}
    return sum(parts[1:], parts[0]) / len(parts)


def _part(runs: pd.DataFrame, arm: str, name: str, lucks: int) -> Parted:
    if name == PER_THOUSAND:
        return part_ratio(
            1000.0 * nested(runs, arm, "months_delayed", lucks), nested(runs, arm, "programme_cost", lucks)
        )
    return part(nested(runs, arm, name, lucks))


def nested(runs: pd.DataFrame, arm: str, name: str, lucks: int) -> Nested:
    """Return one quantity of one arm by draw and luck, shape (draws, lucks)."""
    return values(runs, arm, name).reshape(-1, lucks)


def _with(table: pd.DataFrame, parted: Mapping[tuple[str, str], Parted]) -> pd.DataFrame:
    """Return the table with the intervals of what is not known, and what tells it from luck."""
    found = table.copy()
    for column in ("low", "high", "unknown_sd", "luck_sd"):
        found[column] = [getattr(parted[row], column) if row in parted else np.nan for row in found.index]
    return found
