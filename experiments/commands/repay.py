"""The command `kith repay`: whether a programme's savings repay its loan, in sentences, tables and a report."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.asking.options import Cluster, Fixed, Json, Out, PlaceName, Residents, Seed, Store, Workers
from experiments.asking.usual import LOAN_REPLICATIONS, SEED, START

if TYPE_CHECKING:
    from experiments.lending.loan_question import Question
    from experiments.runs.ensemble import Crew
    from models import Portfolio, Terms

TERM = "loan."
"""What a change of the terms begins with; any other change is one of the model's."""
RATES = "0.05:0.7"
OWN_LOAN = "loan.loan_pounds"

SetTerms = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="WORD.PARAMETER=VALUE",
        help="Another value, such as loan.rate_per_year=0.05; 'loan.' needs new runs only if it lasts longer.",
    ),
]


def repay(
    place: PlaceName,
    handover: Annotated[
        str | None,
        typer.Option(
            metavar="LOW:HIGH",
            help=f"Handover rates that are imposed to find the break-even, {RATES} if left out; or 'none'.",
        ),
    ] = None,
    set_values: SetTerms = None,
    replications: Annotated[
        int | None, typer.Option(help=f"How many times to run every world; {LOAN_REPLICATIONS} as a rule.")
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            "--precision",
            metavar="POINTS",
            help="Add replications, 35 or more, until it is known within so many percentage points, at 95%, how often "
            "savings repay and how often the loan defaults.",
        ),
    ] = None,
    criteria: Annotated[
        bool, typer.Option("--criteria", help="Also ask what weakness in each of the lender's eight criteria adds.")
    ] = False,
    champion: Annotated[
        bool, typer.Option("--champion", help="Also try a champion in the social work team from the third year on.")
    ] = False,
    residents: Residents = None,
    start_month: Annotated[
        int | None, typer.Option(help=f"Month in which loan and programme start; {START}, April 2013, if left out.")
    ] = None,
    seed: Seed = SEED,
    fixed_parameters: Fixed = False,
    workers: Workers = None,
    cluster: Cluster = None,
    archive: Store = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Say whether a Local Links programme's savings repay its loan, how surely, and what would have to be true.

    Every run is kept, so other terms (--set loan.loan_pounds=60000) are answered at once. Writes report.html,
    repay.json, repay.csv, purses.csv and grids.csv. Of a list of programmes (seven-programmes) it says what the
    lender may lose in all; each has its own start and loan, and the handover rate that comes about.

    Example: kith repay leeds-armley --handover 0.05:0.7
    """
    from experiments.asking.asked import MOST_YEARS, Asked, check, folder_for, hyphenated
    from experiments.asking.wanted import PER_CENT, Wanted, precision_faults
    from experiments.files import writable_archive
    from experiments.lending.loan_question import Question
    from experiments.runs.ensemble import Crew
    from experiments.runs.precision import MOST
    from models import portfolios

    values, folder = set_values or (), out or folder_for(place, "repay")
    faults = precision_faults(Wanted(place, replications=replications, precision=precision))
    rates = _rates(RATES if handover is None else handover, faults)
    terms = _terms([one for one in values if one.startswith(TERM)], faults)
    start = START if start_month is None else start_month
    portfolio = next((one for one in portfolios() if one.name == hyphenated(place)), None)
    last = max(one.start_month for one in portfolio.programmes) if portfolio else None
    faults += _start_faults(start, 12 * MOST_YEARS, Question(terms=terms, start=0).months, last)
    if portfolio:
        one_programme = (handover, precision, residents, start_month, criteria or None, champion or None)
        faults += _portfolio_faults(one_programme, values)
    asked = Asked(
        place=portfolio.places[0] if portfolio else place,
        residents=residents,
        overrides=[one for one in values if not one.startswith(TERM)],
        seed=seed,
        replications=(LOAN_REPLICATIONS if precision is None else MOST) if replications is None else replications,
        workers=workers,
        out=folder,
        faults=faults,
    )
    checked = check(asked)
    question = Question(
        place=checked.place,
        terms=terms,
        handover=rates,
        residents=residents,
        start=start,
        overrides=checked.overrides,
        replications=asked.replications,
        seed=seed,
        fixed=fixed_parameters,
        weakened=criteria,
        champion=champion,
        precision=None if precision is None else precision / PER_CENT,
    )
    store = writable_archive(archive)
    crew = Crew(workers, cluster=cluster, archive=store)
    if portfolio:
        _answer_portfolio(portfolio, question, crew, store, folder, as_json)
    else:
        _answer(question, crew, store, folder, as_json)


def _answer(question: "Question", crew: "Crew", store: Path, folder: Path, as_json: bool) -> None:
    """Run one programme and hand over what was found."""
    from experiments.lending.repay import KNOWN
    from experiments.lending.repay import repay as repay_loan
    from experiments.lending.repayment_shown import hand_over
    from experiments.runs.progress import Bar, announce_compiling

    announce_compiling()
    with Bar("Running the programme") as bar:
        found = repay_loan(question, replace(crew, progress=bar.show))
    typer.echo(found.tally.told(store), err=True)
    if found.reached is not None:
        typer.echo(found.reached.told(KNOWN, " points"), err=True)
    hand_over(found, folder, as_json)


def _answer_portfolio(
    portfolio: "Portfolio", like: "Question", crew: "Crew", store: Path, folder: Path, as_json: bool
) -> None:
    """Run every programme of a list and hand over what was found."""
    from experiments.lending.portfolio import hold
    from experiments.lending.repayment_shown import hand_over_portfolio
    from experiments.runs.progress import Bar, announce_compiling

    announce_compiling()
    with Bar("Running every programme") as bar:
        held = hold(portfolio, like, replace(crew, progress=bar.show))
    typer.echo(held.tally.told(store), err=True)
    hand_over_portfolio(held, folder, as_json)


def _start_faults(start: int, most: int, settles: int, last: int | None) -> list[str]:
    """Return what is wrong with a start, where the loan takes so many months to settle and runs last so many.

    ``last`` is the latest start of a list of programmes, which bring their own.
    """
    if last is not None:
        late = last + settles > most
        return [
            f"The last programme begins in month {last}, its loan takes {settles} months: write a shorter term."
        ] * late
    if settles > most:
        return [f"The loan takes {settles} months to settle, and runs last {most} at the most: write a shorter term."]
    if 0 <= start <= most - settles:
        return []
    return [
        f"--start-month {start} cannot be: the loan takes {settles} months to settle and runs last {most} at the most, "
        f"so write a month from 0 to {most - settles}."
    ]


def _portfolio_faults(one_programme: Sequence[object], values: Sequence[str]) -> list[str]:
    """Return which options were given that a list of programmes cannot use."""
    names = ("--handover", "--precision", "--residents", "--start-month", "--criteria", "--champion")
    given = [name for name, value in zip(names, one_programme, strict=True) if value is not None]
    given += [f"--set {OWN_LOAN}" for one in values if one.partition("=")[0].strip() == OWN_LOAN]
    if not given:
        return []
    what = "is" if len(given) == 1 else "are"
    said = " and ".join([", ".join(given[:-1])] * (len(given) > 1) + given[-1:])
    return [f"{said} {what} for one programme: each of a list has its own, or none. Leave out, or name a place."]


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
    from experiments.asking.asked import set_twice
    from models import standard_terms
    from sim.errors import ModelError

    changes: dict[str, str | float] = {}
    for one in written:
        name, equals, value = one.removeprefix(TERM).partition("=")
        if not equals:
            faults.append(f"'--set {one}' is not of the form loan.term=value, such as loan.rate_per_year=0.05.")
            continue
        changes[name.strip()] = value.strip()
    faults += set_twice([one.partition("=")[0].strip() for one in written])
    try:
        return standard_terms().changed(changes)
    except ModelError as error:
        faults += [line.strip() for line in str(error).splitlines()[1:]]
        return standard_terms()
