"""The front door: the command `kith`, and a guard against other projects' packages of the same names."""

import sys
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

    app()
