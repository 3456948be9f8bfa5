"""Stress: how far one thing alone must change before the answer does, for worse and for better."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.lending.loan_question import OWN
from experiments.lending.repayment import Change, Repayment
from experiments.words import percent, pounds, span, times
from models import Agreed, Terms

BORNE = 0.2
"""Share of runs in default at which a stress counts as having broken the loan (the choice of this study)."""

type Changed = tuple[Terms, Change | None]
"""The terms, and what is changed about the flows, if anything."""


@dataclass(frozen=True)
class Tried:
    """One thing changed step by step, from what it is now on.

    Attributes:
        what: the thing, as the start of a clause. now: how it stands, in words.
        values: the steps, the first nearest to now. said: how a value is said. change: what it does.
    """

    what: str
    now: str
    values: tuple[float, ...]
    said: Callable[[float], str]
    change: Callable[[float], Changed]


@dataclass(frozen=True)
class Broken:
    """How far one thing alone has to change.

    Attributes:
        what: the thing, as the start of a clause. now: how it stands, in words.
        at: the first step at which the share of the runs is reached, or nothing; ``last`` the furthest step there is.
        share: of the runs, at the step reached, or else at the furthest.
    """

    what: str
    now: str
    at: str | None
    last: str
    share: float


def for_worse(terms: Terms) -> tuple[Tried, ...]:
    """Return what may get worse: the guarantor's word, its cap, the saving, when it begins, and how long it lasts."""
    down = tuple(float(one) for one in np.arange(0.95, -0.01, -0.05).round(2))
    return (
        Tried(
            "the guarantee is honoured with a probability of",
            percent(terms.honour_probability),
            tuple(one for one in down if one < terms.honour_probability),
            percent,
            lambda one: (replace(terms, honour_probability=one), None),
        ),
        Tried(
            "the guarantee covers, of all instalments,",
            percent(terms.guarantee_share),
            tuple(one for one in down if one < terms.guarantee_share),
            percent,
            lambda one: (replace(terms, guarantee_share=one), None),
        ),
        Tried(
            "the saving per person is",
            "as it is",
            down,
            times,
            lambda one: (terms, lambda flows: flows.scaled(saving=one)),
        ),
        Tried(
            "handing over begins later by",
            "as it is",
            (3.0, 6.0, 9.0, 12.0, 18.0, 24.0, 36.0),
            lambda one: span(round(one)),
            lambda one: (terms, lambda flows: flows.delayed(round(one))),
        ),
        Tried(
            "a person's saving falls by half every",
            "it lasts",
            (48.0, 36.0, 24.0, 18.0, 12.0, 6.0),
            lambda one: span(round(one)),
            lambda one: (terms, lambda flows: flows.faded(one)),
        ),
    )


def for_better(terms: Terms) -> tuple[Tried, ...]:
    """Return what may be made better: the loan smaller, the council's share larger, the rate of interest lower."""
    return (
        Tried(
            "the loan is",
            pounds(terms.loan_pounds),
            tuple(float(one) for one in np.linspace(0.95, 0.05, 19).round(2) * terms.loan_pounds),
            pounds,
            lambda one: (terms.lending(one), None),
        ),
        Tried(
            "the council ring-fences, of the dividend,",
            percent(terms.council_share),
            tuple(one for one in (0.6, 0.7, 0.8, 0.9, 1.0) if one > terms.council_share),
            percent,
            lambda one: (replace(terms, council_share=one), None),
        ),
        Tried(
            "the rate of interest is",
            percent(terms.rate_per_year),
            tuple(one for one in (0.05, 0.04, 0.03, 0.02, 0.01, 0.0) if one < terms.rate_per_year),
            percent,
            lambda one: (replace(terms, rate_per_year=one), None),
        ),
    )


def default_share(agreed: Agreed) -> float:
    """Return the share of runs in default."""
    return float(agreed.settlement.in_default.mean())


def repaid_share(agreed: Agreed) -> float:
    """Return the share of runs repaid from savings."""
    return float(agreed.settlement.repaid_from_savings.mean())


def first_step(
    found: Repayment, tried: Sequence[Tried], measured: Callable[[Agreed], float], share: float
) -> tuple[Broken, ...]:
    """Return for each thing alone the first step at which ``measured`` reaches this share; nothing is run again."""
    told = []
    for one in tried:
        at, reached = None, 0.0
        for value in one.values:
            terms, change = one.change(value)
            reached = measured(found.under(terms, OWN, change))
            if reached >= share:
                at = one.said(value)
                break
        told.append(Broken(one.what, one.now, at, one.said(one.values[-1]) if one.values else one.now, reached))
    return tuple(told)


def reverse_stress(found: Repayment) -> tuple[Broken, ...]:
    """Return what it takes, one thing at a time, to bring as many runs into default as `BORNE` says.

    Nothing, where as many default as it is.
    """
    terms = found.question.terms
    if default_share(found.agreed[OWN]) >= BORNE:
        return ()
    return first_step(found, for_worse(terms), default_share, BORNE)


def ways_to_safety(found: Repayment, share: float) -> tuple[Broken, ...]:
    """Return which terms alone, Local Links kept up, would let savings repay the loan in this share of the runs."""
    return first_step(found, for_better(found.kept_up), repaid_share, share)
