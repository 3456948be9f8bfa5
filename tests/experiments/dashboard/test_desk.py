"""The desk: how a job stands after each message, and what the page says of it."""

import threading
from dataclasses import replace
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

import pytest
import solara

from experiments.dashboard import desk, limits
from experiments.dashboard.desk import (
    Board,
    Cancelled,
    Done,
    Failed,
    Job,
    Nothing,
    Queued,
    Running,
    View,
    arrived,
    opened,
    seen,
    turned,
)
from experiments.dashboard.panels import BEFOREHAND, BIGGER, KEPT, MAKING_READY, OUTDATED, standing

pytestmark = pytest.mark.unit

CHANGED = OUTDATED.format(run="Run")

ASKED = {"place": "leeds"}
RESULT = {"found": 1}
KEPT_VIEW = View(latest=RESULT, answers={"place": "sandwell"})


def job(view: View, asked=ASKED) -> Job:
    return Job("explore", asked, view, lambda: None, lambda: None)


@pytest.mark.parametrize(
    ("message", "state"),
    [
        ({"kind": "queued", "place": 3}, Queued(3)),
        ({"kind": "running"}, Running({})),
        ({"kind": "told", "content": {"said": "year 1 of 5"}}, Running({"said": "year 1 of 5"})),
        ({"kind": "cancelled"}, Cancelled()),
        ({"kind": "failed", "sentence": "No."}, Failed("No.")),
    ],
)
def test_a_message_turns_the_state_and_leaves_the_last_result(message, state):
    after = turned(KEPT_VIEW, message)
    assert after.state == state
    assert (after.latest, after.answers) == (RESULT, {"place": "sandwell"})


def test_a_finished_job_takes_the_place_of_the_last_result():
    told = turned(replace(KEPT_VIEW, asked=ASKED), {"kind": "told", "content": {"done": 1}})
    done = {"kind": "done", "content": {"found": 2}, "note": ""}
    after = turned(arrived(told, done), done)
    assert (after.state, after.latest, after.answers, after.told) == (Done(), {"found": 2}, ASKED, ())


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (View(), "Nothing has been run yet. Press Run."),
        (View(latest=RESULT, answers=ASKED, beforehand=True), BEFOREHAND),
        (View(latest=RESULT, answers=ASKED), "Kept from an earlier run with the same choices."),
        (KEPT_VIEW, CHANGED),
        (View(Queued()), MAKING_READY),
        (View(Queued(2)), "Waiting: 2 in the queue."),
        (replace(KEPT_VIEW, state=Queued(2)), f"Waiting: 2 in the queue.{KEPT}"),
        (View(Running({"said": "year 1 of 5"})), "Running: year 1 of 5."),
        (
            replace(KEPT_VIEW, state=Cancelled()),
            f"Cancelled. Pressed again, Run goes on from the runs that were finished.{KEPT}",
        ),
        (View(Failed("There is no place 'leds'.")), "There is no place 'leds'."),
        (View(Done(), latest=RESULT, answers=ASKED), "Done."),
        (replace(KEPT_VIEW, state=Done()), f"Done. {CHANGED}"),
        (View(Done("It was not kept."), latest=RESULT, answers=ASKED), "Done. It was not kept."),
    ],
)
def test_where_a_run_stands_is_said_in_a_sentence(view, said):
    assert standing(job(view)) == said


def test_a_button_of_another_name_is_called_by_it():
    assert standing(job(View()), "Write the report") == "Nothing has been run yet. Press Write the report."
    assert standing(job(KEPT_VIEW), "Write the report").endswith("press Write the report to follow them.")


def test_where_less_is_allowed_than_was_made_beforehand_nobody_is_said_to_have_changed_it(monkeypatch):
    made = View(latest=RESULT, answers={"residents": None, "runs": 30}, beforehand=True)
    fewer = {"residents": 10_000, "runs": 8}
    assert standing(job(made, fewer)) == f"{BEFOREHAND} {CHANGED}"
    monkeypatch.setattr(limits, "_held", [limits.PUBLIC])
    assert standing(job(made, fewer)) == BIGGER.format(run="Run")
    assert not limits.beyond(fewer) and limits.beyond({**fewer, "runs": 9}) and limits.beyond({"residents": 10_001})


def test_a_page_opens_with_what_was_made_beforehand(monkeypatch):
    monkeypatch.setattr(desk, "first_file", lambda name: {"asked": ASKED, "result": RESULT})
    assert opened("explore", ASKED) == View(latest=RESULT, answers=ASKED, beforehand=True)
    other = opened("explore", {"place": "sandwell"})
    assert other.beforehand and job(other, {"place": "sandwell"}).outdated


def test_a_link_to_what_was_run_before_shows_it(monkeypatch):
    monkeypatch.setattr(desk, "held", lambda name, asked: {"kept": asked["place"]})
    assert opened("nothing_beforehand", ASKED) == View(latest={"kept": "leeds"}, answers=ASKED)


def test_nothing_beforehand_and_nothing_kept_is_nothing(monkeypatch):
    monkeypatch.setattr(desk, "held", lambda name, asked: None)
    assert opened("nothing_beforehand", ASKED) == View()
    assert isinstance(View().state, Nothing)


OTHER = {"place": "sandwell"}
LEEDS, SANDWELL = View(latest=RESULT, answers=ASKED), View(latest={"found": 2}, answers=OTHER)


