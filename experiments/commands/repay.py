"""The command `kith repay`: whether a programme's savings repay its loan, in sentences, tables and a report."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.options import Fixed, Json, Out, PlaceName, Residents, Seed, Store, Workers

if TYPE_CHECKING:
    from experiments.repayment import Repayment
    from experiments.repayment_story import RepaymentStory
    from models import Terms

REPLICATIONS, START = 30, 24
TERM = "loan."
"""What a change of the terms begins with; any other change is one of the model's."""

SetTerms = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="WORD.PARAMETER=VALUE",
        help="Another value, such as loan.rate_per_year=0.05; what begins with 'loan.' needs no new run.",
    ),
]


def repay(
    place: PlaceName,
    handover: Annotated[
        str, typer.Option(metavar="LOW:HIGH", help="Handover rates that are imposed to find the break-even; or 'none'.")
    ] = "0.05:0.7",
    set_values: SetTerms = None,
    replications: Annotated[int, typer.Option(help="How many times to run every world.")] = REPLICATIONS,
    residents: Residents = None,
    start_month: Annotated[
        int, typer.Option(help="Month in which loan and programme start; 24 is April 2013.")
    ] = START,
    seed: Seed = 1,
    fixed_parameters: Fixed = False,
    workers: Workers = None,
    archive: Store = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Say whether a Local Links programme's savings repay its loan, how surely, and what would have to be true.

    Every run is kept, so other terms (--set loan.term_months=120) are answered at once. Writes report.html,
    repay.json and repay.csv.

    Example: kith repay leeds-armley --handover 0.05:0.7
    """
    from experiments.asked import Asked, check, folder_for
    from experiments.ensemble import Crew
    from experiments.files import archive_folder
    from experiments.loan_question import Question
    from experiments.progress import Bar, announce_compiling
    from experiments.repayment import repay as repay_loan
    from experiments.repayment_story import repayment_story

    faults: list[str] = []
    folder = out or folder_for(place, "repay")
    rates = _rates(handover, faults)
    terms = _terms([one for one in set_values or () if one.startswith(TERM)], faults)
    others = [one for one in set_values or () if not one.startswith(TERM)]
    asked = Asked(
        place, ("local_links",), 20, residents, start_month, others, seed, replications, workers, folder, faults=faults
    )
    checked = check(asked)
    question = Question(
        place=checked.place,
        terms=terms,
        handover=rates,
        residents=residents,
        start=start_month,
        overrides=checked.overrides,
        replications=replications,
        seed=seed,
        fixed=fixed_parameters,
    )
    announce_compiling()
    store = archive or archive_folder()
    with Bar(f"Running the programme {replications} times") as bar:
        found = repay_loan(question, Crew(workers, bar.show), store)
    typer.echo(found.tally.told(store), err=True)
    _hand_over(found, repayment_story(found), folder, as_json)


def _rates(written: str, faults: list[str]) -> tuple[float, float] | None:
    """Return the lowest and highest rate of --handover, noting what is wrong with it."""
    if written.strip().lower() == "none":
        return None
    low, _, high = written.partition(":")
    try:
        rates = float(low), float(high or low)
    except ValueError:
        faults.append(f"--handover {written} is not two rates: write 0.05:0.7, say, or none.")
        return None
    if not 0.0 < rates[0] <= rates[1] <= 1.0:
        faults.append(f"--handover {written} cannot be: write rates above 0 and up to 1, the lower first, as 0.05:0.7.")
        return None
    return rates


def _terms(written: Sequence[str], faults: list[str]) -> "Terms":
    """Return the standard terms with these changes, noting what is wrong with them."""
    from models import standard_terms
    from sim.errors import ModelError

    changes: dict[str, str | float] = {}
    for one in written:
        name, equals, value = one.removeprefix(TERM).partition("=")
        if not equals:
            faults.append(f"'--set {one}' is not of the form loan.term=value, such as loan.rate_per_year=0.05.")
        changes[name.strip()] = value.strip()
    try:
        return standard_terms().changed(changes)
    except ModelError as error:
        faults += [line.strip() for line in str(error).splitlines()[1:]]
        return standard_terms()


def _hand_over(found: "Repayment", told: "RepaymentStory", folder: Path, as_json: bool) -> None:
    import pandas as pd

    from experiments.files import open_folder, write_whole
    from experiments.record import as_csv
    from experiments.record import as_json as json_of
    from experiments.repayment_report import repayment_html

    document = json_of(document_of(found, told))
    open_folder(folder)
    write_whole(folder / "repay.json", document)
    write_whole(folder / "repay.csv", as_csv(pd.DataFrame(told.table)))
    write_whole(folder / "report.html", repayment_html(found, told))
    if as_json:
        typer.echo(document, nl=False)
    else:
        _show(found, told)
    typer.echo(f"Written: {folder / 'report.html'}, repay.json and repay.csv.", err=True)


def document_of(found: "Repayment", told: "RepaymentStory") -> Mapping[str, Any]:
    """Return what was found as plain values, for JSON."""
    from dataclasses import asdict

    terms = asdict(found.question.terms)
    return {
        "question": asdict(found.question) | {"terms": terms},
        "answer": told.answer,
        "sentences": told.sentences,
        "caveats": told.caveats,
        "worlds": told.table,
        "break_even_handover": [asdict(one) for one in told.break_evens],
        "grids": [
            {"over": one.title, "columns": one.heads, "rates": one.rates, "repaid_from_savings": one.shares.tolist()}
            for one in told.grids
        ],
        "fingerprints": found.fingerprints,
        "cpu_seconds": found.seconds,
    }


def _show(found: "Repayment", told: "RepaymentStory") -> None:
    from experiments.loan_words import percent
    from experiments.repayment_story import COLUMNS
    from experiments.tables import say, screen, show_rows

    console = screen()
    for sentence in (told.answer, *told.sentences):
        say(console, sentence)
    rows = [[str(row["world"]), *(said(float(row[name])) for name, _, said in COLUMNS)] for row in told.table]
    show_rows(
        "Worlds: savings a year, and in how many runs the loan is repaid, called, in default, Local Links broke",
        ["", *(head for _, head, _ in COLUMNS)],
        rows,
    )
    for grid in told.grids:
        cells = [
            [f"handover {percent(rate)}", *map(percent, row)] for rate, row in zip(grid.rates, grid.shares, strict=True)
        ]
        show_rows(f"Runs repaid from savings, Local Links kept up, by {grid.title}", ["", *grid.heads], cells)
    for caveat in told.caveats:
        say(console, caveat)
    say(console, f"{found.seconds:.0f} s of processor time when these runs were made.")
