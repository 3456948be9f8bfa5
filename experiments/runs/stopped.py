"""Stopped: the user ended the work before it was done."""

from pathlib import Path


class Stopped(Exception):
    """The user stopped the work after so many of its replications, or whatever they are ``of``.

    ``kept`` is where every run is that was made, finished replications or not; ``None`` if all is thrown away.
    """

    def __init__(self, done: int, total: int, kept: Path | None = None, of: str = "replications") -> None:
        rest = "; nothing was written."
        if kept is not None:
            rest = f". Every run that was made is kept in '{kept}': the same command goes on from there."
        super().__init__(f"Stopped after {done} of {total} {of}{rest}")
        self.done, self.total, self.kept, self.of = done, total, kept, of

    def __reduce__(self) -> tuple[type["Stopped"], tuple[int, int, Path | None, str]]:
        """Pickle what it was made from, so that it can cross processes."""
        return Stopped, (self.done, self.total, self.kept, self.of)
