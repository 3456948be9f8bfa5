"""Rates: at what rates people of a place die, by age, sex and frailty, and how frail they are."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.area import Area
from models.crowd import LAST_YEAR
from models.people.frailty import prevalence
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
    """

    deaths: NDArray[np.float64]
    shares: NDArray[np.float64]
    inside: NDArray[np.float64]
    dying: Dying


def rates_of(area: Area, tables: Mapping[str, pd.DataFrame], sheets: Mapping[str, Sheet]) -> Rates:
    """Return the rates of a place."""
    deaths = local_death_rates(tables, area, LAST_YEAR)
    shares, inside = prevalence(tables)
    return Rates(deaths, shares, inside, death_rates_by_frailty(deaths[0], shares, inside, sheets["mortality"]))
