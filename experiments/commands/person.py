"""The command `kith person`: one resident's life, and with --with her twin's beside it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.options import Json, PlaceName, Residents, Seed, Set, StartMonth, With, Years

if TYPE_CHECKING:
    from models import Run


def person(
    place: PlaceName,
    number: Annotated[int, typer.Argument(metavar="ID", help="The resident's number, from 0.")],
    interventions: With = None,
    years: Years = 15,
    residents: Residents = None,
    start_month: StartMonth = 24,
    seed: Seed = 1,
    set_values: Set = None,
    as_json: Json = False,
) -> None:
    """Print one life; with --with also the twin's, the month they part and why.

    Example: kith person leeds 1234 --with local-links
    """
    from dataclasses import replace

    from experiments.asked import Asked, check, scenario_of
    from experiments.progress import announce_compiling
    from models import run as run_world

    asked = Asked(place, interventions or (), years, residents, start_month, set_values or (), seed)
    scenario = scenario_of(check(asked), asked)
    announce_compiling()
    bare = replace(scenario, title="as now", interventions={})
    found = [run_world(one, seed=seed, watch=number) for one in ([bare, scenario] if interventions else [bare])]
    refuse_stranger(found[0], number)
    if as_json:
        _print_json(found, number)
    else:
        _show(found, number)


def refuse_stranger(run: "Run", number: int) -> None:
    """Refuse a number that nobody bears, or that of someone who never comes."""
    from experiments.words import span
    from sim.errors import ModelError

    scenario, everyone = run.scenario, len(run.left)
    if not 0 <= number < everyone:
        raise ModelError(
            f"There is no resident {number} in {scenario.place}: write a number from 0 to {everyone - 1:,}."
        )
    if not run.events and run.portrait is None:
        raise ModelError(
            f"Resident {number} does not come to live in {scenario.place} within {span(scenario.months)}: "
            "write a smaller number, or more --years."
        )


def _show(found: Sequence["Run"], number: int) -> None:
    from experiments.life import closest, moments, parting, told_parting
    from experiments.tables import say, screen, show_texts
    from experiments.words import month_name
    from models import interventions as all_interventions

    her = "her"
    told = [moments(run.events, her) for run in found]
    months = sorted(set().union(*told))
    rows = [[month_name(month), *("; ".join(one.get(month, [])) for one in told)] for month in months]
    show_texts(
        f"Resident {number}",
        ["Month", *(run.scenario.title[:1].upper() + run.scenario.title[1:] for run in found)],
        rows,
    )
    if len(found) == 2:
        chosen = {one.title: one.changes for one in all_interventions() if one.name in found[1].scenario.interventions}
        console = screen()
        parts = parting(*found)
        for sentence in told_parting(parts, closest(*found) if parts is None else None, chosen, her):
            say(console, sentence)


def _print_json(found: Sequence["Run"], number: int) -> None:
    from dataclasses import asdict

    from experiments.life import parting
    from experiments.record import as_json

    lives = [{"world": run.scenario.title, "events": [asdict(event) for event in run.events]} for run in found]
    parts = parting(*found) if len(found) == 2 else None
    typer.echo(as_json({"person": number, "lives": lives, "parting": asdict(parts) if parts else None}), nl=False)
