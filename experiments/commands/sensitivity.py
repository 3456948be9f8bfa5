"""The command `kith sensitivity`: which parameters decide what a comparison finds."""

from typing import Annotated

import typer

from experiments.asking.options import (
    Cluster,
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

OUTCOME, LUCKS, MOST, POINTS = "months_delayed", 4, 8, 64

Parameters = Annotated[
    list[str] | None,
    typer.Option(
        "--parameters",
        metavar="WORD.PARAMETER",
        help="What to vary, one by one or all of a sheet (WORD); if left out, the programmes' and the services'.",
    ),
]


def sensitivity(
    what: What,
    interventions: With = None,
    parameters: Parameters = None,
    outcome: Annotated[str, typer.Option(help="What it is asked of, such as net_public_cost.")] = OUTCOME,
    lucks: Annotated[int, typer.Option(help="Under how many lucks every setting is run; all share them.")] = LUCKS,
    most: Annotated[int, typer.Option(help="How many parameters, the biggest, are varied together.")] = MOST,
    points: Annotated[
        int, typer.Option(help="Settings at which they are varied together, a power of two; 0 for none.")
    ] = POINTS,
    years: ScenarioYears = None,
    residents: Residents = None,
    start_month: ScenarioStart = None,
    seed: ScenarioSeed = None,
    set_values: Set = None,
    workers: Workers = None,
    cluster: Cluster = None,
    archive: Store = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Say which parameters decide an answer: one at a time (a tornado), then the biggest together (Sobol indices).

    All settings meet the same luck. Two dummy inputs, which do nothing, show what a share of nothing looks like.
    Writes report.html, sensitivity.json, tornado.csv and sobol.csv. Every run is kept, so a study that was ended
    goes on where it was.

    Example: kith sensitivity leeds --with reablement --residents 5000 --parameters reablement --parameters need
    """
    from experiments.asking.asked import folder_for, refuse
    from experiments.asking.wanted import Wanted, scenario_named, study_of
    from experiments.runs.progress import crew_at_work
    from experiments.showing.section import hand_over
    from experiments.unknowns.sensitivity import Depth
    from experiments.unknowns.sensitivity import sensitivity as what_decides
    from experiments.unknowns.sensitivity_told import finding
    from experiments.unknowns.settings import NOTHING, chosen, misnamed

    folder = out or folder_for(what, "sensitivity")
    depth = Depth(outcome, lucks, most, points)
    wanted = Wanted(
        what,
        interventions=interventions or (),
        years=years,
        residents=residents,
        start=start_month,
        overrides=set_values or (),
        seed=seed,
        replications=max(lucks, 1),
        workers=workers,
        out=folder,
        faults=[*depth.faults(), *misnamed(parameters or (), set_values or ())],
    )
    study = study_of(wanted, scenario_named(what, wanted.interventions))
    varied = chosen(study, parameters or ())
    refuse(varied.faults or [] if varied.entries else [*varied.faults, NOTHING])
    with crew_at_work(f"Varying {len(varied.entries)} parameters", workers, archive, cluster) as crew:
        found = what_decides(study, varied.entries, depth, crew)
    typer.echo(found.tally.told(crew.archive), err=True)
    further = ["--outcome", outcome, "--lucks", str(lucks), "--most", str(most), "--points", str(points)]
    further += [part for name in parameters or () for part in ("--parameters", name)]
    hand_over(finding(found, *further), folder, as_json)
