"""Parameters: a sheet is read whole or refused with every fault, and a draw is the same for one seed."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import ModelError
from sim.parameters import Entry, Sheet, Source, read_sheet, read_sources

pytestmark = pytest.mark.unit

SOURCES = {"elsa_w9": Source("elsa_w9", "English Longitudinal Study of Ageing, wave 9")}

ONSET = """
[onset_per_year]
value = 0.06
unit = "onsets per person-year"
low = 0.02
high = 0.12
source = "elsa_w9"
status = "published"
"""

BY_LEVEL = """
[hours]
value = [1, 2.5, 4]
unit = "hours a week"
low = 0
high = [2, 3, 8]
source = ["elsa_w9", "team"]
status = "assumed"
note = "No figure by level."
"""


def entry(value, low, high, status="derived", name="x", choice=False):
    return Entry(name, value, "a year", low, high, ("team",), status, choice=choice)


@pytest.fixture
def sheet(file):
    return read_sheet(file("loneliness.toml", ONSET + BY_LEVEL), SOURCES)


@pytest.fixture
def refused(file, told):
    """The refusal of a sheet with this text."""
    return lambda text: told(read_sheet, file("loneliness.toml", text), SOURCES)


def changed(old, new, text=ONSET):
    assert old in text
    return text.replace(old, new)


def test_a_sheet_bears_the_name_of_its_file(sheet):
    assert sheet.name == "loneliness"


def test_a_number_is_read_as_a_float(sheet):
    assert sheet.onset_per_year == 0.06


def test_a_list_is_read_as_a_float_array(sheet):
    assert sheet.hours.dtype == np.float64
    assert sheet.hours.tolist() == [1.0, 2.5, 4.0]


def test_an_entry_keeps_unit_range_source_status_and_note(sheet):
    assert sheet.entries["hours"] == Entry(
        "hours",
        (1.0, 2.5, 4.0),
        "hours a week",
        0.0,
        (2.0, 3.0, 8.0),
        ("elsa_w9", "team"),
        "assumed",
        "No figure by level.",
    )


def test_what_somebody_decides_is_marked_as_a_choice_and_nothing_else_is(file):
    read = read_sheet(file("loneliness.toml", f"{ONSET}{BY_LEVEL}choice = true\n"), SOURCES)
    assert {name: entry.choice for name, entry in read.entries.items()} == {"onset_per_year": False, "hours": True}


def test_what_comes_in_whole_numbers_is_refused_in_parts_and_drawn_whole(file):
    counted = '[schemes]\nvalue = 4\nunit = "schemes"\nlow = 2\nhigh = 8\nsource = "elsa_w9"\nstatus = "published"\n'
    sheet = read_sheet(file("links.toml", f"{counted}whole = true\n"), SOURCES)
    assert sheet.replaced({"schemes": 6}).schemes == 6.0
    with pytest.raises(ModelError, match=r"\[schemes\] value 2.5 is no whole number of schemes\."):
        sheet.replaced({"schemes": 2.5})
    drawn = {sheet.drawn(1, draw).schemes for draw in range(60)}
    assert len(drawn) > 3
    assert all(one.is_integer() for one in drawn)
    with pytest.raises(ModelError, match=r"value 4.5 is no whole number of schemes"):
        read_sheet(file("links.toml", f"{counted.replace('value = 4', 'value = 4.5')}whole = true\n"), SOURCES)


def test_every_fault_is_told_at_once_with_what_to_write_instead(refused):
    faulty = """
[onset_per_year]
value = 0.6
unit = "onsets per person-year"
low = 0.02
high = 0.12
source = "elsa_w8"
status = "assumd"

