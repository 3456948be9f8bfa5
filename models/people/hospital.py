"""Hospital: emergency admissions, days in bed, and where people go afterwards."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import AGES, FRAIL, YOUNGEST, ceilings, cell_means, is_exposed
from models.pounds import pence
from models.signals import CARE_HOME, HOME, HOME_CARE, INJURED, REABLEMENT, STAYED_HOME
from sim.draws import happens, uniform
from sim.ledger import Cashable, Line
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World

LONGEST_STAY = 120
"""Days at which stays end, so that a small number holds them; fewer than one in a thousand drawn are longer."""


@rule
def admission_rate(by_age: float, frailty_ratio: float, average_ratio: float) -> float:
    """Emergency admissions per person-year: the rate at this age, shared out by frailty.

    Source: HES 2010-11 by age; ratios of Clegg et al. 2016, divided by their average at that age.
    """
    return by_age * frailty_ratio / average_ratio


@rule
def destination(luck: float, reablement: float, home_care: float, care_home: float) -> int:
    """Where a patient goes: home, reablement, home care or a care home; the shares are of all discharges."""
    if luck < care_home:
        return CARE_HOME
    if luck < care_home + home_care:
        return HOME_CARE
    if luck < care_home + home_care + reablement:
        return REABLEMENT
    return HOME


def stay_rates(shares: NDArray[np.float64], p: Sheet) -> NDArray[np.float64]:
    """Return emergency admissions but for falls per person-year by sex, age and frailty level, shape (2, SPAN, 9).

    ``shares`` is the share of residents at each level, of the same shape.
    """
    average = (shares * p.frailty_ratio).sum(axis=2, keepdims=True)
    rates: NDArray[np.float64] = _by_age(p)[None, :, None] * p.frailty_ratio / average
    return rates


def sent_to_care_homes(
    at_home: NDArray[np.float64], injuries: NDArray[np.float64], stays: NDArray[np.float64], p: Sheet
) -> NDArray[np.float64]:
    """Return moves from hospital into care homes of those at home, per person-year by sex and age, shape (2, SPAN).

    Args:
        at_home: share of those at home at each frailty level, shape (2, SPAN, 9).
        injuries: falls with an injury at home, per person-year, shape (2, SPAN, 9) or (9,).
        stays: emergency admissions but for falls, per person-year, shape (2, SPAN, 9).
    """
    moves: NDArray[np.float64] = (at_home * (injuries + stays) * p.to_care_home_by_frailty).sum(axis=2)
    return moves


def _by_age(p: Sheet) -> NDArray[np.float64]:
    """Return emergency admissions but for falls per person-year by single year of age, shape (SPAN,)."""
    at = np.searchsorted(p.age_from, AGES, side="right") - 1
    rates: NDArray[np.float64] = p.admissions_per_year[at] * (1.0 - p.share_through_falls)
    return rates


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    age: NDArray[np.uint8]
    sex: NDArray[np.uint8]
    cfs: NDArray[np.uint8]
    fell: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    hospital_admission_ratio: NDArray[np.float32]
    bed_days: NDArray[np.uint8]
    discharge: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    by_age: NDArray[np.float64]
    average: NDArray[np.float64]
    days: NDArray[np.float64]
    frailty_ratio: NDArray[np.float64]
    to_reablement_by_frailty: NDArray[np.float64]
    to_home_care_by_frailty: NDArray[np.float64]
    to_care_home_by_frailty: NDArray[np.float64]


@kernel
def look(rows: Rows, hints: NDArray[np.uint8], highest: NDArray[np.uint8], marked: NDArray[np.bool_]) -> None:
    """Mark those hurt in a fall and those who may be admitted (see `models.ages.ceilings`)."""
    usual, of_exposed = highest[0], highest[1]
    for i in range(len(marked)):
        highest_hint = of_exposed if is_exposed(rows.age[i], rows.cfs[i]) else usual
        marked[i] = (hints[i] <= highest_hint) | (rows.fell[i] == INJURED)


@kernel
def admit(
    rows: Rows,
    p: Numbers,
    near: NDArray[np.uint32],
    keys: tuple[np.uint64, np.uint64, np.uint64],
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> tuple[int, int, int]:
    """Draw this month's emergency admissions; return how many, those at 75 and over, and days in bed.

    ``near`` are the rows of those hurt in a fall and of those whose luck is near enough.
    """
    count, older, total = 0, 0, 0
    for i in near:
        if not rows.here[i]:
            continue
        place, level = min(rows.age[i] - YOUNGEST, len(p.by_age) - 1), rows.cfs[i] - 1
        rate = admission_rate(p.by_age[place], p.frailty_ratio[level], p.average[rows.sex[i], place])
        rate *= rows.hospital_admission_ratio[i]
        luck = uniform(keys[0], month, rows.id[i])
        if i == watched and rows.fell[i] != INJURED:
            pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
        if rows.fell[i] == INJURED or happens(luck, rate):
            stay = -p.days[place] * np.log(1.0 - uniform(keys[1], month, rows.id[i]))
            rows.bed_days[i] = int(min(max(np.round(stay), 1.0), LONGEST_STAY))
            count += 1
            older += rows.age[i] >= 75
            total += int(rows.bed_days[i])
            if rows.setting[i] == 0:
                rows.discharge[i] = destination(
                    uniform(keys[2], month, rows.id[i]),
                    p.to_reablement_by_frailty[level],
                    p.to_home_care_by_frailty[level],
                    p.to_care_home_by_frailty[level],
                )
    return count, older, total


class Hospital(Process):
    """Draws emergency admissions by age and frailty, and asks for what should follow."""

    word = "hospital"
    columns = (
        Column("bed_days", np.uint8, 0, "days in hospital after an emergency admission this month"),
        Column("discharge", np.uint8, 0, "where the hospital would send the person this month"),
    )
    levers = (
        Lever("hospital.admission", Kind.RATIO, "rate of emergency admission", 1.0),
        Lever(
            "hospital.discharge_team",
            Kind.AMOUNT,
            "patients a month a discharge team sees, summed over neighbourhoods",
            0.0,
        ),
        Lever("hospital.days_saved", Kind.SETTING, "days that a discharge team takes off a stay"),
        Lever("hospital.diverted", Kind.SETTING, "share bound for care that a discharge team sends to reablement"),
    )
    decisions = ("hospital.admission",)
    measures = (
        Measure("admissions", "admissions", "emergency admissions this month"),
        Measure("seen_by_discharge_team", "people", "of these, patients whom a discharge team saw"),
        Measure("bed_days", "days", "days in hospital after emergency admissions this month"),
    )
    lines = (Line("hospital", "NHS", "hospitals", "emergency admissions", Cashable.HEALTH),)

    def begin(self, world: World) -> None:
        """Set rates by age and the average of the ratios as they are now; what falls bring in is taken off."""
        p, people = world.sheets[self.word], world.people
        at = np.searchsorted(p.age_from, AGES, side="right") - 1
        ratio = p.frailty_ratio[people["cfs"] - 1] * people["hospital_admission_ratio"]
        average = cell_means(ratio, np.ones(people.size), people["age"], people["sex"])
        self._numbers = p.numbers(Numbers, {"by_age": _by_age(p), "average": average, "days": p.stay_days[at]})
        rates = self._numbers.by_age[:, None] * p.frailty_ratio / average.min(axis=0)[:, None]
        self._ceilings = ceilings(rates)

    def month(self, world: World) -> None:
        """Draw this month's admissions and pay for them."""
        p, rows = world.sheets[self.word], world.people.view(Rows, self.word)
        keys = (world.key("hospital.admission"), world.key("hospital.stay"), world.key("hospital.discharge"))
        marked = world.marks()
        look(rows, world.hints("hospital.admission"), world.highest("hospital.admission", self._ceilings), marked)
        watched, pad = world.watched(self, marked)
        near = rows_of(marked)
        rows.bed_days[:] = 0
        rows.discharge[:] = STAYED_HOME
        count, older, days = admit(rows, self._numbers, near, keys, world.month, watched, pad)
        days -= self._seen_by_team(world, rows, near[rows.bed_days[near] > 0])
        world.record("admissions", count)
        world.record("bed_days", days)
        cost = pence(p.admission_pounds) * (count - older) + pence(p.admission_pounds * p.older_cost_ratio) * older
        world.ledger.post(world.month, "hospital", cost)
        if world.log.open:
            world.note("admitted", np.flatnonzero(rows.bed_days), rows.bed_days[rows.bed_days > 0])

    def _seen_by_team(self, world: World, rows: Rows, admitted: NDArray[np.uint32]) -> int:
        """Let discharge teams shorten the stays of frail patients from home, by lot; return the days they save.

        Whether a part of a day is one for a patient is drawn too.
        """
        places = world.levers.amount("hospital.discharge_team").sum()
        if places <= 0.0:
            world.record("seen_by_discharge_team", 0)
            return 0
        frail = admitted[(rows.cfs[admitted] >= FRAIL) & (rows.setting[admitted] == 0)]
        spare = world.draws.uniform("hospital.team", world.month, np.zeros(1, np.int64))[0]
        luck = world.draws.uniform("hospital.team_queue", world.month, rows.id[frail])
        seen = frail[np.argsort(luck, kind="stable")[: int(places + spare)]]
        world.record("seen_by_discharge_team", len(seen))
        before = rows.bed_days[seen].astype(np.int64)
        part = world.draws.uniform("hospital.days_saved", world.month, rows.id[seen])
        saved = np.floor(world.levers.setting("hospital.days_saved", 0.0) + part).astype(np.int64)
        after = np.maximum(before - saved, 1)
        rows.bed_days[seen] = after
        bound = seen[(rows.discharge[seen] == HOME_CARE) | (rows.discharge[seen] == CARE_HOME)]
        luck = world.draws.uniform("hospital.diverted", world.month, rows.id[bound])
        rows.discharge[bound[luck < world.levers.setting("hospital.diverted", 0.0)]] = REABLEMENT
        return int((before - after).sum())
