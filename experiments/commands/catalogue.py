"""The commands that list what there is: scenarios, interventions and parameters."""

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.options import Json

if TYPE_CHECKING:
    from sim.parameters import Entry


FEW_COLUMNS = 5
"""Columns of the list of parameters that fit a narrow terminal; sources and notes are left to a wider one."""


def scenarios(as_json: Json = False) -> None:
    """List the scenarios that come with Kith, and the question each one asks.

    Example: kith scenarios
    """
    from experiments.preset import preset_names, shipped
    from experiments.record import as_json as json_of
    from experiments.tables import show_texts

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
    show_texts(
        "Scenarios (run one with kith compare, such as: kith compare leeds)", ("Write", "It asks", "Place"), rows
    )


def interventions(as_json: Json = False) -> None:
    """List the interventions, what they change, and what is known of their effects.

    Example: kith interventions
    """
    from experiments.record import as_json as json_of
    from experiments.tables import show_texts
    from models import interventions as all_interventions

    known = all_interventions()
    if as_json:
        fields = ("name", "title", "summary", "evidence", "controlled", "changes")
        typer.echo(json_of([{field: getattr(one, field) for field in fields} for one in known]), nl=False)
        return
    rows = [
        (one.name.replace("_", "-"), one.summary, f"{'Controlled' if one.controlled else 'Prior'}: {one.evidence}")
        for one in known
    ]
    show_texts("Interventions", ("Write", "What it is", "What its effects rest on"), rows)


def parameters(
    word: Annotated[str | None, typer.Argument(help="A sheet, such as falls, or part of a name.")] = None,
    as_json: Json = False,
) -> None:
    """List the parameters: value, range, unit, source and status.

    Example: kith parameters reablement
    """
    from experiments.record import as_json as json_of
    from experiments.tables import WIDE, screen, show_texts
    from models import sheets

    found = _found(
        word, {f"{name}.{key}": one for name, sheet in sheets().items() for key, one in sheet.entries.items()}
    )
    if as_json:
        fields = ("value", "unit", "low", "high", "source", "status", "note")
        rows = [{"name": name} | {field: getattr(one, field) for field in fields} for name, one in found.items()]
        typer.echo(json_of(rows), nl=False)
        return
    if word is None:
        counts = {name: len(sheet.entries) for name, sheet in sheets().items()}
        sheet_rows = [(name, str(count)) for name, count in sorted(counts.items())]
        show_texts("Sheets of parameters (kith parameters WORD shows one)", ("Word", "Parameters"), sheet_rows)
        return
    heads = ("Parameter", "Value", "Range", "Unit", "Status", "Source", "Note")
    shown = len(heads) if screen().width >= WIDE else FEW_COLUMNS
    show_texts("Parameters", heads[:shown], [_row(name, one)[:shown] for name, one in found.items()])


def _found(word: str | None, known: "dict[str, Entry]") -> "dict[str, Entry]":
    from sim.errors import ModelError, did_you_mean

    if word is None:
        return known
    plain = word.strip().lower().replace("-", "_")
    sheet = {name: one for name, one in known.items() if name.partition(".")[0] == plain}
    found = sheet or {name: one for name, one in known.items() if plain in name}
    if not found:
        words = {name.partition(".")[0] for name in known} | {name.partition(".")[2] for name in known}
        hint = did_you_mean(plain, sorted(words)) or " See them all: kith parameters."
        raise ModelError(f"There is no parameter '{word}'.{hint}")
    return found


def _row(name: str, one: "Entry") -> tuple[str, ...]:
    from experiments.words import number

    def shown(value: object) -> str:
        if isinstance(value, tuple):
            return f"{number(min(value))} to {number(max(value))} ({len(value)} numbers)"
        return number(value) if isinstance(value, int | float) else str(value)

    low, high = (shown(min(edge) if isinstance(edge, tuple) else edge) for edge in (one.low, one.high))
    source = ", ".join(one.source) if isinstance(one.source, tuple) else one.source
    return name, shown(one.value), f"{low} to {high}", one.unit, one.status, source, one.note or ""
