"""The front door: the command `kith`, and a guard against other projects' packages of the same names."""

import os
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent


def shadowed() -> str | None:
    """Return the sentence that says which package of ours is hidden by another project's, if one is."""
    for name in ("sim", "models", "experiments"):
        spec = find_spec(name)
        origin = Path(spec.origin).resolve() if spec is not None and spec.origin else None
        if origin is None or origin.parent.parent != HOUSE:
            other = origin.parent if origin else "nowhere"
            return f"Kith's '{name}' is hidden by another package of that name ({other}): run kith in another folder."
    return None


def main() -> None:
    """Open the command line, unless another project stands in the way."""
    if (sentence := shadowed()) is not None:
        print(sentence, file=sys.stderr)
        sys.exit(2)
    from experiments.cli import app

    try:
        app()
    except OSError as error:
        print(refused(error), file=sys.stderr)
        _drop_output()
        sys.exit(2)


def refused(error: OSError) -> str:
    """Return what the system would not do, in a sentence.

    >>> refused(OSError(28, "No space left on device"))
    'The answer could not be written (no space left on device): send it to where there is room.'
    >>> refused(PermissionError(13, "Permission denied", "results/a.csv"))
    "'results/a.csv' cannot be used (permission denied)."
    """
    why = (error.strerror or str(error)).lower()
    if error.filename is None:
        return f"The answer could not be written ({why}): send it to where there is room."
    return f"'{error.filename}' cannot be used ({why})."


def _drop_output() -> None:
    """Let what is still to be printed go nowhere, so that Python does not try again as it ends."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
