"""Loan: when the lender has its money, and what becomes of a saving on its way to the ring-fence."""

import numpy as np
from numpy.typing import NDArray

from experiments import words
from experiments.lending.loan_question import OWN
from experiments.lending.repayment import Repayment
from experiments.showing.chart import Chart, short_pounds, tight_pounds
from experiments.showing.piles import Pile, side_by_side
from experiments.showing.spans import Span, spans
from models import MONTHS_PER_QUARTER, QUARTERS_PER_YEAR, Finance

NEVER = "Not by the end"


def months_until(received: NDArray[np.int64], asked: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return after how many months each run has had all that was asked; infinite where it never has.

    >>> months_until(np.array([[50, 50, 0], [50, 40, 0]]), np.array([100, 100])).tolist()
    [6.0, inf]
    """
    enough = received.cumsum(axis=1) >= asked[:, None]
    first = (enough.argmax(axis=1) + 1.0) * MONTHS_PER_QUARTER
    return np.where(enough.any(axis=1), first, np.inf)


def months_to_repay(found: Repayment) -> Chart:
    """Return in how many runs the lender has all its money by which year, and in how many savings had brought it."""
    settlement = found.agreed[OWN].settlement
    quarters = settlement.terms.quarters
    paid = months_until(settlement.received, settlement.asked)
    saved = months_until(settlement.fenced[:, :quarters], settlement.asked)
    years = range(1, -(-quarters // QUARTERS_PER_YEAR) + 1)
    labels = [*(f"In year {one}" for one in years), NEVER]

    def by_year(months: NDArray[np.float64]) -> list[float]:
        known = np.ceil(months[np.isfinite(months)] / 12.0).astype(int)
        return [*(float((known == one).sum()) for one in years), float(np.isinf(months).sum())]

    drawn = [
        Pile("The lender has all its money, whoever paid", by_year(paid), 0),
        Pile("The ring-fence has taken in as much", by_year(saved), 1),
    ]
    option = side_by_side(labels, drawn, "runs", "@number")
    return Chart(
        "months_to_repay",
        "When the loan is repaid",
        _when(paid, saved),
        "How many runs get there in each year of the loan; whoever gets there in no year stands on the right.",
        option.content,
        option.height,
        ("", *(one.label for one in drawn)),
        tuple((name, *(words.number(one.values[at]) for one in drawn)) for at, name in enumerate(labels)),
    )


def _when(paid: NDArray[np.float64], saved: NDArray[np.float64]) -> str:
    runs, some = len(paid), np.isfinite(paid)
    if not some.any():
        said = f"The lender never has all its money in any of {words.runs(runs)}"
    else:
        middle = words.span(round(float(np.median(paid[some]))))
        said = f"The lender has all its money {words.in_runs(int(some.sum()), runs)}, after {middle} in the middle one"
    return f"{said}; the ring-fence alone has taken in as much {words.in_runs(int(np.isfinite(saved).sum()), runs)}."


def saving_to_cash(found: Repayment) -> Chart:
    """Return how much of the saving that the contract measures reaches the ring-fence, step by step."""
    steps = what_becomes_of_it(found)
    rows, level = [], 0.0
    for name, pounds, whole in steps:
        begin, end = (0.0, pounds) if whole else (level, level + pounds)
        rows.append(Span(name, tight_pounds(pounds), ((begin, end, 0 if whole else 1),)))
        level = end
    option = spans(rows, 0.0, "pounds, mean of runs", "@pounds")
    saving, fenced, due = steps[0][1], steps[-3][1], steps[-2][1]
    share = fenced / saving if saving > 0.0 else 0.0
    return Chart(
        "saving_to_cash",
        "Why a saving is not yet a repayment",
        f"Of {words.pounds(saving)} that the contract measures, {words.pounds(fenced)} reach the ring-fence "
        f"({words.percent(share)}), where {words.number(due)} fall due.",
        "Sums over the loan's life. Bars from nought are what there is; the others are what is lost or gained between.",
        option.content,
        option.height,
        ("Step", "Nominal pounds"),
        tuple((name, short_pounds(pounds)) for name, pounds, _ in steps),
    )


def what_becomes_of_it(found: Repayment) -> tuple[tuple[str, float, bool], ...]:
    """Return the steps from saving to repayment: name, pounds on average, and whether it is a sum or a difference."""
    own, flows = found.agreed[OWN], found.flows[OWN]
    quarters = own.terms.quarters
    months = MONTHS_PER_QUARTER * quarters
    level = own.prices[0] + own.terms.indexed_share * (own.prices[:quarters] - own.prices[0])
    saving = flows.contract[:, :months] * np.repeat(level, MONTHS_PER_QUARTER)
    goes_on = (own.closed[:, None] < 0) | (np.arange(months) < own.closed[:, None]) | (not own.terms.insolvency)

    def mean(pence: NDArray[np.int64]) -> float:
        return float(pence[:, :quarters].sum(axis=1).mean() / 100.0)

    measured, kept = float(saving.sum(axis=1).mean()), float((saving * goes_on).sum(axis=1).mean())
    freed, fenced = mean(own.freed), mean(own.council_part)
    paid_out, due = fenced + mean(own.local_links_part), mean(own.settlement.schedule.due)
    steps = [
        ("Saving that the contract measures", measured, True),
        ("Not made, as Local Links closes", kept - measured, False),
        ("Not cash: paid anyway, filled again, or later", freed - kept, False),
        ("Lost again between two quarters", paid_out - freed, False),
        ("Local Links' part of the dividend", fenced - paid_out, False),
        ("Reaches the ring-fence", fenced, True),
        ("Falls due to the lender", due, True),
        ("Missing" if fenced < due else "Left over", fenced - due, True),
    ]
    if own.terms.finance is not Finance.LOAN:
        steps[-2:] = [("Falls due to the lender", 0.0, True), ("Left over", fenced, True)]
    return tuple(steps)
