"""Portfolio story: what a lender may lose over several programmes, in sentences and tables."""

from dataclasses import dataclass

import numpy as np

from experiments import words
from experiments.figures.proportion import Proportion
from experiments.figures.spread import Spread, spread
from experiments.lending import loan_words
from experiments.lending.loan_caveats import caveats
from experiments.lending.loan_question import OWN
from experiments.lending.portfolio import Holdings, by_guarantor, if_unbacked, seventh, unshared
from experiments.words import percent, thousands

HEADS = ("Programme", "Guarantor", "Handed over", "Repaid", "Called", "Call, £'000", "Default", "Loss, £'000")


@dataclass(frozen=True)
class PortfolioStory:
    """A portfolio in sentences and tables.

    Attributes:
        rows: one for each programme, in the order of `HEADS`, as numbers where they are numbers.
        losses: by name, how lost and called are spread over the runs.
    """

    answer: str
    sentences: tuple[str, ...]
    rows: tuple[tuple[str | float, ...], ...]
    losses: tuple[tuple[str, Spread], ...]
    caveats: tuple[str, ...]


def portfolio_story(holdings: Holdings) -> PortfolioStory:
    """Return a portfolio told."""
    lost, called = holdings.lost(), holdings.called()
    first = next(iter(by_guarantor(holdings)))
    own = {at: one.title for at, one in enumerate(holdings.members)}
    losses = [
        ("Lender's loss", spread(lost.sum(axis=1))),
        ("the same, were every loan backed by a guarantor of its own", spread(holdings.lost(own).sum(axis=1))),
        ("Called from guarantors", spread(called.sum(axis=1))),
        ("the same, were nothing shared between programmes", spread(unshared(called))),
    ]
    said = [
        _loss(holdings, losses[0][1]),
        _concentration(holdings, first),
        _seventh(holdings, first),
        _shared(losses[2][1], losses[3][1]),
    ]
    return PortfolioStory(
        answer=_answer(holdings),
        sentences=tuple(one for one in said if one),
        rows=tuple(_row(holdings, at) for at in range(len(holdings.members))),
        losses=tuple(losses),
        caveats=_caveats(holdings),
    )


def _answer(holdings: Holdings) -> str:
    repaid = np.sum([one.found.agreed[OWN].settlement.repaid_from_savings for one in holdings.members], axis=0)
    called = holdings.called().sum(axis=1)
    count = len(holdings.members)
    none = Proportion(int((repaid == 0).sum()), holdings.runs)
    return (
        f"Of {count} loans, {words.pounds(holdings.lent)} in all, savings alone repay {words.number(repaid.mean())} on "
        f"average, and not one of them {loan_words.of_runs(none)}; guarantors are called for "
        f"{words.pounds(called.mean())} on average."
    )


def _loss(holdings: Holdings, loss: Spread) -> str:
    lost = holdings.lost().sum(axis=1)
    some = Proportion(int((lost > 0).sum()), holdings.runs)
    if not some.count:
        most = words.percent(some.high)
        return f"The lender loses nothing in any of {words.runs(holdings.runs)} (95%: up to {most} of runs)."
    return (
        f"The lender loses something {loan_words.of_runs(some)}: {words.pounds(loss.mean)} on average over all runs, "
        f"{words.number(loss.high)} at the 95th percentile, {words.number(loss.tail)} in the worst twentieth of runs."
    )


def _concentration(holdings: Holdings, first: str) -> str:
    shares = by_guarantor(holdings)
    whole = sum(pounds for _, pounds in shares.values())
    count, pounds = shares[first]
    part = words.percent(pounds / whole) if whole > 0.0 else "none"
    return (
        f"{first} stands in for {count} of {len(holdings.members)} loans and for {part} of all calls; if it paid none "
        f"of them, the lender would lose {words.pounds(if_unbacked(holdings, first))} on average."
    )


def _seventh(holdings: Holdings, first: str) -> str:
    both = seventh(holdings, first)
    if both is None:
        return ""
    there, here = both
    return (
        f"With the programme that has no place yet backed by {first} too, instead of elsewhere, the lender loses "
        f"{words.pounds(here.mean)} on average instead of {words.number(there.mean)}, and {words.number(here.tail)} "
        f"instead of {words.number(there.tail)} in the worst twentieth of runs."
    )


def _shared(together: Spread, apart: Spread) -> str:
    return (
        "What is unknown of the effects is the same for all programmes: calls come to "
        f"{words.pounds(together.high)} at the 95th percentile, and would to {words.pounds(apart.high)} were "
        "nothing shared."
    )


def _row(holdings: Holdings, at: int) -> tuple[str | float, ...]:
    one = holdings.members[at]
    settlement = one.found.agreed[OWN].settlement
    return (
        one.title,
        one.guarantor,
        float(one.found.flows[OWN].handover_rate.mean()),
        float(settlement.repaid_from_savings.mean()),
        float(settlement.was_called.mean()),
        float(settlement.called_pounds.mean()),
        float(settlement.in_default.mean()),
        float(settlement.lost_pounds.mean()),
    )


def said_row(row: tuple[str | float, ...]) -> tuple[str, ...]:
    """Return a programme's row in words, in the order of `HEADS`."""
    says = (str, str, percent, percent, percent, thousands, percent, thousands)
    return tuple(said(cell) for said, cell in zip(says, row, strict=True))  # type: ignore[operator]


def _caveats(holdings: Holdings) -> tuple[str, ...]:
    asked = [one.found.question for one in holdings.members]
    said = [
        f"'{one.title}' has no place yet: it is given the people of '{one.stands_in}' and a guarantor of its own."
        for one in holdings.members
        if one.stands_in
    ]
    parts = list(dict.fromkeys(part for one in asked if (part := one.place.partition(":")[2])))
    if parts:
        said.append(f"Run by themselves, with the ages of the whole place around them: {words.listed(parts)}.")
    return (*said, *caveats(asked, holdings.runs))
