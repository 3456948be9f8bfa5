"""The ensemble: the same results with any number of workers, and a clean end when one dies or the user stops."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.ensemble import replicate
from experiments.stopped import Stopped
from sim.errors import ModelError

pytestmark = pytest.mark.study


def squared(replication: int) -> int:
    return replication**2


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_order_whatever_the_number_of_workers(workers):
    seen = []
    assert replicate(squared, 5, workers, lambda done, total: seen.append((done, total))) == [0, 1, 4, 9, 16]
    assert seen == [(done, 5) for done in range(6)]


def test_a_replication_whose_worker_dies_is_run_again(tmp_path):
    mark = tmp_path / "died"

    def dies_once(replication: int) -> int:
        if replication == 1 and not mark.exists():
            mark.touch()
            os._exit(1)
        return replication

    assert replicate(dies_once, 3, 2) == [0, 1, 2]
    assert mark.exists()


def test_a_replication_whose_worker_dies_twice_is_told_in_a_sentence():
    def dies(replication: int) -> int:
        if replication == 0:
            os._exit(1)
        return replication

    with pytest.raises(ModelError) as refusal:
        replicate(dies, 2, 2)
    assert str(refusal.value).endswith(
        "died twice, most likely for want of memory: try --workers 1, or fewer --residents."
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_a_fault_in_a_replication_reaches_the_user_as_it_was_raised(workers):
    def faulty(replication: int) -> int:
        raise ModelError("There is no place 'x'.")

    with pytest.raises(ModelError, match="There is no place 'x'"):
        replicate(faulty, 2, workers)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_stop_ends_the_work(workers):
    done = []
    with pytest.raises(Stopped, match=r"Stopped after \d of 50 replications; nothing was written\."):
        replicate(squared, 50, workers, lambda so_far, total: done.append(so_far), stop=lambda: len(done) > 3)


def test_ctrl_c_ends_the_workers_and_leaves_nothing_behind(tmp_path):
    script = tmp_path / "slow.py"
    script.write_text(
        "import os, sys, time\n"
        "from experiments.ensemble import replicate\n"
        "from experiments.stopped import Stopped\n"
        "def slow(replication):\n"
        "    print(os.getpid(), flush=True)\n"
        "    time.sleep(60)\n"
        "try:\n"
        "    replicate(slow, 4, 2)\n"
        "except Stopped as stopped:\n"
        "    print(stopped)\n"
        "    sys.exit(130)\n"
    )
    house = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(house)},
    )
    said = process.stdout
    if said is None:
        pytest.fail("the process has no output to read")
    workers = [int(said.readline()) for _ in range(2)]
    process.send_signal(signal.SIGINT)
    output, complaints = process.communicate(timeout=30)
    assert process.returncode == 130
    assert output == "Stopped after 0 of 4 replications; nothing was written.\n"
    assert "Traceback" not in complaints
    assert [worker for worker in workers if Path(f"/proc/{worker}").exists()] == []
