"""Mortality: who dies this month."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.ages import AGES, OLDEST, SEXES, SPAN, YOUNGEST, ceilings, cell_means, highest_by_age, is_exposed
from models.area import FIFTHS, UNITED_KINGDOM, Area
from models.grief import FADED, YEAR
from sim.draws import happens, uniform
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World

FIRST_YEAR = 2011

SEVERE = 7
"""Highest level of frailty without a floor of its own."""


@rule
def death_rate(
    table: float, frailty_ratio: float, loneliness_ratio: float, bereavement_ratio: float, care_home_ratio: float
) -> float:
    """Death rate of one person before the floors of the last two frailty levels, per person-year.

    ``table`` is the rate of someone of that age, sex, year and fifth of deprivation for whom the
    ratios, hazard ratios without dimension, are all 1.
    Source: proportional hazards; ratios in parameters/mortality.toml.
    """
    return table * frailty_ratio * loneliness_ratio * bereavement_ratio * care_home_ratio


@rule
def with_floor(rate: float, level: int, very_severe: float, terminal: float) -> float:
    """Death rate with the floors of frailty levels 8 and 9, per person-year.

    Source: level 9 of the Clinical Frailty Scale means a life expectancy below six months.
    """
    if level == 9:
        return max(rate, terminal)
    if level == 8:
        return max(rate, very_severe)
    return rate


@rule
def bereavement_ratio(months: int, first_year: float, second_year: float) -> float:
    """Hazard ratio of death after losing a partner so many months ago (below 0: none lost lately)."""
    if months < 0 or months >= FADED:
        return 1.0
    if months < YEAR:
        return first_year
    return second_year


@rule
def care_home_ratio(setting: int, months: int, first_year: float, later: float) -> float:
    """Hazard ratio of death of those living in a care home (``setting`` above 0) for so many months."""
    if setting == 0:
        return 1.0
    return first_year if months < YEAR else later


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    age: NDArray[np.uint8]
    sex: NDArray[np.uint8]
    fifth: NDArray[np.uint8]
    cfs: NDArray[np.uint8]
    lonely: NDArray[np.uint8]
    bereaved: NDArray[np.int8]
    setting: NDArray[np.uint8]
    setting_months: NDArray[np.int16]
    mortality_death_ratio: NDArray[np.float32]
    dies: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    table: NDArray[np.float64]
    by_frailty: NDArray[np.float64]
    by_loneliness: NDArray[np.float64]
    bereaved_first_year: float
    bereaved_second_year: float
    care_home_first_year: NDArray[np.float64]
    care_home_later: NDArray[np.float64]
    very_severe_per_year: float
    terminal_per_year: float


@kernel
def look(rows: Rows, hints: NDArray[np.uint8], highest: NDArray[np.uint8], marked: NDArray[np.bool_]) -> None:
    """Mark those in care homes and those who may die by luck (see `models.ages.ceilings`)."""
    usual, of_exposed = highest[0], highest[1]
    for i in range(len(marked)):
        marked[i] = (hints[i] <= (of_exposed if is_exposed(rows.age[i], rows.cfs[i]) else usual)) | (
            rows.setting[i] > 0
        )


@kernel
def deaths(
    rows: Rows,
    p: Numbers,
    near: NDArray[np.uint32],
    hints: NDArray[np.uint8],
    highest: NDArray[np.uint8],
    key: np.uint64,
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> int:
    """Decide who of those whose luck is near enough dies at the end of this month.

    Their rows are moved to the front of ``near``; return how many they are.
    """
    count = 0
    for at in range(len(near)):
        i = near[at]
        beyond = hints[i] > highest[rows.age[i], rows.cfs[i]] and rows.setting[i] == 0 and i != watched
        if beyond or not rows.here[i]:
            continue
        place = min(rows.age[i] - YOUNGEST, p.table.shape[2] - 1)
        rate = death_rate(
            p.table[rows.sex[i], rows.fifth[i] - 1, place],
            p.by_frailty[place, rows.cfs[i] - 1],
            p.by_loneliness[rows.lonely[i]],
            bereavement_ratio(rows.bereaved[i], p.bereaved_first_year, p.bereaved_second_year),
            care_home_ratio(
                rows.setting[i], rows.setting_months[i], p.care_home_first_year[place], p.care_home_later[place]
            ),
        )
        rate = with_floor(rate, rows.cfs[i], p.very_severe_per_year, p.terminal_per_year)
        rate *= rows.mortality_death_ratio[i]
        luck = uniform(key, month, rows.id[i])
        if i == watched:
            pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
        if happens(luck, rate):
            rows.dies[i] = 1
            near[count] = i
            count += 1
    return count


def highest_rates(p: Numbers) -> NDArray[np.float64]:
    """Return death rates that nobody at home exceeds, per person-year, by age and frailty level, shape (SPAN, 9)."""
    ratios = p.by_loneliness.max() * max(p.bereaved_first_year, p.bereaved_second_year, 1.0)
    rates = p.table.max(axis=(0, 1))[:, None] * p.by_frailty * ratios
    rates[:, 7], rates[:, 8] = (
        np.maximum(rates[:, 7], p.very_severe_per_year),
        np.maximum(rates[:, 8], p.terminal_per_year),
    )
    return rates


def frailty_ratios(p: Sheet) -> NDArray[np.float64]:
    """Return hazard ratios by age and frailty level, shrunk towards 1 above age 90, shape (SPAN, 9)."""
    ratios = np.ones((SPAN, 9))
    ratios[:, :8] = p.frailty_ratio
    ratios[:, 8] = p.frailty_ratio[7]
    keep = np.clip(1.0 - p.frailty_shrink_per_year * np.maximum(AGES - 90, 0), 0.0, 1.0)
    shrunk: NDArray[np.float64] = 1.0 + (ratios - 1.0) * keep[:, None]
    return shrunk


def care_home_ratios(p: Sheet) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return hazard ratios in care homes in the first year and later, shrunk towards 1 above age 80, shape (SPAN,)."""
    keep = np.clip(1.0 - p.care_home_shrink_per_year * np.maximum(AGES - 80, 0), 0.0, 1.0)
    return 1.0 + (p.care_home_first_year - 1.0) * keep, 1.0 + (p.care_home_later - 1.0) * keep


