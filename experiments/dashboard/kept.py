"""Kept: finished results on disk, each under a fingerprint of what was asked and of the model that answered."""

import contextlib
import json
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from experiments.files import archive_folder, check_folder, reason_of, write_whole
from sim.errors import ModelError

FOLDER = "pages"
"""Within the archive of runs."""
MOST = 300
"""Results kept; the oldest make room."""


def key_of(job: str, asked: Mapping[str, Any], model: str) -> str:
    """Return 32 hex digits over a job, what was asked of it and the model.

    >>> key_of("explore", {"a": 1, "b": 2}, "m") == key_of("explore", {"b": 2, "a": 1}, "m")
    True
    """
    text = json.dumps([job, asked, model], sort_keys=True)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def keep(archive: Path, key: str, text: str) -> str:
    """Keep a result as text; return a sentence if that could not be done, for the result itself is none the worse."""
    folder = archive / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / f"{key}.json", text)
        make_room(folder)
    except OSError as error:
        return f"This result could not be kept for next time in '{folder}' ({reason_of(error)})."
    return ""


def kept(archive: Path, key: str) -> dict[str, Any] | None:
    """Return a result that was kept, or nothing; a file that cannot be read counts as none."""
    try:
        found = json.loads((archive / FOLDER / f"{key}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def make_room(folder: Path) -> None:
    """Remove the oldest results beyond the number that is kept."""
    found = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for path in found[: max(0, len(found) - MOST)]:
        with contextlib.suppress(OSError):
            path.unlink()


def usable_archive() -> tuple[Path | None, str]:
    """Return the folder in which runs are kept, or nothing and a sentence if none can be written there."""
    folder = archive_folder()
    try:
        return check_folder(folder), ""
    except ModelError:
        return None, f"Runs cannot be kept in '{folder}', so this one was made anew and is not kept."
