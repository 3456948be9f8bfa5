"""Repayment: one programme's runs, its cash flows stored, and what any loan agreement makes of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np

from experiments.accounts import Months, line_difference
from experiments.archive import Archive, run_once
from experiments.ensemble import Progress, replicate
from models import Agreed, Flows, Freeing, Plan, Run, Scenario, Terms, Twins, agree, standard_terms
from sim.draws import Draws

AS_NOW, OWN = "as_now", "own"
PROGRAMME, IMPOSED = "local_links", "imposed_handover"
GRID_STEPS = 4
"""Rates at which the handover is imposed, from the lowest to the highest asked for."""
MONTHS_PER_YEAR = 12


@dataclass(frozen=True)
class Question:
    """What is asked of one programme.

    Attributes:
        handover: the lowest and the highest rate that is imposed, or nothing for no such grid.
        start: month in which loan and programme start (24 = April 2013).
        fixed: keep every parameter at its central value, so that only luck differs.
    """

    place: str = "leeds-armley"
    terms: Terms = field(default_factory=standard_terms)
    handover: tuple[float, float] | None = (0.05, 0.7)
    residents: int | None = None
    start: int = 24
    overrides: Mapping[str, float] = field(default_factory=dict)
    replications: int = 40
    seed: int = 1
    fixed: bool = False

    @property
    def months(self) -> int:
        """How long every run lasts: whole years, until nothing under the agreement can change."""
        return MONTHS_PER_YEAR * -(-(self.start + 3 * self.terms.quarters) // MONTHS_PER_YEAR)

    @property
    def rates(self) -> tuple[float, ...]:
        """Rates at which the handover is imposed, evenly apart in proportion."""
        if self.handover is None:
            return ()
        low, high = self.handover
        return tuple(float(rate) for rate in np.geomspace(low, high, GRID_STEPS).round(4)) if high > low else (low,)


@dataclass(frozen=True)
class Line:
    """One world of one replication, from the programme's first month; pounds at 2010-11 prices, for the whole place."""

    contract: Months
    truth: Months
    cost: Months
    plans: Months
    budgets: Months


@dataclass(frozen=True)
class Replication:
    """One luck and one draw of the parameters through all worlds."""

    lines: Mapping[str, Line]
    fingerprints: Mapping[str, str]
    parameters: Mapping[str, float]
    seconds: float


@dataclass(frozen=True, repr=False)
class Repayment:
    """What was found: the flows of every world, which any agreement can be laid over without another run.

    Attributes:
        flows: by world; `OWN` is the programme as social workers take to it, the rest have an imposed rate.
        agreed: the same under the question's terms.
        fingerprints: of the programme's own run, one for each replication.
        months: how long each run lasted. residents: whom each stood for, if scaled.
        seconds: CPU seconds of all runs when they were made.
    """

    question: Question
    flows: Mapping[str, Flows]
    agreed: Mapping[str, Agreed]
    fingerprints: tuple[str, ...]
    parameters: Sequence[Mapping[str, float]]
    seconds: float

    @property
    def runs(self) -> int:
        """How many replications there are."""
        return len(self.fingerprints)

    def under(self, terms: Terms, world: str = OWN, saving: float = 1.0, catchment: float = 1.0) -> Agreed:
        """Return what other terms, another saving or another catchment make of the same runs."""
        return agree(self.flows[world].scaled(saving, catchment), terms)


def worlds(question: Question) -> dict[str, Scenario]:
    """Return the worlds of a question: as now, the programme, and the programme at each imposed rate."""
    bare = Scenario(
        place=question.place, months=question.months, residents=question.residents, overrides=dict(question.overrides)
    )
    programme = {PROGRAMME: Plan(start=question.start)}
    found = {AS_NOW: bare, OWN: replace(bare, title="with Local Links", interventions=programme)}
    for rate in question.rates:
        plans = programme | {IMPOSED: Plan(start=question.start)}
        rated = dict(bare.overrides) | {f"{IMPOSED}.rate": rate}
        found[imposed(rate)] = replace(
            bare, title=f"with a handover rate of {rate:.0%}", interventions=plans, overrides=rated
        )
    return found


