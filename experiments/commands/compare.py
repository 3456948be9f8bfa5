"""The command `kith compare`: each intervention against its twin world, in sentences, a table and a report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.options import Fixed, Json, Out, Residents, Set, With

if TYPE_CHECKING:
    from experiments.asked import Asked
    from experiments.compare import Comparison
    from experiments.preset import Preset
    from experiments.story import Story
    from experiments.study import Study

YEARS, START, REPLICATIONS, SEED = 15, 24, 4, 1
"""What holds where neither the command line nor a scenario says otherwise."""

What = Annotated[
    str,
    typer.Argument(
        metavar="WHAT", help="A place (see: kith places), a scenario (see: kith scenarios), or a scenario file."
    ),
]


def compare(
    what: What,
    interventions: With = None,
    replications: Annotated[int | None, typer.Option(help="How many times to run every world; 4 as a rule.")] = None,
    years: Annotated[int | None, typer.Option(help="How many years from April 2011; 15 as a rule.")] = None,
    residents: Residents = None,
    start_month: Annotated[
        int | None, typer.Option(help="Month in which interventions start that say nothing else; 24 is April 2013.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Which luck; the same seed gives the same runs.")] = None,
    set_values: Set = None,
    fixed_parameters: Fixed = False,
    workers: Annotated[int | None, typer.Option(help="Processes side by side; one a core if left out.")] = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Say which intervention delays most months of council-funded care per pound, and how sure that is.

    All worlds have the same people under the same luck. A scenario or a scenario file brings its own worlds;
    --with compares interventions one by one in a place. Writes report.html, compare.json and compare.csv.

    Example: kith compare leeds --residents 10000 --replications 4
    """
    from experiments.asked import Asked, folder_for
    from experiments.compare import compare as compare_worlds
    from experiments.preset import preset_names
    from experiments.progress import Bar, announce_compiling
    from experiments.story import story
    from experiments.study import HEADLINE

    preset = _preset(what, interventions)
    folder = out or folder_for(what, "compare")
    asked = Asked(
        place=preset.place if preset else what,
        interventions=preset.unscheduled if preset else (interventions or HEADLINE),
        years=_first(years, preset and preset.years, YEARS),
        residents=_first(residents, preset and preset.residents, None),
        start=_first(start_month, preset and preset.start, START),
        overrides=set_values or (),
        seed=_first(seed, preset and preset.seed, SEED),
        replications=_first(replications, preset and preset.replications, REPLICATIONS),
        workers=workers,
        out=folder,
        scenarios=preset_names(),
    )
    study = _study(asked, preset, fixed_parameters)
    announce_compiling()
    with Bar(f"Comparing {len(study.asked)} worlds with the one as now") as bar:
        found = compare_worlds(study, workers, bar.show)
    _hand_over(found, story(found), folder, as_json)


def _first(*given: Any) -> Any:
    """Return the first that says anything."""
    return next((one for one in given if one is not None), None)


def _preset(what: str, interventions: list[str] | None) -> "Preset | None":
    from experiments.asked import place_name
    from experiments.preset import find_preset
    from sim.errors import ModelError

    preset = find_preset(what)
    if preset is None or not interventions:
        return preset
    try:
        place_name(what)
    except ModelError:
        raise ModelError(
            f"--with goes with a place, and '{what}' is a scenario: leave it out, or write an arm into the file."
        ) from None
    return None


def _study(asked: "Asked", preset: "Preset | None", fixed: bool) -> "Study":
    from experiments.asked import check
    from experiments.study import Study

    checked = check(asked)
    counted: dict[str, Any] = {
        "residents": asked.residents,
        "replications": asked.replications,
        "seed": asked.seed,
        "fixed": fixed,
    }
    if preset is None:
        return Study(
            place=checked.place,
            interventions=checked.interventions,
            months=checked.months,
            start=asked.start,
            overrides=checked.overrides,
            **counted,
        )
    overrides = {**preset.numbers, **checked.overrides}
    return preset.study(checked.months, asked.start, overrides=overrides, **counted)


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
