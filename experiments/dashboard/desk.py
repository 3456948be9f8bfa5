"""Desk: what becomes of a job that a page asked for - waiting, running, cancelled, failed or done."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from queue import SimpleQueue
from types import MappingProxyType
from typing import Any

import solara
import solara.lab
from solara.toestand import KernelStoreFactory

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


class Board:
    """How the jobs of one visitor stand, by name.

    Drawing a page may ask for a job, which changes the board, which draws the page. So nothing is ever drawn under
    the lock: a change is made under it, and after it the page is drawn as the board stands by then.
    """

    def __init__(self) -> None:
        self.tickets: list[int] = []
        self._views: Mapping[str, View] = {}
        self._writing = threading.Lock()

    def view(self, name: str) -> View | None:
        """Return how a job stands, or nothing before it was asked for."""
        return self._views.get(name)

    def change(self, name: str, turn: Callable[[View | None], View | None]) -> View | None:
        """Put what ``turn`` makes of how a job stands in its place, unless that is nothing; return it."""
        with self._writing:
            after = turn(self._views.get(name))
            if after is None:
                return None
            self._views = {**self._views, name: after}
        _changed.set(next(_changes))
        return after


_board = KernelStoreFactory(Board, key="kith.board")
"""Of one visitor, for Solara keeps what it holds apart for every open page."""
_changed: solara.Reactive[int] = solara.reactive(0)
"""Another number after every change of the visitor's board, so that the page is drawn again."""
_changes = count(1)


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
        return self.latest is not None and not answering(self.view, self.asked)


def use_job(name: str, asked: Mapping[str, Any]) -> Job:
    """Return a job of this visitor; what was made beforehand or kept is looked up whenever something else is asked."""
    found = solara.use_memo(lambda: opened(name, asked), [name, repr(asked)])
    _changed.get()
    board = _board.peek()
    view = seen(board.view(name), found, asked)

    def begin() -> None:
        ask(name, dict(asked), view)

    def cancel() -> None:
        now = board.view(name)
        if now is not None:
            pool_of(name).cancel(now.ticket)

    return Job(name, asked, view, begin, cancel)


def seen(view: View | None, found: View, asked: Mapping[str, Any]) -> View:
    """Return how a job stands on the page: with the answer to what is asked now, wherever there is one.

    That a run of something else is done is not said of it; that one failed is, or nobody would hear of it.
    """
    if view is None:
        return found
    over = isinstance(view.state, Done | Cancelled) and view.asked != asked
    if answering(found, asked) and not answering(view, asked):
        view = replace(view, latest=found.latest, answers=found.answers, beforehand=found.beforehand)
    if over and answering(view, asked):
        view = replace(view, state=Nothing())
    return view


def answering(view: View, asked: Mapping[str, Any]) -> bool:
    """Say whether the last result is of what is asked."""
    return view.latest is not None and dict(view.answers or {}) == dict(asked)


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


def ask(name: str, asked: Mapping[str, Any], shown: View) -> None:
    """Ask the workers for a job, and follow it in a thread of its own; ``shown`` is what the page shows of it."""
    board, heard = _board.peek(), SimpleQueue[Message]()

    def begun(now: View | None) -> View:
        if now is not None and isinstance(now.state, Queued | Running):
            pool_of(name).cancel(now.ticket)
        try:
            ticket = pool_of(name).submit(name, asked, heard.put, owner())
        except ModelError as error:
            return replace(shown, state=Failed(str(error)), ticket=0, asked=asked)
        return replace(shown, state=Queued(), ticket=ticket, told=(), asked=asked)

    after = board.change(name, begun)
    if after is None or not after.ticket:
        return
    if name not in QUICK:
        board.tickets.append(after.ticket)
    threading.Thread(target=follow, args=(board, name, after.ticket, heard), daemon=True).start()


def follow(board: Board, name: str, ticket: int, heard: "SimpleQueue[Message]") -> None:
    """Show what is heard of a job until it is over, or another is asked for.

    A result is on the page before its state says that it is done: a change of the board draws the page, part by part.
    """

    def change(turn: Callable[[View, Message], View], message: Message) -> View | None:
        def turn_mine(view: View | None) -> View | None:
            return turn(view, message) if view is not None and view.ticket == ticket else None

        return board.change(name, turn_mine)

    after: View | None = View(Queued())
    while after is not None and isinstance(after.state, Queued | Running):
        message = heard.get()
        if message["kind"] == "done":
            change(arrived, message)
        after = change(turned, message)


def arrived(view: View, message: Message) -> View:
    """Return how a job stands once its result is there, and before it is said to be done."""
    return replace(view, latest=whole(message["content"]), answers=view.asked, beforehand=False, told=())


def turned(view: View, message: Message) -> View:
    """Return how a job stands after a message; the result of one that is done has arrived by then."""
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
    return replace(view, state=Done(message["note"]))


def owner() -> str:
    """Return whose page this is; outside a server there is but one."""
    try:
        return str(solara.get_session_id())
    except (RuntimeError, KeyError, AttributeError):
        return ""


@solara.lab.on_kernel_start
def end_with_the_page() -> Callable[[], None]:
    """When a page is closed for good, end what it asked for."""

    def end() -> None:
        for ticket in _board.peek().tickets:
            pool().cancel(ticket)

    return end


_opened = threading.Event()
solara.lab.on_kernel_start(_opened.set)


def start_once_opened() -> None:
    """Wait until somebody opens a page and it has had the time to be drawn; then start the workers."""
    _opened.wait()
    time.sleep(DRAWN_SECONDS)
    pool().start()