def imposed(rate: float) -> str:
    """Return the name of the world in which a rate is imposed.

    >>> imposed(0.4)
    'handover 0.4'
    """
    return f"handover {rate:g}"


def repay(
    question: Question,
    archive: Path | None = None,
    workers: int | None = None,
    progress: Progress = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> Repayment:
    """Run a programme as often as asked, or read its runs from the archive, and lay the agreement over them."""
    task = partial(one_replication, question, archive)
    return gather(question, replicate(task, question.replications, workers, progress, stop))


def one_replication(question: Question, archive: Path | None, number: int) -> Replication:
    """Run all worlds once: replication i has the i-th luck and, unless fixed, the i-th draw of the parameters."""
    store = Archive(archive) if archive is not None else None
    luck = Twins(question.seed + number, None if question.fixed else number, question.start)
    runs = {name: run_once(store, luck, world) for name, world in worlds(question).items()}
    twin = runs[AS_NOW]
    return Replication(
        lines={name: line_of(twin, one, question.start) for name, one in runs.items() if name != AS_NOW},
        fingerprints={name: one.fingerprint for name, one in runs.items()},
        parameters=runs[OWN].parameters,
        seconds=sum(one.start_seconds + one.run_seconds for one in runs.values()),
    )


def line_of(twin: Run, arm: Run, start: int) -> Line:
    """Return the cash flows of a world from the programme's start on, for the whole place."""
    measures = arm.measures

    def whole(values: Months) -> Months:
        return np.asarray(values[start:] * arm.weight, np.float64)

    spent = "council_care_cost"
    return Line(
        contract=whole(contract_saving(arm)),
        truth=whole((twin.measures[spent] - measures[spent]).to_numpy(np.float64)),
        cost=whole(line_difference(twin, arm, f"programme_{PROGRAMME}")),
        plans=whole(measures["local_links_plans"].to_numpy(np.float64)),
        budgets=whole(measures["budgets_in_catchment"].to_numpy(np.float64)),
    )


def contract_saving(arm: Run) -> Months:
    """Return indicative less actual packages of the people Local Links brokered for, in pounds a month."""
    return np.asarray((arm.measures["contract_indicative"] - arm.measures["contract_actual"]).to_numpy(np.float64))


def gather(question: Question, done: Sequence[Replication]) -> Repayment:
    """Return what the replications say together."""
    flows = {name: flows_of(question, name, done) for name in done[0].lines}
    return Repayment(
        question=question,
        flows=flows,
        agreed={name: agree(one, question.terms) for name, one in flows.items()},
        fingerprints=tuple(one.fingerprints[OWN] for one in done),
        parameters=tuple(one.parameters for one in done),
        seconds=sum(one.seconds for one in done),
    )


def flows_of(question: Question, name: str, done: Sequence[Replication]) -> Flows:
    """Return the flows of one world over all replications; the guarantor has the same luck in every world."""
    parts = {
        part: np.stack([getattr(one.lines[name], part) for one in done])
        for part in ("contract", "truth", "cost", "plans", "budgets")
    }
    luck = Draws(question.seed).uniform("loan.honours", 0, np.arange(len(done)))
    return Flows(first_month=question.start, **parts, frees=drawn_freeing(done), luck=luck)


def drawn_freeing(done: Sequence[Replication]) -> Freeing:
    """Return what frees cash, as each replication drew it."""

    def drawn(name: str) -> np.ndarray:
        return np.array([one.parameters[f"dividend.{name}"] for one in done])

    return Freeing(
        spot_share=drawn("spot_share"),
        spot_lag=drawn("spot_lag"),
        backfill=drawn("backfill"),
        block_part=drawn("block_part"),
        block_share=drawn("block_share"),
        block_unit_pounds=drawn("block_unit_pounds_per_month"),
    )
