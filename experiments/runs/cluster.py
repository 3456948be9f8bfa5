"""Cluster: replications on a dask cluster that stands ready, and a small one on this machine."""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from experiments.files import reason_of
from experiments.runs.work import LOOK_EVERY_SECONDS, died_too_often, model_in_use, worked
from sim.errors import ModelError

ANSWER_SECONDS = 10.0
"""How long a cluster may take to answer."""
PATIENCE_SECONDS = 60.0
"""How long a cluster may be without a single worker."""
MORE_MEMORY = "workers with more memory"
HERE = "127.0.0.1"
MISSING = "A cluster needs dask: install Kith with its extra 'cluster', as in pip install 'kith-abm[cluster]'."


class ClusterHands[T]:
    """Gives replications to the workers of a cluster, one to each; those of lost workers go to others.

    ``shared`` is a folder that every worker must see under the same name.
    """

    def __init__(self, task: Callable[[int], T], address: str, shared: Path | None) -> None:
        self._dask = dask()
        self._task = task
        self._address = address
        self._running: dict[Any, int] = {}
        self._news = threading.Event()
        self._last_seen = time.monotonic()
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._client = self._reached(address)
        try:
            self._refuse_strangers(shared)
        except BaseException:
            self.close()
            raise

    def free(self) -> bool:
        """Say whether a worker waits for work."""
        return len(self._running) < self._workers()

    def begin(self, replication: int) -> None:
        """Give a replication to a worker."""
        future = self._client.submit(worked, self._task, replication, model_in_use(), pure=False)
        future.add_done_callback(lambda _: self._news.set())
        self._running[future] = replication

    def ended(self) -> list[tuple[int, T]]:
        """Return what ended; the results are taken off the workers at once."""
        self._news.wait(LOOK_EVERY_SECONDS)
        self._news.clear()
        self._refuse_to_wait_for_ever()
        done = [future for future in self._running if future.done()]
        found = [(self._running[future], self._result(future)) for future in done]
        for future in done:
            del self._running[future]
        return found

    def close(self) -> None:
        """Take back what has not begun; a worker ends the replication it is at, and its runs are kept."""
        if self._running and self._answers():
            self._client.cancel(list(self._running))
        self._client.close(timeout=ANSWER_SECONDS)

    def _reached(self, address: str) -> Any:
        """Return a client of the cluster, or refuse the address.

        A client that failed half-way is closed here. Python would close it whenever it next tidies up, and should that
        be while another client starts, the two would wait for each other for ever.
        """
        client = self._dask.Client.__new__(self._dask.Client)
        try:
            client.__init__(address, timeout=ANSWER_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, ImportError):
            client.close(timeout=ANSWER_SECONDS)
            raise ModelError(
                f"No cluster answers at '{address}': check the address, or start one here with: kith cluster."
            ) from None
        return client

    def _result(self, future: Any) -> T:
        try:
            found: T = future.result(timeout=ANSWER_SECONDS)
        except self._dask.KilledWorker as error:
            raise ModelError(died_too_often(self._running[future], error.allowed_failures + 1, MORE_MEMORY)) from None
        except (self._dask.CancelledError, TimeoutError, OSError):
            raise ModelError(self._lost("is gone")) from None
        return found

    def _workers(self) -> int:
        if not self._answers():
            return 0
        try:
            return len(self._client.sync(self._client.scheduler.ncores, callback_timeout=ANSWER_SECONDS))
        except OSError:
            return 0

    def _answers(self) -> bool:
        return bool(self._client.status == "running")

    def _refuse_strangers(self, shared: Path | None) -> None:
        """Refuse a cluster without workers, and one whose workers would keep their runs elsewhere."""
        try:
            self._client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        except TimeoutError:
            raise ModelError(f"The cluster at '{self._address}' has no worker: start one, and try again.") from None
        if shared is None:
            return
        mark = shared / f".seen-{uuid.uuid4().hex}"
        try:
            shared.mkdir(parents=True, exist_ok=True)
            mark.touch()
        except OSError as error:
            raise ModelError(
                f"The archive '{shared}' cannot be written ({reason_of(error)}): give another --archive."
            ) from None
        try:
            blind = [worker for worker, seen in self._client.run(mark.exists).items() if not seen]
        finally:
            mark.unlink(missing_ok=True)
        if blind:
            raise ModelError(
                f"The worker at {blind[0]} does not see the archive '{shared}': "
                "give --archive a folder that this machine and all workers share."
            )

    def _refuse_to_wait_for_ever(self) -> None:
        if self._client.status == "closed":
            raise ModelError(self._lost("is gone"))
        if self._workers():
            self._last_seen = time.monotonic()
        elif time.monotonic() - self._last_seen > PATIENCE_SECONDS:
            raise ModelError(self._lost("has lost all its workers"))

    def _lost(self, what: str) -> str:
        return (
            f"The cluster at '{self._address}' {what}. Every run that was made is kept: "
            "start it again and give the same command; it goes on from there."
        )


def dask() -> Any:
    """Return the library that reaches a cluster, or say how to get it."""
    try:
        import distributed
    except ImportError:
        raise ModelError(MISSING) from None
    return distributed


@contextmanager
def local_cluster(workers: int, port: int) -> Iterator[str]:
    """Start a cluster of so many workers on this machine; it lasts as long as the block, and gives its address."""
    library = dask()
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        started = library.LocalCluster(
            n_workers=workers, threads_per_worker=1, host=HERE, scheduler_port=port, dashboard_address=f"{HERE}:0"
        )
    except (OSError, RuntimeError):
        raise ModelError(f"No cluster can be started at {HERE}:{port}: try another --port.") from None
    try:
        yield str(started.scheduler_address)
    finally:
        with suppress(TimeoutError, OSError):  # workers that are slow to go end with this process
            started.close()
