"""The command `kith run`: one world from April 2011, year by year."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from experiments.options import Json, Out, PlaceName, Residents, Seed, Set, StartMonth, With, Years

if TYPE_CHECKING:
    from models import Run

SHOWN = {
    "residents": "Aged 60+",
    "alone": "Alone",
    "lonely": "Lonely",
    "frail": "Frail",
    "home_care": "Home\ncare",
    "residential_council": "Care\nhomes",
    "unmet": "Unmet\nneed",
}


def run(
    place: PlaceName,
    interventions: With = None,
    years: Years = 15,
    residents: Residents = None,
    start_month: StartMonth = 24,
    seed: Seed = 1,
    set_values: Set = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Run one world, as now or with interventions, and show it year by year.

    With --out it writes run.json, measures.csv and ledger.csv.

    Example: kith run leeds --residents 10000 --years 5 --with local-links
    """
    from experiments.asked import Asked, check, scenario_of
    from experiments.progress import announce_compiling
    from models import run as run_world

    asked = Asked(place, interventions or (), years, residents, start_month, set_values or (), seed, out=out)
    scenario = scenario_of(check(asked), asked)
    announce_compiling()
    found = run_world(scenario, seed=seed)
    if out is not None:
        _write(found, out)
    if as_json:
        typer.echo(_document(found), nl=False)
    else:
        _show(found)


def _show(found: "Run") -> None:
    from experiments import words
    from experiments.tables import say, screen, show_rows, yearly
    from models import place

    scenario = found.scenario
    names = [name for name in SHOWN if name in found.measures]
    here = place(scenario.place)
    title = f"{here.title}, {scenario.title}, over {words.span(scenario.months)}"
    show_rows(title, ["Month", *(SHOWN[name] for name in names)], yearly(found.measures, names))
    console = screen()
    say(console, "Home care and care homes: people the council pays for.")
    if scenario.residents is not None:
        say(console, words.scale(scenario.residents, found.weight))
    say(console, words.of_place(here.title, here.status))
    say(console, words.NOT_A_FORECAST)
    seconds = f"{found.start_seconds:.1f} s to make the people and {found.run_seconds:.1f} s to run them"
    say(console, f"Seed {found.seed}; {seconds} (processor time); fingerprint {found.fingerprint}.")


def _document(found: "Run") -> str:
    from dataclasses import asdict, fields

    from experiments.record import as_json, frame_rows

    return as_json(
        {
            "scenario": {field.name: getattr(found.scenario, field.name) for field in fields(found.scenario)}
            | {"interventions": {name: asdict(plan) for name, plan in found.scenario.interventions.items()}},
            "seed": found.seed,
            "weight": found.weight,
            "fingerprint": found.fingerprint,
            "start_cpu_seconds": found.start_seconds,
            "run_cpu_seconds": found.run_seconds,
            "parameters": dict(found.parameters),
            "measures": frame_rows(found.measures.reset_index()),
            "ledger_pounds": frame_rows(found.ledger.reset_index()),
        }
    )


def _write(found: "Run", folder: Path) -> None:
    from experiments.files import open_folder, write_whole
    from experiments.record import as_csv

    open_folder(folder)
    write_whole(folder / "run.json", _document(found))
    write_whole(folder / "measures.csv", as_csv(found.measures.reset_index()))
    write_whole(folder / "ledger.csv", as_csv(found.ledger.reset_index()))
    typer.echo(f"Written: {folder / 'run.json'}, measures.csv and ledger.csv.", err=True)
