"""Repayment story: a repayment told in sentences and tables, the answer first."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from experiments import words
from experiments.comparing import cash_told
from experiments.comparing.one_purse import held_with
from experiments.figures.estimate import Estimate, over_runs
from experiments.figures.proportion import Proportion
from experiments.lending import lender_words, loan_words
from experiments.lending.breakeven import BreakEven, break_even, crossing, multiple_needed
from experiments.lending.gated import Gated, gated, good_hurdle, worth
from experiments.lending.grids import Grid, grids, scaling
from experiments.lending.loan_caveats import caveats
from experiments.lending.loan_question import CHAMPION, CRITERIA, OWN, imposed, weak
from experiments.lending.repayment import Repayment, together
from experiments.lending.risk import Party, Risk, parties, risk
from experiments.lending.stress import Broken, reverse_stress, ways_to_safety
from models import Agreed, Finance, agree, place

SHARES = (0.5, 0.8, 0.95)
"""Shares of the runs for which a break-even is given."""
ASKED = (0.5, 0.8)
GRANTS = tuple(10_000.0 * one for one in range(31))
MULTIPLES = tuple(float(one) for one in np.geomspace(1.0, 32.0, 41))
YEAR = 12
COLUMNS: tuple[tuple[str, str, Callable[[float], str]], ...] = (
    ("handover_rate", "Hand-\nover", words.percent),
    ("contract_saving_pounds_per_year", "Con-\ntract\n£'000", words.thousands),
    ("true_saving_pounds_per_year", "Truth\n£'000", words.thousands),
    ("repaid_from_savings", "Re-\npaid", words.percent),
    ("guarantee_called", "Guar-\nantee\ncalled", words.percent),
    ("mean_call_pounds", "Mean\ncall\n£'000", words.thousands),
    ("defaulted", "De-\nfault", words.percent),
    ("local_links_insolvent", "Out of\ncash", words.percent),
)
"""What the tables show of each world: its key, its head, and how it is said."""


@dataclass(frozen=True)
class RepaymentStory:
    """A repayment in sentences and tables.

    Attributes:
        answer: whether savings repay the loan. sentences: the rest, in the order of their weight.
        table: one row for each world: its name and, by column, what came of it.
        grids: handover by saving, by loan and by catchment. break_evens: for each share of the runs.
        gate: what passes it. risk: what an analyst asks of the loan. parties: what each has of it.
            Where no loan is made, grids, break-evens, gate, stress and risk are empty.
        caveats: what the reader must bear in mind, whatever the numbers.
    """

    answer: str
    sentences: tuple[str, ...]
    table: tuple[dict[str, float | str], ...]
    grids: tuple[Grid, ...]
    break_evens: tuple[BreakEven, ...]
    gate: Gated | None
    stress: tuple[Broken, ...]
    risk: Risk | None
    parties: tuple[Party, ...]
    caveats: tuple[str, ...]


def repayment_story(found: Repayment) -> RepaymentStory:
    """Return a repayment told."""
    own = found.agreed[OWN]
    if own.terms.finance is not Finance.LOAN:
        return _unlent_story(found)
    evens, gate, stress = break_evens(found), gated(found), reverse_stress(found)
    told, shared = risk(own), parties(own)
    return RepaymentStory(
        answer=_answer(own),
        sentences=tuple(
            sentence
            for sentence in (
                _default(found, own),
                lender_words.cover(told),
                loan_words.handover(over_runs(found.flows[OWN].handover_rate)),
                _solvency(own),
                _kept_up(found),
                loan_words.break_evens(evens),
                _measured(found),
                _would_have_to_be(found),
                _safe_terms(found),
                _champion(found),
                _criteria(found),
                _parties(found, shared),
                lender_words.gate(gate, found.runs),
                lender_words.gate_worth(gate),
                lender_words.board(good_hurdle(gate.hurdles, SHARES[0]), SHARES[0]),
                lender_words.stress(stress),
                lender_words.runs_for(share_of(own.settlement.in_default)),
            )
            if sentence
        ),
        table=tuple(_row(name, found) for name in found.agreed),
        grids=grids(found),
        break_evens=evens,
        gate=gate,
        stress=stress,
        risk=told,
        parties=shared,
        caveats=caveats([found.question], found.runs),
    )


def _unlent_story(found: Repayment) -> RepaymentStory:
    """Return the story of what is no loan: paid for by results, or given."""
    own = found.agreed[OWN]
    shared = parties(own)
    if own.terms.finance is Finance.RESULTS:
        received = float(own.settlement.received.sum(axis=1).mean() / 100.0)
        answer = loan_words.results(share_of(own.settlement.repaid_from_savings), own.terms.loan_pounds, received)
    else:
        kept = float(own.council_part.sum(axis=1).mean() / 100.0)
        answer = loan_words.grant(own.terms.loan_pounds, kept, _payer(found))
    handed = loan_words.handover(over_runs(found.flows[OWN].handover_rate))
    return RepaymentStory(
        answer=answer,
        sentences=(handed, _solvency(own), _measured(found), _parties(found, shared)),
        table=tuple(_row(name, found) for name in found.agreed),
        grids=(),
        break_evens=(),
        gate=None,
        stress=(),
        risk=None,
        parties=shared,
        caveats=caveats([found.question], found.runs),
    )


def share_of(marks: NDArray[np.bool_]) -> Proportion:
    """Return how many of the runs are marked."""
    return Proportion(int(marks.sum()), len(marks))


def mean_call(agreed: Agreed) -> float:
    """Return the guarantee called in the runs in which it was, in pounds on average."""
    called = agreed.settlement.called_pounds
    return float(called[called > 0.0].mean()) if called.any() else 0.0


def break_evens(found: Repayment) -> tuple[BreakEven, ...]:
    """Return the break-even handover rates, Local Links kept up; none unless rates were imposed."""
    names = [imposed(rate) for rate in found.question.rates]
    if len(names) < 2:
        return ()
    worlds = [found.flows[name] for name in names]
    needed = np.split(multiple_needed(agree(together(worlds), found.kept_up)), len(names))
    each = crossing([one.handover_rate for one in worlds], needed)
    return tuple(break_even(each, share) for share in SHARES)


def least_multiple(found: Repayment, share: float, what: str) -> float | None:
    """Return by how much the ``saving`` or the ``catchment`` must grow for this share of runs to be repaid."""
    for one in MULTIPLES:
        change = scaling(one, 1.0) if what == "saving" else scaling(1.0, one)
        changed = found.under(found.question.terms, OWN, change)
        if changed.settlement.repaid_from_savings.mean() >= share:
            return one
    return None


def _answer(own: Agreed) -> str:
    settlement = own.settlement
    return loan_words.repaid(share_of(settlement.repaid_from_savings), share_of(settlement.was_called), mean_call(own))


def _default(found: Repayment, own: Agreed) -> str:
    bare = found.under(replace(found.question.terms, guarantee_share=0.0))
    marks = own.settlement.in_default
    which = [number for number, mark in enumerate(marks, start=1) if mark]
    loss = float(own.settlement.lost_pounds.mean())
    return loan_words.default(share_of(marks), share_of(bare.settlement.in_default), loss, which)


def least_grant(found: Repayment, share: float) -> float | None:
    """Return the least grant a year, in nominal pounds, that keeps Local Links open in this share of the runs."""
    for grant in GRANTS:
        held = found.under(replace(found.kept_up, grant_pounds_per_year=grant))
        if float((held.closed < 0).mean()) >= share:
            return grant
    return None


def _kept_up(found: Repayment) -> str:
    own = found.agreed[OWN]
    if not own.terms.insolvency or not (own.closed >= 0).any():
        return ""
    repaid = found.under(found.kept_up).settlement.repaid_from_savings
    return loan_words.kept_up(share_of(repaid), least_grant(found, max(ASKED)), max(ASKED))


def _solvency(own: Agreed) -> str:
    closed = own.closed[own.closed >= 0]
    month = float(np.median(closed)) if len(closed) else None
    return loan_words.solvency(Proportion(len(closed), len(own.closed)), month, bool(own.terms.insolvency))


def _measured(found: Repayment) -> str:
    flows = found.flows[OWN]
    years = flows.contract.shape[1] / YEAR
    parts = (flows.contract, flows.truth, flows.waiting, flows.contract - flows.truth + flows.waiting)
    contract, truth, waiting, overpaid = (over_runs(part.sum(axis=1) / years) for part in parts)
    said = loan_words.measured(contract, truth, waiting, overpaid, _payer(found))
    if flows.health is None:
        return said
    held = held_with(found.question.place, found.question.overrides)
    freed = over_runs(flows.freed_in_health().sum(axis=1) / years)
    return f"{said} {loan_words.in_health(freed, _payer(found), held)}"


def _safe_terms(found: Repayment) -> str:
    repaid = found.under(found.kept_up).settlement.repaid_from_savings.mean()
    return lender_words.safe_terms(ways_to_safety(found, ASKED[0]), ASKED[0]) if repaid < ASKED[0] else ""


def _champion(found: Repayment) -> str:
    if CHAMPION not in found.flows:
        return ""
    own, other = (
        (float(found.flows[name].handover_rate.mean()), float(found.agreed[name].settlement.repaid_from_savings.mean()))
        for name in (OWN, CHAMPION)
    )
    return lender_words.champion(own, other)


def raised_by_weakness(found: Repayment) -> list[tuple[str, float, float]]:
    """Return what each criterion's weakness adds: its title, pounds called on average, and share of runs in default."""
    own = found.agreed[OWN].settlement
    added = []
    for name, title in CRITERIA.items():
        if weak(name) in found.agreed:
            other = found.agreed[weak(name)].settlement
            called = float((other.called_pounds - own.called_pounds).mean())
            added.append((title, called, float(other.in_default.mean() - own.in_default.mean())))
    return added


