"""Bereavement: how long ago a partner died."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import AGES
from models.crowd import Crowd
from models.grief import FADED
from sim.parameters import Sheet
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World

NOT_LATELY = -1


@rule
def next_month(months: int, lost: bool) -> int:
    """Months since a partner died, one month on; `NOT_LATELY` once it has faded.

    Source: mortality is raised for about two years (Shah et al. 2012; King et al. 2017).
    """
    if lost:
        return 0
    if months < 0:
        return NOT_LATELY
    return months + 1 if months + 1 < FADED else NOT_LATELY


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    lost_partner: NDArray[np.uint8]
    bereaved: NDArray[np.int8]


@kernel
def grieve(rows: Rows, near: NDArray[np.uint32]) -> int:
    """Move the time since a bereavement of these rows one month on; return how many lost a partner lately."""
    count = 0
    for i in near:
        if rows.here[i]:
            rows.bereaved[i] = next_month(rows.bereaved[i], rows.lost_partner[i] > 0)
            count += rows.bereaved[i] >= 0
    return count


def losing_rates(couples: NDArray[np.float64], dying: NDArray[np.float64], gap_years: float) -> NDArray[np.float64]:
    """Return how many a year lose a partner, of everyone of a sex and age, shape (2, SPAN).

    Those coupled times the death rate of the other sex at the partner's age: men are ``gap_years`` older, and rates
    between whole years lie on the line through them. ``couples`` and ``dying`` are as in `start`.
    """
    younger, older = np.interp(AGES - gap_years, AGES, dying[1]), np.interp(AGES + gap_years, AGES, dying[0])
    losing: NDArray[np.float64] = couples * np.stack([younger, older])
    return losing


def start(
    crowd: Crowd, p: Sheet, dying: NDArray[np.float64], couples: NDArray[np.float64], widowed: NDArray[np.float64]
) -> None:
    """Draw who of the widowed lost a partner within two years.

    In a steady state the widowed of an age gain, each year, those coupled times the death rate of a
    partner of the other sex at the published gap of ages.

    Args:
        dying: death rates by sex and age in the first year, shape (2, SPAN), per year.
        couples: share living as a couple by sex and age, shape (2, SPAN).
        widowed: share widowed by sex and age, shape (2, SPAN).
    """
    losing = losing_rates(couples, dying, p.partner_age_gap_years)
    recently = crowd.lookup(np.minimum(2.0 * losing / np.maximum(widowed, 1e-3), 0.9))
    luck = crowd.luck("bereavement")
    months = np.floor(luck / np.maximum(recently, 1e-9) * FADED)
    lately = (crowd["widowed"] > 0) & (luck < recently)
    crowd.columns["bereaved"] = np.where(lately, months, NOT_LATELY).astype(np.int8)


class Bereavement(Process):
    """Counts the months since a partner died, for two years."""

    word = "bereavement"
    columns = (Column("bereaved", np.int8, NOT_LATELY, "months since a partner died, -1 for none within two years"),)
    measures = (Measure("bereaved", "people", "residents who lost a partner within two years"),)

    def month(self, world: World) -> None:
        """Move the bereaved one month on."""
        rows = world.people.view(Rows, self.word)
        world.record("bereaved", grieve(rows, rows_of((rows.bereaved >= 0) | (rows.lost_partner > 0))))
