"""Story: a comparison told in sentences, the answer first, then why, how sure, and what it rests on."""

from dataclasses import dataclass

import numpy as np

from experiments import words
from experiments.compare import EQUAL_BUDGET_POUNDS, Arm, Comparison
from experiments.estimate import Estimate, over_runs
from experiments.ranking import lead
from experiments.summary import PER_THOUSAND, estimate, values
from models import interventions, places

BUDGETS = ("council", "NHS", "residents")
"""Whose cashable savings are always told, in this order; others follow if anything of theirs moved."""

WELL_FOUNDED = ("published", "derived")
"""Statuses of a place whose population was counted; any other is said."""

MOVED = {
    "months_unmet": "unmet need",
    "months_carers": "unpaid carers",
    "months_own_purse": "people's own purse",
    "months_reablement": "reablement",
}


@dataclass(frozen=True)
class ArmStory:
    """What one intervention does, in sentences."""

    arm: Arm
    delay: str
    verdict: str
    moved: str
    cash: str
    lonely: str
    evidence: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it, in order."""
        return (self.delay, self.verdict, self.moved, self.cash, self.lonely, self.evidence)


@dataclass(frozen=True)
class Story:
    """A comparison in sentences.

    Attributes:
        answer: which arm delays most months a pound and how sure that is; ``equal_answer`` at equal budget.
        arms: in the order of the ranking.
        flip: the single assumption that would flip the ranking.
        interval: what the intervals mean.
        caveats: what the reader must bear in mind, whatever the numbers.
    """

    answer: str
    equal_answer: str
    arms: tuple[ArmStory, ...]
    flip: str
    interval: str
    caveats: tuple[str, ...]


def story(comparison: Comparison) -> Story:
    """Return a comparison told in sentences."""
    study, runs = comparison.study, len(comparison.parameters)
    titles = {arm.name: arm.title for arm in comparison.arms}
    return Story(
        answer=_winner(comparison, comparison.ranking, dict(comparison.came_first)),
        equal_answer=_equal_winner(comparison),
        arms=tuple(arm_story(comparison, comparison.arm(name)) for name in comparison.ranking),
        flip=words.flips(comparison.flip, titles, runs, study.fixed) if len(comparison.ranking) > 1 else "",
        interval=words.kind_of_interval(runs, study.fixed),
        caveats=_caveats(comparison),
    )


def arm_story(comparison: Comparison, arm: Arm) -> ArmStory:
    """Return what one arm does, in sentences."""
    kind = next(one for one in interventions() if one.name == arm.intervention)
    one = {name: estimate(comparison.table, arm.name, name) for name in _TOLD}
    length = comparison.study.months - comparison.study.start
    return ArmStory(
        arm=arm,
        delay=words.delay(arm.title, one["months_delayed"], one[PER_THOUSAND], length),
        verdict=words.verdict(
            one["months_delayed"], one["net_public_cost"], cash_after_cost(comparison, arm), one["programme_cost"]
        ),
        moved=words.moved(one["months_fewer"], {place: one[name] for name, place in MOVED.items()}),
        cash=words.cashable(holders(comparison, arm), one["programme_cost"]),
        lonely=words.lonely(one["lonely_free_years"]),
        evidence=words.evidence(kind.title, kind.controlled, kind.evidence),
    )


_TOLD = (
    *("months_delayed", PER_THOUSAND, "net_public_cost", "programme_cost"),
    *("months_unmet", "months_carers", "months_own_purse", "months_reablement", "months_fewer"),
    "lonely_free_years",
)


def holders(comparison: Comparison, arm: Arm) -> dict[str, Estimate]:
    """Return the cashable saving of every budget holder, the best known first."""
    moved = [str(name).partition(".")[2] for name in comparison.runs if str(name).startswith("cashable.")]
    names = [name for name in BUDGETS if name in moved] + sorted(set(moved) - set(BUDGETS))
    return {name: estimate(comparison.table, arm.name, f"cashable.{name}") for name in names}


def cash_after_cost(comparison: Comparison, arm: Arm) -> Estimate:
    """Return what is cashable for council and NHS less the cost of the programme, run by run."""
    left = -values(comparison.runs, arm.name, "programme_cost")
    for holder in ("council", "NHS"):
        if f"cashable.{holder}" in comparison.runs:
            left = left + values(comparison.runs, arm.name, f"cashable.{holder}")
    return over_runs(np.asarray(left))


def _winner(comparison: Comparison, order: tuple[str, ...], times: dict[str, int]) -> str:
    if len(order) < 2:
        return ""
    first, second = (comparison.arm(name) for name in order[:2])
    titles = {one.name: one.title for one in interventions()}
    ahead = lead(comparison.runs, first.name, second.name)
    clear = estimate(comparison.table, first.name, "months_delayed")
    return words.winner(
        titles[str(first.intervention)],
        titles[str(second.intervention)],
        ahead,
        clear.clear and clear.mean > 0.0,
        times[first.name],
    )


def _equal_winner(comparison: Comparison) -> str:
    said = _winner(comparison, comparison.equal_ranking, dict(comparison.came_first_equal))
    return f"At an equal {words.pounds(EQUAL_BUDGET_POUNDS)} each: {said}" if said else ""


def _caveats(comparison: Comparison) -> tuple[str, ...]:
    study = comparison.study
    said = [words.NOT_A_FORECAST]
    if study.residents is not None:
        said.append(words.scale(study.residents, comparison.weight))
    place = next(one for one in places() if one.name == study.place)
    if place.status not in WELL_FOUNDED:
        said.append(f"{place.title} is {place.status}: its numbers are not those of a place that was measured.")
    return tuple(said)
