"""Homes: who enters a care home, how long they have been there, and who pays for it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import YOUNGEST, is_exposed
from models.crowd import ALONE
from models.signals import CARE_HOME
from models.standing import Manager, Stage, home_payer, needs_help
from sim.draws import happens, uniform
from sim.reach import ROUNDING
from sim.rules import kernel, rule


@rule
def admission_ratio(
    by_frailty: float, alone: bool, lonely: bool, unmet: bool, grief: float, ratios: tuple[float, float, float, float]
) -> float:
    """How many times as fast as others of the same age and sex a person enters a care home, without dimension.

    ``grief`` runs from 1 just after a partner's death to 0; ``ratios`` are those of living alone, of
    loneliness (its causal part), of unmet need and of bereavement.
    Source: Clegg et al. 2016; Grundy and Jitlal 2007; Hanratty et al. 2018; Nihtila and Martikainen 2008.
    """
    ratio = by_frailty
    if alone:
        ratio *= ratios[0]
    if lonely:
        ratio *= ratios[1]
    if unmet:
        ratio *= ratios[2]
    return ratio * (1.0 + (ratios[3] - 1.0) * grief)


class Rows(NamedTuple):
    """Columns of those in care homes and of those who may enter one."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    age: NDArray[np.uint8]
    sex: NDArray[np.uint8]
    cfs: NDArray[np.uint8]
    alone: NDArray[np.uint8]
    lonely: NDArray[np.uint8]
    bereaved: NDArray[np.int8]
    help_hours: NDArray[np.uint8]
    discharge: NDArray[np.uint8]
    own_home_care: NDArray[np.uint8]
    own_with_house: NDArray[np.uint8]
    partner: NDArray[np.int32]
    care_residential_ratio: NDArray[np.float32]
    manages: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    setting_months: NDArray[np.int16]
    package: NDArray[np.float32]
    indicative: NDArray[np.float32]
    payer: NDArray[np.uint8]
    stage: NDArray[np.uint8]
    managed: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of entering a care home: what holds the share inside, and the ratios."""

    holding: NDArray[np.float64]
    average: NDArray[np.float64]
    ratios: tuple[float, float, float, float]
    admission_by_frailty: NDArray[np.float64]
    nursing_share_by_frailty: NDArray[np.float64]


def ceilings_of(p: Numbers) -> NDArray[np.float64]:
    """Return the highest rate by frailty level and age, per person-year, shape (9, SPAN); the lever comes on top."""
    by_age = (p.holding / p.average).max(axis=0)
    highest = float(np.maximum(p.ratios, 1.0).prod()) * ROUNDING
    table: NDArray[np.float64] = p.admission_by_frailty[:, None] * by_age[None, :] * highest
    return table


@kernel
def stay(rows: Rows, inside: NDArray[np.integer]) -> None:
    """Count the months of those in care homes and settle who pays."""
    for i in inside:
        if rows.setting_months[i] < 32000:
            rows.setting_months[i] += 1
        rows.payer[i] = home_payer(rows.partner[i] != ALONE, rows.own_home_care[i] > 0, rows.own_with_house[i] > 0)


@kernel
def look(rows: Rows, hints: NDArray[np.uint8], highest: NDArray[np.uint8], marked: NDArray[np.bool_]) -> None:
    """Mark those who may enter a care home, and those whom the hospital would send to one."""
    usual, of_exposed = highest[0], highest[1]
    for i in range(len(marked)):
        within = hints[i] <= (of_exposed if is_exposed(rows.age[i], rows.cfs[i]) else usual)
        marked[i] = within | (rows.discharge[i] == CARE_HOME)


@kernel
def enter(
    rows: Rows,
    p: Numbers,
    near: NDArray[np.uint32],
    ceilings: NDArray[np.float64],
    raised: float,
    fading: NDArray[np.float64],
    keys: tuple[np.uint64, np.uint64],
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> NDArray[np.uint32]:
    """Let those ``near`` enter a care home whom their luck or the hospital sends; return their rows.

    ``ceilings`` and ``raised``, the most that the lever multiplies a rate by, spare most of them the reckoning.
    Whoever enters leaves the pathway, and a package ends.
    """
    entered = np.empty(len(near), np.uint32)
    found, last = 0, p.holding.shape[1] - 1
    for i in near:
        cfs, place = rows.cfs[i], min(rows.age[i] - YOUNGEST, last)
        luck, sent = uniform(keys[0], month, rows.id[i]), rows.discharge[i] == CARE_HOME
        if luck * 12.0 >= ceilings[cfs - 1, place] * raised and not sent and i != watched:
            continue
        if not rows.here[i] or rows.setting[i] > 0:
            continue
        rate = admission_ratio(
            p.admission_by_frailty[cfs - 1],
            rows.alone[i] > 0,
            rows.lonely[i] > 0,
            needs_help(cfs, rows.manages[i] > 0) and rows.help_hours[i] == 0 and rows.package[i] == 0.0,
            fading[rows.bereaved[i] + 1],
            p.ratios,
        )
        rate *= p.holding[rows.sex[i], place] / p.average[rows.sex[i], place] * rows.care_residential_ratio[i]
        if i == watched:
            pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
        if sent or happens(luck, rate):
            nursing = uniform(keys[1], month, rows.id[i]) < p.nursing_share_by_frailty[cfs - 1]
            rows.setting[i] = 2 if nursing else 1
            rows.setting_months[i] = 0
            rows.payer[i] = home_payer(rows.partner[i] != ALONE, rows.own_home_care[i] > 0, rows.own_with_house[i] > 0)
            rows.package[i], rows.indicative[i] = 0.0, 0.0
            rows.stage[i], rows.managed[i] = Stage.NONE, Manager.COUNCIL
            entered[found] = i
            found += 1
    return entered[:found]
