"""Risk: what a lender's analyst asks of a loan, and what each party has of it, in figures and in rows of tables."""

from dataclasses import dataclass

import numpy as np

from experiments import words
from experiments.figures.proportion import Proportion
from experiments.figures.spread import spread
from experiments.lending.breakeven import Each
from experiments.lending.gated import worth
from models import (
    MONTHS_PER_QUARTER,
    QUARTERS_PER_YEAR,
    Agreed,
    average_life,
    debt_service_cover,
    delay,
    exposure,
    loan_life_cover,
    loss_given_default,
    payback,
    rate_of_return,
    sheets,
    tight,
)


@dataclass(frozen=True)
class Risk:
    """Measures of one loan over the runs; pounds are nominal, and what no run shows is not a number.

    Attributes:
        cover_least, cover_mean: debt service cover, the ring-fence's income over what falls due, in each run's worst
            quarter and over its quarters, means over the runs.
        short, tight: runs whose least cover is below 1, and below the margin.
        life_cover: loan life cover from the first quarter in which anything falls due, mean.
        average_life_years: of the principal, as due.
        delay_months: by which what is received comes late. exposure: the most the lender is out, mean.
        call_mean, call_high, call_tail: of the guarantee, over all runs. first_call_month: months until the first
            call, in the middle run of those called.
        loss_mean: expected loss. loss_given_default: part of the exposure at default, mean of the runs in default.
    """

    cover_least: float
    cover_mean: float
    short: Proportion
    tight: Proportion
    life_cover: float
    average_life_years: float
    delay_months: float
    exposure: float
    called: Proportion
    call_mean: float
    call_high: float
    call_tail: float
    first_call_month: float
    loss_mean: float
    loss_given_default: float


@dataclass(frozen=True)
class Party:
    """What one party has of it, over the runs.

    Attributes:
        invests: whether it pays anything at the start; whoever does not has neither return nor payback.
        rate_per_year: of return in the middle run of those that have one, nominal, or nothing.
        worth: net present value at the prices of the loan's start, mean.
        multiple: pounds received for each paid out, mean over the runs taken together.
        back: runs in which all that went out has come back. years: until then, in the middle one of these.
    """

    name: str
    invests: bool
    rate_per_year: float | None
    worth: float
    multiple: float
    back: Proportion
    years: float


def risk(agreed: Agreed) -> Risk:
    """Return the measures of a loan under its terms."""
    one, rate = agreed.settlement, agreed.terms.rate_per_year
    plan = one.schedule
    fenced = one.fenced[:, : agreed.terms.quarters]
    ratios = debt_service_cover(fenced, plan.due)
    least = np.nanmin(ratios, axis=1)
    first = (plan.due > 0).argmax(axis=1)
    saved = one.fence + one.reserve + one.returned
    held = np.where(first > 0, np.take_along_axis(saved, (first - 1).clip(0)[:, None], axis=1)[:, 0], 0)
    held = np.where(first > 0, held, agreed.terms.reserve_pence)
    out = exposure(plan.due, one.received, plan.owed)
    call = spread(one.called_pounds)
    begun = (one.called > 0).argmax(axis=1)[one.was_called]
    return Risk(
        cover_least=float(least.mean()),
        cover_mean=float(np.nanmean(ratios)),
        short=Proportion(int((least < 1.0).sum()), len(least)),
        tight=Proportion(int(tight(ratios, sheets()["cover"]).sum()), len(least)),
        life_cover=_mean(loan_life_cover(fenced, plan.due, held, rate)),
        average_life_years=_mean(average_life(plan.drawn, plan.owed)),
        delay_months=_mean(delay(plan.due, one.received)),
        exposure=float(np.maximum(out.max(axis=1), plan.drawn[:, 0]).mean() / 100.0),
        called=Proportion(int(one.was_called.sum()), len(least)),
        call_mean=call.mean,
        call_high=call.high,
        call_tail=call.tail,
        first_call_month=float((np.median(begun) + 1.0) * MONTHS_PER_QUARTER) if len(begun) else float("nan"),
        loss_mean=float(one.lost_pounds.mean()),
        loss_given_default=_mean(loss_given_default(out, one.received, one.defaulted, rate)),
    )


