"""Worker: a process with the model in its memory that does jobs one at a time, and speaks in lines of JSON.

Where the system can copy a process, each job is done by a copy, so that ending it costs nothing and nothing of it
stays behind; elsewhere the worker does it itself, and is ended with it.
"""

import contextlib
import importlib
import json
import logging
import os
import pkgutil
import select
import signal
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

from experiments.dashboard import jobs
from experiments.dashboard.kept import keep
from experiments.files import archive_folder
from experiments.runs.ensemble import settle_in
from experiments.showing.written import as_json
from sim.errors import ModelError

OUR_FAULT = "Something went wrong inside Kith, and it is not your doing; the terminal shows what. Try again."
WARM_RESIDENTS, WARM_MONTHS = 300, 2
COPIES = hasattr(os, "pidfd_open")
BLOCK = 65_536
CANCELLED, SUPERSEDED = "cancelled", "superseded"
"""Why a copy is ended before it ends by itself."""

log = logging.getLogger(__name__)


class Lines:
    """Lines of JSON from a file descriptor that can also be waited for together with others."""

    def __init__(self, source: int) -> None:
        self.source = source
        self._held = b""
        self.ended = False

    def waiting(self) -> bool:
        """Say whether a whole line is already here."""
        return b"\n" in self._held

    def read(self) -> None:
        """Take in what has come, waiting for it if need be."""
        block = os.read(self.source, BLOCK)
        self._held += block
        self.ended = not block

    def first(self) -> dict[str, Any]:
        """Return the first whole line, and leave it where it is."""
        found: dict[str, Any] = json.loads(self._held.partition(b"\n")[0])
        return found

    def take(self) -> dict[str, Any]:
        """Return the first whole line, and be rid of it."""
        line, _, self._held = self._held.partition(b"\n")
        found: dict[str, Any] = json.loads(line)
        return found

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Go through the lines as they come, until there are no more."""
        while True:
            while self.waiting():
                yield self.take()
            if self.ended:
                return
            self.read()


def main() -> None:
    """Make ready, say so, and do what each line asks until there are no more."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a job prints must not get between the lines
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lines = Lines(0)
    say(out, {"kind": "ready", "copies": COPIES, "catalogue": make_ready()})
    for order in lines:
        if "job" in order and COPIES and not order["quick"]:
            do_in_copy(order, lines, out)
        elif "job" in order:
            do(order, out)


def make_ready() -> dict[str, Any]:
    """Load the model, its rules and every job, so that the first job does not wait for them; return the catalogue."""
    from models import Scenario, run

    for one in pkgutil.iter_modules(jobs.__path__):
        work_of(one.name)
    run(Scenario(months=WARM_MONTHS, residents=WARM_RESIDENTS))
    return work_of("catalogue")({}, lambda told: None)


def work_of(name: str) -> Callable[[Mapping[str, Any], Callable[[dict[str, Any]], None]], dict[str, Any]]:
    """Return what does a job."""
    work: Callable[[Mapping[str, Any], Callable[[dict[str, Any]], None]], dict[str, Any]]
    work = importlib.import_module(f"{jobs.__name__}.{name}").work
    return work


def say(out: IO[str], message: Mapping[str, Any], afresh: bool = False) -> None:
    """Send one line; ``afresh`` ends what may have been left of another before it."""
    out.write(("\n" if afresh else "") + json.dumps(message, separators=(",", ":")) + "\n")
    out.flush()


def do(order: Mapping[str, Any], out: IO[str]) -> None:
    """Do a job and say what comes of it; nothing is raised."""
    ticket = order["ticket"]

    def told(content: Mapping[str, Any]) -> None:
        say(out, {"ticket": ticket, "kind": "told", "content": json.loads(as_json(content))})

    try:
        text = as_json(work_of(order["job"])(order["asked"], told))
        note = "" if order["quick"] else keep(archive_folder(), order["key"], text)
        say(out, {"ticket": ticket, "kind": "done", "content": json.loads(text), "note": note})
    except ModelError as error:
        say(out, {"ticket": ticket, "kind": "failed", "sentence": str(error)})
    except Exception:
        log.exception("A job failed: %s", order["job"])
        say(out, {"ticket": ticket, "kind": "failed", "sentence": OUR_FAULT})


def do_in_copy(order: Mapping[str, Any], lines: Lines, out: IO[str]) -> None:
    """Have a copy of this process do a job; end it if told to, or if nobody asks any more."""
    child = os.fork()
    if child == 0:
        be_the_copy(order, lines, out)
    with contextlib.suppress(OSError):
        os.setpgid(child, child)
    why = await_copy(child, order["ticket"], lines)
    if why:
        end(child)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if why == CANCELLED or (status and not why):
        say(out, {"ticket": order["ticket"], "kind": why or "died"}, afresh=True)


def await_copy(child: int, ticket: int, lines: Lines) -> str:
    """Wait until a copy is over, and return why it must be ended, or nothing if it has ended by itself.

    It must be if its job is cancelled, if nobody asks any more, and if another job is asked for: that comes once the
    copy has said its last word. Nothing but cancels is taken from the lines, so the other job is still there to do.
    """
    watch = os.pidfd_open(child)
    try:
        while True:
            while lines.waiting() and "cancel" in lines.first():
                if lines.take()["cancel"] == ticket:
                    return CANCELLED
            if lines.waiting() or lines.ended:
                return SUPERSEDED
            heard, _, _ = select.select([watch, lines.source], [], [])
            if watch in heard:
                return ""
            lines.read()
    finally:
        os.close(watch)


def be_the_copy(order: Mapping[str, Any], lines: Lines, out: IO[str]) -> None:
    """Do a job as a copy of the worker, and end."""
    parent = os.getppid()
    os.setpgid(0, 0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), lines.source)
    settle_in(parent)
    do(order, out)
    os._exit(0)


def end(child: int) -> None:
    """End a copy and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
