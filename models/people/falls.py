"""Falls: who falls this month, and who is hurt."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import FRAIL
from sim.draws import happens, uniform
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World

NONE, FALL, INJURED = 0, 1, 2


@rule
def fall_rate(by_frailty: float, care_home_ratio: float, in_care_home: bool) -> float:
    """Falls per person-year: the share who fall in a year times falls per faller, by frailty level.

    Source: parameters/falls.toml (30% of those aged 65+ fall in a year, Gillespie et al. 2012).
    """
    return by_frailty * care_home_ratio if in_care_home else by_frailty


def injury_rates(inside: NDArray[np.float64], p: Sheet) -> NDArray[np.float64]:
    """Return falls with an injury per person-year by sex, age and frailty level, shape (2, SPAN, 9).

    ``inside`` is how much of each of these lives in a care home, of the same shape.
    """
    at_home = p.faller_share_per_year * p.falls_per_faller * p.injured_share
    rates: NDArray[np.float64] = at_home * (1.0 + inside * (p.care_home_ratio - 1.0))
    return rates


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    cfs: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    falls_fall_ratio: NDArray[np.float32]
    fell: NDArray[np.uint8]


@kernel
def look(rows: Rows, hints: NDArray[np.uint8], highest: NDArray[np.uint8], marked: NDArray[np.bool_]) -> None:
    """Mark those who may fall; the exposed are the frail and those in care homes."""
    usual, of_exposed = highest[0], highest[1]
    for i in range(len(marked)):
        exposed = (rows.cfs[i] >= 5) | (rows.setting[i] > 0)
        marked[i] = hints[i] <= (of_exposed if exposed else usual)


@kernel
def tumble(
    rows: Rows,
    by_frailty: NDArray[np.float64],
    care_home_ratio: float,
    injured_share: float,
    near: NDArray[np.uint32],
    keys: tuple[np.uint64, np.uint64],
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> int:
    """Draw this month's falls among the rows whose luck is near enough; return how many."""
    count = 0
    for i in near:
        if not rows.here[i]:
            continue
        rate = fall_rate(by_frailty[rows.cfs[i] - 1], care_home_ratio, rows.setting[i] > 0) * rows.falls_fall_ratio[i]
        luck = uniform(keys[0], month, rows.id[i])
        if i == watched:
            pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
        if happens(luck, rate):
            count += 1
            hurt = uniform(keys[1], month, rows.id[i])
            if i == watched:
                pad[1, 0], pad[1, 1] = hurt, injured_share
            rows.fell[i] = 2 if hurt < injured_share else 1
    return count


class Falls(Process):
    """Draws falls by frailty."""

    word = "falls"
    columns = (Column("fell", np.uint8, NONE, "this month: 0 no fall, 1 a fall, 2 a fall with an injury"),)
    levers = (Lever("falls.fall", Kind.RATIO, "rate of falling", 1.0),)
    decisions = ("falls.fall", "falls.injury")
    measures = (Measure("falls", "falls", "falls this month"),)

    def begin(self, world: World) -> None:
        """Turn the yearly share who fall into falls per person-year, and find the highest rates."""
        p = world.sheets[self.word]
        self._by_frailty = p.faller_share_per_year * p.falls_per_faller
        self._highest = (self._by_frailty[: FRAIL - 1].max(), self._by_frailty.max() * max(p.care_home_ratio, 1.0))

    def month(self, world: World) -> None:
        """Draw this month's falls."""
        p, rows = world.sheets[self.word], world.people.view(Rows, self.word)
        keys = (world.key("falls.fall"), world.key("falls.injury"))
        marked = world.marks()
        look(rows, world.hints("falls.fall"), world.highest("falls.fall", self._highest), marked)
        watched, pad = world.watched(self, marked)
        near = rows_of(marked)
        rows.fell[:] = NONE
        count = tumble(
            rows, self._by_frailty, p.care_home_ratio, p.injured_share, near, keys, world.month, watched, pad
        )
        world.record("falls", count)
        if world.log.open:
            world.note("fell", np.flatnonzero(rows.fell), rows.fell[rows.fell > 0])
