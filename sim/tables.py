"""Tables: data in CSV files, each described in a TOML file by title, columns, units, ranges and source."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import numpy as np
import pandas as pd
from pydantic import BeforeValidator, Field

from sim.document import Form, field_faults, listed, read_document, read_text, said
from sim.errors import Faults, ModelError, did_you_mean
from sim.parameters import Keys, Source, Status, Text, source_faults

LARGEST = 50_000_000
"""Bytes a table may have."""
SHOWN = 3
"""How many faults of one kind are told of one column; the others are counted."""


@dataclass(frozen=True)
class ColumnSpec:
    """One column: its unit and, if it holds numbers, their range; without a range it holds text."""

    name: str
    unit: str
    low: float | None = None
    high: float | None = None
    whole: bool = False


@dataclass(frozen=True)
class TableSpec:
    """What a table holds and where it comes from; no two of its rows agree on all columns of ``key``."""

    name: str
    title: str
    columns: tuple[ColumnSpec, ...]
    source: tuple[str, ...]
    status: str
    note: str | None = None
    key: tuple[str, ...] = ()


class ColumnForm(Form):
    """What is written under [table.columns.column]."""

    unit: Text
    low: float | None = None
    high: float | None = None
    whole: bool = False


class TableForm(Form):
    """What is written under [table]."""

    title: Text
    status: Status
    source: Keys
    note: Text | None = None
    key: Annotated[tuple[Text, ...], BeforeValidator(listed)] = ()
    columns: Annotated[dict[str, dict[str, Any]], Field(min_length=1)]


def read_specs(path: Path, sources: Mapping[str, Source]) -> Mapping[str, TableSpec]:
    """Return the specs of all tables a TOML file describes, by name, or refuse all its faults at once.

    Under ``[name]`` stand title, status, source and, if wanted, note and key; under
    ``[name.columns.column]`` stand unit and, for numbers, low, high and ``whole = true`` for counts.
    """
    faults, specs = Faults(path.name), {}
    for name, written in read_document(path).items():
        wrong = _spec_faults(written, sources)
        for sentence in wrong:
            faults.add(f"[{name}{sentence}")
        if not wrong:
            specs[name] = _spec(name, written)
    faults.tell()
    return MappingProxyType(specs)


def read_table(path: Path, spec: TableSpec) -> pd.DataFrame:
    """Return a table as its spec describes it, or refuse all its faults at once.

    Returns:
        One row per line and one column per `ColumnSpec`, in the spec's order; units by column,
        title, source and status are in ``attrs``.
    """
    faults = Faults(path.name)
    cells = _cells(path, [column.name for column in spec.columns], faults)
    present = [column for column in spec.columns if column.name in cells]
    frame = pd.DataFrame({column.name: _column(cells[column.name], column, faults) for column in present})
    _refuse_repeats(frame, spec, faults)
    faults.tell()
    frame = frame.reset_index(drop=True)
    frame.attrs = {
        "title": spec.title,
        "units": {column.name: column.unit for column in spec.columns},
        "source": spec.source,
        "status": spec.status,
    }
    return frame


def _spec_faults(written: object, sources: Mapping[str, Source]) -> list[str]:
    if not isinstance(written, dict):
        return ["] is no table. Write title, status, source and columns below it."]
    faults = field_faults(TableForm, written)
    sound = {field: value for field, value in written.items() if field not in faults}
    sentences = [f"] {sentence}" for wrong in faults.values() for sentence in wrong]
    sentences += [f"] {sentence}" for sentence in source_faults(sound.get("source", ()), sources)]
    if sound.get("status") == "assumed" and "note" not in sound:
        sentences.append("] is assumed and lacks 'note'. Say why these values.")
    columns: dict[str, Any] = sound.get("columns", {})
    keys = sound.get("key", [])
    for key in keys if isinstance(keys, list) else [keys]:
        if columns and key not in columns:
            sentences.append(f"] key '{key}' is no column.{did_you_mean(key, columns)}")
    for name, column in columns.items():
        sentences += [f".columns.{name}] {sentence}" for sentence in _column_faults(column)]
    return sentences


def _column_faults(written: Mapping[str, Any]) -> list[str]:
    faults = [sentence for wrong in field_faults(ColumnForm, written).values() for sentence in wrong]
    if faults:
        return faults
    if ("low" in written) != ("high" in written):
        has, lacks = ("low", "high") if "low" in written else ("high", "low")
        return [f"has '{has}' and lacks '{lacks}'."]
    if "low" in written and written["low"] > written["high"]:
        return [f"low {said(written['low'])} is above high {said(written['high'])}."]
    if written.get("whole") and "low" not in written:
        return ["is whole and lacks 'low' and 'high'."]
    return []


def _spec(name: str, written: Mapping[str, Any]) -> TableSpec:
    form = TableForm.model_validate(written)
    columns = tuple(
        ColumnSpec(column, **ColumnForm.model_validate(fields).model_dump()) for column, fields in form.columns.items()
    )
    return TableSpec(name, form.title, columns, form.source, form.status, form.note, form.key)


def _cells(path: Path, names: list[str], faults: Faults) -> pd.DataFrame:
    """Return the cells as text, indexed by line, without columns that are repeated in the header."""
    reader = csv.reader(io.StringIO(read_text(path, LARGEST), newline=""), skipinitialspace=True)
    try:
        pairs = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if row]
    except csv.Error as error:
        raise ModelError(f"{path.name} is broken at line {reader.line_num}: {error}.") from None
    written = dict(pairs)
    if len(written) < 2:
        raise ModelError(f"{path.name} {'has a header and no rows' if written else 'is empty'}.")
    header = written.pop(min(written))
    for name in (name for name in names if name not in header):
        faults.add(f"lacks the column '{name}'.")
    for place, name in enumerate(header):
        if name in header[:place]:
            faults.add(f"has the column '{name}' twice.")
        elif name not in names:
            faults.add(f"'{name}' is no column of this table.{did_you_mean(name, names)}")
    even = {line: row for line, row in written.items() if len(row) == len(header)}
    ragged = {line: len(row) for line, row in written.items() if line not in even}
    _add_some(faults, [f"line {line} has {n} cells where the header has {len(header)}." for line, n in ragged.items()])
    cells = pd.DataFrame(list(even.values()), columns=pd.Index(header), index=pd.Index(list(even)), dtype=str)
    return cells.loc[:, ~cells.columns.duplicated()]


def _column(cells: pd.Series, column: ColumnSpec, faults: Faults) -> pd.Series:
    """Return a column as numbers or text, and note its faults."""
    blank = cells == ""
    wrong = {"is blank": blank}
    numbers = cells
    if column.low is not None and column.high is not None:
        numbers = pd.to_numeric(cells, errors="coerce").astype(np.float64)
        within = numbers.between(column.low, column.high)
        reach = f"{said(float(column.low))} to {said(float(column.high))} {column.unit}"
        wrong["is not a number"] = numbers.isna() & ~blank
        wrong[f"lies outside the range {reach}"] = numbers.notna() & ~within
        if column.whole:
            wrong["is not a whole number"] = within & (numbers % 1 != 0)
            numbers = numbers.fillna(0).clip(column.low, column.high).astype(np.int64)
    for why, mask in wrong.items():
        bad = cells[mask]
        _add_some(faults, [f"line {line}, column '{column.name}': {text!r} {why}." for line, text in bad.items()])
    return numbers


def _refuse_repeats(frame: pd.DataFrame, spec: TableSpec, faults: Faults) -> None:
    if not spec.key or not set(spec.key) <= set(frame.columns):
        return
    keys = frame[list(spec.key)]
    first: dict[tuple[object, ...], object] = {}
    repeats = []
    for line, row in zip(keys.index, keys.itertuples(index=False, name=None), strict=True):
        if row in first:
            shown = ", ".join(f"{name} {said(value)}" for name, value in zip(spec.key, row, strict=True))
            repeats.append(f"lines {first[row]} and {line} both give {shown}.")
        else:
            first[row] = line
    _add_some(faults, repeats)


def _add_some(faults: Faults, sentences: list[str]) -> None:
    """Tell the first few of many faults of one kind, and how many more there are."""
    for sentence in sentences[:SHOWN]:
        faults.add(sentence)
    if len(sentences) > SHOWN:
        faults.add(f"(and {len(sentences) - SHOWN} more like the last)")
