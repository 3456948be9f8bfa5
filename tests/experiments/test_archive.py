"""Archive: a stored run is there whole, whatever was killed, flipped or full; one that is not is made again."""

import errno
import io
import os
import signal
import subprocess
import sys
import time
import zlib
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import files as files_file
from experiments.runs import archive as archive_file
from experiments.runs.archive import Archive, Luck, Tally
from experiments.runs.packing import (
    LEAD,
    MARK,
    DamagedRun,
    card_from_line,
    card_of,
    digest_of,
    line_in,
    packed,
    unpacked,
)
from experiments.runs.search import fitting
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
@pytest.mark.parametrize("step", ["mkdir", "open", "write", "flush", "fsync", "replace"])
def test_a_full_disk_at_any_step_of_a_write_loses_nothing_and_says_how_to_go_on(tmp_path, monkeypatch, step):
    archive = Archive(tmp_path)
    archive.keep(made(1))

    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    class Full(io.FileIO):
        """A file on which a step finds no room."""

        def __init__(self, path, mode):
            super().__init__(path, mode)
            setattr(self, step, full)

    with monkeypatch.context() as patched:
        if step in ("write", "flush"):
            patched.setattr(files_file, "open", Full, raising=False)
        else:
            where = {"mkdir": Path, "open": files_file}.get(step, os)
            patched.setattr(where, step, full, raising=step != "open")
        with pytest.raises(ModelError) as refusal:
            archive.keep(made(2))
    assert str(refusal.value) == (
        f"The disk is full: 1 run is kept in '{tmp_path}'. Free some space and give the same command again; "
        "it goes on from there."
    )
    assert archive.held(made(2).fingerprint) is None
    assert same(archive.held(made(1).fingerprint) or made(9), made(1))
    assert os.listdir(tmp_path) == [f"{made(1).fingerprint}.run"]


@pytest.mark.unit
def test_a_run_whose_parts_are_not_what_they_were_is_damaged_and_made_again(tmp_path, monkeypatch):
    archive, one = Archive(tmp_path), made(1)
    monkeypatch.setattr(archive_file, "fingerprint_of", lambda *_: one.fingerprint)
    monkeypatch.setattr(Twins, "run", lambda *_: one)
    card, _, inner = packed(one)[LEAD:].partition(b"\n")
    for wrong in (inner[:9], zlib.compress(zlib.decompress(inner).replace(b'"spot"', b'"slot"')), zlib.compress(b"{}")):
        rest = card + b"\n" + wrong
        archive.path(one.fingerprint).write_bytes(MARK + digest_of(rest) + b"\n" + rest)
        luck = Luck(archive, 1, None, apart=2)
        assert same(luck.run(one.scenario), one)
        assert luck.tally == Tally(made=1, damaged=1)
        assert same(archive.held(one.fingerprint) or made(9), one)


@pytest.mark.unit
def test_files_that_vanish_while_they_are_looked_at_are_passed_over(tmp_path, monkeypatch):
    archive = Archive(tmp_path)
    archive.keep(made(1))
    there = list(archive.files())
    (tmp_path / f".{made(2).fingerprint}.run.0a1b2c3d").touch()
    halves = list(tmp_path.glob(".*"))
    archive.prune([made(1).fingerprint])
    halves[0].unlink()
    monkeypatch.setattr(Archive, "files", lambda _: iter(there))
    monkeypatch.setattr(Path, "glob", lambda *_: iter(halves))
    assert (archive.size(), archive.listed(), archive.prune([made(1).fingerprint])) == (0, ([], []), 0)


@pytest.mark.unit
def test_what_cannot_be_set_aside_is_told_in_a_sentence(tmp_path):
    archive = Archive(tmp_path)
    archive.path(made(1).fingerprint).write_bytes(b"damaged")
    (tmp_path / "discarded").touch()
    with pytest.raises(ModelError, match=r"is damaged and cannot be set aside \(.+\): remove it yourself\."):
        archive.held(made(1).fingerprint)


WRITER = """
import sys
from pathlib import Path
from experiments.runs.archive import Archive
from experiments.runs.packing import code_in_use
from tests.experiments.test_archive import made
archive = Archive(Path(sys.argv[1]))
code_in_use()
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
    assert cards[3] == card_of(made(3)) == card_from_line(line_in(packed(made(3))) or "")
    (tmp_path / ".catalogue.jsonl").write_text('0000 1 1\t{"place": 3\n\nrubbish')
    assert archive.cards() == cards
    assert archive.prune([made(0).fingerprint]) > 0
    assert [card.seed for card in archive.cards()] == [1, 2, 3, 4]


@pytest.mark.unit
def test_what_dead_processes_left_half_written_is_swept_away_but_not_what_is_being_written(tmp_path):
    archive = Archive(tmp_path)
    archive.keep(made(1))
    old, young = tmp_path / ".a.run.x", tmp_path / ".b.run.y"
    further = [tmp_path / "..catalogue.jsonl.0a1b2c3d", tmp_path / ".seen-0a1b"]
    for path in (old, young, *further):
        path.write_bytes(b"half")
    for path in (old, *further):
        os.utime(path, (1.0, 1.0))
    assert archive.prune([]) == 12
    assert young.exists() and not any(path.exists() for path in (old, *further))
    assert len(archive.cards()) == 1


@pytest.mark.unit
def test_an_archive_that_is_not_there_is_empty(tmp_path):
    archive = Archive(tmp_path / "none")
    assert (archive.cards(), archive.held("0" * 16), archive.size(), archive.discarded()) == ([], None, 0, ())


@pytest.mark.study
def test_of_many_runs_a_listing_opens_only_those_that_the_catalogue_does_not_know(monkeypatch, tmp_path):
    archive, plain, first_line = Archive(tmp_path), made(7), archive_file._first_line
    looked_into: list[str] = []

    def looking(path: str) -> str | None:
        looked_into.append(path)
        return first_line(path)

    monkeypatch.setattr(archive_file, "_first_line", looking)
    files = [packed(replace(plain, seed=number, fingerprint=f"{number:016x}")) for number in range(51)]
    for number, file in enumerate(files[:50]):
        (tmp_path / f"{number:016x}.run").write_bytes(file)
    assert len(archive.cards()) == len(looked_into) == 50
    assert len(archive.cards()) == len(looked_into) == 50
    (tmp_path / f"{50:016x}.run").write_bytes(files[50])
    cards = archive.cards()
    assert len(cards) == len(looked_into) == 51
    assert len(fitting(cards, ["place=leeds", "seed<10"])) == 10


@pytest.mark.unit
def test_a_run_that_cannot_be_removed_is_told_in_a_sentence(tmp_path, monkeypatch):
    path = tmp_path / "ab.run"
    path.write_bytes(b"")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(ModelError) as refusal:
        Archive(tmp_path).prune(["ab"])
    assert str(refusal.value) == f"'{path}' cannot be removed (permission denied)."
