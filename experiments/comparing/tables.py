"""Tables: what the terminal shows, wide or narrow, in plain numbers."""

from collections.abc import Sequence
from itertools import compress

import pandas as pd
from rich.table import Table

from experiments import words
from experiments.comparing.compare import Comparison
from experiments.comparing.levels import HELP, Level
from experiments.comparing.story import Story, plain_title
from experiments.comparing.summary import PER_THOUSAND, POUNDS, estimate, quantity
from experiments.figures.estimate import Estimate
from experiments.showing.screen import WIDE, fitting, plain_table, say, screen, show_rows, show_table

BUDGETS = ("council", "NHS")
"""Whose cashable savings the tables show; the sentences tell everyone's."""
LEVELS_SHOWN = 6
"""Columns, the world's own among them, of the last year's table on a narrow terminal."""
HEADED = (
    ("months_delayed", "Months of care\ndelayed"),
    (PER_THOUSAND, "per 1,000\npounds"),
    ("programme_cost", "Programme\ncost, £'000"),
    ("net_public_cost", "Net public\ncost, £'000"),
    ("lonely_free_years", "Loneliness-\nfree years"),
)


def figure(value: float, unit: str) -> str:
    """Return a number as a cell of a table; money is in thousands of pounds.

    >>> figure(2345678.0, POUNDS), figure(4.2, "person-years")
    ('2,350', '4.2')
    """
    return words.thousands(value) if unit == POUNDS else words.number(value)


def cell(one: Estimate, unit: str) -> str:
    """Return a number with its 80% interval as a cell of two lines."""
    if one.single:
        return figure(one.mean, unit)
    return f"{figure(one.mean, unit)}\n{figure(one.low, unit)} to {figure(one.high, unit)}"


def show_comparison(found: Comparison, told: Story) -> None:
    """Print a comparison: the answer, the table, what each intervention does, how sure, what it rests on."""
    console = screen()
    say(console, found.study.question)
    say(console, told.collapsing)
    say(console, told.answer)
    say(console, told.equal_answer)
    equal = f"At an equal {words.pounds(float(found.study.equal_budget or 0.0))}"
    shown = ((found.ranking, "At their own size" if found.equal_ranking else "Against the world as now"),)
    for arms, title in (*shown, (found.equal_ranking, equal)):
        if not arms:
            continue
        console.print()
        if console.width >= WIDE:
            sure = "" if len(found.parameters) == 1 else ": the mean, and below it what 80% of the runs lie between"
            show_table(f"{title}{sure}", wide_table(found, arms))
        else:
            show_table(title, narrow_table(found, arms))
    show_levels(found)
    for arm in told.arms:
        console.print()
        for sentence in arm.sentences:
            say(console, sentence)
    console.print()
    for sentence in (told.flip, told.interval, *told.caveats):
        say(console, sentence)


def wide_table(found: Comparison, arms: Sequence[str]) -> Table:
    """Return a table with one row for each arm."""
    headed = [*HEADED, *((f"cashable.{name}", f"Cashable,\n{name}, £'000") for name in BUDGETS)]
    table = plain_table(["Intervention", *(head for _, head in headed)])
    for arm in arms:
        cells = (cell(estimate(found.table, arm, name), quantity(name).unit) for name, _ in headed)
        table.add_row(plain_title(found, arm), *cells)
    return table


def narrow_table(found: Comparison, arms: Sequence[str]) -> Table:
    """Return a table with one row for each quantity of each arm, for a narrow terminal."""
    table = plain_table(["", "Mean", "80% of runs"])
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


def show_levels(found: Comparison) -> None:
    """Print what clearly differs between the worlds in their last year, if anything does; means over the runs."""
    moved = [one for one in found.levels.values() if one.moved]
    rows = [
        [found.arm(arm).title, *(one.written(arm) for one in moved)] for arm in next(iter(found.levels.values())).runs
    ]
    if moved:
        console = screen()
        console.print()
        heads, cells = fitting(["World", *(one.level.head for one in moved)], rows, LEVELS_SHOWN)
        show_rows("Each world in the last year of the run, where it differs from the one as now", heads, cells)


def yearly(measures: pd.DataFrame, names: Sequence[str]) -> list[list[str]]:
    """Return one row for each April, and for the last month, with these measures in plain numbers."""
    return [
        [words.month_name(month), *(words.number(float(measures[name].iloc[month])) for name in names)]
        for month in _aprils(measures)
    ]


def yearly_help(measures: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows of the help there is: as it stands in each April, shares over the year before."""
    known = [one for one in HELP if one.measure in measures]
    rows = [
        [words.month_name(month), *(words.level(_then(one, measures, month), bool(one.out_of)) for one in known)]
        for month in _aprils(measures)
    ]
    told = [True, *(any(row[place] != words.NONE_SUCH for row in rows) for place in range(1, len(known) + 1))]
    heads = ["Month", *(one.head for one in known)]
    return list(compress(heads, told)), [list(compress(row, told)) for row in rows]


def _then(one: Level, measures: pd.DataFrame, month: int) -> float:
    return one.over_year(measures, month + 1) if one.out_of else float(measures[one.measure].iloc[month])


def _aprils(measures: pd.DataFrame) -> list[int]:
    return list(dict.fromkeys([*range(0, len(measures), 12), len(measures) - 1]))
