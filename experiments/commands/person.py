"""The command `kith person`: one resident's life, and with --with her twin's beside it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.asking.options import Json, PlaceName, Residents, Seed, Set, StartMonth, With, Years
from experiments.asking.usual import SEED, START, YEARS

if TYPE_CHECKING:
    from experiments.comparing.followed import Followed
    from models import Portrait, Scenario


def person(
    place: PlaceName,
    number: Annotated[int, typer.Argument(metavar="ID", help="The resident's number, from 0.")],
    interventions: With = None,
    years: Years = YEARS,
    residents: Residents = None,
    start_month: StartMonth = START,
    seed: Seed = SEED,
    set_values: Set = None,
    as_json: Json = False,
) -> None:
    """Print one life; with --with also the twin's, the month they part and why.

    Example: kith person leeds 1234 --with local-links
    """
    from dataclasses import replace

    from experiments.asking.asked import Asked, check, scenario_of
    from experiments.comparing.followed import follow
    from experiments.runs.progress import announce_compiling

    asked = Asked(
        place,
        interventions=interventions or (),
        years=years,
        residents=residents,
        start=start_month,
        overrides=set_values or (),
        seed=seed,
    )
    scenario = scenario_of(check(asked), asked)
    announce_compiling()
    bare = replace(scenario, title="as now", interventions={})
    met = meet(bare, seed, number)
    found = [follow(one, seed, number) for one in ([bare, scenario] if interventions else [bare])]
    if as_json:
        _print_json(found, met)
    else:
        _show(found, met)


def meet(scenario: "Scenario", seed: int, number: int) -> "Portrait":
    """Return who bears a number, or refuse if nobody does or comes too late."""
    from experiments.words import month_name
    from models import portrait_of
    from sim.errors import ModelError

    met = portrait_of(scenario, seed, number)
    if met.enters >= scenario.months:
        raise ModelError(
            f"Resident {number} only comes to {scenario.place} in {month_name(met.enters)}, after the run ends: "
            "write a smaller number, or more --years."
        )
    return met


def _show(found: Sequence["Followed"], met: "Portrait") -> None:
    from experiments.comparing.cause import why
    from experiments.comparing.life import moments, who
    from experiments.showing.screen import say, screen, show_texts
    from experiments.words import capital, month_name
    from models import place

    her, console = "her" if met.female else "his", screen()
    title = place(found[0].scenario.place).title
    say(console, who(met, title, month_name(max(met.enters, 0))))
    told = [moments(run.events, her) for run in found]
    months = sorted(set().union(*told))
    rows = [[month_name(month), *("; ".join(one.get(month, [])) for one in told)] for month in months]
    worlds = [capital(run.scenario.title) for run in found]
    show_texts(f"{'Her' if met.female else 'His'} life from then on", ["Month", *worlds], rows)
    if len(found) == 2:
        for sentence in why(found[0], found[1], her):
            say(console, sentence)


def _print_json(found: Sequence["Followed"], met: "Portrait") -> None:
    from dataclasses import asdict

    from experiments.comparing.cause import why
    from experiments.comparing.life import parting
    from experiments.showing.written import as_json

    lives = [{"world": run.scenario.title, "events": [asdict(event) for event in run.events]} for run in found]
    parts = parting(found[0], found[1]) if len(found) == 2 else None
    said = why(found[0], found[1], "her" if met.female else "his") if len(found) == 2 else []
    told = {"person": asdict(met), "lives": lives, "parting": asdict(parts) if parts else None, "why": said}
    typer.echo(as_json(told), nl=False)
