"""Mortality: who dies this month."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.ages import AGES, OLDEST, SEXES, SPAN, YOUNGEST, ceilings, cell_means, highest_by_age
from models.area import FIFTHS, UNITED_KINGDOM, Area
from sim.draws import happens, uniform
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World

FIRST_YEAR = 2011


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
    if months < 0 or months >= 24:
        return 1.0
    if months < 12:
        return first_year
    return second_year


@rule
def care_home_ratio(setting: int, months: int, first_year: float, later: float) -> float:
    """Hazard ratio of death of those living in a care home (``setting`` above 0) for so many months."""
    if setting == 0:
        return 1.0
    return first_year if months < 12 else later


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
    care_home_first_year: float
    care_home_later: float
    very_severe_per_year: float
    terminal_per_year: float


@kernel
def look(rows: Rows, hints: NDArray[np.uint8], highest: NDArray[np.uint8], marked: NDArray[np.bool_]) -> None:
    """Mark those in care homes and those who may die by luck (see `models.ages.ceilings`)."""
    usual, of_exposed = highest[0], highest[1]
    for i in range(len(marked)):
        exposed = (rows.cfs[i] >= 5) | (rows.age[i] >= 85)
        marked[i] = (hints[i] <= (of_exposed if exposed else usual)) | (rows.setting[i] > 0)


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
        place = min(rows.age[i] - 60, p.table.shape[2] - 1)
        rate = death_rate(
            p.table[rows.sex[i], rows.fifth[i] - 1, place],
            p.by_frailty[place, rows.cfs[i] - 1],
            p.by_loneliness[rows.lonely[i]],
            bereavement_ratio(rows.bereaved[i], p.bereaved_first_year, p.bereaved_second_year),
            care_home_ratio(rows.setting[i], rows.setting_months[i], p.care_home_first_year, p.care_home_later),
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


def death_rates_by_frailty(
    table: NDArray[np.float64], shares: NDArray[np.float64], inside: NDArray[np.float64], p: Sheet
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return death rates that together give the table: by frailty level, and of everyone in care homes, per year.

    ``table`` has shape (2, SPAN); ``shares`` of each level and how much of each level is ``inside`` care
    homes have shape (2, SPAN, 9), as has the first result; the second has shape (2, SPAN). A third of
    those in care homes are taken to be in their first year. The base rate is found by repeated scaling.
    """
    floor = np.zeros(9)
    floor[7], floor[8] = p.very_severe_per_year, p.terminal_per_year
    in_home = (p.care_home_first_year + 2.0 * p.care_home_later) / 3.0
    ratios = np.broadcast_to(frailty_ratios(p), shares.shape)
    base = table.copy()
    for _ in range(30):
        at_home = np.maximum(base[:, :, None] * ratios, floor)
        in_homes = np.maximum(base[:, :, None] * ratios * in_home, floor)
        by_level = (1.0 - inside) * at_home + inside * in_homes
        base = base * table / np.maximum((shares * by_level).sum(axis=2), 1e-9)
    living_in = shares * inside
    return by_level, (living_in * in_homes).sum(axis=2) / np.maximum(living_in.sum(axis=2), 1e-9)


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

    def __init__(self, rates: NDArray[np.float64], deprivation: NDArray[np.float64]) -> None:
        self._rates = rates
        self._deprivation = deprivation

    def begin(self, world: World) -> None:
        """Find, for each age and sex, what the ratios come to on average, once and for all.

        Deaths then follow the life table to begin with, and what changes a ratio later changes deaths.
        The floors of levels 8 and 9 leave less of the table to the others; repeated scaling finds how much.
        """
        p, people = world.sheets[self.word], world.people
        self._by_frailty = frailty_ratios(p)
        self._by_loneliness = 1.0 + p.causal_share * (np.array([1.0, p.lonely_ratio, p.lonely_ratio]) - 1.0)
        place = np.clip(people["age"].astype(np.int64) - YOUNGEST, 0, SPAN - 1)
        sex, level, setting = people["sex"], people["cfs"], people["setting"]
        after, months = people["setting_months"] >= 12, people["bereaved"]
        ratio = self._by_frailty[place, level - 1] * self._by_loneliness[people["lonely"]]
        ratio = ratio * self._deprivation[sex, people["fifth"] - 1, place]
        ratio = ratio * np.where(months < 0, 1.0, np.where(months < 12, p.bereaved_first_year, p.bereaved_second_year))
        ratio = ratio * np.where(setting == 0, 1.0, np.where(after, p.care_home_later, p.care_home_first_year))
        floor = np.where(level == 9, p.terminal_per_year, np.where(level == 8, p.very_severe_per_year, 0.0))
        table, everyone = self._rates[0], np.ones(people.size)
        self._share_left = 1.0 / cell_means(ratio, everyone, people["age"], sex)
        for _ in range(8):
            rate = np.maximum(ratio * (table * self._share_left)[sex, place], floor)
            self._share_left *= 1.0 / cell_means(rate / table[sex, place], everyone, people["age"], sex)
        self._year = -1

    def month(self, world: World) -> None:
        """Draw this month's deaths."""
        p = world.sheets[self.word]
        year = world.month // 12
        if year != self._year:
            at = min(year, len(self._rates) - 1)
            table = (self._rates[at] * self._share_left)[:, None, :] * self._deprivation
            self._numbers = Numbers(
                np.ascontiguousarray(table),
                self._by_frailty,
                self._by_loneliness,
                p.bereaved_first_year,
                p.bereaved_second_year,
                p.care_home_first_year,
                p.care_home_later,
                p.very_severe_per_year,
                p.terminal_per_year,
            )
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
