"""Crowd: everyone who will ever live in the place, drawn at month 0, and who is whose partner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.ages import AGES, OLDEST, SEXES, SPAN, YOUNGEST, by_age_and_sex
from models.area import Area
from sim.draws import Draws, decision_key
from sim.errors import ModelError
from sim.parameters import Sheet
from sim.population import Start
from sim.rules import kernel

type Lucks = NDArray[np.float64]
"""One luck for each person, from 0 to below 1, shape (n,)."""

ALONE = -1
"""Partner of those who have none."""

OUTSIDE = -2
"""A partner too young ever to become a resident within the years covered."""

DIED = 1
"""Code under which those who died are remembered."""

MOVED = 2
"""Code under which those who moved away are remembered."""

FEWEST = 200
"""Residents at the start without whom no place can be grown."""

LAST_YEAR = 24
"""Years after the start for which people entering are drawn (the tables end in 2035)."""


@dataclass
class Crowd:
    """Everyone who will ever live in the place, in order of entry, and their columns as these are drawn.

    Attributes:
        enters: month of entry, rising, shape (n,); 0 for those there at the start.
        age: age at entry in whole years, shape (n,).
        columns: value at entry by column name; every word adds its own.
        people_per_resident: how many people each stands for; 1 at full size.
    """

    place: Area
    draws: Draws
    enters: NDArray[np.int32]
    age: NDArray[np.int64]
    people_per_resident: float
    columns: dict[str, NDArray[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many people will ever enter."""
        return len(self.enters)

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return a column drawn so far."""
        return self.columns[name]

    def luck(self, decision: str) -> NDArray[np.float64]:
        """Return everyone's luck for one decision at the start, shape (n,)."""
        return self.draws.uniform(f"start.{decision}", 0, np.arange(len(self)))

    def lookup(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return everyone's value of a table by sex and single year of age (2, SPAN), shape (n,)."""
        return table[self["sex"], np.clip(self.age - YOUNGEST, 0, SPAN - 1)]

    def start(self) -> Start:
        """Return the crowd as the engine takes it."""
        return Start(self.enters, self.columns)


def _whole(counts: NDArray[np.float64]) -> NDArray[np.int64]:
    """Round counts so that every running total is right to within a half."""
    total = np.floor(np.cumsum(counts) + 0.5).astype(np.int64)
    return np.diff(total, prepend=0)


def _counted(tables: Mapping[str, pd.DataFrame], place: Area, measure: str) -> pd.DataFrame:
    """Return the rows of a measure, with the persons that live here."""
    population = tables["population"]
    rows = population[(population["place"] == place.population) & (population["measure"] == measure)]
    ages, shares = np.array(place.population_share).T
    here = shares[np.searchsorted(ages, rows["age"], side="right") - 1]
    return rows.assign(persons=rows["persons"] * here)


def full_size(tables: Mapping[str, pd.DataFrame], place: Area) -> float:
    """Return how many residents aged 60 and over the place has at the start."""
    return float(_counted(tables, place, "base")["persons"].sum())


def _base_counts(tables: Mapping[str, pd.DataFrame], place: Area) -> NDArray[np.float64]:
    """Return residents at the start by sex and single year of age, shape (2, SPAN)."""
    base = _counted(tables, place, "base")
    oldest = tables["ninety_plus"].set_index(["sex", "age"])["share"]
    counts = np.zeros((2, SPAN))
    for sex, age, persons in zip(base["sex"], base["age"], base["persons"], strict=True):
        code = SEXES.index(sex)
        if age < 90:
            counts[code, age - YOUNGEST] = persons
        else:
            counts[code, 90 - YOUNGEST :] = persons * oldest[sex].sort_index().to_numpy()
    return counts


def _entrant_counts(tables: Mapping[str, pd.DataFrame], place: Area) -> NDArray[np.float64]:
    """Return people turning 60 by sex and year after the start, shape (2, LAST_YEAR)."""
    rows = _counted(tables, place, "entrants")
    by_year = rows.pivot_table(index="sex", columns="year", values="persons", aggfunc="sum")
    return np.stack([by_year.loc[sex, list(range(2012, 2012 + LAST_YEAR))].to_numpy(float) for sex in SEXES])


def moving_rates(p: Sheet) -> NDArray[np.float64]:
    """Return moves out of the place per person-year by single year of age, shape (SPAN,)."""
    edges = np.searchsorted(p.out_age_from, AGES, side="right") - 1
    return np.asarray(p.out_per_year)[np.clip(edges, 0, None)]


def _mover_counts(
    base: NDArray[np.float64],
    entrants: NDArray[np.float64],
    dying: NDArray[np.float64],
    out: NDArray[np.float64],
    net: float,
) -> NDArray[np.float64]:
    """Return people moving in by year, sex and age, shape (LAST_YEAR, 2, SPAN).

    A plain cohort projection says how many live here each year; moves in are moves out plus the
    net, in each year and at each age.
    """
    living = base.copy()
    moving = np.zeros((LAST_YEAR, 2, SPAN))
    for year in range(LAST_YEAR):
        moving[year] = living * np.maximum(out + net, 0.0)
        survivors = living * np.exp(-dying[year]) * (1.0 + net)
        living = np.zeros_like(living)
        living[:, 1:] = survivors[:, :-1]
        living[:, -1] += survivors[:, -1]
        living[:, 0] = entrants[:, year]
    return moving


class Deaths(NamedTuple):
    """Death rates by year after the start, sex and age, (years, 2, SPAN), and their ratios by fifth, (2, 5, SPAN)."""

    rates: NDArray[np.float64]
    by_fifth: NDArray[np.float64]


def neighbourhood_shares(place: Area, counts: NDArray[np.float64], deaths: Deaths) -> NDArray[np.float64]:
    """Return the share of each neighbourhood among people of a sex and age, shape (2, SPAN, neighbourhoods).

    Where deaths come sooner fewer are old: the shares at 60 are thinned out by survival since then, and set
    so that over all ages, with ``counts`` of shape (2, SPAN), each neighbourhood has the share of its file.
    Source: survival in a stationary population; death rates by fifth of deprivation.
    """
    own = np.einsum("f,sfa->sa", np.asarray(place.mix), deaths.by_fifth)
    rates = (deaths.rates[0] / own)[:, None, :] * deaths.by_fifth
    surviving = np.exp(-np.cumsum(np.pad(rates, ((0, 0), (0, 0), (1, 0)))[:, :, :-1], axis=2))
    living = surviving.transpose(0, 2, 1)[:, :, place.fifths.astype(int) - 1]
    at_sixty = place.shares.copy()
    for _ in range(30):
        shares = living * at_sixty
        shares /= shares.sum(axis=2, keepdims=True)
        found = np.einsum("sa,san->n", counts, shares) / counts.sum()
        at_sixty *= place.shares / np.maximum(found, 1e-12)
    return shares


@kernel
def _first_within(area: NDArray[np.uint8], edges: NDArray[np.float64], cell: NDArray[np.int64], luck: Lucks) -> None:
    """Write the first place whose edge lies above a luck, in the row of ``edges`` (rising to their sum) of its cell."""
    last = edges.shape[1] - 1
    for at in range(len(cell)):
        found, wanted = 0, luck[at] * edges[cell[at], last]
        while found < last and wanted >= edges[cell[at], found]:
            found += 1
        area[at] = found


def _areas(
    shares: NDArray[np.float64], sex: NDArray[np.int64], age: NDArray[np.int64], luck: Lucks
) -> NDArray[np.uint8]:
    """Return the neighbourhood of each person from its shares by sex and age, shape (n,)."""
    area = np.empty(len(sex), np.uint8)
    cell = sex * SPAN + np.clip(age - YOUNGEST, 0, SPAN - 1)
    _first_within(area, np.cumsum(shares.reshape(2 * SPAN, -1), axis=1), cell, luck)
    return area


def gather(
    place: Area,
    tables: Mapping[str, pd.DataFrame],
    sheets: Mapping[str, Sheet],
    deaths: Deaths,
    seed: int,
    residents: int | None,
) -> Crowd:
    """Draw everyone: those at the start, those who turn 60 and those who move in, with their partners.

    Args:
        deaths: death rates of the years covered, and their ratios by fifth of deprivation.
        residents: how many to have at the start; ``None`` for the place's own number.
    """
    full = full_size(tables, place)
    if full < 1.0:
        raise ModelError(f"{place.title} has no resident aged 60 and over, so nobody can be grown there.")
    if residents is not None and not FEWEST <= residents <= full:
        raise ModelError(f"{place.title} can be grown with {FEWEST} to {full:,.0f} residents, not {residents:,}.")
    scale = 1.0 if residents is None else residents / full
    base, entrants = _base_counts(tables, place) * scale, _entrant_counts(tables, place) * scale
    out = moving_rates(sheets["migration"])
    movers = _mover_counts(base, entrants, deaths.rates, out, place.net_migration_per_year)
    chance = np.random.Generator(np.random.Philox(key=int(decision_key(seed, "start.crowd"))))

    sex, age, enters, mover = _spread(_whole(base.ravel()), _whole(entrants.ravel()), _whole(movers.ravel()), chance)
    months_past_birthday = chance.integers(0, 12, len(sex))
    turning = (enters > 0) & ~mover
    born = enters - 12 * age - np.where(turning, 0, months_past_birthday)
    year = np.where(mover, (enters - 1) // 12, -1)
    partner = _couples(sex, age, born, year, tables["households"], sheets["household"], chance)
    _move_together(partner, mover, enters, born)

    lead = np.where(partner >= 0, np.minimum(np.arange(len(sex)), partner), np.arange(len(sex)))
    area = _areas(neighbourhood_shares(place, base, deaths), sex[lead], age[lead], chance.random(len(sex))[lead])
    order = np.lexsort((lead, area, enters))
    identity = np.empty(len(sex), np.int32)
    identity[order] = np.arange(len(sex), dtype=np.int32)
    partner = np.where(partner >= 0, identity[np.maximum(partner, 0)], partner).astype(np.int32)

    crowd = Crowd(place, Draws(seed), enters[order].astype(np.int32), age[order].astype(np.int64), 1.0 / scale)
    crowd.columns |= {
        "sex": sex[order].astype(np.uint8),
        "born": born[order].astype(np.int16),
        "age": crowd.age.astype(np.uint8),
        "partner": partner[order],
        "neighbourhood": area[order],
        "fifth": place.fifths[area[order]],
    }
    return crowd


def _spread(
    base: NDArray[np.int64], entrants: NDArray[np.int64], movers: NDArray[np.int64], chance: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return sex, age, month of entry and whether a mover, for each person behind the three sets of counts."""
    sexes, ages = np.divmod(np.repeat(np.arange(2 * SPAN), base), SPAN)
    young_sex, young_year = np.divmod(np.repeat(np.arange(2 * LAST_YEAR), entrants), LAST_YEAR)
    cell = np.repeat(np.arange(LAST_YEAR * 2 * SPAN), movers)
    year, within = np.divmod(cell, 2 * SPAN)
    moved_sex, moved_age = np.divmod(within, SPAN)
    young_month = 12 * young_year + chance.integers(1, 13, len(young_year))
    moved_month = 12 * year + chance.integers(1, 13, len(year))
    sex = np.concatenate([sexes, young_sex, moved_sex])
    age = np.concatenate([ages, np.zeros_like(young_sex), moved_age]) + YOUNGEST
    enters = np.concatenate([np.zeros_like(sexes), young_month, moved_month])
    mover = np.arange(len(sex)) >= len(sexes) + len(young_sex)
    return sex, age, enters, mover


def _couples(
    sex: NDArray[np.int64],
    age: NDArray[np.int64],
    born: NDArray[np.int64],
    year: NDArray[np.int64],
    households: pd.DataFrame,
    p: Sheet,
    chance: np.random.Generator,
) -> NDArray[np.int64]:
    """Return each person's partner by position, `ALONE` or `OUTSIDE`, shape (n,).

    Who lives as a couple follows the shares by sex and age. Men, in order of age moved by a drawn
    number of years, meet women in order of age: how far gaps spread is drawn, and how much older
    men are on average follows from the ages of the two. Those who turn 60 later take part at the
    ages they have now; people moving in are matched among those who move in the same ``year`` (-1
    for everyone else).
    """
    partner = np.full(len(sex), ALONE, np.int64)
    shares = by_age_and_sex(households, "couple")
    coupled = chance.random(len(sex)) < shares[sex, np.clip(age, YOUNGEST, OLDEST) - YOUNGEST]
    alike = coupled & (chance.random(len(sex)) < p.same_sex_share)
    apart = np.clip(chance.normal(0.0, p.age_gap_sd_years, len(sex)), -20, 20)
    wish = np.where(sex == 0, born + 12.0 * apart, born)
    for moved in np.unique(year):
        here = coupled & (year == moved)
        for code in (0, 1):
            pool = np.flatnonzero(here & alike & (sex == code))
            pool = pool[np.argsort(born[pool], kind="stable")]
            _pair(partner, pool[0::2], pool[1::2])
        men = np.flatnonzero(here & ~alike & (sex == 0))
        women = np.flatnonzero(here & ~alike & (sex == 1))
        _pair(partner, men[np.argsort(wish[men], kind="stable")], women[np.argsort(wish[women], kind="stable")])
    return partner


def _pair(partner: NDArray[np.int64], ones: NDArray[np.int64], others: NDArray[np.int64]) -> None:
    """Join two lists in order; whoever is left over, the youngest, has a partner from outside."""
    count = min(len(ones), len(others))
    partner[ones[:count]], partner[others[:count]] = others[:count], ones[:count]
    partner[ones[count:]] = OUTSIDE
    partner[others[count:]] = OUTSIDE


def _move_together(
    partner: NDArray[np.int64], mover: NDArray[np.bool_], enters: NDArray[np.int64], born: NDArray[np.int64]
) -> None:
    """Give couples who move in the month of the one listed first, keeping both their ages at entry."""
    position = np.arange(len(partner))
    follower = np.flatnonzero(mover & (partner >= 0) & (partner < position))
    shift = enters[partner[follower]] - enters[follower]
    enters[follower] += shift
    born[follower] += shift
