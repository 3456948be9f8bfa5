"""The command line: help at once, one sentence for the user's mistake, and results written whole."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from experiments import door
from experiments.asking.asked import override
from experiments.cli import COMMANDS, app
from models import places, sheets

HOUSE = Path(__file__).resolve().parents[2]
SMALL = ("--residents", "2000", "--years", "3")


def kith(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})


@pytest.mark.unit
def test_the_version_is_said():
    result = kith("--version")
    assert result.exit_code == 0
    assert re.fullmatch(r"kith \d+\.\d+\.\d+\n", result.stdout)


def single_number() -> tuple[str, float, str]:
    """A parameter of one number: its name, highest value and unit."""
    for word, sheet in sheets().items():
        for name, entry in sheet.entries.items():
            if isinstance(entry.low, float) and isinstance(entry.high, float) and not isinstance(entry.value, tuple):
                return f"{word}.{name}", entry.high, entry.unit
    raise LookupError("no sheet has a parameter of one number")


@pytest.mark.unit
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "leds"), "There is no place or scenario 'leds'. Did you mean 'leeds'?"),
        (("person", "leds", "1"), "There is no place 'leds'. Did you mean 'leeds'?"),
        (
            ("run", "stacked", "--with", "reablement"),
            "--with goes with a place, and 'stacked' is a scenario: leave it out, or write an arm into the file.",
        ),
        (
            ("run", "leeds", "--with", "local-link"),
            "There is no intervention 'local_link'. Did you mean 'local_links'?",
        ),
        (
            ("compare", "leeds", "--replications", "0"),
            "--replications 0 is out of range: write a whole number from 1 to 10000.",
        ),
        (
            ("repay", "leeds", "--replications", "0"),
            "--replications 0 is out of range: write a whole number from 1 to 10000.",
        ),
        (
            ("cluster", "--workers", "99999"),
            "--workers 99999 is out of range: write a whole number from 1 to 256.",
        ),
        (("uncertainty", "leeds", "--draws", "0"), "--draws 0 is too few: write 4 or more, a power of two."),
        (
            ("run", "leeds", "--set", "local_links.schemes=8", "--set", "local_links.schemes=6"),
            "--set gives local_links.schemes 2 values: leave all but one out.",
        ),
        (
            ("runs", "--archive", "pyproject.toml"),
            f"No runs are kept in '{Path.cwd() / 'pyproject.toml'}', which is a file: give --archive a folder.",
        ),
        (
            ("run", "leeds", "--archive", "pyproject.toml"),
            f"Runs cannot be kept in '{Path.cwd() / 'pyproject.toml'}', because '{Path.cwd() / 'pyproject.toml'}' is a "
            "file: give --archive a folder.",
        ),
        (("run", "leeds", "--years", "0"), "--years 0 is out of range: write a whole number from 1 to 24."),
        (("run", "leeds", "--years", "40"), "--years 40 is out of range: write a whole number from 1 to 24."),
        (("run", "leeds", "--residents", "5"), "--residents 5 is too few: write 200 or more."),
        (("run", "leeds", "--seed", "-1"), "--seed -1 is below nought: write 0 or more."),
        (("compare", "leeds", "--workers", "0"), "--workers 0 is too few: write 1 or more, or leave it out."),
        (
            ("compare", "leeds", "--years", "2"),
            "--start-month 24 is not within the 24 months of the run: write a month from 0 to 23, or more --years.",
        ),
        (
            ("run", "leeds", "--set", "reablement"),
            "'--set reablement' is not of the form word.parameter=value, such as falls.falls_per_faller=1.8.",
        ),
        (
            ("run", "leeds", "--set", "volunter.x=3"),
            "There is no sheet of parameters 'volunter'. Did you mean 'volunteer' or 'volunteer_exodus'?",
        ),
        (("parameters", "mortalty"), "There is no parameter 'mortalty'. Did you mean 'mortality' or 'frailty'?"),
    ],
)
def test_a_users_mistake_is_one_sentence_and_exit_code_2(words, sentence):
    result = kith(*words)
    assert result.stderr.rstrip("\n") == sentence
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.unit
def test_more_residents_than_live_there_are_refused():
    most = next(place.residents for place in places() if place.name == "leeds")
    result = kith("run", "leeds", "--residents", "9999999")
    assert result.stderr == (
        f"--residents 9999999 is more than live in leeds: write at most {most}, or leave it out.\n"
    )
    assert result.exit_code == 2


@pytest.mark.unit
def test_a_value_outside_its_range_is_refused_with_the_range():
    name, high, unit = single_number()
    result = kith("run", "leeds", "--set", f"{name}={high + 1}")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{name} cannot be ")
    assert result.stderr.endswith(f" {unit}.\n")


@pytest.mark.unit
def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_run(tmp_path):
    (tmp_path / "taken").write_text("")
    result = kith("compare", "leeds", "--out", str(tmp_path / "taken"))
    assert result.exit_code == 2
    assert result.stderr.endswith("is a file: give --out a folder.\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.unit
def test_all_faults_of_a_command_line_are_told_at_once():
    result = kith("compare", "leds", "--replications", "0", "--seed", "-1")
    assert result.exit_code == 2
    assert result.stderr == (
        "3 things are wrong:\n"
        "  There is no place or scenario 'leds'. Did you mean 'leeds'?\n"
        "  --seed -1 is below nought: write 0 or more.\n"
        "  --replications 0 is out of range: write a whole number from 1 to 10000.\n"
    )


@pytest.mark.unit
@pytest.mark.parametrize("words", [("fly",), ("run",), ("run", "leeds", "--years", "many"), ("run", "leeds", "--hgh")])
def test_a_word_the_command_line_does_not_know_is_exit_code_2(words):
    result = kith(*words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.unit
@pytest.mark.parametrize(
    "command", ["compare", "run", "person", "places", "scenarios", "interventions", "parameters", "dashboard"]
)
def test_every_command_has_help_with_an_example(command):
    result = kith(command, "--help")
    assert result.exit_code == 0
    assert f"Example: kith {command}" in result.stdout


@pytest.mark.unit
def test_the_list_of_commands_says_of_each_in_a_whole_sentence_what_it_is_for():
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "80"}).stdout
    listed = shown.partition("Commands:\n")[2].splitlines()
    names = {line.split()[0] for line in listed}
    assert names == {*(one.__name__ for one in COMMANDS), "places"}
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []


@pytest.mark.unit
def test_help_comes_without_loading_the_model():
    script = (
        "import sys\n"
        "from experiments.door import main\n"
        "sys.argv = ['kith', '--help']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        "    pass\n"
        "print(sorted({'numba', 'mesa', 'pandas', 'numpy', 'models'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


@pytest.mark.unit
def test_a_package_of_another_project_in_the_way_is_named(monkeypatch, tmp_path):
    assert door.shadowed() is None
    monkeypatch.setattr(door, "HOUSE", tmp_path)
    assert door.shadowed() == (
        f"Kith's 'sim' is hidden by another package of that name ({HOUSE / 'sim'}): run kith in another folder."
    )


@pytest.mark.unit
@pytest.mark.parametrize("command", ["places", "scenarios", "interventions", "parameters"])
def test_what_there_is_can_be_read_by_people_and_by_programs(command):
    assert kith(command).exit_code == 0
    assert json.loads(kith(command, "--json").stdout)


@pytest.mark.unit
def test_a_parameter_is_listed_with_its_range_source_and_status():
    listed = json.loads(kith("parameters", "reablement", "--json").stdout)
    assert listed
    assert {"name", "value", "unit", "low", "high", "source", "status", "choice", "note"} == set(listed[0])
    assert {"reablement.places_added", "reablement.weeks"} < {one["name"] for one in listed if one["choice"]}


@pytest.mark.unit
def test_the_parameters_are_counted_by_status_and_the_title_of_a_table_stands_on_one_line():
    shown = kith("parameters").stdout
    title, *_, counts = [line.strip() for line in shown.splitlines() if line.strip()]
    assert title.endswith("(kith parameters WORD shows one, --all every one)")
    numbers = [int(one) for one in re.findall(r"(\d+) (?:published|derived|calibrated|assumed)", counts)]
    assert len(numbers) == 4
    assert sum(numbers) == int(title.split()[0]) == len(json.loads(kith("parameters", "--json").stdout))


@pytest.mark.study
def test_a_run_is_shown_year_by_year_and_written_when_asked(tmp_path):
    result = kith("run", "leeds", *SMALL, "--with", "reablement", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert "April 2011" in result.stdout
    assert "March 2014" in result.stdout
    assert "Each of the 2,000 residents stands for" in result.stdout
    assert "every parameter stands at its central value" in result.stdout
    written = json.loads((tmp_path / "out" / "run.json").read_text())
    assert len(written["measures"]) == 36
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["ledger.csv", "measures.csv", "run.json"]


@pytest.mark.study
def test_a_run_that_is_kept_is_not_run_again(monkeypatch):
    words = (
        "run",
        "leeds",
        "--residents",
        "400",
        "--years",
        "2",
        "--with",
        "reablement",
        "--start-month",
        "2",
        "--json",
    )
    first = kith(*words)
    assert "1 run: 0 found in" in first.stderr

    def refused(*_, **__):
        raise AssertionError("it is run again")

    monkeypatch.setattr("experiments.runs.archive.run", refused)
    again = kith(*words)
    assert again.stdout == first.stdout
    assert "1 run: 1 found in" in again.stderr


@pytest.mark.study
def test_a_scenario_file_is_run_world_by_world_and_each_is_written_into_a_folder_of_its_own(tmp_path):
    (tmp_path / "mine.toml").write_text(
        'title = "Mine"\nquestion = "Is a half enough?"\nplace = "leeds-armley"\nyears = 2\nstart = 2\n'
        "[[arms]]\ninterventions = { reablement = { size = 0.5 } }\n"
    )
    out = tmp_path / "out"
    result = kith("run", str(tmp_path / "mine.toml"), "--residents", "500", "--out", str(out))
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Is a half enough?")
    assert "Armley, Leeds, as now, over 2 years" in result.stdout
    assert "Armley, Leeds, Reablement, over 2 years" in result.stdout
    held = {name: json.loads((out / name / "run.json").read_text()) for name in ("as_now", "reablement")}
    assert held["reablement"]["scenario"]["interventions"]["reablement"] == {"start": 2, "stop": None, "size": 0.5}
    before = [[row["lonely"] for row in one["measures"][:2]] for one in held.values()]
    assert before[0] == before[1], "the same people under the same luck"


@pytest.mark.study
def test_a_comparison_prints_json_alone_and_writes_its_report(tmp_path):
    folder = tmp_path / "out"
    words = (*SMALL, "--replications", "1", "--workers", "1", "--with", "local-links", "--with", "reablement")
    result = kith("compare", "leeds", *words, "--out", str(folder), "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert [arm["name"] for arm in document["arms"]] == document["ranking"]
    assert document["interval"].startswith("1 replication")
    assert sorted(path.name for path in folder.iterdir()) == ["compare.csv", "compare.json", "report.html"]
    assert json.loads((folder / "compare.json").read_text()) == document


@pytest.mark.study
def test_one_life_is_printed_beside_its_twin():
    result = kith("person", "leeds", "12", *SMALL, "--with", "local-links")
    assert result.exit_code == 0, result.output
    assert "As now" in result.stdout
    assert "With Local Links" in result.stdout


@pytest.mark.study
def test_a_number_that_nobody_bears_is_refused():
    result = kith("person", "leeds", "999999999", *SMALL)
    assert result.exit_code == 2
    assert result.stderr.startswith("There is no resident 999999999 in Leeds: write a number from 0 to ")


@pytest.mark.unit
def test_the_example_of_a_changed_value_can_be_written_as_it_stands():
    assert override("falls.falls_per_faller=1.8") == ("falls.falls_per_faller", 1.8)


@pytest.mark.unit
def test_a_system_that_refuses_is_told_in_a_sentence(monkeypatch, capsys):
    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("experiments.cli.app", full)
    monkeypatch.setattr(door, "_drop_output", lambda: None)
    with pytest.raises(SystemExit) as ended:
        door.main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "The answer could not be written (no space left on device): send it to where there is room.\n"
    )
