"""Terms: what a loan agreement says, from the sum lent to the guarantee behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from math import isfinite
from typing import Any

from sim.errors import Faults, ModelError, did_you_mean
from sim.parameters import Sheet

MONTHS_PER_QUARTER, QUARTERS_PER_YEAR = 3, 4
"""Everything under the agreement is settled once a quarter."""


class Finance(StrEnum):
    """How the money comes back to the lender."""

    LOAN = "loan"
    RESULTS = "results"
    GRANT = "grant"


class Base(StrEnum):
    """What the dividend is a share of: what the contract measures, the truth, or that less running costs."""

    CONTRACT = "contract"
    TRUTH = "truth"
    NET = "net"


@dataclass(frozen=True)
class Terms:
    """One agreement; money is in nominal pounds, and quarters count from the loan's first month.

    Attributes:
        holiday_interest_share: part of the rate that is charged before the first instalment.
        capitalised_share: part of the holiday's interest that is added to the loan; the rest is paid as it falls due.
        council_share: the council's part of the social dividend, ring-fenced for the loan.
        fee_share: arrangement fee, of the sum lent. match_share: what others put beside the loan, of the same.
        reserve_pounds: kept back from the drawdown to pay instalments with.
        cure_quarters: how long an unpaid instalment is rolled before the guarantee is called.
        guarantee_share: cap on all calls together, of all instalments together.
        guarantee_lag_quarters: from a call to its payment, if it is honoured.
        default_after_quarters: for which a sum due under the guarantee, or without one, has stayed unpaid.
        second_tranche_share: of the loan, drawn in ``second_tranche_month`` if the handover rate of the year
            before reached ``second_tranche_handover``.
        high_water: 1 if the dividend is paid on rises above its own high-water mark only, 0 without one.
        indexed_share: part of the rise in prices that the saving follows. added_inflation_per_year: on top of
            the known deflator from the loan's start; inflation_per_year: where the deflator's table ends.
        results_multiple: most the lender is paid under payment by results, of the sum lent.
        insolvency: 1 if Local Links closes when its cash has been below nought for too long, 0 if it is kept up.
    """

    loan_pounds: float
    rate_per_year: float
    term_months: float
    holiday_months: float
    holiday_interest_share: float
    capitalised_share: float
    council_share: float
    fee_share: float
    match_share: float
    grant_pounds_per_year: float
    reserve_pounds: float
    cure_quarters: float
    guarantee_share: float
    guarantee_lag_quarters: float
    honour_probability: float
    default_after_quarters: float
    second_tranche_share: float
    second_tranche_month: float
    second_tranche_handover: float
    high_water: float
    inflation_per_year: float
    added_inflation_per_year: float
    indexed_share: float
    results_multiple: float
    insolvency: float
    finance: Finance = Finance.LOAN
    base: Base = Base.CONTRACT

    def __post_init__(self) -> None:
        """Refuse all that no agreement could say, at once."""
        faults = Faults("The agreement")
        for name, (low, high, meaning) in LIMITS.items():
            value = getattr(self, name)
            if not self._within(name):
                faults.add(f"{name} {value:,.10g} cannot be: {meaning} lies between {low:,.10g} and {high:,.10g}.")
        for name in WHOLE:
            value = getattr(self, name)
            if isfinite(value) and value != int(value):
                faults.add(f"{name} {value:,.10g} is not a whole number.")
        for sentence in self._contradictions():
            faults.add(sentence)
        faults.tell()

    def _within(self, name: str) -> bool:
        low, high, _ = LIMITS[name]
        return bool(low <= getattr(self, name) <= high)

    def _contradictions(self) -> list[str]:
        """Return what cannot hold together."""
        said = []
        for name in ("term_months", "holiday_months", "second_tranche_month"):
            if getattr(self, name) % MONTHS_PER_QUARTER:
                said.append(
                    f"{name} {getattr(self, name):,.10g} is no whole number of quarters: write a multiple of 3."
                )
        if self.term_months <= self.holiday_months and self._within("term_months") and self._within("holiday_months"):
            said.append(
                f"term_months {self.term_months:,.10g} leaves no time to repay after a holiday of "
                f"{self.holiday_months:,.10g} months: write a longer term or a shorter holiday."
            )
        if self.second_tranche_share > 0.0 and self.second_tranche_month > self.holiday_months:
            said.append(
                f"second_tranche_month {self.second_tranche_month:,.10g} lies after the holiday of "
                f"{self.holiday_months:,.10g} months: the whole loan is drawn before the first instalment."
            )
        drawn = self.loan_pounds * (1.0 - self.fee_share) * (1.0 - self.second_tranche_share)
        sums = ("loan_pounds", "fee_share", "second_tranche_share", "reserve_pounds")
        if self.reserve_pounds > drawn and all(self._within(name) for name in sums):
            said.append(f"reserve_pounds {self.reserve_pounds:,.10g} is more than the first drawdown brings.")
        return said

    def lending(self, pounds: float) -> "Terms":
        """Return the same agreement on another sum, the reserve in proportion."""
        return replace(self, loan_pounds=pounds, reserve_pounds=self.reserve_pounds * pounds / self.loan_pounds)

    @property
    def reserve_pence(self) -> int:
        """What is kept back from the drawdown, in pence; nothing but a loan needs a reserve."""
        return round(100 * self.reserve_pounds) if self.finance is Finance.LOAN else 0

    @property
    def instalments(self) -> int:
        """How many quarterly instalments repay the loan."""
        return int(self.term_months - self.holiday_months) // MONTHS_PER_QUARTER

    @property
    def holiday_quarters(self) -> int:
        """How many quarters pass before the quarter of the first instalment."""
        return int(self.holiday_months) // MONTHS_PER_QUARTER

    @property
    def quarters(self) -> int:
        """How many quarters pass until nothing under the agreement can change any more."""
        late = self.cure_quarters + self.guarantee_lag_quarters + self.default_after_quarters
        return int(self.term_months) // MONTHS_PER_QUARTER + int(late)

    def changed(self, changes: Mapping[str, str | float]) -> "Terms":
        """Return other terms, each change a number or, for ``finance`` and ``base``, a word; all faults at once."""
        faults = Faults("The agreement")
        values: dict[str, Any] = {}
        known = [field.name for field in fields(self)]
        for name, written in changes.items():
            kind = CHOICES.get(name)
            try:
                if name not in known:
                    hint = did_you_mean(name, known) or f" Known: {', '.join(known)}."
                    faults.add(f"'{name}' is no term of the loan.{hint}")
                else:
                    values[name] = kind(str(written)) if kind else float(written)
            except ValueError:
                right = f"one of {', '.join(kind)}" if kind else "a number"
                faults.add(f"{name} '{written}' is not {right}.")
        try:
            changed = replace(self, **values)
        except ModelError as error:
            for sentence in str(error).splitlines()[1:]:
                faults.add(sentence.strip())
        faults.tell()
        return changed


def instalment(rate: float, payments: int) -> float:
    """Return the level payment that repays a loan of 1 at a rate per period.

    >>> round(150_000 * instalment(0.06 / 12, 60), 2), instalment(0.0, 4)
    (2899.92, 0.25)
    """
    return rate / (1.0 - (1.0 + rate) ** -payments) if rate > 0.0 else 1.0 / payments


CHOICES: dict[str, type[StrEnum]] = {"finance": Finance, "base": Base}
"""Terms that are a word, not a number."""

WHOLE = (
    *("term_months", "holiday_months", "second_tranche_month", "cure_quarters"),
    *("guarantee_lag_quarters", "default_after_quarters", "high_water", "insolvency"),
)
"""Terms that are counted."""

LIMITS = {
    "loan_pounds": (1.0, 100e6, "the sum lent, in pounds,"),
    "rate_per_year": (0.0, 1.0, "a rate of interest"),
    "term_months": (3.0, 240.0, "the term, in months,"),
    "holiday_months": (0.0, 120.0, "the holiday, in months,"),
    "holiday_interest_share": (0.0, 1.0, "a share"),
    "capitalised_share": (0.0, 1.0, "a share"),
    "council_share": (0.0, 1.0, "a share"),
    "fee_share": (0.0, 0.2, "the arrangement fee, of the loan,"),
    "match_share": (0.0, 10.0, "what others add, of the loan,"),
    "grant_pounds_per_year": (0.0, 10e6, "a grant, in pounds a year,"),
    "reserve_pounds": (0.0, 100e6, "a reserve, in pounds,"),
    "cure_quarters": (0.0, 8.0, "the time to make an instalment good, in quarters,"),
    "guarantee_share": (0.0, 1.0, "a share"),
    "guarantee_lag_quarters": (0.0, 8.0, "the guarantor's delay, in quarters,"),
    "honour_probability": (0.0, 1.0, "a probability"),
    "default_after_quarters": (1.0, 8.0, "the time until default, in quarters,"),
    "second_tranche_share": (0.0, 1.0, "a share"),
    "second_tranche_month": (0.0, 120.0, "the second drawdown, in months,"),
    "second_tranche_handover": (0.0, 1.0, "a handover rate"),
    "high_water": (0.0, 1.0, "the high-water mark, 0 or 1,"),
    "inflation_per_year": (-0.1, 0.5, "inflation"),
    "added_inflation_per_year": (-0.1, 0.5, "added inflation"),
    "indexed_share": (0.0, 1.0, "a share"),
    "results_multiple": (0.0, 10.0, "the most that is paid for results, of the loan,"),
    "insolvency": (0.0, 1.0, "whether insolvency counts, 0 or 1,"),
}
"""What no agreement can go beyond, and how a sentence names it."""


def terms_of(sheet: Sheet) -> Terms:
    """Return the agreement that the sheet of the loan describes."""
    numbers: dict[str, Any] = {name: float(getattr(sheet, name)) for name in LIMITS}
    return Terms(**numbers)
