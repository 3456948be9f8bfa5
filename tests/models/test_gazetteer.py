"""Gazetteer: the places, and every fault of a place's file told at once."""

import copy
from typing import Any

import pytest

from models.crowd import full_size
from models.gazetteer import checked, place_names, read_place
from models.library import changed, sheets, tables
from models.people.mortality import local_death_rates

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
    served = [one.name for one, many in zip(place.neighbourhoods, place.serving(2, 0), strict=True) if many]
    assert served == ["Armley", "Garforth"]
    assert place.serving(2, 0).sum() == 2.0
    assert place.serving(100, 0).sum() == len(place.local_links)


def test_a_sound_file_becomes_a_place():
    place = checked("smallton", GOOD)
    assert (place.name, place.title, place.total_population) == ("smallton", "Smallton", 20_000.0)
    assert place.neighbourhoods[1].rural
    assert place.serving(1, 0).tolist() == [1.0, 0.0]


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


def test_a_scheme_is_split_by_residents_and_a_neighbourhood_can_join_later():
    south = GOOD["neighbourhoods"][1] | {"catchment_from_month": 24}
    parts = {"neighbourhoods": [GOOD["neighbourhoods"][0], south], "local_links": [["North", "South"]]}
    place = checked("smallton", GOOD | parts)
    assert place.serving(2, 23).tolist() == [1.0, 0.0]
    assert place.serving(2, 24) == pytest.approx([0.4, 0.6])
    assert place.serving(0, 24).tolist() == [0.0, 0.0]


def test_a_place_can_have_a_share_of_the_people_of_a_table_at_all_ages_or_from_some_age_on():
    everyone = full_size(tables(), checked("smallton", GOOD))
    tenth = full_size(tables(), checked("smallton", GOOD | {"population_share": 0.1}))
    younger = full_size(tables(), checked("smallton", GOOD | {"population_share": [[60, 0.1], [75, 0.05]]}))
    assert tenth == pytest.approx(0.1 * everyone)
    assert 0.05 * everyone < younger < tenth


@pytest.mark.parametrize("share", [0.0, 11, "half", [], [[65, 0.1]], [[60, 0.1], [60, 0.2]], [[60]]])
def test_what_is_no_share_is_refused(told, share):
    assert "'population_share' must be a share above 0" in told(checked, "smallton", GOOD | {"population_share": share})


def test_mortality_of_a_wider_place_is_moved_by_how_deprived_a_place_is():
    def rates(fifth: int, smr: str) -> float:
        parts = {"neighbourhoods": [{"name": "North", "fifth": fifth, "share": 1}], "smr": smr}
        return float(local_death_rates(tables(), checked("smallton", GOOD | parts), 1)[0, :, 10].mean())

    leeds = float(local_death_rates(tables(), read_place("leeds"), 1)[0, :, 10].mean())
    assert rates(5, "leeds") < rates(3, "leeds") < leeds < rates(1, "leeds")
    assert rates(5, "uk") < rates(1, "uk") < rates(1, "leeds")


OWN = {"value": -1.0, "low": -2.0, "high": 0.0, "source": "team", "status": "assumed", "note": "To be earned."}
SHARE = OWN | {"value": 0.5, "low": 0.0, "high": 1.0}


def test_a_number_of_the_place_stands_in_for_the_sheets_and_is_drawn_from_its_own_range():
    place = checked("smallton", GOOD | {"numbers": {"handover.trust_at_start": OWN}})
    here, central = changed({}, None, 1, place.numbers), sheets()
    assert (here["handover"].trust_at_start, central["handover"].trust_at_start) == (-1.0, 0.0)
    assert here["handover"].entries["trust_at_start"].unit == central["handover"].entries["trust_at_start"].unit
    drawn = [changed({}, draw, 1, place.numbers)["handover"].trust_at_start for draw in range(40)]
    assert min(drawn) < -1.2 and max(drawn) <= 0.0 and len(set(drawn)) == 40
    assert changed({"handover.trust_at_start": -1.5}, 3, 1, place.numbers)["handover"].trust_at_start == -1.5


