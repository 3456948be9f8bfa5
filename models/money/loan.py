"""Loan: what is due each quarter, and out of which purse it is paid, for many runs at once in whole pence."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.pounds import Each, Pence, Runs
from models.terms import MONTHS_PER_QUARTER, QUARTERS_PER_YEAR, Finance, Terms, instalment
from sim.errors import ModelError

NEVER = -1


@dataclass(frozen=True, repr=False)
class Schedule:
    """What the agreement asks of each run.

    Attributes:
        drawn: paid out to Local Links, before the fee and the reserve are kept back.
        due: instalments, and holiday interest that is not capitalised.
        owed: principal outstanding at the end of each quarter if all is paid as due.
    """

    drawn: Pence
    due: Pence
    owed: Pence


@dataclass(frozen=True, repr=False)
class Settlement:
    """What became of it: every pence array has the shape (runs, quarters).

    Attributes:
        fenced: the council's share of the dividend as it came in.
        from_fence: paid to the lender from the ring-fence; ``from_reserve`` from the reserve.
        called: the guarantee called; ``from_guarantor`` what the guarantor then paid.
        unpaid: due and neither paid, nor within the cure period, nor awaited from the guarantor, at the quarter's end.
        fence, reserve: what is left in each at the quarter's end; a loan's last quarter gives back the ``returned``
            rest of the reserve to Local Links, from whose drawdown it was kept.
        open: due and still to come, rolled or called, at the quarter's end.
        defaulted: first quarter in which a sum had stayed unpaid for too long, or -1, shape (runs,).
    """

    terms: Terms
    schedule: Schedule
    fenced: Pence
    from_fence: Pence
    from_reserve: Pence
    called: Pence
    from_guarantor: Pence
    unpaid: Pence
    fence: Pence
    reserve: Pence
    returned: Pence
    open: Pence
    defaulted: NDArray[np.int64]

    @cached_property
    def received(self) -> Pence:
        """What the lender receives on the loan, the fee not counted."""
        return self.from_fence + self.from_reserve + self.from_guarantor

    @cached_property
    def repaid_from_savings(self) -> Runs:
        """Runs in which ring-fence and reserve paid all that was due: no call, no default, nothing left unpaid.

        Where results are paid for: those in which the lender got back what it lent. A grant is never repaid.
        """
        paid = (self.from_fence + self.from_reserve).sum(axis=1)
        if self.terms.finance is Finance.GRANT:
            return np.zeros(len(paid), np.bool_)
        return np.asarray(paid >= self.asked) & ~self.was_called & ~self.in_default

    @cached_property
    def was_called(self) -> Runs:
        """Runs in which the guarantee was called."""
        return np.asarray(self.called.sum(axis=1) > 0)

    @cached_property
    def in_default(self) -> Runs:
        """Runs that defaulted."""
        return self.defaulted != NEVER

    @cached_property
    def asked(self) -> Pence:
        """What has to come back, shape (runs,): of a loan all that is due, for results what was lent, of a grant 0."""
        results = self.terms.finance is Finance.RESULTS
        return np.asarray((self.schedule.drawn if results else self.schedule.due).sum(axis=1))

    @cached_property
    def lost(self) -> Pence:
        """What had to come back and never did, shape (runs,)."""
        return np.maximum(self.asked - self.received.sum(axis=1), 0)

    @cached_property
    def called_pounds(self) -> Each:
        """The guarantee called in all, nominal pounds, shape (runs,)."""
        return np.asarray(self.called.sum(axis=1) / 100.0)

    @cached_property
    def lost_pounds(self) -> Each:
        """What is `lost`, in nominal pounds, shape (runs,)."""
        return np.asarray(self.lost / 100.0)


def schedule(terms: Terms, second: Runs) -> Schedule:
    """Return what is drawn and due; ``second`` marks the runs that draw a second tranche."""
    runs, quarters = len(second), terms.quarters
    drawn, due, owed = (np.zeros((runs, quarters), np.int64) for _ in range(3))
    whole = round(100 * terms.loan_pounds)
    later = round(whole * terms.second_tranche_share)
    drawn[:, 0] = whole - later
    drawn += later * second[:, None] * (np.arange(quarters) == terms.second_tranche_month // MONTHS_PER_QUARTER)
    if terms.finance is not Finance.LOAN:
        return Schedule(drawn, due, owed)
    rate = terms.rate_per_year / QUARTERS_PER_YEAR
    balance = np.zeros(runs, np.int64)
    for quarter in range(terms.holiday_quarters):
        balance = balance + drawn[:, quarter]
        interest = _rounded(balance * rate * terms.holiday_interest_share)
        kept = _rounded(interest * terms.capitalised_share)
        due[:, quarter], balance = interest - kept, balance + kept
        owed[:, quarter] = balance
    first = terms.holiday_quarters
    balance = balance + drawn[:, first]
    level = _rounded(balance * instalment(rate, terms.instalments))
    for quarter in range(first, first + terms.instalments):
        interest = _rounded(balance * rate)
        last = quarter == first + terms.instalments - 1
        due[:, quarter] = balance + interest if last else np.minimum(level, balance + interest)
        balance = balance + interest - due[:, quarter]
        owed[:, quarter] = balance
    return Schedule(drawn, due, owed)


def fee_of(drawn: Pence, terms: Terms) -> Pence:
    """Return the arrangement fee, which the lender keeps of every drawdown."""
    return _rounded(drawn * terms.fee_share)


def match_of(drawn: Pence, terms: Terms) -> Pence:
    """Return what is put beside every drawdown, by the council or by whoever matches the loan in the place."""
    return _rounded(drawn * terms.match_share)


def settle(share: Pence, terms: Terms, honours: Runs, second: Runs | None = None) -> Settlement:
    """Return how the council's ``share`` of the dividend, and what stands behind it, pays what is due.

    Each quarter the ring-fence pays first and the oldest debt first, then the reserve. What is unpaid is
    rolled for the cure period; then the guarantee is called, up to its cap, and pays after its lag in the
    runs that ``honours`` marks. The rest is unpaid; the ring-fence may still pay it, but once it has stood
    too long the run has defaulted. Nothing is charged on what is late.
    """
    runs, quarters = share.shape[0], terms.quarters
    if share.shape[1] < quarters:
        raise ModelError(
            f"The runs pay a dividend for {3 * share.shape[1]} months, but the agreement takes {3 * quarters} to "
            "settle: write a shorter term, or run more years."
        )
    plan = schedule(terms, np.full(runs, terms.second_tranche_share > 0.0) if second is None else second)
    purse = _Purses(plan, terms, honours)
    for quarter in range(quarters):
        purse.settle_quarter(quarter, share[:, quarter])
    return purse.settlement()


def _rounded(pence: NDArray[np.floating]) -> Pence:
    return np.rint(pence).astype(np.int64)


class _Purses:
    """What stands in every purse, and what is late by how long, as the quarters go by."""

    def __init__(self, plan: Schedule, terms: Terms, honours: Runs) -> None:
        self.plan, self.terms, self.honours = plan, terms, honours
        runs = len(honours)
        self.fence = np.zeros(runs, np.int64)
        self.reserve = np.full(runs, terms.reserve_pence, np.int64)
        self.cap = _rounded(plan.due.sum(axis=1) * terms.guarantee_share)
        self.rolled = [np.zeros(runs, np.int64) for _ in range(int(terms.cure_quarters) + 1)]
        self.awaited = [np.zeros(runs, np.int64) for _ in range(int(terms.guarantee_lag_quarters) + 1)]
        self.unpaid = [np.zeros(runs, np.int64) for _ in range(int(terms.default_after_quarters) + 1)]
        self.received = np.zeros(runs, np.int64)
        self.defaulted = np.full(runs, NEVER, np.int64)
        names = ("fenced", "from_fence", "from_reserve", "called", "from_guarantor", "returned")
        self.log = {name: np.zeros(plan.due.shape, np.int64) for name in (*names, "unpaid", "fence", "reserve", "open")}

    def settle_quarter(self, quarter: int, share: Pence) -> None:
        """Take in the share, pay what is due, call, and see what has stood too long."""
        self.log["fenced"][:, quarter] = share
        self.fence = self.fence + share
        self.rolled[0] = self.plan.due[:, quarter].copy()
        results = self._results(quarter)
        self.fence = self.fence - results
        self.log["from_fence"][:, quarter] = self._pay("fence") + results
        self.log["from_reserve"][:, quarter] = self._pay("reserve")
        late = self.rolled[-1]
        call = np.minimum(late, self.cap)
        self.cap = self.cap - call
        self.awaited[0] = call
        paid = np.where(self.honours, self.awaited[-1], 0)
        self.unpaid[0] = late - call + self.awaited[-1] - paid
        self.log["called"][:, quarter], self.log["from_guarantor"][:, quarter] = call, paid
        self.rolled[-1] = np.zeros_like(late)
        self.awaited[-1] = np.zeros_like(late)
        stood = (self.unpaid[-1] > 0) & (self.defaulted == NEVER)
        self.defaulted[stood] = quarter
        if quarter == self.terms.quarters - 1:
            self.log["returned"][:, quarter], self.reserve = self.reserve, np.zeros_like(late)
        self._note(quarter)
        self.rolled = [np.zeros_like(late), *self.rolled[:-1]]
        self.awaited = [np.zeros_like(late), *self.awaited[:-1]]
        self.unpaid = [np.zeros_like(late), *self.unpaid[:-2], self.unpaid[-2] + self.unpaid[-1]]

    def settlement(self) -> Settlement:
        """Return all that was noted."""
        return Settlement(terms=self.terms, schedule=self.plan, defaulted=self.defaulted, **self.log)

    def _results(self, quarter: int) -> Pence:
        """Return what is paid for results: all that is fenced within the term, up to the cap."""
        if self.terms.finance is not Finance.RESULTS or quarter * MONTHS_PER_QUARTER >= self.terms.term_months:
            return np.zeros_like(self.fence)
        most = _rounded(self.plan.drawn.sum(axis=1) * self.terms.results_multiple)
        paid = np.minimum(self.fence, most - self.received)
        self.received = self.received + paid
        return paid

    def _pay(self, name: str) -> Pence:
        """Pay from one purse what it holds, the oldest debt first; return what was paid."""
        held = getattr(self, name)
        left = held.copy()
        for debts in (self.unpaid, self.rolled):
            for age in reversed(range(len(debts))):
                paid = np.minimum(left, debts[age])
                debts[age] = debts[age] - paid
                left = left - paid
        setattr(self, name, left)
        return np.asarray(held - left)

    def _note(self, quarter: int) -> None:
        self.log["unpaid"][:, quarter] = np.sum(self.unpaid, axis=0)
        self.log["fence"][:, quarter], self.log["reserve"][:, quarter] = self.fence, self.reserve
        self.log["open"][:, quarter] = np.sum(self.rolled, axis=0) + np.sum(self.awaited, axis=0)


def honoured(luck: NDArray[np.float64], terms: Terms, goodwill: NDArray[np.float64]) -> Runs:
    """Return the runs whose guarantor pays when called: one chance for each run, for all its calls alike.

    The chance is that of the terms while the guarantor stands by its word, and falls with its ``goodwill``.
    """
    return luck < terms.honour_probability * goodwill
