"""Rates: how frail people of a place are by age and sex, and at what rates they die, fall and go to hospital."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.ages import LEVELS, by_age_and_sex
from models.area import Area
from models.crowd import LAST_YEAR
from models.people.falls import injury_rates
from models.people.frailty import prevalence
from models.people.hospital import sent_to_care_homes, stay_rates
from models.people.mortality import Dying, death_rates_by_frailty, local_death_rates
from sim.parameters import Sheet


@dataclass(frozen=True)
class Rates:
    """What the start and the months of one place have in common.

    Attributes:
        deaths: death rates by year after the start, sex and age, per person-year, shape (years, 2, SPAN).
        shares: share at each level of frailty by sex and age, shape (2, SPAN, 9).
        inside: share of each level that lives in care homes, shape (2, SPAN, 9).
        dying: death rates by frailty and in care homes that together give those of the first year.
        in_homes: share in care homes by sex and age, shape (2, SPAN).
        injuries: falls with an injury per person-year, at the share of each level inside, shape (2, SPAN, 9).
        stays: emergency admissions but for falls per person-year, shape (2, SPAN, 9).
        sent: moves from hospital into care homes per person-year of those at home, shape (2, SPAN).
    """

    deaths: NDArray[np.float64]
    shares: NDArray[np.float64]
    inside: NDArray[np.float64]
    dying: Dying
    in_homes: NDArray[np.float64]
    injuries: NDArray[np.float64]
    stays: NDArray[np.float64]
    sent: NDArray[np.float64]


def rates_of(area: Area, tables: Mapping[str, pd.DataFrame], sheets: Mapping[str, Sheet]) -> Rates:
    """Return the rates of a place."""
    deaths = local_death_rates(tables, area, LAST_YEAR)
    shares, inside = prevalence(tables)
    in_homes = by_age_and_sex(tables["care_homes"], "share")
    at_home = shares * (1.0 - inside) / (1.0 - in_homes[:, :, None])
    stays, nobody_inside = stay_rates(shares, sheets["hospital"]), np.zeros(LEVELS)
    falls_at_home = injury_rates(nobody_inside, sheets["falls"])
    return Rates(
        deaths=deaths,
        shares=shares,
        inside=inside,
        dying=death_rates_by_frailty(deaths[0], shares, inside, sheets["mortality"]),
        in_homes=in_homes,
        injuries=injury_rates(inside, sheets["falls"]),
        stays=stays,
        sent=sent_to_care_homes(at_home, falls_at_home, stays, sheets["hospital"]),
    )
