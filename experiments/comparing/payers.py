"""Payers: who gains and who pays, purse by purse and year by year, in this world less in its twin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.comparing.accounts import Months, all_lines, line_difference
from experiments.comparing.cashability import Cashability, default_sheet

if TYPE_CHECKING:
    from models import Run

type Years = NDArray[np.float64]
"""One number for each year, shape (years,)."""

YEAR = 12
LEAST_SHOWN = 500.0
"""Pounds in a column below which a purse is not worth a row."""


@dataclass(frozen=True)
class Purses:
    """Pounds at 2010-11 prices by purse and year since the start, for the whole place.

    Attributes:
        gained: received less paid, here less in the twin; over all purses a year's sum to zero.
        freed: what of a purse's saving is money it can spend elsewhere; programmes not counted.
    """

    gained: Mapping[str, Years]
    freed: Mapping[str, Years]


def purses(twin: "Run", arm: "Run", start: int) -> Purses:
    """Return who gains and who pays from the month ``start`` on; a year that is not whole counts as one."""
    gained: dict[str, Years] = {}
    for line in all_lines(twin, arm):
        by_year = yearly(-line_difference(twin, arm, line.name)[start:] * arm.weight)
        _add(gained, line.payer, by_year)
        _add(gained, line.payee, -by_year)
    free = Cashability(default_sheet()).by_month(twin, arm)
    return Purses(gained, {holder: yearly(pounds[start:] * arm.weight) for holder, pounds in free.items()})


def yearly(months: Months) -> Years:
    """Return sums of twelve months from the first on.

    >>> yearly(np.ones(14)).tolist()
    [12.0, 2.0]
    """
    return np.add.reduceat(months, np.arange(0, len(months), YEAR))


def mean_purses(found: Sequence[Purses]) -> Purses:
    """Return the mean over the runs."""
    return Purses(
        gained={name: np.mean([one.gained[name] for one in found], axis=0) for name in found[0].gained},
        freed={name: np.mean([one.freed[name] for one in found], axis=0) for name in found[0].freed},
    )


def purse_rows(found: Sequence[Purses], span: int) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows of a table of who gains and who pays, so many years together, in thousands of pounds.

    Purses by which less than 500 pounds moves in all such years are left out.
    """
    gained = mean_purses(found).gained
    years = len(next(iter(gained.values())))
    firsts = range(0, years, span)
    summed = {name: [float(one[at : at + span].sum()) for at in firsts] for name, one in gained.items()}
    heads = [str(at + 1) if span == 1 else f"Years {at + 1}-{min(at + span, years)}" for at in firsts]
    rows = [
        [name, *(_whole_thousands(one) for one in (*sums, sum(sums)))]
        for name, sums in summed.items()
        if max(map(abs, sums)) >= LEAST_SHOWN
    ]
    return ["", *heads, "All"], rows


def _whole_thousands(pounds: float) -> str:
    return f"{round(pounds / 1_000.0):,}"


def _add(held: dict[str, Years], name: str, pounds: Years) -> None:
    held[name] = held.get(name, np.zeros(len(pounds))) + pounds
