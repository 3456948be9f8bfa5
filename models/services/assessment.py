"""Assessment: the queue for a social worker's assessment, who is found eligible, and who pays."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.signals import HOSPITAL, REABLEMENT
from models.standing import Finding, Stage, needs_help
from sim.draws import uniform
from sim.few import joined
from sim.levers import Kind, Lever
from sim.population import Column
from sim.process import Measure, Process
from sim.rules import kernel, rule
from sim.world import World

BANDS = ("critical", "substantial", "moderate", "low")
"""Bands of Fair Access to Care Services, by their number from 1 on."""


@rule
def entitlement(eligible: bool, own_purse: bool, buys: bool) -> int:
    """Return what somebody in need comes to, as a code of `Finding`: turned away, buying care, or a plan.

    Whoever is not eligible, or has means and does not buy, is turned away. Source: FACS eligibility, then the means
    test for home care.
    """
    if not eligible or (own_purse and not buys):
        return Finding.TURNED_AWAY
    return Finding.BUYS if own_purse else Finding.PLAN


@rule
def offer_share(usual: float, sent: bool, entitled: int, needs: bool, at_intake: float) -> float:
    """Share of those in such a case who are offered reablement before anything else.

    Whom the hospital sends for it is offered it. Others are by ``usual``, the share of those entitled to a plan; of
    those who need help and are entitled to none, ``at_intake`` times as many: a service at intake takes people before
    it is decided who is eligible and who pays, as up to six weeks of it are free. Source: West Cheshire offered it to
    people referred to social services; parameters/assessment.toml.
    """
    if sent:
        return 1.0
    if entitled == Finding.PLAN:
        return usual
    return usual * at_intake if needs else 0.0


@rule
def band_of(luck: float, critical: float, substantial: float, moderate: float, odds: float) -> int:
    """Return the FACS band of a need: 1 critical, 2 substantial, 3 moderate, 4 low.

    The three are shares with at least that band at this frailty; ``odds`` is the odds ratio of the circumstances.
    Source: Fair Access to Care Services, four bands by the risk to independence; shares assumed.
    """
    code = 1
    for share in (critical, substantial, moderate):
        if luck * (1.0 - share + odds * share) < odds * share:
            return code
        code += 1
    return 4


@rule
def eligible_share(band: int, threshold: float, strictness: float) -> float:
    """Share of a band found eligible: all at or above the threshold, part of the band that it cuts through.

    ``threshold`` is the number of bands served (2: critical and substantial), ``strictness`` the part of the
    lowest of them turned away because money is short. Source: FACS; arithmetic.
    """
    return min(max(threshold - strictness - band + 1.0, 0.0), 1.0)


class Rows(NamedTuple):
    """Columns of those assessed."""

    id: NDArray[np.uint32]
    cfs: NDArray[np.uint8]
    alone: NDArray[np.uint8]
    help_hours: NDArray[np.uint8]
    broken: NDArray[np.uint8]
    own_home_care: NDArray[np.uint8]
    manages: NDArray[np.uint8]
    discharge: NDArray[np.uint8]
    finding: NDArray[np.uint8]
    entitled: NDArray[np.uint8]
    allotted: NDArray[np.uint8]
    passing: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of an assessment, as they stand in the sheet."""

    critical_by_frailty: NDArray[np.float64]
    substantial_by_frailty: NDArray[np.float64]
    moderate_by_frailty: NDArray[np.float64]
    exposed_odds_ratio: float
    self_funders_who_buy: float
    prospect_by_frailty: NDArray[np.float64]
    passing_by_frailty: NDArray[np.float64]


class Terms(NamedTuple):
    """What holds this month: bands served, strictness, reablement's intake."""

    threshold: float
    strictness: float
    offer: float
    at_intake: float
    selectivity: float


class Keys(NamedTuple):
    """Keys of what an assessment draws."""

    band: np.uint64
    eligible: np.uint64
    buys: np.uint64
    offer: np.uint64
    passing: np.uint64


