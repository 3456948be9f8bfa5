"""The workers: side by side, in a queue, cancelled, dying and begun again, and never the server's fault."""

import sys
import time
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from experiments.dashboard import workers
from experiments.dashboard.beforehand import FOLDER
from experiments.dashboard.catalogue import catalogue
from experiments.dashboard.kept import keep, key_of
from experiments.dashboard.worker import COPIES
from experiments.dashboard.workers import DIED, ENDED, NO_WORKER, ONE_EACH, Pool
from sim.errors import ModelError

pytestmark = pytest.mark.study

COMMAND = (sys.executable, str(Path(__file__).with_name("worker.py")))
PATIENCE_SECONDS = 20.0
WAYS = ("copies", "") if COPIES else ("",)
"""How a worker does its jobs: by a copy of itself where the system can, or by itself."""


class Heard:
    """What one who asked has heard."""

    def __init__(self) -> None:
        self.queue: SimpleQueue[dict] = SimpleQueue()
        self.all: list[dict] = []

    def until(self, *kinds: str, patience: float = PATIENCE_SECONDS) -> dict:
        end = time.monotonic() + patience
        while True:
            message = self.queue.get(timeout=max(end - time.monotonic(), 0.01))
            self.all.append(message)
            if message["kind"] in kinds:
                return message


@pytest.fixture
def hire(monkeypatch):
    monkeypatch.setenv("KITH_TEST_CATALOGUE", str(FOLDER / "catalogue.json"))
    pools = []

    def hired(way: str = "", **given) -> Pool:
        monkeypatch.setenv("KITH_TEST_WORKER", way)
        pools.append(Pool(command=COMMAND, **given))
        return pools[-1]

    yield hired
    for pool in pools:
        pool.close()


def ask(pool: Pool, owner: str = "", **asked: Any) -> tuple[int, Heard]:
    heard = Heard()
    return pool.submit("explore", asked, heard.queue.put, owner), heard


def test_a_job_is_told_from_its_beginning_to_its_end(hire):
    _, heard = ask(hire(), x=1)
    assert heard.until("done")["content"]["asked"] == {"x": 1}
    assert [one["kind"] for one in heard.all if one["kind"] != "queued"] == ["running", "told", "done"]


def test_messages_of_another_run_are_dropped(hire):
    _, heard = ask(hire())
    heard.until("done")
    assert {"of": "another run"} not in [one.get("content") for one in heard.all]


def test_two_run_at_once_and_the_third_is_told_its_place(hire):
    pool = hire(workers=2)
    (ticket, first), (_, second) = ask(pool, seconds=60.0), ask(pool, seconds=60.0, y=2)
    first.until("running")
    second.until("running")
    _, third = ask(pool)
    _, fourth = ask(pool)
    assert third.until("queued")["place"] == 1
    assert fourth.until("queued")["place"] == 2
    pool.cancel(ticket)
    third.until("running")
    assert fourth.until("queued")["place"] == 1
    third.until("done")


def test_a_full_queue_is_refused_in_a_sentence(hire):
    pool = hire(workers=1, queue=1)
    _, first = ask(pool, seconds=5.0)
    first.until("running")
    ask(pool)
    with pytest.raises(ModelError, match="All workers are busy and 1 runs wait already: try again in a minute"):
        ask(pool)


def test_a_run_is_cancelled_whether_it_waits_or_runs_and_others_go_on(hire):
    pool = hire(workers=1)
    running, first = ask(pool, seconds=60.0)
    first.until("running")
    waiting, second = ask(pool)
    _, third = ask(pool)
    pool.cancel(waiting)
    assert second.until("cancelled", "done")["kind"] == "cancelled"
    pool.cancel(running)
    assert first.until("cancelled", "done", "failed")["kind"] == "cancelled"
    third.until("done")


def test_cancelling_what_is_over_does_nothing(hire):
    pool = hire(workers=1)
    ticket, heard = ask(pool)
    heard.until("done")
    pool.cancel(ticket)
    _, after = ask(pool, y=2)
    assert after.until("cancelled", "failed", "done")["kind"] == "done"
    assert heard.queue.empty(), "nothing more is said of what is over"


def test_a_worker_that_dies_fails_its_run_in_a_sentence_and_another_takes_its_place(hire):
    pool = hire(workers=1)
    _, heard = ask(pool, die=True)
    assert heard.until("failed")["sentence"] == DIED
    _, after = ask(pool, y=2)
    after.until("done")


