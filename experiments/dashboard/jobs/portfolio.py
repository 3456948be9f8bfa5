"""Portfolio: every programme of a list under one draw of what is unknown, as flows of each."""

from collections.abc import Callable, Mapping
from typing import Any

from experiments.asking.usual import SEED
from experiments.dashboard.stored import Plain, stored
from experiments.files import archive_folder
from experiments.lending.loan_question import Question
from experiments.lending.portfolio import hold
from experiments.runs.ensemble import Crew
from models import portfolios
from sim.errors import ModelError

USUAL: Mapping[str, Any] = {"portfolio": "seven-programmes", "residents": 2_000, "runs": 12, "seed": SEED}
"""What is asked unless something else is."""


def work(asked: Mapping[str, Any], tell: Callable[[Plain], None]) -> Plain:
    """Return the members of a list of programmes, each with the flows of its own world."""

    def shown(done: int, of: int) -> None:
        tell({"done": done, "of": of, "unit": "run"})

    full = {**USUAL, **asked}
    listed = next((one for one in portfolios() if one.name == full["portfolio"]), None)
    if listed is None:
        raise ModelError(f"There is no list of programmes '{full['portfolio']}'.")
    residents = None if full["residents"] is None else int(full["residents"])
    like = Question(residents=residents, replications=int(full["runs"]), seed=int(full["seed"]))
    held = hold(listed, like, Crew(workers=1, progress=shown, archive=archive_folder()))
    return {
        "portfolio": listed.name,
        "members": [
            {"title": one.title, "stands_in": one.stands_in, "found": stored(one.found)} for one in held.members
        ],
    }
