"""Portfolio: every programme of a list under one draw of what is unknown, and what their lender may lose."""

from collections.abc import Mapping
from typing import Any

from experiments.dashboard.crew import Tell, alone
from experiments.dashboard.drawings.portfolio import shown
from experiments.dashboard.stored import Plain
from experiments.lending.loan_question import Question
from experiments.lending.portfolio import hold
from models import portfolios
from sim.errors import ModelError


def work(asked: Mapping[str, Any], tell: Tell) -> Plain:
    """Return what is told of all programmes of a list."""
    listed = next((one for one in portfolios() if one.name == asked["portfolio"]), None)
    if listed is None:
        raise ModelError(f"There is no list of programmes '{asked['portfolio']}'.")
    residents = None if asked["residents"] is None else int(asked["residents"])
    like = Question(residents=residents, replications=int(asked["runs"]), seed=int(asked["seed"]))
    return shown(hold(listed, like, alone(tell, "run {done} of {total}")))
