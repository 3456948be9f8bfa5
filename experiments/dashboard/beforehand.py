"""Beforehand: results made beforehand, which come with Kith so that no page opens empty."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("first")


@cache
def first_file(name: str) -> dict[str, Any]:
    """Return a document that comes with Kith, or an empty one if there is none of that name."""
    path = FOLDER / f"{name}.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return document
