"""Resuming: a study killed at any moment goes on where it was, and gives the answer of one that never was."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from experiments.runs.archive import Archive

pytestmark = pytest.mark.study

HOUSE = Path(__file__).resolve().parents[2]
STUDY = ("compare", "leeds", "--residents", "400", "--years", "3", "--replications", "4", "--with", "reablement")


def kith(archive: Path, out: Path) -> subprocess.Popen[str]:
    """A study in a process group of its own."""
    command = [sys.executable, "-c", "from experiments.door import main; main()", *STUDY, "--workers", "2"]
    places = ["--archive", str(archive), "--out", str(out)]
    return subprocess.Popen(
        [*command, *places],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def answered(archive: Path, out: Path) -> tuple[dict[str, Any], str]:
    """What a study found, but for the time it took, and what it said of its runs."""
    process = kith(archive, out)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    found = json.loads((out / "compare.json").read_text(encoding="utf-8"))
    return {name: value for name, value in found.items() if name != "cpu_seconds"}, said


def runs_of(archive: Path) -> int:
    return sum(1 for _ in Archive(archive).files())


def killed_once_it_has(runs: int, archive: Path, out: Path, whom: Any = os.kill) -> None:
    """Begin a study and kill its first process, or all of them, as soon as so many runs are kept."""
    process = kith(archive, out)
    while runs_of(archive) < runs and process.poll() is None:
        time.sleep(0.01)
    assert process.poll() is None, "it ended before it could be killed"
    whom(process.pid, signal.SIGKILL)
    process.communicate()
    assert not out.exists()


def test_a_study_killed_again_and_again_gives_the_answer_of_one_that_never_was(tmp_path):
    archive, out = tmp_path / "killed", tmp_path / "out"
    killed_once_it_has(1, archive, out)
    killed_once_it_has(4, archive, out, os.killpg)
    kept = runs_of(archive)
    found, said = answered(archive, out)
    whole, _ = answered(tmp_path / "whole", tmp_path / "whole-out")
    assert found == whole
    assert f"12 runs: {kept} found in '{archive}' and {12 - kept} made." in said
    again, said = answered(archive, out)
    assert again == whole
    assert f"12 runs: 12 found in '{archive}' and none made." in said


def test_a_damaged_run_is_made_again_and_the_answer_stands(tmp_path):
    archive = tmp_path / "archive"
    whole, _ = answered(archive, tmp_path / "out")
    first, second = (Path(one.path) for one in list(Archive(archive).files())[:2])
    first.write_bytes(first.read_bytes()[:-40])
    flipped = bytearray(second.read_bytes())
    flipped[len(flipped) // 2] ^= 4
    second.write_bytes(bytes(flipped))
    found, said = answered(archive, tmp_path / "out")
    assert found == whole
    assert f"2 were damaged: they were set aside in '{archive / 'discarded'}' and made again." in said


def test_a_worker_killed_in_the_middle_of_a_study_changes_nothing(tmp_path):
    archive = tmp_path / "archive"
    process = kith(archive, tmp_path / "out")
    while runs_of(archive) < 2 and process.poll() is None:
        time.sleep(0.01)
    (worker, *_) = workers_of(process.pid)
    os.kill(worker, signal.SIGKILL)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    found = json.loads((tmp_path / "out" / "compare.json").read_text(encoding="utf-8"))
    whole, _ = answered(tmp_path / "whole", tmp_path / "whole-out")
    assert {name: value for name, value in found.items() if name != "cpu_seconds"} == whole


def workers_of(parent: int) -> list[int]:
    """The processes that a study started to run replications: copies of itself, started by the same words."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    own = Path(f"/proc/{parent}/cmdline").read_bytes()
    return [int(one) for one in children if Path(f"/proc/{one}/cmdline").read_bytes() == own]
