"""Care: from assessment to package to care home. This word alone writes setting, package and payer."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import SPAN, cell_means, holding_rates
from models.standing import Manager, Payer, Stage, Standing, standing_of
from sim.draws import happens, uniform
from sim.levers import Kind, Lever
from sim.population import Column
from sim.process import Measure, Process
from sim.rules import kernel, rule
from sim.world import World

@rule
def admission_ratio(
    by_frailty: float, alone: bool, lonely: bool, unmet: bool, grief: float, ratios: tuple[float, float, float, float]
) -> float:
    """How many times as fast as others of the same age and sex a person enters a care home, without dimension.

    ``grief`` runs from 1 just after a partner's death to 0; ``ratios`` are those of living alone, of
    loneliness (its causal part), of unmet need and of bereavement.
    Source: Clegg et al. 2016; Grundy and Jitlal 2007; Hanratty et al. 2018; Nihtila and Martikainen 2008.
    """
    ratio = by_frailty
    if alone:
        ratio *= ratios[0]
    if lonely:
        ratio *= ratios[1]
    if unmet:
        ratio *= ratios[2]
    return ratio * (1.0 + (ratios[3] - 1.0) * grief)


@rule
def package_hours(
    by_frailty: float, helped: bool, helped_ratio: float, reabled_months: int, reabled_share: float, half_life: float
) -> float:
    """Hours of home care a week that an assessment comes to.

    Unpaid help lowers them; so does reablement (by ``reabled_share``, fading by halves).
    Source: hours by frailty level; Glendinning et al. 2010; parameters/care.toml.
    """
    hours = by_frailty * helped_ratio if helped else by_frailty
    if reabled_months >= 0:
        hours *= 1.0 - reabled_share * 0.5 ** (reabled_months / half_life)
    return hours


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    age: NDArray[np.uint8]
    sex: NDArray[np.uint8]
    cfs: NDArray[np.uint8]
    alone: NDArray[np.uint8]
    lonely: NDArray[np.uint8]
    bereaved: NDArray[np.int8]
    fell: NDArray[np.uint8]
    bed_days: NDArray[np.uint8]
    help_hours: NDArray[np.uint8]
    contact: NDArray[np.uint8]
    discharge: NDArray[np.uint8]
    reable_weeks: NDArray[np.float32]
    reabled: NDArray[np.int16]
    handed: NDArray[np.uint8]
    brokered: NDArray[np.uint8]
    replaced: NDArray[np.float32]
    own_home_care: NDArray[np.uint8]
    own_care_home: NDArray[np.uint8]
    care_residential_ratio: NDArray[np.float32]
    setting: NDArray[np.uint8]
    setting_months: NDArray[np.int16]
    package: NDArray[np.float32]
    indicative: NDArray[np.float32]
    payer: NDArray[np.uint8]
    stage: NDArray[np.uint8]
    waiting: NDArray[np.uint8]
    refused: NDArray[np.uint8]
    managed: NDArray[np.uint8]
    passing: NDArray[np.uint8]
    manages: NDArray[np.uint8]
    standing: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    holding: NDArray[np.float64]
    average: NDArray[np.float64]
    by_frailty: NDArray[np.float64]
    ratios: tuple[float, float, float, float]
    nursing_share: NDArray[np.float64]
    hours: NDArray[np.float64]
    helped_ratio: float
    reabled_share: float
    reabled_half_life: float
    plan_months: int
    patience_months: int
    direct_payment_share: float
    review_per_year: float
    urgent_per_year: float
    other_exit_per_year: float
    passes_per_year: float
    relapse_per_year: float
    reabled_manage_share: float


@kernel
def advance(
    rows: Rows,
    p: Numbers,
    fading: NDArray[np.float64],
    keys: tuple[np.uint64, ...],
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> tuple[int, int, int]:
    """Move everyone one month along the pathway; return admissions to care homes, those the council pays, and starts.

    A person who enters a care home leaves the pathway; contacts join the queue for assessment; plans
    that are ready start; packages are reviewed.
    """
    admitted, council, started = 0, 0, 0
    last = p.holding.shape[1] - 1
    for i in range(len(rows.here)):
        if not rows.here[i]:
            continue
        if rows.setting[i] > 0:
            if rows.setting_months[i] < 32000:
                rows.setting_months[i] += 1
            rows.payer[i] = 2 if rows.own_care_home[i] else 1
            continue
        me, cfs, place = rows.id[i], rows.cfs[i], min(rows.age[i] - 60, last)
        if rows.refused[i] > 0:
            rows.refused[i] -= 1
        helped = rows.help_hours[i] > 0
        if rows.manages[i] and (
            cfs < 5 or rows.fell[i] == 2 or rows.bed_days[i] > 0 or happens(uniform(keys[5], month, me), p.relapse_per_year)
        ):
            rows.manages[i] = 0
        needs = cfs >= 5 and not rows.manages[i]
        rate = admission_ratio(
            p.by_frailty[cfs - 1],
            rows.alone[i] > 0,
            rows.lonely[i] > 0,
            needs and not helped and rows.package[i] == 0.0,
            fading[rows.bereaved[i] + 1],
            p.ratios,
        )
        rate *= p.holding[rows.sex[i], place] / p.average[rows.sex[i], place] * rows.care_residential_ratio[i]
        luck = uniform(keys[0], month, me)
        if i == watched:
            pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
        if rows.discharge[i] == 4 or happens(luck, rate):
            rows.setting[i] = 2 if uniform(keys[1], month, me) < p.nursing_share[cfs - 1] else 1
            rows.setting_months[i] = 0
            rows.payer[i] = 2 if rows.own_care_home[i] else 1
            rows.package[i] = 0.0
            rows.indicative[i] = 0.0
            rows.stage[i] = 0
            rows.managed[i] = 0
            admitted += 1
            council += rows.payer[i] == 1
            continue
        if rows.stage[i] > 0:
            if rows.waiting[i] < 250:
                rows.waiting[i] += 1
        elif rows.contact[i] > 0:
            rows.stage[i] = 1
            rows.waiting[i] = 0
        if rows.stage[i] == 2 and rows.reable_weeks[i] <= 0.0:
            through = rows.reabled[i] >= 0 and rows.reabled[i] <= 3
            if needs and through and (rows.passing[i] or uniform(keys[6], month, me) < p.reabled_manage_share):
                rows.manages[i] = 1
                needs = False
            if needs:
                rows.stage[i] = 3
                rows.waiting[i] = 0
            else:
                rows.stage[i] = 0
                rows.indicative[i] = 0.0
        hours = package_hours(
            p.hours[cfs - 1], helped, p.helped_ratio, rows.reabled[i], p.reabled_share, p.reabled_half_life
        )
        if rows.stage[i] == 3 and rows.waiting[i] >= p.plan_months:
            brokered = rows.brokered[i] > 0
            if brokered or rows.handed[i] == 0 or rows.waiting[i] >= p.patience_months:
                rows.stage[i] = 0
                if needs:
                    rows.payer[i] = 1
                    rows.indicative[i] = hours
                    rows.package[i] = hours * (1.0 - rows.replaced[i]) if brokered else hours
                    rows.managed[i] = 1 if brokered else (2 if uniform(keys[2], 0, me) < p.direct_payment_share else 0)
                    started += 1
                else:
                    rows.indicative[i] = 0.0
        elif rows.package[i] > 0.0:
            if rows.managed[i] == 1:
                rows.package[i] = rows.indicative[i] * (1.0 - rows.replaced[i])
            luck = uniform(keys[3], month, me)
            if happens(uniform(keys[4], month, me), p.other_exit_per_year):
                rows.package[i] = 0.0
            elif rows.passing[i] and happens(luck, p.passes_per_year):
                rows.package[i] = 0.0
                rows.manages[i] = cfs >= 5
            else:
                urgent = needs and hours * (1.0 - rows.replaced[i]) > 1.01 * rows.package[i]
                if happens(luck, p.review_per_year + (p.urgent_per_year if urgent else 0.0)):
                    rows.passing[i] = 0
                    rows.package[i] = hours * (1.0 - rows.replaced[i]) if needs else 0.0
                    rows.indicative[i] = hours if needs else 0.0
                    if rows.own_home_care[i] == 0 and needs:
                        rows.payer[i] = 1
            if rows.package[i] == 0.0:
                rows.payer[i] = 0
                rows.indicative[i] = 0.0
                rows.managed[i] = 0
    return admitted, council, started


@kernel
def stand(rows: Rows, changed: NDArray[np.int64], counts: NDArray[np.int64]) -> int:
    """Settle everyone's standing; list the rows where it changed, count each, and return how many changed."""
    found = 0
    for i in range(len(rows.here)):
        if not rows.here[i]:
            continue
        now = standing_of(
            rows.setting[i], rows.package[i], rows.payer[i], rows.reable_weeks[i] > 0.0, rows.cfs[i] >= 5 and not rows.manages[i], rows.help_hours[i] > 0
        )
        if now != rows.standing[i]:
            rows.standing[i] = now
            changed[found] = i
            found += 1
        counts[now] += 1
        if now == 3:
            counts[7] += rows.setting[i] > 0
        counts[8] += rows.stage[i] == 1
        counts[9] += rows.stage[i] == 3
    return found


