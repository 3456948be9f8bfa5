"""A made-up comparison of two programmes, made without running a model."""

from functools import cache

from experiments.asking.study import Study, plan_arms
from experiments.comparing.cashability import Cashability, default_sheet
from experiments.comparing.compare import Comparison, Replication, gather
from experiments.comparing.outcome import outcome
from experiments.comparing.spillover import spill
from experiments.runs.archive import Tally
from models import Run, Scenario, Standing
from tests.experiments.fakes import fake_run

MONTHS, START = 48, 12


@cache
def comparison(replications: int = 4) -> Comparison:
    """Local Links delays one person's care a little, reablement by more, and the more so from run to run."""
    study = Study(
        interventions=("local_links", "reablement"),
        months=MONTHS,
        start=START,
        residents=200,
        replications=replications,
        overrides={"reablement.places": 40.0},
    )
    arms = plan_arms(study)
    return gather(study, arms, [replication(study, arms, number) for number in range(replications)])


def replication(study, arms, number: int) -> Replication:
    cash = Cashability(default_sheet())
    worlds = {arm.name: _world(arm.scenario, number) for arm in arms}
    twin = worlds["as_now"]
    outcomes = {name: outcome(twin, here, START, cash) for name, here in worlds.items() if name != "as_now"}
    return Replication(
        outcomes=outcomes,
        spills={name: spill(twin, here) for name, here in worlds.items() if name != "as_now"},
        sizes=dict.fromkeys(outcomes, 1.0),
        measures={name: here.measures for name, here in worlds.items()},
        fingerprints=dict.fromkeys(worlds, f"{number:016x}"),
        parameters={"reablement.recovery_ratio": 1.0 + number / 10.0},
        weight=750.0,
        seconds=1.0,
        tally=Tally(made=len(worlds)),
    )


def _world(scenario: Scenario, number: int) -> Run:
    names = list(scenario.interventions)
    delay = {"local_links": 2 + number % 2, "reablement": 9 + number}.get(names[0], 0) if names else 0
    begins = START + 6 + delay
    spent = {"home_care_council": _from(begins, 900.0), "home_care_charges": _from(begins, 180.0)}
    if names:
        spent["programme_reablement"] = _from(START, 60.0)
    changes = [(begins, 0, Standing.COUNCIL_HOME)]
    return fake_run(
        MONTHS,
        changes,
        [-1],
        spent,
        {"lonely": 1.0 - 0.01 * number if names else 1.0},
        interventions=scenario.interventions,
    )


def _from(month: int, pounds: float) -> list[float]:
    return [pounds if one >= month else 0.0 for one in range(MONTHS)]
