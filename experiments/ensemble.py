"""Ensemble: the same task for many replications, over local processes; the only file that starts workers."""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from joblib.externals.loky.process_executor import ProcessPoolExecutor

from experiments.stopped import Stopped
from sim.errors import ModelError

type Progress = Callable[[int, int], None]
"""Told (done, total) at the start and whenever a replication ends."""

TRIES = 2
"""How often a replication is tried whose worker dies under it."""
LOOK_EVERY_SECONDS = 0.2


def cores() -> int:
    """Return how many processes this machine lets us run side by side."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def replicate[T](
    task: Callable[[int], T],
    replications: int,
    workers: int | None = None,
    progress: Progress = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> list[T]:
    """Return ``task(0), task(1), ...`` in that order, however many workers (``None``: one a core) share the work.

    Ctrl-C, or ``stop`` turning true, ends the workers and raises `Stopped`. A replication whose worker
    dies is run once more; if that dies too, a ModelError says so.
    """
    work = _Work(task, replications, progress, stop)
    hands = min(workers or cores(), replications)
    progress(0, replications)
    try:
        if hands <= 1:
            work.one_after_another()
        else:
            work.side_by_side(hands)
    except KeyboardInterrupt:
        raise Stopped(len(work.done), replications) from None
    return [work.done[replication] for replication in range(replications)]


class _Work[T]:
    """What is done, what is still to do, and how often each replication was tried."""

    def __init__(self, task: Callable[[int], T], total: int, progress: Progress, stop: Callable[[], bool]) -> None:
        self.task = task
        self.progress = progress
        self.stop = stop
        self.done: dict[int, T] = {}
        self.tries = dict.fromkeys(range(total), 0)

    def finish(self, replication: int, result: T) -> None:
        self.done[replication] = result
        self.progress(len(self.done), len(self.tries))

    def heed(self) -> None:
        if self.stop():
            raise Stopped(len(self.done), len(self.tries))

    def one_after_another(self) -> None:
        for replication in self.tries:
            self.heed()
            self.finish(replication, self.task(replication))

    def side_by_side(self, hands: int) -> None:
        while len(self.done) < len(self.tries):
            pool = ProcessPoolExecutor(max_workers=hands)
            try:
                self._until_done(pool, hands)
            except BrokenProcessPool:
                self._refuse_a_second_death()
            finally:
                pool.shutdown(wait=True, kill_workers=True)

    def _until_done(self, pool: Any, hands: int) -> None:
        waiting = [replication for replication in self.tries if replication not in self.done]
        running: dict[Future[T], int] = {}
        while waiting or running:
            while waiting and len(running) < hands:
                replication = waiting.pop(0)
                self.tries[replication] += 1
                running[pool.submit(_undisturbed, self.task, replication)] = replication
            ended, _ = wait(running, timeout=LOOK_EVERY_SECONDS, return_when=FIRST_COMPLETED)
            self.heed()
            for future in ended:
                self.finish(running.pop(future), future.result())

    def _refuse_a_second_death(self) -> None:
        lost = [one for one, tries in self.tries.items() if tries >= TRIES and one not in self.done]
        if lost:
            raise ModelError(
                f"The worker of replication {lost[0] + 1} died twice, most likely for want of memory: "
                "try --workers 1, or fewer --residents."
            )


def _undisturbed[T](task: Callable[[int], T], replication: int) -> T:
    """Run in a worker, which leaves Ctrl-C to the process that started it."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return task(replication)
