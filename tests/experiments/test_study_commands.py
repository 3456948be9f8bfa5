"""The commands on uncertainty, sensitivity and what moved demand: run, written, found again, refused in sentences."""

import json

import pytest
from typer.testing import CliRunner, Result

from experiments.cli import app

TINY = ("leeds", "--with", "reablement", "--residents", "300", "--years", "1", "--start-month", "2", "--workers", "1")
COMMANDS = {
    "uncertainty": (("--draws", "4"), "table"),
    "sensitivity": (("--parameters", "reablement", "--points", "0"), "tornado"),
    "waterfall": (("--replications", "2", "--to", "2011"), "waterfalls"),
}


def kith(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "120"})


@pytest.mark.study
@pytest.mark.parametrize("command", COMMANDS)
def test_a_study_prints_json_alone_writes_its_files_and_costs_nothing_the_second_time(command, tmp_path):
    further, part = COMMANDS[command]
    words = (command, *TINY, *further, "--json", "--out", str(tmp_path / "out"), "--archive", str(tmp_path / "runs"))
    first = kith(*words)
    assert first.exit_code == 0, first.stderr
    document = json.loads(first.stdout)
    assert document["answer"] and document["caveats"] and document[part]
    assert {"report.html", f"{command}.json"} <= {path.name for path in (tmp_path / "out").iterdir()}
    assert list((tmp_path / "out").glob("*.csv"))
    again = kith(*words)
    assert "and none made" in again.stderr
    assert again.stdout == first.stdout


@pytest.mark.unit
@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (
            ("uncertainty", "leds", "--draws", "6", "--lucks", "1"),
            ("There is no place or scenario 'leds'", "--draws 6 is no power of two", "--lucks 1 cannot tell luck"),
        ),
        (
            ("sensitivity", "leeds", "--outcome", "months", "--points", "9", "--parameters", "needs", "--years", "40"),
            (
                "There is no outcome 'months'",
                "--points 9",
                "there is no sheet 'needs'",
                "--years 40",
            ),
        ),
        (
            ("waterfall", "leeds", "--from", "2020", "--to", "2015"),
            ("--from 2020 and --to 2015 are no two Aprils of this run, the earlier first: write years from",),
        ),
        (
            ("compare", "leeds", "--lucks", "2", "--fixed-parameters"),
            ("--lucks 2 parts luck from what is not known, which --fixed-parameters leaves out",),
        ),
    ],
)
def test_every_fault_is_told_at_once_before_anything_is_run(words, sentences):
    result = kith(*words)
    assert result.exit_code == 2 and result.stdout == ""
    assert [sentence for sentence in sentences if sentence not in result.stderr] == []
