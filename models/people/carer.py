"""Carer: unpaid help from a partner or a child, and what it costs the one who gives it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import FRAIL
from models.crowd import ALONE
from models.signals import GAVE_OUT
from sim.draws import happens, uniform
from sim.levers import Kind, Lever
from sim.population import GONE, Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World

TOO_FRAIL = 6
"""First level of the Clinical Frailty Scale at which people need help with keeping house, so cannot help a partner."""

VULNERABLE = 4
"""First level of the Clinical Frailty Scale at which symptoms limit what people can do."""

LONG_HOURS = 20.0
"""Hours of care a week with which the second of the three bands of the censuses of 2001 and 2011 begins."""


@rule
def partner_helps(resident: bool, cfs: int, at_home: bool) -> bool:
    """Say whether a partner is able to help: at home and not too frail, or too young to be a resident yet.

    Source: definition; the level as Rockwood et al. 2005 describe it.
    """
    return not resident or (cfs < TOO_FRAIL and at_home)


@rule
def help_chance(
    partner_able: bool, child_near: bool, with_family: bool, partner: float, child: float, none: float
) -> float:
    """Chance that a frail person has unpaid help, by who is there.

    The three chances are those with an able partner, with a child near or family in the home, and with neither.
    Source: HSE 2013 shares and helpers; parameters/carer.toml.
    """
    if partner_able:
        return partner
    if child_near or with_family:
        return child
    return none


@rule
def breakdown_rate(base: float, carer_frail: bool, carer_frail_ratio: float) -> float:
    """Rate at which a carer of `LONG_HOURS` a week or more cannot go on, per carer-year.

    Source: assumed; parameters/carer.toml.
    """
    return base * carer_frail_ratio if carer_frail else base


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    cfs: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    partner: NDArray[np.int32]
    children: NDArray[np.uint8]
    with_family: NDArray[np.uint8]
    carer_breakdown_ratio: NDArray[np.float32]
    help_hours: NDArray[np.uint8]
    gives_hours: NDArray[np.uint8]
    broken: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    hours_by_frailty: NDArray[np.float64]
    help_with_partner: float
    help_with_child: float
    help_with_neither: float
    partner_hours_ratio: float
    other_hours_ratio: float
    breakdown_per_year: float
    carer_frail_ratio: float


@kernel
def begin_month(rows: Rows, months_without_help: int, marked: NDArray[np.bool_]) -> None:
    """Forget last month's help, let a month without a carer pass, and mark the frail at home."""
    for i in range(len(marked)):
        rows.help_hours[i] = 0
        rows.gives_hours[i] = 0
        left = months_without_help if rows.broken[i] == GAVE_OUT else int(rows.broken[i])
        rows.broken[i] = max(left - 1, 0)
        marked[i] = (rows.cfs[i] >= FRAIL) & (rows.setting[i] == 0) & (rows.here[i] > 0)


@kernel
def help_given(
    rows: Rows,
    p: Numbers,
    row_of: NDArray[np.int32],
    frail: NDArray[np.uint32],
    lots: NDArray[np.float64],
    key: np.uint64,
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> tuple[int, int, int]:
    """Settle who helps the frail at home this month; return people helped, hours a week in all, and breakdowns.

    Whether a person is one who gets help goes by a lot drawn once, ``lots`` by id, so help lasts while its sources do.
    """
    helped, total, breakdowns = 0, 0, 0
    for i in frail:
        row = row_of[rows.partner[i]] if rows.partner[i] >= 0 else GONE
        able = rows.partner[i] != ALONE and partner_helps(row != GONE, rows.cfs[row], rows.setting[row] == 0)
        chance = help_chance(
            able,
            rows.children[i] == 2,
            rows.with_family[i] > 0,
            p.help_with_partner,
            p.help_with_child,
            p.help_with_neither,
        )
        if rows.broken[i] > 0 or lots[rows.id[i]] >= chance:
            continue
        hours = p.hours_by_frailty[rows.cfs[i] - 1] * (p.partner_hours_ratio if able else p.other_hours_ratio)
        if hours >= LONG_HOURS:
            rate = breakdown_rate(
                p.breakdown_per_year, row != GONE and rows.cfs[row] >= VULNERABLE, p.carer_frail_ratio
            )
            rate *= rows.carer_breakdown_ratio[i]
            luck = uniform(key, month, rows.id[i])
            if i == watched:
                pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
            if happens(luck, rate):
                rows.broken[i] = GAVE_OUT
                breakdowns += 1
                continue
        rows.help_hours[i] = int(np.round(hours))
        if able and row != GONE:
            rows.gives_hours[row] = rows.help_hours[i]
        helped += 1
        total += int(rows.help_hours[i])
    return helped, total, breakdowns


class Carer(Process):
    """Settles unpaid help: who gets it, from whom, and whose carer cannot go on."""

    word = "carer"
    columns = (
        Column("help_hours", np.uint8, 0, "unpaid hours of help a week received"),
        Column("gives_hours", np.uint8, 0, "unpaid hours of help a week given to a partner"),
        Column(
            "broken",
            np.uint8,
            0,
            "months left without help after the carer could not go on, 255 in the month it happens",
        ),
    )
    levers = (Lever("carer.breakdown", Kind.RATIO, "rate at which carers cannot go on", 1.0),)
    decisions = ("carer.breakdown",)
    measures = (
        Measure("unpaid_help", "people", "residents with unpaid help"),
        Measure("unpaid_hours", "hours a week", "unpaid hours of help"),
        Measure("breakdowns", "carers", "carers who could not go on this month"),
    )

    def begin(self, world: World) -> None:
        """Draw everyone's lot: whether they are among those who get help from whoever is there."""
        p = world.sheets[self.word]
        self._numbers, self._months_without_help = p.numbers(Numbers, {}), round(p.months_without_help)
        self._lots = world.draws.uniform("carer.help", 0, np.arange(world.people.start.everyone))

    def month(self, world: World) -> None:
        """Settle this month's help."""
        people = world.people
        rows = people.view(Rows, self.word)
        key, frail = world.key("carer.breakdown"), world.marks()
        begin_month(rows, self._months_without_help, frail)
        helped, hours, breakdowns = help_given(
            rows, self._numbers, people.row_of, rows_of(frail), self._lots, key, world.month, *world.watched(self)
        )
        world.record("unpaid_help", helped)
        world.record("unpaid_hours", hours)
        world.record("breakdowns", breakdowns)
        if world.log.open:
            world.note("carer could not go on", np.flatnonzero(rows.broken == GAVE_OUT))
