"""Reckoned: what terms, stresses and a handover rate make of stored runs, at once and without another run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from experiments import words
from experiments.dashboard.drawings.loan import months_to_repay, saving_to_cash
from experiments.dashboard.stored import changed
from experiments.figures.estimate import over_runs
from experiments.figures.proportion import Proportion
from experiments.figures.spread import spread
from experiments.lending import loan_words
from experiments.lending.breakeven import BreakEven
from experiments.lending.grids import Grid, scaling
from experiments.lending.loan_question import OWN, imposed
from experiments.lending.repayment import Change, Repayment, together
from experiments.lending.repayment_report import fence_fan, loan_waterfall, local_links_fan, loss_distribution
from experiments.lending.repayment_story import break_evens, mean_call, share_of
from experiments.showing.chart import Chart, short_pounds
from models import Finance, Flows, Terms, agree, standard_terms

SAVINGS = (0.5, 1.0, 1.5, 2.0, 3.0, 5.0)
LOANS = (50_000.0, 75_000.0, 100_000.0, 150_000.0, 200_000.0, 300_000.0)
MET = "for half the runs, Local Links kept up; the rate met, which lies below one that is imposed"
OVER = {"loan": "the loan", "saving": "the saving per person"}
"""What the heat map has across, beside handover rates down."""


@dataclass(frozen=True)
class Levers:
    """What is set on the page.

    Attributes:
        terms: terms other than the standard ones, by name.
        world: the handover rate that is imposed, or nothing for the one that comes about.
        saving: times as large. half_life: months in which a saving falls by half, 0 if it lasts.
        delay: months by which handing over begins later. over: what the heat map has across.
    """

    terms: Mapping[str, float | str] = field(default_factory=dict)
    world: float | None = None
    saving: float = 1.0
    half_life: int = 0
    delay: int = 0
    over: str = "loan"

    def change(self) -> Change | None:
        """Return what is changed about the flows, or nothing."""
        if (self.saving, self.half_life, self.delay) == (1.0, 0, 0):
            return None

        def moved(flows: Flows) -> Flows:
            found = flows.scaled(self.saving)
            found = found.faded(self.half_life) if self.half_life else found
            return found.delayed(self.delay) if self.delay else found

        return moved


@dataclass(frozen=True)
class Card:
    """One figure: what it is, the figure, and how sure or what else."""

    title: str
    figure: str
    more: str


@dataclass(frozen=True)
class Heat:
    """How often savings repay: rates imposed down, with what is met of each on average, and something else across."""

    title: str
    takeaway: str
    heads: tuple[str, ...]
    values: tuple[float, ...]
    rates: tuple[float, ...]
    met: tuple[float, ...]
    shares: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Reckoned:
    """What the page shows of one setting of the levers."""

    found: Repayment
    answer: str
    sentences: tuple[str, ...]
    cards: tuple[Card, ...]
    heat: Heat | None
    charts: tuple[Chart, ...]


def terms_of(levers: Levers) -> Terms:
    """Return the terms that are set, or refuse in sentences what no agreement could say."""
    usual, pounds = standard_terms(), levers.terms.get("loan_pounds")
    return (usual if pounds is None else usual.lending(float(pounds))).changed(levers.terms)


def reckoned(opened: Repayment, levers: Levers) -> Reckoned:
    """Return what these levers make of stored runs; a ModelError says what cannot be."""
    terms = terms_of(levers)
    whole = changed(opened, levers.change(), terms)
    found = in_world(whole, levers.world)
    lent = terms.finance is Finance.LOAN
    evens = break_evens(whole) if lent else ()
    return Reckoned(
        found=found,
        answer=answer(found),
        sentences=tuple(
            one for one in (*_sentences(found, levers.world is not None), loan_words.break_evens(evens)) if one
        ),
        cards=_cards(found, evens),
        heat=heat(_across(opened, levers, terms), levers.over) if lent else None,
        charts=_charts(found),
    )


def _across(opened: Repayment, levers: Levers, terms: Terms) -> Repayment:
    """Return the repayment that the heat map is of: what it has across is not changed already."""
    plain = replace(levers, saving=1.0) if levers.over == "saving" else levers
    return changed(opened, plain.change(), terms)


def in_world(found: Repayment, rate: float | None) -> Repayment:
    """Return the repayment with the world of an imposed handover rate in place of the programme's own."""
    if rate is None or imposed(rate) not in found.flows:
        return found
    flows = {**found.flows, OWN: found.flows[imposed(rate)]}
    return replace(found, flows=flows, agreed={**found.agreed, OWN: agree(flows[OWN], found.question.terms)})


def answer(found: Repayment) -> str:
    """Return the sentence that says whether the money comes back."""
    own = found.agreed[OWN]
    settlement = own.settlement
    savings = share_of(settlement.repaid_from_savings)
    if own.terms.finance is Finance.RESULTS:
        received = float(settlement.received.sum(axis=1).mean() / 100.0)
        return loan_words.results(savings, own.terms.loan_pounds, received)
    if own.terms.finance is Finance.GRANT:
        return loan_words.grant(own.terms.loan_pounds, float(own.council_part.sum(axis=1).mean() / 100.0))
    return loan_words.repaid(savings, share_of(settlement.was_called), mean_call(own))


