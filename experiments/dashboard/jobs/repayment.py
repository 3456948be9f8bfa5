"""Repayment: a programme's runs, made or found in the archive, as flows over which any terms can be laid."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from experiments.asking.usual import START
from experiments.dashboard.crew import Tell, alone
from experiments.dashboard.stored import Plain, stored
from experiments.lending.loan_question import Question
from experiments.lending.repay import repay
from models import standard_terms

RATES = (0.05, 0.7)
"""The lowest and the highest handover rate that is imposed."""


def question_asked(asked: Mapping[str, Any]) -> Question:
    """Return the question that plain values ask; runs last as long as the longest loan they are for."""
    usual = standard_terms()
    return Question(
        place=str(asked["place"]),
        terms=replace(usual, term_months=max(usual.term_months, float(asked["term_months"]))),
        handover=RATES,
        residents=None if asked["residents"] is None else int(asked["residents"]),
        start=START,
        overrides={str(name): float(value) for name, value in asked["overrides"].items()},
        replications=int(asked["runs"]),
        seed=int(asked["seed"]),
    )


def work(asked: Mapping[str, Any], tell: Tell) -> Plain:
    """Return the flows of all worlds of a programme, one replication after the other."""
    return stored(repay(question_asked(asked), alone(tell, "run {done} of {total}")))
