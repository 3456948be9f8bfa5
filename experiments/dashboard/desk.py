"""Desk: what becomes of a comparison asked for on the page - waiting, running, cancelled, failed or done."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from experiments.comparing.charts import delayed_over_time, months_per_pound
from experiments.comparing.compare import compare
from experiments.comparing.story import Story, story
from experiments.dashboard.choice import Choice
from experiments.files import archive_folder
from experiments.runs.ensemble import Crew, Progress, cores
from experiments.runs.stopped import Stopped
from experiments.showing.chart import Chart
from sim.errors import ModelError

OUR_FAULT = "Something went wrong inside Kith, and it is not your doing; the terminal shows what. Try again."
FEWEST_WORKERS = 2
"""With one, the runs would be made in the server's own process, and the page would freeze."""

closing = threading.Event()
"""Set when the server ends, so that no run holds it up."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Nothing:
    """Nothing was run yet."""


@dataclass(frozen=True)
class Running:
    """So many of all replications are done."""

    done: int
    total: int


@dataclass(frozen=True)
class Cancelled:
    """The user stopped it after so many replications."""

    done: int
    total: int


@dataclass(frozen=True)
class Failed:
    """It could not be run, and one sentence says why."""

    sentence: str


@dataclass(frozen=True)
class Done:
    """It was run: the sentences and the charts, with the choice they belong to."""

    choice: Choice
    told: Story
    charts: tuple[Chart, ...]


type State = Nothing | Running | Cancelled | Failed | Done


def carry_out(choice: Choice, progress: Progress, stop: Callable[[], bool]) -> Cancelled | Failed | Done:
    """Run what was picked in worker processes, and return what came of it; nothing is raised."""
    workers = max(FEWEST_WORKERS, min(cores(), choice.replications))
    try:
        crew = Crew(workers, progress, lambda: stop() or closing.is_set(), archive=archive_folder())
        found = compare(choice.study(), crew)
        return Done(choice, story(found), (months_per_pound(found), delayed_over_time(found)))
    except Stopped as stopped:
        return Cancelled(stopped.done, stopped.total)
    except ModelError as error:
        return Failed(str(error))
    except Exception:
        log.exception("A comparison failed")
        return Failed(OUR_FAULT)
