"""Fifths: whom an arm reaches, and whom it helps, in each fifth of deprivation."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from experiments.asking.study import Arm
from experiments.comparing import spillover_told
from experiments.comparing.compare import Comparison
from experiments.comparing.summary import values_or_nought
from experiments.figures.estimate import Estimate, over_runs, ratio_of_means
from models import place

MOST_DEPRIVED = 1


@dataclass(frozen=True)
class Fifth:
    """One arm in one fifth of deprivation; the last three are per 1,000 residents who live there at the start.

    Attributes:
        living: share of the place's residents who live there.
        reached: people reached; ``lonely`` lonely months fewer, ``council`` council-funded months fewer.
    """

    living: float
    reached: Estimate
    lonely: Estimate
    council: Estimate


def living(name: str) -> Mapping[int, float]:
    """Return the share of a place's residents in each fifth of deprivation that it has, the most deprived first."""
    parts = place(name).parts
    return {
        fifth: sum(one.share for one in parts if one.fifth == fifth) for fifth in sorted({one.fifth for one in parts})
    }


def fifths(found: Comparison, arm: Arm) -> Mapping[int, Fifth]:
    """Return what an arm does in each fifth; nothing where a place has but one."""
    shares = living(found.study.place)
    if len(shares) < 2:
        return {}
    return {fifth: _fifth(found, arm, fifth, share) for fifth, share in shares.items()}


def _fifth(found: Comparison, arm: Arm, fifth: int, share: float) -> Fifth:
    thousands = share * place(found.study.place).residents / 1000.0
    kinds = ("reached_in_fifth", "lonely_in_fifth", "council_in_fifth")
    reached, lonely, council = (
        over_runs(values_or_nought(found.runs, arm.name, f"{kind}.{fifth}") / thousands) for kind in kinds
    )
    return Fifth(share, reached, lonely, council)


def deprived(found: Comparison, arm: Arm) -> str:
    """Return whether an arm reaches and helps the most deprived fifth more than the others."""
    shares = living(found.study.place)
    if MOST_DEPRIVED not in shares or len(shares) < 2:
        return ""
    thousands = place(found.study.place).residents / 1000.0
    met, less = (
        {fifth: values_or_nought(found.runs, arm.name, f"{kind}.{fifth}") for fifth in shares}
        for kind in ("reached_in_fifth", "lonely_in_fifth")
    )
    share = shares[MOST_DEPRIVED]
    others = sum((less[fifth] for fifth in shares if fifth != MOST_DEPRIVED), np.zeros(len(found.parameters)))
    return spillover_told.deprived(
        share,
        ratio_of_means(met[MOST_DEPRIVED], sum(met.values(), np.zeros(len(found.parameters)))),
        over_runs(less[MOST_DEPRIVED] / (share * thousands)),
        over_runs(others / ((1.0 - share) * thousands)),
    )
