"""The command `kith runs`: which runs are kept, and how to hand them on or be rid of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.asking.options import Json, Out, Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from experiments.runs.archive import Archive
    from experiments.runs.packing import Card
    from models import Run

SHOWN = 30
"""Runs that a table shows; --json has them all."""
EXPORTED = ("measures", "ledger")
"""What of a run is written as CSV."""


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
    Runs made by another version of Kith, whose code or parameters differ, are named as such: no study of this
    one reads them, and --where version=other --prune removes them.

    Example: kith runs --where place=leeds-armley --where seed<10
    """
    from experiments.files import readable_archive
    from experiments.runs.archive import Archive
    from experiments.runs.search import fitting
    from experiments.showing.written import as_json as json_of

    store = Archive(readable_archive(archive))
    cards, unread = store.listed()
    found = fitting(cards, where or ())
    if check:
        found, unread = _checked(store, found, unread), []
    if out is not None:
        _export(store, found, out)
    if prune:
        doomed = [*(card.fingerprint for card in found), *([] if where else unread)]
        freed = store.prune(doomed)
        typer.echo(f"Removed {_count(len(doomed))} from '{store.folder}' and freed {freed / 1e6:,.1f} MB.", err=True)
        return
    if unread:
        typer.echo(f"{_count(len(unread))} cannot be read: --check sets what is damaged aside.", err=True)
    if as_json:
        from dataclasses import asdict

        typer.echo(json_of([asdict(card) | {"version": card.version} for card in found]), nl=False)
        return
    _show(found, store.folder, store.size())


def _show(found: "Sequence[Card]", archive: Path, size: int) -> None:
    from experiments.showing.screen import say, screen, show_texts

    rows = [
        (card.fingerprint, card.place, card.title, str(card.seed), str(card.months), ", ".join(_changes(card)))
        for card in found[:SHOWN]
    ]
    if rows:
        show_texts("Runs", ("Fingerprint", "Place", "World", "Seed", "Months", "Changed"), rows)
    more = f" (the first {SHOWN} are shown; --json has all)" if len(found) > SHOWN else ""
    others = sum(card.version == "other" for card in found)
    made = f", {others} of them made by another version of Kith" if others else ""
    say(screen(), f"{_count(len(found))} found{made}{more}; all runs in '{archive}' take {size / 1e6:,.1f} MB.")


def _count(number: int) -> str:
    from experiments.words import runs as said

    return said(number)


def _changes(card: "Card") -> list[str]:
    version = ["another version of Kith"] if card.version == "other" else []
    scale = [f"{card.scaled_to:,} residents"] if card.scaled_to is not None else []
    draw = [] if card.draw is None else ["drawn parameters"]
    return version + scale + draw + [f"{name}={_number(value)}" for name, value in card.overrides.items()]


def _number(value: float | tuple[float, ...]) -> str:
    """Return a number, or several one after another."""
    return " ".join(f"{one:g}" for one in (value if isinstance(value, tuple) else (value,)))


def _checked(store: "Archive", found: "Sequence[Card]", unread: "Sequence[str]") -> "list[Card]":
    """Read runs whole, those without a card too, and return the cards of all but the damaged."""
    asked = [*(card.fingerprint for card in found), *unread]
    damaged = set(asked) - {one.fingerprint for one in _readable(store, asked)}
    said = f"{_count(len(damaged))} damaged and set aside" if damaged else "all of them whole"
    typer.echo(f"Read {_count(len(asked))}: {said}.", err=True)
    return [card for card in found if card.fingerprint not in damaged]


def _readable(store: "Archive", fingerprints: "Sequence[str]") -> "Iterator[Run]":
    """Go through runs one by one; what is damaged is set aside and left out."""
    for fingerprint in fingerprints:
        if (found := store.held(fingerprint)) is not None:
            yield found


def _export(store: "Archive", found: "Sequence[Card]", out: Path) -> None:
    """Write the months of runs one after the other, in the columns that any of them has."""
    from contextlib import ExitStack

    from experiments.files import open_folder, whole_file
    from experiments.showing.written import as_csv

    columns: dict[str, dict[str, None]] = {name: {} for name in EXPORTED}
    whole: list[str] = []
    for one in _readable(store, [card.fingerprint for card in found]):
        whole.append(one.fingerprint)
        for name, known in columns.items():
            known |= dict.fromkeys(getattr(one, name).columns)
    folder = open_folder(out)
    with ExitStack() as stack:
        files = {name: stack.enter_context(whole_file(folder / f"{name}.csv")) for name in EXPORTED}
        for number, one in enumerate(_readable(store, whole)):
            for name, file in files.items():
                months = getattr(one, name).reindex(columns=list(columns[name])).reset_index()
                text = as_csv(months.assign(fingerprint=one.fingerprint))
                file.write((text.partition("\n")[2] if number else text).encode())
    lost = len(found) - len(whole)
    damaged = f"; {_count(lost)} damaged and set aside" if lost else ""
    typer.echo(f"Written: {folder / 'measures.csv'} and ledger.csv, {_count(len(whole))}{damaged}.", err=True)
