"""Agreement: one set of terms over the stored cash flows of many runs, from the saving to everybody's cash."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.money.dividend import Freeing, Pounds, cash, dividend, later, quarterly, split
from models.money.fund import FundCash, fund_cash
from models.money.loan import Pence, Runs, Settlement, honoured, schedule, settle
from models.money.solvency import insolvent_from, own_cash
from models.pounds import price_index
from models.terms import MONTHS_PER_QUARTER, Base, Terms
from sim.parameters import Sheet

YEAR = 12
DONE = ("contract", "indicative", "truth", "waiting", "plans", "running")
"""Flows that come of what Local Links does."""


@dataclass(frozen=True)
class Flows:
    """What a programme's runs hand on, from the loan's first month: pounds at 2010-11 prices, shape (runs, months).

    Attributes:
        first_month: of the loan, in months of the run.
        contract: indicative less actual packages of those handed over, a month.
        indicative: those packages unreduced.
        truth: the council's spending on care in the twin world less here.
        waiting: what of the truth is packages not yet paid for, as more people here wait for a plan.
        cost: Local Links' staff, volunteers and premises.
        plans: brokered and approved; ``budgets``: newly allotted where Local Links works; people a month.
        running: people whose support Local Links keeps up.
        frees: what of a saving is cash, run by run.
        luck: of the guarantor, from 0 to 1, shape (runs,); ``goodwill``: what is left of its word, 1 all of it.
    """

    first_month: int
    contract: Pounds
    indicative: Pounds
    truth: Pounds
    waiting: Pounds
    cost: Pounds
    plans: Pounds
    budgets: Pounds
    running: Pounds
    frees: Freeing
    luck: NDArray[np.float64]
    goodwill: NDArray[np.float64]

    def scaled(self, saving: float = 1.0, catchment: float = 1.0) -> "Flows":
        """Return flows with another saving per person, or another number of people in the catchment."""
        both = saving * catchment
        return replace(
            self,
            contract=self.contract * both,
            indicative=self.indicative * catchment,
            truth=self.truth * both,
            waiting=self.waiting * catchment,
            plans=self.plans * catchment,
            budgets=self.budgets * catchment,
            running=self.running * catchment,
        )

    def faded(self, half_life_months: float) -> "Flows":
        """Return flows in which a person's saving falls by half every so many months after the plan.

        How long plans have run follows from how many were made and how many still run, with the same chance of
        ending in every month of a run.
        """
        ended = self.plans.sum(axis=1) - self.running[:, -1]
        held = self.running.sum(axis=1)
        stays = 1.0 - np.clip(np.divide(ended, held, out=np.zeros(len(held)), where=held > 0.0), 0.0, 1.0)
        kept = np.ones(self.plans.shape)
        stock, worth = np.zeros(len(stays)), np.zeros(len(stays))
        for month in range(self.plans.shape[1]):
            stock = stock * stays + self.plans[:, month]
            worth = worth * stays * 0.5 ** (1.0 / half_life_months) + self.plans[:, month]
            kept[:, month] = np.divide(worth, stock, out=np.ones(len(stays)), where=stock > 0.0)
        return replace(self, contract=self.contract * kept, truth=self.truth * kept)

    def delayed(self, months: int) -> "Flows":
        """Return flows in which handing over begins so many months later, while loan and staff run on."""
        late = np.full(len(self.luck), float(months))
        return self._moved(DONE, lambda flow: later(flow, late))

    def since(self, months: int) -> "Flows":
        """Return flows of a loan drawn so many months into the programme."""
        return replace(
            self._moved((*DONE, "cost", "budgets"), lambda flow: flow[:, months:]),
            first_month=self.first_month + months,
        )

    def _moved(self, names: tuple[str, ...], move: Callable[[Pounds], Pounds]) -> "Flows":
        changes: dict[str, Any] = {name: move(getattr(self, name)) for name in names}
        return replace(self, **changes)

    @cached_property
    def handover_rate(self) -> NDArray[np.float64]:
        """Plans over budgets of the whole time, shape (runs,)."""
        budgets = self.budgets.sum(axis=1)
        return np.divide(self.plans.sum(axis=1), budgets, out=np.zeros(len(budgets)), where=budgets > 0.0)


@dataclass(frozen=True)
class Agreed:
    """What one set of terms makes of the flows; pence by run and quarter, shape (runs, quarters).

    Attributes:
        freed: cash that the contract's saving frees. council_part, local_links_part: of the dividend.
        enterprise: Local Links' balance by month, nominal pounds. closed: month of its insolvency or -1.
        council: the council's cash: what the true saving frees less what it pays away.
        prices: level of prices, 1 in 2010-11, at the points of the fund's cash, shape (quarters + 1,).
    """

    terms: Terms
    freed: Pence
    council_part: Pence
    local_links_part: Pence
    settlement: Settlement
    fund: FundCash
    enterprise: Pounds
    closed: NDArray[np.int64]
    council: Pence
    prices: NDArray[np.float64]


def agree(flows: Flows, terms: Terms, sheets: Mapping[str, Sheet], deflator: pd.DataFrame) -> Agreed:
    """Return everybody's cash under these terms; nothing is simulated.

    Where insolvency counts, Local Links closes in the month in which it can no longer pay, and what it
    would have saved from then on is not saved; what it had done until then stays.
    """
    months, quarters = flows.contract.shape[1], terms.quarters
    level, followed = nominal_prices(flows, terms, deflator)
    second = reached(flows, terms)
    saving = saved(flows, terms) * followed[:months]
    freed, council_part, own_part = shared(saving, flows.frees, terms)
    costs = flows.cost * level[:months]
    enterprise = own_cash(schedule(terms, second).drawn, own_part, costs, terms, sheets["solvency"])
    closed = insolvent_from(enterprise, sheets["solvency"])
    works = np.ones((len(closed), months))
    if terms.insolvency:
        works[:] = (closed[:, None] < 0) | (np.arange(months)[None, :] < closed[:, None])
        freed, council_part, own_part = shared(saving * works, flows.frees, terms)
    settlement = settle(council_part, terms, honoured(flows.luck, terms, flows.goodwill), second)
    true = quarterly(cash(flows.truth * followed[:months] * works, flows.frees))[:, :quarters]
    return Agreed(
        terms=terms,
        freed=freed,
        council_part=council_part,
        local_links_part=own_part,
        settlement=settlement,
        fund=fund_cash(settlement.schedule.drawn, settlement.received, terms, sheets["fund"]),
        enterprise=enterprise,
        closed=closed,
        council=true - paid_by_council(settlement, own_part),
        prices=level[::MONTHS_PER_QUARTER][: quarters + 1],
    )


def shared(saving: Pounds, frees: Freeing, terms: Terms) -> tuple[Pence, Pence, Pence]:
    """Return the cash that a nominal saving frees, and the parts of the dividend: the council's, Local Links'."""
    freed = quarterly(cash(saving, frees))
    return freed, *split(dividend(freed, bool(terms.high_water)), terms.council_share)


def paid_by_council(settlement: Settlement, own_part: Pence) -> Pence:
    """Return what the council pays under the agreement: to the lender, to Local Links, and in grants."""
    quarters = settlement.terms.quarters
    grant = round(100 * settlement.terms.grant_pounds_per_year / (YEAR // MONTHS_PER_QUARTER))
    return settlement.from_fence + settlement.from_guarantor + own_part[:, :quarters] + grant


def saved(flows: Flows, terms: Terms) -> Pounds:
    """Return the monthly saving of which the dividend is a share."""
    if terms.base is Base.TRUTH:
        return flows.truth
    return flows.contract - flows.cost if terms.base is Base.NET else flows.contract


def reached(flows: Flows, terms: Terms) -> Runs:
    """Return the runs whose handover rate over the year before the second tranche was high enough for it."""
    end = int(terms.second_tranche_month)
    begin = max(end - YEAR, 0)
    plans, budgets = (part[:, begin:end].sum(axis=1) for part in (flows.plans, flows.budgets))
    rate = np.divide(plans, budgets, out=np.zeros(len(plans)), where=budgets > 0.0)
    return np.asarray((rate >= terms.second_tranche_handover) & (terms.second_tranche_share > 0.0))


def nominal_prices(
    flows: Flows, terms: Terms, deflator: pd.DataFrame
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the level of prices from the loan's first month to the one after its last, and the saving's."""
    months = flows.contract.shape[1] + 1
    known = price_index(deflator, flows.first_month + months, terms.inflation_per_year)[flows.first_month :]
    prices = known * (1.0 + terms.added_inflation_per_year) ** (np.arange(months) / YEAR)
    return prices, prices[0] + terms.indexed_share * (prices - prices[0])
