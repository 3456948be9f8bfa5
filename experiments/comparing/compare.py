"""Compare: the paired study - the same people under the same luck, with and without each intervention."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.asking.study import AS_NOW, Arm, Study, plan_arms
from experiments.comparing.accounts import discount_factors, programme_pounds
from experiments.comparing.cashability import Cashability, default_sheet
from experiments.comparing.levels import LEVELS, Levels, levels
from experiments.comparing.outcome import Outcome, outcome
from experiments.comparing.ranking import DrawnParameter, Flip, Yardstick, find_flip, ranking, times_first
from experiments.comparing.spillover import Spill, spill
from experiments.comparing.summary import CHARTED, monthly_table, runs_table, table_of
from experiments.figures.estimate import over_runs, ratio_of_means
from experiments.runs.archive import Luck, Tally, archive_in
from experiments.runs.ensemble import Crew, replicate
from experiments.runs.precision import Reached, Target, half_width, replicate_precisely
from models import Run, Scenario, service_words, sheets
from sim.errors import ModelError

BESIDE_SERVICES = ("carer", "hospital")
"""Words whose assumptions, beside those of all services and of the interventions themselves, may flip a ranking."""
HEADLINE = ("months_delayed", "programme_cost")
"""What the headline of an arm is reckoned from."""
SHOWN = tuple(dict.fromkeys((*CHARTED, *(name for one in LEVELS for name in (one.measure, one.out_of) if name))))
"""Measures of a run that are shown; the others stay in the archive, so that any number of runs fits into memory."""


@dataclass(frozen=True)
class Replication:
    """One luck (and one draw of the parameters) through all arms."""

    outcomes: Mapping[str, Outcome]
    spills: Mapping[str, Spill]
    sizes: Mapping[str, float]
    measures: Mapping[str, pd.DataFrame]
    fingerprints: Mapping[str, str]
    parameters: Mapping[str, float]
    weight: float
    seconds: float
    tally: Tally


@dataclass(frozen=True, repr=False)
class Comparison:
    """What the study found; everything in it is weighted to the whole place.

    Attributes:
        arms: as now first, then each at its own size, then each at the equal budget.
        table: index (arm, measure); mean, low, high (10th and 90th percentile), mc_error, replications.
        runs: index (replication, arm); one column for each measure.
        monthly: arm, measure, month, mean, low, high (80%), lower, upper (50%), for charts.
        levels: by measure, what every world (but those at equal budget) is like in its last year.
        yardstick: months delayed a pound or, where not every arm has a cost, months delayed.
        ranking: own-size arms from most to fewest by that yardstick; ``equal_ranking`` at equal budget.
        came_first: in how many runs each own-size arm came first; ``came_first_equal`` at equal budget.
        flip: the single assumption that would flip the first two, or nothing.
        parameters: values used, one row for each replication.
        fingerprints: of every run, index (replication, arm).
        seconds: CPU seconds of all runs together when they were made, those that found a size among them.
        tally: how many runs were found in the archive and how many were made.
        reached: how narrow the headline's interval became, if a precision was asked for.
    """

    study: Study
    arms: tuple[Arm, ...]
    table: pd.DataFrame
    runs: pd.DataFrame
    monthly: pd.DataFrame
    levels: Mapping[str, Levels]
    yardstick: Yardstick
    ranking: tuple[str, ...]
    equal_ranking: tuple[str, ...]
    came_first: Mapping[str, int]
    came_first_equal: Mapping[str, int]
    flip: Flip | None
    parameters: pd.DataFrame
    fingerprints: pd.DataFrame
    weight: float
    seconds: float
    tally: Tally
    reached: Reached | None = None

    def __repr__(self) -> str:
        """Show what was compared, how often, and the order that came of it."""
        order = " > ".join(self.ranking)
        return f"Comparison({self.study.place}, {self.study.months} months, {len(self.parameters)} runs: {order})"

    def arm(self, name: str) -> Arm:
        """Return an arm by its name."""
        return next(arm for arm in self.arms if arm.name == name)


def compare(study: Study, crew: Crew | None = None) -> Comparison:
    """Run every arm of a study under the same luck, as often as it asks, and say what differs."""
    arms, crew = plan_arms(study), crew or Crew()
    task = partial(one_replication, study, arms, Cashability(default_sheet()), crew.archive)
    if study.precision is None:
        return gather(study, arms, replicate(task, study.replications, crew))
    target = Target(partial(relative_half_width, arms), study.precision)
    done, reached = replicate_precisely(task, target, study.replications, crew)
    return replace(gather(replace(study, replications=len(done)), arms, done), reached=reached)


def relative_half_width(arms: Sequence[Arm], done: Sequence[Replication]) -> float:
    """Return half the widest 95% interval of any arm's headline, as a share of the largest headline.

    Infinite, and so never narrow enough, where any arm's headline or its error is unknown.
    """
    own = [arm for arm in arms if arm.name != AS_NOW and arm.repeats is None]
    bought, found = all(arm.bought for arm in own), []
    for arm in own:
        outcomes = [one.outcomes[arm.name] for one in done]
        months, pounds = (np.array([getattr(one, name) for one in outcomes]) for name in HEADLINE)
        found.append(ratio_of_means(months, pounds) if bought else over_runs(months))
    largest = float(np.max([abs(one.mean) for one in found]))
    widest = half_width(float(np.max([one.mc_error for one in found])), len(done))
    return widest / largest if largest > 0.0 and np.isfinite(widest) else float("inf")


def one_replication(
    study: Study, arms: Sequence[Arm], cashability: Cashability, archive: Path | None, number: int
) -> Replication:
    """Run all arms once: replication i has the i-th luck and, unless fixed, the i-th draw of the parameters."""
    luck = Luck(archive_in(archive), study.seed + number, None if study.fixed else number, first_start(arms))
    return replication_under(study, arms, cashability, luck)


def replication_under(study: Study, arms: Sequence[Arm], cashability: Cashability, luck: Luck) -> Replication:
    """Run all arms once under a luck and a draw of the parameters."""
    done, sizes = worlds_under(arms, luck, study.start)
    twin = done[AS_NOW]
    others = {arm.name: done[arm.name] for arm in arms[1:]}
    _same_people(twin, others)
    return Replication(
        outcomes={name: outcome(twin, here, study.start, cashability) for name, here in others.items()},
        spills={name: spill(twin, here) for name, here in others.items()},
        sizes=sizes,
        measures={name: here.measures.filter(SHOWN) for name, here in done.items()},
        fingerprints={name: here.fingerprint for name, here in done.items()},
        parameters=dict(twin.parameters),
        weight=twin.weight,
        seconds=luck.seconds,
        tally=luck.tally,
    )


def first_start(arms: Sequence[Arm]) -> int:
    """Return the month from which the worlds of these arms may differ."""
    return min((plan.start for arm in arms for plan in arm.scenario.interventions.values()), default=0)


def worlds_under(arms: Sequence[Arm], luck: Luck, start: int) -> tuple[dict[str, Run], dict[str, float]]:
    """Return the world of every arm, in their order, under one luck; and the size of each but the world as now.

    An arm with a budget is sized by what it is reported to cost at its own size under the same luck, discounted to
    the month ``start``; costs are not quite in proportion to size, so it is the cost actually met that counts.
    """
    done = {arm.name: luck.run(arm.scenario) for arm in arms if arm.budget is None}
    sizes = {name: 1.0 for name in done if name != AS_NOW}
    prices = Prices(luck, start, done[AS_NOW], list(done.values()))
    for arm in arms:
        if arm.budget is not None:
            scenario, sizes[arm.name] = sized(arm, prices)
            done[arm.name] = luck.run(scenario)
    return {arm.name: done[arm.name] for arm in arms}, sizes


class Prices:
    """What arms cost at their own size under one luck, as it is reported; every world that this takes is run once."""

    def __init__(self, luck: Luck, start: int, twin: Run, done: Sequence[Run]) -> None:
        self._luck, self._start, self._twin = luck, start, twin
        self._done = {run.scenario.text(): run for run in (twin, *done)}

    def whole(self, arm: Arm) -> float:
        """Return the discounted pounds of all that an arm adds, for the whole place."""
        return self._pounds(arm.scenario)

    def alone(self, arm: Arm, name: str) -> float:
        """Return the discounted pounds of one intervention by itself, with all the arm's numbers."""
        others = set(arm.adds) - {name}
        plans = {one: plan for one, plan in arm.scenario.interventions.items() if one not in others}
        return self._pounds(replace(arm.scenario, interventions=plans))

    def _pounds(self, scenario: Scenario) -> float:
        text = scenario.text()
        if text not in self._done:
            self._done[text] = self._luck.run(scenario)
        run = self._done[text]
        worth = discount_factors(run.scenario.months, self._start)
        return run.weight * float(programme_pounds(self._twin, run) @ worth)