@pytest.mark.parametrize("way", ["stillborn", "slow"])
def test_workers_that_never_become_ready_are_given_up_in_a_sentence(hire, monkeypatch, way):
    monkeypatch.setattr(workers, "READY_SECONDS", 0.5)
    pool = hire(way, workers=1)
    _, heard = ask(pool)
    assert heard.until("failed")["sentence"] == NO_WORKER


def test_a_worker_that_does_not_heed_a_cancel_is_ended_and_another_takes_its_place(hire, monkeypatch):
    monkeypatch.setattr(workers, "END_SECONDS", 0.3)
    pool = hire("deaf", workers=1)
    ticket, heard = ask(pool, seconds=60.0)
    heard.until("running")
    pool.cancel(ticket)
    assert heard.until("cancelled", "done")["kind"] == "cancelled"
    _, after = ask(pool, y=2)
    after.until("done")


@pytest.mark.parametrize("way", WAYS)
def test_jobs_follow_one_another_without_a_pause_and_none_is_lost(hire, way):
    pool = hire(way, workers=1)
    ask(pool)[1].until("done", patience=120.0)
    heard = [ask(pool, number=number, stays=60.0 if way else 0.0)[1] for number in range(8)]
    assert [one.until("done", "failed")["content"]["asked"]["number"] for one in heard] == list(range(8))


@pytest.mark.parametrize("way", WAYS)
def test_a_job_that_is_cut_off_in_the_middle_of_a_line_holds_nobody_up(hire, way):
    pool = hire(way, workers=1)
    _, dying = ask(pool, half=True, die=True)
    assert dying.until("failed", "done", patience=120.0)["sentence"] == DIED
    ticket, stopped = ask(pool, half=True, seconds=60.0)
    stopped.until("told")
    pool.cancel(ticket)
    assert stopped.until("cancelled", "done", "failed")["kind"] == "cancelled"
    _, after = ask(pool, y=2)
    after.until("done")


def test_what_is_quick_is_let_go_on_when_it_is_cancelled_and_its_worker_stays(hire):
    pool = hire(workers=1, quick=True)
    ticket, first = ask(pool, seconds=0.5)
    first.until("told")
    _, second = ask(pool)
    pool.cancel(ticket)
    assert first.until("cancelled", "done")["kind"] == "cancelled"
    by = second.until("done")["content"]["by"]
    _, third = ask(pool)
    assert third.until("done")["content"]["by"] == by
    assert first.queue.empty(), "nothing more is said of what was cancelled"


def test_what_the_model_refuses_is_passed_on(hire):
    _, heard = ask(hire(), refuse="There is no place 'leds'.")
    assert heard.until("failed")["sentence"] == "There is no place 'leds'."


def test_a_run_over_its_seconds_is_ended_and_the_worker_serves_the_next(hire):
    pool = hire(workers=1, seconds=0.3)
    _, heard = ask(pool, seconds=60.0)
    assert "ended after" in heard.until("failed")["sentence"]
    _, after = ask(pool)
    after.until("done")


def test_one_visitor_may_be_held_to_one_run(hire):
    pool = hire(one_each=True)
    _, first = ask(pool, "ann", seconds=60.0)
    first.until("running")
    with pytest.raises(ModelError) as refused:
        ask(pool, "ann")
    assert str(refused.value) == ONE_EACH
    _, other = ask(pool, "bob")
    other.until("done")


def test_a_visitor_is_told_of_the_own_run_before_the_full_queue(hire):
    pool = hire(workers=1, queue=1, one_each=True)
    _, first = ask(pool, "ann", seconds=60.0)
    first.until("running")
    ask(pool, "bob")
    with pytest.raises(ModelError) as refused:
        ask(pool, "ann")
    assert str(refused.value) == ONE_EACH
    with pytest.raises(ModelError, match="All workers are busy"):
        ask(pool, "eve")


def test_a_result_that_was_kept_is_there_without_a_worker(hire, own_archive):
    asked: dict[str, Any] = {"x": 3}
    key = key_of("explore", asked, catalogue().model)
    assert keep(own_archive, key, '{"found": true}') == ""
    _, heard = ask(hire(), **asked)
    assert heard.until("done")["content"] == {"found": True}


def test_an_archive_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "pages").write_text("in the way", encoding="utf-8")
    assert keep(tmp_path, "0" * 32, "{}").startswith("This result could not be kept for next time in")


def test_when_the_server_ends_all_are_told(hire):
    pool = hire(workers=1)
    _, first = ask(pool, seconds=60.0)
    first.until("running")
    _, waiting = ask(pool)
    pool.close()
    assert first.until("failed")["sentence"] == ENDED
    assert waiting.until("failed")["sentence"] == ENDED
    with pytest.raises(ModelError, match="Kith is ending"):
        ask(pool)
