"""Written: anything as JSON, and frames as CSV, safe for other programs to read."""

import json
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

import pandas as pd

RISKY = ("=", "+", "-", "@")
"""A cell of text that starts so would be run as a formula by a spreadsheet."""


def as_json(document: object) -> str:
    """Return a document as JSON; a number that is none becomes null."""
    return json.dumps(_plain(document), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def frame_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame as a list of rows."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def as_csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV, no cell of which a spreadsheet would take for a formula."""
    safe = frame.copy()
    for name in safe.select_dtypes(exclude="number"):
        safe[name] = [f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell for cell in safe[name]]
    return str(safe.to_csv(index=False, lineterminator="\n"))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, str) or value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Iterable):
        return [_plain(one) for one in value]
    number = float(value)  # type: ignore[arg-type]
    if not isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else round(number, 9)
