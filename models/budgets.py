"""Budgets: what the agencies of a place spend in a year, as its file tells, to set a programme's money beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import pandas as pd

from models.pounds import PRICE_YEAR
from sim.document import Form, field_faults, said
from sim.errors import Faults
from sim.parameters import Keys, Source, Status, Text, source_faults

Account = Literal["council", "NHS"]
PUBLIC: tuple[str, ...] = get_args(Account)
"""Accounts of the public purse, as the ledger's lines name them."""
POUNDS = (1_000.0, 1e12)


@dataclass(frozen=True)
class Budget:
    """What an agency spends in a year, in all or on one end.

    Attributes:
        title: what it is, as a sentence names it.
        account: whose it is, as the ledger's lines name them.
        pounds_per_year: at the prices of ``price_year``; ``real_pounds_per_year`` at those of the ledger.
    """

    key: str
    title: str
    account: str
    pounds_per_year: float
    real_pounds_per_year: float
    price_year: str
    source: tuple[str, ...]
    status: Status
    note: str = ""


class BudgetForm(Form):
    """What a budget's table in a place's file must hold."""

    title: Text
    account: Account
    pounds_per_year: float
    price_year: Text
    source: Keys
    status: Status
    note: Text | None = None


def read_budgets(
    found: Any, sources: Mapping[str, Source], deflator: pd.DataFrame, faults: Faults
) -> tuple[Budget, ...]:
    """Return the budgets of a place in the order of its file, and tell every fault of them."""
    if not isinstance(found, dict):
        faults.add("'budgets' stands outside a table. Write [budgets.KEY] and its fields below.")
        return ()
    level = {str(year): float(index) for year, index in zip(deflator["year"], deflator["index"], strict=True)}
    read = []
    for key, written in found.items():
        if not isinstance(written, dict):
            faults.add(f"[budgets.{key}] holds no table. Write {', '.join(BudgetForm.model_fields)} below it.")
            continue
        wrong = _faults_of(written, sources, level)
        for sentence in wrong:
            faults.add(f"[budgets.{key}] {sentence}")
        if not wrong:
            form = BudgetForm.model_validate(written)
            real = form.pounds_per_year * level[PRICE_YEAR] / level[form.price_year]
            plain = form.model_dump() | {"note": form.note or ""}
            read.append(Budget(key=key, real_pounds_per_year=real, **plain))
    return tuple(read)


def _faults_of(written: Mapping[str, Any], sources: Mapping[str, Source], level: Mapping[str, float]) -> list[str]:
    """Return what is wrong with one budget."""
    by_field = field_faults(BudgetForm, written)
    told = [sentence for sentences in by_field.values() for sentence in sentences]
    sound = {field: value for field, value in written.items() if field not in by_field}
    (low, high), years = POUNDS, list(level)
    if "pounds_per_year" in sound and not low <= sound["pounds_per_year"] <= high:
        told.append(f"pounds_per_year {said(sound['pounds_per_year'])}: write a number from {low:,.0f} to {high:,.0f}.")
    if "price_year" in sound and sound["price_year"] not in level:
        told.append(f"price_year '{sound['price_year']}': write a year from April, {years[0]} to {years[-1]}.")
    told += source_faults(sound["source"], sources) if "source" in sound else []
    if sound.get("status") == "assumed" and "note" not in sound:
        told.append("is assumed and lacks 'note'. Say why this sum.")
    return told
