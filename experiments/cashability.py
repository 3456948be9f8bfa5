"""Cashability: which part of a saving leaves its budget holder with money to spend elsewhere."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from experiments.accounts import Months, all_lines, line_difference
from sim.ledger import Cashable, Line
from sim.parameters import Sheet, read_sheet

if TYPE_CHECKING:
    from models import Run

PURSES_WITHOUT_BACKFILL = (Cashable.OWN,)
"""What residents do not spend is theirs; nobody else fills it again."""


@cache
def default_sheet() -> Sheet:
    """Return the team's assumptions, from cashability.toml beside this file."""
    return read_sheet(Path(__file__).with_name("cashability.toml"), {})


@dataclass(frozen=True)
class Cashability:
    """What frees cash: a share, a lag and a backfill for each class of ledger line.

    Attributes:
        sheet: for a class such as ``spot`` the parameters ``spot_share`` and, if it has one, ``spot_lag``.
    """

    sheet: Sheet

    def share(self, line: Line) -> float:
        """Return the share of a line's saving that frees cash, after what is filled again."""
        share = float(getattr(self.sheet, f"{_key(line)}_share"))
        return share if line.cashable in PURSES_WITHOUT_BACKFILL else share * (1.0 - float(self.sheet.backfill))

    def lag(self, line: Line) -> int:
        """Return after how many months it does so."""
        return round(float(getattr(self.sheet, f"{_key(line)}_lag", 0.0)))

    def by_holder(self, twin: "Run", arm: "Run", worth: Months) -> dict[str, float]:
        """Return pounds that come free, by budget holder, each month's at its ``worth``.

        A rise counts as a negative saving at the same share. What comes free after the last month is
        not counted. Charges that are no longer paid are taken off what their receiver saves.
        """
        holders: dict[str, float] = {}
        for line in all_lines(twin, arm):
            if line.cashable == Cashable.PROGRAMME:
                continue
            saving = -line_difference(twin, arm, line.name)
            free = float(later(self.share(line) * saving, self.lag(line)) @ worth)
            holders[line.payer] = holders.get(line.payer, 0.0) + free
            if line.cashable == Cashable.TRANSFER:
                kept = 1.0 - float(self.sheet.backfill)
                lost = float(self.sheet.charges_lost_share) * kept * float(saving @ worth)
                holders[line.payee] = holders.get(line.payee, 0.0) - lost
        return holders


def _key(line: Line) -> str:
    return str(line.cashable).replace(" ", "_")


def later(pounds: Months, months: int) -> Months:
    """Return monthly pounds moved ``months`` later; what falls behind the end is gone.

    >>> later(np.array([1.0, 2.0, 3.0]), 1).tolist()
    [0.0, 1.0, 2.0]
    """
    return np.concatenate([np.zeros(months), pounds])[: len(pounds)]
