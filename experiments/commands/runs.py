"""The command `kith runs`: which runs are kept, and how to hand them on or be rid of them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.options import Json, Out, Store

if TYPE_CHECKING:
    from experiments.packing import Card

SHOWN = 30
"""Runs that a table shows; --json has them all."""


def runs(
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CONDITION",
            help="Such as place=leeds, seed<10, with=local_links, lonely>300 (in the last month); may be repeated.",
        ),
    ] = None,
    out: Out = None,
    check: Annotated[
        bool, typer.Option("--check", help="Read every one of them whole; set damaged ones aside.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove them, with what was damaged or left half written by dead processes.")
    ] = False,
    archive: Store = None,
    as_json: Json = False,
) -> None:
    """List the runs that are kept, or those that fit every condition.

    With --out their measures and ledgers are written as CSV. --prune without a condition removes all of them.

    Example: kith runs --where place=leeds-armley --where seed<10
    """
    from experiments.archive import Archive
    from experiments.files import archive_folder
    from experiments.record import as_json as json_of
    from experiments.search import fitting

    folder = archive_folder(archive)
    store = Archive(folder)
    found = fitting(store.cards(), where or ())
    if check:
        found = _checked(store.held, found)
    if out is not None:
        _export(store.held, found, out)
    if prune:
        freed = store.prune([card.fingerprint for card in found])
        typer.echo(f"Removed {_count(len(found))} from '{folder}' and freed {freed / 1e6:,.1f} MB.", err=True)
        return
    if as_json:
        from dataclasses import asdict

        typer.echo(json_of([asdict(card) for card in found]), nl=False)
        return
    _show(found, folder, store.size())


def _show(found: "Sequence[Card]", archive: Path, size: int) -> None:
    from experiments.tables import say, screen, show_texts

    rows = [
        (card.fingerprint, card.place, card.title, str(card.seed), str(card.months), ", ".join(_changes(card)))
        for card in found[:SHOWN]
    ]
    if rows:
        show_texts("Runs", ("Fingerprint", "Place", "World", "Seed", "Months", "Changed"), rows)
    more = f" (the first {SHOWN} are shown; --json has all)" if len(found) > SHOWN else ""
    say(screen(), f"{_count(len(found))} found{more}; all runs in '{archive}' take {size / 1e6:,.1f} MB.")


def _count(number: int) -> str:
    from experiments.words import runs as said

    return said(number)


def _changes(card: "Card") -> list[str]:
    scale = [f"{card.residents:,} residents"] if card.residents is not None else []
    draw = [] if card.draw is None else ["drawn parameters"]
    return scale + draw + [f"{name}={value:g}" for name, value in card.overrides.items()]


def _checked(held: Callable[[str], object], found: "Sequence[Card]") -> "list[Card]":
    whole = [card for card in found if held(card.fingerprint) is not None]
    damaged = len(found) - len(whole)
    said = f"{_count(damaged)} damaged and set aside" if damaged else "all of them whole"
    typer.echo(f"Read {_count(len(found))}: {said}.", err=True)
    return whole


def _export(held: Callable[[str], object], found: "Sequence[Card]", out: Path) -> None:
    import pandas as pd

    from experiments.files import open_folder, write_whole
    from experiments.record import as_csv
    from models import Run

    whole = [one for card in found if isinstance(one := held(card.fingerprint), Run)]
    folder = open_folder(out)
    for name in ("measures", "ledger"):
        frames = [getattr(one, name).reset_index().assign(fingerprint=one.fingerprint) for one in whole]
        write_whole(folder / f"{name}.csv", as_csv(pd.concat(frames) if frames else pd.DataFrame()))
    typer.echo(f"Written: {folder / 'measures.csv'} and ledger.csv, {_count(len(whole))}.", err=True)
