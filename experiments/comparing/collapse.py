"""Collapse: how many networks no longer stand where volunteers leave so many times as fast as usual."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.asking.study import AS_NOW, Arm
from experiments.comparing.compare import Comparison
from experiments.figures.estimate import Estimate, over_runs
from models import place as place_card

EXODUS = "volunteer_exodus"
RATIO = "volunteer_exodus.leaving_ratio"
LEAVING = "volunteer.leaving_per_year"
BELOW = "hub.collapsed_below"
COLLAPSED = "hubs_collapsed"
MOST = 0.5
"""More than this share of the networks, or of the runs, are most of them."""


@dataclass(frozen=True)
class Pace:
    """What comes of one pace of leaving.

    Attributes:
        ratio: how many times as fast as usual volunteers leave.
        leaving: the share who would within a year, before any strain, under which more of them do.
        collapsed: networks that no longer stand, the mean of the last year.
        most: in how many runs those are most of the networks.
    """

    ratio: float
    leaving: float
    collapsed: Estimate
    most: int


@dataclass(frozen=True)
class Collapse:
    """A comparison in which the pace of leaving is all that differs.

    Attributes:
        networks: how many there were at the start.
        below: of a network's usual members, the share below which it counts as collapsed though it is open.
        usual: the world as now; ``paces`` the others, the slowest first.
    """

    networks: int
    below: float
    usual: Pace
    paces: tuple[Pace, ...]

    def has_most(self, one: Pace) -> bool:
        """Say whether most networks have collapsed at a pace, in the mean of the runs and in most of them."""
        often = one.most > MOST * one.collapsed.replications
        return often and one.collapsed.mean > MOST * self.networks

    @property
    def least(self) -> Pace | None:
        """Return the slowest of the paces at which most networks have collapsed, if there is one."""
        return next((one for one in self.paces if self.has_most(one)), None)


def collapse(found: Comparison) -> Collapse | None:
    """Return what each pace of leaving does to the networks, if it is what the worlds differ in and nothing else."""
    networks, arms = place_card(found.study.place).networks, list(found.levels[COLLAPSED].runs)
    others = [found.arm(name) for name in arms if name != AS_NOW]
    if not networks or not others or not _only_leaving(others):
        return None
    paces = [_pace(found, arm, networks) for arm in others]
    return Collapse(
        networks=networks,
        below=float(found.parameters[BELOW].mean()),
        usual=_pace(found, found.arm(AS_NOW), networks),
        paces=tuple(sorted(paces, key=lambda one: one.ratio)),
    )


def _only_leaving(arms: Sequence[Arm]) -> bool:
    """Say whether all that arms add is an exodus, of the same months and size in each of them."""
    if not all(arm.adds == (EXODUS,) and set(arm.numbers) <= {RATIO} for arm in arms):
        return False
    return len({arm.scenario.interventions[EXODUS] for arm in arms}) == 1


def _pace(found: Comparison, arm: Arm, networks: int) -> Pace:
    usual = 1.0 if arm.name == AS_NOW else float(found.parameters[RATIO].mean())
    ratio, runs = arm.numbers.get(RATIO, usual), found.levels[COLLAPSED].runs[arm.name]
    leaving = -np.expm1(-ratio * found.parameters[LEAVING].to_numpy(np.float64))
    most = int(np.sum(runs > MOST * networks))
    return Pace(ratio, float(leaving.mean()), _among(runs, networks), most)


def _among(runs: NDArray[np.float64], networks: int) -> Estimate:
    """Return how many of so many networks, run by run, so that no edge is below none of them or above all."""
    one = over_runs(runs)
    low, high = (float(np.clip(edge, 0.0, networks)) for edge in (one.low, one.high))
    return Estimate(one.mean, low, high, one.mc_error, one.replications)
