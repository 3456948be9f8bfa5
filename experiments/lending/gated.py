"""Gated: what a proof of concept and the lender's hurdles are worth against investing regardless."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.lending.breakeven import Each
from experiments.lending.loan_question import OWN
from experiments.lending.repayment import Repayment
from models import (
    Agreed,
    Evidence,
    Stage,
    evidence,
    months_to_drawdown,
    months_to_proof,
    real_value,
    sheets,
    spent_by_lender,
    stage_reached,
)
from sim.parameters import Sheet

type Marks = NDArray[np.bool_]
"""A mark for each run, shape (runs,)."""

HURDLES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
"""Handover rates that the Board might ask a proof of concept to have shown."""


@dataclass(frozen=True)
class Policy:
    """What a way of deciding comes to, on average over all runs, those not invested in counted as nought.

    Attributes:
        invested: share of runs in which the loan is drawn; ``repaid``: of all runs, repaid from savings.
        called, lost: pounds called from the guarantor, and lost by the lender.
        lender, council: net present values in pounds at the prices of the programme's start.
    """

    name: str
    invested: float
    repaid: float
    called: float
    lost: float
    lender: float
    council: float


@dataclass(frozen=True)
class Gated:
    """The gate applied to the runs, under four ways of deciding and several hurdles.

    Attributes:
        declined_in_principle, declined_by_board, invested: how many runs end there.
        repaid_invested: of the runs invested in, those repaid; ``repaid_declined``: of the others, those that would be.
        hurdles: by handover rate asked for: share invested in, and share of those repaid (not a number if none).
        months: from the first talks until the loan is drawn.
    """

    declined_in_principle: int
    declined_by_board: int
    invested: int
    repaid_invested: int
    repaid_declined: int
    policies: tuple[Policy, ...]
    hurdles: tuple[tuple[float, float, float], ...]
    months: int


def gated(found: Repayment, sheet: Sheet | None = None) -> Gated:
    """Return what becomes of the programme's own runs at the gate; nothing is run again.

    The proof of concept is the programme's first months. A loan after it is drawn once the Board has decided,
    while the programme goes on; investing regardless at once draws it at the programme's start.
    """
    gate = sheet or sheets()["gate"]
    seen = evidence_of(found, gate)
    stage = stage_reached(seen, gate)
    at_once, late = found.agreed[OWN], months_to_drawdown(gate)
    after = found.under(at_once.terms, change=lambda flows: flows.since(late))
    spent, nothing = spent_by_lender(stage, gate), np.zeros(len(stage))
    invested, repaid = stage == Stage.INVESTED, after.settlement.repaid_from_savings
    everyone = np.ones(len(stage), np.bool_)
    at = float(at_once.prices[0])
    proof = spent_by_lender(np.full(len(stage), int(Stage.INVESTED)), gate)
    return Gated(
        declined_in_principle=int((stage == Stage.PRINCIPLE).sum()),
        declined_by_board=int((stage == Stage.BOARD).sum()),
        invested=int(invested.sum()),
        repaid_invested=int((repaid & invested).sum()),
        repaid_declined=int((repaid & ~invested).sum()),
        policies=(
            policy("regardless, at once", at_once, everyone, nothing, 0, at),
            policy("regardless, after the proof", after, everyone, proof, late, at),
            policy("through the gate", after, invested, spent, late, at),
            policy("only what would be repaid", after, repaid, nothing, late, at),
        ),
        hurdles=hurdles(seen, repaid, gate),
        months=months_to_proof(gate) + late,
    )


def evidence_of(found: Repayment, gate: Sheet) -> Evidence:
    """Return what the proof of concept of each run shows."""
    flows, months = found.flows[OWN], slice(0, int(gate.proof_months))
    return evidence(
        found.criteria[OWN],
        flows.plans[:, months],
        flows.budgets[:, months],
        flows.contract[:, months],
        flows.indicative[:, months],
    )


def policy(name: str, agreed: Agreed, drawn: Marks, spent: Each, late: int, at: float) -> Policy:
    """Return what drawing the loan in these runs comes to.

    Args:
        spent: the lender's own pounds on the way to deciding.
        late: months from the programme's start to the drawdown. at: level of prices at that start.
    """
    sooner = (1.0 + float(sheets()["returns"].discount_per_year)) ** (-late / 12)
    settlement = agreed.settlement
    lender = sooner * worth(agreed, agreed.fund.lending, at) * drawn - spent
    return Policy(
        name=name,
        invested=float(drawn.mean()),
        repaid=float((settlement.repaid_from_savings & drawn).mean()),
        called=float((settlement.called_pounds * drawn).mean()),
        lost=float((settlement.lost_pounds * drawn).mean()),
        lender=float(lender.mean()),
        council=float((sooner * worth(agreed, agreed.council, at) * drawn).mean()),
    )


def worth(agreed: Agreed, pence: NDArray[np.int64], at: float | None = None) -> Each:
    """Return the worth at the drawdown of cash at the start of each quarter, in pounds of the price level ``at``.

    Without a level: at the prices of the drawdown itself.
    """
    return real_value(pence / 100.0, agreed.prices, at or float(agreed.prices[0]), sheets()["returns"])


def hurdles(seen: Evidence, repaid: Marks, gate: Sheet) -> tuple[tuple[float, float, float], ...]:
    """Return what other hurdles for the handover rate would let through, and how much of that is repaid."""
    told = []
    for rate in HURDLES:
        passed = stage_reached(seen, gate.replaced({"handover_hurdle": rate})) == Stage.INVESTED
        told.append((rate, float(passed.mean()), float(repaid[passed].mean()) if passed.any() else float("nan")))
    return tuple(told)


def good_hurdle(told: Sequence[tuple[float, float, float]], share: float) -> float | None:
    """Return the least hurdle of which this share of the investments is repaid, or nothing."""
    return next((rate for rate, invested, repaid in told if invested > 0.0 and repaid >= share), None)
