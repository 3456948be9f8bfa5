"""Frailty: the nine levels of the Clinical Frailty Scale, and how people move between them."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.ages import (
    AGES,
    FRAIL,
    LEVELS,
    SPAN,
    YOUNGEST,
    by_age_and_sex,
    ceilings,
    cell_means,
    highest_by_age,
    holding_rates,
    is_exposed,
)
from models.crowd import Crowd
from models.grief import GRIEF
from models.signals import INJURED
from sim.draws import happens, uniform
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World


@rule
def progression_rate(
    holding: float, deprivation_ratio: float, bereaved_ratio: float, lonely_ratio: float, average_ratio: float
) -> float:
    """Rate of moving one level up, per person-year.

    ``holding`` is the rate that keeps prevalence at this age as it is; the ratios, without dimension,
    are divided by their average at that level at the start so that they share it out and do not add to it.
    Source: balance of levels by age (`models.ages.holding_rates`); ratios in parameters/frailty.toml.
    """
    return holding * deprivation_ratio * bereaved_ratio * lonely_ratio / average_ratio


@rule
def improvement_rate(by_level: float, setback: int, regained_per_year: float) -> float:
    """Rate of moving one level down, per person-year; a step lost to a fall or a stay is regained faster.

    ``setback`` is the number of months left in which it may be.
    Source: Covinsky et al. 2003 for the loss; half regained within six months is assumed.
    """
    if setback > 0:
        return max(by_level, regained_per_year)
    return by_level


@rule
def reabled_ratio(months: int, ratio: float, half_life_months: float) -> float:
    """Ratio on improvement so many months after reablement (below 0: never), fading by halves.

    ``ratio`` over and above recovery that happens anyway, without dimension.
    """
    if months < 0:
        return 1.0
    return 1.0 + (ratio - 1.0) * 0.5 ** (months / half_life_months)


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    age: NDArray[np.uint8]
    sex: NDArray[np.uint8]
    fifth: NDArray[np.uint8]
    bereaved: NDArray[np.int8]
    lonely: NDArray[np.uint8]
    fell: NDArray[np.uint8]
    bed_days: NDArray[np.uint8]
    reabled: NDArray[np.int16]
    frailty_progression_ratio: NDArray[np.float32]
    frailty_improvement_ratio: NDArray[np.float32]
    setting: NDArray[np.uint8]
    cfs: NDArray[np.uint8]
    setback: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    holding: NDArray[np.float64]
    easing: NDArray[np.float64]
    average: NDArray[np.float64]
    progression_by_fifth: NDArray[np.float64]
    by_loneliness: NDArray[np.float64]
    bereaved_ratio: float
    step_after_fall: float
    step_after_stay: float
    setback_months: int
    regained_per_year: float
    eases_in_care_home: float
    reabled_ratio: float
    reabled_half_life_months: float


@kernel
def look(
    rows: Rows,
    hints: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    progressing: NDArray[np.uint8],
    improving: np.uint8,
    marked: NDArray[np.bool_],
) -> None:
    """Mark those who may move by luck, and those with a fall, a stay or a setback of late.

    ``progressing`` and ``improving`` are the highest hints within reach (see `models.ages.ceilings`).
    """
    usual, of_exposed = progressing[0], progressing[1]
    for i in range(len(marked)):
        up, down = (
            hints[0][i] <= (of_exposed if is_exposed(rows.age[i], rows.cfs[i]) else usual),
            hints[1][i] <= improving,
        )
        marked[i] = up | down | (rows.setback[i] > 0) | (rows.fell[i] == INJURED) | (rows.bed_days[i] > 0)


@kernel
def move(
    rows: Rows,
    p: Numbers,
    fading: NDArray[np.float64],
    near: NDArray[np.uint32],
    hints: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    highest: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    keys: tuple[np.uint64, np.uint64, np.uint64],
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> None:
    """Move one month on those whose luck is near enough, and those with a fall, a stay or a setback of late.

    ``highest`` are the highest hints within reach of becoming more and less frail, by age and level.
    """
    last = p.holding.shape[1] - 1
    for i in near:
        if not rows.here[i]:
            continue
        me, level, place = rows.id[i], rows.cfs[i], min(rows.age[i] - YOUNGEST, last)
        if level < 9:
            step = False
            if hints[0][i] <= highest[0][rows.age[i], level] or i == watched:
                up = progression_rate(
                    p.holding[rows.sex[i], place, level - 1],
                    p.progression_by_fifth[rows.fifth[i] - 1],
                    1.0 + (p.bereaved_ratio - 1.0) * fading[rows.bereaved[i] + 1],
                    p.by_loneliness[rows.lonely[i]],
                    p.average[rows.sex[i], place, level - 1],
                )
                up *= rows.frailty_progression_ratio[i]
                luck = uniform(keys[0], month, me)
                if i == watched:
                    pad[0, 0], pad[0, 1] = luck, -np.expm1(-up / 12.0)
                step = happens(luck, up)
            if not step and (rows.fell[i] == INJURED or rows.bed_days[i] > 0):
                chance = p.step_after_fall if rows.fell[i] == INJURED else p.step_after_stay
                luck = uniform(keys[2], month, me)
                if i == watched:
                    pad[2, 0], pad[2, 1] = luck, chance
                if luck < chance:
                    step = True
                    rows.setback[i] = p.setback_months
            if step:
                rows.cfs[i] = level + 1
        eases = hints[1][i] <= highest[1][rows.age[i], level] or rows.setback[i] > 0 or i == watched
        if eases and rows.cfs[i] == level and 1 < level < 8:
            by_level = p.easing[place, level - 1] * (1.0 if rows.setting[i] == 0 else p.eases_in_care_home)
            down = improvement_rate(by_level, rows.setback[i], p.regained_per_year)
            down *= reabled_ratio(rows.reabled[i], p.reabled_ratio, p.reabled_half_life_months)
            down *= rows.frailty_improvement_ratio[i]
            luck = uniform(keys[1], month, me)
            if i == watched:
                pad[1, 0], pad[1, 1] = luck, -np.expm1(-down / 12.0)
            if happens(luck, down):
                rows.cfs[i] = level - 1
                rows.setback[i] = 0
        if rows.setback[i] > 0 and rows.cfs[i] <= level:
            rows.setback[i] -= 1


@kernel
def count_frail(rows: Rows) -> tuple[int, int, int]:
    """Return how many residents are mildly, moderately and severely frail: at level 5, at 6, and above."""
    mildly, moderately, severely = 0, 0, 0
    for i in range(len(rows.here)):
        mildly += rows.here[i] & (rows.cfs[i] == FRAIL)
        moderately += rows.here[i] & (rows.cfs[i] == FRAIL + 1)
        severely += rows.here[i] & (rows.cfs[i] > FRAIL + 1)
    return mildly, moderately, severely


def prevalence(tables: Mapping[str, pd.DataFrame]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the share of residents at each level, care homes included, and how much of each level is in them.

    Both by sex and age, shape (2, SPAN, 9).
    """
    at_home, mix = _mixes(tables)
    in_homes = by_age_and_sex(tables["care_homes"], "share")[:, :, None]
    both = (1.0 - in_homes) * at_home + in_homes * mix
    return both, in_homes * mix / np.maximum(both, 1e-9)


