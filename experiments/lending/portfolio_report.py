"""Portfolio report: what a lender may lose over several programmes, as one HTML file that needs nothing else."""

from importlib.metadata import version

from experiments import words
from experiments.lending.portfolio import Holdings, by_guarantor
from experiments.lending.portfolio_story import HEADS, PortfolioStory, said_row
from experiments.lending.repayment_report import Plain, loss_bars
from experiments.showing.chart import short_pounds
from experiments.showing.webpage import ECHARTS_VERSION, LOOK, echarts_source, template


def portfolio_html(held: Holdings, told: PortfolioStory) -> str:
    """Return the report of a portfolio as one HTML document that loads nothing from anywhere."""
    rows = tuple(said_row(one) for one in told.rows)
    return template("portfolio.html.jinja").render(
        title=f"{held.portfolio.title}: what may be lost",
        held=held,
        told=told,
        lent=words.pounds(held.lent),
        programmes=Plain("Programmes: means over the runs", HEADS, rows),
        guarantors=guarantor_table(held),
        loss_chart=loss_bars(held.called().sum(axis=1), held.lost().sum(axis=1)),
        losses=spread_table(told),
        version=version("kith-abm"),
        look=(LOOK / "custom.css").read_text(encoding="utf-8"),
        draw=(LOOK / "draw.js").read_text(encoding="utf-8"),
        echarts=echarts_source(),
        echarts_version=ECHARTS_VERSION,
    )


def guarantor_table(held: Holdings) -> Plain:
    """Return who stands in for how many loans, and for what part of all calls."""
    shares = by_guarantor(held)
    whole = sum(pounds for _, pounds in shares.values()) or 1.0
    rows = tuple(
        (name, str(count), short_pounds(pounds), words.percent(pounds / whole))
        for name, (count, pounds) in shares.items()
    )
    return Plain("By guarantor: mean of the runs", ("Guarantor", "Loans", "Called", "Of all calls"), rows)


def spread_table(told: PortfolioStory) -> Plain:
    """Return what is lost and called in all, from the middle run to the worst."""
    rows = tuple(
        (name, *(short_pounds(value) for value in (one.mean, one.median, one.high, one.tail)))
        for name, one in told.losses
    )
    heads = ("Nominal pounds", "Mean", "Median", "95th percentile", "Mean of the worst 5%")
    return Plain("What is lost and called over all programmes", heads, rows)
