"""Search: a condition finds the runs it names, and a name nobody knows is refused."""

import json

import pytest
from typer.testing import CliRunner, Result

from experiments.archive import Archive
from experiments.cli import app
from experiments.packing import card_of
from experiments.search import fitting
from models import Plan
from sim.errors import ModelError
from tests.experiments.fakes import fake_run
from tests.experiments.test_archive import made

pytestmark = pytest.mark.unit

CARDS = [card_of(made(number)) for number in range(8)]


@pytest.mark.parametrize(
    ("conditions", "seeds"),
    [
        (["seed<3"], [0, 1, 2]),
        (["seed >= 2", "lonely<5"], [2, 3, 4]),
        (["place=leeds", "seed=7"], [7]),
        (["place!=leeds"], []),
        (["draw=3"], []),
        (["with=reablement"], []),
        ([], list(range(8))),
    ],
)
def test_every_condition_must_hold(conditions, seeds):
    assert [card.seed for card in fitting(CARDS, conditions)] == seeds


def test_a_programme_is_asked_for_by_its_name():
    card = card_of(fake_run(interventions={"local_links": Plan(3)}))
    assert fitting([card], ["with=local-links"]) == [card]
    assert fitting([card], ["with!=local-links"]) == []


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("sed<3", "No stored run knows 'sed'. Did you mean 'seed'?"),
        ("seed", "'seed' is no condition: write name=value, name<value or name>value, as in seed<10."),
        ("seed<many", "In 'seed<many', 'many' is not a number."),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused(condition, sentence):
    with pytest.raises(ModelError) as refusal:
        fitting(CARDS, [condition])
    assert str(refusal.value) == sentence


def kith(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})


def test_runs_are_listed_exported_checked_and_pruned(tmp_path):
    archive = Archive(tmp_path / "runs")
    for number in range(4):
        archive.keep(made(number))
    at = ("--archive", str(tmp_path / "runs"))
    listed = kith("runs", *at, "--where", "seed<2")
    assert made(1).fingerprint in listed.stdout and made(3).fingerprint not in listed.stdout
    assert "2 runs found" in listed.stdout
    assert len(json.loads(kith("runs", *at, "--json").stdout)) == 4
    kith("runs", *at, "--where", "seed=1", "--out", str(tmp_path / "out"))
    rows = (tmp_path / "out" / "measures.csv").read_text().splitlines()
    assert len(rows) == 1 + 12 and rows[0].endswith("fingerprint")
    archive.path(made(2).fingerprint).write_bytes(archive.path(made(2).fingerprint).read_bytes()[:-3])
    assert "1 run damaged and set aside" in kith("runs", *at, "--check").stderr
    assert kith("runs", *at, "--where", "seed=0", "--prune").stderr.startswith("Removed 1 run")
    assert [card.seed for card in archive.cards()] == [1, 3]


def test_an_empty_archive_says_so(tmp_path):
    result = kith("runs", "--archive", str(tmp_path / "none"))
    assert result.exit_code == 0
    assert result.stdout.startswith("0 runs found")
