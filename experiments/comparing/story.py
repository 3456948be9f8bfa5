"""Story: a comparison told in sentences, the answer first, then why, how sure, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments import given, words
from experiments.asking.study import Arm, Study, idle
from experiments.comparing import anyway_told, cash_told, fifths, one_purse, ranking_told, spillover_told
from experiments.comparing.affordability import afforded
from experiments.comparing.anyway import COUNTED, LATER, onward, reabling
from experiments.comparing.collapse import collapse
from experiments.comparing.collapse_told import collapsing
from experiments.comparing.compare import Comparison
from experiments.comparing.ranking import Yardstick, lead
from experiments.comparing.summary import PER_THOUSAND, estimate, values, values_or_nought
from experiments.figures.estimate import Estimate, over_runs
from models import Plan, interventions
from models import place as place_card
from sim.intervention import Intervention

BUDGETS = ("council", "NHS", "residents")
"""Whose cashable savings are always told, in this order; others follow if anything of theirs moved."""

MOVED = {
    "months_unmet": "unmet need",
    "months_carers": "unpaid carers",
    "months_own_purse": "people's own purse",
    "months_reablement": "reablement",
}
ACTIVITIES = "activities"
"""What volunteers' hours serve where no programme claims them."""


@dataclass(frozen=True)
class ArmStory:
    """What one arm does, in sentences; ``what`` says what it is, and is empty for one plain intervention."""

    arm: Arm
    what: str
    delay: str
    verdict: str
    moved: str
    cash: str
    afforded: str
    lonely: str
    spillover: str
    anyway: str
    deprived: str
    evidence: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it, in order."""
        why = (self.what, self.delay, self.verdict, self.moved, self.cash, self.afforded, self.lonely)
        told = (*why, self.spillover, self.anyway, self.deprived, self.evidence)
        return tuple(sentence for sentence in told if sentence)


@dataclass(frozen=True)
class Story:
    """A comparison in sentences.

    Attributes:
        answer: which arm delays most months a pound and how sure that is; ``equal_answer`` at equal budget.
        collapsing: where arms differ in how fast volunteers leave, the churn at which most networks collapse.
        arms: in the order of the ranking.
        flip: the single assumption that would flip the ranking.
        interval: what the intervals mean.
        caveats: what the reader must bear in mind, whatever the numbers.
    """

    answer: str
    equal_answer: str
    collapsing: str
    arms: tuple[ArmStory, ...]
    flip: str
    interval: str
    caveats: tuple[str, ...]


def story(comparison: Comparison) -> Story:
    """Return a comparison told in sentences."""
    study, runs = comparison.study, len(comparison.parameters)
    titles = {arm.name: arm.title for arm in comparison.arms}
    collapsed = collapse(comparison)
    return Story(
        answer=_winner(comparison, comparison.ranking, dict(comparison.came_first), comparison.yardstick),
        equal_answer=_equal_winner(comparison),
        collapsing=collapsing(collapsed) if collapsed else "",
        arms=tuple(arm_story(comparison, comparison.arm(name)) for name in comparison.ranking),
        flip=ranking_told.flips(comparison.flip, titles, runs, study.fixed) if len(comparison.ranking) > 1 else "",
        interval=words.kind_of_interval(runs, study.fixed, study.lucks),
        caveats=_caveats(comparison),
    )


def arm_story(comparison: Comparison, arm: Arm) -> ArmStory:
    """Return what one arm does, in sentences."""
    one = {name: estimate(comparison.table, arm.name, name) for name in _TOLD}
    study = comparison.study
    return ArmStory(
        arm=arm,
        what=composition(study, arm),
        delay=words.delay(arm.title, one["months_delayed"], one[PER_THOUSAND], study.months - study.start),
        verdict=verdict(comparison, arm),
        moved=words.moved(one["months_fewer"], {place: one[name] for name, place in MOVED.items()}),
        cash=cash(comparison, arm),
        afforded=budgeted(comparison, arm),
        lonely=words.lonely(one["lonely_free_years"]),
        spillover=spillover(comparison, arm),
        anyway=anyway(comparison, arm),
        deprived=fifths.deprived(comparison, arm),
        evidence=evidence(arm),
    )


def verdict(comparison: Comparison, arm: Arm) -> str:
    """Return whether an arm is worth its money, where money buys it."""
    if not arm.bought:
        return words.UNBOUGHT
    months = estimate(comparison.table, arm.name, "months_delayed")
    return words.verdict(months, net_of_unmet(comparison, arm), cash_after_cost(comparison, arm))


def net_of_unmet(comparison: Comparison, arm: Arm) -> Estimate:
    """Return the net cost to the public purse, run by run, of which care not paid for as need goes unmet is no part."""
    return over_runs(values(comparison.runs, arm.name, "net_public_cost") + _unmet(comparison, arm, "unmet_unpaid"))


def _unmet(comparison: Comparison, arm: Arm, what: str) -> NDArray[np.float64]:
    """Return what is no saving as need goes unmet, run by run; where more need is met its cost remains a cost."""
    one = estimate(comparison.table, arm.name, what)
    none = np.zeros(len(comparison.parameters))
    return values(comparison.runs, arm.name, what) if one.told and one.mean > 0.0 else none


def composition(study: Study, arm: Arm) -> str:
    """Return what an arm is made of: who runs when and at what size, and which numbers are changed."""
    if arm.adds == (arm.name,) and not arm.numbers and arm.scenario.interventions[arm.name] == Plan(study.start):
        return ""
    parts = [_runs(name, arm.scenario.interventions[name], study.months) for name in arm.adds]
    parts += [given.numbers({name: value}) for name, value in arm.numbers.items()]
    if arm.budget is not None:
        parts.append(f"sized for a budget of {words.pounds(arm.budget)}")
    return f"{words.listed(parts)}." if parts else ""


def _runs(name: str, plan: Plan, ends: int) -> str:
    title = next(one.title for one in interventions() if one.name == name)
    return given.running(title, plan.start, plan.stop, plan.size, ends)


def evidence(arm: Arm) -> str:
    """Return what an arm's effects rest on, intervention by intervention."""
    kinds = [one for one in interventions() if one.name in arm.adds]
    return " ".join(words.evidence(one.title, one.controlled, one.evidence) for one in kinds)


