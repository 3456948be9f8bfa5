"""Migration: who moves out of the place. Those who move in were drawn at the start."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.crowd import moving_rates
from sim.draws import happens, uniform
from sim.levers import Kind, Lever
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel
from sim.world import World


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    age: NDArray[np.uint8]
    partner: NDArray[np.int32]
    setting: NDArray[np.uint8]
    dies: NDArray[np.uint8]
    migration_out_ratio: NDArray[np.float32]
    moves: NDArray[np.uint8]


@kernel
def departures(
    rows: Rows,
    rates: NDArray[np.float64],
    row_of: NDArray[np.int32],
    near: NDArray[np.uint32],
    key: np.uint64,
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> int:
    """Decide who moves away at the end of this month; couples at home share one luck and one rate.

    ``near`` are the rows of those whose own luck or whose partner's is near enough; those of the movers are
    moved to its front. Return how many they are.
    """
    count = 0
    for at in range(len(near)):
        i = near[at]
        if not rows.here[i] or rows.dies[i] or rows.setting[i] > 0:
            continue
        lead = i
        partner = rows.partner[i]
        if partner >= 0 and row_of[partner] >= 0 and rows.setting[row_of[partner]] == 0:
            lead = min(i, row_of[partner])
        rate = rates[min(rows.age[lead] - 60, len(rates) - 1)] * rows.migration_out_ratio[lead]
        luck = uniform(key, month, rows.id[lead])
        if i == watched:
            pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
        if happens(luck, rate):
            rows.moves[i] = 1
            near[count] = i
            count += 1
    return count


class Migration(Process):
    """Moves out of the place, at the end of the month."""

    word = "migration"
    columns = (Column("moves", np.uint8, 0, "moves out of the place at the end of this month"),)
    levers = (Lever("migration.out", Kind.RATIO, "rate of moving out", 1.0),)
    decisions = ("migration.out",)
    measures = (Measure("moved_out", "people", "residents who moved away this month"),)

    def begin(self, world: World) -> None:
        """Take the rates by age from the sheet."""
        self._rates = moving_rates(world.sheets[self.word])
        self._highest = float(self._rates.max())

    def _near(self, world: World, rows: Rows) -> NDArray[np.uint32]:
        """Return the rows of those whose own luck or whose partner's may take them away; partners name one another."""
        marked, row_of = world.may_happen("migration.out", self._highest), world.people.row_of
        partners = rows.partner[rows_of(marked)]
        theirs = row_of[partners[partners >= 0]]
        marked[theirs[theirs >= 0]] = True
        return rows_of(marked)

    def month(self, world: World) -> None:
        """Draw this month's moves."""
        rows = world.people.view(Rows, self.word)
        key, row_of = world.key("migration.out"), world.people.row_of
        near = self._near(world, rows)
        count = departures(rows, self._rates, row_of, near, key, world.month, *world.watched(self))
        world.few("moves").add(near[:count])
        world.record("moved_out", count)
        world.note("moved away", near[:count])
