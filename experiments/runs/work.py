"""Work: what a worker does with a replication, wherever it runs, and what is said of one that no worker survived."""

import threading
from collections.abc import Callable
from functools import cache

import numba
import numpy as np

from experiments.runs.packing import code_in_use
from sim.errors import ModelError

TRIES = 3
"""How often a replication is tried whose worker dies under it, or beside it."""
LOOK_EVERY_SECONDS = 0.2
OTHER_MODEL = (
    "A worker has another version of Kith, of its parameters, of NumPy or of numba than the one that asked: "
    "start the workers anew and give the same command again."
)

_one_at_a_time = threading.Lock()


@cache
def model_in_use() -> str:
    """Return what tells two models apart: code, tables, parameters and their ranges, and what reckons."""
    return f"{code_in_use()} {np.__version__} {numba.__version__}"


def worked[T](task: Callable[[int], T], replication: int, model: str) -> T:
    """Run a replication in a worker, one at a time, as long as it has the model of the one that asked."""
    if model_in_use() != model:
        raise ModelError(OTHER_MODEL)
    with _one_at_a_time:
        return task(replication)


def died_too_often(replication: int, tries: int, instead: str = "--workers 1") -> str:
    """Return what is said of a replication that no worker survived, and what to try instead."""
    return (
        f"The worker of replication {replication + 1} died {tries} times, most likely for want of memory: "
        f"try {instead}, or fewer --residents."
    )