def test_a_choice_stays_a_choice_where_a_place_gives_its_number():
    own = SHARE | {"value": 0.0, "note": "Clubs and churches pay for themselves."}
    place = checked("smallton", GOOD | {"numbers": {"hub.core_granted": own}})
    assert {changed({}, draw, 1, place.numbers)["hub"].core_granted for draw in range(5)} == {0.0}


@pytest.mark.parametrize(
    ("key", "written", "sentence"),
    [
        (
            "handovr.trust_at_start",
            OWN,
            "[numbers.\"handovr.trust_at_start\"] names no sheet. Did you mean 'handover' or 'imposed_handover'?",
        ),
        ("handover", OWN, 'Write [numbers."word.parameter"], with the quotation marks.'),
        ("handover.trust", OWN, "names no parameter of 'handover'. Did you mean 'trust_at_start'"),
        ("handover.trust_at_start", 1.0, "holds no table. Write value, low, high, source, status and note below it."),
        ("handover.trust_at_start", OWN | {"value": 1.0}, "value 1 lies outside its range -2 to 0 log odds."),
        ("handover.trust_at_start", OWN | {"source": "deric"}, "source 'deric' is not in sources.toml."),
        ("handover.trust_at_start", OWN | {"unit": "share"}, "but the sheet's is 'log odds': leave it out."),
        ("handover.trust_at_start", OWN | {"value": [-1.0]}, "needs one number as value, as in the sheet."),
        ("hub.own_income_share", OWN, "names no parameter of 'hub'."),
        ("carer.help_with_partner", SHARE | {"high": 1.5}, "has high 1.5: a share cannot be above 1."),
        ("carer.help_with_partner", SHARE | {"low": -0.5}, "has low -0.5: it cannot be below 0."),
        ("carer.months_without_help", SHARE | {"value": 7.5, "high": 12.0}, "value 7.5 is no whole number of months"),
    ],
)
def test_a_faulty_number_is_named(told, key, written, sentence):
    assert sentence in told(checked, "smallton", GOOD | {"numbers": {key: written}})


def test_a_place_can_bring_sources_of_its_own(told):
    own = {"numbers": {"handover.trust_at_start": OWN | {"source": "survey"}}}
    cited = own | {"sources": {"survey": {"cite": "A survey of Smallton, 2012"}}}
    assert checked("smallton", GOOD | cited).numbers[0][1].source == ("survey",)
    assert "[sources.survey] lacks 'cite'." in told(checked, "smallton", GOOD | own | {"sources": {"survey": {}}})
    taken = {"sources": {"deric_cpce_2013": {"cite": "Mine"}}}
    assert "is a source of the model already" in told(checked, "smallton", GOOD | taken)


NET = {
    "title": "the net budget of Smallton Council",
    "account": "council",
    "pounds_per_year": 30_000_000,
    "price_year": "2016-17",
    "source": "team",
    "status": "published",
}


def test_a_place_may_name_what_its_agencies_spend_at_the_prices_of_a_year(told):
    (net,) = checked("smallton", GOOD | {"budgets": {"net": NET}}).budgets
    assert (net.key, net.account, net.pounds_per_year) == ("net", "council", 30e6)
    assert net.real_pounds_per_year == pytest.approx(30e6 * 100.0 / 110.41), "at 2010-11 prices"
    assert checked("smallton", GOOD).budgets == ()
    net, care = read_place("nottinghamshire").budgets
    assert (net.pounds_per_year, round(care.pounds_per_year / net.pounds_per_year, 2)) == (476e6, 0.42)
    assert [one.pounds_per_year for one in read_place("west-cheshire").budgets] == [716_498_000.0, 448_809_000.0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pounds_per_year": -3.0}, "pounds_per_year -3: write a number from 1,000 to 1,000,000,000,000."),
        ({"pounds_per_year": float("nan")}, "pounds_per_year nan is not a finite number."),
        ({"pounds_per_year": "30m"}, "pounds_per_year '30m' is not a number."),
        ({"account": "councl"}, "account 'councl'. Did you mean 'council'?"),
        ({"account": "residents"}, "account 'residents'. Write one of: council, NHS."),
        ({"price_year": "2016"}, "price_year '2016': write a year from April, 2007-08 to 2025-26."),
        ({"source": "treasury"}, "source 'treasury' is not in sources.toml."),
        ({"status": "assumed"}, "is assumed and lacks 'note'. Say why this sum."),
        ({"pounds": 3}, "'pounds' is no field."),
    ],
)
def test_a_faulty_budget_is_named(told, changes, sentence):
    assert f"[budgets.net] {sentence}" in told(checked, "smallton", GOOD | {"budgets": {"net": NET | changes}})


