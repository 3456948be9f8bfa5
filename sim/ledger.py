"""Ledger: every pound posted once, in whole pence, from a payer to a payee."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import ModelError, did_you_mean

DAYS_PER_MONTH = 365.25 / 12.0
WEEKS_PER_MONTH = DAYS_PER_MONTH / 7.0


def drawn_down(pounds: float, months: int, over_months: float) -> float:
    """Return what is drawn this month of a sum drawn evenly over so many months, ``months`` after the first.

    A last part of a month draws its part of a month's sum.

    >>> drawn_down(120.0, 0, 12.0), drawn_down(120.0, 12, 12.0), drawn_down(25.0, 2, 2.5)
    (10.0, 0.0, 5.0)
    """
    return pounds / over_months * min(max(over_months - months, 0.0), 1.0)


class Cashable(StrEnum):
    """What kind of saving it is when a line falls."""

    SPOT = "spot"
    BLOCK = "block"
    RESIDENTIAL = "residential"
    DIRECT_PAYMENT = "direct payment"
    STAFF_TIME = "staff time"
    HEALTH = "health"
    PROGRAMME = "programme"
    OWN = "own money"
    TRANSFER = "transfer"


@dataclass(frozen=True)
class Line:
    """One kind of payment: who pays whom, for what, and whether less of it frees cash."""

    name: str
    payer: str
    payee: str
    heading: str
    cashable: Cashable


class Ledger:
    """Pence by month and line; an account is the sum of what it received less what it paid."""

    def __init__(self, lines: Iterable[Line], months: int, price_year: str) -> None:
        self.price_year = price_year
        self.lines: dict[str, Line] = {}
        self._place: dict[str, int] = {}
        self._pence: NDArray[np.int64] = np.zeros((months, 0), np.int64)
        self.open(lines)

    def open(self, lines: Iterable[Line]) -> None:
        """Add lines, on which nothing has been paid yet."""
        self.lines |= {line.name: line for line in lines}
        self._place = {name: place for place, name in enumerate(self.lines)}
        new = len(self.lines) - self._pence.shape[1]
        self._pence = np.pad(self._pence, ((0, 0), (0, new)))

    def post(self, month: int, line: str, pence: int) -> None:
        """Add a payment, in whole pence, to a line of a month."""
        if line not in self._place:
            raise ModelError(f"The ledger has no line '{line}'.{did_you_mean(line, self._place)}")
        if pence != int(pence):
            raise ModelError(f"'{line}' was given {pence} pence; the ledger takes whole pence.")
        self._pence[month, self._place[line]] += int(pence)

    def posted(self, line: str, month: int) -> int:
        """Return what a line carried in one month, in pence."""
        return int(self._pence[month, self._place[line]])

    def pence(self, line: str) -> NDArray[np.int64]:
        """Return what a line carried by month, in pence, shape (months,)."""
        return self._pence[:, self._place[line]].copy()

    def accounts(self) -> dict[str, NDArray[np.int64]]:
        """Return the balance of every account by month, in pence: received less paid."""
        balances: dict[str, NDArray[np.int64]] = {}
        for name, line in self.lines.items():
            for account, sign in ((line.payer, -1), (line.payee, 1)):
                balance = balances.setdefault(account, np.zeros(len(self._pence), np.int64))
                balance += sign * self._pence[:, self._place[name]]
        return balances

    def frame(self) -> pd.DataFrame:
        """Return pounds by month (rows) and line (columns); the price year is in ``attrs``."""
        frame = pd.DataFrame(self._pence / 100.0, columns=list(self.lines))
        frame.index.name = "month"
        frame.attrs = {"unit": "pounds", "price_year": self.price_year}
        return frame
