"""Compare: the paired study - the same people under the same luck, with and without each intervention."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import pandas as pd

from experiments.cashability import Cashability, default_sheet
from experiments.ensemble import Progress, replicate
from experiments.outcome import Outcome, outcome
from experiments.ranking import Assumption, Flip, find_flip, ranking, times_first
from experiments.summary import monthly_table, runs_table, table_of
from models import Plan, Run, Scenario, interventions, run, sheets

AS_NOW = "as_now"
EQUAL_BUDGET_POUNDS = 500_000.0
"""Discounted gross programme cost at which the arms are compared again, for the whole place."""
SERVICES = (
    "care",
    "reablement",
    "council",
    "handover",
    "social_worker",
    "hub",
    "matching",
    "membership",
    "volunteer",
    "carer",
    "hospital",
)
"""Words whose assumptions, beside those of the interventions themselves, may flip a ranking."""


@dataclass(frozen=True)
class Study:
    """What is compared, and how often.

    Attributes:
        interventions: names; each gets an arm at its own size and one at the equal budget.
        start: month in which all of them start (24 = April 2013).
        overrides: "word.parameter" -> value, the same in every arm.
        fixed: keep every parameter at its central value, so that only luck differs.
    """

    place: str = "leeds"
    interventions: tuple[str, ...] = ("age_friendly_coordinators", "local_links", "reablement")
    months: int = 180
    residents: int | None = None
    start: int = 24
    overrides: Mapping[str, float] = field(default_factory=dict)
    replications: int = 8
    seed: int = 1
    fixed: bool = False


@dataclass(frozen=True)
class Arm:
    """One world of the study; ``budget`` is its discounted cost in pounds if it was sized to one."""

    name: str
    title: str
    scenario: Scenario
    intervention: str | None = None
    budget: float | None = None


@dataclass(frozen=True)
class Replication:
    """One luck (and one draw of the parameters) through all arms."""

    outcomes: Mapping[str, Outcome]
    sizes: Mapping[str, float]
    measures: Mapping[str, pd.DataFrame]
    fingerprints: Mapping[str, str]
    parameters: Mapping[str, float]
    weight: float
    seconds: float


@dataclass(frozen=True, repr=False)
class Comparison:
    """What the study found; everything in it is weighted to the whole place.

    Attributes:
        arms: as now first, then each intervention at its own size, then each at the equal budget.
        table: index (arm, measure); mean, low, high (10th and 90th percentile), mc_error, replications.
        runs: index (replication, arm); one column for each measure.
        monthly: arm, measure, month, mean, low, high, for charts.
        ranking: own-size arms from most to fewest months delayed a pound; ``equal_ranking`` at equal budget.
        came_first: in how many runs each own-size arm came first; ``came_first_equal`` at equal budget.
        flip: the single assumption that would flip the first two, or nothing.
        parameters: values used, one row for each replication.
        fingerprints: of every run, index (replication, arm).
        seconds: CPU seconds of all runs together.
    """

    study: Study
    arms: tuple[Arm, ...]
    table: pd.DataFrame
    runs: pd.DataFrame
    monthly: pd.DataFrame
    ranking: tuple[str, ...]
    equal_ranking: tuple[str, ...]
    came_first: Mapping[str, int]
    came_first_equal: Mapping[str, int]
    flip: Flip | None
    parameters: pd.DataFrame
    fingerprints: pd.DataFrame
    weight: float
    seconds: float

    def __repr__(self) -> str:
        """Show what was compared, how often, and the order that came of it."""
        order = " > ".join(self.ranking)
        return f"Comparison({self.study.place}, {self.study.months} months, {len(self.parameters)} runs: {order})"

    def arm(self, name: str) -> Arm:
        """Return an arm by its name."""
        return next(arm for arm in self.arms if arm.name == name)


def plan_arms(study: Study) -> tuple[Arm, ...]:
    """Return the worlds to run: as now, each intervention at its own size, and each at the equal budget."""
    titles = {one.name: one.title for one in interventions()}
    bare = Scenario(place=study.place, months=study.months, residents=study.residents, overrides=dict(study.overrides))
    own, equal = [], []
    for name in study.interventions:
        scenario = replace(bare, title=titles[name], interventions={name: Plan(start=study.start)})
        own.append(Arm(name, titles[name], scenario, name))
        title = f"{titles[name]} at {EQUAL_BUDGET_POUNDS:,.0f} pounds"
        equal.append(Arm(f"{name}_equal", title, replace(scenario, title=title), name, EQUAL_BUDGET_POUNDS))
    return (Arm(AS_NOW, "As now", bare), *own, *equal)


def compare(
    study: Study,
    workers: int | None = None,
    progress: Progress = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> Comparison:
    """Run every arm of a study under the same luck, as often as it asks, and say what differs."""
    arms = plan_arms(study)
    cashability = Cashability(default_sheet())
    done = replicate(partial(one_replication, study, arms, cashability), study.replications, workers, progress, stop)
    return gather(study, arms, done)


def one_replication(study: Study, arms: Sequence[Arm], cashability: Cashability, number: int) -> Replication:
    """Run all arms once: replication i has the i-th luck and, unless fixed, the i-th draw of the parameters.

    An arm at the equal budget is sized by what the same intervention cost at its own size under the same
    luck; costs are not quite in proportion to size, so it is the cost actually met that counts.
    """
    twin = _run(arms[0].scenario, study, number)
    outcomes: dict[str, Outcome] = {}
    sizes, measures, prints = {}, {AS_NOW: twin.measures}, {AS_NOW: twin.fingerprint}
    seconds = twin.start_seconds + twin.run_seconds
    for arm in arms[1:]:
        size = 1.0
        if arm.budget is not None:
            cost = outcomes[str(arm.intervention)].programme_cost * twin.weight
            size = arm.budget / cost if cost > 0.0 else 1.0
        here = _run(_sized(arm, size), study, number)
        outcomes[arm.name] = outcome(twin, here, study.start, cashability)
        sizes[arm.name], measures[arm.name], prints[arm.name] = size, here.measures, here.fingerprint
        seconds += here.start_seconds + here.run_seconds
    return Replication(outcomes, sizes, measures, prints, dict(twin.parameters), twin.weight, seconds)


def _run(scenario: Scenario, study: Study, number: int) -> Run:
    return run(scenario, seed=study.seed + number, draw=None if study.fixed else number)


def _sized(arm: Arm, size: float) -> Scenario:
    plans = {name: replace(plan, size=size) for name, plan in arm.scenario.interventions.items()}
    return replace(arm.scenario, interventions=plans)


def gather(study: Study, arms: Sequence[Arm], done: Sequence[Replication]) -> Comparison:
    """Return what the replications say together."""
    weight = done[0].weight
    runs = runs_table([(one.outcomes, one.sizes) for one in done], weight)
    own = [arm.name for arm in arms if arm.intervention and arm.budget is None]
    equal = [arm.name for arm in arms if arm.budget is not None]
    order, equal_order = ranking(runs, own), ranking(runs, equal)
    parameters = pd.DataFrame([dict(one.parameters) for one in done])
    return Comparison(
        study=study,
        arms=tuple(arms),
        table=table_of(runs),
        runs=runs,
        monthly=monthly_table([one.measures for one in done], [one.outcomes for one in done], weight),
        ranking=order,
        equal_ranking=equal_order,
        came_first=times_first(runs, own),
        came_first_equal=times_first(runs, equal),
        flip=None if study.fixed else find_flip(runs, order, assumptions(parameters, order[:2])),
        parameters=parameters,
        fingerprints=pd.DataFrame([dict(one.fingerprints) for one in done]),
        weight=weight,
        seconds=float(np.sum([one.seconds for one in done])),
    )


def assumptions(parameters: pd.DataFrame, names: Sequence[str]) -> list[Assumption]:
    """Return the drawn single-valued parameters of these interventions and of the services."""
    known = sheets()
    found = []
    for name in parameters.columns:
        word, _, parameter = str(name).partition(".")
        if word not in (*names, *SERVICES) or word not in known or parameter not in known[word].entries:
            continue
        entry = known[word].entries[parameter]
        values = parameters[name].to_numpy(np.float64)
        if isinstance(entry.value, tuple) or np.ptp(values) == 0.0:
            continue
        low, high = (float(np.min(edge)) for edge in (entry.low, entry.high))
        found.append(Assumption(str(name), entry.unit, low, high, values))
    return found
