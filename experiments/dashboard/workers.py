"""Workers: the processes that do what the pages ask, the queue before them, and word of how it goes."""

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from experiments.dashboard.catalogue import catalogue, refresh
from experiments.dashboard.kept import kept, key_of
from experiments.files import archive_folder
from sim.errors import ModelError

WORKERS, QUEUE = 2, 10
WORKER = (sys.executable, "-m", "experiments.dashboard.worker")
NICE = 5
"""Workers give way to the server, so that pages answer while runs go on."""
READY_SECONDS = 900.0
"""The most a worker may take to be ready: before the first run on a machine the model's rules are compiled."""
END_SECONDS = 30.0
"""The most a worker may take to end a run that it was told to end, until it is ended itself."""
FALSE_STARTS = 3
"""Times a worker may die before it is ready, one after another, until no more are started."""
DIED = "The worker of this run died, most likely for want of memory: try fewer residents or fewer runs."
NO_WORKER = "No worker could be started, so nothing can be run; the terminal shows why. Start Kith again."
ENDED = "Kith is ending, so nothing more is run."
TOO_LONG = "This run was ended after {seconds:.0f} seconds, the most that is allowed here: ask for less at once."
ONE_EACH = "Another run of this page's visitor is still going on: wait for it, or cancel it."

type Message = dict[str, Any]
type Listener = Callable[[Message], None]

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Order:
    """One job that was asked for, who asked, and who is told of it."""

    ticket: int
    job: str
    asked: Mapping[str, Any]
    owner: str
    tell: Listener
    clock: threading.Timer | None = None


@dataclass(eq=False)
class Hand:
    """One worker process; ``order`` is what it does now, and ``clock`` ends it if it never gets ready."""

    process: subprocess.Popen[str]
    ready: bool = False
    copies: bool = False
    order: Order | None = None
    clock: threading.Timer | None = None


