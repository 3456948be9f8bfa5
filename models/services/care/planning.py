"""Planning: from contact to assessment to reablement or a plan, and from the plan to a package."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.services.care.packages import Numbers as Packages
from models.services.care.packages import approved_hours, hours_of
from models.standing import Finding, Manager, Payer, Stage, needs_help
from sim.draws import uniform
from sim.rules import kernel, rule


class Rows(NamedTuple):
    """Columns of those on their way to a service."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    cfs: NDArray[np.uint8]
    help_hours: NDArray[np.uint8]
    contact: NDArray[np.uint8]
    finding: NDArray[np.uint8]
    entitled: NDArray[np.uint8]
    passing: NDArray[np.uint8]
    reable_weeks: NDArray[np.float32]
    reabled: NDArray[np.int16]
    handed: NDArray[np.uint8]
    brokered: NDArray[np.uint8]
    replaced: NDArray[np.float32]
    care_hours_ratio: NDArray[np.float32]
    setting: NDArray[np.uint8]
    package: NDArray[np.float32]
    indicative: NDArray[np.float32]
    payer: NDArray[np.uint8]
    stage: NDArray[np.uint8]
    waiting: NDArray[np.uint8]
    refused: NDArray[np.uint8]
    managed: NDArray[np.uint8]
    manages: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of the way to a package, as they stand in the sheet."""

    plan_months: float
    patience_months: float
    direct_payment_share: float
    panel_sent_back_share: float
    provider_found_per_month: float
    reabled_manage_by_frailty: NDArray[np.float64]
    months_before_asking_again: float


@kernel
def hours_in_need(rows: Rows, packages: Packages, i: int) -> float:
    """Hours of home care a week that the need of this row comes to."""
    return hours_of(rows.cfs[i], rows.help_hours[i] > 0, rows.reabled[i], rows.care_hours_ratio[i], packages)


@kernel
def settle(rows: Rows, p: Numbers, packages: Packages, i: int) -> None:
    """Give this row what it is entitled to: a plan to be written, care of its own purse, or nothing for a while."""
    if rows.entitled[i] == Finding.PLAN:
        rows.stage[i] = Stage.PLAN
        rows.indicative[i] = hours_in_need(rows, packages, i)
        return
    rows.stage[i] = Stage.NONE
    if rows.entitled[i] == Finding.BUYS:
        hours = hours_in_need(rows, packages, i)
        rows.package[i] = hours * packages.self_funder_hours_ratio
        rows.payer[i] = Payer.SELF if hours > 0.0 else Payer.NOBODY
    else:
        rows.refused[i] = int(np.round(p.months_before_asking_again))


@kernel
def find(rows: Rows, p: Numbers, packages: Packages, cases: NDArray[np.integer]) -> None:
    """Let this month's contacts join the queue, and act on what this month's assessments found."""
    for i in cases:
        if not rows.here[i] or rows.setting[i] > 0:
            continue
        if rows.stage[i] > 0 and rows.waiting[i] < 250:
            rows.waiting[i] += 1
        if rows.finding[i] > 0:
            rows.waiting[i] = 0
            if rows.finding[i] == Finding.REABLEMENT:
                rows.stage[i] = Stage.REABLEMENT
                if rows.entitled[i] == Finding.PLAN:
                    rows.indicative[i] = hours_in_need(rows, packages, i)
            else:
                settle(rows, p, packages, i)
        elif rows.stage[i] == Stage.NONE and rows.contact[i] > 0:
            rows.stage[i] = Stage.ASSESSMENT
            rows.waiting[i] = 0


@kernel
def leave_reablement(
    rows: Rows, p: Numbers, packages: Packages, cases: NDArray[np.integer], key: np.uint64, month: int
) -> tuple[int, int, int]:
    """Let those go whose reablement is over, or who got no place: without a service, or to what they are entitled to.

    Whoever would buy care hears only now that there is no place, a month after being assessed.

    Returns the episodes that ended, those of them after which the council gave no service and nobody bought any, and
    those of these who still need help and are not eligible.
    """
    ended, without, in_need = 0, 0, 0
    for i in cases:
        if rows.stage[i] != Stage.REABLEMENT or rows.finding[i] > 0 or rows.reable_weeks[i] > 0.0:
            continue
        needs = needs_help(rows.cfs[i], rows.manages[i] > 0)
        through = rows.reabled[i] >= 0 and rows.reabled[i] < rows.waiting[i]  # it began since it was offered
        if (
            needs
            and through
            and (rows.passing[i] or uniform(key, month, rows.id[i]) < p.reabled_manage_by_frailty[rows.cfs[i] - 1])
        ):
            rows.manages[i] = 1
            needs = False
        turned_away = needs and rows.entitled[i] == Finding.TURNED_AWAY
        ended += through
        without += through and (turned_away or not needs)
        in_need += through and turned_away
        if needs:
            settle(rows, p, packages, i)
            written = int(np.round(p.plan_months))  # meanwhile, without a place
            rows.waiting[i] = 0 if through else written
        else:
            rows.stage[i] = Stage.NONE
            rows.indicative[i] = 0.0
    return ended, without, in_need


@rule
def next_stage(stage: int, brokered: bool, sent_back: bool, found: bool) -> int:
    """Return the code of `Stage` that a finished plan comes to: none once its package runs.

    A plan goes to the panel, which sends some back for a month; then a provider must be found, unless Local
    Links has brokered it already. Source: the council's way from plan to package.
    """
    if stage == Stage.PLAN and sent_back:
        return Stage.PANEL
    if brokered or found:
        return Stage.NONE
    return Stage.BROKERAGE


@kernel
def begin_packages(
    rows: Rows,
    p: Numbers,
    packages: Packages,
    cases: NDArray[np.integer],
    keys: tuple[np.uint64, np.uint64, np.uint64, np.uint64],
    month: int,
) -> NDArray[np.uint32]:
    """Take plans that are ready through panel and brokerage, and start their packages; return who starts.

    Whoever no longer needs a package leaves the pathway.
    """
    begun = np.empty(len(cases), np.uint32)
    found = 0
    for i in cases:
        brokered = rows.brokered[i] > 0
        ready = brokered or rows.handed[i] == 0 or rows.waiting[i] >= p.patience_months
        in_plan = rows.stage[i] == Stage.PLAN
        if rows.stage[i] < Stage.PLAN or (in_plan and (rows.waiting[i] < p.plan_months or not ready)):
            continue
        me, before = rows.id[i], rows.stage[i]
        needs = needs_help(rows.cfs[i], rows.manages[i] > 0)
        sent_back = uniform(keys[0], month, me) < p.panel_sent_back_share
        placed = uniform(keys[1], month, me) < p.provider_found_per_month
        rows.stage[i] = next_stage(before, brokered, sent_back, placed) if needs else Stage.NONE
        if not needs:
            rows.indicative[i] = 0.0
        if not needs or rows.stage[i] != Stage.NONE:
            continue
        hours = hours_in_need(rows, packages, i)
        lot = uniform(keys[2], 0, me)
        rows.indicative[i] = approved_hours(hours, lot, packages.allocation_spread, packages.panel_cut_share)
        rows.package[i] = rows.indicative[i] * (1.0 - rows.replaced[i]) if brokered else rows.indicative[i]
        rows.payer[i] = Payer.COUNCIL
        direct = uniform(keys[3], 0, me) < p.direct_payment_share
        rows.managed[i] = Manager.LOCAL_LINKS if brokered else Manager.DIRECT_PAYMENT if direct else Manager.COUNCIL
        begun[found] = i
        found += 1
    return begun[:found]
