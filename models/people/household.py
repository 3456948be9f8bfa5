"""Household: who lives with whom."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.ages import FRAIL, by_age_and_sex
from models.crowd import ALONE, DIED, OUTSIDE, Crowd
from models.grief import YEAR
from sim.draws import happens, uniform
from sim.parameters import Sheet
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import count, rows_of
from sim.rules import kernel, rule
from sim.world import World


@rule
def repartnering_rate(
    man: bool,
    age: int,
    bereaved_months: int,
    man_younger: float,
    man_older: float,
    woman_younger: float,
    woman_older: float,
) -> float:
    """Rate at which someone without a partner finds one, per person-year; none in the first year of a bereavement.

    The four rates are those of men and women below and from 75.
    Source: marriages of the unmarried aged 65+, with cohabitation; parameters/household.toml.
    """
    if 0 <= bereaved_months < YEAR:
        return 0.0
    if man:
        return man_younger if age < 75 else man_older
    return woman_younger if age < 75 else woman_older


@rule
def lives_alone(partner_at_home: bool, with_family: bool, in_care_home: bool) -> bool:
    """Say whether a person lives alone: in a home of their own, with neither partner nor family in it."""
    return not (partner_at_home or with_family or in_care_home)


BY_LUCK = ("household.separation", "household.repartnering", "household.moving_in", "household.outside_death")
"""What may change a home by luck alone."""


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    age: NDArray[np.uint8]
    sex: NDArray[np.uint8]
    cfs: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    setting_months: NDArray[np.int16]
    bereaved: NDArray[np.int8]
    partner: NDArray[np.int32]
    widowed: NDArray[np.uint8]
    lost_partner: NDArray[np.uint8]
    with_family: NDArray[np.uint8]
    alone: NDArray[np.uint8]
    seeks: NDArray[np.uint8]
    children: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    separation_per_year: float
    repartnering_man_younger: float
    repartnering_man_older: float
    repartnering_woman_younger: float
    repartnering_woman_older: float
    moves_in_with_family_per_year: float
    child_takes_in_share: float
    outside_partner_death_per_year: float


@kernel
def look(
    rows: Rows,
    hints: tuple[NDArray[np.uint8], ...],
    highest: tuple[np.uint8, ...],
    marked: NDArray[np.bool_],
) -> None:
    """Mark those whose home may change by luck, and those who just left it.

    ``hints`` and ``highest`` are those of separation, of finding a partner, of moving in with family and of the
    death of a partner outside.
    """
    for i in range(len(marked)):
        parts, meets = hints[0][i] <= highest[0], hints[1][i] <= highest[1]
        moves, loses = hints[2][i] <= highest[2], hints[3][i] <= highest[3]
        single, outside = rows.partner[i] == ALONE, rows.partner[i] == OUTSIDE
        left = (rows.setting[i] > 0) & (rows.setting_months[i] == 0)
        marked[i] = (single & (meets | moves)) | ((not single) & parts) | (outside & loses) | left


@kernel
def homes(
    rows: Rows,
    p: Numbers,
    row_of: NDArray[np.int32],
    why: NDArray[np.uint8],
    near: NDArray[np.uint32],
    entered: int,
    keys: tuple[np.uint64, np.uint64, np.uint64, np.uint64, np.uint64],
    month: int,
) -> None:
    """Settle partners, families and who lives alone for those with whom something may change; mark who seeks.

    The luck of a couple is that of the one with the lower id.
    """
    for i in near:
        if not rows.here[i]:
            continue
        me, partner = rows.id[i], rows.partner[i]
        at_home = False
        if partner >= 0:
            row = row_of[partner]
            if row < 0 and partner < entered:
                rows.partner[i] = ALONE
                if why[partner] == DIED:
                    rows.widowed[i] = 1
                    rows.lost_partner[i] = 1
            elif row >= 0 and rows.partner[row] != me:
                rows.partner[i] = ALONE  # they parted before this one was old enough to be a resident
            elif happens(uniform(keys[0], month, min(me, partner)), p.separation_per_year):
                rows.partner[i] = ALONE
            else:
                at_home = row < 0 or rows.setting[row] == 0
        elif partner == OUTSIDE:
            if happens(uniform(keys[0], month, me), p.separation_per_year):
                rows.partner[i] = ALONE
            elif happens(uniform(keys[4], month, me), p.outside_partner_death_per_year):
                rows.partner[i] = ALONE
                rows.widowed[i] = 1
                rows.lost_partner[i] = 1
            else:
                at_home = True
        if rows.lost_partner[i] and rows.children[i] > 0 and uniform(keys[3], month, me) < p.child_takes_in_share:
            rows.with_family[i] = 1
        in_home = rows.setting[i] > 0
        if rows.partner[i] == ALONE and not in_home:
            rate = repartnering_rate(
                rows.sex[i] == 0,
                rows.age[i],
                0 if rows.lost_partner[i] else rows.bereaved[i],
                p.repartnering_man_younger,
                p.repartnering_man_older,
                p.repartnering_woman_younger,
                p.repartnering_woman_older,
            )
            if happens(uniform(keys[1], month, me), rate):
                rows.seeks[i] = 1
            may_move_in = rows.cfs[i] >= FRAIL and rows.age[i] >= 75 and not rows.with_family[i]
            if may_move_in and happens(uniform(keys[2], month, me), p.moves_in_with_family_per_year):
                rows.with_family[i] = 1
        rows.alone[i] = lives_alone(at_home, rows.with_family[i] > 0, in_home)


def start(crowd: Crowd, households: pd.DataFrame, p: Sheet) -> None:
    """Draw who is widowed, who lives with family and who lives alone, so that the margins by sex and age are met.

    People in care homes and their partners at home are settled before; ``setting`` must be drawn.
    """
    shares = {name: by_age_and_sex(households, name) for name in ("alone_of_household_population", "couple", "widowed")}
    single = crowd["partner"] == ALONE
    in_home = crowd["setting"] > 0
    couple = crowd.lookup(shares["couple"])
    widowed = single & (crowd.luck("widowed") < crowd.lookup(shares["widowed"]) / np.maximum(1.0 - couple, 1e-6))
    left = crowd["partner"].copy()
    named = np.flatnonzero(left >= 0)
    partner_away = np.zeros(len(crowd), bool)
    partner_away[named] = in_home[left[named]]
    wanted = crowd.lookup(shares["alone_of_household_population"])
    alone = single & ~in_home
    for code in (0, 1):
        for low in range(60, 95, 5):
            cell = (crowd["sex"] == code) & (crowd.age >= low) & ((crowd.age < low + 5) | (low == 90))
            free = cell & single & ~in_home
            need = wanted[cell & ~in_home].sum() - (cell & partner_away & ~in_home).sum()
            chance = min(need / max(free.sum(), 1), 1.0)
            alone[free] = crowd.luck("alone")[free] < chance
    crowd.columns["widowed"] = widowed.astype(np.uint8)
    crowd.columns["with_family"] = (single & ~in_home & ~alone).astype(np.uint8)
    crowd.columns["alone"] = (alone | (partner_away & ~in_home)).astype(np.uint8)
    luck = crowd.luck("children")
    children = np.where(luck < p.has_child_share * p.child_near_share, 2, np.where(luck < p.has_child_share, 1, 0))
    crowd.columns["children"] = children.astype(np.uint8)


class Household(Process):
    """Widowhood, separation, new partners, and moving in with family."""

    word = "household"
    columns = (
        Column("partner", np.int32, ALONE, "partner's id; -1 none, -2 one too young to be a resident"),
        Column("widowed", np.uint8, 0, "has lost a partner by death"),
        Column("lost_partner", np.uint8, 0, "learnt this month of a partner's death"),
        Column("with_family", np.uint8, 0, "lives with family or others, without a partner"),
        Column("alone", np.uint8, 0, "lives alone"),
        Column("seeks", np.uint8, 0, "would live with someone new this month"),
        Column("children", np.uint8, 0, "0 no child, 1 a child far away, 2 a child within half an hour"),
    )
    measures = (
        Measure("alone", "people", "residents who live alone"),
        Measure("widowed_now", "people", "residents who lost a partner this month"),
    )

    def month(self, world: World) -> None:
        """Settle homes, then let those who seek find one another."""
        p, people = world.sheets[self.word], world.people
        keys = (
            world.key("household.separation"),
            world.key("household.repartnering"),
            world.key("household.moving_in"),
            world.key("household.taken_in"),
            world.key("household.outside_death"),
        )
        numbers = p.numbers(Numbers, {})
        rows = people.view(Rows, self.word)
        near = self._near(world, rows)
        rows.lost_partner[:] = 0
        rows.seeks[:] = 0
        homes(rows, numbers, people.row_of, people.why, near, people.entered, keys, world.month)
        self._meet(world, rows)
        world.record("alone", count((rows.here > 0) & (rows.alone > 0)))
        world.record("widowed_now", count(rows.lost_partner > 0))
        if world.log.open:
            world.note("lost a partner", np.flatnonzero(rows.lost_partner))

    def _near(self, world: World, rows: Rows) -> NDArray[np.uint32]:
        """Return the rows of those whose home luck or another's leaving may change this month."""
        p, people = world.sheets[self.word], world.people
        seeking = max(
            p.repartnering_man_younger,
            p.repartnering_man_older,
            p.repartnering_woman_younger,
            p.repartnering_woman_older,
        )
        if world.month == 0:
            return np.arange(people.size, dtype=np.uint32)
        rates = (p.separation_per_year, seeking, p.moves_in_with_family_per_year, p.outside_partner_death_per_year)
        chances = list(zip(BY_LUCK, rates, strict=True))
        hints = tuple(world.hints(decision) for decision, _ in chances)
        marked = world.marks()
        look(rows, hints, tuple(world.highest(decision, rate) for decision, rate in chances), marked)
        marked[people.size - int(world.this_month("entrants")) :] = True
        marked[people.leavers] = True
        marked[self._partners(world, rows.partner[rows_of(marked)])] = True
        return rows_of(marked)

    def _partners(self, world: World, ids: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the rows of those of these partners who are present."""
        found = world.people.row_of[ids[ids >= 0]]
        present: NDArray[np.int32] = found[found >= 0]
        return present

    def _meet(self, world: World, rows: Rows) -> None:
        """Pair the men and women who seek, in order of age."""
        seeking = rows_of(rows.seeks > 0)
        if len(seeking) == 0:
            return
        order = seeking[np.argsort(rows.age[seeking], kind="stable")]
        men, women = order[rows.sex[order] == 0], order[rows.sex[order] == 1]
        count = min(len(men), len(women))
        men, women = men[:count], women[:count]
        rows.partner[men], rows.partner[women] = rows.id[women], rows.id[men]
        met = np.concatenate([men, women])
        rows.with_family[met] = 0
        rows.alone[met] = 0
        world.note("found a partner", met)
