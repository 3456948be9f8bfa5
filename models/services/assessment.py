"""Assessment: the queue for a social worker's assessment, who is found eligible, and who pays."""

import numpy as np
from numpy.typing import NDArray

from models.standing import Finding, Stage
from sim.few import joined
from sim.levers import Kind, Lever
from sim.population import Column
from sim.process import Measure, Process
from sim.rules import kernel, rule
from sim.world import World

BANDS = ("critical", "substantial", "moderate", "low")
"""Bands of Fair Access to Care Services, by their number from 1 on."""

NOT_SET = -1.0

FROM_HOSPITAL = 2
"""Code of a contact that the hospital made."""


@rule
def finding(eligible: bool, own_purse: bool, buys: bool, offered_reablement: bool) -> int:
    """Return the code of `Finding`: not eligible, or own means and not buying, is turned away.

    Source: FACS eligibility, then the means test for home care.
    """
    if not eligible or (own_purse and not buys):
        return Finding.TURNED_AWAY
    if own_purse:
        return Finding.BUYS
    return Finding.REABLEMENT if offered_reablement else Finding.PLAN


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


@kernel
def judged(
    eligible: NDArray[np.bool_], own_purse: NDArray[np.bool_], buys: NDArray[np.bool_], offered: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """Return everyone's finding, shape (n,)."""
    found = np.zeros(len(eligible), np.uint8)
    for i in range(len(eligible)):
        found[i] = finding(eligible[i], own_purse[i], buys[i], offered[i])
    return found


@kernel
def banded(
    luck: NDArray[np.float64],
    shares: NDArray[np.float64],
    odds: NDArray[np.float64],
    threshold: float,
    strictness: float,
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return everyone's band and the chance that it is eligible, each shape (n,); ``shares`` has shape (3, n)."""
    bands, chances = np.zeros(len(luck), np.uint8), np.zeros(len(luck))
    for i in range(len(luck)):
        bands[i] = band_of(luck[i], shares[0, i], shares[1, i], shares[2, i], odds[i])
        chances[i] = eligible_share(bands[i], threshold, strictness)
    return bands, chances


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
        Column("allotted", np.uint8, 0, "was allotted a personal budget this month"),
        Column("passing", np.uint8, 0, "the need last assessed will pass within months"),
    )
    levers = (
        Lever("assessment.assessors", Kind.AMOUNT, "assessments a month added in each neighbourhood", 0.0),
        Lever(
            "assessment.threshold", Kind.SETTING, "bands of need that are eligible: 1 critical only, 2 substantial too"
        ),
        Lever("assessment.mild_need_eligible", Kind.SETTING, "share of those at frailty level 5 found eligible"),
        Lever("assessment.reablement_offer", Kind.SETTING, "share of the newly eligible offered reablement first"),
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
        p, people = world.sheets[self.word], world.people
        found = people.writable(self.word, "finding")
        allotted, passing = people.writable(self.word, "allotted"), people.writable(self.word, "passing")
        found[world.few("finding").rows()] = Finding.NONE
        allotted[world.few("allotted").rows()] = 0
        seen = self._seen(world)
        ids, cfs, month = people["id"][seen], people["cfs"][seen], world.month
        chances = self._eligible(world, seen)
        luck = world.draws.uniform("assessment.eligible", month, ids)
        world.decided(self, seen, luck, chances)
        buys = world.draws.uniform("assessment.buys", month, ids) < p.self_funders_who_buy
        offer = world.levers.setting("assessment.reablement_offer", p.reablement_offer_share)
        selectivity = world.levers.setting("assessment.reablement_selectivity", p.reablement_selectivity)
        offer = offer * (1.0 - selectivity * (1.0 - p.prospect_by_frailty[cfs - 1]))
        offered = world.draws.uniform("assessment.offer", month, ids) < offer
        found[seen] = judged(luck < chances, people["own_home_care"][seen] > 0, buys, offered)
        funded = seen[found[seen] >= Finding.PLAN]
        allotted[funded] = 1
        world.few("finding").add(seen)
        world.few("allotted").add(funded)
        passing[seen] = world.draws.uniform("assessment.passing", month, ids) < p.passing_by_frailty[cfs - 1]
        world.record("assessed", len(seen))
        world.record("new_budgets", len(funded))
        world.note("assessed", seen, found[seen])

    def _eligible(self, world: World, seen: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return the chance of being found eligible by the band of each one's need, shape (n,); count the bands."""
        p, people = world.sheets[self.word], world.people
        cfs = people["cfs"][seen]
        exposed = (people["help_hours"][seen] == 0) & (people["alone"][seen] > 0) | (people["broken"][seen] > 0)
        luck = world.draws.uniform("assessment.band", world.month, people["id"][seen])
        shares = np.stack([p.critical_by_frailty, p.substantial_by_frailty, p.moderate_by_frailty])[:, cfs - 1]
        threshold = world.levers.setting("assessment.threshold", p.bands_eligible)
        strictness = float(world.shared["strictness"][0])
        bands, chances = banded(luck, shares, np.where(exposed, p.exposed_odds_ratio, 1.0), threshold, strictness)
        for name, many in zip(BANDS, np.bincount(bands, minlength=5)[1:].tolist(), strict=True):
            world.record(f"found_{name}", many)
        mild = world.levers.setting("assessment.mild_need_eligible", NOT_SET)
        if mild != NOT_SET:
            chances[cfs == 5] = mild
        return chances

    def _seen(self, world: World) -> NDArray[np.integer]:
        """Return the rows assessed this month, in order of id."""
        p, people, month = world.sheets[self.word], world.people, world.month
        waiting = world.few("stage").rows()
        queue = joined(waiting[people["stage"][waiting] == Stage.ASSESSMENT], world.few("contact").rows())
        ids = people["id"][queue]
        base = world.shared["aged_75_plus"][0] * p.assessments_per_1000_aged_75_per_month / 1000.0
        spare = world.draws.uniform("assessment.capacity", month, np.zeros(1, np.int64))[0]
        capacity = int(base + world.levers.amount("assessment.assessors").sum() + spare)
        urgent = is_urgent(people["cfs"][queue], people["contact"][queue] == FROM_HOSPITAL)
        in_queue = people["stage"][queue] == Stage.ASSESSMENT  # this month's contacts have not waited at all
        waited = np.where(in_queue, people["waiting"][queue], 0).astype(np.int64)
        lot = world.draws.uniform("assessment.queue", month, ids)
        order = np.lexsort((lot, -waited, ~urgent))
        return np.sort(queue[order[:capacity]])
