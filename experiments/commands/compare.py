"""The command `kith compare`: each intervention against its twin world, in sentences, a table and a report."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.asking.options import (
    Cluster,
    Fixed,
    Json,
    Out,
    Precision,
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

if TYPE_CHECKING:
    from experiments.comparing.compare import Comparison
    from experiments.comparing.story import Story


def compare(
    what: What,
    interventions: With = None,
    replications: Annotated[
        int | None,
        typer.Option(
            help=f"How many times to run every world, each under other luck; {REPLICATIONS} unless a scenario says so."
        ),
    ] = None,
    precision: Precision = None,
    lucks: Annotated[
        int,
        typer.Option(
            help="From two on, each replication is a draw of the parameters under so many lucks, and luck is taken out "
            "of the intervals of all that has one number a run."
        ),
    ] = 1,
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
    """Say which intervention delays most months of council-funded care per pound, and how sure that is.

    All worlds have the same people under the same luck. A scenario or a scenario file brings its own worlds;
    --with compares interventions one by one in a place. Writes report.html, compare.json and compare.csv.
    Every run is kept as it is made, so a comparison that was ended goes on where it was.

    Example: kith compare leeds --residents 10000 --replications 4
    """
    from experiments.asking.asked import folder_for
    from experiments.asking.wanted import Wanted, scenario_named, study_of
    from experiments.comparing.compare import compare as compare_worlds
    from experiments.comparing.story import story
    from experiments.runs.progress import crew_at_work
    from experiments.unknowns.uncertainty import nested_faults, uncertainty

    folder = out or folder_for(what, "compare")
    wanted = Wanted(
        what,
        interventions=interventions or (),
        years=years,
        residents=residents,
        start=start_month,
        overrides=set_values or (),
        seed=seed,
        replications=replications,
        fixed=fixed_parameters,
        workers=workers,
        out=folder,
        precision=precision,
        faults=nested_faults(lucks, fixed_parameters, precision),
    )
    study = replace(study_of(wanted, scenario_named(what, wanted.interventions)), lucks=lucks)
    doing = f"Comparing {len(study.asked)} worlds with the one as now"
    with crew_at_work(doing, workers, archive, cluster) as crew:
        found = uncertainty(study, crew).comparison if lucks > 1 else compare_worlds(study, crew)
    typer.echo(found.tally.told(crew.archive), err=True)
    if found.reached is not None:
        typer.echo(found.reached.told("every headline"), err=True)
    _hand_over(found, story(found), folder, as_json)


def _hand_over(found: "Comparison", told: "Story", folder: Path, as_json: bool) -> None:
    from experiments.comparing.record import comparison_json
    from experiments.comparing.report import report_html
    from experiments.comparing.tables import show_comparison
    from experiments.files import open_folder, write_whole
    from experiments.showing.written import as_csv

    document = comparison_json(found, told)
    open_folder(folder)
    write_whole(folder / "compare.json", document)
    write_whole(folder / "compare.csv", as_csv(found.table.reset_index()))
    write_whole(folder / "report.html", report_html(found))
    if as_json:
        typer.echo(document, nl=False)
    else:
        show_comparison(found, told)
    typer.echo(f"Written: {folder / 'report.html'}, compare.json and compare.csv.", err=True)
