"""Files written whole or not at all, and folders refused before any work begins."""

import os

import pytest

from experiments.files import check_folder, open_folder, write_whole
from sim.errors import ModelError

pytestmark = pytest.mark.unit


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "compare.csv"
    write_whole(path, "old\n")
    write_whole(path, "new\n")
    assert path.read_text() == "new\n"
    assert os.listdir(tmp_path) == ["compare.csv"]


def test_a_write_that_fails_leaves_the_old_file_and_no_scrap(tmp_path, monkeypatch):
    path = tmp_path / "compare.csv"
    write_whole(path, "old\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "new\n")
    assert path.read_text() == "old\n"
    assert os.listdir(tmp_path) == ["compare.csv"]


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "results").write_text("")
    with pytest.raises(ModelError) as refusal:
        check_folder(tmp_path / "results" / "leeds")
    path = tmp_path / "results"
    assert str(refusal.value) == (
        f"Results cannot be written to '{path}/leeds', because '{path}' is a file: give --out a folder."
    )


def test_a_folder_that_cannot_be_written_is_refused_with_the_reason(tmp_path, monkeypatch):
    def refused(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refused)
    with pytest.raises(ModelError) as refusal:
        check_folder(tmp_path / "results")
    assert str(refusal.value) == (
        f"Results cannot be written to '{tmp_path}/results' (permission denied): "
        "give --out a folder of your own, such as 'results'."
    )


def test_looking_at_a_folder_makes_nothing(tmp_path):
    check_folder(tmp_path / "a" / "b")
    assert os.listdir(tmp_path) == []
    assert open_folder(tmp_path / "a" / "b").is_dir()
