"""Archive: a stored run is there whole, whatever was killed, flipped or full; one that is not is made again."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import archive as archive_file
from experiments.archive import Archive, Luck, Tally
from experiments.packing import DamagedRun, card_in, card_of, packed, unpacked
from experiments.search import fitting
from models import Plan, Reach, Run, Scenario, Twins, run
from sim.errors import ModelError
from tests.experiments.fakes import fake_run

HOUSE = Path(__file__).resolve().parents[2]


def made(number: int = 0) -> Run:
    """A run that differs by its number."""
    plain = fake_run(
        12, [(2, 0, 2), (5, 1, 3)], pounds={"home_care_council": 100.0 + number}, measures={"lonely": float(number)}
    )
    hours = pd.DataFrame({"visits": np.full(12, 3.5)}, index=pd.RangeIndex(12, name="month"))
    reached = {"visits": Reach(*whom(number))}
    return replace(plain, fingerprint=f"{number:016x}", seed=number, reached=reached, hours=hours)


def whom(number: int) -> tuple[np.ndarray, np.ndarray]:
    return np.arange(number % 3, dtype=np.int16), np.arange(number % 3, dtype=np.uint32)


def same(one: Run, other: Run) -> bool:
    """Whether two runs hold the same, bit for bit."""
    for field in fields(Run):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, pd.DataFrame):
            pd.testing.assert_frame_equal(mine, theirs, check_exact=True)
            assert mine.attrs == theirs.attrs
        elif field.name == "reached":
            assert mine.keys() == theirs.keys()
            assert all((mine[name].person == theirs[name].person).all() for name in mine)
        elif field.name == "spells":
            assert all((getattr(mine, name) == getattr(theirs, name)).all() for name in ("month", "person", "standing"))
        else:
            assert np.array_equal(mine, theirs) if isinstance(mine, np.ndarray) else mine == theirs, field.name
    return True


@pytest.mark.model
def test_a_run_comes_back_bit_for_bit_and_is_not_run_twice(tmp_path, monkeypatch):
    archive, scenario = Archive(tmp_path), Scenario(residents=400, months=6, interventions={"local_links": Plan(2)})
    first = Luck(archive, 1, 3, apart=2).run(scenario)
    monkeypatch.setattr(Twins, "run", None)
    again = Luck(archive, 1, 3, apart=2).run(scenario)
    assert same(first, again)
    assert same(replace(again, start_seconds=0.0, run_seconds=0.0), timeless(run(scenario, 1, draw=3)))


def timeless(one: Run) -> Run:
    return replace(one, start_seconds=0.0, run_seconds=0.0)


@pytest.mark.unit
def test_every_single_flipped_bit_and_every_truncation_is_seen():
    content = packed(made(2))
    assert same(unpacked(content), made(2))
    for place in {*range(0, len(content), 97), *range(120), len(content) - 1}:
        flipped = bytearray(content)
        flipped[place] ^= 1 << (place % 8)
        with pytest.raises(DamagedRun):
            unpacked(bytes(flipped))
    for length in {0, 1, 20, 41, 200, len(content) // 2, len(content) - 1}:
        with pytest.raises(DamagedRun):
            unpacked(content[:length])


@pytest.mark.unit
@pytest.mark.parametrize("harm", [lambda old: old[:-10], lambda old: b"", lambda old: old[:99] + b"?" + old[100:]])
def test_a_damaged_run_is_set_aside_told_and_made_again(tmp_path, harm):
    archive = Archive(tmp_path)
    archive.keep(made(1))
    path = archive.path(made(1).fingerprint)
    path.write_bytes(harm(path.read_bytes()))
    assert archive.held(made(1).fingerprint) is None
    assert not path.exists() and archive.discarded() == (made(1).fingerprint,)
    archive.keep(made(1))
    assert same(archive.held(made(1).fingerprint) or made(9), made(1))


@pytest.mark.unit
def test_a_luck_counts_what_it_found_what_it_made_and_what_was_damaged(tmp_path, monkeypatch):
    archive, asked = Archive(tmp_path), Scenario(months=12, title="as somebody else calls it")
    monkeypatch.setattr(archive_file, "fingerprint_of", lambda *_: made(1).fingerprint)
    monkeypatch.setattr(Twins, "run", lambda *_: made(1))
    luck = Luck(archive, 1, None, apart=2)
    luck.run(asked)
    assert luck.run(asked).scenario is asked, "the title does not count, so a run may have been kept under another"
    for harm in range(2):
        archive.path(made(1).fingerprint).write_bytes(b"damaged" * harm)
        assert same(luck.run(made(1).scenario), made(1))
    assert luck.tally == Tally(found=1, made=3, damaged=2)
    assert luck.tally.told(Path("runs")) == (
        "4 runs: 1 found in 'runs' and 3 made. 2 were damaged: they were set aside in 'runs/discarded' and made again."
    )


@pytest.mark.unit
def test_a_run_under_another_ones_name_is_not_taken_for_it(tmp_path):
    archive = Archive(tmp_path)
    archive.keep(made(1))
    os.replace(archive.path(made(1).fingerprint), archive.path(made(2).fingerprint))
    assert archive.held(made(2).fingerprint) is None


@pytest.mark.unit
@pytest.mark.parametrize("step", ["mkstemp", "fdopen", "fsync", "chmod", "replace"])
def test_a_full_disk_at_any_step_of_a_write_loses_nothing_and_says_how_to_go_on(tmp_path, monkeypatch, step):
    archive = Archive(tmp_path)
    archive.keep(made(1))
    module = tempfile if step == "mkstemp" else os

    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(module, step, full)
        with pytest.raises(ModelError) as refusal:
            archive.keep(made(2))
    assert str(refusal.value) == (
        f"The disk is full: 1 run is kept in '{tmp_path}'. Free some space and give the same command again; "
        "it goes on from there."
    )
    assert archive.held(made(2).fingerprint) is None
    assert same(archive.held(made(1).fingerprint) or made(9), made(1))
    assert [one.name for one in archive.files()] == [f"{made(1).fingerprint}.run"]


WRITER = """
import sys
from pathlib import Path
from experiments.archive import Archive
from tests.experiments.test_archive import made
archive = Archive(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(int(sys.argv[2]), 100_000):
    archive.keep(made(number))
    print(number, flush=True)
"""


@pytest.mark.study
def test_writers_killed_in_mid_write_leave_every_run_they_reported_whole(tmp_path):
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [subprocess.Popen([*command, str(first)], cwd=HOUSE, stdout=subprocess.PIPE) for first in (0, 5)]
    for one in writers:
        assert one.stdout is not None and one.stdout.readline() == b"ready\n"
    time.sleep(0.5)
    for one in writers:
        one.send_signal(signal.SIGKILL)
    reported = {int(line) for one in writers for line in (one.stdout or ()) if line.endswith(b"\n")}
    for one in writers:
        one.wait()
    archive = Archive(tmp_path)
    assert len(reported) > 5
    assert all(
        same(archive.held(made(number).fingerprint) or made(0), made(number)) for number in sorted(reported)[-40:]
    )
    assert {card.seed for card in archive.cards()} >= reported
    assert archive.discarded() == ()


@pytest.mark.unit
def test_the_catalogue_shows_what_is_there_and_is_made_again_when_it_is_wrong(tmp_path):
    archive = Archive(tmp_path)
    for number in range(5):
        archive.keep(made(number))
    cards = archive.cards()
    assert [card.seed for card in cards] == list(range(5))
    assert cards[3] == card_of(made(3)) == card_in(packed(made(3)))
    (tmp_path / ".catalogue.jsonl").write_text('0000 1 1\t{"place": 3\n\nrubbish')
    assert archive.cards() == cards
    assert archive.prune([made(0).fingerprint]) > 0
    assert [card.seed for card in archive.cards()] == [1, 2, 3, 4]


@pytest.mark.unit
def test_what_dead_processes_left_half_written_is_swept_away_but_not_what_is_being_written(tmp_path):
    archive = Archive(tmp_path)
    archive.keep(made(1))
    old, young = tmp_path / ".a.run.x", tmp_path / ".b.run.y"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1.0, 1.0))
    assert archive.prune([]) == 4
    assert not old.exists() and young.exists()
    assert len(archive.cards()) == 1


@pytest.mark.unit
def test_an_archive_that_is_not_there_is_empty(tmp_path):
    archive = Archive(tmp_path / "none")
    assert (archive.cards(), archive.held("0" * 16), archive.size(), archive.discarded()) == ([], None, 0, ())


@pytest.mark.study
def test_ten_thousand_runs_are_listed_and_searched_in_less_than_a_second_of_the_processor_each(tmp_path):
    archive, plain = Archive(tmp_path), made(7)
    further = pd.DataFrame({f"measure_{number}": np.full(12, 1.0 / (3 + number)) for number in range(110)})
    wide = replace(plain, measures=pd.concat([plain.measures, further], axis=1))
    files = [packed(replace(wide, seed=number, fingerprint=f"{number:016x}")) for number in range(50)]
    for number in range(10_000):
        (tmp_path / f"{number:016x}.run").write_bytes(files[min(number, 49)])
    assert len(archive.cards()) == 10_000
    began = time.process_time()
    cards = archive.cards()
    listed = time.process_time()
    found = fitting(cards, ["place=leeds", "seed<10", "measure_5>0.1"])
    searched = time.process_time()
    assert (len(cards), len(found)) == (10_000, 10)
    assert listed - began < 1.0
    assert searched - began < 1.0
