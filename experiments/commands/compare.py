"""The command `kith compare`: each intervention against its twin world, in sentences, a table and a report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.options import Fixed, Json, Out, PlaceName, Residents, Seed, Set, StartMonth, With, Years

if TYPE_CHECKING:
    from experiments.compare import Comparison
    from experiments.story import Story

DEFAULT_REPLICATIONS = 4


def compare(
    place: PlaceName,
    interventions: With = None,
    replications: Annotated[int, typer.Option(help="How many times to run every world.")] = DEFAULT_REPLICATIONS,
    years: Years = 15,
    residents: Residents = None,
    start_month: StartMonth = 24,
    seed: Seed = 1,
    set_values: Set = None,
    fixed_parameters: Fixed = False,
    workers: Annotated[int | None, typer.Option(help="Processes side by side; one a core if left out.")] = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Say which intervention delays most months of council-funded care per pound, and how sure that is.

    All worlds have the same people under the same luck. Writes report.html, compare.json and compare.csv.

    Example: kith compare leeds --residents 10000 --replications 4
    """
    from experiments.asked import Asked, check, every_intervention, folder_for
    from experiments.compare import Study
    from experiments.compare import compare as compare_worlds
    from experiments.progress import Bar, announce_compiling
    from experiments.story import story

    chosen = interventions or every_intervention()
    folder = out or folder_for(place, "compare")
    checked = check(
        Asked(place, chosen, years, residents, start_month, set_values or (), seed, replications, workers, folder)
    )
    study = Study(
        place=checked.place,
        interventions=checked.interventions,
        months=checked.months,
        residents=residents,
        start=start_month,
        overrides=checked.overrides,
        replications=replications,
        seed=seed,
        fixed=fixed_parameters,
    )
    announce_compiling()
    with Bar(f"Comparing {len(study.interventions)} interventions") as bar:
        found = compare_worlds(study, workers, bar.show)
    _hand_over(found, story(found), folder, as_json)


def _hand_over(found: "Comparison", told: "Story", folder: Path, as_json: bool) -> None:
    from experiments.files import open_folder, write_whole
    from experiments.record import as_csv, comparison_json
    from experiments.report import report_html
    from experiments.tables import show_comparison

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
