"""Files: results are written whole or not at all, and a folder is tried before work begins."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from platformdirs import user_data_path

from sim.errors import ModelError

ARCHIVE_VARIABLE = "KITH_ARCHIVE"
"""Names another folder for the archive."""


def archive_folder(given: Path | None = None) -> Path:
    """Return the whole path of where runs are kept; if nothing is said, one folder for all that a user does."""
    named = os.environ.get(ARCHIVE_VARIABLE)
    own = Path(named) if named else user_data_path("kith", appauthor=False) / "runs"
    return (given or own).expanduser().absolute()


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that a reader finds the old one or the new one, never half of either."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file so that a reader finds the old one or the new one, whole and on the disk, never half of either."""
    with whole_file(path) as file:
        file.write(content)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write in parts; it takes its name once the block has ended well, and else leaves no trace."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(temporary, "xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        _settle(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _settle(folder: Path) -> None:
    """Have the disk keep the names in a folder too, where the system can."""
    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def reason_of(error: OSError) -> str:
    """Return why the system refused, in its own words."""
    return (error.strerror or str(error)).lower()


def check_folder(path: Path) -> Path:
    """Return the folder if results can be written there (made or not yet made), or refuse it in a sentence.

    Nothing is left behind: the folder itself is made by `open_folder`, once there is something to write.
    """
    return _tried(path, f"Results cannot be written to '{path}'", "--out", ", such as 'results'")


def writable_archive(given: Path | None = None) -> Path:
    """Return where runs are kept if they can be (the folder made or not yet made), or refuse it in a sentence."""
    path = archive_folder(given)
    return _tried(path, f"Runs cannot be kept in '{path}'", "--archive")


def readable_archive(given: Path | None = None) -> Path:
    """Return where runs are kept, or would be, or refuse what is no folder."""
    path = archive_folder(given)
    if path.exists() and not path.is_dir():
        raise ModelError(f"No runs are kept in '{path}', which is a file: give --archive a folder.")
    return path


def _tried(path: Path, cannot: str, option: str, such_as: str = "") -> Path:
    """Return the folder of an option if something can be written where it is or would be, or refuse it."""
    nearest = path.absolute()
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    if not nearest.is_dir():
        raise ModelError(f"{cannot}, because '{nearest}' is a file: give {option} a folder.")
    try:
        with tempfile.TemporaryFile(dir=nearest):
            return path
    except OSError as error:
        raise ModelError(f"{cannot} ({reason_of(error)}): give {option} a folder of your own{such_as}.") from None


def open_folder(path: Path) -> Path:
    """Make the folder if need be and return it."""
    check_folder(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError(f"The folder '{path}' cannot be made ({reason_of(error)}).") from None
    return path