def spillover(comparison: Comparison, arm: Arm) -> str:
    """Return what an arm does to those it reaches, to everyone else, and to what volunteers' hours serve."""
    table = comparison.table
    months = {"lonely": "lonely", "waiting": "waiting", "council": "council-funded"}
    reached, others = (
        {said: estimate(table, arm.name, f"{who}_{name}_months") for name, said in months.items()}
        for who in ("reached", "others")
    )
    kinds = [one for one in interventions() if one.name in arm.adds]
    meets = any(one.mark or one.reach is not Intervention.reach for one in kinds)
    said = spillover_told.people(estimate(table, arm.name, "reached"), reached, others, meets)
    return f"{said} {spillover_told.volunteers(hours(comparison, arm))}"


def anyway(comparison: Comparison, arm: Arm) -> str:
    """Return how many of those whom an arm brought to reablement would have had no service anyway, if it brings any."""
    if not any(kind.name in arm.adds and kind.name not in comparison.study.as_now for kind in reabling()):
        return ""
    runs = comparison.runs
    found = {later: {kind: values_or_nought(runs, arm.name, f"{kind}.{later}") for kind in COUNTED} for later in LATER}
    return anyway_told.after_reablement({later: onward(each, comparison.weight) for later, each in found.items()})


def hours(comparison: Comparison, arm: Arm) -> Mapping[str, Estimate]:
    """Return the change of volunteers' hours by what they serve, in words, the programmes first."""
    titles = {one.name: one.title for one in interventions()} | {ACTIVITIES: "the networks' activities"}
    served = [str(name).partition(".")[2] for name in comparison.runs if str(name).startswith("hours.")]
    return {
        titles.get(name, name.replace("_", " ")): estimate(comparison.table, arm.name, f"hours.{name}")
        for name in sorted(served, key=lambda name: (name == ACTIVITIES, name))
    }


_TOLD = (
    *("months_delayed", PER_THOUSAND),
    *("months_unmet", "months_carers", "months_own_purse", "months_reablement", "months_fewer"),
    "lonely_free_years",
)


def holders(comparison: Comparison, arm: Arm, what: str = "cashable") -> dict[str, Estimate]:
    """Return the cashable saving of every budget holder, or their net cost, the best known first.

    Where whoever pays for care holds the NHS's purse as well, or a part of it, that is theirs.
    """
    moved = [str(name).partition(".")[2] for name in comparison.runs if str(name).startswith("cashable.")]
    names = [name for name in BUDGETS if name in moved] + sorted(set(moved) - set(BUDGETS))
    share = one_purse.held(comparison.study, arm)
    if share <= 0.0:
        return {name: estimate(comparison.table, arm.name, f"{what}.{name}") for name in names}
    each = {
        name: values(comparison.runs, arm.name, f"{what}.{name}")
        for name in names
        if f"{what}.{name}" in comparison.runs
    }
    return {name: over_runs(pounds) for name, pounds in one_purse.as_held(each, share).items()}


