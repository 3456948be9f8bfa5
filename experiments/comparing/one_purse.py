"""One purse: how much of the NHS's budget whoever pays for care holds as well, and what is theirs together."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from experiments.asking.study import Arm, Study
from models import health_held, sheets

PAYER, HEALTH = "council", "NHS"
HELD = "dividend.payer_holds_health"
"""The number that says so; a place, a scenario, one world of it, or the command line may give it."""


def held(study: Study, arm: Arm) -> float:
    """Return how much of the NHS's purse whoever pays for care holds in an arm, from 0 to 1."""
    return held_with(study.place, {**study.overrides, **arm.numbers})


def held_with(place: str, numbers: Mapping[str, float]) -> float:
    """Return how much of the NHS's purse whoever pays for care in a place holds, with these numbers changed."""
    return float(numbers.get(HELD, health_held(sheets(place)["dividend"])))


def as_held(pounds: Mapping[str, NDArray[np.float64]], share: float) -> dict[str, NDArray[np.float64]]:
    """Return pounds by holder where the payer holds this share of the NHS's; over all holders they stay the same.

    >>> two = {"council": np.array([5.0]), "NHS": np.array([2.0])}
    >>> {name: one.tolist() for name, one in as_held(two, 0.25).items()}
    {'council': [5.5], 'NHS': [1.5]}
    >>> {name: one.tolist() for name, one in as_held(two, 1.0).items()}
    {'council': [7.0]}
    """
    if share <= 0.0 or HEALTH not in pounds:
        return dict(pounds)
    moved = share * pounds[HEALTH]
    found = {PAYER: pounds.get(PAYER, np.zeros_like(moved)) + moved}
    found |= {name: one for name, one in pounds.items() if name not in (PAYER, HEALTH)}
    return found if share >= 1.0 else {PAYER: found.pop(PAYER), HEALTH: pounds[HEALTH] - moved} | found
