"""Stopped: the user ended the work before it was done."""


class Stopped(Exception):
    """The user stopped the work; what was done so far is thrown away."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(f"Stopped after {done} of {total} replications; nothing was written.")
        self.done = done
        self.total = total

    def __reduce__(self) -> tuple[type["Stopped"], tuple[int, int]]:
        """Pickle what it was made from, so that it can cross processes."""
        return Stopped, (self.done, self.total)
