"""Terms: what other terms make of a programme's runs, at once; for the worker that has the runs in its memory."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from experiments.dashboard.beforehand import first_file
from experiments.dashboard.kept import kept, key_of, usable_archive
from experiments.dashboard.reckoned import Levers, Reckoned, reckoned
from experiments.dashboard.stored import restored
from experiments.files import ARCHIVE_VARIABLE, archive_folder
from experiments.lending.repayment import Repayment
from experiments.lending.repayment_report import cash_by_year, who_gains
from experiments.lending.risk import PARTY_HEADS, parties, party_rows, risk, risk_rows
from experiments.runs.work import model_in_use
from experiments.showing.texts import Texts
from models import Finance
from sim.errors import ModelError

HELD = 4
"""Programmes whose runs stay in the memory."""
LOST = "These runs are not kept any more, so no other terms can be laid over them: press Run."
NOWHERE = (
    "Other terms are laid over kept runs, and runs cannot be kept in '{folder}': name a folder that can be written in "
    f"{ARCHIVE_VARIABLE} and start again."
)


def work(asked: Mapping[str, Any], tell: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Return what the page shows of a loan under the terms asked for."""
    found = runs_of(key_of("repayment", asked["runs_of"], model_in_use()), json.dumps(asked["runs_of"]))
    return shown(reckoned(found, Levers(**asked["setting"])))


@lru_cache(HELD)
def runs_of(key: str, asked: str) -> Repayment:
    """Return runs that were kept, or that came with Kith; or refuse if they are gone."""
    first = first_file("repayment")
    if first and dict(first["asked"]) == json.loads(asked):
        return restored(first["result"])
    found = kept(archive_folder(), key)
    if found is None:
        folder, _ = usable_archive()
        raise ModelError(LOST if folder else NOWHERE.format(folder=archive_folder()))
    return restored(found)


def shown(told: Reckoned) -> dict[str, Any]:
    """Return what was reckoned as plain values."""
    return {
        "answer": told.answer,
        "sentences": told.sentences,
        "cards": [{"label": one.title, "value": one.figure, "under": one.more} for one in told.cards],
        "heat": None if told.heat is None else vars(told.heat),
        "charts": [vars(one) for one in told.charts],
        "tables": [{"caption": one.caption, "heads": one.heads, "rows": one.rows} for one in tables(told.found)],
    }


def tables(found: Repayment) -> list[Texts]:
    """Return cash by party and year, what each has of it, what a lender asks, who gains and pays, and defaults."""
    own = found.agreed["own"]
    heads = tuple(head.replace("-\n", "").replace("\n", " ") for head in PARTY_HEADS)
    told = [Texts("What each has of it", heads, tuple(party_rows(parties(own))))]
    if own.terms.finance is Finance.LOAN:
        told.append(Texts("What a lender asks of the loan", ("Measure", "Over the runs"), tuple(risk_rows(risk(own)))))
    marks = own.settlement.in_default
    if marks.any():
        pairs = enumerate(zip(found.fingerprints, marks, strict=True), start=1)
        rows = tuple((str(number), name) for number, (name, mark) in pairs if mark)
        told.append(Texts("Runs in default, by the fingerprint they are kept under", ("Run", "Fingerprint"), rows))
    return [*(Texts(one.caption, one.heads, one.rows) for one in (cash_by_year(found), who_gains(found))), *told]
