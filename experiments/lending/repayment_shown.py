"""Repayment shown: what was found, in the terminal, as JSON, as tables for a spreadsheet and as a report."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
import typer

from experiments.comparing.payers import Purses, mean_purses, purse_rows
from experiments.files import open_folder, write_whole
from experiments.lending.grids import Grid
from experiments.lending.portfolio import Holdings
from experiments.lending.portfolio_report import portfolio_html
from experiments.lending.portfolio_story import HEADS, PortfolioStory, portfolio_story, said_row
from experiments.lending.repayment import Repayment
from experiments.lending.repayment_report import repayment_html
from experiments.lending.repayment_story import COLUMNS, RepaymentStory, repayment_story
from experiments.lending.risk import PARTY_HEADS, party_rows, risk_rows
from experiments.showing.screen import say, screen, show_rows
from experiments.showing.written import as_csv, as_json
from experiments.words import percent, thousands

YEARS_TOGETHER = 3
"""Years that one column of the terminal's table of purses holds."""
WRITTEN = ("report.html", "repay.json", "repay.csv", "purses.csv", "grids.csv")


def hand_over(found: Repayment, folder: Path, machine: bool) -> None:
    """Write a repayment's files, and print it in words, or as JSON for a machine."""
    told = repayment_story(found)
    document = as_json(document_of(found, told))
    open_folder(folder)
    report = repayment_html(found, told)
    tables = (pd.DataFrame(told.table), purse_table(mean_purses(found.purses)), grid_table(told.grids))
    for name, content in zip(WRITTEN, (report, document, *map(as_csv, tables)), strict=True):
        write_whole(folder / name, content)
    if machine:
        typer.echo(document, nl=False)
    else:
        show(found, told)
    typer.echo(f"Written to {folder}: {', '.join(WRITTEN)}.", err=True)


def hand_over_portfolio(held: Holdings, folder: Path, machine: bool) -> None:
    """Write a portfolio's files, and print it in words, or as JSON for a machine."""
    told = portfolio_story(held)
    document = as_json(portfolio_document(held, told))
    report = portfolio_html(held, told)
    open_folder(folder)
    write_whole(folder / "report.html", report)
    write_whole(folder / "repay.json", document)
    write_whole(folder / "repay.csv", as_csv(pd.DataFrame(told.rows, columns=list(HEADS))))
    if machine:
        typer.echo(document, nl=False)
    else:
        show_portfolio(held, told)
    typer.echo(f"Written to {folder}: report.html, repay.json and repay.csv.", err=True)


def document_of(found: Repayment, told: RepaymentStory) -> Mapping[str, Any]:
    """Return what was found as plain values, for JSON."""
    return {
        "question": asdict(found.question) | {"terms": asdict(found.question.terms)},
        "answer": told.answer,
        "sentences": told.sentences,
        "caveats": told.caveats,
        "worlds": told.table,
        "break_even_handover": [asdict(one) for one in told.break_evens],
        "gate": None if told.gate is None else asdict(told.gate),
        "risk": None if told.risk is None else asdict(told.risk),
        "parties": [asdict(one) for one in told.parties],
        "reverse_stress": [asdict(one) for one in told.stress],
        "grids": [
            {"over": one.title, "columns": one.heads, "rates": one.rates, "repaid_from_savings": one.shares.tolist()}
            for one in told.grids
        ],
        "purses": purse_table(mean_purses(found.purses)).to_dict("records"),
        "precision": None if found.reached is None else asdict(found.reached),
        "fingerprints": found.fingerprints,
        "cpu_seconds": found.seconds,
    }


def portfolio_document(held: Holdings, told: PortfolioStory) -> Mapping[str, Any]:
    """Return what was found of a portfolio as plain values, for JSON."""
    return {
        "portfolio": held.portfolio.name,
        "answer": told.answer,
        "sentences": told.sentences,
        "caveats": told.caveats,
        "programmes": [dict(zip(HEADS, row, strict=True)) for row in told.rows],
        "spread": {name: asdict(one) for name, one in told.losses},
        "lost": held.lost().tolist(),
        "called": held.called().tolist(),
        "fingerprints": {one.title: one.found.fingerprints for one in held.members},
    }


def purse_table(found: Purses) -> pd.DataFrame:
    """Return who gains and who pays: one row for each purse and year, pounds at 2010-11 prices."""
    rows = [
        (purse, year + 1, float(pounds), float(found.freed[purse][year]) if purse in found.freed else 0.0)
        for purse, years in found.gained.items()
        for year, pounds in enumerate(years)
    ]
    return pd.DataFrame(rows, columns=["purse", "year", "gained_pounds", "freed_pounds"])


def grid_table(grids: tuple[Grid, ...]) -> pd.DataFrame:
    """Return every grid in one long table: one row for each cell."""
    rows = [
        (one.title, head, rate, float(one.shares[at, place]))
        for one in grids
        for at, rate in enumerate(one.rates)
        for place, head in enumerate(one.heads)
    ]
    return pd.DataFrame(rows, columns=["over", "column", "handover", "repaid_from_savings"])


def show(found: Repayment, told: RepaymentStory) -> None:
    """Print a repayment: the answer, the sentences, the worlds, the grids, and what to bear in mind."""
    console = screen()
    for sentence in (told.answer, *told.sentences):
        say(console, sentence)
    rows = [[str(row["world"]), *(said(float(row[name])) for name, _, said in COLUMNS)] for row in told.table]
    show_rows(
        "Worlds: what is saved a year, by contract and in truth; and in how many runs savings repay the loan, "
        "the guarantee is called, the loan is in default, and Local Links runs out of cash",
        ["", *(head for _, head, _ in COLUMNS)],
        rows,
    )
    for grid in told.grids:
        if not grid.shares.any():
            say(console, f"Handover by {grid.title}: at none of these rates is any run repaid from savings.")
            continue
        cells = [[percent(rate), *map(percent, row)] for rate, row in zip(grid.rates, grid.shares, strict=True)]
        show_rows(f"Runs repaid, Local Links kept up: handover by {grid.title}", ["", *grid.heads], cells)
    if told.risk is not None:
        show_rows("What a lender asks of the loan", ("", "Over the runs"), risk_rows(told.risk))
    show_rows("What each has of it", PARTY_HEADS, party_rows(told.parties))
    show_rows("Who gains and who pays, £'000 (below nought pays more)", *purse_rows(found.purses, YEARS_TOGETHER))
    for caveat in told.caveats:
        say(console, caveat)
    say(console, f"{found.seconds:.0f} s of processor time when these runs were made.")


def show_portfolio(held: Holdings, told: PortfolioStory) -> None:
    """Print a portfolio: the answer, the sentences, its programmes, and how losses are spread."""
    console = screen()
    for sentence in (told.answer, *told.sentences):
        say(console, sentence)
    show_rows("Programmes", HEADS, [list(said_row(row)) for row in told.rows], worded=2)
    spreads = [[name, *map(thousands, (one.mean, one.median, one.high, one.tail))] for name, one in told.losses]
    show_rows("Over the runs, £'000", ("", "Mean", "Median", "95th", "Worst 5%"), spreads)
    for caveat in told.caveats:
        say(console, caveat)
