"""Tables: a table agrees with its description or is refused with every fault."""

import numpy as np
import pytest

from sim.parameters import Source
from sim.tables import ColumnSpec, TableSpec, read_specs, read_table

pytestmark = pytest.mark.unit

SOURCES = {"ons_life": Source("ons_life", "National life tables")}

SPEC = TableSpec(
    "deaths",
    "Chance of dying",
    (
        ColumnSpec("age", "years", 60.0, 110.0, whole=True),
        ColumnSpec("sex", "F or M"),
        ColumnSpec("chance", "deaths per person-year", 0.0, 1.0),
    ),
    ("ons_life",),
    "published",
    key=("age", "sex"),
)

DESCRIBED = """
[deaths]
title = "Chance of dying"
source = "ons_life"
status = "published"
key = ["age", "sex"]

[deaths.columns.age]
unit = "years"
low = 60
high = 110
whole = true

[deaths.columns.sex]
unit = "F or M"

[deaths.columns.chance]
unit = "deaths per person-year"
low = 0
high = 1
"""


@pytest.fixture
def refused(file, told):
    """The refusal of a table with this text."""
    return lambda text: told(read_table, file("deaths.csv", text), SPEC)


def test_a_description_is_read(file):
    assert read_specs(file("tables.toml", DESCRIBED), SOURCES) == {"deaths": SPEC}


def test_a_table_has_the_columns_types_and_order_of_its_description(file):
    table = read_table(file("deaths.csv", "sex, age, chance\nF, 60, 0.1\n\nM, 61, 2e-1\n"), SPEC)
    assert list(table.columns) == ["age", "sex", "chance"]
    assert list(table.index) == [0, 1]
    assert table["age"].dtype == np.int64
    assert table["chance"].dtype == np.float64
    assert table["sex"].tolist() == ["F", "M"]


def test_a_table_carries_its_units_and_source(file):
    table = read_table(file("deaths.csv", "age,sex,chance\n60,F,0.1\n"), SPEC)
    assert table.attrs == {
        "title": "Chance of dying",
        "units": {"age": "years", "sex": "F or M", "chance": "deaths per person-year"},
        "source": ("ons_life",),
        "status": "published",
    }


def test_every_fault_of_a_table_is_told_at_once(refused):
    faulty = """age,sex,chanc,chance,sex
60,F,1,0.1,F
60,F,1,0.1,F
60.5,M,2,1.5,M
61,M,2,nan,M
62,,2,,M
63,M,2
200,M,2,x,M
"""
    assert refused(faulty) == (
        "deaths.csv has 11 faults:\n"
        "  'chanc' is no column of this table. Did you mean 'chance'?\n"
        "  has the column 'sex' twice.\n"
        "  line 7 has 3 cells where the header has 5.\n"
        "  line 8, column 'age': '200' lies outside the range 60 to 110 years.\n"
        "  line 4, column 'age': '60.5' is not a whole number.\n"
        "  line 6, column 'sex': '' is blank.\n"
        "  line 6, column 'chance': '' is blank.\n"
        "  line 5, column 'chance': 'nan' is not a number.\n"
        "  line 8, column 'chance': 'x' is not a number.\n"
        "  line 4, column 'chance': '1.5' lies outside the range 0 to 1 deaths per person-year.\n"
        "  lines 2 and 3 both give age 60, sex 'F'."
    )


def test_a_missing_column_is_named(refused):
    assert refused("age,sex\n60,F\n") == "deaths.csv has 1 fault:\n  lacks the column 'chance'."


def test_of_many_like_faults_the_first_three_are_told_and_the_rest_counted(refused):
    rows = "".join(f"{age},F,9\n" for age in range(60, 70))
    told = refused("age,sex,chance\n" + rows).splitlines()
    assert told[0] == "deaths.csv has 4 faults:"
    assert told[3] == "  line 4, column 'chance': '9' lies outside the range 0 to 1 deaths per person-year."
    assert told[4] == "  (and 7 more like the last)"


@pytest.mark.parametrize("number", ["inf", "-inf", "1e999"])
def test_an_infinite_number_is_refused(refused, number):
    assert f"column 'chance': '{number}' lies outside the range" in refused(f"age,sex,chance\n60,F,{number}\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "deaths.csv is empty."),
        ("\n\n", "deaths.csv is empty."),
        ("age,sex,chance\n", "deaths.csv has a header and no rows."),
    ],
    ids=["no bytes", "no lines", "no rows"],
)
def test_a_table_without_rows_is_refused(refused, text, sentence):
    assert refused(text) == sentence


def test_a_table_in_another_encoding_is_refused(tmp_path, told):
    path = tmp_path / "deaths.csv"
    path.write_bytes("age,sex,chance\n60,\u00e9,0.1\n".encode("latin-1"))
    assert told(read_table, path, SPEC) == "deaths.csv is not UTF-8 text (line 2). Save it again as UTF-8."


def test_a_missing_table_is_refused(tmp_path, told):
    path = tmp_path / "deaths.csv"
    assert told(read_table, path, SPEC) == f"There is no file {path}."


def test_every_fault_of_a_description_is_told_at_once(file, told):
    faulty = """
x = 1

[deaths]
titel = "Chance of dying"
source = "ons_lif"
status = "assumed"
key = ["aged"]

[deaths.columns.age]
unit = "years"
low = 60

[deaths.columns.sex]
unit = "F or M"
whole = true

[deaths.columns.chance]
units = "deaths"
low = 1
high = 0

[deaths.columns.rate]
unit = "deaths"
low = 1
high = 0
"""
    assert told(read_specs, file("tables.toml", faulty), SOURCES) == (
        "tables.toml has 11 faults:\n"
        "  [x] is no table. Write title, status, source and columns below it.\n"
        "  [deaths] lacks 'title'.\n"
        "  [deaths] 'titel' is no field. Did you mean 'title'?\n"
        "  [deaths] source 'ons_lif' is not in sources.toml. Did you mean 'ons_life'?\n"
        "  [deaths] is assumed and lacks 'note'. Say why these values.\n"
        "  [deaths] key 'aged' is no column. Did you mean 'age'?\n"
        "  [deaths.columns.age] has 'low' and lacks 'high'.\n"
        "  [deaths.columns.sex] is whole and lacks 'low' and 'high'.\n"
        "  [deaths.columns.chance] lacks 'unit'.\n"
        "  [deaths.columns.chance] 'units' is no field. Did you mean 'unit'?\n"
        "  [deaths.columns.rate] low 1 is above high 0."
    )
