"""Accounts: pounds by ledger line and by account, in this world less in its twin."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models import PUBLIC, interventions
from sim.ledger import Cashable, Line

if TYPE_CHECKING:
    from models import Run

type Months = NDArray[np.float64]
"""One number for each month of the run, shape (months,)."""

DISCOUNT_PER_YEAR = 0.035
"""Real social discount rate (HM Treasury, The Green Book; years 0 to 30)."""


def discount_factors(months: int, start: int) -> Months:
    """Return today's worth of a pound spent in each month, ``start`` being today.

    >>> discount_factors(25, start=12)[[0, 12, 24]].round(4).tolist()
    [1.0, 1.0, 0.9662]
    """
    since = np.maximum(np.arange(months) - start, 0)
    return np.asarray((1.0 + DISCOUNT_PER_YEAR) ** (-since / 12.0))


def line_difference(twin: "Run", arm: "Run", name: str) -> Months:
    """Return pounds by month on one ledger line, here less in the twin."""
    here, there = ((run.ledger[name].to_numpy(np.float64) if name in run.ledger else 0.0) for run in (arm, twin))
    return np.zeros(arm.scenario.months) + here - there


def all_lines(twin: "Run", arm: "Run") -> tuple[Line, ...]:
    """Return every ledger line of the two worlds, each once."""
    return tuple({**twin.lines, **arm.lines}.values())


def programme_pounds(twin: "Run", arm: "Run") -> Months:
    """Return the gross cost of what the arm adds, by month: lines of programmes, here less in the twin."""
    costs = [
        line_difference(twin, arm, line.name) for line in all_lines(twin, arm) if line.cashable == Cashable.PROGRAMME
    ]
    return np.sum(costs, axis=0) if costs else np.zeros(arm.scenario.months)


def net_cost_by_account(twin: "Run", arm: "Run", worth: Months) -> dict[str, float]:
    """Return paid less received by account, here less in the twin; over all accounts it sums to zero."""
    accounts: dict[str, float] = {}
    for line in all_lines(twin, arm):
        pounds = float(line_difference(twin, arm, line.name) @ worth)
        accounts[line.payer] = accounts.get(line.payer, 0.0) + pounds
        accounts[line.payee] = accounts.get(line.payee, 0.0) - pounds
    return accounts


def public_accounts(arm: "Run") -> tuple[str, ...]:
    """Return the accounts of the public purse: council, NHS, and whoever pays for the interventions of a world."""
    kinds = [one for one in interventions() if one.name in arm.scenario.interventions]
    payers = {line.payer for kind in kinds for line in kind.lines if line.cashable == Cashable.PROGRAMME}
    return tuple(sorted({*PUBLIC, *payers}))
