"""Place: who enters, who has left, and everyone's birthdays."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.area import Area
from models.crowd import DIED, MOVED
from sim.population import Column
from sim.process import Measure, Process
from sim.rules import kernel, rule
from sim.world import World

PUBLISHED = ("fifth", "rural", "network", "deprived_areas")
"""Fields of the neighbourhoods that `World.shared` holds by these names, each of shape (neighbourhoods,)."""


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    born: NDArray[np.int16]
    age: NDArray[np.uint8]


@rule
def whole_years(lived: int) -> int:
    """Age in whole years of someone born ``lived`` months ago; 120 stands for all that are older.

    Source: definition. Reckoned in 16 bits, which lets the compiler take many people at a time.
    """
    return int(min(np.uint16(lived) // np.uint16(12), np.uint16(120)))


@kernel
def birthdays(rows: Rows, month: int) -> tuple[int, int, int, int]:
    """Let everyone be as old as they are this month; count all, and those over 65, 75 and 85."""
    here, over_65, over_75, over_85 = 0, 0, 0, 0
    for i in range(len(rows.here)):
        if rows.here[i]:
            rows.age[i] = whole_years(month - rows.born[i])
    for i in range(len(rows.here)):
        here += int(rows.here[i])
        over_65 += rows.here[i] & (rows.age[i] >= 65)
        over_75 += rows.here[i] & (rows.age[i] >= 75)
        over_85 += rows.here[i] & (rows.age[i] >= 85)
    return here, over_65, over_75, over_85


class Place(Process):
    """Opens the month: last month's dead and movers are gone, entrants come, birthdays are kept."""

    word = "place"
    columns = (
        Column("sex", np.uint8, 0, "0 man, 1 woman"),
        Column("born", np.int16, 0, "month of birth, counted from the start"),
        Column("age", np.uint8, 60, "age in whole years"),
        Column("neighbourhood", np.uint8, 0, "number of the neighbourhood"),
        Column("fifth", np.uint8, 3, "fifth of deprivation of the neighbourhood, 1 the most deprived"),
    )
    measures = (
        Measure("residents", "people", "residents aged 60 and over"),
        Measure("aged_65_plus", "people", "residents aged 65 and over"),
        Measure("aged_75_plus", "people", "residents aged 75 and over"),
        Measure("aged_85_plus", "people", "residents aged 85 and over"),
        Measure("entrants", "people", "residents who turned 60 or moved in this month"),
    )

    def __init__(self, area: Area) -> None:
        self._area = area

    def begin(self, world: World) -> None:
        """Publish what the place's file says of each neighbourhood, for all words that ask."""
        for field in PUBLISHED:
            world.shared[field] = self._area.by_neighbourhood(field)

    def month(self, world: World) -> None:
        """Close last month's departures, admit, and keep birthdays."""
        people = world.people
        self._depart(world)
        entered = people.admit(world.month)
        arrived = np.arange(entered.start, entered.stop)
        world.note("entered", arrived, people["age"][entered])
        world.record("entrants", len(arrived))
        here, over_65, over_75, over_85 = birthdays(people.view(Rows, self.word), world.month)
        world.record("residents", here)
        world.record("aged_65_plus", over_65)
        world.record("aged_75_plus", over_75)
        world.record("aged_85_plus", over_85)

    def _depart(self, world: World) -> None:
        """Take those who died or moved away at the end of last month off the rows."""
        people = world.people
        dead, moved = world.few("dies").rows(), world.few("moves").rows()
        rows, why = np.concatenate([dead, moved]), np.repeat(np.array([DIED, MOVED], np.uint8), [len(dead), len(moved)])
        people.forget(rows, world.month - 1, why)
