"""Consultation: what GP consultations and attendances at A&E are expected to cost the NHS.

Nobody's visits are drawn: the rates of everyone present are added up, who is counted once a quarter.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import AGES, LEVELS, SPAN, YOUNGEST, cell_means
from models.pounds import pence
from sim.ledger import Cashable, Line
from sim.process import Measure, Process
from sim.rules import kernel, rule
from sim.world import World

MONTHS_BETWEEN_COUNTS = 3
"""How long people count as they were: from month to month few of them change."""


@rule
def visit_rate(by_age: float, frailty_ratio: float, average_ratio: float, lonely_ratio: float) -> float:
    """Visits per person-year: the rate at this age, shared out by frailty, and more of them when lonely.

    Source: QResearch 2008 and HES by age; frailty ratios assumed; parameters/consultation.toml.
    """
    return by_age * frailty_ratio / average_ratio * lonely_ratio


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    age: NDArray[np.uint8]
    cfs: NDArray[np.uint8]
    lonely: NDArray[np.uint8]


@kernel
def counted(rows: Rows, cells: NDArray[np.int64]) -> None:
    """Count people by age, loneliness and frailty, as `cells`, shape (64 * 4 * 16,)."""
    for i in range(len(rows.here)):
        place = int(rows.age[i]) - YOUNGEST
        cells[place * 64 + int(rows.lonely[i]) * 16 + int(rows.cfs[i])] += rows.here[i]


class Consultation(Process):
    """Posts a month's expected consultations and attendances."""

    word = "consultation"
    measures = (
        Measure("gp_consultations", "consultations", "consultations with a GP expected this month"),
        Measure("ae_attendances", "attendances", "attendances at A&E expected this month"),
    )
    lines = (
        Line("gp_consultations", "NHS", "GP practices", "consultations with a GP", Cashable.HEALTH),
        Line("ae_attendances", "NHS", "hospitals", "attendances at A&E", Cashable.HEALTH),
    )

    def begin(self, world: World) -> None:
        """Work out the rates of every age, loneliness and frailty, holding the mean of each age."""
        p, people = world.sheets[self.word], world.people
        at = np.searchsorted(p.age_from, AGES, side="right") - 1
        ratio = p.frailty_ratio
        everyone = np.zeros(people.size, np.uint8)
        average = cell_means(ratio[people["cfs"] - 1], np.ones(people.size), people["age"], everyone)[0]
        lonely = 1.0 + p.causal_share * (np.power(p.gp_ratio_per_point, p.points_by_loneliness) - 1.0)
        self._gp, self._ae = np.zeros((64, 4, 16)), np.zeros((64, 4, 16))
        for place in range(64):
            year = min(place, SPAN - 1)
            for level in range(LEVELS):
                for state in range(3):
                    given = (ratio[level], average[year])
                    gp = visit_rate(p.consultations_per_year[at[year]] * p.gp_share, *given, lonely[state])
                    self._gp[place, state, level + 1] = gp / 12.0
                    ae = visit_rate(p.attendances_per_year[at[year]], *given, 1.0)
                    self._ae[place, state, level + 1] = ae / 12.0

    def month(self, world: World) -> None:
        """Add up the rates of everyone counted this quarter, and post what the visits cost."""
        p = world.sheets[self.word]
        if world.month % MONTHS_BETWEEN_COUNTS == 0:
            self._cells = np.zeros(self._gp.size, np.int64)
            counted(world.people.view(Rows, self.word), self._cells)
        for name, rates, pounds in (
            ("gp_consultations", self._gp, p.consultation_pounds),
            ("ae_attendances", self._ae, p.attendance_pounds),
        ):
            visits = float(self._cells @ rates.ravel())
            world.record(name, visits)
            world.ledger.post(world.month, name, pence(visits * pounds))