class Care(Process):
    """Moves everyone along the pathway, and serves the queue for assessment."""

    word = "care"
    columns = (
        Column("setting", np.uint8, 0, "0 at home, 1 residential home, 2 nursing home"),
        Column("setting_months", np.int16, 0, "months in a care home"),
        Column("package", np.float32, 0.0, "hours of home care a week"),
        Column("indicative", np.float32, 0.0, "hours a week of the indicative budget"),
        Column("payer", np.uint8, Payer.NOBODY, "who pays before charges: 1 council, 2 self"),
        Column("stage", np.uint8, Stage.NONE, "1 awaiting assessment, 2 offered reablement, 3 plan being written"),
        Column("waiting", np.uint8, 0, "months at this stage"),
        Column("refused", np.uint8, 0, "months left before asking again after being turned away"),
        Column("managed", np.uint8, Manager.COUNCIL, "0 council, 1 Local Links, 2 direct payment"),
        Column("passing", np.uint8, 0, "the need found at assessment will pass within months"),
        Column("manages", np.uint8, 0, "manages without help although frail, having recovered"),
        Column("allotted", np.uint8, 0, "was allotted a personal budget this month"),
        Column("standing", np.uint8, Standing.NONE, "how the need for care is met"),
    )
    levers = (
        Lever("care.residential", Kind.RATIO, "rate of entering a care home", 1.0),
        Lever("care.assessors", Kind.AMOUNT, "assessments a month added in each neighbourhood", 0.0),
        Lever("care.mild_need_eligible", Kind.SETTING, "share of those at frailty level 5 who are found eligible"),
        Lever("care.reablement_offer", Kind.SETTING, "share of the newly eligible who are offered reablement first"),
    )
    decisions = ("care.residential",)
    measures = (
        Measure("home_care", "people", "residents with council-funded home care"),
        Measure("home_care_own", "people", "residents who pay for home care themselves"),
        Measure("residential_council", "people", "council-funded residents of care homes"),
        Measure("residential_own", "people", "residents of care homes who pay for themselves"),
        Measure("unmet", "people", "residents at home in need with neither care nor unpaid help"),
        Measure("informal_only", "people", "residents at home in need with unpaid help only"),
        Measure("reablement", "people", "residents in reablement"),
        Measure("waiting", "people", "residents awaiting an assessment"),
        Measure("planning", "people", "residents whose plan is being written"),
        Measure("care_home_admissions", "people", "residents who entered a care home this month"),
        Measure("care_home_admissions_council", "people", "of these, those the council pays for"),
        Measure("packages_started", "people", "council-funded packages started this month"),
        Measure("assessed", "people", "residents assessed this month"),
        Measure("new_budgets", "people", "residents allotted a personal budget this month"),
    )

    def __init__(self, in_homes: NDArray[np.float64], deaths: NDArray[np.float64]) -> None:
        self._in_homes = in_homes
        self._deaths = deaths
        self.spells: list[tuple[int, NDArray[np.uint32], NDArray[np.uint8]]] = []

    def begin(self, world: World) -> None:
        """Work out the rates that keep the share in care homes as it is, and settle standings at the start."""
        p, people = world.sheets[self.word], world.people
        months = np.arange(-1, 24)
        self._fading = np.where(months < 0, 0.0, np.where(months < 12, 1.0, (24.0 - months) / 12.0))
        holding = np.zeros((2, SPAN))
        for sex in (0, 1):
            inside = np.clip(self._in_homes[sex], 1e-4, 0.9)
            dying = np.maximum(self._deaths[sex], p.death_in_care_home_per_year)
            outside = (self._deaths[sex] - inside * dying) / (1.0 - inside)
            levels, deaths = np.stack([1.0 - inside, inside], axis=1), np.stack([outside, dying], axis=1)
            holding[sex] = holding_rates(levels, np.zeros((SPAN, 2)), deaths)[:, 0]
        lonely_ratio = 1.0 + p.causal_share * (p.lonely_ratio - 1.0)
        ratios = (p.alone_ratio, lonely_ratio, p.unmet_ratio, p.bereaved_ratio)
        home = people["setting"] == 0
        unmet = (people["cfs"] >= 5) & (people["package"] == 0) & (people["standing"] == Standing.UNMET)
        ratio = (
            p.admission_by_frailty[people["cfs"] - 1]
            * np.where(people["alone"] > 0, ratios[0], 1.0)
            * np.where(people["lonely"] > 0, ratios[1], 1.0)
            * np.where(unmet, ratios[2], 1.0)
            * (1.0 + (ratios[3] - 1.0) * self._fading[people["bereaved"].astype(np.int64) + 1])
        )
        self._numbers = Numbers(
            holding * (1.0 - p.admitted_from_hospital_share),
            cell_means(ratio, home.astype(float), people["age"], people["sex"]),
            p.admission_by_frailty,
            ratios,
            p.nursing_share_by_frailty,
            p.hours_by_frailty,
            p.helped_hours_ratio,
            p.reabled_hours_share,
            p.reabled_half_life_months,
            int(p.plan_months),
            int(p.patience_months),
            p.direct_payment_share,
            p.reviews_per_year,
            p.urgent_reviews_per_year,
            p.other_exit_per_year,
            p.passes_per_year,
            p.relapse_per_year,
            p.reabled_manage_share,
        )
        self._assessments_a_month = p.assessments_per_1000_aged_75_per_month / 1000.0

    def month(self, world: World) -> None:
        """Advance the pathway, serve the queue, settle standings."""
        people = world.people
        rows = people.view(Rows, self.word)
        names = ("residential", "nursing", "direct_payment", "review", "other_exit", "relapse", "reabled")
        keys = tuple(world.key(f"care.{name}") for name in names)
        admitted, council, started = advance(
            rows, self._numbers, self._fading, keys, world.month, *world.watched(self)
        )
        world.record("care_home_admissions", admitted)
        world.record("care_home_admissions_council", council)
        world.record("packages_started", started)
        self._assess(world, rows)
        self._settle(world, rows)

    def _assess(self, world: World, rows: Rows) -> None:
        """Assess as many as there are assessors for: the frailest and those from hospital first, then by wait and lot."""
        p, people = world.sheets[self.word], world.people
        allotted = people.writable(self.word, "allotted")
        allotted[:] = 0
        queue = np.flatnonzero((rows.stage == Stage.ASSESSMENT) & (rows.here > 0))
        capacity = world.shared["aged_75_plus"][0] * self._assessments_a_month + world.levers.amount("care.assessors").sum()
        ids, month = rows.id[queue], world.month
        urgent = (rows.cfs[queue] >= 7) | (rows.contact[queue] == 2)
        order = np.lexsort((world.draws.uniform("care.queue", month, ids), -rows.waiting[queue].astype(int), ~urgent))
        seen = queue[order[: int(capacity + world.draws.uniform("care.capacity", month, np.zeros(1, int))[0])]]
        seen.sort()
        ids, cfs = rows.id[seen], rows.cfs[seen]
        chances = p.eligible_by_frailty.copy()
        chances[4] = world.levers.setting("care.mild_need_eligible", chances[4] * (1.0 - world.shared["strictness"][0]))
        eligible = world.draws.uniform("care.eligible", month, ids) < chances[cfs - 1]
        own = rows.own_home_care[seen] > 0
        buys = own & eligible & (world.draws.uniform("care.buys", month, ids) < p.self_funders_who_buy)
        funded = eligible & ~own
        rows.stage[seen], rows.waiting[seen] = Stage.NONE, 0
        rows.refused[seen[~funded & ~buys]] = int(p.months_before_asking_again)
        hours = p.hours_by_frailty[cfs - 1] * np.where(rows.help_hours[seen] > 0, p.helped_hours_ratio, 1.0)
        rows.package[seen[buys]] = hours[buys] * p.self_funder_hours_ratio
        rows.payer[seen[buys]] = Payer.SELF
        rows.indicative[seen[funded]] = hours[funded]
        rows.passing[seen] = world.draws.uniform("care.passing", month, ids) < p.passing_by_frailty[cfs - 1]
        offer = world.levers.setting("care.reablement_offer", p.reablement_offer_share)
        offered = funded & (world.draws.uniform("care.reablement_offer", month, ids) < offer)
        rows.stage[seen[funded]] = Stage.PLAN
        rows.stage[seen[offered]] = Stage.REABLEMENT
        allotted[seen[funded]] = 1
        world.record("assessed", len(seen))
        world.record("new_budgets", int(funded.sum()))
        world.note("assessed: not eligible", seen[~eligible])
        world.note("assessed: eligible, council pays", seen[funded], hours[funded])
        world.note("assessed: buys care", seen[buys], rows.package[seen[buys]])

    def _settle(self, world: World, rows: Rows) -> None:
        """Settle standings and keep every change, so that months can be compared person by person."""
        changed, counts = np.empty(len(rows.here), np.int64), np.zeros(10, np.int64)
        found = stand(rows, changed, counts)
        where = changed[:found]
        self.spells.append((world.month, rows.id[where].copy(), rows.standing[where].copy()))
        world.record("home_care", int(counts[Standing.COUNCIL_HOME]))
        world.record("home_care_own", int(counts[Standing.OWN_PURSE] - counts[7]))
        world.record("residential_council", int(counts[Standing.COUNCIL_RESIDENTIAL]))
        world.record("residential_own", int(counts[7]))
        world.record("unmet", int(counts[Standing.UNMET]))
        world.record("informal_only", int(counts[Standing.CARERS]))
        world.record("reablement", int(counts[Standing.REABLEMENT]))
        world.record("waiting", int(counts[8]))
        world.record("planning", int(counts[9]))
        world.note("care changed", where, rows.standing[where])
