"""Search: a condition finds the runs it names, and a name nobody knows is refused."""

import json
import weakref
from dataclasses import replace

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from experiments.cli import app
from experiments.runs.archive import Archive
from experiments.runs.packing import card_of
from experiments.runs.search import fitting
from models import Plan, Run
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


def test_a_list_of_numbers_is_shown_and_not_searched_by(tmp_path):
    plain = made(1)
    listed = replace(plain, scenario=replace(plain.scenario, overrides={"care.hours_by_frailty": (0.0, 1.5)}))
    Archive(tmp_path).keep(listed)
    (card,) = Archive(tmp_path).cards()
    assert card.overrides == {"care.hours_by_frailty": (0.0, 1.5)}
    shown = CliRunner().invoke(app, ["runs", "--archive", str(tmp_path)], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    assert "care.hours_by_frailty=0 1.5" in shown.stdout
    with pytest.raises(ModelError, match="holds 2 numbers"):
        fitting([card], ["care.hours_by_frailty=1"])


def test_a_programme_is_asked_for_by_its_name():
    card = card_of(fake_run(interventions={"local_links": Plan(3)}))
    assert fitting([card], ["with=local-links"]) == [card]
    assert fitting([card], ["with!=local-links"]) == []


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("sed<3", "No stored run knows 'sed'. Did you mean 'seed'?"),
        ("seed", "'seed' is no condition: write name=value, name<value or name>value, as in seed<10."),
        ("with<reablement", "'with<reablement' is no condition: write with=reablement or with!=reablement."),
        ("seed<many", "In 'seed<many', 'many' is not a number."),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused(condition, sentence):
    with pytest.raises(ModelError) as refusal:
        fitting(CARDS, [condition])
    assert str(refusal.value) == sentence


def test_a_name_is_judged_by_all_runs_and_not_by_those_that_are_left():
    assert fitting(CARDS, ["seed<0", "lonely<5"]) == []
    other = card_of(fake_run(measures={"members": 3.0}))
    assert fitting([*CARDS, other], ["draw=3", "members>1"]) == []
    with pytest.raises(ModelError, match=r"No stored run knows 'membrs'\. Did you mean 'members'\?"):
        fitting([*CARDS, other], ["seed=5", "membrs>1"])


def test_residents_are_those_of_the_last_month_and_not_how_many_were_grown():
    plain = fake_run(measures={"residents": 7.0})
    card = card_of(replace(plain, scenario=replace(plain.scenario, residents=400)))
    assert fitting([card], ["residents=7", "scaled_to=400"]) == [card]
    assert fitting([card], ["residents=400"]) == []


def test_runs_of_other_code_are_told_from_those_of_this():
    old = replace(CARDS[0], made_by="another")
    assert fitting([old, *CARDS], ["version=other"]) == [old]
    assert fitting([old, *CARDS], ["version=this"]) == CARDS


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


def test_files_whose_card_cannot_be_read_are_told_checked_and_pruned(tmp_path):
    archive, at = Archive(tmp_path), ("--archive", str(tmp_path))
    for number in range(3):
        archive.keep(made(number))
    for number in (1, 2):
        archive.path(made(number).fingerprint).write_bytes(b"rubbish")
    listed = kith("runs", *at)
    assert "1 run found" in listed.stdout
    assert listed.stderr == "2 runs cannot be read: --check sets what is damaged aside.\n"
    assert kith("runs", *at, "--check").stderr == "Read 3 runs: 2 runs damaged and set aside.\n"
    assert archive.discarded() == (made(1).fingerprint, made(2).fingerprint)
    archive.path(made(1).fingerprint).write_bytes(b"rubbish")
    assert kith("runs", *at, "--where", "seed=9", "--prune").stderr.startswith("Removed 0 runs")
    assert len(list(archive.files())) == 2
    assert kith("runs", *at, "--prune").stderr.startswith("Removed 2 runs")
    assert list(archive.files()) == []


def test_an_export_has_the_columns_of_all_tells_the_damaged_and_keeps_no_runs_in_memory(tmp_path, monkeypatch):
    archive, at = Archive(tmp_path / "runs"), ("--archive", str(tmp_path / "runs"))
    for number in range(4):
        one = made(number)
        further = one.measures.assign(**{f"only_{number}": 1.0})
        archive.keep(replace(one, measures=further))
    path = archive.path(made(2).fingerprint)
    path.write_bytes(path.read_bytes()[:-3])
    read = Archive.read
    seen: list[weakref.ref[Run]] = []

    def watched(self, fingerprint):
        assert sum(one() is not None for one in seen) <= 1, "the one before"
        found = read(self, fingerprint)
        if found is not None:
            seen.append(weakref.ref(found))
        return found

    monkeypatch.setattr(Archive, "read", watched)
    said = kith("runs", *at, "--out", str(tmp_path / "out"))
    assert said.exit_code == 0, said.exception
    assert said.stderr.endswith("measures.csv and ledger.csv, 3 runs; 1 run damaged and set aside.\n")
    rows = pd.read_csv(tmp_path / "out" / "measures.csv", dtype={"fingerprint": str})
    assert [*rows.columns[-4:]] == ["only_0", "only_1", "only_3", "fingerprint"]
    assert rows.groupby("fingerprint")["only_1"].sum().to_dict() == {
        made(number).fingerprint: 12.0 * (number == 1) for number in (0, 1, 3)
    }
    assert rows["month"].tolist() == [*range(12)] * 3


def test_an_empty_archive_says_so(tmp_path):
    result = kith("runs", "--archive", str(tmp_path / "none"))
    assert result.exit_code == 0
    assert result.stdout.startswith("0 runs found")
