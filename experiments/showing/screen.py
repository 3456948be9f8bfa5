"""Screen: sentences and plain tables in the terminal, wide or narrow."""

import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

WIDE = 140
"""Columns of a terminal from which the quantities stand side by side."""


def screen() -> Console:
    """Return the terminal as it is now."""
    return Console(file=sys.stdout, highlight=False, markup=False)


def say(console: Console, sentence: str) -> None:
    """Print a sentence; a program reading us gets it on one line."""
    if sentence:
        console.print(sentence, soft_wrap=not console.is_terminal)


def show_rows(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a plain table of texts, the first column to the left and numbers to the right."""
    table = plain_table(heads)
    for row in rows:
        table.add_row(*row)
    show_table(title, table)


def show_figures(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table whose first column holds sentences, which may run over several lines, and the others numbers."""
    table = Table(box=box.SIMPLE_HEAD)
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place else "left", no_wrap=bool(place), overflow="fold")
    for row in rows:
        table.add_row(*row)
    show_table(title, table)


def show_texts(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], apart: int = 0) -> None:
    """Print a table of words, all columns to the left, rows so many lines ``apart``."""
    table = Table(box=box.SIMPLE_HEAD, leading=apart)
    for place, head in enumerate(heads):
        table.add_column(head, overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*row)
    show_table(title, table)


def fitting(heads: Sequence[str], rows: Sequence[Sequence[str]], few: int) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Return a table without all but its first few columns where the terminal is too narrow for them."""
    shown = len(heads) if screen().width >= WIDE else few
    return heads[:shown], [row[:shown] for row in rows]


def show_table(title: str, table: Table) -> None:
    """Print a table under its title, which may be wider than the table."""
    console = screen()
    console.print(title, style="bold", soft_wrap=not console.is_terminal)
    console.print(table)


def plain_table(heads: Sequence[str]) -> Table:
    """Return an empty table under these heads, the first column to the left and numbers to the right."""
    table = Table(box=box.SIMPLE_HEAD)
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place else "left", no_wrap=place == 0)
    return table