class Dying(NamedTuple):
    """Death rates that together give the life table, per person-year, and what they make of stays in care homes.

    Attributes:
        base: of someone for whom all ratios are 1, shape (2, SPAN).
        by_level: of everyone at a frailty level, shape (2, SPAN, 9).
        inside: of everyone in a care home, shape (2, SPAN).
        first_year: share of those in care homes who are in their first year, shape (2, SPAN).
        dwindling: how fast those who entered a care home at one time become fewer against all who live
            there now, in the first year and later, per year, shape (2, 2, SPAN).
    """

    base: NDArray[np.float64]
    by_level: NDArray[np.float64]
    inside: NDArray[np.float64]
    first_year: NDArray[np.float64]
    dwindling: NDArray[np.float64]


def death_rates_by_frailty(
    table: NDArray[np.float64], shares: NDArray[np.float64], inside: NDArray[np.float64], p: Sheet
) -> Dying:
    """Return death rates by frailty and in care homes that together give the table.

    ``table`` has shape (2, SPAN); ``shares`` of each level and how much of each level is ``inside`` care
    homes have shape (2, SPAN, 9). The base rate, and how many are in their first year, are found by
    repeated scaling.
    """
    floor = np.zeros(9)
    floor[7], floor[8] = p.very_severe_per_year, p.terminal_per_year
    early, late = (ratio[None, :, None] for ratio in care_home_ratios(p))
    ratios = np.broadcast_to(frailty_ratios(p), shares.shape)
    living_in = shares * inside
    mix = living_in / np.maximum(living_in.sum(axis=2, keepdims=True), 1e-9)
    growth = np.gradient(np.log(np.maximum(living_in.sum(axis=2), 1e-9)), axis=1) - table
    base, new = table.copy(), np.full(table.shape, 1.0 / 3.0)
    for _ in range(40):
        at_home = np.maximum(base[:, :, None] * ratios, floor)
        at_first = np.maximum(base[:, :, None] * ratios * early, floor)
        later = np.maximum(base[:, :, None] * ratios * late, floor)
        in_homes = new[:, :, None] * at_first + (1.0 - new[:, :, None]) * later
        by_level = (1.0 - inside) * at_home + inside * in_homes
        dwindling = np.stack([(mix * at_first).sum(axis=2), (mix * later).sum(axis=2)]) + growth
        new = first_year_share(dwindling)
        base = base * table / np.maximum((shares * by_level).sum(axis=2), 1e-9)
    return Dying(base, by_level, (mix * in_homes).sum(axis=2), new, dwindling)


