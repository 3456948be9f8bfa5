"""Repayment report: a repayment as one HTML file that needs nothing else."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments import words
from experiments.comparing.payers import purse_rows
from experiments.figures.estimate import fan
from experiments.figures.spread import spread
from experiments.lending.breakeven import Each
from experiments.lending.gated import Gated
from experiments.lending.loan_question import OWN
from experiments.lending.risk import PARTY_HEADS, Risk, party_rows, risk_rows
from experiments.lending.stress import BORNE
from experiments.showing import fans
from experiments.showing.chart import Chart, short_pounds, tight_pounds
from experiments.showing.marks import Band, bands
from experiments.showing.piles import Pile, piles, side_by_side
from experiments.showing.webpage import ECHARTS_VERSION, LOOK, echarts_source, template
from models import MONTHS_PER_QUARTER, QUARTERS_PER_YEAR, Base, Finance, sheets
from models import place as card

if TYPE_CHECKING:
    from experiments.lending.repayment import Repayment
    from experiments.lending.repayment_story import RepaymentStory

STEPS = 10
"""Bars of the distribution of losses, about."""
PARTIES = ("Council", "Local Links", "Lender", "Lender's investor")


@dataclass(frozen=True)
class Plain:
    """A table of texts: the first of each row is its name."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def repayment_html(found: "Repayment", told: "RepaymentStory") -> str:
    """Return the report of a repayment as one HTML document that loads nothing from anywhere."""
    rows_of_parties = tuple(party_rows(told.parties))
    place, lent = card(found.question.place), found.question.terms.finance is Finance.LOAN
    return template("repayment.html.jinja").render(
        title=f"{place.title}: is the loan repaid?",
        place=place,
        told=told,
        found=found,
        begins=words.month_name(found.question.start),
        worlds=_worlds(told),
        lent=lent,
        charts=(loan_waterfall(found), fence_fan(found), local_links_fan(found)) if lent else (local_links_fan(found),),
        waterfall=cash_by_year(found),
        purses=who_gains(found),
        losses=losses(found),
        loss_chart=loss_distribution(found),
        gates=() if told.gate is None else (gate_table(told.gate), hurdle_table(told.gate)),
        stress=stress_table(told),
        risk=None if told.risk is None else risk_table(told.risk),
        parties=Plain(
            "What each has of it: means or the middle run, over all runs", _plain(PARTY_HEADS), rows_of_parties
        ),
        terms=_terms(found),
        heats=told.grids,
        percent=words.percent,
        version=version("kith-abm"),
        look=(LOOK / "custom.css").read_text(encoding="utf-8"),
        draw=(LOOK / "draw.js").read_text(encoding="utf-8"),
        echarts=echarts_source(),
        echarts_version=ECHARTS_VERSION,
    )


