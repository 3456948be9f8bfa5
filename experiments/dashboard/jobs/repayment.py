"""Repayment: a programme's runs, made or found in the archive, as flows over which any terms can be laid."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from experiments.asking.usual import LOAN_REPLICATIONS, SEED, START
from experiments.dashboard.stored import Plain, stored
from experiments.files import archive_folder
from experiments.lending.loan_question import Question
from experiments.lending.repay import repay
from experiments.runs.ensemble import Crew
from models import standard_terms

USUAL: Mapping[str, Any] = {
    "place": "leeds-armley",
    "residents": None,
    "runs": LOAN_REPLICATIONS,
    "seed": SEED,
    "start": START,
    "term_months": 84.0,
    "overrides": {},
}
"""What is asked unless something else is."""
RATES = (0.05, 0.7)
"""The lowest and the highest handover rate that is imposed."""


def question_asked(asked: Mapping[str, Any]) -> Question:
    """Return the question that plain values ask; runs last as long as the longest loan they are for."""
    full = {**USUAL, **asked}
    usual = standard_terms()
    return Question(
        place=str(full["place"]),
        terms=replace(usual, term_months=max(usual.term_months, float(full["term_months"]))),
        handover=RATES,
        residents=None if full["residents"] is None else int(full["residents"]),
        start=int(full["start"]),
        overrides={str(name): float(value) for name, value in full["overrides"].items()},
        replications=int(full["runs"]),
        seed=int(full["seed"]),
    )


def work(asked: Mapping[str, Any], tell: Callable[[Plain], None]) -> Plain:
    """Return the flows of all worlds of a programme, one replication after the other."""

    def shown(done: int, total: int) -> None:
        tell({"done": done, "total": total, "said": f"run {done} of {total}"})

    return stored(repay(question_asked(asked), Crew(workers=1, progress=shown, archive=archive_folder())))
