"""Affordability: what a programme costs, and in all saves, as a part of what the agencies of its place spend."""

from collections.abc import Mapping, Sequence

from experiments import words
from experiments.asking.study import Arm, Study
from experiments.comparing.accounts import discount_factors
from experiments.figures.estimate import Estimate
from models import Budget

LEAST = 1e-5
"""Share of a budget below which only that is said."""


def afforded(study: Study, arm: Arm, budgets: Sequence[Budget], year: Estimate, net: Mapping[str, Estimate]) -> str:
    """Return what part of the budgets of a place an arm takes; nothing where its file names none.

    ``year`` is what a year of it costs while it runs, ``net`` what it costs by account in all, discounted. Both are of
    the months from the first in which anything of the arm runs.
    """
    begun = min([study.start, *(arm.scenario.interventions[name].start for name in arm.adds)])
    worth = float(discount_factors(study.months, study.start)[begun:].sum() / 12.0)
    said = (of_budgets(budgets, year), all_told(budgets, net, worth, study.months - begun))
    return " ".join(sentence for sentence in said if sentence)


def of_budgets(budgets: Sequence[Budget], year: Estimate) -> str:
    """Return what a year of a programme costs beside each budget, at the same prices.

    >>> whole = Budget("net", "the net budget of Bigshire", "council", 476e6, 432e6, "2016-17", ("team",), "derived")
    >>> of_budgets([whole], Estimate(129600.0, 1e5, 2e5, 9.0, 10))
    'A year of it costs as much as 0.03% of the net budget of Bigshire (476 million pounds in 2016-17).'
    >>> of_budgets([], Estimate(129600.0, 1e5, 2e5, 9.0, 10))
    ''
    """
    if not budgets or year.mean <= 0.0:
        return ""
    parts = [
        f"{part(year.mean / one.real_pounds_per_year)} of {one.title} ({words.pounds(one.pounds_per_year)} in "
        f"{one.price_year})"
        for one in budgets
    ]
    return f"A year of it costs as much as {', or '.join(parts)}."


def all_told(budgets: Sequence[Budget], net: Mapping[str, Estimate], worth: float, months: int) -> str:
    """Return what an arm takes or spares in all of the first budget of each account, where that is clear.

    ``net`` is the discounted net cost by account, and ``worth`` what a pound in every year is worth over the months.

    >>> whole = Budget("net", "the net budget of Bigshire", "council", 476e6, 432e6, "2016-17", ("team",), "derived")
    >>> all_told([whole], {"council": Estimate(-432e3, -5e5, -3e5, 9.0, 10)}, 10.0, 156)
    'With the care it changes it spares 0.01% of the net budget of Bigshire, on average over 13 years.'
    """
    first: dict[str, Budget] = {}
    for one in budgets:
        first.setdefault(one.account, one)
    shares = {
        one.title: net[account].mean / (worth * one.real_pounds_per_year)
        for account, one in first.items()
        if account in net and net[account].told
    }
    moved = [f"{'takes' if share > 0.0 else 'spares'} {part(abs(share))} of {title}" for title, share in shares.items()]
    return f"With the care it changes it {words.listed(moved)}, on average over {words.span(months)}." if moved else ""


def part(share: float) -> str:
    """Return a share of a budget in per cent, two figures of it where it is small.

    >>> part(0.0003), part(0.0841), part(0.000_000_2)
    ('0.03%', '8.4%', 'less than 0.001%')
    """
    return f"{words.number(100.0 * share)}%" if share >= LEAST else f"less than {words.number(100.0 * LEAST)}%"
