"""Ages: tables by age band as values by single year, and what holds a prevalence steady."""

from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.rules import rule

YOUNGEST = 60
OLDEST = 105
AGES = np.arange(YOUNGEST, OLDEST + 1)
SPAN = len(AGES)
"""Single years of age kept: 60 to 105, the last for everyone older."""

MOST_YEARS = 120
"""Age that stands for all that are older."""

LEVELS = 9
"""Levels of frailty, from 1."""

FRAIL = 5
"""First level of frailty that counts as frail."""

VERY_OLD = 85
"""Age from which rates of death and illness have a ceiling of their own."""

THINNING_YEARS = 24.0
"""How fast a population thins out with age, roughly: by exp(-((age - 60) / 24) cubed), a seventh of it by 90."""

FASTEST = 6.0
"""Highest rate of worsening, per person-year, that a ladder is given: as fast as two in five a month."""

SEXES = ("M", "F")
"""Sex codes in the order of their numbers, 0 and 1."""


def band(age: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the five-year band of each age: 0 for 60-64 up to 6 for 90 and over."""
    return np.clip((np.asarray(age).astype(np.int64) - 60) // 5, 0, 6)


def by_age(table: pd.DataFrame, column: str, sex: str) -> NDArray[np.float64]:
    """Return a column of a table by ``sex`` and ``age_from`` for single years, shape (SPAN,).

    Straight lines join points in the middles of the bands (the open band's is taken as 93). The
    points are moved until the mean over each band, in a population that thins out with age, is the
    value of the table; the ends follow the nearest line for half a band and then stay.
    """
    mine = np.flatnonzero(table["sex"].to_numpy() == sex)
    starts, values = table["age_from"].to_numpy(float)[mine], table[column].to_numpy(float)[mine]
    order = np.argsort(starts)
    return _line_over(tuple(starts[order].tolist()), tuple(values[order].tolist())).copy()


@lru_cache(maxsize=256)
def _line_over(of_band: tuple[float, ...], on_average: tuple[float, ...]) -> NDArray[np.float64]:
    """Return the line over bands that begin at these ages and have these means (see `by_age`), found once."""
    starts, values = np.array(of_band), np.array(on_average)
    ends = np.append(starts[1:], 96.0)
    middles = (starts + ends) / 2.0
    thinning = np.exp(-(((AGES - YOUNGEST) / THINNING_YEARS) ** 3))
    bands = np.searchsorted(starts, AGES, side="right") - 1
    weight = np.bincount(bands, thinning)
    points = values.copy()
    line = _joined(starts, middles, ends, points)
    for _ in range(40):
        means = np.bincount(bands, thinning * line) / weight
        points = points * np.where(means > 0, values / np.maximum(means, 1e-12), 1.0)
        line = _joined(starts, middles, ends, points)
    return line


def _joined(
    starts: NDArray[np.float64], middles: NDArray[np.float64], ends: NDArray[np.float64], points: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the line through the points at single years of age, never below 0, shape (SPAN,)."""
    first = points[0] - (points[1] - points[0]) / (middles[1] - middles[0]) * (middles[0] - starts[0])
    last = points[-1] + (points[-1] - points[-2]) / (middles[-1] - middles[-2]) * (ends[-1] - middles[-1])
    at = np.concatenate([[starts[0]], middles, [ends[-1]]])
    line: NDArray[np.float64] = np.interp(AGES + 0.5, at, np.concatenate([[first], points, [last]]))
    return np.maximum(line, 0.0)


def by_age_and_sex(table: pd.DataFrame, column: str) -> NDArray[np.float64]:
    """Return a column by sex and single year of age, shape (2, SPAN)."""
    return np.stack([by_age(table, column, sex) for sex in SEXES])


def holding_rates(
    prevalence: NDArray[np.float64], easing: NDArray[np.float64], deaths: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the rates of worsening that keep a ladder of levels as it is at every age.

    A cohort that grows a year older must move from today's prevalence at its age to today's at the
    next. With S_k the share above level k, u_k the rate of worsening out of k, e_k the rate of
    easing out of k and m the death rate,

        dS_k/da = u_k p_k - e_(k+1) p_(k+1) - sum over j > k of p_j (m_j - mean m)

    which is solved for u_k.

    Args:
        prevalence: share of the living at each level, shape (SPAN, levels), rows sum to 1.
        easing: rate of easing one level, per person-year, shape (SPAN, levels); column 0 is not used.
        deaths: death rate by level, per person-year, shape (SPAN, levels).

    Returns:
        Worsening out of each level but the last, per person-year, shape (SPAN, levels - 1), never below 0 or
        above `FASTEST`, which no rate reaches at the central values of the sheets.

    Source: conservation of people; no data enter.
    """
    above = prevalence[:, ::-1].cumsum(axis=1)[:, ::-1]
    slope = np.gradient(above, axis=0)
    mean_death = (prevalence * deaths).sum(axis=1, keepdims=True)
    excess = (prevalence * (deaths - mean_death))[:, ::-1].cumsum(axis=1)[:, ::-1]
    needed = slope[:, 1:] + easing[:, 1:] * prevalence[:, 1:] + excess[:, 1:]
    share = np.maximum(prevalence[:, :-1], 1e-6)
    rates: NDArray[np.float64] = np.clip(needed / share, 0.0, FASTEST)
    return rates


def entering_rates(
    inside: NDArray[np.float64], deaths: NDArray[np.float64], dying_inside: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the rates of entering that keep the share inside (a care home) as it is at every age, shape (2, SPAN).

    Args:
        inside: share inside by sex and age, shape (2, SPAN).
        deaths: death rate of everyone by sex and age, per person-year, shape (2, SPAN).
        dying_inside: death rate inside by sex and age, per person-year, shape (2, SPAN).
    """
    rates = np.zeros_like(inside)
    for sex in (0, 1):
        share = np.clip(inside[sex], 1e-4, 0.9)
        dying = np.maximum(deaths[sex], dying_inside[sex])
        outside = (deaths[sex] - share * dying) / (1.0 - share)
        levels, by_level = np.stack([1.0 - share, share], axis=1), np.stack([outside, dying], axis=1)
        rates[sex] = holding_rates(levels, np.zeros((SPAN, 2)), by_level)[:, 0]
    return rates


@rule
def is_exposed(age: int, cfs: int) -> bool:
    """Say whether someone is frail or very old: one of the few whose rates run much higher than those of others.

    Source: definition; it decides only how closely a rate is looked at.
    """
    return bool((cfs >= FRAIL) | (age >= VERY_OLD))


def ceilings(rates: NDArray[np.float64]) -> tuple[float, float]:
    """Return the highest rate of all who are not exposed (see `is_exposed`), and the highest of all.

    Args:
        rates: by single year of age and frailty level, shape (SPAN, 9) or only its first levels.
    """
    return float(rates[: VERY_OLD - YOUNGEST, : FRAIL - 1].max()), float(rates.max())


def highest_by_age(rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rates by age and frailty level with a place for every value of the two columns, shape (121, 10).

    Args:
        rates: by single year of age and frailty level from 1, shape (SPAN, 9) or only its first levels.
    """
    table = np.zeros((MOST_YEARS + 1, LEVELS + 1))
    table[YOUNGEST : OLDEST + 1, 1 : rates.shape[1] + 1] = rates
    table[OLDEST + 1 :] = table[OLDEST]
    return table


def level_means(
    values: NDArray[np.floating], among: NDArray[np.bool_], cfs: NDArray[np.integer]
) -> NDArray[np.float64]:
    """Return the mean of a value by frailty level among those marked, shape (9,); 1 at a level nobody is at."""
    level = cfs[among] - 1
    total = np.bincount(level, values[among], LEVELS)
    many = np.bincount(level, minlength=LEVELS)
    means: NDArray[np.float64] = np.where(many > 0, total / np.maximum(many, 1), 1.0)
    return means


def cell_means(
    values: NDArray[np.floating],
    weights: NDArray[np.floating],
    age: NDArray[np.integer],
    sex: NDArray[np.integer],
    reach: int = 2,
) -> NDArray[np.float64]:
    """Return the weighted mean of a value by sex and single year of age, shape (2, SPAN).

    Each age is joined by ``reach`` years on either side, and more where people are few, so that
    small populations give steady means; an empty cell takes the mean of its sex.
    """
    place = np.clip(np.asarray(age).astype(np.int64) - YOUNGEST, 0, SPAN - 1)
    means = np.ones((2, SPAN))
    for code in (0, 1):
        mine = sex == code
        total = np.bincount(place[mine], weights=(values * weights)[mine], minlength=SPAN)
        count = np.bincount(place[mine], weights=weights[mine], minlength=SPAN)
        if count.sum() <= 0:
            continue
        enough = 0.02 * count.sum()
        for at in range(SPAN):
            width = reach
            low, high = max(at - width, 0), min(at + width + 1, SPAN)
            while count[low:high].sum() < enough and (low > 0 or high < SPAN):
                width += 1
                low, high = max(at - width, 0), min(at + width + 1, SPAN)
            means[code, at] = total[low:high].sum() / count[low:high].sum()
    return means
