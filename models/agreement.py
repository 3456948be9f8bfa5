"""Agreement: one set of terms over the stored cash flows of many runs, from the saving to everybody's cash."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.money.dividend import Freeing, cash, dividend, later, quarterly, split
from models.money.fund import FundCash, fund_cash
from models.money.loan import Settlement, fee_of, honoured, match_of, schedule, settle
from models.money.solvency import insolvent_from, own_cash
from models.pounds import Each, Pence, Points, Pounds, Runs, price_index
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
        health: what of the NHS's saving is cash where whoever pays for care holds its purse as well, in the month of
            the saving; nothing where it does not. It comes free ``health_lag`` months later, shape (runs,).
        council_matches: the council puts the match beside the loan; somebody else does where the place says so.
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
    luck: Each
    goodwill: Pounds
    health: Pounds | None = None
    health_lag: Each | None = None
    council_matches: bool = True

    def scaled(self, saving: float = 1.0, catchment: float = 1.0) -> "Flows":
        """Return flows with another saving per person, or another number of people in the catchment."""
        both = saving * catchment
        return replace(
            self,
            contract=self.contract * both,
            indicative=self.indicative * catchment,
            truth=self.saving * both + self.waiting * catchment,
            waiting=self.waiting * catchment,
            plans=self.plans * catchment,
            budgets=self.budgets * catchment,
            running=self.running * catchment,
            health=None if self.health is None else self.health * both,
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
        return replace(
            self,
            contract=self.contract * kept,
            truth=self.saving * kept + self.waiting,
            health=None if self.health is None else self.health * kept,
        )

    def delayed(self, months: int) -> "Flows":
        """Return flows in which handing over begins so many months later, while loan and staff run on."""
        late = np.full(len(self.luck), float(months))
        return self._moved(DONE, lambda flow: later(flow, late))

    def since(self, months: int) -> "Flows":
        """Return flows of a loan drawn so many months into the programme."""
        return replace(
            self._moved((*DONE, "cost", "budgets", "goodwill"), lambda flow: flow[:, months:]),
            first_month=self.first_month + months,
        )

    def _moved(self, names: tuple[str, ...], move: Callable[[Pounds], Pounds]) -> "Flows":
        changes: dict[str, Any] = {name: move(getattr(self, name)) for name in names}
        return replace(self, **changes, health=None if self.health is None else move(self.health))

    def freed_in_health(self, worth: Pounds | float = 1.0) -> Pounds:
        """Return the cash that comes free on the health side by month, where a pound saved is worth so much."""
        if self.health is None:
            return np.zeros(self.truth.shape)
        lag = np.zeros(len(self.luck)) if self.health_lag is None else self.health_lag
        return later(self.health * worth, lag)

    @property
    def saving(self) -> Pounds:
        """The truth but for packages that are not paid for yet."""
        return self.truth - self.waiting

    @cached_property
    def handover_rate(self) -> Each:
        """Plans over budgets of the whole time, shape (runs,)."""
        budgets = self.budgets.sum(axis=1)
        return np.divide(self.plans.sum(axis=1), budgets, out=np.zeros(len(budgets)), where=budgets > 0.0)


@dataclass(frozen=True)
class Agreed:
    """What one set of terms makes of the flows; pence by run and quarter, shape (runs, quarters).

    Attributes:
        freed: cash of which the dividend is the rise. council_part, local_links_part: of the dividend.
        enterprise: Local Links' balance by month, nominal pounds. closed: month of its insolvency or -1.
        council: the council's cash, what the true saving frees less what it pays away; ``matcher`` that of whoever
            else matches the loan; both at the points of the fund's cash, shape (runs, quarters + 1).
        prices: level of prices, 1 in 2010-11, at the same points, shape (quarters + 1,).
    """

    terms: Terms
    freed: Pence
    council_part: Pence
    local_links_part: Pence
    settlement: Settlement
    fund: FundCash
    enterprise: Pounds
    closed: NDArray[np.int64]
    council: Points
    matcher: Points
    prices: NDArray[np.float64]


def agree(flows: Flows, terms: Terms, sheets: Mapping[str, Sheet], deflator: pd.DataFrame) -> Agreed:
    """Return everybody's cash under these terms; nothing is simulated.

    Where insolvency counts, Local Links closes in the month in which it can no longer pay: from then on nothing
    is saved, spent, granted or drawn. What it had done until then stays, and what is owed to it still comes in.
    """
    laid = _Laid(flows, terms, sheets["solvency"], deflator)
    second = reached(flows, terms)
    closed = insolvent_from(laid.balance(second, laid.shared()[2]), sheets["solvency"])
    if terms.insolvency:
        laid.close(closed)
        second &= (closed < 0) | (closed >= terms.second_tranche_month)
    freed, council_part, own_part = laid.shared()
    settlement = settle(council_part, terms, honoured(flows.luck, terms, _goodwill(flows, terms)), second)
    drawn = settlement.schedule.drawn
    match, ended = match_of(drawn, terms), own_part.copy()
    paid = settlement.from_fence + settlement.from_guarantor + own_part[:, : terms.quarters] + laid.granted()
    ended[:, : terms.quarters] += settlement.returned
    return Agreed(
        terms=terms,
        freed=freed,
        council_part=council_part,
        local_links_part=own_part,
        settlement=settlement,
        fund=fund_cash(drawn, fee_of(drawn, terms), settlement.received, sheets["fund"]),
        enterprise=laid.balance(second, ended),
        closed=closed,
        council=_points(-match * flows.council_matches, laid.truly_freed() - paid),
        matcher=_points(match * (flows.council_matches - 1), np.zeros_like(match)),
        prices=laid.level[::MONTHS_PER_QUARTER][: terms.quarters + 1],
    )


class _Laid:
    """Terms laid over flows: what is saved, shared and spent for as long as Local Links is open."""

    def __init__(self, flows: Flows, terms: Terms, sheet: Sheet, deflator: pd.DataFrame) -> None:
        self.flows, self.terms, self.sheet = flows, terms, sheet
        self.level, self.followed = nominal_prices(flows, terms, deflator)
        self.open = np.ones(flows.contract.shape)

    def close(self, closed: NDArray[np.int64]) -> None:
        """Let the runs that closed save and spend nothing from that month on."""
        months = np.arange(self.open.shape[1])
        self.open = ((closed[:, None] < 0) | (months < closed[:, None])).astype(np.float64)

    def shared(self) -> tuple[Pence, Pence, Pence]:
        """Return the cash that is shared, and the parts of the dividend: the council's, Local Links'."""
        flows, terms = self.flows, self.terms
        freed = self._truly_freed() if terms.base is Base.TRUTH else self._cash(flows.contract)
        if terms.base is Base.NET:
            freed = freed - self._costs()
        by_quarter = quarterly(freed)
        return by_quarter, *split(dividend(by_quarter, bool(terms.high_water)), terms.council_share)

    def truly_freed(self) -> Pence:
        """Return the cash that the true saving frees while the agreement lasts."""
        return quarterly(self._truly_freed())[:, : self.terms.quarters]

    def granted(self) -> Pence:
        """Return what is granted while the agreement lasts."""
        return quarterly(self._grants())[:, : self.terms.quarters]

    def balance(self, second: Runs, ended: Pence) -> Pounds:
        """Return Local Links' balance by month, if these runs draw the second tranche, and ``ended`` ends quarters."""
        drawn = schedule(self.terms, second).drawn
        begun = drawn - fee_of(drawn, self.terms) + match_of(drawn, self.terms)
        begun[:, 0] -= self.terms.reserve_pence
        return own_cash(begun, ended, self._grants() - self._costs(), self.sheet)

    def _truly_freed(self) -> Pounds:
        """Return the cash that the true saving frees by month, that on the health side where it is the payer's too."""
        return self._cash(self.flows.truth) + self.flows.freed_in_health(self.open * self.followed[:-1])

    def _cash(self, saving: Pounds) -> Pounds:
        return cash(saving * self.open, self.flows.frees, self.followed[:-1])

    def _costs(self) -> Pounds:
        return self.flows.cost * self.open * self.level[:-1]

    def _grants(self) -> Pounds:
        return self.open * (self.terms.grant_pounds_per_year / YEAR)


def _points(begun: Pence, ended: Pence) -> Points:
    """Return what moves at the start of each quarter and what moves at its end, at the points between them."""
    return np.pad(begun, ((0, 0), (0, 1))) + np.pad(ended, ((0, 0), (1, 0)))


def _goodwill(flows: Flows, terms: Terms) -> Each:
    """Return what is left of the guarantor's word on average over the loan's term."""
    return flows.goodwill[:, : int(terms.term_months)].mean(axis=1)


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
