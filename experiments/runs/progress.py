"""Progress: a bar on stderr for those who watch, and silence for programs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from experiments.files import writable_archive
from experiments.runs.ensemble import Crew
from sim.rules import is_compiled


class Bar:
    """Shows how many replications are done; on anything but a terminal it shows nothing."""

    def __init__(self, title: str) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._progress.add_task(title, total=None)

    def show(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are done."""
        self._progress.update(self._task, completed=done, total=total)

    def __enter__(self) -> "Bar":
        """Begin to show."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self._progress.stop()


def announce_compiling() -> None:
    """Say so if the rules are about to be compiled, for that takes a while and is done once."""
    if not is_compiled():
        print("Compiling the rules for the first time (about 40 seconds, kept for next time)...", file=sys.stderr)


@contextmanager
def crew_at_work(title: str, workers: int | None, archive: Path | None, cluster: str | None = None) -> Iterator[Crew]:
    """Give a crew that keeps its runs, in the archive named or the user's own, and shows a bar while it works."""
    store = writable_archive(archive)
    announce_compiling()
    with Bar(title) as bar:
        yield Crew(workers, bar.show, cluster=cluster, archive=store)
