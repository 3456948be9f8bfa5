"""Tables: what the terminal shows, wide or narrow, in plain numbers."""

import sys
from collections.abc import Iterable, Sequence

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table

from experiments import words
from experiments.compare import Comparison
from experiments.estimate import Estimate
from experiments.story import Story, holders
from experiments.summary import PER_THOUSAND, POUNDS, estimate, quantity

WIDE = 110
"""Columns of a terminal from which the arms stand side by side."""
HEADED = (
    ("months_delayed", "Months of care\ndelayed"),
    (PER_THOUSAND, "per 1,000\npounds"),
    ("programme_cost", "Programme\ncost, pounds"),
    ("net_public_cost", "Net public\ncost, pounds"),
    ("lonely_free_years", "Loneliness-\nfree years"),
)


def screen() -> Console:
    """Return the terminal as it is now."""
    return Console(file=sys.stdout, highlight=False, markup=False)


def say(console: Console, sentence: str) -> None:
    """Print a sentence; a program reading us gets it on one line."""
    if sentence:
        console.print(sentence, soft_wrap=not console.is_terminal)


def figure(one: Estimate, unit: str) -> str:
    """Return a number as a cell of a table.

    >>> figure(Estimate(2345678.0, 0.0, 0.0, 0.0, 2), POUNDS)
    '2.35m'
    """
    if unit == POUNDS and abs(one.mean) >= 999_500.0:
        return f"{float(f'{one.mean / 1e6:.3g}'):,.10g}m"
    return words.number(round(one.mean) if unit == POUNDS else one.mean)


def cell(one: Estimate, unit: str) -> str:
    """Return a number with its 80% interval as a cell of two lines."""
    if one.replications == 1:
        return figure(one, unit)
    low, high = (figure(Estimate(edge, edge, edge, 0.0, 1), unit) for edge in (one.low, one.high))
    return f"{figure(one, unit)}\n{low} to {high}"


def show_comparison(found: Comparison, told: Story) -> None:
    """Print a comparison: the answer, the table, what each intervention does, how sure, what it rests on."""
    console = screen()
    say(console, told.answer)
    for arms, title in ((found.ranking, "At their own size"), (found.equal_ranking, "At an equal budget")):
        console.print()
        console.print(wide_table(found, arms, title) if console.width >= WIDE else narrow_table(found, arms, title))
    for arm in told.arms:
        console.print()
        for sentence in arm.sentences:
            say(console, sentence)
    console.print()
    for sentence in (told.equal_answer, told.flip, told.interval, *told.caveats):
        say(console, sentence)


def wide_table(found: Comparison, arms: Sequence[str], title: str) -> Table:
    """Return a table with one row for each arm."""
    named = holders(found, found.arm(arms[0]))
    headed = [*HEADED, *((f"cashable.{name}", f"Cashable,\n{name}") for name in named)]
    table = _table(f"{title} (80% of runs below each number)", ["Intervention", *(head for _, head in headed)])
    for arm in arms:
        cells = (cell(estimate(found.table, arm, name), quantity(name).unit) for name, _ in headed)
        table.add_row(found.arm(arm).title, *cells)
    return table


def narrow_table(found: Comparison, arms: Sequence[str], title: str) -> Table:
    """Return a table with one row for each quantity of each arm, for a narrow terminal."""
    table = _table(title, ["", "Mean", "80% of runs"])
    for arm in arms:
        table.add_row(found.arm(arm).title, "", "")
        names = [name for name, _ in HEADED] + [f"cashable.{name}" for name in holders(found, found.arm(arm))]
        for name in names:
            kind = quantity(name)
            label = f"  {kind.label}{', pounds' if kind.unit == POUNDS else ''}"
            mean, *spread = cell(estimate(found.table, arm, name), kind.unit).split("\n")
            table.add_row(label, mean, *(spread or [""]))
        table.add_section()
    return table


def show_rows(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a plain table of texts, the first column to the left and numbers to the right."""
    table = _table(title, heads)
    for row in rows:
        table.add_row(*row)
    screen().print(table)


def show_texts(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table of words, all columns to the left."""
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for place, head in enumerate(heads):
        table.add_column(head, overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*row)
    screen().print(table)


def yearly(measures: pd.DataFrame, names: Sequence[str]) -> list[list[str]]:
    """Return one row for each April, and for the last month, with these measures in plain numbers."""
    months = [*range(0, len(measures), 12), len(measures) - 1]
    return [
        [words.month_name(month), *(words.number(float(measures[name].iloc[month])) for name in names)]
        for month in dict.fromkeys(months)
    ]


def _table(title: str, heads: Sequence[str]) -> Table:
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place else "left", no_wrap=place == 0)
    return table