def _criteria(found: Repayment) -> str:
    raised = raised_by_weakness(found)
    return lender_words.criteria(raised) if raised else ""


def _would_have_to_be(found: Repayment) -> str:
    if found.agreed[OWN].settlement.repaid_from_savings.mean() >= max(ASKED):
        return ""
    saving, people = (
        [(share, least_multiple(found, share, what)) for share in ASKED] for what in ("saving", "catchment")
    )
    return loan_words.would_have_to_be(saving, people)


def _payer(found: Repayment) -> str:
    return cash_told.payer(place(found.question.place).payer)


def _parties(found: Repayment, told: tuple[Party, ...]) -> str:
    own = found.agreed[OWN]
    rate = told[0].rate_per_year
    middle = "nothing that can be given as a rate" if rate is None else f"{words.percent(rate)} a year"
    council = over_runs(worth(own, own.council))
    return loan_words.parties(middle, share_of(own.fund.owed == 0), council, _payer(found))


def title_of(world: str) -> str:
    """Return how a table names a world.

    >>> title_of("own"), title_of("handover 0.4"), title_of("weak: senior_drive")
    ('unforced', 'forced 40%', 'weak: senior drive')
    """
    if world == OWN:
        return "unforced"
    if world.startswith("handover "):
        return f"forced {words.percent(float(world.split()[1]))}"
    return world.replace("_", " ")


def _row(name: str, found: Repayment) -> dict[str, float | str]:
    agreed, flows = found.agreed[name], found.flows[name]
    settlement = agreed.settlement
    years = flows.contract.shape[1] / YEAR
    rate: Estimate = over_runs(flows.handover_rate)
    return {
        "world": title_of(name),
        "handover_rate": rate.mean,
        "contract_saving_pounds_per_year": float(flows.contract.sum(axis=1).mean() / years),
        "true_saving_pounds_per_year": float(flows.truth.sum(axis=1).mean() / years),
        "repaid_from_savings": share_of(settlement.repaid_from_savings).share,
        "guarantee_called": share_of(settlement.was_called).share,
        "mean_call_pounds": mean_call(agreed),
        "defaulted": share_of(settlement.in_default).share,
        "local_links_insolvent": share_of(agreed.closed >= 0).share,
        "multiple_needed_median": float(np.median(multiple_needed(agreed))),
        "council_worth_pounds": float(worth(agreed, agreed.council).mean()),
    }