def test_every_fault_of_the_budgets_is_told_with_all_the_others(told):
    bad = {"titel": "x", "budgets": {"net": {**NET, "account": "bank", "pounds_per_year": -1}, "care": 3}}
    said = told(checked, "smallton", GOOD | bad)
    assert said.startswith("smallton.toml has 4 faults:")
    assert "[budgets.care] holds no table. Write title, account, pounds_per_year, price_year" in said
    assert "'budgets' stands outside a table." in told(checked, "smallton", GOOD | {"budgets": 3})


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("population", "leds", "population 'leds' is not known. Did you mean 'leeds'?"),
        ("smr", "england", "smr 'england' is not known. Write one of: uk, cheshire-east"),
        ("status", "guess", "status 'guess' is not known. Write one of: derived, assumed, template."),
        ("payer", 3, "lacks 'payer', a few words."),
        ("matcher", " ", "'matcher' must be a few words, or be left out."),
        ("total_population", float("nan"), "'total_population' must be a number from 500 to 70,000,000, not nan."),
        ("local_links", "North", "'local_links' must be a list of neighbourhoods, not 'North'."),
    ],
)
def test_a_field_that_names_nothing_there_is_is_refused(told, field, value, sentence):
    assert sentence in told(checked, "smallton", GOOD | {field: value})


def test_two_neighbourhoods_cannot_share_a_name(told):
    both = [GOOD["neighbourhoods"][0], GOOD["neighbourhoods"][1] | {"name": "North"}]
    assert "has 2 neighbourhoods called 'North'" in told(checked, "smallton", GOOD | {"neighbourhoods": both})


def test_a_file_of_the_users_own_that_is_called_leeds_has_its_deaths_reckoned_from_the_leeds_there_is():
    theirs, elsewhere = (checked(name, GOOD, origin=f"{name}.toml") for name in ("leeds", "smallton"))
    assert theirs.smr_mix == elsewhere.smr_mix == read_place("leeds").mix
    assert read_place("leeds").smr_mix == read_place("leeds").mix


def test_a_file_of_the_users_own_is_read_from_where_it_lies(tmp_path, told):
    path = tmp_path / "smallton.toml"
    path.write_text(
        'title = "Smallton"\nsummary = "A town."\nstatus = "assumed"\npopulation = "leeds"\nsmr = "leeds"\n'
        'payer = "Smallton Council"\ntotal_population = 20_000\nnet_migration_per_year = 0.0\n'
        '[[neighbourhoods]]\nname = "All of it"\nfifth = 3\nshare = 1\n',
        encoding="utf-8",
    )
    place = read_place(str(path))
    assert (place.name, place.origin, place.mix) == ("smallton", str(path), (0, 0, 1.0, 0, 0))
    assert told(read_place, str(tmp_path / "smalton.toml")).endswith("Did you mean 'smallton.toml'?")
    part = read_place(f"{path}:All of it")
    assert (part.name, part.origin) == ("smallton:All of it", f"{path}:All of it")
    assert part.total_population == place.total_population
    assert told(read_place, f"{path}:All of i") == (
        "There is no neighbourhood of smallton 'All of i'. Did you mean 'All of it'?"
    )


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
        ("deprived_areas", -1, "neighbourhood 1 ('North') has deprived_areas -1: write a whole number, 0 or more."),
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


def test_a_place_with_too_few_residents_to_be_grown_is_refused(told):
    said = told(checked, "smallton", GOOD | {"population_share": 1e-9})
    assert "has 0 residents aged 60 and over, and a place needs 200 at least" in said


def test_a_fault_in_one_neighbourhood_hides_no_other_fault_and_invents_none(told):
    north = {"name": "North", "fifth": 9, "share": 0.5}
    said = told(checked, "smallton", GOOD | {"neighbourhoods": [north, GOOD["neighbourhoods"][1]]})
    assert "has fifth 9" in said and "sum to 1.100000, not to 1." in said
    assert "no neighbourhood" not in said
