"""Progress: what is said before work begins."""

import subprocess
import sys
from pathlib import Path

import pytest

from experiments.runs.progress import announce_compiling
from sim.rules import cache_folder

HOUSE = Path(__file__).resolve().parents[2]
SAID = "Compiling the rules for the first time"
FIRST = "import models; from experiments.runs.progress import announce_compiling as announce; announce()"


@pytest.mark.model
def test_on_a_fresh_machine_it_is_said_that_rules_are_compiled_though_the_model_is_loaded(tmp_path, monkeypatch):
    monkeypatch.setenv("KITH_CACHE", str(tmp_path))
    done = subprocess.run([sys.executable, "-c", FIRST], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert done.stderr.startswith(SAID)


@pytest.mark.unit
def test_it_is_not_said_again_once_the_words_are_compiled(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KITH_CACHE", str(tmp_path))
    announce_compiling()
    assert capsys.readouterr().err.startswith(SAID)
    (cache_folder() / "mortality.nbc").touch()
    announce_compiling()
    assert capsys.readouterr().err == ""