def sized(arm: Arm, prices: Prices) -> tuple[Scenario, float]:
    """Return an arm's scenario at the sizes its budget pays for, and the budget over its cost at its own size.

    Without shares all sizes change by that one factor; with shares each intervention has its part of the budget,
    and is priced by itself.
    """
    budget, plans = float(arm.budget or 0.0), arm.scenario.interventions
    if arm.shares:
        costs = {name: prices.alone(arm, name) for name in arm.adds}
        factors = {name: arm.shares[name] * budget / cost if cost > 0.0 else 1.0 for name, cost in costs.items()}
    else:
        costs = {arm.name: prices.whole(arm)}
        factors = dict.fromkeys(arm.adds, budget / costs[arm.name] if costs[arm.name] > 0.0 else 1.0)
    grown = {name: replace(plans[name], size=factor * plans[name].size) for name, factor in factors.items()}
    whole = sum(costs.values())
    return replace(arm.scenario, interventions={**plans, **grown}), budget / whole if whole > 0.0 else 1.0


def _same_people(twin: Run, others: Mapping[str, Run]) -> None:
    for name, here in others.items():
        if len(here.left) != len(twin.left):
            raise ModelError(
                f"The numbers of '{name}' change who comes to live there, so its people have no twins: "
                "give those numbers to every arm, under [numbers]."
            )