@pytest.mark.parametrize(
    ("view", "found", "said"),
    [
        (None, LEEDS, LEEDS),
        (replace(SANDWELL, state=Done(), asked=OTHER), LEEDS, LEEDS),
        (replace(SANDWELL, state=Running({}), asked=OTHER), LEEDS, replace(LEEDS, state=Running({}))),
        (replace(SANDWELL, state=Done(), asked=OTHER), SANDWELL, replace(SANDWELL, state=Done())),
        (replace(LEEDS, state=Done(), asked=ASKED), View(), replace(LEEDS, state=Done())),
        (replace(LEEDS, state=Cancelled(), asked=OTHER), View(), LEEDS),
        (replace(SANDWELL, state=Failed("No."), asked=OTHER), LEEDS, replace(LEEDS, state=Failed("No."))),
        (replace(SANDWELL, state=Failed("No."), asked=ASKED), View(), replace(SANDWELL, state=Failed("No."))),
    ],
    ids=["opened", "kept", "kept, while it runs", "not kept", "run", "cancelled before", "failed before", "failed"],
)
def test_a_page_shows_what_answers_what_is_picked_wherever_that_is_found(view, found, said):
    assert replace(seen(view, found, ASKED), asked=None) == said


@pytest.fixture
def board(monkeypatch):
    """A board of this test's own, and nothing that comes with Kith."""
    own = Board()
    monkeypatch.setattr(desk, "_board", SimpleNamespace(peek=lambda: own))
    monkeypatch.setattr(desk, "first_file", lambda name: {})
    return own


def put(board, name, view):
    board.change(name, lambda now: view)


def test_what_is_kept_is_looked_up_whenever_something_else_is_picked(monkeypatch, board):
    monkeypatch.setattr(desk, "held", lambda name, asked: {"kept": asked["place"]})
    shown = []

    @solara.component
    def Page(place):
        shown.append(desk.use_job("explore", {"place": place}))

    _, rendered = solara.render(Page("leeds"), handle_error=False)
    for place in ("sandwell", "leeds"):
        rendered.render(Page(place))
        assert (shown[-1].latest, shown[-1].outdated) == ({"kept": place}, False)
    rendered.close()


def test_a_result_is_on_the_page_before_it_is_said_to_be_done(board):
    put(board, "explore", replace(KEPT_VIEW, state=Running({"done": 1}), ticket=7, asked=ASKED))
    stages = []
    stop = desk._changed.subscribe(lambda _: stages.append((board.view("explore").state, board.view("explore").latest)))
    heard: SimpleQueue[dict[str, Any]] = SimpleQueue()
    heard.put({"kind": "done", "content": {"found": 2}, "note": ""})
    desk.follow(board, "explore", 7, heard)
    stop()
    assert stages == [(Running({"done": 1}), {"found": 2}), (Done(), {"found": 2})]


def test_a_page_that_asks_while_it_is_drawn_holds_up_neither_itself_nor_anybody_else(monkeypatch, board):
    """As on Repayment, where new runs have the terms reckoned anew as soon as they are drawn."""
    pool = Noted()
    monkeypatch.setattr(desk, "pool_of", lambda name: pool)
    monkeypatch.setattr(desk, "held", lambda name, asked: None)
    asked = []

    @solara.component
    def Page():
        runs = desk.use_job("repayment", ASKED)
        over = {"over": (runs.latest or {}).get("found")}
        terms = desk.use_job("terms", over)

        def begin() -> None:
            asked.append(over)
            terms.begin()

        solara.use_effect(begin, [repr(over)])

    _, rendered = solara.render(Page(), handle_error=False)
    put(board, "repayment", View(Running({}), ticket=7, asked=ASKED))
    heard: SimpleQueue[dict[str, Any]] = SimpleQueue()
    heard.put({"kind": "done", "content": {"found": 2}, "note": ""})
    follower = threading.Thread(target=desk.follow, args=(board, "repayment", 7, heard), daemon=True)
    follower.start()
    follower.join(20.0)
    assert not follower.is_alive(), "it waits for a lock that it holds"
    assert asked == [{"over": None}, {"over": 2}]
    presser = threading.Thread(target=desk.ask, args=("explore", ASKED, View()), daemon=True)
    presser.start()
    presser.join(20.0)
    assert not presser.is_alive(), "another run waits for it"
    rendered.close()


def test_workers_are_made_ready_for_whoever_opens_a_page_and_not_before_it_is_drawn(monkeypatch):
    started, opened = threading.Event(), threading.Event()
    waited: list[float] = []
    monkeypatch.setattr(desk, "_opened", opened)
    monkeypatch.setattr(desk, "time", SimpleNamespace(sleep=waited.append))
    monkeypatch.setattr(desk, "pool", lambda: SimpleNamespace(start=started.set))
    threading.Thread(target=desk.start_once_opened, daemon=True).start()
    assert not started.wait(0.2)
    opened.set()
    assert started.wait(10.0) and waited == [desk.DRAWN_SECONDS]


class Noted:
    """A pool that notes which tickets are cancelled, and does every job at once."""

    def __init__(self):
        self.cancelled = []

    def cancel(self, ticket):
        self.cancelled.append(ticket)

    def submit(self, job, asked, tell, owner=""):
        tell({"kind": "done", "content": RESULT, "note": ""})
        return 8


@pytest.mark.parametrize("name", ["explore", "terms"])
def test_asking_again_cancels_the_ticket_of_ones_own_pool_and_nobody_elses(monkeypatch, board, name):
    slow, quick = Noted(), Noted()
    monkeypatch.setattr(desk, "pool", lambda: slow)
    monkeypatch.setattr(desk, "quick_pool", lambda: quick)
    put(board, name, View(Running({}), ticket=7))
    desk.ask(name, ASKED, View())
    own, other = (quick, slow) if name in desk.QUICK else (slow, quick)
    assert (own.cancelled, other.cancelled) == ([7], [])
