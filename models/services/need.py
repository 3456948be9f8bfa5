"""Need: who needs help, who goes without, and who comes to the council's notice."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import FRAIL
from models.signals import CARER, GAVE_OUT, GP, HOME_CARE, HOSPITAL, REABLEMENT, SELF
from models.standing import needs_help
from sim.draws import happens, uniform
from sim.levers import Kind, Lever
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import ROUNDING, rows_of
from sim.rules import kernel, rule
from sim.world import World

SOURCES = ("self", "hospital", "carer", "gp", "programme", "hub", "volunteer")
"""Who brings a person to the council's notice, by the code of the contact from 1 on.

Themselves, family or friends; the hospital; a carer who could not go on; the GP; someone a programme sends; the
neighbourhood's network; a volunteer.
"""


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


@rule
def source_of(luck: float, gp: float, programme: float, hub: float, volunteer: float) -> int:
    """Return the code of who noticed: by lot, in proportion to how much each adds to the rate.

    The four are parts of the rate, and ``luck`` lies between 0 and the rate, all per person-year; what the four leave
    is the person's own, or the family's. Source: no data enter.
    """
    code = GP
    for share in (gp, programme, hub, volunteer):
        if luck < share:
            return code
        luck -= share
        code += 1
    return SELF


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
    member: NDArray[np.uint8]
    visited: NDArray[np.uint8]
    discharge: NDArray[np.uint8]
    need_contact_ratio: NDArray[np.float32]
    contact: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    contact_per_year_by_frailty: NDArray[np.float64]
    helped_ratio: float
    alone_ratio: float
    contact_after_breakdown: float
    gp_share: float
    hub_adds: float
    volunteer_adds: float


@kernel
def look(rows: Rows, hints: NDArray[np.uint8], highest: NDArray[np.uint8], marked: NDArray[np.bool_]) -> int:
    """Mark those who may come to notice, those sent and those whose carer could not go on; count who is in need."""
    usual, of_frail = highest[0], highest[1]
    in_need = 0
    for i in range(len(marked)):
        frail = rows.cfs[i] >= FRAIL
        within = hints[i] <= (of_frail if frail else usual)
        sent = (rows.discharge[i] == REABLEMENT) | (rows.discharge[i] == HOME_CARE)
        marked[i] = within | sent | (rows.broken[i] == GAVE_OUT)
    for i in range(len(marked)):
        at_home = (rows.setting[i] == 0) & (rows.here[i] > 0)
        in_need += needs_help(rows.cfs[i], rows.manages[i] > 0) & at_home
    return in_need


@kernel
def notice(
    rows: Rows,
    p: Numbers,
    near: NDArray[np.uint32],
    ceilings: NDArray[np.float64],
    keys: tuple[np.uint64, np.uint64, np.uint64],
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> NDArray[np.uint32]:
    """Mark who comes to the council's notice this month, among the rows ``near``, and by whom; return their rows.

    ``ceilings`` are the highest rates by frailty level.
    """
    found = np.empty(len(near), np.uint32)
    contacts = 0
    for i in near:
        level, sent = rows.cfs[i] - 1, rows.discharge[i] == REABLEMENT or rows.discharge[i] == HOME_CARE
        luck = uniform(keys[0], month, rows.id[i])
        if luck * 12.0 >= ceilings[level] and not sent and rows.broken[i] != GAVE_OUT and i != watched:
            continue
        if not rows.here[i] or rows.setting[i] > 0 or rows.package[i] > 0 or rows.stage[i] > 0:
            continue
        needs = needs_help(rows.cfs[i], rows.manages[i] > 0)
        if sent:
            rows.contact[i] = HOSPITAL
        elif needs and rows.broken[i] == GAVE_OUT and uniform(keys[1], month, rows.id[i]) < p.contact_after_breakdown:
            rows.contact[i] = CARER
        elif rows.refused[i] == 0 and not rows.manages[i]:
            own = contact_rate(
                p.contact_per_year_by_frailty[level],
                rows.help_hours[i] > 0,
                rows.alone[i] > 0,
                p.helped_ratio,
                p.alone_ratio,
            )
            hub = own * p.hub_adds if needs and rows.member[i] > 0 else 0.0
            volunteer = own * p.volunteer_adds if needs and rows.visited[i] > 0 else 0.0
            usual = own + hub + volunteer
            programme = usual * (rows.need_contact_ratio[i] - 1.0)
            rate = usual + programme
            if i == watched:
                pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
            if happens(luck, rate):
                lot = uniform(keys[2], month, rows.id[i]) * rate
                rows.contact[i] = source_of(lot, own * p.gp_share, max(programme, 0.0), hub, volunteer)
        found[contacts] = i
        contacts += rows.contact[i] > 0
    return found[:contacts]


class Need(Process):
    """Brings people in need to the council's notice."""

    word = "need"
    columns = (
        Column("contact", np.uint8, 0, "who brought the person to the council's notice this month, 0 for nobody"),
    )
    levers = (Lever("need.contact", Kind.RATIO, "rate of coming to the council's notice", 1.0),)
    decisions = ("need.contact",)
    measures = (
        Measure("contacts", "people", "residents who came to the council's notice this month"),
        *(Measure(f"contacts_{one}", "people", f"of these, those brought by: {one}") for one in SOURCES),
        Measure("in_need", "people", "residents at home who need help (frailty level 5 and above)"),
    )

    def begin(self, world: World) -> None:
        """Take the numbers of the sheet."""
        self._numbers = world.sheets[self.word].numbers(Numbers, {})

    def month(self, world: World) -> None:
        """Mark this month's contacts."""
        people, p = world.people, self._numbers
        rows, contact = people.view(Rows, self.word), world.few("contact")
        keys = (world.key("need.contact"), world.key("need.breakdown"), world.key("need.source"))
        rows.contact[contact.rows()] = 0
        ratio = max(p.helped_ratio, 1.0) * max(p.alone_ratio, 1.0) * (1.0 + p.hub_adds + p.volunteer_adds)
        rates = ratio * p.contact_per_year_by_frailty
        highest = world.highest("need.contact", (rates[: FRAIL - 1].max(), rates.max()))
        marked = world.marks()
        in_need = look(rows, world.hints("need.contact"), highest, marked)
        watched, pad = world.watched(self, marked)
        ceilings = rates * world.levers.most("need.contact") * ROUNDING
        noticed = notice(rows, p, rows_of(marked), ceilings, keys, world.month, watched, pad)
        contact.add(noticed)
        world.record("contacts", len(noticed))
        for name, many in zip(
            SOURCES, np.bincount(rows.contact[noticed], minlength=len(SOURCES) + 1)[1:].tolist(), strict=True
        ):
            world.record(f"contacts_{name}", many)
        world.record("in_need", in_need)
        world.note("came to the council's notice", noticed, rows.contact[noticed])