def cash(comparison: Comparison, arm: Arm) -> str:
    """Return what is cashable in whose budget, and what of it is no saving because need goes unmet."""
    found = holders(comparison, arm)
    names = ("programme_cost", "unmet_unpaid", "unmet_cashable")
    price, whole, cashable = (estimate(comparison.table, arm.name, name) for name in names)
    payer = cash_told.payer(place_card(comparison.study.place).payer)
    said = (cash_told.cashable(found, price, payer), cash_told.unmet(found.get("council"), whole, cashable, payer))
    return " ".join(one for one in said if one)


def budgeted(comparison: Comparison, arm: Arm) -> str:
    """Return what part of its agencies' budgets an arm takes, care not paid for as need goes unmet being no saving."""
    budgets = place_card(comparison.study.place).budgets
    year, net = estimate(comparison.table, arm.name, "programme_year"), {}
    for account in {one.account for one in budgets if f"net_cost.{one.account}" in comparison.runs}:
        unmet = _unmet(comparison, arm, "unmet_unpaid") if account == "council" else 0.0
        net[account] = over_runs(values(comparison.runs, arm.name, f"net_cost.{account}") + unmet)
    return afforded(comparison.study, arm, budgets, year, net)


def cash_after_cost(comparison: Comparison, arm: Arm) -> Estimate:
    """Return what is cashable for council and NHS less the cost of the programme, run by run, unmet need left out."""
    left = -values(comparison.runs, arm.name, "programme_cost") - _unmet(comparison, arm, "unmet_cashable")
    for holder in ("council", "NHS"):
        if f"cashable.{holder}" in comparison.runs:
            left = left + values(comparison.runs, arm.name, f"cashable.{holder}")
    return over_runs(np.asarray(left))


def _winner(comparison: Comparison, order: tuple[str, ...], times: dict[str, int], by: Yardstick) -> str:
    if len(order) < 2:
        return ""
    ahead = lead(comparison.runs, order[0], order[1], by)
    months = {plain_title(comparison, name): estimate(comparison.table, name, "months_delayed") for name in order}
    if ahead.replications > 1 and not any(one.clear and one.mean > 0.0 for one in months.values()):
        return ranking_told.none_delays(months)
    first, second = (plain_title(comparison, name) for name in order[:2])
    return ranking_told.winner(first, second, ahead, times[order[0]], by)


def plain_title(comparison: Comparison, name: str) -> str:
    """Return the title of an arm, without the size at which it is repeated."""
    arm = comparison.arm(name)
    return comparison.arm(arm.repeats).title if arm.repeats is not None else arm.title


def _equal_winner(comparison: Comparison) -> str:
    times = dict(comparison.came_first_equal)
    said = _winner(comparison, comparison.equal_ranking, times, Yardstick.PER_POUND)
    return ranking_told.at_money(at_equal_money(comparison), said) if said else ""


def at_equal_money(comparison: Comparison) -> str:
    """Return the money at which arms were compared again, as it is reported."""
    costs = {
        plain_title(comparison, name): estimate(comparison.table, name, "programme_cost").mean
        for name in comparison.equal_ranking
    }
    return ranking_told.at_equal_money(float(comparison.study.equal_budget or 0.0), costs)


def _holds_health(comparison: Comparison) -> tuple[str, ...]:
    """Return how much of the purse for health whoever pays for care holds, by arm where that differs."""
    payer, arms = place_card(comparison.study.place).payer, comparison.arms[1:]
    shares = {arm.name: one_purse.held(comparison.study, arm) for arm in arms}
    told = sorted(set(shares.values()))
    if len(told) == 1:
        return (cash_told.holds_health(payer, told[0]),)
    asked = [arm for arm in arms if arm.repeats is None]
    return tuple(
        cash_told.holds_health(payer, share, [arm.title for arm in asked if shares[arm.name] == share])
        for share in told
    )


def _caveats(comparison: Comparison) -> tuple[str, ...]:
    study = comparison.study
    place = place_card(study.place)
    said = [words.NOT_A_FORECAST]
    if study.as_now:
        held = words.listed([_runs(name, plan, study.months) for name, plan in study.as_now.items()])
        said.append(f"In every world, the one as now too: {held}.")
    if study.overrides:
        said.append(f"Numbers changed in every world: {given.numbers(study.overrides)}.")
    said += [f"No world here uses {name}: it belongs to a programme that none of them has." for name in idle(study)]
    if study.residents is not None:
        said.append(given.scale(study.residents, comparison.weight, place.networks))
    cautions = (
        cash_told.no_council(place.title, place.payer),
        *_holds_health(comparison),
        words.of_place(place.title, place.status),
    )
    said += [caution for caution in cautions if caution]
    return tuple(said)
