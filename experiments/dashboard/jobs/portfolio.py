"""Portfolio: every programme of a list under one draw of what is unknown, and what their lender may lose."""

from collections.abc import Callable, Mapping
from typing import Any

from experiments.asking.usual import SEED
from experiments.dashboard.drawings.portfolio import shown
from experiments.dashboard.stored import Plain
from experiments.files import archive_folder
from experiments.lending.loan_question import Question
from experiments.lending.portfolio import hold
from experiments.runs.ensemble import Crew
from models import portfolios
from sim.errors import ModelError

USUAL: Mapping[str, Any] = {"portfolio": "seven-programmes", "residents": 2_000, "runs": 12, "seed": SEED}
"""What is asked unless something else is."""


def work(asked: Mapping[str, Any], tell: Callable[[Plain], None]) -> Plain:
    """Return what is told of all programmes of a list."""

    def progress(done: int, total: int) -> None:
        tell({"done": done, "total": total, "said": f"run {done} of {total}"})

    full = {**USUAL, **asked}
    listed = next((one for one in portfolios() if one.name == full["portfolio"]), None)
    if listed is None:
        raise ModelError(f"There is no list of programmes '{full['portfolio']}'.")
    residents = None if full["residents"] is None else int(full["residents"])
    like = Question(residents=residents, replications=int(full["runs"]), seed=int(full["seed"]))
    held = hold(listed, like, Crew(workers=1, progress=progress, archive=archive_folder()))
    return shown(held)
