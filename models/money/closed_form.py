"""Closed form: the repayment of one loan on the back of an envelope, to hold the full reckoning against."""

import numpy as np
from numpy.typing import NDArray

from models.terms import Terms, instalment
from sim.ledger import WEEKS_PER_MONTH
from sim.parameters import Sheet

type Months = NDArray[np.float64]
"""One number for each month of the term, shape (months,)."""

MONTHS_PER_YEAR = 12


def cash_at_full_handover(people: float, saving_share: float, sheet: Sheet, months: int) -> Months:
    """Return cashable pounds a month if every newly allotted budget were handed over, from the loan's first month.

    Args:
        people: aged 65 and over in the catchment.
        saving_share: part of the package that community support stands in for.

    A number of people in proportion to ``people`` is allotted a budget every month; Local Links takes
    them on over a ramp, and each benefits for so many months in the mean.
    """
    new = people * sheet.client_share * sheet.entering_per_year / MONTHS_PER_YEAR
    package = sheet.package_pounds_per_week * WEEKS_PER_MONTH
    active, found = 0.0, []
    for month in range(1, months + 1):
        active = active * (1.0 - 1.0 / sheet.benefit_months) + new * min(1.0, month / sheet.ramp_months)
        found.append(active * package * saving_share * sheet.cashable_share)
    return np.array(found)


def least_handover(cash: Months, terms: Terms) -> float:
    """Return the least handover rate at which the council's share of ``cash`` never falls short; it may exceed 1.

    ``cash`` is what a handover rate of 1 would bring, of which any rate brings its part. From the first
    month after the holiday on a level monthly annuity is paid; the holiday bears no interest.
    """
    holiday, term = int(terms.holiday_months), int(terms.term_months)
    payments = np.arange(1, term - holiday + 1)
    level = instalment(terms.rate_per_year / MONTHS_PER_YEAR, len(payments))
    fenced = terms.council_share * np.cumsum(cash)[holiday:term]
    if fenced[0] <= 0.0:
        return float("inf")
    return float(np.max(payments * level * terms.loan_pounds / fenced))


def break_even(people: float, saving_share: float, sheet: Sheet, terms: Terms) -> float | None:
    """Return the least handover rate that repays the loan of a catchment from savings, or nothing."""
    least = least_handover(cash_at_full_handover(people, saving_share, sheet, int(terms.term_months)), terms)
    return least if least <= 1.0 else None
