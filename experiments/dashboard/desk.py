"""Desk: what becomes of a job that a page asked for - waiting, running, cancelled, failed or done."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from queue import SimpleQueue
from types import MappingProxyType
from typing import Any

import solara
import solara.lab

from experiments.dashboard.beforehand import first_file
from experiments.dashboard.limits import limits
from experiments.dashboard.workers import Message, Pool, held
from sim.errors import ModelError


@dataclass(frozen=True)
class Nothing:
    """Nothing was asked for yet."""


@dataclass(frozen=True)
class Queued:
    """It waits; ``place`` counts from 1, and 0 means that the workers are still being made ready."""

    place: int = 0


@dataclass(frozen=True)
class Running:
    """It is being done; ``told`` is the job's last message of its own."""

    told: Mapping[str, Any]


@dataclass(frozen=True)
class Cancelled:
    """The user stopped it."""


@dataclass(frozen=True)
class Failed:
    """It could not be done, and one sentence says why."""

    sentence: str


@dataclass(frozen=True)
class Done:
    """It was done; ``note`` says if something beside it went wrong."""

    note: str = ""


type State = Nothing | Queued | Running | Cancelled | Failed | Done


@dataclass(frozen=True)
class View:
    """How one job of one visitor stands.

    Attributes:
        ticket: of what was asked for last; messages of any other are dropped.
        latest: the last finished result, read-only, and ``answers`` what had been asked for it.
        beforehand: whether that result came with Kith.
        told: every message of the job's own since it began, and ``asked`` what it was asked.
    """

    state: State = Nothing()
    ticket: int = 0
    latest: Mapping[str, Any] | None = None
    answers: Mapping[str, Any] | None = None
    beforehand: bool = False
    told: tuple[Mapping[str, Any], ...] = ()
    asked: Mapping[str, Any] | None = None


_board: solara.Reactive[Mapping[str, View]] = solara.reactive({})
"""By name of the job; of one visitor, for Solara keeps what it holds apart for every open page."""
_writing = threading.Lock()


@cache
def pool() -> Pool:
    """Return the workers of this server."""
    return Pool(seconds=limits().seconds, one_each=limits().one_each)


DRAWN_SECONDS = 4.0
"""By when a page is drawn; workers that are made ready before that would take the cores from it."""
QUICK = ("terms",)
"""Jobs that take a part of a second, and must not wait behind runs."""
QUICK_SECONDS = 300.0
"""The most one of them may take; a machine's first waits for rules to be compiled."""


@cache
def quick_pool() -> Pool:
    """Return the worker of this server that does what is quick; it is started when it is first needed."""
    return Pool(workers=1, quick=True, seconds=QUICK_SECONDS)


def pool_of(name: str) -> Pool:
    """Return who does a job."""
    return quick_pool() if name in QUICK else pool()


@dataclass(frozen=True)
class Job:
    """A job as a page sees it: how it stands, the last finished result, and what can be done."""

    name: str
    asked: Mapping[str, Any]
    view: View
    begin: Callable[[], None]
    cancel: Callable[[], None]

    @property
    def state(self) -> State:
        """How it stands."""
        return self.view.state

    @property
    def latest(self) -> Mapping[str, Any] | None:
        """The last finished result."""
        return self.view.latest

    @property
    def told(self) -> tuple[Mapping[str, Any], ...]:
        """What the job has told of itself since it began; the last of it stays after a cancel."""
        return self.view.told

    @property
    def busy(self) -> bool:
        """Say whether it waits or runs."""
        return isinstance(self.state, Queued | Running)

    @property
    def outdated(self) -> bool:
        """Say whether the last result answers something else than what is picked now."""
        return self.latest is not None and dict(self.view.answers or {}) != dict(self.asked)


