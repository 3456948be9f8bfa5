"""The cluster: the same results as here, whatever becomes of its workers, and a sentence where it cannot serve."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from distributed import Client, Future, KilledWorker, LocalCluster
from typer.testing import CliRunner

from experiments.asking.study import Study
from experiments.cli import app
from experiments.comparing.compare import compare
from experiments.runs import cluster as cluster_file
from experiments.runs.ensemble import Crew, replicate
from experiments.runs.stopped import Stopped
from experiments.runs.work import OTHER_MODEL
from sim.errors import ModelError

pytestmark = pytest.mark.study

HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two workers, started by the one command that the documents name."""
    command = [sys.executable, "-c", "from experiments.door import main; main()", "cluster", "--workers", "2"]
    process = subprocess.Popen([*command, "--port", "0"], cwd=HOUSE, stdout=subprocess.PIPE, text=True)
    said = process.stdout.readline() if process.stdout else ""
    assert said.startswith("2 workers wait at tcp://127.0.0.1:"), said
    yield said.split()[4].rstrip(";")
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=120) == 0


def squared(replication: int) -> int:
    return replication**2


def slowly(folder: Path, replication: int) -> int:
    """Note who is at work on what, and take a while."""
    (folder / f"{replication} {os.getpid()}").touch()
    time.sleep(0.5)
    return replication


def side_by_side(folder: Path, replication: int) -> int:
    """Note who is at work on what; the first waits until the second is begun, and the second takes longest."""
    (folder / f"{replication} {os.getpid()}").touch()
    while not list(folder.glob("1 *")):
        time.sleep(0.05)
    time.sleep(5.0 if replication == 1 else 0.2)
    return replication


def test_a_study_gives_the_same_bits_on_a_cluster_in_processes_here_and_in_one(address, tmp_path):
    study = Study(interventions=("reablement",), months=30, residents=1_000, replications=3)
    alone, here, there = (
        compare(study, Crew(archive=tmp_path / name, **crew))
        for name, crew in (("a", {"workers": 1}), ("b", {"workers": 2}), ("c", {"cluster": address}))
    )
    for other in (here, there):
        pd.testing.assert_frame_equal(alone.runs, other.runs, check_exact=True)
        pd.testing.assert_frame_equal(alone.monthly, other.monthly, check_exact=True)
        assert alone.fingerprints.equals(other.fingerprints)
    again = compare(study, Crew(cluster=address, archive=tmp_path / "a"))
    assert again.tally.made == 0
    pd.testing.assert_frame_equal(alone.runs, again.runs, check_exact=True)


def test_what_a_lost_worker_was_at_is_done_by_another(address, tmp_path):
    seen: list[int] = []

    def kill_the_other(done: int, total: int) -> None:
        seen.append(done)
        if done == 1:
            (still_at_work,) = tmp_path.glob("1 *")
            os.kill(int(still_at_work.name.split()[1]), signal.SIGKILL)

    assert replicate(partial(side_by_side, tmp_path), 4, Crew(None, kill_the_other, cluster=address)) == list(range(4))
    assert seen == list(range(5))
    assert len(list(tmp_path.glob("1 *"))) == 2, "it was begun again by another"


def test_no_more_is_given_to_a_cluster_than_it_has_workers_for(address, tmp_path):
    with pytest.raises(Stopped):
        replicate(partial(slowly, tmp_path), 500, Crew(stop=lambda: True, cluster=address))
    assert len(list(tmp_path.iterdir())) <= 2
    assert replicate(squared, 5, Crew(cluster=address)) == [0, 1, 4, 9, 16], "it serves the next"


def test_a_fault_on_a_worker_reaches_the_user_as_it_was_raised(address):
    def faulty(replication: int) -> int:
        raise ModelError("There is no place 'x'.")

    with pytest.raises(ModelError, match="There is no place 'x'"):
        replicate(faulty, 2, Crew(cluster=address))


def test_a_worker_with_another_model_is_refused(address, monkeypatch):
    monkeypatch.setattr(cluster_file, "model_in_use", lambda: "another")
    with pytest.raises(ModelError) as refusal:
        replicate(squared, 2, Crew(cluster=address))
    assert str(refusal.value) == OTHER_MODEL


def test_a_replication_that_no_worker_survives_is_told_with_the_number_that_died(address, monkeypatch):
    nobody: Any = None

    def died(*_, **__):
        raise KilledWorker("replication", nobody, 3)

    monkeypatch.setattr(Future, "result", died)
    with pytest.raises(ModelError) as refusal:
        replicate(squared, 1, Crew(cluster=address))
    assert str(refusal.value) == (
        "The worker of replication 1 died 4 times, most likely for want of memory: "
        "try workers with more memory, or fewer --residents."
    )


def test_an_archive_that_cannot_be_made_is_told_in_a_sentence(address, tmp_path):
    (tmp_path / "taken").touch()
    with pytest.raises(ModelError) as refusal:
        replicate(squared, 2, Crew(cluster=address, archive=tmp_path / "taken" / "runs"))
    assert str(refusal.value) == (
        f"The archive '{tmp_path}/taken/runs' cannot be written (not a directory): give another --archive."
    )


def test_workers_that_would_keep_their_runs_elsewhere_are_refused(address, monkeypatch, tmp_path):
    monkeypatch.setattr(Path, "touch", lambda path: None)
    with pytest.raises(ModelError) as refusal:
        replicate(squared, 2, Crew(cluster=address, archive=tmp_path))
    assert f"does not see the archive '{tmp_path}': give --archive a folder" in str(refusal.value)


@pytest.mark.parametrize(
    "written", ["tcp://127.0.0.1:1", "127.0.0.1:1", "tls://127.0.0.1:1", "nonsense", "carrier-pigeon://coop", ""]
)
def test_an_address_at_which_nothing_answers_is_told_in_a_sentence(written, monkeypatch):
    monkeypatch.setattr(cluster_file, "ANSWER_SECONDS", 1.0)
    result = CliRunner().invoke(app, ["compare", "leeds", "--residents", "300", "--years", "3", "--cluster", written])
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        f"No cluster answers at '{written}': check the address, or start one here with: kith cluster."
    )
    left = [one.status for one in gc.get_objects() if isinstance(one, Client)]
    assert set(left) <= {"closed"}, "a client left half-made may hold up the next for ever"


def test_a_cluster_that_goes_away_says_what_is_kept(tmp_path):
    threads = {"processes": False, "protocol": "tcp://", "host": "127.0.0.1", "dashboard_address": None}
    with LocalCluster(n_workers=1, threads_per_worker=1, **threads) as short_lived:

        def end_it(done: int, total: int) -> None:
            if done == 1:
                short_lived.close()

        crew = Crew(progress=end_it, cluster=short_lived.scheduler_address)
        with pytest.raises(ModelError) as refusal:
            replicate(partial(slowly, tmp_path), 4, crew)
    assert str(refusal.value).endswith("start it again and give the same command; it goes on from there.")