def _mean(values: Each) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def parties(agreed: Agreed) -> tuple[Party, ...]:
    """Return what lender, its investor and the council have of it."""
    fund = agreed.fund
    flows = {
        "Lender, loan alone": fund.lending,
        "Lender, all paid": fund.lender,
        "Lender's investor": fund.investor,
        "Council": agreed.council,
    }
    return tuple(_party(name, agreed, pence) for name, pence in flows.items())


def _party(name: str, agreed: Agreed, pence: np.ndarray) -> Party:
    pounds = pence / 100.0
    stakes = pounds[pounds[:, 0] < 0.0]
    rates = [one for flows in stakes if (one := rate_of_return(flows).per_year) is not None]
    quarters = [one for flows in stakes if (one := payback(flows)) is not None]
    out = -np.minimum(pounds, 0.0).sum()
    return Party(
        name=name,
        invests=len(stakes) > 0,
        rate_per_year=float(np.median(rates)) if rates else None,
        worth=float(worth(agreed, pence).mean()),
        multiple=float(np.maximum(pounds, 0.0).sum() / out) if out > 0.0 else float("nan"),
        back=Proportion(len(quarters), len(pounds)),
        years=float(np.median(quarters)) / QUARTERS_PER_YEAR if quarters else float("nan"),
    )


def risk_rows(one: Risk) -> list[tuple[str, str]]:
    """Return the measures as rows of a table: what is measured, and the figure."""
    whole = words.percent
    called = f"{whole(one.called.share)} of runs"
    given = whole(one.loss_given_default) if np.isfinite(one.loss_given_default) else "no run defaults"
    first = words.span(round(one.first_call_month)) if np.isfinite(one.first_call_month) else "never"
    late = f"{words.number(one.delay_months)} months" if np.isfinite(one.delay_months) else "nothing is paid"
    return [
        ("Debt service covered, worst quarter", words.times(one.cover_least)),
        ("Debt service covered, mean of quarters", words.times(one.cover_mean)),
        ("Worst quarter below 1 times", f"{whole(one.short.share)} of runs"),
        (f"Worst quarter below {sheets()['cover'].margin:g} times", f"{whole(one.tight.share)} of runs"),
        ("Loan life covered from the first payment due on", words.times(one.life_cover)),
        ("Average life of the principal, as due", f"{words.number(one.average_life_years)} years"),
        ("What is paid comes late by", late),
        ("Most the lender is out", words.pounds(one.exposure)),
        ("Guarantee called", called),
        ("Called: mean", words.pounds(one.call_mean)),
        ("Called: 95th percentile", words.pounds(one.call_high)),
        ("Called: mean of the worst 5%", words.pounds(one.call_tail)),
        ("First call after, in the middle run", first),
        ("Expected loss", words.pounds(one.loss_mean)),
        ("Lost of the exposure, once in default", given),
    ]


def party_rows(found: tuple[Party, ...]) -> list[tuple[str, ...]]:
    """Return what each party has of it as rows of a table, in the order of `PARTY_HEADS`."""
    return [
        (
            one.name,
            words.percent(one.rate_per_year) if one.rate_per_year is not None else "none",
            words.thousands(one.worth),
            words.number(one.multiple) if one.invests else "none",
            words.percent(one.back.share) if one.invests else "none",
            words.number(one.years) if np.isfinite(one.years) else "never" if one.invests else "none",
        )
        for one in found
    ]


PARTY_HEADS = ("", "Return\na year", "Worth,\n£'000", "Mul-\ntiple", "Paid\nback", "After\nyears")
"""A line break in a head is one of the terminal alone."""
