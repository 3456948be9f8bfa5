"""Care: from assessment to package to care home. This word alone writes setting, package and payer."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import ceilings, cell_means, entering_rates, exposed
from models.crowd import ALONE
from models.grief import GRIEF
from models.standing import Finding, Manager, Payer, Stage, Standing, home_payer, standing_of
from sim.draws import happens, uniform
from sim.levers import Kind, Lever
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
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
    finding: NDArray[np.uint8]
    passing: NDArray[np.uint8]
    discharge: NDArray[np.uint8]
    reable_weeks: NDArray[np.float32]
    reabled: NDArray[np.int16]
    handed: NDArray[np.uint8]
    brokered: NDArray[np.uint8]
    replaced: NDArray[np.float32]
    own_home_care: NDArray[np.uint8]
    own_with_house: NDArray[np.uint8]
    partner: NDArray[np.int32]
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
    manages: NDArray[np.uint8]
    standing: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of the month's pass; all but the first three are the sheet's."""

    holding: NDArray[np.float64]
    average: NDArray[np.float64]
    ratios: tuple[float, float, float, float]
    admission_by_frailty: NDArray[np.float64]
    nursing_share_by_frailty: NDArray[np.float64]
    hours_by_frailty: NDArray[np.float64]
    helped_hours_ratio: float
    reabled_hours_share: float
    reabled_half_life_months: float
    plan_months: float
    patience_months: float
    direct_payment_share: float
    reviews_per_year: float
    urgent_reviews_per_year: float
    other_exit_per_year: float
    passes_per_year: float
    relapse_per_year: float
    reabled_manage_share: float
    self_funder_hours_ratio: float
    months_before_asking_again: float


