"""Gazetteer: the places, and every fault of a place's file told at once."""

import copy
from typing import Any

import pytest

from models.gazetteer import checked, place_names, read_place

pytestmark = pytest.mark.unit

GOOD: dict[str, Any] = {
    "title": "Smallton",
    "summary": "A town.",
    "status": "assumed",
    "population": "leeds",
    "smr": "leeds",
    "payer": "Smallton Council",
    "total_population": 20_000,
    "net_migration_per_year": -0.001,
    "local_links": ["North"],
    "neighbourhoods": [
        {"name": "North", "fifth": 1, "share": 0.4},
        {"name": "South", "fifth": 5, "share": 0.6, "rural": True},
    ],
}


def test_every_place_can_be_read_and_its_shares_sum_to_one():
    assert "leeds" in place_names()
    for name in place_names():
        place = read_place(name)
        assert place.shares.sum() == pytest.approx(1.0)
        assert len(place.fifths) == len(place.neighbourhoods)


def test_leeds_has_37_neighbourhoods_and_local_links_begins_in_armley_and_garforth():
    place = read_place("leeds")
    assert len(place.neighbourhoods) == 37
    served = [place.neighbourhoods[at].name for at in place.catchment(2)]
    assert served == ["Armley", "Garforth"]
    assert len(place.catchment(100)) == len(place.local_links)


def test_a_sound_file_becomes_a_place():
    place = checked("smallton", GOOD)
    assert (place.name, place.title, place.total_population) == ("smallton", "Smallton", 20_000.0)
    assert place.neighbourhoods[1].rural
    assert place.catchment(1).tolist() == [0]


def test_a_neighbourhood_has_a_network_and_holds_no_deprived_area_unless_its_file_says_so():
    north = {"name": "North", "fifth": 1, "share": 0.4, "network": False, "deprived_areas": 3}
    place = checked("smallton", GOOD | {"neighbourhoods": [north, GOOD["neighbourhoods"][1]]})
    assert place.by_neighbourhood("network").tolist() == [0.0, 1.0]
    assert place.by_neighbourhood("deprived_areas").tolist() == [3.0, 0.0]
    assert place.by_neighbourhood("rural").tolist() == [0.0, 1.0]


def test_the_payer_stands_in_for_a_loan_unless_another_guarantor_is_named():
    assert (checked("smallton", GOOD).guarantor, checked("smallton", GOOD).matcher) == ("Smallton Council", "")
    trust = checked("smallton", GOOD | {"guarantor": "A Trust", "matcher": "A health agency"})
    assert (trust.guarantor, trust.matcher) == ("A Trust", "A health agency")


def test_every_fault_of_a_file_is_told_at_once(told):
    bad = copy.deepcopy(GOOD)
    del bad["payer"]
    bad["titel"] = bad.pop("title")
    bad["net_migration_per_year"] = 0.5
    bad["local_links"] = ["Nort"]
    bad["neighbourhoods"][1]["share"] = 0.5
    assert told(checked, "smallton", bad) == (
        "smallton.toml has 6 faults:\n"
        "  'titel' is no field. Did you mean 'title'?\n"
        "  lacks 'title', a few words.\n"
        "  lacks 'payer', a few words.\n"
        "  'net_migration_per_year' must be a number from -0.03 to 0.03, not 0.5.\n"
        "  the shares of its neighbourhoods sum to 0.900000, not to 1.\n"
        "  local_links names 'Nort', which is no neighbourhood. Did you mean 'North'?"
    )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("fifth", 6, "neighbourhood 1 ('North') has fifth 6: write 1 (most deprived) to 5."),
        (
            "share",
            0.0,
            "neighbourhood 1 ('North') has share 0.0: write its share of the residents, above 0 and up to 1.",
        ),
        ("name", " ", "neighbourhood 1 (' ') lacks a name."),
        ("rural", "yes", "neighbourhood 1 ('North') has rural 'yes': write true or false."),
        ("network", 1, "neighbourhood 1 ('North') has network 1: write true or false."),
        ("deprived_areas", -1, "neighbourhood 1 ('North') has deprived_areas -1: write a count, 0 or more."),
        ("networks", True, "neighbourhood 1 ('North') 'networks' is no field. Did you mean 'network'?"),
    ],
)
def test_a_faulty_neighbourhood_is_named(told, field, value, sentence):
    bad = copy.deepcopy(GOOD)
    bad["neighbourhoods"][0][field] = value
    bad["local_links"] = []
    assert sentence in told(checked, "smallton", bad)


def test_an_empty_file_lacks_everything(told):
    sentence = told(checked, "nowhere", {})
    assert sentence.startswith("nowhere.toml has 9 faults:")
    assert "lists no [[neighbourhoods]]." in sentence


def test_an_unknown_place_is_refused_with_the_nearest(told):
    assert told(read_place, "leds") == "There is no place 'leds'. Did you mean 'leeds'?"
