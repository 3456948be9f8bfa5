"""The commands that list what there is: scenarios, interventions and parameters."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.asking.options import Json

if TYPE_CHECKING:
    from sim.intervention import Intervention
    from sim.parameters import Entry


FEW_COLUMNS = 5
"""Columns of the list of parameters that fit a narrow terminal; sources and notes are left to a wider one."""


def scenarios(as_json: Json = False) -> None:
    """List the scenarios that come with Kith, and the question each one asks.

    Example: kith scenarios
    """
    from experiments.asking.preset import preset_names, shipped
    from experiments.showing.screen import show_texts
    from experiments.showing.written import as_json as json_of

    known = {name: shipped(name) for name in preset_names()}
    if as_json:
        listed = [
            {"name": name, "title": one.title, "question": one.question, "place": one.place, "years": one.years}
            | {"arms": [arm.title for arm in one.arms]}
            for name, one in known.items()
        ]
        typer.echo(json_of(listed), nl=False)
        return
    rows = [(name, one.question, one.place) for name, one in known.items()]
    title = "Scenarios (run one with kith compare, such as: kith compare leeds)"
    show_texts(title, ("Write", "It asks", "Place"), rows, apart=1)


def interventions(as_json: Json = False) -> None:
    """List the interventions, what they change, and what is known of their effects.

    Example: kith interventions
    """
    from experiments.showing.screen import show_texts
    from experiments.showing.written import as_json as json_of
    from models import interventions as all_interventions

    known = all_interventions()
    if as_json:
        fields = ("name", "title", "summary", "evidence", "controlled", "changes")
        typer.echo(json_of([{field: getattr(one, field) for field in fields} for one in known]), nl=False)
        return
    for title, group in _kinds(known).items():
        rows = [
            (one.name.replace("_", "-"), one.summary, f"{'Controlled' if one.controlled else 'Prior'}: {one.evidence}")
            for one in group
        ]
        show_texts(title, ("Write", "What it is", "What its effects rest on"), rows, apart=1)


def _kinds(known: "tuple[type[Intervention], ...]") -> "dict[str, list[type[Intervention]]]":
    """Part programmes, which somebody pays for, from shocks, which befall a place."""
    from sim.ledger import Cashable

    kinds: dict[str, list[type[Intervention]]] = {"Programmes: what may be bought": [], "Shocks: what may come": []}
    bought, come = kinds.values()
    for one in known:
        paid = any(line.cashable == Cashable.PROGRAMME for line in one.lines)
        (bought if paid else come).append(one)
    return {title: group for title, group in kinds.items() if group}


def parameters(
    word: Annotated[str | None, typer.Argument(help="A sheet, such as falls, or part of a name.")] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="PLACE", help="With the numbers of this place in their stead.")
    ] = None,
    all_of_them: Annotated[bool, typer.Option("--all", help="Show every parameter of every sheet.")] = False,
    as_json: Json = False,
) -> None:
    """List the parameters: value, range, unit, source and status; those of a place where it has its own.

    Example: kith parameters reablement
    """
    from experiments.showing.screen import fitting, say, screen, show_texts
    from experiments.showing.written import as_json as json_of

    found = _found(word, _every_parameter(place))
    if as_json:
        fields = ("value", "unit", "low", "high", "source", "status", "choice", "note")
        rows = [{"name": name} | {field: getattr(one, field) for field in fields} for name, one in found.items()]
        typer.echo(json_of(rows), nl=False)
        return
    if word is None and not all_of_them:
        counts = Counter(name.partition(".")[0] for name in found)
        sheet_rows = [(name, str(count)) for name, count in sorted(counts.items())]
        title = f"{len(found)} parameters in {len(counts)} sheets (kith parameters WORD shows one, --all every one)"
        show_texts(title, ("Word", "Parameters"), sheet_rows)
        say(screen(), _by_status(found.values()))
        return
    heads = ("Parameter", "Value", "Range", "Unit", "Status", "Source", "Note")
    show_texts("Parameters", *fitting(heads, [_row(name, one) for name, one in found.items()], FEW_COLUMNS))


def _every_parameter(place: str | None) -> "dict[str, Entry]":
    """Return every parameter by word.parameter: of the model, or of one place."""
    from experiments.asking.asked import place_name
    from models import sheets

    held = sheets(None if place is None else place_name(place))
    return {f"{name}.{key}": one for name, sheet in held.items() for key, one in sheet.entries.items()}


def _by_status(entries: "Iterable[Entry]") -> str:
    from typing import get_args

    from experiments.words import listed
    from sim.parameters import Status

    counts = Counter(one.status for one in entries)
    return f"Of these {listed([f'{counts[status]} {status}' for status in get_args(Status)])}."


def _found(word: str | None, known: "dict[str, Entry]") -> "dict[str, Entry]":
    from experiments.asking.asked import underscored
    from sim.errors import ModelError, did_you_mean

    if word is None:
        return known
    plain = underscored(word)
    sheet = {name: one for name, one in known.items() if name.partition(".")[0] == plain}
    found = sheet or {name: one for name, one in known.items() if plain in name}
    if not found:
        words = {name.partition(".")[0] for name in known} | {name.partition(".")[2] for name in known}
        hint = did_you_mean(plain, sorted(words)) or " See them all: kith parameters."
        raise ModelError(f"There is no parameter '{word}'.{hint}")
    return found


def _row(name: str, one: "Entry") -> tuple[str, ...]:
    from experiments.words import amount, reach

    source = ", ".join(one.source) if isinstance(one.source, tuple) else one.source
    status = f"{one.status}, a choice" if one.choice else one.status
    return name, amount(one.value), reach(one.low, one.high), one.unit, status, source, one.note or ""
