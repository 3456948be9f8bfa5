"""The command `kith waterfall`: what moved the demand for care, step by step."""

from typing import Annotated

import typer

from experiments.asking.options import (
    Cluster,
    Fixed,
    Json,
    Out,
    Residents,
    ScenarioSeed,
    ScenarioStart,
    ScenarioYears,
    Set,
    Store,
    What,
    With,
    Workers,
)
from experiments.asking.usual import REPLICATIONS

FIRST = 2011
"""Year of the first April of a run."""


def waterfall(
    what: What,
    interventions: With = None,
    since: Annotated[int, typer.Option("--from", metavar="YEAR", help="April from which, without programmes.")] = FIRST,
    until: Annotated[
        int | None, typer.Option("--to", metavar="YEAR", help="April until which; the last of the run if left out.")
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(help=f"How many times to run every world; {REPLICATIONS} unless a scenario says so."),
    ] = None,
    years: ScenarioYears = None,
    residents: Residents = None,
    start_month: ScenarioStart = None,
    seed: ScenarioSeed = None,
    set_values: Set = None,
    fixed_parameters: Fixed = False,
    workers: Workers = None,
    cluster: Cluster = None,
    archive: Store = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Say what moved the demand for care: population, living alone, loneliness, reach, effect, escalation or cash.

    Of a place, from one April to another as now; with --with or a scenario, between the world as now and each other
    in one April. The steps sum to the whole. Writes report.html, waterfall.json and waterfall.csv.

    Example: kith waterfall leeds --residents 10000 --from 2011 --to 2025
    """
    from dataclasses import replace

    from experiments.asking.asked import folder_for
    from experiments.asking.wanted import Wanted, scenario_and_no_place, study_of
    from experiments.comparing.report import command_line
    from experiments.runs.progress import crew_at_work
    from experiments.showing.section import hand_over
    from experiments.unknowns.waterfall import YEAR, waterfalls
    from experiments.unknowns.waterfall_told import finding
    from sim.errors import ModelError

    folder = out or folder_for(what, "waterfall")
    wanted = Wanted(
        what,
        interventions=interventions or (),
        usual=(),
        years=years,
        residents=residents,
        start=start_month,
        overrides=set_values or (),
        seed=seed,
        replications=replications,
        fixed=fixed_parameters,
        workers=workers,
        out=folder,
    )
    preset = scenario_and_no_place(what, wanted.interventions)
    study = replace(study_of(wanted, preset), equal_budget=None)
    last = FIRST + (study.months - 1) // YEAR
    end = last if until is None else until
    if not FIRST <= since <= last or not FIRST <= end <= last or (not study.asked and since >= end):
        raise ModelError(
            f"--from {since} and --to {end} are no two Aprils of this run, the earlier first: "
            f"write years from {FIRST} to {last}, or more --years."
        )
    with crew_at_work(f"Running {len(study.asked) + 1} worlds", workers, archive, cluster) as crew:
        found = waterfalls(study, YEAR * (since - FIRST), YEAR * (end - FIRST), crew)
    typer.echo(found.tally.told(crew.archive), err=True)
    further = ["--replications", str(study.replications), "--from", str(since), "--to", str(end)]
    further += ["--fixed-parameters"] if study.fixed else []
    hand_over(finding(found, command_line(study, *further, name="waterfall")), folder, as_json)
