"""Repayment report: a repayment as one HTML file that needs nothing else."""

from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments import loan_words, words
from experiments.charts import Chart, short_pounds, tight_pounds
from experiments.loan_question import OWN
from experiments.marks import Band, bands
from experiments.report import ECHARTS_VERSION, LOOK, echarts_source, template
from models import Base, Finance, sheets
from models import place as card

if TYPE_CHECKING:
    from experiments.repayment import Repayment
    from experiments.repayment_story import RepaymentStory

QUARTERS, YEAR = 4, 12
TAIL = 0.95
PARTIES = ("Council", "Local Links", "Lender", "Lender's investor")


@dataclass(frozen=True)
class Plain:
    """A table of texts: the first of each row is its name."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def repayment_html(found: "Repayment", told: "RepaymentStory") -> str:
    """Return the report of a repayment as one HTML document that loads nothing from anywhere."""
    place = card(found.question.place)
    return template("repayment.html.jinja").render(
        title=f"{place.title}: is the loan repaid?",
        place=place,
        told=told,
        found=found,
        begins=words.month_name(found.question.start),
        worlds=_worlds(told),
        charts=(fence_fan(found), local_links_fan(found)),
        waterfall=cash_by_year(found),
        losses=losses(found),
        terms=_terms(found),
        heats=told.grids,
        percent=loan_words.percent,
        version=version("kith-abm"),
        look=(LOOK / "custom.css").read_text(encoding="utf-8"),
        draw=(LOOK / "draw.js").read_text(encoding="utf-8"),
        echarts=echarts_source(),
        echarts_version=ECHARTS_VERSION,
    )


def fence_fan(found: "Repayment") -> Chart:
    """Return what has been ring-fenced and what has fallen due, quarter by quarter, as it adds up."""
    settlement = found.agreed[OWN].settlement
    fenced = settlement.fenced[:, : settlement.terms.quarters].cumsum(axis=1) / 100.0
    due = settlement.schedule.due.cumsum(axis=1) / 100.0
    short = int((fenced[:, -1] < due[:, -1]).sum())
    return _fan(
        found,
        "fence",
        "The ring-fence against what falls due",
        f"By the end the ring-fence has had less than the loan asks {words.in_runs(short, found.runs)}.",
        (("Paid into the ring-fence so far", fenced), ("Fallen due so far", due)),
    )


def local_links_fan(found: "Repayment") -> Chart:
    """Return Local Links' own cash, quarter by quarter."""
    own = found.agreed[OWN]
    held = own.enterprise[:, 2::3][:, : own.terms.quarters]
    closed = int((own.closed >= 0).sum())
    said = f"It runs out of cash {words.in_runs(closed, found.runs)}."
    return _fan(found, "cash", "Local Links' own cash", said, (("Cash at the quarter's end", held),))


def _fan(
    found: "Repayment", name: str, title: str, takeaway: str, lines: tuple[tuple[str, NDArray[np.float64]], ...]
) -> Chart:
    quarters = lines[0][1].shape[1]
    months = [words.month_name(found.question.start + 3 * one + 2) for one in range(quarters)]
    drawn = []
    for place, (label, values) in enumerate(lines):
        low, high = np.percentile(values, [10, 90], axis=0)
        mean, bottom, top = (tuple(float(round(one)) for one in part) for part in (values.mean(axis=0), low, high))
        drawn.append(Band(label, mean, bottom, top, place))
    option = bands(months, drawn, "pounds", "@pounds", QUARTERS)
    rows = tuple(
        (
            months[one],
            *(
                f"{short_pounds(line.mean[one])} ({short_pounds(line.low[one])} to {short_pounds(line.high[one])})"
                for line in drawn
            ),
        )
        for one in range(3, quarters, QUARTERS)
    )
    heads = ("Month", *(line.label for line in drawn))
    reading = "Lines are means over the runs, bands hold 80% of them; nominal pounds."
    return Chart(name, title, takeaway, reading, option.content, option.height, heads, rows)


def cash_by_year(found: "Repayment") -> Plain:
    """Return who pays and who gains, year by year, in nominal pounds on average over the runs."""
    own = found.agreed[OWN]
    quarters = own.terms.quarters
    held = own.enterprise[:, 2::3][:, :quarters].mean(axis=0)
    flows = (
        own.council.mean(axis=0) / 100.0,
        np.diff(held, prepend=0.0),
        own.fund.lender.mean(axis=0)[1:] / 100.0,
        own.fund.investor.mean(axis=0)[1:] / 100.0,
    )
    first = (own.fund.lender.mean(axis=0)[0] / 100.0, own.fund.investor.mean(axis=0)[0] / 100.0)
    years = range(-(-quarters // QUARTERS))
    rows = [("At the drawdown", "0", "0", *(tight_pounds(one) for one in first))]
    for year in years:
        part = slice(QUARTERS * year, QUARTERS * (year + 1))
        rows.append((f"Year {year + 1}", *(tight_pounds(float(one[part].sum())) for one in flows)))
    return Plain("Cash by party and year, mean of the runs, nominal pounds", ("", *PARTIES), tuple(rows))


def losses(found: "Repayment") -> Plain:
    """Return what lender and guarantor lose, from the middle run to the worst."""
    settlement = found.agreed[OWN].settlement
    bare = found.under(found.question.terms.changed({"guarantee_share": 0.0})).settlement
    rows = []
    for name, pence in (
        ("Guarantee called", settlement.called.sum(axis=1)),
        ("Lender's loss with the guarantee", settlement.lost),
        ("Lender's loss without it", bare.lost),
    ):
        values = pence / 100.0
        worst = np.sort(values)[int(np.floor(TAIL * len(values))) :]
        middle, tail = np.percentile(values, [50, 100 * TAIL])
        rows.append((name, *(short_pounds(float(one)) for one in (values.mean(), middle, tail, worst.mean()))))
    heads = ("Nominal pounds", "Mean", "Median", "95th percentile", "Mean of the worst 5%")
    return Plain("What is called and what is lost", heads, tuple(rows))


def _worlds(told: "RepaymentStory") -> Plain:
    from experiments.repayment_story import COLUMNS

    heads = ("World", *(head.replace("\n", " ") for _, head, _ in COLUMNS))
    rows = tuple((str(row["world"]), *(said(float(row[name])) for name, _, said in COLUMNS)) for row in told.table)
    return Plain("Worlds: the programme by itself, and at imposed handover rates", heads, rows)


def _terms(found: "Repayment") -> Plain:
    entries = sheets()["loan"].entries
    rows = []
    for name, value in asdict(found.question.terms).items():
        if isinstance(value, Finance | Base):
            rows.append((name, str(value), "", "chosen", ""))
        else:
            entry = entries[name]
            status = entry.status if value == entry.value else "changed"
            rows.append((name, f"{value:,g}", entry.unit, status, entry.note or ""))
    return Plain("Terms of the loan", ("Term", "Value", "Unit", "Status", "Note"), tuple(rows))
