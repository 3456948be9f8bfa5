"""Loan report: the whole story of a loan under the terms that are set, and the files that go with it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.comparing.payers import mean_purses
from experiments.dashboard.crew import Tell, alone
from experiments.dashboard.jobs.repayment import question_asked
from experiments.dashboard.reckoned import Levers, in_world, terms_of
from experiments.dashboard.stored import changed
from experiments.lending.repay import repay
from experiments.lending.repayment_report import repayment_html
from experiments.lending.repayment_shown import document_of, grid_table, purse_table
from experiments.lending.repayment_story import repayment_story
from experiments.showing.written import as_csv, as_json


def work(asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Return every sentence of the story, and its files as text by their names; runs come from the archive."""
    levers = Levers(**asked["setting"])
    terms = terms_of(levers)
    whole = changed(
        repay(question_asked(asked["runs_of"]), alone(tell, "run {done} of {total}")),
        levers.change(),
        terms,
        every_world=True,
    )
    found = in_world(whole, levers.world)
    told = repayment_story(found)
    files = {
        "report.html": repayment_html(found, told),
        "repay.json": as_json(document_of(found, told)),
        "repay.csv": as_csv(pd.DataFrame(told.table)),
        "purses.csv": as_csv(purse_table(mean_purses(found.purses))),
        "grids.csv": as_csv(grid_table(told.grids)),
    }
    return {"answer": told.answer, "sentences": told.sentences, "caveats": told.caveats, "files": files}
