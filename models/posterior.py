"""Posterior: what calibration learnt of parameters together, one draw a row, and how a run takes a row of it."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from sim.errors import Faults, did_you_mean
from sim.parameters import Sheet, outside


def read_posterior(path: Path, held: Mapping[str, Sheet]) -> pd.DataFrame | None:
    """Return the table of draws, or nothing if there is no file; every column is checked against its sheet.

    Columns are "word.parameter"; a row holds values that fit the data together.
    """
    if not path.exists():
        return None
    table, faults = pd.read_csv(path), Faults(path.name)
    if table.empty:
        faults.add("holds no draw. Write one draw a row, or remove the file.")
    for column in table.columns:
        for sentence in _column_faults(str(column), table[column], held):
            faults.add(f"[{column}] {sentence}")
    faults.tell()
    return table


def fitted(held: dict[str, Sheet], table: pd.DataFrame | None, row: int, own: Collection[str] = ()) -> dict[str, Sheet]:
    """Return the sheets with a row of the posterior in place of what they hold; after the last row comes the first.

    ``own`` are parameters for which a place has its own number, which the fit to another place says nothing of.
    """
    if table is None:
        return held
    by_word: dict[str, dict[str, float]] = {}
    for column, value in table.iloc[row % len(table)].items():
        word, _, parameter = str(column).partition(".")
        if column not in own:
            by_word.setdefault(word, {})[parameter] = float(value)
    return held | {word: held[word].replaced(values) for word, values in by_word.items()}


def _column_faults(column: str, values: "pd.Series[float]", held: Mapping[str, Sheet]) -> list[str]:
    word, _, parameter = column.partition(".")
    if word not in held:
        return [f"names no sheet.{did_you_mean(word, held)}"]
    entries = held[word].entries
    if parameter not in entries:
        return [f"is no parameter.{did_you_mean(parameter, entries)}"]
    entry = entries[parameter]
    if isinstance(entry.value, tuple):
        return [f"holds {len(entry.value)} numbers; only parameters of one number can be fitted."]
    if not pd.api.types.is_numeric_dtype(values) or values.isna().any():
        return ["has values that are no numbers."]
    (_, low, high), *_ = entry.rows
    found = (float(values.min()), float(values.max()))
    beyond = [value for value in found if not low <= value <= high]
    return [f"{outside(value, low, high, entry.unit)}." for value in dict.fromkeys(beyond)]