def loan_waterfall(found: "Repayment") -> Chart:
    """Return out of which purse the loan is paid, year by year, on average, and what is left unpaid."""
    settlement = found.agreed[OWN].settlement
    missing = np.maximum(settlement.schedule.due.cumsum(axis=1) - settlement.received.cumsum(axis=1), 0)
    paid = {
        "From savings": settlement.from_fence,
        "From the reserve": settlement.from_reserve,
        "From the guarantor": settlement.from_guarantor,
        "Later, or never": np.diff(missing, axis=1, prepend=0),
    }
    years = [f"Year {one + 1}" for one in range(-(-settlement.terms.quarters // QUARTERS_PER_YEAR))]
    sums = {
        name: [
            float(pence[:, QUARTERS_PER_YEAR * one : QUARTERS_PER_YEAR * (one + 1)].sum(axis=1).mean() / 100.0)
            for one in range(len(years))
        ]
        for name, pence in paid.items()
    }
    drawn = [Pile(name, values, place) for place, (name, values) in enumerate(sums.items()) if any(map(round, values))]
    option = piles(years, drawn, "pounds a year", "@pounds")
    share = sum(sums["From savings"]) / max(sum(sum(one) for one in sums.values()), 1.0)
    return Chart(
        "waterfall",
        "Who pays the lender",
        f"Savings pay {words.percent(share)} of what the lender is owed.",
        "Means over the runs; nominal pounds. Below nought: what had been left unpaid, made good.",
        option.content,
        option.height,
        ("Year", *(one.label for one in drawn)),
        tuple((year, *(short_pounds(one.values[at]) for one in drawn)) for at, year in enumerate(years)),
    )


def loss_distribution(found: "Repayment") -> Chart:
    """Return in how many runs how much is called from the guarantor, and lost by the lender."""
    settlement = found.agreed[OWN].settlement
    return loss_bars(settlement.called_pounds, settlement.lost_pounds)


def loss_bars(called: Each, lost: Each) -> Chart:
    """Return in how many runs how much is called and lost, in steps; one number of pounds for each run."""
    most = max(float(called.max()), float(lost.max()), 1.0)
    step = max(round(most / STEPS, -4), 10_000.0)
    edges = np.arange(0.0, most + step, step)
    names = ["nothing", *(f"up to {short_pounds(float(edge))}" for edge in edges[1:])]

    def counted(values: NDArray[np.float64]) -> list[float]:
        some = values[values > 0.0]
        return [float((values <= 0.0).sum()), *np.histogram(some, edges)[0].astype(float).tolist()]

    drawn = [Pile("Called from the guarantor", counted(called), 0), Pile("Lost by the lender", counted(lost), 1)]
    option = side_by_side(names, drawn, "runs", "@number")
    hurt = int((lost > 0.0).sum())
    return Chart(
        "losses",
        "What is called, and what is lost",
        f"The lender loses something {words.in_runs(hurt, len(lost))}.",
        "How many runs end with so much called, or lost; nominal pounds.",
        option.content,
        option.height,
        ("Pounds", *(one.label for one in drawn)),
        tuple((name, *(words.number(one.values[at]) for one in drawn)) for at, name in enumerate(names)),
    )


def who_gains(found: "Repayment") -> Plain:
    """Return who gains and who pays, purse by purse and year by year."""
    heads, rows = purse_rows(found.purses, 1)
    caption = "Who gains and who pays by year of the programme, £'000 at 2010-11 prices, mean of the runs"
    return Plain(caption, tuple(heads), tuple(tuple(row) for row in rows))


def gate_table(told: Gated) -> Plain:
    """Return what each way of deciding comes to."""
    rows = tuple(
        (
            one.name,
            words.percent(one.invested),
            words.percent(one.repaid),
            *(short_pounds(value) for value in (one.called, one.lost, one.lender, one.council)),
        )
        for one in told.policies
    )
    heads = ("Way of deciding", "Invested", "Repaid", "Called", "Lost", "Worth to the lender", "Worth to the council")
    return Plain("Invest regardless, or through the gate: means over all runs", heads, rows)


def hurdle_table(told: Gated) -> Plain:
    """Return what other handover rates asked of the proof of concept would let through."""
    rows = tuple(
        (words.percent(rate), words.percent(invested), words.percent(repaid) if invested else "none")
        for rate, invested, repaid in told.hurdles
    )
    return Plain("If the Board asks for a handover rate of", ("At least", "Invested", "Of these repaid"), rows)


def stress_table(told: "RepaymentStory") -> Plain:
    """Return what alone brings too many runs into default."""
    rows = tuple((one.what, one.now, one.at or f"not even {one.last}", words.percent(one.share)) for one in told.stress)
    if not rows:
        rows = (("Nothing: more default as it is", "", "", ""),)
    caption = f"Reverse stress: what alone brings {words.percent(BORNE)} of runs into default"
    return Plain(caption, ("One thing alone", "Now", "At", "Runs then in default"), rows)


def risk_table(one: Risk) -> Plain:
    """Return what an analyst asks of the loan."""
    return Plain("What a lender asks of the loan", ("Measure", "Over the runs"), tuple(risk_rows(one)))


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
    held = own.enterprise[:, MONTHS_PER_QUARTER - 1 :: MONTHS_PER_QUARTER][:, : own.terms.quarters]
    closed = int((own.closed >= 0).sum())
    said = f"It runs out of cash {words.in_runs(closed, found.runs)}."
    return _fan(found, "cash", "Local Links' own cash", said, (("Cash at the quarter's end", held),))


def _fan(
    found: "Repayment", name: str, title: str, takeaway: str, lines: tuple[tuple[str, NDArray[np.float64]], ...]
) -> Chart:
    quarters = lines[0][1].shape[1]
    months = [words.month_name(found.question.start + MONTHS_PER_QUARTER * (one + 1) - 1) for one in range(quarters)]
    drawn = {}
    for label, values in lines:
        edges = {edge: tuple(float(round(one)) for one in part) for edge, part in fan(values).items()}
        drawn[label] = edges
    shown = [Band(label, **edges, place=place) for place, (label, edges) in enumerate(drawn.items())]
    option = bands(months, shown, "pounds", "@pounds", QUARTERS_PER_YEAR)
    rows = tuple(
        (
            months[at],
            *(fans.cell(fans.at(edges, at), short_pounds) for edges in drawn.values()),
        )
        for at in range(QUARTERS_PER_YEAR - 1, quarters, QUARTERS_PER_YEAR)
    )
    heads = ("Month", *(fans.head(label) for label in drawn))
    reading = f"Lines are means. {fans.drawn_as(words.runs(found.runs))}; nominal pounds."
    return Chart(name, title, takeaway, reading, option.content, option.height, heads, rows)


def cash_by_year(found: "Repayment") -> Plain:
    """Return who pays and who gains, year by year, in nominal pounds on average over the runs."""
    own = found.agreed[OWN]
    quarters = own.terms.quarters
    held = own.enterprise[:, MONTHS_PER_QUARTER - 1 :: MONTHS_PER_QUARTER][:, :quarters].mean(axis=0)
    flows = (
        own.council.mean(axis=0)[1:] / 100.0,
        np.diff(held, prepend=0.0),
        own.fund.lender.mean(axis=0)[1:] / 100.0,
        own.fund.investor.mean(axis=0)[1:] / 100.0,
    )
    first = (float(one.mean(axis=0)[0] / 100.0) for one in (own.council, own.fund.lender, own.fund.investor))
    years = range(-(-quarters // QUARTERS_PER_YEAR))
    council, *fund = (tight_pounds(one) for one in first)
    rows = [("At the drawdown", council, "0", *fund)]
    for year in years:
        part = slice(QUARTERS_PER_YEAR * year, QUARTERS_PER_YEAR * (year + 1))
        rows.append((f"Year {year + 1}", *(tight_pounds(float(one[part].sum())) for one in flows)))
    return Plain("Cash by party and year, mean of the runs, nominal pounds", ("", *PARTIES), tuple(rows))


def losses(found: "Repayment") -> Plain:
    """Return what lender and guarantor lose, from the middle run to the worst."""
    settlement = found.agreed[OWN].settlement
    bare = found.under(found.question.terms.changed({"guarantee_share": 0.0})).settlement
    rows = []
    for name, pounds in (
        ("Guarantee called", settlement.called_pounds),
        ("Lender's loss with the guarantee", settlement.lost_pounds),
        ("Lender's loss without it", bare.lost_pounds),
    ):
        one = spread(pounds)
        rows.append((name, *(short_pounds(value) for value in (one.mean, one.median, one.high, one.tail))))
    heads = ("Nominal pounds", "Mean", "Median", "95th percentile", "Mean of the worst 5%")
    return Plain("What is called and what is lost", heads, tuple(rows))


def _plain(heads: Sequence[str]) -> tuple[str, ...]:
    """Return heads without the breaks that the terminal needs."""
    return tuple(head.replace("-\n", "").replace("\n", " ") for head in heads)


def _worlds(told: "RepaymentStory") -> Plain:
    from experiments.lending.repayment_story import COLUMNS

    heads = ("World", *_plain([head for _, head, _ in COLUMNS]))
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
