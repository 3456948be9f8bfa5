"""Rules: compiled once per source, kept where the user may write, and equal to their plain form."""

import math
import tempfile
from pathlib import Path

import numpy as np
import pytest

from sim import rules
from sim.rules import cache_folder, compiled_hash, is_compiled, kernel, rule, source_hash

pytestmark = pytest.mark.unit


@rule
def ratio(above, below):
    return above / below


@kernel
def ratios(above, below):
    return above / below


def plain(compiled):
    """A rule as it is written, uncompiled."""
    return compiled.py_func


def test_a_rule_agrees_with_its_plain_form():
    for above in np.linspace(-3, 3, 7):
        assert ratio(above, 0.7) == plain(ratio)(above, 0.7)


def test_a_rule_divides_as_python_does():
    with pytest.raises(ZeroDivisionError):
        ratio(1.0, 0.0)


def test_a_kernel_divides_as_numpy_does():
    assert math.isinf(ratios(1.0, 0.0))


def test_the_cache_folder_bears_the_hash_of_the_source(tmp_path, monkeypatch):
    monkeypatch.setenv("KITH_CACHE", str(tmp_path))
    assert cache_folder().parent == tmp_path / "kith" / compiled_hash()
    assert cache_folder().is_dir()


def test_the_cache_lies_in_the_users_cache_by_default(tmp_path, monkeypatch):
    monkeypatch.delenv("KITH_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder().parent == tmp_path / ".cache" / "kith" / compiled_hash()


def test_a_home_that_cannot_be_written_falls_back_to_the_temporary_folder(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("KITH_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert cache_folder().parent == tmp_path / "kith" / compiled_hash()


def test_when_neither_can_be_written_a_folder_of_its_own_is_made(tmp_path, monkeypatch):
    (tmp_path / "kith").touch()
    monkeypatch.setenv("KITH_CACHE", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = cache_folder()
    assert folder.parent == tmp_path
    assert folder.name.startswith("kith-")


def test_an_empty_cache_says_that_nothing_is_compiled(tmp_path, monkeypatch):
    monkeypatch.setenv("KITH_CACHE", str(tmp_path))
    assert not is_compiled()
    (cache_folder() / "falls.nbc").touch()
    assert is_compiled()


def test_what_another_copy_of_the_source_compiled_is_not_taken_for_ones_own(tmp_path, monkeypatch):
    monkeypatch.setenv("KITH_CACHE", str(tmp_path))
    source = compiled_hash()
    (cache_folder() / "falls.nbc").touch()
    monkeypatch.setattr(rules, "ROOT", tmp_path / "another")
    monkeypatch.setattr(rules, "compiled_hash", lambda: source)
    assert not is_compiled()


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        ("RATE = 0.4\n", True),
        ("@rule\ndef ratio(a):\n    return 2.0 * a\n", True),
        ("class Numbers(NamedTuple):\n    b: float\n", True),
        ("class Falls(Process):\n    word = 'falls'\n", False),
        ("def start(crowd):\n    return crowd\n", False),
    ],
)
def test_only_a_change_in_what_is_compiled_compiles_anew(source, change, anew):
    root, _ = source
    before = compiled_hash.__wrapped__()
    (Path(root) / "models" / "people" / "falls.py").write_text("RATE = 0.3\n" + change)
    assert (compiled_hash.__wrapped__() != before) == anew


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A small source tree, and the hash over it."""
    for package in ("sim", "models"):
        (tmp_path / package / "people").mkdir(parents=True)
        (tmp_path / package / "people" / "falls.py").write_text("RATE = 0.3\n")
    monkeypatch.setattr(rules, "ROOT", tmp_path)

    def hashed() -> str:
        return source_hash.__wrapped__()

    return tmp_path, hashed


@pytest.mark.parametrize("changed", ["sim/people/falls.py", "models/people/falls.py", "models/people/new.py"])
def test_a_change_in_any_rule_names_another_folder(source, changed):
    root, hashed = source
    before = hashed()
    (Path(root) / changed).write_text("RATE = 0.4\n")
    assert hashed() != before
    assert len(before) == 16


def test_the_same_source_elsewhere_has_the_same_hash(source, tmp_path_factory, monkeypatch):
    root, hashed = source
    before = hashed()
    moved = tmp_path_factory.mktemp("elsewhere") / "house"
    Path(root).rename(moved)
    monkeypatch.setattr(rules, "ROOT", moved)
    assert hashed() == before
