"""Crew: what jobs share - who makes their runs, where these are kept, and how it is told how far they are."""

from collections.abc import Callable
from typing import Any

from experiments.dashboard.kept import usable_archive
from experiments.dashboard.workers import WORKERS
from experiments.runs.archive import Archive, Luck, archive_in
from experiments.runs.ensemble import Crew, Progress, cores

type Tell = Callable[[dict[str, Any]], None]
"""Told what there is to say of a job while it is done."""


def telling(tell: Tell, said: str) -> Progress:
    """Return what tells how many are done of how many; ``said`` names both in braces.

    >>> telling(print, "run {done} of {total}")(2, 6)
    {'done': 2, 'total': 6, 'said': 'run 2 of 6'}
    """

    def progress(done: int, total: int) -> None:
        tell({"done": done, "total": total, "said": said.format(done=done, total=total)})

    return progress


def alone(tell: Tell, said: str) -> Crew:
    """Return a crew of one that tells how far it is, and keeps its runs where runs can be kept."""
    folder, _ = usable_archive()
    return Crew(workers=1, progress=telling(tell, said), archive=folder)


def sharing(progress: Progress = lambda done, total: None) -> Crew:
    """Return a crew on a worker's share of this machine's cores, that keeps its runs where runs can be kept."""
    folder, _ = usable_archive()
    return Crew(max(1, cores() // WORKERS), progress, archive=folder)


def archive() -> Archive | None:
    """Return the archive, or nothing if it cannot be written."""
    folder, _ = usable_archive()
    return archive_in(folder)


def luck(seed: int, draw: int | None, apart: int | None) -> Luck:
    """Return the worlds of one luck and one draw, kept where runs can be kept; ``apart``: when they may differ."""
    return Luck(archive(), seed, draw, apart)
