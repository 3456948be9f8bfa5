"""Simulator: the moments of the model at points of the fitted parameters, as questions that anyone may answer."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from calibration.fitted import Overrides
from calibration.history import CENSUSES, lived
from calibration.moments import measured
from calibration.targets import Measured
from models import Scenario, fingerprint_of

LUCKS = 8
"""Lucks that the points share by turns: common random numbers within each, so that most of luck falls out of a fit."""

MEASURED_BY = ("history.py", "moments.py")


@dataclass(frozen=True)
class Question:
    """What the moments of some targets are in one world.

    Attributes:
        censuses: months at whose end everyone is looked at.
    """

    scenario: Scenario
    seed: int
    wanted: tuple[Measured, ...]
    censuses: tuple[int, ...] = CENSUSES

    def answer(self) -> NDArray[np.float64]:
        """Live the world and return its moments, shape (targets,)."""
        history = lived(self.scenario, self.seed, self.censuses)
        return np.array([measured(history, one.measure, one.group) for one in self.wanted])

    @property
    def fingerprint(self) -> str:
        """16 hex digits over the world, its numbers and source, what is measured, and how."""
        asked = [(one.measure, one.group) for one in self.wanted]
        parts = (fingerprint_of(self.scenario, self.seed, None), repr((asked, self.censuses)), _measuring())
        return hashlib.blake2b("/".join(parts).encode(), digest_size=8).hexdigest()


@cache
def _measuring() -> str:
    """Return 16 hex digits over the source of the measures."""
    digest = hashlib.blake2b(digest_size=8)
    for name in MEASURED_BY:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()


def in_leeds(points: Sequence[Overrides], wanted: Sequence[Measured], residents: int, seed: int) -> list[Question]:
    """Return what to ask of a scaled Leeds at each point."""
    return _at_each(points, "leeds", wanted, CENSUSES, residents, seed)


def later_on(points: Sequence[Overrides], wanted: Sequence[Measured], residents: int, seed: int) -> list[Question]:
    """Return what to ask of one place at each point, up to the last month that is wanted."""
    months = tuple(sorted({0} | {one.group.last for one in wanted}))
    return _at_each(points, wanted[0].place, wanted, months, residents, seed)


def _at_each(
    points: Sequence[Overrides],
    place: str,
    wanted: Sequence[Measured],
    censuses: tuple[int, ...],
    residents: int,
    seed: int,
) -> list[Question]:
    months = censuses[-1] + 1
    return [
        Question(
            Scenario(place, "calibration", overrides=point, months=months, residents=residents),
            seed + number % LUCKS,
            tuple(wanted),
            censuses,
        )
        for number, point in enumerate(points)
    ]
