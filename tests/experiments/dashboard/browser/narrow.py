"""Narrow: a dashboard with one worker, one place in its queue and few seconds for a run, to see what it says then."""

import os
from functools import cache, partial

from experiments.dashboard.serve import SETTINGS
from experiments.dashboard.workers import Pool
from experiments.door import main as kith

SECONDS = 30.0


def main() -> None:
    """Do as the command `kith` does, with workers of our own."""
    os.environ.update(SETTINGS)
    from experiments.dashboard import desk  # Solara comes with it, and reads its settings as it is loaded

    desk.pool = cache(partial(Pool, workers=1, queue=1, seconds=SECONDS, one_each=True))
    kith()
