"""The command `kith repay`: whether a programme's savings repay its loan, in sentences, tables and a report."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.options import Cluster, Fixed, Json, Out, PlaceName, Residents, Seed, Store, Workers

if TYPE_CHECKING:
    from models import Terms

REPLICATIONS, START = 30, 24
TERM = "loan."
"""What a change of the terms begins with; any other change is one of the model's."""

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
        str, typer.Option(metavar="LOW:HIGH", help="Handover rates that are imposed to find the break-even; or 'none'.")
    ] = "0.05:0.7",
    set_values: SetTerms = None,
    replications: Annotated[int, typer.Option(help="How many times to run every world.")] = REPLICATIONS,
    criteria: Annotated[
        bool, typer.Option("--criteria", help="Also ask what weakness in each of the lender's eight criteria adds.")
    ] = False,
    champion: Annotated[
        bool, typer.Option("--champion", help="Also try a champion in the social work team from the third year on.")
    ] = False,
    residents: Residents = None,
    start_month: Annotated[
        int, typer.Option(help="Month in which loan and programme start; 24 is April 2013.")
    ] = START,
    seed: Seed = 1,
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
    from experiments.asked import Asked, check, folder_for, hyphenated
    from experiments.ensemble import Crew
    from experiments.files import archive_folder
    from experiments.loan_question import Question
    from experiments.portfolio import hold
    from experiments.progress import Bar, announce_compiling
    from experiments.repayment import repay as repay_loan
    from experiments.repayment_shown import hand_over, hand_over_portfolio
    from models import portfolios

    faults: list[str] = []
    folder = out or folder_for(place, "repay")
    rates = _rates(handover, faults)
    terms = _terms([one for one in set_values or () if one.startswith(TERM)], faults)
    others = [one for one in set_values or () if not one.startswith(TERM)]
    portfolio = next((one for one in portfolios() if one.name == hyphenated(place)), None)
    where = portfolio.places[0] if portfolio else place
    if portfolio and (residents is not None or criteria or champion):
        faults.append("--residents, --criteria and --champion are for one programme: leave them out, or name a place.")
    asked = Asked(
        where, ("local_links",), 20, residents, start_month, others, seed, replications, workers, folder, faults=faults
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
        weakened=criteria,
        champion=champion,
    )
    announce_compiling()
    store = archive_folder(archive)
    with Bar(f"Running {'every' if portfolio else 'the'} programme {replications} times") as bar:
        crew = Crew(workers, bar.show, cluster=cluster, archive=store)
        held = hold(portfolio, question, crew) if portfolio else None
        found = None if held else repay_loan(question, crew)
    if held:
        typer.echo(held.tally.told(store), err=True)
        hand_over_portfolio(held, folder, as_json)
    if found:
        typer.echo(found.tally.told(store), err=True)
        hand_over(found, folder, as_json)


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
