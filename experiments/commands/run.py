"""The command `kith run`: one world, or every world of a scenario, from April 2011, year by year."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from experiments.asking.options import (
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
)
from experiments.asking.usual import SEED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from experiments.asking.study import Study
    from experiments.runs.archive import Archive, Tally
    from models import Run, Scenario

SHOWN = {
    "residents": "Aged 60+",
    "alone": "Alone",
    "lonely": "Lonely",
    "frail": "Frail",
    "home_care": "Home\ncare",
    "residential_council": "Care\nhomes",
    "unmet": "Unmet\nneed",
}
"""Of the people; a second table tells of the help."""
CENTRAL = (
    "One luck; every parameter stands at its central value, unless set otherwise. What is not known of them, and what "
    "was fitted, is in the intervals of kith compare."
)
ALONE = ""
"""Name of a world that is run by itself."""


def run(
    what: What,
    interventions: With = None,
    years: ScenarioYears = None,
    residents: Residents = None,
    start_month: ScenarioStart = None,
    seed: ScenarioSeed = None,
    set_values: Set = None,
    archive: Store = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Run one world, as now or with interventions, or every world of a scenario; show each year by year.

    With --out it writes run.json, measures.csv and ledger.csv, for a scenario in one folder a world.
    Every run is kept as it is made; given again, the same command only reads it.

    Example: kith run leeds --residents 10000 --years 5 --with local-links
    """
    from experiments.asking.wanted import Wanted, scenario_and_no_place, study_of, world_of
    from experiments.files import writable_archive
    from experiments.runs.archive import Archive
    from experiments.runs.progress import announce_compiling

    wanted = Wanted(
        what,
        interventions=interventions or (),
        years=years,
        residents=residents,
        start=start_month,
        overrides=set_values or (),
        seed=seed,
        replications=1,
        out=out,
    )
    store = Archive(writable_archive(archive))
    preset = scenario_and_no_place(what, wanted.interventions)
    if preset is None:
        scenario = world_of(wanted)
        announce_compiling()
        found, tally = one_world(scenario, SEED if seed is None else seed, store)
    else:
        study = study_of(wanted, preset)
        announce_compiling()
        found, tally = worlds(study, store)
    typer.echo(tally.told(store.folder), err=True)
    if out is not None:
        _write(found, out)
    if as_json:
        _print_json(found)
    else:
        _show(found, preset.question if preset else "")


def one_world(scenario: "Scenario", seed: int, archive: "Archive") -> "tuple[dict[str, Run], Tally]":
    """Return a world run by itself, from the archive if it is there."""
    from experiments.runs.archive import Luck

    luck = Luck(archive, seed, None, None)
    return {ALONE: luck.run(scenario)}, luck.tally


def worlds(study: "Study", archive: "Archive | None") -> "tuple[dict[str, Run], Tally]":
    """Return every world of a study by its name, under one luck; one with a budget is sized to it."""
    from dataclasses import replace

    from experiments.asking.study import plan_arms
    from experiments.comparing.compare import first_start, worlds_under
    from experiments.runs.archive import Luck
    from experiments.runs.stopped import Stopped

    arms = plan_arms(replace(study, equal_budget=None))
    luck = Luck(archive, study.seed, None, first_start(arms))
    try:
        found, _ = worlds_under(arms, luck, study.start)
    except KeyboardInterrupt:
        kept = None if archive is None else archive.folder
        done = luck.tally.found + luck.tally.made
        raise Stopped(done, max(done, len(arms)), kept, of="worlds") from None
    return found, luck.tally


def _show(found: "Mapping[str, Run]", question: str) -> None:
    from experiments import given, words
    from experiments.showing.screen import say, screen
    from models import place

    console = screen()
    say(console, question)
    for one in found.values():
        _show_world(one)
    first = next(iter(found.values()))
    here = place(first.scenario.place)
    say(console, "Home care and care homes: people the council pays for. Lonely: sometimes or often.")
    if any("reablement_ended" in one.measures for one in found.values()):
        say(console, "No care after reablement, and handed over: shares of the year before.")
    if first.scenario.residents is not None:
        say(console, given.scale(first.scenario.residents, first.weight, here.networks))
    for sentence in (CENTRAL, words.of_place(here.title, here.status), words.NOT_A_FORECAST):
        say(console, sentence)


def _show_world(found: "Run") -> None:
    from experiments import words
    from experiments.comparing.tables import yearly, yearly_help
    from experiments.showing.screen import say, screen, show_rows
    from models import place

    scenario = found.scenario
    names = [name for name in SHOWN if name in found.measures]
    title = f"{place(scenario.place).title}, {scenario.title}, over {words.span(scenario.months)}"
    show_rows(title, ["Month", *(SHOWN[name] for name in names)], yearly(found.measures, names))
    show_rows("The help around them", *yearly_help(found.measures))
    seconds = f"{found.start_seconds:.1f} s to make the people and {found.run_seconds:.1f} s to run them"
    say(screen(), f"Seed {found.seed}; {seconds} (processor time); fingerprint {found.fingerprint}.")


def _print_json(found: "Mapping[str, Run]") -> None:
    """Print one world as it is, several by their names."""
    from experiments.showing.written import as_json

    documents = {name: _document(one) for name, one in found.items()}
    typer.echo(as_json(documents if len(documents) > 1 else documents[ALONE]), nl=False)


def _document(found: "Run") -> dict[str, Any]:
    from dataclasses import asdict, fields

    from experiments.showing.written import frame_rows

    return {
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


def _write(found: "Mapping[str, Run]", folder: Path) -> None:
    """Write each world into a folder of its name, or a world alone into the folder itself."""
    from experiments.files import open_folder, write_whole
    from experiments.showing.written import as_csv, as_json

    for name, one in found.items():
        inner = open_folder(folder / name)
        write_whole(inner / "run.json", as_json(_document(one)))
        write_whole(inner / "measures.csv", as_csv(one.measures.reset_index()))
        write_whole(inner / "ledger.csv", as_csv(one.ledger.reset_index()))
        typer.echo(f"Written: {inner / 'run.json'}, measures.csv and ledger.csv.", err=True)
