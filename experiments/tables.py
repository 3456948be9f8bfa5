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
from experiments.story import Story, plain_title
from experiments.summary import PER_THOUSAND, POUNDS, estimate, quantity

WIDE = 140
"""Columns of a terminal from which the quantities stand side by side."""
BUDGETS = ("council", "NHS")
"""Whose cashable savings the tables show; the sentences tell everyone's."""
HEADED = (
    ("months_delayed", "Months of care\ndelayed"),
    (PER_THOUSAND, "per 1,000\npounds"),
    ("programme_cost", "Programme\ncost, £'000"),
    ("net_public_cost", "Net public\ncost, £'000"),
    ("lonely_free_years", "Loneliness-\nfree years"),
)


def screen() -> Console:
    """Return the terminal as it is now."""
    return Console(file=sys.stdout, highlight=False, markup=False)


def say(console: Console, sentence: str) -> None:
    """Print a sentence; a program reading us gets it on one line."""
    if sentence:
        console.print(sentence, soft_wrap=not console.is_terminal)


def figure(value: float, unit: str) -> str:
    """Return a number as a cell of a table; money is in thousands of pounds.

    >>> figure(2345678.0, POUNDS), figure(4.2, "person-years")
    ('2,350', '4.2')
    """
    return words.number(value / 1000.0 if unit == POUNDS else value)


def cell(one: Estimate, unit: str) -> str:
    """Return a number with its 80% interval as a cell of two lines."""
    if one.replications == 1:
        return figure(one.mean, unit)
    return f"{figure(one.mean, unit)}\n{figure(one.low, unit)} to {figure(one.high, unit)}"


def show_comparison(found: Comparison, told: Story) -> None:
    """Print a comparison: the answer, the table, what each intervention does, how sure, what it rests on."""
    console = screen()
    say(console, found.study.question)
    say(console, told.answer)
    say(console, told.equal_answer)
    equal = f"At an equal {words.pounds(float(found.study.equal_budget or 0.0))}"
    shown = ((found.ranking, "At their own size" if found.equal_ranking else "Against the world as now"),)
    for arms, title in (*shown, (found.equal_ranking, equal)):
        if not arms:
            continue
        console.print()
        console.print(wide_table(found, arms, title) if console.width >= WIDE else narrow_table(found, arms, title))
    for arm in told.arms:
        console.print()
        for sentence in arm.sentences:
            say(console, sentence)
    console.print()
    for sentence in (told.flip, told.interval, *told.caveats):
        say(console, sentence)


def wide_table(found: Comparison, arms: Sequence[str], title: str) -> Table:
    """Return a table with one row for each arm."""
    headed = [*HEADED, *((f"cashable.{name}", f"Cashable,\n{name}, £'000") for name in BUDGETS)]
    table = _table(f"{title} (80% of runs below each number)", ["Intervention", *(head for _, head in headed)])
    for arm in arms:
        cells = (cell(estimate(found.table, arm, name), quantity(name).unit) for name, _ in headed)
        table.add_row(plain_title(found, arm), *cells)
    return table


def narrow_table(found: Comparison, arms: Sequence[str], title: str) -> Table:
    """Return a table with one row for each quantity of each arm, for a narrow terminal."""
    table = _table(title, ["", "Mean", "80% of runs"])
    for arm in arms:
        table.add_row(plain_title(found, arm), "", "")
        names = [name for name, _ in HEADED] + [f"cashable.{name}" for name in BUDGETS]
        for name in names:
            kind = quantity(name)
            label = f"  {kind.label}{", £'000" if kind.unit == POUNDS else ''}"
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


def show_texts(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], apart: int = 0) -> None:
    """Print a table of words, all columns to the left, rows so many lines ``apart``."""
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", leading=apart)
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
