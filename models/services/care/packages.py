"""Packages: how many hours of home care a need comes to, and how reviews change or end them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import FRAIL
from models.signals import INJURED
from models.standing import Manager, Payer, needs_help
from sim.draws import happens, uniform
from sim.effects import left_after
from sim.rules import kernel, rule


@rule
def package_hours(
    by_frailty: float, helped: bool, helped_ratio: float, reabled_months: int, reabled_share: float, half_life: float
) -> float:
    """Hours of home care a week that an assessment comes to.

    Unpaid help lowers them; so does reablement (by ``reabled_share``, fading by halves).
    Source: hours by frailty level; Glendinning et al. 2010; parameters/care.toml.
    """
    hours = by_frailty * helped_ratio if helped else by_frailty
    if reabled_months >= 0:
        hours *= 1.0 - reabled_share * left_after(reabled_months, half_life)
    return hours


@rule
def approved_hours(hours: float, luck: float, spread: float, cut_share: float) -> float:
    """Hours a week that the panel approves of those a plan asks for.

    The allocation formula misses by up to ``spread`` of the hours either way, by the person's lot; of what a plan
    asks for beyond it the panel cuts a share. Source: resource allocation as councils describe it; sizes assumed.
    """
    over = max(-spread * (2.0 * luck - 1.0), 0.0)
    return hours * (1.0 - cut_share * over)


class Rows(NamedTuple):
    """Columns of those who manage again, and of those with a package."""

    id: NDArray[np.uint32]
    cfs: NDArray[np.uint8]
    fell: NDArray[np.uint8]
    bed_days: NDArray[np.uint8]
    help_hours: NDArray[np.uint8]
    passing: NDArray[np.uint8]
    reabled: NDArray[np.int16]
    replaced: NDArray[np.float32]
    own_home_care: NDArray[np.uint8]
    care_hours_ratio: NDArray[np.float32]
    setting: NDArray[np.uint8]
    package: NDArray[np.float32]
    indicative: NDArray[np.float32]
    payer: NDArray[np.uint8]
    managed: NDArray[np.uint8]
    manages: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of packages, as they stand in the sheet."""

    hours_by_frailty: NDArray[np.float64]
    helped_hours_ratio: float
    self_funder_hours_ratio: float
    reabled_hours_share: float
    reabled_half_life_months: float
    reviews_per_year: float
    urgent_reviews_per_year: float
    other_exit_per_year: float
    passes_per_year: float
    relapse_per_year: float
    allocation_spread: float
    panel_cut_share: float


@kernel
def hours_of(cfs: int, helped: bool, reabled_months: int, ratio: float, p: Numbers) -> float:
    """Hours of home care a week that this person's need comes to, ``ratio`` times what they would be."""
    return ratio * package_hours(
        p.hours_by_frailty[cfs - 1],
        helped,
        p.helped_hours_ratio,
        reabled_months,
        p.reabled_hours_share,
        p.reabled_half_life_months,
    )


@kernel
def pass_by(rows: Rows, p: Numbers, refused: NDArray[np.integer], key: np.uint64, month: int) -> NDArray[np.uint32]:
    """Let need that passes whatever is done pass for those turned away, as for those with a package; return whose."""
    passed, found = np.empty(len(refused), np.uint32), 0
    for i in refused:
        waits = rows.passing[i] > 0 and rows.manages[i] == 0 and rows.cfs[i] >= FRAIL
        if waits and happens(uniform(key, month, rows.id[i]), p.passes_per_year):
            rows.manages[i] = 1
            passed[found] = i
            found += 1
    return passed[:found]


@kernel
def relapse(rows: Rows, p: Numbers, managing: NDArray[np.integer], key: np.uint64, month: int) -> None:
    """End managing alone with an injury, a stay in hospital or by luck; who is no longer frail has no need to."""
    for i in managing:
        if rows.setting[i] == 0 and (
            rows.cfs[i] < FRAIL
            or rows.fell[i] == INJURED
            or rows.bed_days[i] > 0
            or happens(uniform(key, month, rows.id[i]), p.relapse_per_year)
        ):
            rows.manages[i] = 0


class Keys(NamedTuple):
    """Keys of what a month may decide about a package: that need has passed, a review, another end, the lot."""

    passing: np.uint64
    review: np.uint64
    other_exit: np.uint64
    allocation: np.uint64


@kernel
def follow_plans(rows: Rows, managed: NDArray[np.integer]) -> None:
    """Let packages that Local Links manages be what is left of them to be bought."""
    for i in managed:
        if rows.managed[i] == Manager.LOCAL_LINKS:
            rows.package[i] = rows.indicative[i] * (1.0 - rows.replaced[i])


@kernel
def end(
    rows: Rows, p: Numbers, held: NDArray[np.integer], keys: Keys, month: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """End packages whose need has passed, or for other reasons; return whose, and who else may be due a review."""
    ended, due = np.empty(len(held), np.uint32), np.empty(len(held), np.uint32)
    ends, found, soonest = 0, 0, p.reviews_per_year + p.urgent_reviews_per_year
    for i in held:
        me = rows.id[i]
        passed = rows.passing[i] > 0 and happens(uniform(keys.passing, month, me), p.passes_per_year)
        other = happens(uniform(keys.other_exit, month, me), p.other_exit_per_year)
        if passed or other:
            rows.package[i] = 0.0
            rows.manages[i] = passed and not other and rows.cfs[i] >= FRAIL
            ended[ends] = i
            ends += 1
        else:
            due[found] = i
            found += uniform(keys.review, month, me) * 12.0 < soonest
    return ended[:ends], due[:found]


@kernel
def review(rows: Rows, p: Numbers, due: NDArray[np.integer], keys: Keys, month: int) -> int:
    """Review packages, sooner where need has risen or savings have run out; return how many the council takes over.

    Care that people buy themselves stays at what they buy; of the council's the panel approves a part.
    """
    came = 0
    for i in due:
        me, needs = rows.id[i], needs_help(rows.cfs[i], rows.manages[i] > 0)
        hours = hours_of(rows.cfs[i], rows.help_hours[i] > 0, rows.reabled[i], rows.care_hours_ratio[i], p)
        own, bought = rows.own_home_care[i] > 0, rows.payer[i] == Payer.SELF
        if own and bought:
            hours *= p.self_funder_hours_ratio
        else:
            hours = approved_hours(hours, uniform(keys.allocation, 0, me), p.allocation_spread, p.panel_cut_share)
        wanted = hours * (1.0 - rows.replaced[i]) if needs else 0.0
        urgent = needs and ((bought and not own) or wanted > 1.01 * rows.package[i])
        rate = p.reviews_per_year + (p.urgent_reviews_per_year if urgent else 0.0)
        if happens(uniform(keys.review, month, me), rate):
            if needs and not own:
                came += bought
                rows.payer[i] = Payer.COUNCIL
            rows.package[i] = wanted
            rows.indicative[i] = hours if needs and rows.payer[i] == Payer.COUNCIL else 0.0
    return came


@kernel
def close(rows: Rows, some: NDArray[np.integer]) -> None:
    """Leave nobody a payer, a budget or a manager of it without a package."""
    for i in some:
        if rows.package[i] == 0.0:
            rows.payer[i] = Payer.NOBODY
            rows.indicative[i] = 0.0
            rows.managed[i] = Manager.COUNCIL