def use_job(name: str, asked: Mapping[str, Any]) -> Job:
    """Return a job of this visitor; before anything was asked for, it shows what was made beforehand or kept."""
    opening = solara.use_memo(lambda: opened(name, asked), [name])
    view = _board.value.get(name, opening)

    def begin() -> None:
        ask(name, dict(asked), view)

    def cancel() -> None:
        pool_of(name).cancel(view.ticket)

    return Job(name, asked, view, begin, cancel)


def opened(name: str, asked: Mapping[str, Any]) -> View:
    """Return how a job stands before anything was asked for."""
    first = first_file(name)
    if first and dict(first["asked"]) == dict(asked):
        return View(latest=whole(first["result"]), answers=first["asked"], beforehand=True)
    if (found := held(name, asked)) is not None:
        return View(latest=whole(found), answers=asked)
    return View(latest=whole(first["result"]), answers=first["asked"], beforehand=True) if first else View()


def whole(result: Message) -> Mapping[str, Any]:
    """Return a result as one thing: Solara looks through a dictionary, and copies it, each time it is drawn."""
    return MappingProxyType(result)


def ask(name: str, asked: Mapping[str, Any], before: View) -> None:
    """Ask the workers for a job, and follow it in a thread of its own."""
    heard: SimpleQueue[Message] = SimpleQueue()
    before = _board.peek().get(name, before)
    if isinstance(before.state, Queued | Running):
        pool_of(name).cancel(before.ticket)
    try:
        ticket = pool_of(name).submit(name, asked, heard.put, owner())
    except ModelError as error:
        _put(name, replace(before, state=Failed(str(error))))
        return
    _put(name, replace(before, state=Queued(), ticket=ticket, told=(), asked=asked))
    if name not in QUICK:
        _tickets.set((*_tickets.peek(), ticket))
    threading.Thread(target=follow, args=(name, asked, ticket, heard), daemon=True).start()


def follow(name: str, asked: Mapping[str, Any], ticket: int, heard: "SimpleQueue[Message]") -> None:
    """Show what is heard of a job until it is over, or another is asked for.

    A result is on the page before its state says that it is done: setting the board draws the page, part by part.
    """
    while True:
        message = heard.get()
        with _writing:
            view = _board.peek().get(name)
            if view is None or view.ticket != ticket:
                return
            after = turned(view, asked, message)
            if after.latest is not view.latest:
                _board.set({**_board.peek(), name: replace(after, state=view.state)})
            _board.set({**_board.peek(), name: after})
        if not isinstance(after.state, Queued | Running):
            return


def turned(view: View, asked: Mapping[str, Any], message: Message) -> View:
    """Return how a job stands after a message."""
    kind = message["kind"]
    if kind == "queued":
        return replace(view, state=Queued(message["place"]))
    if kind == "running":
        return replace(view, state=Running({}))
    if kind == "told":
        return replace(view, state=Running(message["content"]), told=(*view.told, message["content"]))
    if kind == "cancelled":
        return replace(view, state=Cancelled())
    if kind == "failed":
        return replace(view, state=Failed(message["sentence"]))
    state = Done(message["note"])
    return replace(view, state=state, latest=whole(message["content"]), answers=asked, beforehand=False, told=())


def owner() -> str:
    """Return whose page this is; outside a server there is but one."""
    try:
        return str(solara.get_session_id())
    except (RuntimeError, KeyError, AttributeError):
        return ""


def _put(name: str, view: View) -> None:
    with _writing:
        _board.set({**_board.peek(), name: view})


_tickets: solara.Reactive[tuple[int, ...]] = solara.reactive(())
"""Of all that this visitor asked for, so that it ends with the page."""


@solara.lab.on_kernel_start
def end_with_the_page() -> Callable[[], None]:
    """When a page is closed for good, end what it asked for."""

    def end() -> None:
        for ticket in _tickets.peek():
            pool().cancel(ticket)

    return end


_opened = threading.Event()
solara.lab.on_kernel_start(_opened.set)


def start_once_opened() -> None:
    """Wait until somebody opens a page and it has had the time to be drawn; then start the workers."""
    _opened.wait()
    time.sleep(DRAWN_SECONDS)
    pool().start()
