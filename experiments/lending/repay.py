"""Repay: a programme run as often as asked, or until it is known how often savings repay and a loan defaults."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from experiments.figures.proportion import Proportion
from experiments.lending.loan_question import OWN, Question
from experiments.lending.repayment import Repayment, Replication, flows_of, gather, one_replication
from experiments.runs.ensemble import Crew, replicate
from experiments.runs.precision import Target, replicate_precisely
from models import agree

KNOWN = "how often savings repay, and how often the loan defaults,"
"""What the precision is one of, for a sentence."""


def repay(question: Question, crew: Crew | None = None) -> Repayment:
    """Run a programme, or read its runs from the archive, and lay the agreement over them.

    With a precision, runs are added until both shares are known so well, up to the replications asked for.
    """
    crew = crew or Crew()
    task = partial(one_replication, question, crew.archive)
    if question.precision is None:
        return gather(question, replicate(task, question.replications, crew))
    target = Target(Outcomes(question).half_width, question.precision)
    done, reached = replicate_precisely(task, target, question.replications, crew)
    return replace(gather(replace(question, replications=len(done)), done), reached=reached)


class Outcomes:
    """How each replication of the programme ended; every one is reckoned once, as it comes in."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._repaid: list[bool] = []
        self._defaulted: list[bool] = []

    def half_width(self, done: Sequence[Replication]) -> float:
        """Return half the width of the wider of the two shares' 95% intervals."""
        known = len(self._repaid)
        if len(done) > known:
            flows = flows_of(self._question, OWN, done[known:], first=known)
            settlement = agree(flows, self._question.terms).settlement
            self._repaid += settlement.repaid_from_savings.tolist()
            self._defaulted += settlement.in_default.tolist()
        runs = len(done)
        return max(Proportion(sum(one[:runs]), runs).half_width for one in (self._repaid, self._defaulted))
