"""The address of a page: what is picked comes back from a link, and bad values never fail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.dashboard.address import Field, Number, Overrides, Pick, Several, Text, defaults, link, read, write

pytestmark = pytest.mark.unit

SIZES = (1_000, 3_000, None)
FIELDS: dict[str, Field] = {
    "place": Pick("leeds", ("leeds", "sandwell"), "The place"),
    "residents": Pick(3_000, SIZES, "The number of residents"),
    "with": Several(("reablement",), ("local_links", "reablement"), "Interventions"),
    "seed": Number(1, 0, 99, "The seed"),
    "set": Overrides({"falls.rate": {"value": 1.0, "low": 0.5, "high": 2.0}}),
    "who": Number(-1, -1, 9, "The resident", least="somebody"),
    "kind": Pick("", ("", "lonely"), "The kind", {"": "any"}),
    "find": Text("", "What is searched for"),
}
OTHER = {
    "place": "sandwell",
    "residents": None,
    "with": ["local_links", "reablement"],
    "seed": 7,
    "set": {"falls.rate": 1.5},
    "who": 3,
    "kind": "lonely",
    "find": "a & b, c=d",
}


def test_a_page_as_it_opens_has_no_query():
    assert link("/compare", FIELDS, defaults(FIELDS)) == "/compare"
    assert read(FIELDS, None) == (defaults(FIELDS), [])


def test_a_link_brings_back_all_that_was_picked():
    assert read(FIELDS, write(FIELDS, OTHER)) == (OTHER, [])


def test_nothing_picked_is_told_from_the_default():
    assert read(FIELDS, write(FIELDS, defaults(FIELDS) | {"with": []}))[0]["with"] == []


@pytest.mark.parametrize(
    ("query", "name", "taken", "said"),
    [
        ("place=leds", "place", "leeds", "The place 'leds' is not known; 'leeds' is shown. Did you mean 'leeds'?"),
        ("residents=2500", "residents", 3_000, "The number of residents '2500' is not offered; '3000' is shown."),
        ("residents=1e999", "residents", 3_000, "The number of residents '1e999' is not offered; '3000' is shown."),
        ("residents=many", "residents", 3_000, "The number of residents 'many' is not known; '3000' is shown."),
        ("seed=500", "seed", 99, "The seed goes from 0 to 99; 99 is shown instead of 500."),
        ("seed=nan", "seed", 1, "The seed 'nan' is not a number; 1 is shown."),
        ("seed=3.6", "seed", 4, "The seed goes from 0 to 99; 4 is shown instead of 3.6."),
        ("with=reablement,bingo", "with", ["reablement"], "Interventions: 'bingo' left out, which is not known."),
        ("who=-5", "who", -1, "The resident goes from 0 to 9; somebody is shown instead of -5."),
        ("who=me", "who", -1, "The resident 'me' is not a number; somebody is shown."),
        ("kind=nope", "kind", "", "The kind 'nope' is not known; 'any' is shown."),
        ("set=falls.rate:9", "set", {"falls.rate": 2.0}, "falls.rate goes from 0.5 to 2; 2 is shown instead of 9."),
        ("set=falls.rat:1", "set", {}, "There is no parameter 'falls.rat' that can be changed."),
    ],
)
def test_a_bad_value_gives_way_to_the_nearest_and_the_page_says_so(query, name, taken, said):
    choice, remarks = read(FIELDS, query)
    assert choice == defaults(FIELDS) | {name: taken}
    assert remarks[0].startswith(said)


@given(st.text(max_size=80))
def test_no_query_whatever_fails(query):
    choice, _ = read(FIELDS, query)
    assert read(FIELDS, write(FIELDS, choice))[0] == choice


@given(st.sampled_from(sorted(FIELDS)), st.text(max_size=40))
def test_no_value_whatever_fails(name, value):
    choice, _ = read(FIELDS, f"{name}={value}")
    assert choice["residents"] in SIZES and 0 <= choice["seed"] <= 99
