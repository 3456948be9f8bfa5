"""Grids: how often savings repay, over handover rates and one other thing; nothing is run again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments import words
from experiments.lending.loan_question import imposed
from experiments.lending.repayment import Change, Repayment
from models import Terms

SAVINGS = (0.5, 1.0, 1.5, 2.0, 3.0, 5.0)
LOANS = (50_000.0, 100_000.0, 150_000.0, 200_000.0)
CATCHMENTS = (0.5, 1.0, 2.0, 4.0)
HALF_LIVES = (6, 12, 24, 48)
"""Months in which a person's saving falls by half."""
DELAYS = (0, 3, 6, 12, 24)
"""Months by which handing over begins later."""


@dataclass(frozen=True)
class Grid:
    """A table of shares of runs repaid from savings: handover rates down, something else across."""

    title: str
    heads: tuple[str, ...]
    rates: tuple[float, ...]
    shares: NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """One column of a grid: its head, and the terms and flows it stands for."""

    head: str
    terms: Terms
    change: Change | None = None


def scaling(saving: float, catchment: float) -> Change:
    """Return what makes the saving per person, or the catchment, so many times as large."""
    return lambda flows: flows.scaled(saving, catchment)


def fading(half_life: int) -> Change:
    """Return what lets a person's saving fall by half in so many months."""
    return lambda flows: flows.faded(half_life)


def delaying(months: int) -> Change:
    """Return what lets handing over begin so many months later."""
    return lambda flows: flows.delayed(months)


def grids(found: Repayment) -> tuple[Grid, ...]:
    """Return handover by saving, loan, catchment, persistence and lag, Local Links kept up; none without such rates."""
    terms = found.kept_up
    if not found.question.rates:
        return ()
    return (
        _grid(found, "saving per person", [Step(f"{one:g} x", terms, scaling(one, 1.0)) for one in SAVINGS]),
        _grid(found, "loan", [Step(f"£{one / 1000:g}k", terms.lending(one)) for one in LOANS]),
        _grid(found, "catchment", [Step(f"{one:g} x", terms, scaling(1.0, one)) for one in CATCHMENTS]),
        _grid(
            found,
            "months in which a person's saving falls by half",
            [*(Step(str(one), terms, fading(one)) for one in HALF_LIVES), Step("it lasts", terms)],
        ),
        _grid(
            found,
            "how much later handing over begins",
            [Step(words.span(one) if one else "as it is", terms, delaying(one)) for one in DELAYS],
        ),
    )


def _grid(found: Repayment, title: str, steps: Sequence[Step]) -> Grid:
    rates = found.question.rates
    shares = [
        [found.under(one.terms, imposed(rate), one.change).settlement.repaid_from_savings.mean() for one in steps]
        for rate in rates
    ]
    return Grid(title, tuple(one.head for one in steps), rates, np.array(shares))
