"""Falls: who falls this month, and who is hurt."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import FRAIL, level_means
from models.signals import FALL, INJURED, NO_FALL
from sim.draws import happens, uniform
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World


@rule
def fall_rate(by_frailty: float, average_ratio: float, care_home_ratio: float, in_care_home: bool) -> float:
    """Falls per person-year: the share who fall in a year times falls per faller, by frailty level.

    At home the ratios that come on top are divided by their average at that level at the start, so that they
    share the falls out and do not add to them.
    Source: parameters/falls.toml (30% of those aged 65+ fall in a year, Gillespie et al. 2012).
    """
    return by_frailty * care_home_ratio if in_care_home else by_frailty / average_ratio


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


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    by_frailty: NDArray[np.float64]
    average: NDArray[np.float64]
    care_home_ratio: float
    injured_share: float


@kernel
def look(rows: Rows, hints: NDArray[np.uint8], highest: NDArray[np.uint8], marked: NDArray[np.bool_]) -> None:
    """Mark those who may fall; the exposed are the frail and those in care homes."""
    usual, of_exposed = highest[0], highest[1]
    for i in range(len(marked)):
        exposed = (rows.cfs[i] >= FRAIL) | (rows.setting[i] > 0)
        marked[i] = hints[i] <= (of_exposed if exposed else usual)


@kernel
def tumble(
    rows: Rows,
    p: Numbers,
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
        level = rows.cfs[i] - 1
        rate = fall_rate(p.by_frailty[level], p.average[level], p.care_home_ratio, rows.setting[i] > 0)
        rate *= rows.falls_fall_ratio[i]
        luck = uniform(keys[0], month, rows.id[i])
        if i == watched:
            pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
        if happens(luck, rate):
            count += 1
            hurt = uniform(keys[1], month, rows.id[i])
            if i == watched:
                pad[1, 0], pad[1, 1] = hurt, p.injured_share
            rows.fell[i] = INJURED if hurt < p.injured_share else FALL
    return count


class Falls(Process):
    """Draws falls by frailty."""

    word = "falls"
    columns = (Column("fell", np.uint8, NO_FALL, "this month: 0 no fall, 1 a fall, 2 a fall with an injury"),)
    levers = (Lever("falls.fall", Kind.RATIO, "rate of falling", 1.0),)
    decisions = ("falls.fall", "falls.injury")
    measures = (Measure("falls", "falls", "falls this month"),)

    def begin(self, world: World) -> None:
        """Turn the yearly share who fall into falls per person-year, and find the ratios' averages as they are now."""
        p, people = world.sheets[self.word], world.people
        by_frailty = p.faller_share_per_year * p.falls_per_faller
        average = level_means(people["falls_fall_ratio"], people["setting"] == 0, people["cfs"])
        self._numbers = p.numbers(Numbers, {"by_frailty": by_frailty, "average": average})
        at_home, inside = by_frailty / average, by_frailty * p.care_home_ratio
        self._highest = (at_home[: FRAIL - 1].max(), max(at_home.max(), inside.max()))

    def month(self, world: World) -> None:
        """Draw this month's falls."""
        rows = world.people.view(Rows, self.word)
        keys = (world.key("falls.fall"), world.key("falls.injury"))
        marked = world.marks()
        look(rows, world.hints("falls.fall"), world.highest("falls.fall", self._highest), marked)
        watched, pad = world.watched(self, marked)
        near = rows_of(marked)
        rows.fell[:] = NO_FALL
        count = tumble(rows, self._numbers, near, keys, world.month, watched, pad)
        world.record("falls", count)
        if world.log.open:
            world.note("fell", np.flatnonzero(rows.fell), rows.fell[rows.fell > 0])
