"""Need: who needs help, who goes without, and who comes to the council's notice."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import FRAIL
from sim.draws import happens, uniform
from sim.levers import Kind, Lever
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import count, rows_of
from sim.rules import kernel, rule
from sim.world import World

COMMUNITY, HOSPITAL, CARER = 1, 2, 3
"""Who brought a person to the council's notice: self, family or GP; the hospital; a carer who could not go on."""

TIRED = 12
"""Months without help of those whose carer could not go on this very month."""


@rule
def contact_rate(by_frailty: float, helped: bool, alone: bool, helped_ratio: float, alone_ratio: float) -> float:
    """Rate at which someone in need without a service comes to the council's notice, per person-year.

    Source: assumed by frailty level; parameters/need.toml.
    """
    rate = by_frailty
    if helped:
        rate *= helped_ratio
    if alone:
        rate *= alone_ratio
    return rate


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    cfs: NDArray[np.uint8]
    alone: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    package: NDArray[np.float32]
    stage: NDArray[np.uint8]
    refused: NDArray[np.uint8]
    help_hours: NDArray[np.uint8]
    broken: NDArray[np.uint8]
    manages: NDArray[np.uint8]
    discharge: NDArray[np.uint8]
    need_contact_ratio: NDArray[np.float32]
    contact: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    by_frailty: NDArray[np.float64]
    helped_ratio: float
    alone_ratio: float
    after_breakdown: float


@kernel
def notice(
    rows: Rows,
    p: Numbers,
    near: NDArray[np.uint32],
    keys: tuple[np.uint64, np.uint64],
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> NDArray[np.uint32]:
    """Mark who comes to the council's notice this month, among the rows ``near``; return their rows."""
    found = np.empty(len(near), np.uint32)
    contacts = 0
    for i in near:
        if not rows.here[i] or rows.setting[i] > 0 or rows.package[i] > 0 or rows.stage[i] > 0:
            continue
        needs = rows.cfs[i] >= 5 and not rows.manages[i]
        if rows.discharge[i] == 2 or rows.discharge[i] == 3:
            rows.contact[i] = 2
        elif needs and rows.broken[i] == TIRED and uniform(keys[1], month, rows.id[i]) < p.after_breakdown:
            rows.contact[i] = 3
        elif rows.refused[i] == 0 and not rows.manages[i]:
            rate = contact_rate(
                p.by_frailty[rows.cfs[i] - 1], rows.help_hours[i] > 0, rows.alone[i] > 0, p.helped_ratio, p.alone_ratio
            )
            rate *= rows.need_contact_ratio[i]
            luck = uniform(keys[0], month, rows.id[i])
            if i == watched:
                pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
            if happens(luck, rate):
                rows.contact[i] = 1
        found[contacts] = i
        contacts += rows.contact[i] > 0
    return found[:contacts]


class Need(Process):
    """Brings people in need to the council's notice."""

    word = "need"
    columns = (
        Column("contact", np.uint8, 0, "this month's contact: 1 community, 2 hospital, 3 after a carer's breakdown"),
    )
    levers = (Lever("need.contact", Kind.RATIO, "rate of coming to the council's notice", 1.0),)
    decisions = ("need.contact",)
    measures = (
        Measure("contacts", "people", "residents who came to the council's notice this month"),
        Measure("in_need", "people", "residents at home who need help (frailty level 5 and above)"),
    )

    def month(self, world: World) -> None:
        """Mark this month's contacts."""
        p, people = world.sheets[self.word], world.people
        rows = people.view(Rows, self.word)
        numbers = Numbers(p.contact_per_year_by_frailty, p.helped_ratio, p.alone_ratio, p.contact_after_breakdown)
        keys = (world.key("need.contact"), world.key("need.breakdown"))
        contact = world.few("contact")
        rows.contact[contact.rows()] = 0
        ratio = max(p.helped_ratio, 1.0) * max(p.alone_ratio, 1.0)
        usual, highest = (ratio * float(part.max()) for part in (numbers.by_frailty[: FRAIL - 1], numbers.by_frailty))
        frail = rows.cfs >= FRAIL
        near = world.may_happen("need.contact", usual, frail, highest)
        near |= (rows.discharge > 0) | (rows.broken == TIRED)
        frail &= (rows.manages == 0) & (rows.setting == 0) & (rows.here > 0)
        noticed = notice(rows, numbers, rows_of(near), keys, world.month, *world.watched(self))
        contact.add(noticed)
        world.record("contacts", len(noticed))
        world.record("in_need", count(frail))
        world.note("came to the council's notice", noticed, rows.contact[noticed])