class Pool:
    """So many workers and a queue; any thread may ask, and is told by its listener, from another thread.

    A listener hears messages with a ``kind``: queued (with ``place``; 0 while a worker is made ready), running,
    told (with the ``content`` of the job's own message), and at last one of done (``content``, ``note``),
    cancelled and failed (``sentence``). A ``quick`` pool is for what takes a part of a second and is not kept: its
    worker does it itself, and so has in its memory what it needed last time.
    """

    def __init__(
        self,
        workers: int = WORKERS,
        queue: int = QUEUE,
        seconds: float | None = None,
        one_each: bool = False,
        command: Sequence[str] = WORKER,
        quick: bool = False,
    ) -> None:
        self._command = list(command)
        self._size, self._room, self._seconds, self._one_each, self._quick = workers, queue, seconds, one_each, quick
        self._hands: list[Hand] = []
        self._waiting: deque[Order] = deque()
        self._tickets = count(1)
        self._lock = threading.RLock()
        self._closed = False
        self._false_starts = 0

    def start(self) -> None:
        """Start the workers, if they are not there yet."""
        with self._lock:
            while not self._closed and len(self._hands) < self._size and self._false_starts < FALSE_STARTS:
                self._hands.append(self._hired())

    def submit(self, job: str, asked: Mapping[str, Any], tell: Listener, owner: str = "") -> int:
        """Ask for a job and return its ticket; refuse in a sentence if there is no room for it."""
        ticket = next(self._tickets)
        if not self._quick and (found := held(job, asked)) is not None:
            tell({"kind": "done", "content": found, "note": ""})
            return ticket
        with self._lock:
            self._refuse(owner)
            self._waiting.append(Order(ticket, job, asked, owner, tell))
            self.start()
            self._deal()
            if self._false_starts >= FALSE_STARTS:
                self._fail_all(NO_WORKER)
        return ticket

    def cancel(self, ticket: int) -> None:
        """End a job, whether it waits or is being done; one that is over already is left alone.

        What is quick and being done is left to come to its end, unheard: its worker would take longer to replace.
        """
        with self._lock:
            for order in [one for one in self._waiting if one.ticket == ticket]:
                self._waiting.remove(order)
                order.tell({"kind": "cancelled"})
                self._tell_places()
            for hand in self._hands:
                if hand.order is not None and hand.order.ticket == ticket:
                    self._stop(hand, {"kind": "cancelled"})

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            self._closed = True
            self._fail_all(ENDED)
            for hand in self._hands:
                _quieten(hand)
                if hand.order is not None:
                    hand.order.tell({"kind": "failed", "sentence": ENDED})
                _kill(hand)
            self._hands.clear()

    def _refuse(self, owner: str) -> None:
        if self._closed:
            raise ModelError(ENDED)
        at_work = [hand.order for hand in self._hands if hand.order is not None]
        if self._one_each and any(one.owner == owner for one in (*at_work, *self._waiting)):
            raise ModelError(ONE_EACH)
        if len(self._waiting) >= self._room:
            raise ModelError(f"All workers are busy and {self._room} runs wait already: try again in a minute.")

    def _hired(self) -> Hand:
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
        hand = Hand(process)
        hand.clock = _after(READY_SECONDS, _kill, hand)
        threading.Thread(target=self._listen, args=(hand,), daemon=True).start()
        return hand

    def _listen(self, hand: Hand) -> None:
        """Pass on what a worker says until it ends; then start another in its place."""
        try:
            for line in hand.process.stdout or ():
                if message := _read(line):
                    self._heard(hand, message)
        finally:
            _kill(hand)
            hand.process.wait()
            self._gone(hand)

    def _heard(self, hand: Hand, message: Message) -> None:
        with self._lock:
            if message["kind"] == "ready":
                refresh(message["catalogue"])
                _quieten(hand)
                hand.ready, hand.copies, self._false_starts = True, bool(message["copies"]) and not self._quick, 0
                self._deal()
                return
            order = hand.order
            if order is None or message.pop("ticket", None) != order.ticket:
                return
            if message["kind"] == "died":
                message = {"kind": "failed", "sentence": DIED}
            if message["kind"] in {"done", "failed", "cancelled"}:
                self._free(hand)
        order.tell(message)

    def _free(self, hand: Hand) -> None:
        _quieten(hand)
        hand.order = None
        self._deal()

    def _gone(self, hand: Hand) -> None:
        with self._lock:
            if self._closed or hand not in self._hands:
                return
            self._hands.remove(hand)
            self._false_starts += 0 if hand.ready else 1
            _quieten(hand)
            order, hand.order = hand.order, None
            if order is not None:
                order.tell({"kind": "failed", "sentence": DIED})
            if self._false_starts >= FALSE_STARTS:
                log.error("Workers die before they are ready.")
                self._fail_all(NO_WORKER)
            self.start()

    def _deal(self) -> None:
        """Give what waits to workers that are free, and tell the others where they stand."""
        for hand in self._hands:
            if self._waiting and hand.ready and hand.order is None:
                self._give(hand, self._waiting.popleft())
        self._tell_places()

    def _give(self, hand: Hand, order: Order) -> None:
        hand.order = order
        key = key_of(order.job, order.asked, catalogue().model)
        asked = {"ticket": order.ticket, "job": order.job, "asked": order.asked, "key": key, "quick": self._quick}
        if not _send(hand, asked):
            _kill(hand)  # what becomes of its job is told when its end is noticed
            return
        order.tell({"kind": "running"})
        if self._seconds is not None:
            order.clock = _after(self._seconds, self._too_long, hand, order)

    def _too_long(self, hand: Hand, order: Order) -> None:
        with self._lock:
            if hand.order is order:
                self._stop(hand, {"kind": "failed", "sentence": TOO_LONG.format(seconds=self._seconds)})

    def _stop(self, hand: Hand, last: Message) -> None:
        """Tell the one who asked for what a worker does that it is over, and end it."""
        order = hand.order
        if order is None:
            return
        order.tell(last)
        order.tell = _nobody
        if self._quick and last["kind"] == "cancelled":
            return
        _quieten(hand)
        if hand.copies and _send(hand, {"cancel": order.ticket}):
            order.clock = _after(END_SECONDS, self._still_there, hand, order)
        else:
            _kill(hand)

    def _still_there(self, hand: Hand, order: Order) -> None:
        with self._lock:
            if hand.order is order:
                _kill(hand)

    def _tell_places(self) -> None:
        busy = any(hand.ready for hand in self._hands)
        for place, order in enumerate(self._waiting, start=1):
            order.tell({"kind": "queued", "place": place if busy else 0})

    def _fail_all(self, sentence: str) -> None:
        while self._waiting:
            self._waiting.popleft().tell({"kind": "failed", "sentence": sentence})


def held(job: str, asked: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a result that was kept of the same job and model, or nothing."""
    return kept(archive_folder(), key_of(job, asked, catalogue().model))


def _after(seconds: float, call: Callable[..., None], *given: object) -> threading.Timer:
    """Return a clock that calls something after some seconds, unless it is stopped."""
    clock = threading.Timer(seconds, call, given)
    clock.daemon = True
    clock.start()
    return clock


def _quieten(hand: Hand) -> None:
    """Stop the clocks of a worker and of what it does."""
    for clock in (hand.clock, hand.order.clock if hand.order is not None else None):
        if clock is not None:
            clock.cancel()


def _read(line: str) -> Message:
    """Return what a worker says; nothing if it broke off in the middle of it."""
    try:
        found: Message = json.loads(line)
    except ValueError:
        return {}
    return found


def _nobody(message: Message) -> None:
    """Hear what nobody wants to know any more."""


def _send(hand: Hand, message: Mapping[str, Any]) -> bool:
    """Send a worker a line; say whether it could be sent."""
    try:
        if hand.process.stdin is not None:
            hand.process.stdin.write(json.dumps(message) + "\n")
            hand.process.stdin.flush()
    except OSError:
        return False
    return True


def _kill(hand: Hand) -> None:
    """End a worker and all that it started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(hand.process.pid, signal.SIGKILL)
        hand.process.kill()
