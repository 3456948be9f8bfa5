"""Section: what one study found, in sentences, charts and tables, the same for the terminal and the report."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import typer

from experiments.files import open_folder, write_whole
from experiments.showing.chart import Chart
from experiments.showing.screen import say, screen, show_rows
from experiments.showing.texts import Texts
from experiments.showing.written import as_csv, as_json

LONGEST = 32
"""Letters of a row's name on one line of a terminal."""


@dataclass(frozen=True)
class Section:
    """A study as a part of the report.

    Attributes:
        name: by which the page points to it; ``short`` names it among the parts of the report.
        lead: the answer in one sentence; ``sentences`` what else there is to say.
        caveats: what the reader must bear in mind; the terminal says it last.
    """

    name: str
    short: str
    title: str
    lead: str
    told: tuple[str, ...]
    caveats: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Texts, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences after the answer."""
        return self.told + self.caveats


@dataclass(frozen=True)
class Finding:
    """What a study hands over.

    Attributes:
        name: of its files; ``page`` the report.
        document: all of it as plain values; ``tables`` for spreadsheets, by the name of the file.
    """

    name: str
    section: Section
    page: str
    document: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def hand_over(found: Finding, folder: Path, machine: bool) -> None:
    """Write a study's files, and print it in words, or as JSON for a machine."""
    section = found.section
    spoken = {"answer": section.lead, "sentences": section.told, "caveats": section.caveats}
    document = as_json({**spoken, **found.document})
    files = {"report.html": found.page, f"{found.name}.json": document}
    files |= {f"{name}.csv": as_csv(table) for name, table in found.tables.items()}
    open_folder(folder)
    for name, content in files.items():
        write_whole(folder / name, content)
    if machine:
        typer.echo(document, nl=False)
    else:
        show(section)
    typer.echo(f"Written to {folder}: {', '.join(files)}.", err=True)


def folded(name: str) -> str:
    """Return a name on as many lines as a narrow terminal needs, broken where its parts end.

    >>> folded("assessment.assessments_per_1000_aged_75_per_month").split(chr(10))
    ['assessment.assessments_per_1000_', 'aged_75_per_month']
    """
    lines = [""]
    for part in re.findall(r"[^._ ]+[._ ]*|[._ ]+", name):
        if len(lines[-1] + part.rstrip()) > LONGEST and lines[-1]:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def show(section: Section) -> None:
    """Print a section: the answer, the sentences, the tables, and what to bear in mind."""
    console = screen()
    for sentence in (section.lead, *section.told):
        say(console, sentence)
    for table in section.tables:
        console.print()
        show_rows(table.caption, table.heads, [(folded(row[0]), *row[1:]) for row in table.rows])
    for caveat in section.caveats:
        say(console, caveat)
