"""Ensemble: the same task for many replications, by local processes or a cluster."""

import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from joblib.externals.loky.process_executor import ProcessPoolExecutor

from experiments.runs.cluster import ClusterHands
from experiments.runs.stopped import Stopped
from experiments.runs.work import LOOK_EVERY_SECONDS, TRIES, died_too_often, model_in_use, worked
from sim.errors import ModelError

type Progress = Callable[[int, int], None]
"""Told (done, needed) at the start and whenever a replication ends."""


@dataclass(frozen=True)
class Crew:
    """Who does the work, who is told of it, who may end it, and where its runs are kept.

    Attributes:
        workers: processes side by side on this machine; ``None`` for one a core.
        stop: asked every now and then; once it is true the work ends.
        cluster: address of a dask cluster that works instead.
        archive: folder in which every run is kept as soon as it is made, and found again; ``None`` for nowhere.
    """

    workers: int | None = None
    progress: Progress = lambda done, needed: None
    stop: Callable[[], bool] = lambda: False
    cluster: str | None = None
    archive: Path | None = None


class Hands[T](Protocol):
    """What replications are given to, one at a time, in order."""

    def free(self) -> bool:
        """Say whether another replication may begin."""

    def begin(self, replication: int) -> None:
        """Begin a replication."""

    def ended(self) -> list[tuple[int, T]]:
        """Return the replications that ended meanwhile with what came of them, after waiting a little for one."""

    def close(self) -> None:
        """End whatever still runs."""


def cores() -> int:
    """Return how many processes this machine lets us run side by side."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def replicate[T](task: Callable[[int], T], replications: int, crew: Crew | None = None) -> list[T]:
    """Return ``task(0), task(1), ...`` in that order, whoever does the work."""
    return replicate_until(task, lambda done: replications, replications, crew)


def replicate_until[T](
    task: Callable[[int], T], needed: Callable[[Sequence[T]], int], most: int, crew: Crew | None = None
) -> list[T]:
    """Return ``task(0), task(1), ...`` in that order, as many as are needed and no more.

    ``needed`` is asked about those done so far, without a gap, and says how many it takes as far as they tell; so
    the answer depends on them alone, not on who did the work. No more than ``most`` are made.

    Ctrl-C, or a crew that is told to stop, ends the workers and raises `Stopped`. A replication whose worker dies is
    tried again; if it dies `TRIES` times, a ModelError says so.
    """
    crew = crew or Crew()
    done: dict[int, T] = {}
    whole: list[T] = []
    begun, total = 0, min(needed(whole), most)
    crew.progress(0, total)
    hands = _hands(task, crew, most)
    try:
        while len(whole) < total:
            while begun < total and hands.free():
                hands.begin(begun)
                begun += 1
            for replication, result in hands.ended():
                done[replication] = result
                while len(whole) in done and len(whole) < total:
                    whole.append(done[len(whole)])
                    total = max(len(whole), min(needed(whole), most))
                crew.progress(len(done), total)
            if len(whole) < total and crew.stop():
                raise Stopped(len(done), total, crew.archive)
    except KeyboardInterrupt:
        raise Stopped(len(done), total, crew.archive) from None
    finally:
        hands.close()
    return whole


def _hands[T](task: Callable[[int], T], crew: Crew, most: int) -> Hands[T]:
    if crew.cluster is not None:
        return ClusterHands(task, crew.cluster, crew.archive)
    workers = min(crew.workers or cores(), most)
    return Processes(task, workers) if workers > 1 else OwnHand(task)


class OwnHand[T]:
    """Runs replications in this process."""

    def __init__(self, task: Callable[[int], T]) -> None:
        self._task = task
        self._begun: list[int] = []

    def free(self) -> bool:
        """Say whether another replication may begin."""
        return not self._begun

    def begin(self, replication: int) -> None:
        """Put a replication down to be run."""
        self._begun.append(replication)

    def ended(self) -> list[tuple[int, T]]:
        """Run it."""
        replication = self._begun.pop()
        return [(replication, self._task(replication))]

    def close(self) -> None:
        """There is nothing to end."""


class Processes[T]:
    """Runs replications in so many processes; those of workers that died are begun again in new ones."""

    def __init__(self, task: Callable[[int], T], workers: int) -> None:
        self._task = task
        self._workers = workers
        self._pool = self._hired()
        self._running: dict[Future[T], int] = {}
        self._refused: list[int] = []
        self._tries: Counter[int] = Counter()

    def free(self) -> bool:
        """Say whether a process waits for work."""
        return len(self._running) + len(self._refused) < self._workers

    def begin(self, replication: int) -> None:
        """Give a replication to a process; one that died meanwhile, even idle, is found out here or later."""
        try:
            future = self._pool.submit(worked, self._task, replication, model_in_use())
        except BrokenProcessPool:
            self._refused.append(replication)
        else:
            self._tries[replication] += 1
            self._running[future] = replication

    def ended(self) -> list[tuple[int, T]]:
        """Return what ended; if a worker died, all that ran is begun again."""
        patience = 0.0 if self._refused else LOOK_EVERY_SECONDS
        futures, _ = wait(self._running, timeout=patience, return_when=FIRST_COMPLETED)
        found, died = [], bool(self._refused)
        for future in futures:
            try:
                found.append((self._running[future], future.result()))
                del self._running[future]
            except BrokenProcessPool:
                died = True
        if died:
            self._begin_again()
        return found

    def close(self) -> None:
        """End the workers."""
        self._pool.shutdown(wait=True, kill_workers=True)

    def _hired(self) -> Any:
        """Return a pool of workers; one whose memory has grown is replaced by another, which is no news to a user."""
        warnings.filterwarnings("ignore", "A worker stopped while some jobs were given", UserWarning)
        return ProcessPoolExecutor(self._workers, context=beginning(), initializer=settle_in, initargs=(os.getpid(),))

    def _begin_again(self) -> None:
        lost = sorted([*self._running.values(), *self._refused])
        self.close()
        self._running.clear()
        self._refused.clear()
        given_up = [one for one in lost if self._tries[one] >= TRIES]
        if given_up:
            raise ModelError(died_too_often(given_up[0], TRIES))
        self._pool = self._hired()
        for one in lost:
            self.begin(one)


def beginning() -> Any:
    """Return how a process begins: as a copy of this one, which has all it needs in its memory, where that is safe.

    Elsewhere it loads everything anew, which takes it longer than a small study: on other systems than Linux, and in
    a thread of a server, for what the other threads held at that moment the copy would wait for.
    """
    safe = sys.platform == "linux" and threading.current_thread() is threading.main_thread()
    return multiprocessing.get_context("fork") if safe else None


def settle_in(parent: int) -> None:
    """Make a process a worker: it leaves Ctrl-C to the process that started it, and does not outlive that."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with, args=(parent,), daemon=True).start()


def _die_with(parent: int) -> None:
    """Wait until the process that started this one is gone, even by SIGKILL, and go too."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_SECONDS)
    os._exit(1)
