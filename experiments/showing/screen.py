"""Screen: sentences and plain tables in the terminal, wide or narrow."""

import sys
from collections.abc import Callable, Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Column, Table

WIDE = 140
"""Columns of a terminal from which the quantities stand side by side."""
BESIDE = 3
"""Columns of a terminal left free beside what a column of a table holds."""


def screen() -> Console:
    """Return the terminal as it is now."""
    return Console(file=sys.stdout, highlight=False, markup=False)


def say(console: Console, sentence: str) -> None:
    """Print a sentence; a program reading us gets it on one line."""
    if sentence:
        console.print(sentence, soft_wrap=not console.is_terminal)


def show_rows(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], worded: int = 1) -> None:
    """Print a plain table of texts: its first columns, so many as are ``worded``, to the left, numbers to the right."""
    table = plain_table(heads, worded)
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
    """Print a table under its title, which may be wider than the table.

    Words run over several lines where the terminal is narrow, but no word or figure is ever cut: a table with more
    of them side by side than there is room for is wider than the terminal.
    """
    console = screen()
    console.print(title, style="bold", soft_wrap=not console.is_terminal)
    needed = [_narrowest(column) for column in table.columns]
    wished = [_longest([str(column.header), *map(str, column.cells)], str.splitlines) for column in table.columns]
    around = len(table.columns) * BESIDE + 1
    table.pad_edge = sum(needed) + around <= console.width
    around -= 0 if table.pad_edge else 2
    console.width = max(console.width, sum(needed) + around)
    for column, width in zip(table.columns, shared(console.width - around, needed, wished), strict=True):
        column.width = width
    console.print(table)


def _narrowest(column: Column) -> int:
    """Return how narrow a column may be: words go over several lines, figures such as "1 to 2" stay whole."""
    whole = column.no_wrap or column.justify == "right"
    cells = _longest(map(str, column.cells), str.splitlines if whole else str.split)
    return max(cells, _longest([str(column.header)], str.split))


def _longest(texts: Iterable[str], parts: Callable[[str], list[str]]) -> int:
    return max((len(part) for text in texts for part in parts(text)), default=0)


def shared(room: int, needed: Sequence[int], wished: Sequence[int]) -> list[int]:
    """Return the widths of columns that have so much room together: all that they need, then alike what they wish.

    >>> shared(12, [3, 4], [9, 4])
    [8, 4]
    """
    widths = list(needed)
    for _ in range(min(room, sum(wished)) - sum(needed)):
        lacking = [at for at, wish in enumerate(wished) if widths[at] < wish]
        widths[min(lacking, key=widths.__getitem__)] += 1
    return widths


def plain_table(heads: Sequence[str], worded: int = 1) -> Table:
    """Return an empty table under these heads, the ``worded`` columns to the left and numbers to the right."""
    table = Table(box=box.SIMPLE_HEAD)
    for place, head in enumerate(heads):
        table.add_column(head, justify="left" if place < worded else "right")
    return table