@kernel
def advance(
    rows: Rows,
    p: Numbers,
    near: NDArray[np.uint32],
    fading: NDArray[np.float64],
    keys: tuple[np.uint64, ...],
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> tuple[int, int, int, int, int]:
    """Move those ``near`` one month along the pathway; for all others nothing can happen.

    Returns admissions to care homes, those of them the council pays for, packages started, episodes
    of reablement that ended, and those of them after which no service was needed.

    A person who enters a care home leaves the pathway; contacts join the queue for assessment; plans
    that are ready start; packages are reviewed.
    """
    admitted, council, started, ended, without = 0, 0, 0, 0, 0
    last = p.holding.shape[1] - 1
    for i in near:
        if not rows.here[i]:
            continue
        me, cfs = rows.id[i], rows.cfs[i]
        luck = uniform(keys[0], month, me)
        if rows.setting[i] > 0:
            if rows.setting_months[i] < 32000:
                rows.setting_months[i] += 1
            rows.payer[i] = home_payer(rows.partner[i] != ALONE, rows.own_home_care[i] > 0, rows.own_with_house[i] > 0)
            continue
        place = min(rows.age[i] - 60, last)
        if rows.refused[i] > 0:
            rows.refused[i] -= 1
        helped = rows.help_hours[i] > 0
        if rows.manages[i] and (
            cfs < 5
            or rows.fell[i] == 2
            or rows.bed_days[i] > 0
            or happens(uniform(keys[5], month, me), p.relapse_per_year)
        ):
            rows.manages[i] = 0
        needs = cfs >= 5 and not rows.manages[i]
        rate = admission_ratio(
            p.admission_by_frailty[cfs - 1],
            rows.alone[i] > 0,
            rows.lonely[i] > 0,
            needs and not helped and rows.package[i] == 0.0,
            fading[rows.bereaved[i] + 1],
            p.ratios,
        )
        rate *= p.holding[rows.sex[i], place] / p.average[rows.sex[i], place] * rows.care_residential_ratio[i]
        if i == watched:
            pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
        if rows.discharge[i] == 4 or happens(luck, rate):
            rows.setting[i] = 2 if uniform(keys[1], month, me) < p.nursing_share_by_frailty[cfs - 1] else 1
            rows.setting_months[i] = 0
            rows.payer[i] = home_payer(rows.partner[i] != ALONE, rows.own_home_care[i] > 0, rows.own_with_house[i] > 0)
            rows.package[i] = 0.0
            rows.indicative[i] = 0.0
            rows.stage[i] = 0
            rows.managed[i] = 0
            admitted += 1
            council += rows.payer[i] == 1
            continue
        hours = package_hours(
            p.hours_by_frailty[cfs - 1],
            helped,
            p.helped_hours_ratio,
            rows.reabled[i],
            p.reabled_hours_share,
            p.reabled_half_life_months,
        )
        if rows.stage[i] > 0 and rows.waiting[i] < 250:
            rows.waiting[i] += 1
        if rows.finding[i] > 0:
            rows.waiting[i] = 0
            if rows.finding[i] == Finding.TURNED_AWAY:
                rows.stage[i] = 0
                rows.refused[i] = int(p.months_before_asking_again)
            elif rows.finding[i] == Finding.BUYS:
                rows.stage[i] = 0
                rows.payer[i] = 2
                rows.package[i] = hours * p.self_funder_hours_ratio
            else:
                rows.stage[i] = 2 if rows.finding[i] == Finding.REABLEMENT else 3
                rows.indicative[i] = hours
        elif rows.stage[i] == 0 and rows.contact[i] > 0:
            rows.stage[i] = 1
            rows.waiting[i] = 0
        if rows.stage[i] == 2 and rows.finding[i] == 0 and rows.reable_weeks[i] <= 0.0:
            through = rows.reabled[i] >= 0 and rows.reabled[i] <= 3
            if needs and through and (rows.passing[i] or uniform(keys[6], month, me) < p.reabled_manage_share):
                rows.manages[i] = 1
                needs = False
            ended += through
            without += through and not needs
            if needs:
                rows.stage[i] = 3
                rows.waiting[i] = 0 if through else int(p.plan_months)  # without a place the plan was written meanwhile
            else:
                rows.stage[i] = 0
                rows.indicative[i] = 0.0
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
                if happens(luck, p.reviews_per_year + (p.urgent_reviews_per_year if urgent else 0.0)):
                    rows.package[i] = hours * (1.0 - rows.replaced[i]) if needs else 0.0
                    rows.indicative[i] = hours if needs else 0.0
                    if rows.own_home_care[i] == 0 and needs:
                        rows.payer[i] = 1
            if rows.package[i] == 0.0:
                rows.payer[i] = 0
                rows.indicative[i] = 0.0
                rows.managed[i] = 0
    return admitted, council, started, ended, without


@kernel
def stand(rows: Rows, some: NDArray[np.uint32], changed: NDArray[np.int64], counts: NDArray[np.int64]) -> int:
    """Settle the standing of ``some`` rows; list those where it changed, count each, and return how many changed."""
    found = 0
    for i in some:
        needs = rows.cfs[i] >= 5 and not rows.manages[i]
        reabling, helped = rows.reable_weeks[i] > 0.0, rows.help_hours[i] > 0
        now = standing_of(rows.setting[i], rows.package[i], rows.payer[i], reabling, needs, helped)
        counts[now] += 1
        if now == 3:
            counts[7] += rows.setting[i] > 0
        counts[8] += rows.stage[i] == 1
        counts[9] += rows.stage[i] == 3
        if now != rows.standing[i]:
            rows.standing[i] = now
            changed[found] = i
            found += 1
    return found


FLOWS = (
    "care_home_admissions",
    "care_home_admissions_council",
    "packages_started",
    "reablement_ended",
    "reablement_no_service",
)
"""Measures the month's pass over the pathway returns, in its order."""


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
        Column("manages", np.uint8, 0, "manages without help although frail, having recovered"),
        Column("standing", np.uint8, Standing.NONE, "how the need for care is met"),
    )
    levers = (Lever("care.residential", Kind.RATIO, "rate of entering a care home", 1.0),)
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
        Measure("reablement_ended", "people", "residents whose reablement ended"),
        Measure("reablement_no_service", "people", "of these, those who then needed no service"),
    )

    def __init__(
        self, in_homes: NDArray[np.float64], deaths: NDArray[np.float64], dying_in_homes: NDArray[np.float64]
    ) -> None:
        self._in_homes = in_homes
        self._deaths = deaths
        self._dying_in_homes = dying_in_homes
        self.spells: list[tuple[int, NDArray[np.uint32], NDArray[np.uint8]]] = []

    def begin(self, world: World) -> None:
        """Work out the rates that keep the share in care homes as it is, and settle standings at the start."""
        p, people = world.sheets[self.word], world.people
        self._fading = GRIEF
        holding = entering_rates(self._in_homes, self._deaths, self._dying_in_homes)
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
        average = cell_means(ratio, home.astype(float), people["age"], people["sex"])
        in_community = 1.0 - p.admitted_from_hospital_share
        given = {"holding": holding * in_community, "average": average, "ratios": ratios}
        self._numbers = p.numbers(Numbers, given)
        rates = (self._numbers.holding / self._numbers.average).max(axis=0)[:, None] * p.admission_by_frailty
        self._ceilings = ceilings(rates * float(np.maximum(ratios, 1.0).prod()))

    def _near(self, world: World, rows: Rows) -> NDArray[np.bool_]:
        """Mark those in the pathway, and those whose luck could bring them into a care home, shape (n,)."""
        pathway = rows.setting | rows.stage | rows.contact | rows.finding | rows.refused | rows.manages | rows.payer
        usual, highest = self._ceilings
        may = world.may_happen("care.residential", usual, exposed(rows.age, rows.cfs), highest)
        return may | ((pathway | rows.discharge) > 0)

    def month(self, world: World) -> None:
        """Advance the pathway, then settle standings."""
        people = world.people
        rows = people.view(Rows, self.word)
        names = ("residential", "nursing", "direct_payment", "review", "other_exit", "relapse", "reabled")
        keys = tuple(world.key(f"care.{name}") for name in names)
        near = rows_of(self._near(world, rows))
        found = advance(rows, self._numbers, near, self._fading, keys, world.month, *world.watched(self))
        for name, count in zip(FLOWS, found, strict=True):
            world.record(name, count)
        self._settle(world, rows)

    def _settle(self, world: World, rows: Rows) -> None:
        """Settle standings and keep every change, so that months can be compared person by person."""
        marked = rows.payer | rows.stage | rows.standing | (rows.cfs >= 5) | (rows.reable_weeks > 0)
        some = rows_of((marked > 0) & (rows.here > 0))
        changed, counts = np.empty(len(some), np.int64), np.zeros(10, np.int64)
        found = stand(rows, some, changed, counts)
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
