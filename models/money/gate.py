"""Gate: how far a programme comes with the lender - explored, agreed in principle, proved, and before the Board."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from models.pounds import Each, Pounds
from sim.parameters import Sheet


class Stage(IntEnum):
    """Where a programme stands; an investment is declined in principle or by the Board."""

    EXPLORE = 0
    PRINCIPLE = 1
    PROOF = 2
    BOARD = 3
    INVESTED = 4


@dataclass(frozen=True)
class Evidence:
    """What the lender sees of each run, every field of the shape (runs,).

    Attributes:
        criteria: how many of its eight criteria the council meets when the lender agrees in principle.
        plans: brokered and approved during the proof of concept.
        handover: plans over newly allotted budgets in its last months.
        saving_share: what the contract says was saved of the packages of those handed over, in the same months.
    """

    criteria: Each
    plans: Each
    handover: Each
    saving_share: Each


def evidence(criteria: Pounds, plans: Pounds, budgets: Pounds, saving: Pounds, indicative: Pounds) -> Evidence:
    """Return what a proof of concept shows; of all but the criteria the months given are those of the proof.

    The rates are those of the second half, since a programme takes time to begin.
    """
    half = slice(plans.shape[1] // 2, None)
    return Evidence(
        criteria=criteria[:, 0],
        plans=plans.sum(axis=1),
        handover=_over(plans[:, half].sum(axis=1), budgets[:, half].sum(axis=1)),
        saving_share=_over(saving[:, half].sum(axis=1), indicative[:, half].sum(axis=1)),
    )


def _over(part: Each, whole: Each) -> Each:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0.0)


def stage_reached(seen: Evidence, sheet: Sheet) -> NDArray[np.int64]:
    """Return the code of `Stage` at which each run ends: PRINCIPLE or BOARD if it is declined there, or INVESTED.

    All criteria have to be met before a proof of concept is agreed. The Board then wants enough plans to go by,
    and both rates at its hurdles.
    """
    proved = (seen.plans >= sheet.least_plans) & (seen.handover >= sheet.handover_hurdle)
    proved &= seen.saving_share >= sheet.saving_hurdle
    stage = np.where(proved, Stage.INVESTED, Stage.BOARD)
    return np.where(seen.criteria >= sheet.criteria_asked, stage, Stage.PRINCIPLE).astype(np.int64)


def months_to_drawdown(sheet: Sheet) -> int:
    """Return the months from a programme's start, which is that of its proof, until the loan is drawn."""
    return int(sheet.proof_months + sheet.board_months)


def months_to_proof(sheet: Sheet) -> int:
    """Return the months of exploring and of agreeing in principle, before the proof of concept begins."""
    return int(sheet.explore_months + sheet.principle_months)


def spent_by_lender(stage: NDArray[np.int64], sheet: Sheet) -> Each:
    """Return the lender's own pounds on the way to its decision, a proof's only where there was one, shape (runs,)."""
    return np.where(stage > Stage.PRINCIPLE, sheet.explore_pounds + sheet.proof_pounds, sheet.explore_pounds)
