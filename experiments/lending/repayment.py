"""Repayment: one programme's runs, its cash flows stored, and what any loan agreement makes of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.comparing import one_purse
from experiments.comparing.accounts import Months, all_lines, line_difference
from experiments.comparing.payers import Purses, purses
from experiments.lending.loan_question import AS_NOW, OWN, PROGRAMME, Question, worlds
from experiments.runs.archive import Luck, Tally, archive_in
from experiments.runs.precision import Reached
from models import Agreed, Flows, Freeing, Run, Terms, agree, freeing, place
from sim.draws import Draws
from sim.ledger import Cashable

AWAITING = ("planning", "at_panel", "without_provider")
"""Stages on the way from a budget to a package, in which nothing is paid yet."""
FLOWING = ("contract", "indicative", "truth", "waiting", "cost", "plans", "budgets", "running", "goodwill")
"""What of a line flows month by month."""

FREES = tuple(one.name for one in fields(Freeing))

type Change = Callable[[Flows], Flows]
"""What is changed about the flows."""


@dataclass(frozen=True)
class Line:
    """One world of one replication, from the programme's first month; pounds at 2010-11 prices, for the whole place.

    ``goodwill``: what is left of the guarantor's word; ``criteria``: how many of the lender's eight are met. What
    the others are stands in `models.Flows`; ``health`` is nought where the payer holds none of the NHS's purse.
    """

    contract: Months
    indicative: Months
    truth: Months
    waiting: Months
    cost: Months
    plans: Months
    budgets: Months
    running: Months
    goodwill: Months
    criteria: Months
    health: Months


@dataclass(frozen=True)
class Replication:
    """One luck and one draw of the parameters through all worlds; ``purses`` are those of the programme's own."""

    lines: Mapping[str, Line]
    purses: Purses
    fingerprints: Mapping[str, str]
    parameters: Mapping[str, float]
    seconds: float
    tally: Tally


@dataclass(frozen=True, repr=False)
class Repayment:
    """What was found: the flows of every world, which any agreement can be laid over without another run.

    Attributes:
        flows: by world; `OWN` is the programme as social workers take to it, the rest have an imposed rate.
        agreed: the same under the question's terms.
        criteria: how many of the lender's eight are met, by world; shape (runs, months).
        purses: who gains and who pays, one for each replication.
        fingerprints: of the programme's own run, one for each replication.
        months: how long each run lasted. residents: whom each stood for, if scaled.
        seconds: CPU seconds of all runs when they were made.
        tally: how many runs were found in the archive and how many were made.
        reached: how surely it is known how often savings repay and the loan defaults, if a precision was asked for.
    """

    question: Question
    flows: Mapping[str, Flows]
    agreed: Mapping[str, Agreed]
    criteria: Mapping[str, NDArray[np.float64]]
    purses: tuple[Purses, ...]
    fingerprints: tuple[str, ...]
    parameters: Sequence[Mapping[str, float]]
    seconds: float
    tally: Tally
    reached: Reached | None = None

    @property
    def runs(self) -> int:
        """How many replications there are."""
        return len(self.fingerprints)

    @property
    def kept_up(self) -> Terms:
        """The terms, but for Local Links' own insolvency: as if somebody else kept it up."""
        return replace(self.question.terms, insolvency=0.0)

    def under(self, terms: Terms, world: str = OWN, change: Change | None = None) -> Agreed:
        """Return what other terms, or another saving, catchment, persistence or lag, make of the same runs."""
        flows = self.flows[world]
        return agree(flows if change is None else change(flows), terms)


def one_replication(question: Question, archive: Path | None, number: int) -> Replication:
    """Run all worlds once: replication i has the i-th luck and, unless fixed, the i-th draw of the parameters."""
    luck = Luck(archive_in(archive), question.seed + number, None if question.fixed else number, question.start)
    runs = {name: luck.run(world) for name, world in worlds(question).items()}
    twin = runs[AS_NOW]
    return Replication(
        lines={name: line_of(twin, one, question.start) for name, one in runs.items() if name != AS_NOW},
        purses=purses(twin, runs[OWN], question.start),
        fingerprints={name: one.fingerprint for name, one in runs.items()},
        parameters=runs[OWN].parameters,
        seconds=luck.seconds,
        tally=luck.tally,
    )


