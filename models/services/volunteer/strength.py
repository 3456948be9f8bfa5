"""Strength: what volunteers do and give, how soon they stop, and what they come to in each neighbourhood."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.signals import Role
from sim.draws import uniform
from sim.rules import kernel, rule


class Giving(IntEnum):
    """Whether someone gives time as a volunteer."""

    NOT = 0
    TRAINING = 1
    ACTIVE = 2


@rule
def leaving_rate(base: float, strain: float, kept: float, strained_ratio: float) -> float:
    """Rate at which a volunteer stops, per volunteer-year.

    ``strain`` runs from 0 to 1 (hours asked over hours given); ``kept`` is how much longer support makes them stay.
    Source: 80% likely to continue for a year (NCVO 2019), as a rate; more where overloaded, assumed.
    """
    return base * (1.0 + (strained_ratio - 1.0) * strain) / (1.0 + kept)


@rule
def role_of(luck: float, helper_share: float, befriender_share: float) -> int:
    """Return the code of `Role`, theirs for life; those who are neither helpers nor befrienders drive.

    Source: shares assumed; parameters/volunteer.toml.
    """
    if luck < helper_share:
        return Role.HELPER
    return Role.BEFRIENDER if luck < helper_share + befriender_share else Role.DRIVER


@rule
def weekly_hours(luck: float, mean: float, spread: float) -> float:
    """Hours a week a volunteer gives when active, theirs for life: within ``spread`` (a share) of the mean, evenly.

    Source: mean of Community Life Survey 2012-13, spread assumed; parameters/volunteer.toml.
    """
    return mean * (1.0 + spread * (2.0 * luck - 1.0))


@rule
def is_trained(months: int, training_months: float) -> bool:
    """Say whether a volunteer of so many months, 0 in the month of beginning, is trained.

    Source: training and vetting last so long, whoever volunteers; parameters/volunteer.toml.
    """
    return months >= training_months


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    joining: NDArray[np.float64]
    helped_ratio: float
    training_months: float
    strained_ratio: float
    helper_share: float
    befriender_share: float
    hours_per_week: float
    hours_spread: float


class Strength(NamedTuple):
    """Active volunteers of each neighbourhood, those of them who drive, and hours a week of both, shape (groups,)."""

    active: NDArray[np.float64]
    drivers: NDArray[np.float64]
    hours: NDArray[np.float64]
    driving: NDArray[np.float64]


@kernel
def leaving_rates(
    p: Numbers, usual: float, strain: NDArray[np.float64], kept: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the rate at which volunteers stop by neighbourhood, shape (groups,)."""
    rates = np.empty(len(strain))
    for area in range(len(strain)):
        rates[area] = leaving_rate(usual, strain[area], kept[area], p.strained_ratio)
    return rates


@kernel
def traits(
    ids: NDArray[np.integer], p: Numbers, keys: tuple[np.uint64, np.uint64]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return role and hours a week of volunteers by id, each shape (n,)."""
    roles, hours = np.empty(len(ids), np.uint8), np.empty(len(ids))
    for at in range(len(ids)):
        roles[at] = role_of(uniform(keys[0], 0, ids[at]), p.helper_share, p.befriender_share)
        hours[at] = weekly_hours(uniform(keys[1], 0, ids[at]), p.hours_per_week, p.hours_spread)
    return roles, hours


@kernel
def add_up(strength: Strength, area: NDArray[np.integer], roles: NDArray[np.uint8], hours: NDArray[np.float64]) -> None:
    """Add active volunteers to the strength of their neighbourhoods."""
    for at in range(len(area)):
        strength.active[area[at]] += 1.0
        strength.hours[area[at]] += hours[at]
        if roles[at] == Role.DRIVER:
            strength.drivers[area[at]] += 1.0
            strength.driving[area[at]] += hours[at]
