"""Cashability: which part of a saving leaves its budget holder with money to spend elsewhere."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from experiments.comparing.accounts import Months, all_lines, line_difference
from models import free_lag, free_share, income_lost_share, sheets
from sim.ledger import Cashable, Line
from sim.parameters import Sheet

if TYPE_CHECKING:
    from models import Run


def default_sheet() -> Sheet:
    """Return the team's assumptions: the sheet of the dividend."""
    return sheets()["dividend"]


@dataclass(frozen=True)
class Cashability:
    """What frees cash: a share, a lag and a backfill for each class of ledger line.

    Attributes:
        sheet: for a class such as ``spot`` the parameters ``spot_share`` and, if it has one, ``spot_lag``.
    """

    sheet: Sheet

    def share(self, line: Line) -> float:
        """Return the share of a line's saving that frees cash, after what is filled again."""
        return free_share(self.sheet, line.cashable)

    def lag(self, line: Line) -> int:
        """Return after how many months it does so."""
        return free_lag(self.sheet, line.cashable)

    def by_holder(self, twin: "Run", arm: "Run", worth: Months) -> dict[str, float]:
        """Return pounds that come free, by budget holder, each month's at its ``worth``."""
        return {holder: float(free @ worth) for holder, free in self.by_month(twin, arm).items()}

    def by_month(self, twin: "Run", arm: "Run") -> dict[str, Months]:
        """Return pounds that come free by budget holder and month.

        A rise counts as a negative saving at the same share. What comes free after the last month is
        not counted. Charges that are no longer paid are taken off what their receiver saves, and so is every
        income that is no longer received off what those save who pay out of money of their own.
        """
        lines = all_lines(twin, arm)
        spenders = {line.payer for line in lines if line.cashable == Cashable.OWN}
        holders: dict[str, Months] = {}
        for line in lines:
            saving = -line_difference(twin, arm, line.name)
            for holder, free in self.free(line, saving).items():
                _add(holders, holder, free)
            if line.payee in spenders and line.cashable != Cashable.TRANSFER:
                _add(holders, line.payee, -free_share(self.sheet, Cashable.OWN) * saving)
        return holders

    def free(self, line: Line, saving: Months) -> dict[str, Months]:
        """Return what a line's saving by month frees for its payer and takes from whom it charged for."""
        if line.cashable == Cashable.PROGRAMME:
            return {}
        free = {line.payer: later(self.share(line) * saving, self.lag(line))}
        if line.cashable == Cashable.TRANSFER:
            free[line.payee] = -income_lost_share(self.sheet) * saving
        return free


def _add(held: dict[str, Months], name: str, pounds: Months) -> None:
    held[name] = held.get(name, np.zeros(len(pounds))) + pounds


def later(pounds: Months, months: int) -> Months:
    """Return monthly pounds moved ``months`` later; what falls behind the end is gone.

    >>> later(np.array([1.0, 2.0, 3.0]), 1).tolist()
    [0.0, 1.0, 2.0]
    """
    return np.concatenate([np.zeros(months), pounds])[: len(pounds)]
