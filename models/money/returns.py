"""Returns: what a row of payments earned - rate of return, present value, payback - and what cannot be said."""

from dataclasses import dataclass

import numpy as np
import pyxirr
from numpy.typing import NDArray

from sim.parameters import Sheet

type Flows = NDArray[np.float64]
"""Payments by period, out below nought, the first one today; shape (periods,) unless said otherwise."""

LOWEST, HIGHEST, STEPS = -0.95, 5.0, 4_000
"""Rates per year between which a root is looked for, and how finely."""


@dataclass(frozen=True)
class Rate:
    """A rate of return per year, or why there is none."""

    per_year: float | None
    said: str


def rate_of_return(flows: Flows, per_year: int = 4) -> Rate:
    """Return the yearly rate at which payments ``per_year`` times a year are worth nothing today.

    Where no rate or more than one does that, the answer says so; the present value still answers.
    """
    money = np.asarray(flows, np.float64)
    if not (money < 0.0).any() or not (money > 0.0).any():
        way = "in" if (money > 0.0).any() else "out"
        return Rate(
            None, f"There is no rate of return: money only ever goes {way}." if money.any() else "No money moved."
        )
    roots = _roots(money, per_year)
    if len(roots) > 1:
        several = " and ".join(f"{100 * root:.1f}%" for root in roots)
        return Rate(None, f"More than one rate of return fits ({several} a year), so none is given: see present value.")
    if not roots:
        return Rate(None, "No rate of return fits: at every rate the payments are worth more, or less, than nothing.")
    found = pyxirr.irr(money, guess=(1.0 + roots[0]) ** (1.0 / per_year) - 1.0, silent=True)
    rate = roots[0] if found is None else (1.0 + found) ** per_year - 1.0
    return Rate(rate, f"{100 * rate:.1f}% a year.")


def _roots(money: Flows, per_year: int) -> list[float]:
    rates = np.linspace(LOWEST, HIGHEST, STEPS)
    growth = (1.0 + rates) ** (1.0 / per_year)
    worth = np.polynomial.polynomial.polyval(1.0 / growth, money / np.abs(money).max())
    signs = np.sign(worth)
    turns = np.flatnonzero(signs[:-1] * signs[1:] < 0)
    share = worth[turns] / (worth[turns] - worth[turns + 1])
    exact = rates[signs == 0]
    return sorted([*(rates[turns] + share * (rates[turns + 1] - rates[turns])).tolist(), *exact.tolist()])


def present_value(flows: Flows, rate_per_year: float, per_year: int = 4) -> Flows:
    """Return today's worth of payments of which the first is made today; shape (..., periods) to (...)."""
    factors = (1.0 + rate_per_year) ** (-np.arange(np.shape(flows)[-1]) / per_year)
    return np.asarray(np.asarray(flows, np.float64) @ factors)


def real_value(flows: Flows, prices: Flows, at: float, sheet: Sheet, per_year: int = 4) -> Flows:
    """Return the worth at the first of nominal payments, in pounds of the price level ``at``, at the real rate.

    Args:
        prices: level of prices at each payment, shape (periods,).
    """
    return present_value(np.asarray(flows) * at / prices, float(sheet.discount_per_year), per_year)


def payback(flows: Flows) -> int | None:
    """Return the first period in which all that went out has come back, or nothing if it never does.

    >>> payback(np.array([-100.0, 40.0, 60.0, 5.0])), payback(np.array([-100.0, 40.0]))
    (2, None)
    """
    back = np.flatnonzero(np.cumsum(flows) >= 0.0)
    below = np.flatnonzero(np.cumsum(flows) < 0.0)
    if not len(below) or not len(back) or back[-1] < below[0]:
        return None if len(below) else 0
    return int(back[back > below[0]][0])