def line_of(twin: Run, arm: Run, start: int) -> Line:
    """Return the cash flows of a world from the programme's start on, for the whole place."""
    measures = arm.measures

    def measured(name: str) -> Months:
        return measures[name].to_numpy(np.float64)

    def whole(values: Months) -> Months:
        return np.asarray(values[start:] * arm.weight, np.float64)

    return Line(
        contract=whole(measured("contract_indicative") - measured("contract_actual")),
        indicative=whole(measured("contract_indicative")),
        truth=whole(twin.measures["council_care_cost"].to_numpy(np.float64) - measured("council_care_cost")),
        waiting=whole(unpaid_while_waiting(twin, arm)),
        cost=whole(line_difference(twin, arm, f"programme_{PROGRAMME}")),
        plans=whole(measured("local_links_plans")),
        budgets=whole(measured("budgets_in_catchment")),
        running=whole(measured("local_links_running")),
        goodwill=measured("guarantee_goodwill")[start:],
        criteria=measured("criteria_met")[start:],
        health=whole(freed_in_health(twin, arm)),
    )


def freed_in_health(twin: Run, arm: Run) -> Months:
    """Return what of the NHS's saving frees cash for whoever holds its purse with that for care, by month of saving.

    The run's own draw says what of it is cash, as it does for care; `Flows` says when.
    """
    drawn = arm.parameters
    held, share, backfill = (
        drawn.get(f"dividend.{name}", 0.0) for name in ("payer_holds_health", "health_share", "backfill")
    )
    saving = [
        -line_difference(twin, arm, line.name) for line in all_lines(twin, arm) if line.cashable == Cashable.HEALTH
    ]
    if held <= 0.0 or not saving:
        return np.zeros(arm.scenario.months)
    return np.asarray(held * share * (1.0 - backfill) * np.sum(saving, axis=0), np.float64)


def unpaid_while_waiting(twin: Run, arm: Run) -> Months:
    """Return what the council does not pay this month as more people than in the twin wait for a plan to begin.

    Each counts as much as a package that Local Links brokered would cost unreduced, on average over the run.
    """
    packages = float(arm.measures["local_links_running"].sum())
    price = float(arm.measures["contract_indicative"].sum()) / packages if packages > 0.0 else 0.0
    here, there = (one.measures[list(AWAITING)].sum(axis=1).to_numpy(np.float64) for one in (arm, twin))
    return np.asarray(price * (here - there))


def gather(question: Question, done: Sequence[Replication]) -> Repayment:
    """Return what the replications say together."""
    flows = {name: flows_of(question, name, done) for name in done[0].lines}
    return Repayment(
        question=question,
        flows=flows,
        agreed={name: agree(one, question.terms) for name, one in flows.items()},
        criteria={name: np.stack([one.lines[name].criteria for one in done]) for name in flows},
        purses=tuple(one.purses for one in done),
        fingerprints=tuple(one.fingerprints[OWN] for one in done),
        parameters=tuple(one.parameters for one in done),
        seconds=sum(one.seconds for one in done),
        tally=sum((one.tally for one in done), Tally()),
    )


def flows_of(question: Question, name: str, done: Sequence[Replication], first: int = 0) -> Flows:
    """Return the flows of one world over these replications, of which ``first`` is the number of the first.

    The guarantor has the same luck in every world.
    """

    def drawn(parameter: str) -> NDArray[np.float64]:
        return np.array([one.parameters[f"dividend.{parameter}"] for one in done])

    health = np.stack([one.lines[name].health for one in done])
    held = one_purse.held_with(question.place, question.overrides) > 0.0
    return Flows(
        first_month=question.start,
        **{part: np.stack([getattr(one.lines[name], part) for one in done]) for part in FLOWING},
        health=health if held else None,
        health_lag=drawn("health_lag") if held else None,
        frees=freeing(drawn),
        luck=guarantors_luck(question.guarantor, question.seed, first + len(done))[first:],
        council_matches=not place(question.place).matcher,
    )


def guarantors_luck(guarantor: str, seed: int, runs: int) -> NDArray[np.float64]:
    """Return a guarantor's luck in each run, the same for whatever it stands in for, shape (runs,)."""
    return Draws(seed).uniform(f"loan.honours {guarantor}", 0, np.arange(runs))


def together(parts: Sequence[Flows]) -> Flows:
    """Return the flows of several worlds as the runs of one, so that one agreement is laid over all of them at once."""
    flowing: dict[str, Any] = {name: np.concatenate([getattr(one, name) for one in parts]) for name in FLOWING}
    health = [one.health for one in parts if one.health is not None]
    lags = [one.health_lag for one in parts if one.health_lag is not None]
    return replace(
        parts[0],
        **flowing,
        health=np.concatenate(health) if len(health) == len(parts) else None,
        health_lag=np.concatenate(lags) if len(lags) == len(parts) else None,
        frees=Freeing(**{name: np.concatenate([getattr(one.frees, name) for one in parts]) for name in FREES}),
        luck=np.concatenate([one.luck for one in parts]),
    )