def gather(study: Study, arms: Sequence[Arm], done: Sequence[Replication]) -> Comparison:
    """Return what the replications say together."""
    weight = done[0].weight
    runs = runs_table([(one.outcomes, one.spills, one.sizes) for one in done], weight)
    own = [arm.name for arm in arms if arm.name != AS_NOW and arm.repeats is None]
    equal = [arm.name for arm in arms if arm.repeats is not None]
    bought = all(arm.bought for arm in arms if arm.name in own)
    by = Yardstick.PER_POUND if bought else Yardstick.IN_ALL
    order = ranking(runs, own, by)
    parameters = pd.DataFrame([dict(one.parameters) for one in done])
    added = {name for arm in arms if arm.name in order[:2] for name in arm.adds}
    return Comparison(
        study=study,
        arms=tuple(arms),
        table=table_of(runs),
        runs=runs,
        monthly=monthly_table([one.measures for one in done], [one.outcomes for one in done], weight),
        levels=levels([one.measures for one in done], [AS_NOW, *own], weight),
        yardstick=by,
        ranking=order,
        equal_ranking=ranking(runs, equal),
        came_first=times_first(runs, own, by),
        came_first_equal=times_first(runs, equal),
        flip=None if study.fixed else find_flip(runs, order, assumptions(parameters, sorted(added), study.place), by),
        parameters=parameters,
        fingerprints=pd.DataFrame([dict(one.fingerprints) for one in done]),
        weight=weight,
        seconds=float(np.sum([one.seconds for one in done])),
        tally=sum((one.tally for one in done), Tally()),
    )


def looked_at(names: Sequence[str]) -> set[str]:
    """Return the sheets whose assumptions may decide about these interventions: their own and those of the services."""
    return {*names, *service_words(), *BESIDE_SERVICES}


def assumptions(parameters: pd.DataFrame, names: Sequence[str], place: str) -> list[DrawnParameter]:
    """Return the drawn single-valued parameters of these interventions and of the services."""
    known, words = sheets(place), looked_at(names)
    found = []
    for name in parameters.columns:
        word, _, parameter = str(name).partition(".")
        if word not in words or word not in known or parameter not in known[word].entries:
            continue
        entry = known[word].entries[parameter]
        values = parameters[name].to_numpy(np.float64)
        if isinstance(entry.value, tuple) or np.ptp(values) == 0.0:
            continue
        low, high = (float(np.min(edge)) for edge in (entry.low, entry.high))
        found.append(DrawnParameter(str(name), entry.unit, low, high, values))
    return found