def _sentences(found: Repayment, forced: bool) -> list[str]:
    own = found.agreed[OWN]
    closed = own.closed[own.closed >= 0]
    month = float(np.median(closed)) if len(closed) else None
    said = [
        loan_words.solvency(Proportion(len(closed), len(own.closed)), month, bool(own.terms.insolvency)),
        loan_words.handover(over_runs(found.flows[OWN].handover_rate)),
    ]
    if forced:
        said[1] = said[1].replace("Social workers come to hand over", "Made to, social workers hand over")
    if own.terms.finance is Finance.LOAN:
        bare = found.under(replace(own.terms, guarantee_share=0.0)).settlement
        marks = own.settlement.in_default
        which = [number for number, mark in enumerate(marks, start=1) if mark and not forced]
        loss = float(own.settlement.lost_pounds.mean())
        said.insert(0, loan_words.default(share_of(marks), share_of(bare.in_default), loss, which))
    return said


def _side_by_side(found: Repayment, change: Change | None = None) -> Flows:
    flows = [found.flows[imposed(rate)] for rate in found.question.rates]
    return together(flows if change is None else [change(one) for one in flows])


def _cards(found: Repayment, evens: tuple[BreakEven, ...]) -> tuple[Card, ...]:
    settlement = found.agreed[OWN].settlement
    finance, repaid = settlement.terms.finance, share_of(settlement.repaid_from_savings)
    if finance is Finance.GRANT:
        return (Card("Given away", f"£{short_pounds(settlement.terms.loan_pounds)}", "a grant never comes back"),)
    default, lost = share_of(settlement.in_default), spread(settlement.lost_pounds)
    loss = f"£{short_pounds(lost.mean)}"
    if finance is Finance.RESULTS:
        back = f"{repaid.count} of {repaid.runs} runs"
        return (
            Card("The lender gets its money back", back, _between(repaid)),
            Card("The lender loses", loss, "on average over all runs"),
        )
    called = spread(settlement.called_pounds)
    worst = f"on average over all runs; £{short_pounds(called.tail)} in the worst twentieth"
    cards = [
        Card("Savings alone repay", f"{repaid.count} of {repaid.runs} runs", _between(repaid)),
        Card("The guarantor is called for", f"£{short_pounds(called.mean)}", worst),
        Card("The lender loses", loss, f"on average; default {words.in_runs(default.count, default.runs)}"),
    ]
    if evens:
        cards.insert(1, Card("Break-even handover", _rate(evens[0].rate), MET))
    return tuple(cards)


def _between(one: Proportion) -> str:
    return f"95%: {words.percent(one.low)} to {words.percent(one.high)}"


def _rate(rate: float) -> str:
    return words.percent(rate) if np.isfinite(rate) else "at no rate"


def _charts(found: Repayment) -> tuple[Chart, ...]:
    lent = found.question.terms.finance is Finance.LOAN
    if not lent:
        return (saving_to_cash(found), local_links_fan(found))
    drawn: tuple[Callable[[Repayment], Chart], ...] = (
        *(fence_fan, saving_to_cash, loan_waterfall, months_to_repay),
        *(loss_distribution, local_links_fan),
    )
    return tuple(one(found) for one in drawn)


def heat(found: Repayment, over: str) -> Heat | None:
    """Return how often savings repay by handover rate and loan or saving, Local Links kept up, nothing run again.

    A saving across is so many times as large as it is in these runs.
    """
    rates = found.question.rates
    if not rates:
        return None
    terms, runs = found.kept_up, found.runs

    def by_rate(marks: NDArray[np.bool_]) -> list[float]:
        return [float(one.mean()) for one in marks.reshape(len(rates), runs)]

    if over == "saving":
        values, heads = SAVINGS, tuple(f"{one:g} x" for one in SAVINGS)
        changes = [_side_by_side(found, scaling(one, 1.0)) for one in SAVINGS]
        stacked = agree(together(changes), terms).settlement.repaid_from_savings
        columns = [by_rate(part) for part in np.split(stacked, len(SAVINGS))]
    else:
        values, heads = LOANS, tuple(f"£{one / 1000:g}k" for one in LOANS)
        flows = _side_by_side(found)
        columns = [by_rate(agree(flows, terms.lending(one)).settlement.repaid_from_savings) for one in LOANS]
    shares = tuple(tuple(column[at] for column in columns) for at in range(len(rates)))
    grid = Grid(OVER.get(over, OVER["loan"]), heads, rates, np.array(shares))
    met = tuple(float(found.flows[imposed(rate)].handover_rate.mean()) for rate in rates)
    return Heat(f"Handover rate by {grid.title}", heat_sentence(grid, runs), heads, values, rates, met, shares)


def heat_sentence(grid: Grid, runs: int) -> str:
    """Return where savings repay most often, and whether anywhere in at least half of the runs."""
    most = float(grid.shares.max())
    if most == 0.0:
        return f"Nowhere in this table do savings repay the loan in any of {words.runs(runs)}."
    row, column = np.unravel_index(int(grid.shares.argmax()), grid.shares.shape)
    cells, half = int(grid.shares.size), int((grid.shares >= 0.5).sum())
    return (
        f"Savings repay most often, in {words.percent(most)} of runs, at an imposed handover of "
        f"{words.percent(grid.rates[int(row)])} and {grid.heads[int(column)]}; in at least half of the runs "
        f"in {half or 'none'} of {cells} cells."
    )