def first_year_share(dwindling: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of those inside who are in their first year, from how fast entrants become fewer.

    ``dwindling`` is the rate of the first year and that of later ones, per year, shape (2, ...).
    Source: a stock fed by as many entrants every month.
    """
    first, later = np.maximum(dwindling, 0.05)
    early, late = -np.expm1(-first) / first, np.exp(-first) / later
    share: NDArray[np.float64] = early / (early + late)
    return share


def life_table(tables: Mapping[str, pd.DataFrame], smr_place: str, years: int) -> NDArray[np.float64]:
    """Return death rates by year after the start, sex and age in the place, shape (years, 2, SPAN), per year.

    The projected United Kingdom table times the place's own mortality against the United Kingdom's (``uk``: itself).
    """
    rates = np.zeros((years, 2, SPAN))
    known = tables["place_mortality"].set_index(["place", "sex"])["smr"]
    table = tables["life_table"]
    for code, sex in enumerate(SEXES):
        smr = 1.0 if smr_place == UNITED_KINGDOM else float(known[(smr_place, sex)])
        wide = table[(table["sex"] == sex) & (table["age"] <= OLDEST)].pivot_table("qx", "year", "age")
        at = [min(FIRST_YEAR + year, int(wide.index.max())) for year in range(years)]
        rates[:, code] = -np.log1p(-wide.loc[at].to_numpy(float)) * smr
    return rates


def local_death_rates(tables: Mapping[str, pd.DataFrame], area: Area, years: int) -> NDArray[np.float64]:
    """Return death rates in a place that need not have a mortality of its own, shape (years, 2, SPAN), per year.

    Where its file names a wider place's mortality, that is moved by how much more or less deprived it is:
    the mean of the ratios over its own residents' fifths against the mean over the wider place's.
    """
    ratios = deprivation_ratios(tables)
    own, wider = (np.tensordot(mix, ratios, axes=(0, 1)) for mix in (area.mix, area.smr_mix))
    rates: NDArray[np.float64] = life_table(tables, area.smr, years) * (own / wider)
    return rates


def deprivation_ratios(tables: Mapping[str, pd.DataFrame]) -> NDArray[np.float64]:
    """Return hazard ratios by sex, fifth of deprivation and age, shape (2, 5, SPAN)."""
    ratios = np.ones((2, len(FIFTHS), SPAN))
    for sex, age_from, age_to, fifth, ratio in tables["mortality_by_deprivation"][
        ["sex", "age_from", "age_to", "fifth", "ratio"]
    ].itertuples(index=False):
        reach = (age_from <= AGES) & (age_to >= AGES)
        ratios[SEXES.index(sex), int(fifth) - 1, reach] = ratio
    return ratios


class Mortality(Process):
    """Closes the month: who dies at the end of it."""

    word = "mortality"
    columns = (Column("dies", np.uint8, 0, "dies at the end of this month"),)
    levers = (Lever("mortality.death", Kind.RATIO, "death rate", 1.0),)
    decisions = ("mortality.death",)
    measures = (Measure("deaths", "people", "residents who died this month"),)

    def __init__(self, rates: NDArray[np.float64], deprivation: NDArray[np.float64], base: NDArray[np.float64]) -> None:
        self._rates = rates
        self._deprivation = deprivation
        self._base = base

    def begin(self, world: World) -> None:
        """Find, for each age and sex, what the ratios leave of the life table, once and for all.

        Deaths then follow the life table to begin with, and what changes a ratio later changes deaths.
        Frailty and care homes are reckoned with as the tables have them, the other ratios as they are among
        people at the start, each person weighing as much as frailty and care home make of his death rate.
        """
        p, people = world.sheets[self.word], world.people
        self._by_frailty = frailty_ratios(p)
        self._in_homes = care_home_ratios(p)
        self._by_loneliness = 1.0 + p.causal_share * (np.array([1.0, p.lonely_ratio, p.lonely_ratio]) - 1.0)
        place = np.clip(people["age"].astype(np.int64) - YOUNGEST, 0, SPAN - 1)
        sex, setting, months = people["sex"], people["setting"], people["bereaved"]
        first, later = (ratio[place] for ratio in self._in_homes)
        known = self._by_frailty[place, people["cfs"] - 1]
        known = known * np.where(setting == 0, 1.0, np.where(people["setting_months"] < YEAR, first, later))
        other = self._by_loneliness[people["lonely"]] * self._deprivation[sex, people["fifth"] - 1, place]
        grieving = np.where(months < YEAR, p.bereaved_first_year, p.bereaved_second_year)
        other = other * np.where(months < 0, 1.0, grieving)
        weight = np.where(people["cfs"] > SEVERE, 0.0, known * self._base[sex, place])
        self._share_left = self._base / self._rates[0] / cell_means(other, weight, people["age"], sex)
        self._year = -1

    def month(self, world: World) -> None:
        """Draw this month's deaths."""
        p = world.sheets[self.word]
        year = world.month // 12
        if year != self._year:
            at = min(year, len(self._rates) - 1)
            given = {
                "table": (self._rates[at] * self._share_left)[:, None, :] * self._deprivation,
                "by_frailty": self._by_frailty,
                "by_loneliness": self._by_loneliness,
                "care_home_first_year": self._in_homes[0],
                "care_home_later": self._in_homes[1],
            }
            self._numbers = p.numbers(Numbers, given)
            self._highest = highest_rates(self._numbers)
            self._by_age = highest_by_age(self._highest)
            self._year = year
        rows = world.people.view(Rows, self.word)
        marked, hints = world.marks(), world.hints("mortality.death")
        look(rows, hints, world.highest("mortality.death", ceilings(self._highest)), marked)
        watched, pad = world.watched(self, marked)
        near = rows_of(marked)
        highest, key = world.highest("mortality.death", self._by_age), world.key("mortality.death")
        count = deaths(rows, self._numbers, near, hints, highest, key, world.month, watched, pad)
        world.few("dies").add(near[:count])
        world.record("deaths", count)
        world.note("died", near[:count])
