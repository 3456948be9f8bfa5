"""A place of the user's own: begun with one command, checked with another, and run like any other."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from experiments.asking.asked import place_name
from experiments.cli import app
from models import Scenario, places, run
from sim.errors import ModelError

FILLED = {
    'title = ""': 'title = "Smallton"',
    'summary = ""': 'summary = "A town."',
    'payer = ""': 'payer = "Smallton Council"',
    'note = ""': 'note = "Made up."',
    "total_population = 0": "total_population = 20000",
}


def kith(*words: str, width: int = 200) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": str(width)})


@pytest.fixture
def smallton(tmp_path: Path) -> Path:
    assert kith("places", "new", "smallton", "--out", str(tmp_path)).exit_code == 0
    path = tmp_path / "smallton.toml"
    text = path.read_text(encoding="utf-8")
    for blank, filled in FILLED.items():
        assert blank in text
        text = text.replace(blank, filled)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.unit
def test_places_lists_every_place_with_what_it_is_and_says_which_is_a_template():
    shown = kith("places").stdout
    assert all(one.name in shown for one in places())
    assert "template" in shown and "TEMPLATE" in shown
    assert "seven-programmes" in shown
    assert [one["name"] for one in json.loads(kith("places", "--json").stdout)] == [one.name for one in places()]


@pytest.mark.unit
def test_a_place_is_shown_in_full_with_its_neighbourhoods_and_the_numbers_that_differ():
    shown = kith("places", "show", "belfast-clare").stdout
    for told in ("Mount Vernon", "handover.trust_at_start", "Public Health Agency", "rests on assumptions"):
        assert told in shown
    document = json.loads(kith("places", "show", "belfast-clare", "--json").stdout)
    assert [part["catchment_from_month"] for part in document["parts"]] == [0, 0, 24, 24]


@pytest.mark.unit
def test_the_list_of_programmes_is_shown_and_refused_where_a_place_is_meant():
    assert "Armley Helping Hands" in kith("places", "show", "seven-programmes").stdout
    assert len(json.loads(kith("places", "show", "seven-programmes", "--json").stdout)["programmes"]) == 11
    refused = kith("run", "seven-programmes")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("'seven-programmes' is a list of programmes in several places")


@pytest.mark.unit
def test_a_new_file_is_refused_until_it_is_filled_in_and_then_passes(tmp_path, smallton):
    checked = kith("places", "check", str(smallton))
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert checked.stdout.startswith("smallton.toml is sound: Smallton, 7,530 residents aged 60 and over in 2 ")
    kith("places", "new", "empty", "--from", "west-cheshire", "--out", str(tmp_path))
    refused = kith("places", "check", str(tmp_path / "empty.toml"))
    assert refused.exit_code == 2
    assert refused.stderr == (
        "empty.toml has 5 faults:\n"
        "  lacks 'title', a few words.\n"
        "  lacks 'summary', a few words.\n"
        "  lacks 'payer', a few words.\n"
        "  'note' must be a few words, or be left out.\n"
        "  'total_population' must be a number from 500 to 70,000,000, not 0.\n"
    )


@pytest.mark.unit
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("new", "Small Ton"),
            "'Small Ton' is no name for a place: use small letters, digits and hyphens, such as",
        ),
        (("new", "leeds"), "'leeds' comes with Kith already: give yours another name, such as my-leeds."),
        (("new", "smallton", "--from", "leds"), "There is no place 'leds'. Did you mean 'leeds'?"),
        (("show", "leds"), "There is no place 'leds'. Did you mean 'leeds'?"),
        (("check", "nowhere.toml"), "There is no file nowhere.toml."),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_2(words, sentence):
    refused = kith("places", *words)
    assert refused.stderr.startswith(sentence)
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)


@pytest.mark.unit
def test_a_file_that_is_there_already_is_not_written_over(tmp_path, smallton):
    before = smallton.read_text(encoding="utf-8")
    refused = kith("places", "new", "smallton", "--out", str(tmp_path))
    assert refused.exit_code == 2
    assert "smallton.toml already: write another name, or another folder with --out." in refused.stderr
    assert smallton.read_text(encoding="utf-8") == before


@pytest.mark.unit
def test_one_neighbourhood_of_a_place_in_a_file_is_a_place_by_itself(smallton):
    first = next(iter(json.loads(kith("places", "show", str(smallton), "--json").stdout)["parts"]))["name"]
    assert place_name(f"{smallton}: {first}") == f"{smallton}:{first}"
    assert len(json.loads(kith("places", "show", f"{smallton}:{first}", "--json").stdout)["parts"]) == 1


@pytest.mark.unit
def test_what_ends_in_toml_or_has_a_path_is_a_file_and_its_faults_are_told_before_a_run(tmp_path, smallton):
    assert place_name(str(smallton)) == str(smallton)
    smallton.write_text(smallton.read_text(encoding="utf-8").replace("fifth = 1 ", "fifht = 1 "), encoding="utf-8")
    with pytest.raises(ModelError) as refused:
        place_name(str(smallton))
    assert "'fifht' is no field. Did you mean 'fifth'?" in str(refused.value)
    assert "has fifth None: write 1 (most deprived) to 5." in str(refused.value)
    assert kith("run", str(smallton)).exit_code == 2


@pytest.mark.unit
def test_a_parameter_of_a_place_can_be_set_within_the_range_it_has_there():
    word = "handover.trust_at_start=-1.2"
    assert kith("run", "leeds", "--set", word, "--years", "0").stderr.startswith("2 things are wrong:")
    assert kith("run", "belfast-clare", "--set", word, "--years", "0").stderr.startswith("--years 0 is out of range")


@pytest.mark.model
def test_a_place_of_ones_own_runs_and_its_fingerprint_follows_what_its_file_says_not_where_it_lies(tmp_path, smallton):
    def mark(path: Path) -> str:
        return run(Scenario(place=str(path), residents=400, months=2)).fingerprint

    (tmp_path / "elsewhere").mkdir()
    other = tmp_path / "elsewhere" / "smallton.toml"
    other.write_bytes(smallton.read_bytes())
    first = mark(smallton)
    assert mark(other) == first
    other.write_text(smallton.read_text(encoding="utf-8").replace("rural = true", "rural = false"), encoding="utf-8")
    assert mark(other) != first


@pytest.mark.model
def test_the_command_line_runs_a_place_of_ones_own(smallton):
    shown = kith("run", str(smallton), "--years", "1", "--residents", "400", width=120).stdout
    assert "Smallton, as now, over 1 year" in shown
    assert "Smallton rests on assumptions" in shown
