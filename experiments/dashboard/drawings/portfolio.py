"""Portfolio: what a lender may lose over several programmes, in sentences, bars and a table, as plain values."""

from typing import Any

from experiments.lending.portfolio import Holdings
from experiments.lending.portfolio_story import HEADS, portfolio_story, said_row
from experiments.lending.repayment_report import loss_bars


def shown(held: Holdings) -> dict[str, Any]:
    """Return what is told of a portfolio."""
    told = portfolio_story(held)
    chart = loss_bars(held.called().sum(axis=1), held.lost().sum(axis=1))
    return {
        "answer": told.answer,
        "sentences": told.sentences,
        "chart": {
            **vars(chart),
            "name": "portfolio_losses",
            "title": f"Called and lost over all {len(told.rows)} programmes",
        },
        "table": {
            "caption": "Programmes: means over the runs",
            "heads": HEADS,
            "rows": [said_row(one) for one in told.rows],
        },
    }
