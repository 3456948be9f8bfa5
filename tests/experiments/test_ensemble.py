"""The ensemble: the same results with any number of workers, and a clean end when one dies or the user stops."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from experiments.runs.ensemble import Crew, Processes, replicate, replicate_until
from experiments.runs.stopped import Stopped
from experiments.runs.work import TRIES
from sim.errors import ModelError

pytestmark = pytest.mark.study


def squared(replication: int) -> int:
    return replication**2


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_order_whatever_the_number_of_workers(workers):
    seen = []
    assert replicate(squared, 5, Crew(workers, lambda done, total: seen.append((done, total)))) == [0, 1, 4, 9, 16]
    assert seen == [(done, 5) for done in range(6)]


def test_a_replication_whose_worker_dies_is_run_again(tmp_path):
    mark = tmp_path / "died"

    def dies_once(replication: int) -> int:
        if replication == 1 and not mark.exists():
            mark.touch()
            os._exit(1)
        return replication

    assert replicate(dies_once, 3, Crew(2)) == [0, 1, 2]
    assert mark.exists()


def own_number(replication: int) -> int:
    return os.getpid()


def test_workers_that_died_while_they_waited_for_work_are_replaced():
    hands = Processes(own_number, 2)
    try:
        (first,) = after(hands, [0])
        os.kill(first, signal.SIGKILL)
        by = time.monotonic() + 20.0
        while not refuses(hands) and time.monotonic() < by:
            time.sleep(0.05)
        assert refuses(hands), "the pool is broken before the next is begun"
        second, third = after(hands, [1, 2])
    finally:
        hands.close()
    assert first not in {second, third}


def after(hands: Processes[int], replications: list[int]) -> list[int]:
    """What came of replications, in their order."""
    done: dict[int, int] = {}
    for one in replications:
        hands.begin(one)
    while len(done) < len(replications):
        done |= hands.ended()
    return [done[one] for one in replications]


def refuses(hands: Processes[int]) -> bool:
    """Whether the pool takes nothing more."""
    return hands._pool._flags.broken is not None


def test_a_replication_whose_worker_dies_again_and_again_is_told_in_a_sentence():
    def dies(replication: int) -> int:
        if replication == 0:
            os._exit(1)
        return replication

    with pytest.raises(ModelError) as refusal:
        replicate(dies, 2, Crew(2))
    assert str(refusal.value).endswith(
        f"died {TRIES} times, most likely for want of memory: try --workers 1, or fewer --residents."
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_a_fault_in_a_replication_reaches_the_user_as_it_was_raised(workers):
    def faulty(replication: int) -> int:
        raise ModelError("There is no place 'x'.")

    with pytest.raises(ModelError, match="There is no place 'x'"):
        replicate(faulty, 2, Crew(workers))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_stop_ends_the_work(workers):
    done = []
    with pytest.raises(Stopped, match=r"Stopped after \d of 50 replications; nothing was written\."):
        replicate(squared, 50, Crew(workers, lambda so_far, total: done.append(so_far), lambda: len(done) > 3))


def test_a_study_that_was_stopped_says_where_its_runs_are_kept(tmp_path):
    with pytest.raises(Stopped) as stopped:
        replicate(squared, 5, Crew(1, stop=lambda: True, archive=tmp_path))
    assert str(stopped.value) == (
        f"Stopped after 1 of 5 replications. Every run that was made is kept in '{tmp_path}': "
        "the same command goes on from there."
    )
    assert str(pickle.loads(pickle.dumps(stopped.value))) == str(stopped.value)


SLOW = """
import os, sys, time
from experiments.runs.ensemble import Crew, replicate
from experiments.runs.stopped import Stopped
def slow(replication):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)
try:
    replicate(slow, 4, Crew(2))
except Stopped as stopped:
    print(stopped)
    sys.exit(130)
"""


def busy() -> tuple[subprocess.Popen[str], list[int]]:
    """A study that takes long, and its two workers."""
    house = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", SLOW]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=house)
    return process, [int(process.stdout.readline()) if process.stdout else 0 for _ in range(2)]


def alive(process: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about does not."""
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_ctrl_c_ends_the_workers_and_leaves_nothing_behind():
    process, workers = busy()
    process.send_signal(signal.SIGINT)
    output, complaints = process.communicate(timeout=30)
    assert process.returncode == 130
    assert output == "Stopped after 0 of 4 replications; nothing was written.\n"
    assert "Traceback" not in complaints
    assert [worker for worker in workers if alive(worker)] == []


def test_no_worker_outlives_a_study_that_was_killed():
    process, workers = busy()
    assert all(alive(worker) for worker in workers)
    process.kill()
    process.wait()
    by = time.monotonic() + 10.0
    while any(alive(worker) for worker in workers) and time.monotonic() < by:
        time.sleep(0.1)
    assert [worker for worker in workers if alive(worker)] == []


def test_as_many_replications_are_made_as_are_needed_and_no_more():
    begun = []

    def noted(replication: int) -> int:
        begun.append(replication)
        return replication

    def needed(done: Sequence[int]) -> int:
        return 5 if len(done) < 4 else 7

    for workers in (1, 2):
        assert replicate_until(noted, needed, 50, Crew(workers)) == list(range(7))
        assert replicate_until(squared, needed, 6, Crew(workers)) == [0, 1, 4, 9, 16, 25]
    assert begun == list(range(7))
