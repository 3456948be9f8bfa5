"""Narrow: a dashboard with one worker, one place in its queue and few seconds for a run, to see what it says then."""

from functools import cache, partial

from experiments.dashboard import desk
from experiments.dashboard.workers import Pool
from experiments.door import main as kith

SECONDS = 15.0


def main() -> None:
    """Do as the command `kith` does, with workers of our own."""
    desk.pool = cache(partial(Pool, workers=1, queue=1, seconds=SECONDS, one_each=True))
    kith()
