"""Posterior: what calibration learnt of parameters together, one draw a row, and how a run takes a row of it."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from sim.errors import Faults, ModelError, did_you_mean
from sim.parameters import Sheet


def read_posterior(path: Path, held: Mapping[str, Sheet]) -> pd.DataFrame | None:
    """Return the table of draws, or nothing if there is no file; every column is checked against its sheet.

    Columns are "word.parameter"; a row holds quantiles of their ranges, from 0 to 1 (see `sim.parameters.Sheet.drawn`),
    that fit the data together: so a list of numbers moves as one.
    """
    if not path.exists():
        return None
    faults = Faults(path.name)
    try:
        table = pd.read_csv(path)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError):
        raise ModelError(f"{path.name} is no table of draws. Make it anew with: kith calibrate") from None
    if table.empty:
        faults.add("holds no draw. Write one draw a row, or remove the file.")
    for column in table.columns:
        for sentence in _column_faults(str(column), table[column], held):
            faults.add(f"[{column}] {sentence}")
    faults.tell()
    return table


def fitted(
    held: dict[str, Sheet],
    central: Mapping[str, Sheet],
    table: pd.DataFrame | None,
    row: int,
    own: Collection[str] = (),
) -> dict[str, Sheet]:
    """Return the sheets with a row of the posterior in place of what they hold; after the last row comes the first.

    The quantiles are those of the ``central`` sheets. ``own`` are parameters for which a place has its own number,
    which the fit to another place says nothing of.
    """
    if table is None:
        return held
    by_word: dict[str, dict[str, float]] = {}
    for column, quantile in table.iloc[row % len(table)].items():
        word, _, parameter = str(column).partition(".")
        if column not in own:
            by_word.setdefault(word, {})[parameter] = float(quantile)
    changed = dict(held)
    for word, quantiles in by_word.items():
        moved = central[word].at(quantiles).entries
        entries = {name: moved[name] if name in quantiles else one for name, one in held[word].entries.items()}
        changed[word] = Sheet(word, entries.values())
    return changed


def _column_faults(column: str, values: "pd.Series[float]", held: Mapping[str, Sheet]) -> list[str]:
    word, _, parameter = column.partition(".")
    if word not in held:
        return [f"names no sheet.{did_you_mean(word, held)}"]
    entries = held[word].entries
    if parameter not in entries:
        return [f"is no parameter.{did_you_mean(parameter, entries)}"]
    if not pd.api.types.is_numeric_dtype(values) or values.isna().any():
        return ["has values that are no numbers."]
    beyond = [value for value in (float(values.min()), float(values.max())) if not 0.0 <= value <= 1.0]
    return [f"holds {value:g}; a quantile lies from 0 to 1." for value in dict.fromkeys(beyond)]
