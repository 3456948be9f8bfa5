"""Residents: who aged 60 and over begins to volunteer, goes on, and stops."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.ages import AGES, FRAIL, SPAN
from models.crowd import Crowd
from models.services.volunteer.strength import Giving, Numbers, is_trained
from sim.draws import happens, uniform
from sim.parameters import Sheet
from sim.rules import kernel, rule


@rule
def joining_rate(base: float, asked_ratio: float, added: float) -> float:
    """Rate at which someone fit enough starts to volunteer, per person-year.

    ``asked_ratio`` is 1 for those nobody asks; ``added`` is what programmes that ask bring, per candidate and year.
    Source: volunteers are recruited by being asked; parameters/volunteer.toml.
    """
    return base * asked_ratio + added


class Rows(NamedTuple):
    """Columns of the month's pass over residents."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    age: NDArray[np.uint8]
    cfs: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    member: NDArray[np.uint8]
    neighbourhood: NDArray[np.uint8]
    volunteer_joining_ratio: NDArray[np.float32]
    visited: NDArray[np.uint8]
    volunteer: NDArray[np.uint8]
    served_months: NDArray[np.int16]


@kernel
def begin_giving(
    rows: Rows,
    p: Numbers,
    by_area: tuple[NDArray[np.float64], NDArray[np.float64]],
    near: NDArray[np.uint32],
    key: np.uint64,
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> NDArray[np.uint32]:
    """Let those fit for it start, among the rows ``near``; by area: ratio of members, whom the network asks, and added.

    Whoever a volunteer visits is asked too, and may become a helper. Returns who starts.
    """
    begun, found, last = np.empty(len(near), np.uint32), 0, len(p.joining) - 1
    for i in near:
        fit = rows.cfs[i] < FRAIL and rows.setting[i] == 0
        if not fit or rows.volunteer[i] != Giving.NOT or not rows.here[i]:
            continue
        luck, area = uniform(key, month, rows.id[i]), rows.neighbourhood[i]
        asked = by_area[0][area] if rows.member[i] > 0 else 1.0
        if rows.visited[i] > 0:
            asked = max(asked, p.helped_ratio)
        rate = joining_rate(p.joining[min(rows.age[i] - 60, last)], asked, by_area[1][area])
        rate *= rows.volunteer_joining_ratio[i]
        if i == watched:
            pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
        if happens(luck, rate):
            rows.volunteer[i] = Giving.TRAINING
            rows.served_months[i] = 0
            begun[found] = i
            found += 1
    return begun[:found]


@kernel
def go_on_giving(
    rows: Rows, p: Numbers, leaving: NDArray[np.float64], held: NDArray[np.uint32], key: np.uint64, month: int
) -> NDArray[np.uint32]:
    """Let volunteers serve another month, finish their training, or stop: at will, or as they are no longer fit.

    Returns who is active.
    """
    active, found = np.empty(len(held), np.uint32), 0
    for i in held:
        rows.served_months[i] += 1
        fit = rows.cfs[i] < FRAIL and rows.setting[i] == 0
        if not fit or happens(uniform(key, month, rows.id[i]), leaving[rows.neighbourhood[i]]):
            rows.volunteer[i] = Giving.NOT
        elif is_trained(rows.served_months[i], p.training_months):
            rows.volunteer[i] = Giving.ACTIVE
            active[found] = i
            found += 1
    return active[:found]


def volunteers_by_age(p: Sheet) -> NDArray[np.float64]:
    """Return the share of residents who volunteer by single year of age, shape (SPAN,)."""
    return np.interp(AGES, p.share_age, p.share_by_age)


def start(crowd: Crowd, p: Sheet) -> None:
    """Draw who volunteers at entry, among those fit for it, and for how long they have."""
    fit = (crowd["cfs"] < FRAIL) & (crowd["setting"] == 0)
    share = volunteers_by_age(p)[np.clip(crowd.age - 60, 0, SPAN - 1)]
    fit_share = np.maximum(pd.Series(fit).groupby(np.asarray(crowd.age)).transform("mean").to_numpy(), 0.05)
    gives = fit & (crowd.luck("volunteer") < share / fit_share)
    crowd.columns["volunteer"] = np.where(gives, Giving.ACTIVE, Giving.NOT).astype(np.uint8)
    months = np.minimum(-np.log1p(-crowd.luck("served")) * 12.0 / p.leaving_per_year, 360) + p.training_months
    crowd.columns["served_months"] = np.where(gives, months, 0).astype(np.int16)
