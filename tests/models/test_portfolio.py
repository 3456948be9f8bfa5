"""The portfolio: the fund's seven programmes add up, and a faulty list is refused whole."""

import copy
from typing import Any

import pytest

from models.gazetteer import place_names
from models.portfolio import listed_programmes, portfolio_names, read_portfolio
from sim.errors import ModelError

pytestmark = pytest.mark.unit

GOOD: dict[str, Any] = {
    "title": "Two",
    "summary": "Two programmes.",
    "note": "Made up.",
    "programmes": [
        {"title": "Armley", "place": "leeds-armley", "loan_pounds": 150_000, "start_month": 30},
        {"title": "Somewhere", "loan_pounds": 90_000, "start_month": 40, "pipeline": True},
    ],
}


def test_seven_programmes_of_150000_pounds_are_the_fund():
    found = read_portfolio("seven-programmes")
    assert portfolio_names() == ("seven-programmes",)
    assert len(found.programmes) == 7
    assert sum(one.loan_pounds for one in found.programmes) == 1_050_000
    wheres = [one.place.partition("-")[0] for one in found.programmes]
    assert [wheres.count(where) for where in ("leeds", "belfast", "sandwell", "")] == [4, 1, 1, 1]


def test_the_wider_reading_has_eight_programmes_in_leeds():
    found = read_portfolio("seven-programmes")
    everyone = (*found.programmes, *found.pipeline)
    assert sum(one.place.startswith("leeds") for one in everyone) == 8


def test_each_programme_has_the_guarantor_of_its_place():
    found = read_portfolio("seven-programmes")
    guarantors = {one.place: one.guarantor for one in found.programmes}
    assert guarantors["leeds-armley"] == guarantors["leeds"] == "Leeds City Council"
    assert guarantors["belfast-clare"] == "Belfast Health and Social Care Trust"
    assert guarantors[""] == ""


def test_whoever_would_run_a_portfolio_is_told_its_places():
    found = read_portfolio("seven-programmes")
    assert set(found.places) <= set(place_names())
    assert found.instead.startswith("'seven-programmes' is a list of programmes in several places, not one population")
    assert all(place in found.instead for place in found.places)


def test_programmes_that_are_no_tables_are_refused_in_a_sentence():
    with pytest.raises(ModelError, match=r"programmes 'hello' .* is not a table"):
        listed_programmes("two", GOOD | {"programmes": ["hello"]})


def test_a_sound_list_is_read_and_what_is_in_the_pipeline_stands_apart():
    found = listed_programmes("two", GOOD)
    assert [one.title for one in found.programmes] == ["Armley"]
    assert [(one.title, one.loan_pounds) for one in found.pipeline] == [("Somewhere", 90_000.0)]


def test_every_fault_of_a_list_is_told_at_once(told):
    bad = copy.deepcopy(GOOD)
    bad["titel"] = bad.pop("title")
    bad["programmes"][0] |= {"place": "leeds-armly", "start_month": -1, "loan_pounds": 10}
    bad["programmes"].append({"title": "B", "place": "leeds", "neighbourhood": "Bramly", "loan_pounds": 1e5})
    bad["programmes"].append({"title": "C", "place": "leeds", "neighbourhood": "Bramly"} | GOOD["programmes"][1])
    assert told(listed_programmes, "two", bad) == (
        "two.toml has 7 faults:\n"
        "  lacks 'title'.\n"
        "  'titel' is no field. Did you mean 'title'?\n"
        "  programme 1 ('Armley') has loan_pounds 10: write pounds from 1,000 to 10,000,000.\n"
        "  programme 1 ('Armley') has start_month -1: write a month from 0 (April 2011) to 287.\n"
        "  programme 1 ('Armley') names the place 'leeds-armly', which there is not."
        " Did you mean 'leeds-armley' or 'leeds-garforth'?\n"
        "  programme 3 ('B') lacks 'start_month'.\n"
        "  programme 4 ('Somewhere') names the neighbourhood 'Bramly', which its place has not."
        " Did you mean 'Bramley' or 'Armley'?"
    )