def _mixes(tables: Mapping[str, pd.DataFrame]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the levels of people at home and of those in care homes by sex and age, each of shape (2, SPAN, 9)."""
    mixes = []
    for table in (tables["frailty"], tables["frailty_care_home"]):
        mix = np.stack([by_age_and_sex(table, f"cfs{level}") for level in range(1, LEVELS + 1)], axis=2)
        mixes.append(mix / mix.sum(axis=2, keepdims=True))
    return mixes[0], mixes[1]


def start(crowd: Crowd, tables: Mapping[str, pd.DataFrame], p: Sheet) -> None:
    """Draw everyone's level: the household or care-home mix, shifted by deprivation within age and sex."""
    at_home, mix = _mixes(tables)
    place, fifth = np.clip(crowd.age - YOUNGEST, 0, SPAN - 1), crowd["fifth"].astype(np.int64) - 1
    cell = (crowd["sex"] * SPAN + place) * 5 + fifth
    many = np.bincount(cell, minlength=2 * SPAN * 5).reshape(2, SPAN, 5) + 1e-6
    fifths = many / many.sum(axis=2, keepdims=True)
    home, inside = (above_by_fifth(one, fifths, p.start_odds_by_fifth) for one in (at_home, mix))
    above = np.where(crowd["setting"][:, None] > 0, inside.reshape(-1, 8)[cell], home.reshape(-1, 8)[cell])
    crowd.columns["cfs"] = (1 + (crowd.luck("frailty")[:, None] < above).sum(axis=1)).astype(np.uint8)


def above_by_fifth(
    shares: NDArray[np.float64], fifths: NDArray[np.float64], odds: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the share above each level by sex, age and fifth of deprivation, shape (2, SPAN, 5, 8).

    The odds of the fifths stand to one another as given, and all fifths together have the ``shares`` of the
    levels, shape (2, SPAN, 9), where they are mixed as in ``fifths``, shape (2, SPAN, 5).
    """
    target = np.clip(1.0 - shares.cumsum(axis=2)[:, :, None, :-1], 1e-9, 1.0 - 1e-9)
    scale = np.ones_like(target)
    for _ in range(20):
        moved = target / (1.0 - target) * scale * odds[:, None]
        above: NDArray[np.float64] = moved / (1.0 + moved)
        found = (fifths[:, :, :, None] * above).sum(axis=2, keepdims=True)
        scale *= target / (1.0 - target) * (1.0 - found) / found
    return above


def lasting(
    steps: NDArray[np.float64],
    up: NDArray[np.float64],
    easing: NDArray[np.float64],
    deaths: NDArray[np.float64],
    p: Sheet,
) -> NDArray[np.float64]:
    """Return the steps after falls and stays that are not regained, per person-year, shape (2, SPAN, 8).

    Someone set back a level regains it faster than others for some months, unless death or a further
    step comes first. What is not regained is part of the progression that keeps prevalence as it is, and
    the gradual rate is what is left of it.

    Args:
        steps: steps up after a fall or a stay, per person-year by level, shape (2, SPAN, 9).
        up: rates of worsening that keep prevalence as it is, shape (2, SPAN, 8).
        easing: rates of easing of everyone else, shape (SPAN, 9).
        deaths: death rates by level, shape (2, SPAN, 9).

    Source: competing risks; rates in parameters/frailty.toml.
    """
    faster = np.maximum(p.regained_per_year - easing, 0.0) * (easing > 0.0)
    ending = np.maximum(easing, p.regained_per_year) + deaths
    ending[:, :, :-1] += up
    regained = faster / ending * -np.expm1(-ending * p.setback_months / 12.0)
    left: NDArray[np.float64] = steps[:, :, :-1] * (1.0 - regained[:, :, 1:])
    return left


def averages(
    ratio: NDArray[np.float64],
    age: NDArray[np.integer],
    sex: NDArray[np.integer],
    cfs: NDArray[np.integer],
) -> NDArray[np.float64]:
    """Return the mean of a ratio by sex, age and each frailty level but the last, shape (2, SPAN, 8)."""
    levels = [cell_means(ratio, (cfs == level).astype(float), age, sex) for level in range(1, LEVELS)]
    return np.stack(levels, axis=2)


class Ladder(NamedTuple):
    """Rates that keep prevalence by age as it is: easing by age and level, worsening by sex, age and level."""

    easing: NDArray[np.float64]
    worsening: NDArray[np.float64]


def ladder(p: Sheet, shares: NDArray[np.float64], inside: NDArray[np.float64], deaths: NDArray[np.float64]) -> Ladder:
    """Return the rates of easing at home, shape (SPAN, 9), and of all lasting worsening, shape (2, SPAN, 8), a year.

    Args:
        shares: share of residents at each level by sex and age, shape (2, SPAN, 9).
        inside: share of each level that lives in care homes, where few ease, of the same shape.
        deaths: their death rates, per person-year, of the same shape.
    """
    bands = np.searchsorted(p.improvement_age_from, AGES, side="right") - 1
    easing = p.improvement_per_year[bands][:, None] * p.improvement_by_level[None, :]
    eased = easing * (1.0 - inside + inside * p.eases_in_care_home)
    return Ladder(easing, np.stack([holding_rates(shares[sex], eased[sex], deaths[sex]) for sex in (0, 1)]))


class Frailty(Process):
    """Moves everyone's frailty one month on."""

    word = "frailty"
    columns = (
        Column("cfs", np.uint8, 3, "level of the Clinical Frailty Scale, 1 to 9"),
        Column("setback", np.uint8, 0, "months left in which a step lost to a fall or a stay may be regained"),
    )
    levers = (
        Lever("frailty.progression", Kind.RATIO, "rate of becoming frailer", 1.0),
        Lever("frailty.improvement", Kind.RATIO, "rate of becoming less frail", 1.0),
    )
    decisions = ("frailty.progression", "frailty.improvement", "frailty.step")
    measures = (
        Measure("frail", "people", "residents at level 5 or above"),
        Measure("mildly_frail", "people", "residents at level 5"),
        Measure("moderately_frail", "people", "residents at level 6"),
        Measure("severely_frail", "people", "residents at levels 7 to 9"),
    )

    def __init__(
        self,
        shares: NDArray[np.float64],
        inside: NDArray[np.float64],
        deaths: NDArray[np.float64],
        injuries: NDArray[np.float64],
        stays: NDArray[np.float64],
    ) -> None:
        self._shares = shares
        self._inside = inside
        self._deaths = deaths
        self._injuries = injuries
        self._stays = stays

    def begin(self, world: World) -> None:
        """Work out the rates that keep prevalence by age as it is, and the averages of the ratios."""
        p, people = world.sheets[self.word], world.people
        easing, rates = ladder(p, self._shares, self._inside, self._deaths)
        by_fifth = p.progression_by_fifth
        by_loneliness = 1.0 + p.causal_share * (np.array([1.0, p.lonely_ratio, p.lonely_ratio]) - 1.0)
        steps = self._injuries * p.step_after_fall + self._stays * p.step_after_stay
        ratio = by_fifth[people["fifth"] - 1] * by_loneliness[people["lonely"]] * people["frailty_progression_ratio"]
        ratio = ratio * (1.0 + (p.bereaved_ratio - 1.0) * GRIEF[people["bereaved"].astype(np.int64) + 1])
        given = {
            "holding": np.maximum(rates - lasting(steps, rates, easing, self._deaths, p), 0.0),
            "easing": easing,
            "average": averages(ratio, people["age"], people["sex"], people["cfs"]),
            "by_loneliness": by_loneliness,
            "setback_months": int(p.setback_months),
        }
        self._numbers = p.numbers(Numbers, given)
        strongest = by_fifth.max() * by_loneliness.max() * max(p.bereaved_ratio, 1.0)
        progression = (self._numbers.holding / self._numbers.average).max(axis=0) * strongest
        self._ceilings = ceilings(progression)
        self._progression = highest_by_age(progression)
        self._improvement = highest_by_age(easing * max(p.reabled_ratio, 1.0))

    def _move(self, world: World, rows: Rows) -> None:
        """Move those who may move one month on."""
        up, down = self.decisions[0], self.decisions[1]
        hints, marked = (world.hints(up), world.hints(down)), world.marks()
        highest = (world.highest(up, self._progression), world.highest(down, self._improvement))
        look(rows, hints, world.highest(up, self._ceilings), highest[1].max(), marked)
        watched, pad = world.watched(self, marked)
        keys = (world.key(up), world.key(down), world.key(self.decisions[2]))
        move(rows, self._numbers, GRIEF, rows_of(marked), hints, highest, keys, world.month, watched, pad)

    def month(self, world: World) -> None:
        """Move one month on."""
        rows = world.people.view(Rows, self.word)
        before = rows.cfs.copy() if world.log.open else None
        self._move(world, rows)
        mildly, moderately, severely = count_frail(rows)
        world.record("frail", mildly + moderately + severely)
        world.record("mildly_frail", mildly)
        world.record("moderately_frail", moderately)
        world.record("severely_frail", severely)
        if before is not None:
            world.note("frailer", np.flatnonzero(rows.cfs > before), rows.cfs[rows.cfs > before])
            world.note("less frail", np.flatnonzero(rows.cfs < before), rows.cfs[rows.cfs < before])
