"""Six words alone in the engine: mortality, household, bereavement, frailty, loneliness and care.

They are the model's own, in its own order, after its word for entrants, departures and birthdays. What they
read of the other words is held still: nobody falls, goes to hospital, asks for home care, is visited or moves
away; friends and memberships stay as they were at the start. Of care this leaves what a version without the
other words can do alike: entering and staying in care homes, who pays for it, and everyone's standing.
"""

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.crowd import Crowd
from models.gazetteer import read_place
from models.library import sheets, tables
from models.model import started
from models.month import words_of_a_month
from models.people.place import Place
from models.pounds import PRICE_YEAR
from models.scenario import Scenario
from models.standing import Payer, Standing
from sim.population import Column, Start
from sim.process import Process
from sim.world import World

SIX = ("household", "bereavement", "frailty", "loneliness", "care", "mortality")
STILL_WORD = "still"
FOLDERS = {"models.services.care"}
"""Words of several files."""
COUNTED = ("deaths", "lonely", "frail", "alone", "in_care_homes")
"""What the two versions are compared by; deaths are all so far, the others those of the last month."""


class Still(Process):
    """Owns the columns of all other words, and leaves them as they are."""

    word = STILL_WORD

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self.columns = columns  # type: ignore[misc]

    def begin(self, world: World) -> None:
        """Let every network serve its members in full."""
        world.shared["served"] = np.ones(world.groups)

    def month(self, world: World) -> None:
        """Change nothing."""


def without_packages(crowd: Crowd) -> Start:
    """Return the start state with nobody on the pathway to home care."""
    columns: dict[str, NDArray[Any]] = dict(crowd.columns)
    at_home = columns["setting"] == 0
    for name in ("package", "indicative", "managed"):
        columns[name] = np.zeros_like(columns[name])
    columns["payer"] = np.where(at_home, Payer.NOBODY, columns["payer"]).astype(np.uint8)
    needs = np.where(columns["cfs"] >= 5, Standing.UNMET, Standing.NONE)
    columns["standing"] = np.where(at_home, needs, columns["standing"]).astype(np.uint8)
    return Start(crowd.enters, columns)


def six_words(residents: int | None, months: int, seed: int) -> World:
    """Return a world of the six words before its first month; its luck, not its start state, goes by the seed."""
    place, held = read_place("leeds"), sheets()
    words = words_of_a_month(place, tables(), held)
    kept = [word for word in words if word.word in (Place.word, *SIX)]
    still = Still(tuple(column for word in words if word not in kept for column in word.columns))
    return World(
        start=without_packages(started(Scenario(residents=residents), 1, None)),
        processes=(still, *kept),
        interventions=(),
        sheets=held,
        seed=seed,
        months=months,
        groups=len(place.neighbourhoods),
        price_year=PRICE_YEAR,
    )


def counts(world: World) -> dict[str, float]:
    """Return what is compared, after a world's last month."""
    measures = world.recorded()
    last = measures.iloc[-1]
    return {
        "deaths": float(measures["deaths"].sum()),
        "lonely": float(last["lonely"]),
        "frail": float(last["frail"]),
        "alone": float(last["alone"]),
        "in_care_homes": float(last["residential_council"] + last["residential_own"]),
    }


def word(world: World, name: str) -> Any:
    """Return a word of a world by its name."""
    return next(process for process in world.processes if process.word == name)


def bytes_touched(world: World) -> int:
    """Return the bytes of the columns of one person that the six words look at, each counted once."""
    own = {type(process).__module__ for process in world.processes if process.word != STILL_WORD}
    modules = [module for name, module in sys.modules.items() if name in own or name.rpartition(".")[0] in FOLDERS]
    looked_at = {field for module in modules if hasattr(module, "Rows") for field in module.Rows._fields}
    columns = [world.people.columns[name] for name in looked_at]
    return sum(np.dtype(column.dtype).itemsize * column.width for column in columns)