[alone_ratio]
value = 2.0
units = "hazard ratio"
low = 1.0
high = 6.0
source = "team"
status = "derived"
"""
    assert refused(faulty) == (
        "loneliness.toml has 5 faults:\n"
        "  [onset_per_year] value 0.6 lies outside its range 0.02 to 0.12 onsets per person-year.\n"
        "  [onset_per_year] status 'assumd'. Did you mean 'assumed'?\n"
        "  [onset_per_year] source 'elsa_w8' is not in sources.toml. Did you mean 'elsa_w9'?\n"
        "  [alone_ratio] lacks 'unit'.\n"
        "  [alone_ratio] 'units' is no field. Did you mean 'unit'?"
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("0.06", "nan", "value nan is not a finite number."),
        ("0.06", "inf", "value inf is not a finite number."),
        ("0.06", "true", "value true is not a number."),
        ("0.06", '"0.06"', "value '0.06' is not a number. Leave out the quotation marks."),
        ("0.06", '"many"', "value 'many' is not a number."),
        ("0.06", "[]", "value is empty."),
        ("0.06", "{ a = 1 }", "value a table is not a number."),
        ("0.06", "[0.06, true]", "value true (place 2 of 2) is not a number."),
        ("0.06", "[0.06, 0.2]", "value 0.2 lies outside its range 0.02 to 0.12 onsets per person-year (place 2 of 2)."),
        ("low = 0.02", "low = 0.5", "low 0.5 is above high 0.12."),
        ("low = 0.02", "low = [0.02, 0.03]", "low has 2 numbers where value has 1. Write one number, or as many."),
        ("low = 0.02\n", "", "lacks 'low'."),
        ('"onsets per person-year"', '" "', "unit is empty."),
        ('"onsets per person-year"', "12", "unit 12 is not text. Put it in quotation marks."),
        ('"published"', '"true"', "status 'true'. Write one of: published, derived, calibrated, assumed."),
        ('"published"', '"assumed"', "is assumed and lacks 'note'. Say why this value and this range."),
        ('"elsa_w9"', "[]", "source is empty."),
        ('"elsa_w9"', '["team", "x"]', "source 'x' is not in sources.toml."),
        (
            'source = "elsa_w9"',
            'source = "elsa_w9"\nspread = 3',
            "'spread' is no field. Known: value, unit, low, high, status, source, note, choice, whole.",
        ),
    ],
)
def test_a_faulty_field_is_refused_in_a_sentence(refused, old, new, sentence):
    assert refused(changed(old, new)) == f"loneliness.toml has 1 fault:\n  [onset_per_year] {sentence}"


@pytest.mark.parametrize("name", ["name", "entries", "replaced", "drawn"])
def test_a_word_of_the_sheet_itself_is_no_parameter(refused, name):
    words = f"[{name}] is a word of the sheet itself. Give the parameter another name."
    assert refused(changed("onset_per_year", name)) == f"loneliness.toml has 1 fault:\n  {words}"


@pytest.mark.parametrize("name", ["Onset", "lambda", '"on-set"', "_onset"])
def test_a_name_that_python_could_not_read_is_refused(refused, name):
    words = f"[{name.strip(chr(34))}] is no name for a parameter. Use small letters, digits and underscores."
    assert refused(changed("onset_per_year", name)) == f"loneliness.toml has 1 fault:\n  {words}"


def test_a_value_outside_any_table_is_refused(refused):
    words = "'onset' stands outside a table. Write [onset] and its fields below."
    assert refused("onset = 0.06\n") == f"loneliness.toml has 1 fault:\n  {words}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "loneliness.toml is empty."),
        ("# nothing yet\n", "loneliness.toml is empty."),
        (
            "[onset]\nvalue = \n",
            "loneliness.toml is broken at line 2: 'value ='. Invalid value.",
        ),
        (
            "[onset\n",
            "loneliness.toml is broken at line 1: '[onset'. Expected ']' at the end of a table declaration.",
        ),
        (
            "[onset]\nvalue = 1\n\n[onset]\nvalue = 2\n",
            "loneliness.toml names the same thing twice, again at line 4: '[onset]'. Leave one of them out.",
        ),
        (
            "[onset]\nvalue = 1\nvalue = 2\nunit = 'x'\n",
            "loneliness.toml names the same thing twice, again at line 3: 'value = 2'. Leave one of them out.",
        ),
        (
            "a = " + "[" * 5_000,
            "loneliness.toml is no TOML: a number is too long or a list too deep.",
        ),
        (
            "a = " + "1" * 5_000,
            "loneliness.toml is no TOML: a number is too long or a list too deep.",
        ),
    ],
    ids=["empty", "comment only", "no value", "no bracket", "table twice", "field twice", "deep list", "long number"],
)
def test_a_broken_file_is_refused_with_its_line(refused, text, sentence):
    assert refused(text) == sentence


def test_a_missing_file_is_refused_with_the_nearest_name(file, told):
    path = file("loneliness.toml", ONSET)
    wrong = path.with_name("lonelines.toml")
    assert told(read_sheet, wrong, SOURCES) == f"There is no file {wrong}. Did you mean 'loneliness.toml'?"


def test_a_folder_is_refused(tmp_path, told):
    assert told(read_sheet, tmp_path, SOURCES) == f"{tmp_path} is a folder, not a file."


def test_a_file_that_is_not_utf_8_is_refused(tmp_path, told):
    path = tmp_path / "loneliness.toml"
    path.write_bytes(ONSET.replace("onsets", "ons\u00e9ts").encode("latin-1"))
    assert told(read_sheet, path, SOURCES) == "loneliness.toml is not UTF-8 text (line 4). Save it again as UTF-8."


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = tmp_path / "loneliness.toml"
    path.write_bytes(ONSET.encode("utf-8-sig"))
    assert read_sheet(path, SOURCES).onset_per_year == 0.06


def test_a_file_above_one_megabyte_is_refused(refused):
    words = "loneliness.toml has 1.2 MB; a file of this kind may have at most 1 MB."
    assert refused("#" * 1_200_000) == words


def test_sources_are_read_by_key(file):
    sources = read_sources(file("sources.toml", '[elsa_w9]\ncite = "ELSA"\nread_on = 2026-11-21\n'))
    assert sources["elsa_w9"].cite == "ELSA"
    assert sources["elsa_w9"].url is None


def test_every_fault_of_the_sources_is_told(file, told):
    path = file("sources.toml", 'x = 1\n[elsa]\nurl = "https://elsa"\nread_on = "today"\ncites = "x"\n')
    assert told(read_sources, path) == (
        "sources.toml has 4 faults:\n"
        "  'x' stands outside a table. Write [x] and its fields below.\n"
        "  [elsa] lacks 'cite'.\n"
        "  [elsa] read_on 'today' is not a date. Write it like 2026-11-21, without quotation marks.\n"
        "  [elsa] 'cites' is no field. Did you mean 'cite'?"
    )


def test_an_unknown_parameter_is_refused_with_the_nearest(sheet, told):
    words = "The sheet 'loneliness' has no parameter 'onset_a_year'. Did you mean 'onset_per_year'?"
    assert told(getattr, sheet, "onset_a_year") == words


def test_a_sheet_can_be_asked_whether_it_has_a_parameter(sheet):
    assert hasattr(sheet, "hours")
    assert not hasattr(sheet, "onset")


def test_a_sheet_and_its_arrays_cannot_be_written(sheet):
    with pytest.raises(AttributeError, match="A sheet never changes"):
        sheet.onset_per_year = 0.1
    with pytest.raises(ValueError, match="read-only"):
        sheet.hours[0] = 9.0
    with pytest.raises(TypeError):
        sheet.entries["hours"] = None


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda sheet: pickle.loads(pickle.dumps(sheet))])
def test_a_copy_is_equal_and_still_read_only(sheet, again):
    twin = again(sheet)
    assert twin == sheet
    assert hash(twin) == hash(sheet)
    assert not twin.hours.flags.writeable


def test_replaced_returns_another_sheet_and_leaves_the_first(sheet):
    other = sheet.replaced({"onset_per_year": 0.1, "hours": [0, 0, np.float64(8)]})
    assert (other.onset_per_year, other.hours.tolist()) == (0.1, [0.0, 0.0, 8.0])
    assert (sheet.onset_per_year, sheet.hours.tolist()) == (0.06, [1.0, 2.5, 4.0])


def test_replaced_refuses_every_fault_at_once(sheet, told):
    assert told(sheet.replaced, {"onset": 0.1, "onset_per_yeer": 0.1, "onset_per_year": 0.6, "hours": 3}) == (
        "The change to 'loneliness' has 4 faults:\n"
        "  [onset] is no parameter.\n"
        "  [onset_per_yeer] is no parameter. Did you mean 'onset_per_year'?\n"
        "  [onset_per_year] value 0.6 lies outside its range 0.02 to 0.12 onsets per person-year.\n"
        "  [hours] needs a list of 3 numbers; one number was given."
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"onset_per_year": float("nan")}, "[onset_per_year] value nan is not a finite number."),
        ({"onset_per_year": True}, "[onset_per_year] value true is not a finite number."),
        ({"onset_per_year": "0.1"}, "[onset_per_year] value '0.1' is not a finite number."),
        ({"onset_per_year": [0.1]}, "[onset_per_year] needs one number; a list of 1 was given."),
        ({"hours": [1, 2]}, "[hours] needs a list of 3 numbers; a list of 2 was given."),
        ({"hours": [1, 4, 2]}, "[hours] value 4 lies outside its range 0 to 3 hours a week (place 2 of 3)."),
    ],
)
def test_a_replacement_at_fault_is_refused(sheet, told, values, sentence):
    assert told(sheet.replaced, values) == f"The change to 'loneliness' has 1 fault:\n  {sentence}"


def test_a_draw_is_the_same_for_one_seed_and_another_for_the_next_draw_or_seed(sheet):
    assert sheet.drawn(7, 3) == sheet.drawn(7, 3)
    values = {sheet.drawn(seed, draw).onset_per_year for seed in (7, 8) for draw in (3, 4)}
    assert len(values) == 4


def test_a_draw_of_one_parameter_does_not_depend_on_the_others(sheet):
    alone = Sheet("loneliness", [sheet.entries["hours"]])
    assert alone.drawn(7, 3).hours.tolist() == sheet.drawn(7, 3).hours.tolist()


@pytest.mark.parametrize(
    "fixed",
    [entry(0.5, 0.0, 1.0, status="calibrated"), entry(0.5, 0.0, 1.0, choice=True), entry(0.5, 0.5, 0.5)],
    ids=["calibrated", "a choice", "no range"],
)
def test_what_is_calibrated_chosen_or_has_no_range_is_not_drawn(fixed):
    assert Sheet("word", [fixed]).drawn(1, 1).x == 0.5


def test_a_vector_moves_as_a_whole_and_fixed_places_stay():
    drawn = Sheet("word", [entry((1.0, 10.0, 5.0), (0.0, 0.0, 5.0), (2.0, 20.0, 5.0))]).drawn(1, 2).x
    assert drawn[1] == pytest.approx(10 * drawn[0])
    assert drawn[0] != 1.0
    assert drawn[2] == 5.0


def test_draws_follow_the_triangle_with_the_value_as_mode():
    sheet = Sheet("word", [entry(2.0, 1.0, 5.0)])
    drawn = np.array([sheet.drawn(1, draw).x for draw in range(3_000)])
    assert drawn.mean() == pytest.approx((1 + 2 + 5) / 3, abs=0.06)
    assert (drawn < 2.0).mean() == pytest.approx(0.25, abs=0.03)


def test_a_quantile_of_a_parameter_is_that_of_its_triangle():
    sheet = Sheet("word", [entry(2.0, 1.0, 5.0)])
    found = [sheet.at({"x": quantile}).x for quantile in (0.0, 0.25, 1.0)]
    assert found == pytest.approx([1.0, 2.0, 5.0])
    assert sheet.at({}) == sheet


@given(
    st.tuples(*[st.floats(-1e6, 1e6)] * 3).map(sorted),
    st.integers(0, 1_000),
)
def test_a_draw_never_leaves_its_range(edges, draw):
    low, value, high = edges
    assert low <= Sheet("word", [entry(value, low, high)]).drawn(1, draw).x <= high