@kernel
def assess(
    rows: Rows,
    p: Numbers,
    terms: Terms,
    seen: NDArray[np.integer],
    keys: Keys,
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Assess those seen: band, eligibility, means, and whether their need will pass; return how many by band."""
    bands = np.zeros(len(BANDS), np.int64)
    for i in seen:
        me, level = rows.id[i], rows.cfs[i] - 1
        exposed = (rows.help_hours[i] == 0 and rows.alone[i] > 0) or rows.broken[i] > 0
        band = band_of(
            uniform(keys.band, month, me),
            p.critical_by_frailty[level],
            p.substantial_by_frailty[level],
            p.moderate_by_frailty[level],
            p.exposed_odds_ratio if exposed else 1.0,
        )
        bands[band - 1] += 1
        chance = eligible_share(band, terms.threshold, terms.strictness)
        luck = uniform(keys.eligible, month, me)
        if i == watched:
            pad[0, 0], pad[0, 1] = luck, chance
        buys = uniform(keys.buys, month, me) < p.self_funders_who_buy
        entitled = entitlement(luck < chance, rows.own_home_care[i] > 0, buys)
        usual = terms.offer * (1.0 - terms.selectivity * (1.0 - p.prospect_by_frailty[level]))
        needs, sent = needs_help(rows.cfs[i], rows.manages[i] > 0), rows.discharge[i] == REABLEMENT
        offer = offer_share(usual, sent, entitled, needs, terms.at_intake)
        offered = uniform(keys.offer, month, me) < offer
        rows.finding[i] = Finding.REABLEMENT if offered else entitled
        rows.entitled[i] = entitled
        rows.allotted[i] = entitled == Finding.PLAN
        rows.passing[i] = uniform(keys.passing, month, me) < p.passing_by_frailty[level]
    return bands


def is_urgent(cfs: NDArray[np.uint8], from_hospital: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return who is assessed before others: frailty level 7 and above, or just out of hospital; shape (n,)."""
    return (cfs >= 7) | from_hospital


class Assessment(Process):
    """Assesses as many of those who came to notice as there are assessors for."""

    word = "assessment"
    columns = (
        Column(
            "finding", np.uint8, Finding.NONE, "this month's finding: 1 turned away, 2 buys care, 3 plan, 4 reablement"
        ),
        Column("entitled", np.uint8, Finding.NONE, "what the last assessment found, reablement apart"),
        Column("allotted", np.uint8, 0, "was allotted a personal budget this month"),
        Column("passing", np.uint8, 0, "the need last assessed will pass within months"),
    )
    levers = (
        Lever("assessment.assessors", Kind.AMOUNT, "assessments a month added in each neighbourhood", 0.0),
        Lever(
            "assessment.threshold", Kind.SETTING, "bands of need that are eligible: 1 critical only, 2 substantial too"
        ),
        Lever("assessment.reablement_offer", Kind.SETTING, "share of those found eligible offered reablement first"),
        Lever("assessment.reablement_at_intake", Kind.SETTING, "as large a share of others in need, times this"),
        Lever("assessment.reablement_selectivity", Kind.SETTING, "0 offers to all alike, 1 by the chance to gain"),
    )
    decisions = ("assessment.eligible",)
    measures = (
        Measure("assessed", "people", "residents assessed this month"),
        *(Measure(f"found_{one}", "people", f"of these, those whose need is {one}") for one in BANDS),
        Measure("new_budgets", "people", "residents allotted a personal budget this month"),
    )

    def month(self, world: World) -> None:
        """Assess the most urgent first, then those who have waited longest, ties by lot."""
        rows, few = world.people.view(Rows, self.word), world.few
        rows.finding[few("finding").rows()] = Finding.NONE
        rows.allotted[few("allotted").rows()] = 0
        seen = self._seen(world)
        numbers = world.sheets[self.word].numbers(Numbers, {})
        keys = Keys(*(world.key(f"assessment.{name}") for name in Keys._fields))
        bands = assess(rows, numbers, self._terms(world), seen, keys, world.month, *world.watched(self))
        few("finding").add(seen)
        few("allotted").add(seen[rows.allotted[seen] > 0])
        for name, many in zip(BANDS, bands.tolist(), strict=True):
            world.record(f"found_{name}", many)
        world.record("assessed", len(seen))
        world.record("new_budgets", len(few("allotted").rows()))
        world.note("assessed", seen, rows.finding[seen])

    def _terms(self, world: World) -> Terms:
        """Return what holds this month: the sheet's own terms, unless somebody has set others."""
        p, setting = world.sheets[self.word], world.levers.setting
        return Terms(
            setting("assessment.threshold", p.bands_eligible),
            float(world.shared["strictness"][0]),
            setting("assessment.reablement_offer", p.reablement_offer_share),
            setting("assessment.reablement_at_intake", p.reablement_at_intake),
            setting("assessment.reablement_selectivity", p.reablement_selectivity),
        )

    def _seen(self, world: World) -> NDArray[np.integer]:
        """Return the rows assessed this month, in order of id."""
        p, people, month = world.sheets[self.word], world.people, world.month
        waiting = world.few("stage").rows()
        queue = joined(waiting[people["stage"][waiting] == Stage.ASSESSMENT], world.few("contact").rows())
        ids = people["id"][queue]
        base = world.shared["aged_75_plus"][0] * p.assessments_per_1000_aged_75_per_month / 1000.0
        spare = world.draws.uniform("assessment.capacity", month, np.zeros(1, np.int64))[0]
        capacity = int(base + world.levers.amount("assessment.assessors").sum() + spare)
        urgent = is_urgent(people["cfs"][queue], people["contact"][queue] == HOSPITAL)
        in_queue = people["stage"][queue] == Stage.ASSESSMENT  # this month's contacts have not waited at all
        waited = np.where(in_queue, people["waiting"][queue], 0).astype(np.int64)
        lot = world.draws.uniform("assessment.queue", month, ids)
        order = np.lexsort((lot, -waited, ~urgent))
        return np.sort(queue[order[:capacity]])
