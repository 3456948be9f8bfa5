"""Levers of the loan's page: what they set over the runs, and that the job and the page speak of the same thing."""

import json

import pytest

from experiments.dashboard import loan_levers
from experiments.dashboard.address import defaults, read, write
from experiments.dashboard.jobs import repayment, terms
from experiments.dashboard.pages.repayment import runs_said
from experiments.dashboard.reckoned import LOANS, SAVINGS, Levers, reckoned, terms_of
from experiments.dashboard.stored import restored, stored
from experiments.lending.repayment_story import repayment_story
from experiments.showing.written import as_json
from models import standard_terms
from sim.errors import ModelError
from tests.experiments.repayments import repayment as made_up

pytestmark = pytest.mark.unit


@pytest.fixture
def choice():
    return defaults(loan_levers.fields())


def test_the_page_opens_with_the_standard_terms_and_nothing_laid_over_the_runs(choice):
    setting = loan_levers.setting_of(choice)
    assert setting["terms"] == {}
    assert Levers(**setting).change() is None
    assert terms_of(Levers(**setting)) == standard_terms()


def test_the_runs_of_the_page_are_those_of_kith_repay(choice):
    question = repayment.question_asked(loan_levers.asked_of(choice))
    assert (question.place, question.residents, question.replications, question.seed) == ("leeds-armley", None, 30, 1)
    assert question.terms == standard_terms()
    assert question.rates == loan_levers.RATES


def test_a_longer_term_asks_for_longer_runs_and_a_shorter_one_does_not(choice):
    usual = repayment.question_asked(loan_levers.asked_of(choice)).months
    longer = repayment.question_asked(loan_levers.asked_of({**choice, "term_months": 120.0})).months
    shorter = repayment.question_asked(loan_levers.asked_of({**choice, "term_months": 60.0})).months
    assert longer == usual + 36
    assert shorter == usual


@pytest.mark.parametrize(
    ("stress", "changes"),
    [
        ("late", {"delay": 12}),
        ("fades", {"half_life": 24}),
        ("half", {"saving": 0.5}),
        ("unbacked", {"terms": {"honour_probability": 0.0}}),
        ("prices", {"terms": {"added_inflation_per_year": 0.03}}),
        ("kept", {"terms": {"insolvency": 0.0}}),
    ],
)
def test_each_stress_changes_one_thing(choice, stress, changes):
    plain = loan_levers.setting_of(choice)
    assert loan_levers.setting_of({**choice, "stress": [stress]}) == {**plain, **changes}


def test_every_term_of_the_agreement_can_be_set_on_the_page():
    settled_by_stress = {"insolvency", "high_water"}
    named = {*loan_levers.FIRST, *loan_levers.MORE, *loan_levers.USUAL}
    assert set(vars(standard_terms())) - named == settled_by_stress


def test_a_link_brings_terms_back(choice):
    fields = loan_levers.fields()
    picked = {**choice, "loan_pounds": 80_000.0, "stress": ["late", "kept"], "handover": "0.7"}
    again, said = read(fields, write(fields, picked))
    assert (again, said) == (picked, [])


def test_a_cell_of_the_heat_map_can_be_set(choice):
    field = loan_levers.fields()["loan_pounds"]
    assert all(field.read(f"{one:g}") == (one, "") for one in LOANS)


def test_a_pressed_cell_is_where_the_page_stands_and_half_a_saving_is_marked_as_half(choice):
    choice = {**choice, "over": "saving", "stress": ["half", "late"]}
    assert loan_levers.across(choice) == 0.5
    pressed = {**choice, **loan_levers.at_cell(choice, loan_levers.RATES[-1], 2.0)}
    assert (loan_levers.across(pressed), pressed["handover"], pressed["stress"]) == (2.0, "0.7", ["late", "kept"])
    lent = {**choice, "over": "loan"}
    pressed = {**lent, **loan_levers.at_cell(lent, loan_levers.RATES[0], 75_000.0)}
    assert (loan_levers.across(pressed), pressed["saving"], "half" in pressed["stress"]) == (75_000.0, "1", True)
    field = loan_levers.fields()["saving"]
    assert all(field.read(f"{one:g}") == (f"{one:g}", "") for one in SAVINGS)


def test_what_the_worker_tells_is_plain_and_small():
    opened = restored(stored(made_up()))
    told = json.loads(as_json(terms.shown(reckoned(opened, Levers()))))
    assert told["answer"] == repayment_story(made_up()).answer
    assert told["tables"][0]["caption"].startswith("Cash by party")
    assert all(one["takeaway"] and one["rows"] for one in told["charts"])
    assert len(json.dumps(told)) < 100_000


def test_runs_that_come_with_kith_are_found_however_their_numbers_are_written(monkeypatch):
    kept = stored(made_up())
    monkeypatch.setattr(terms, "first_file", lambda name: {"asked": {"term_months": 84}, "result": kept})
    assert terms.runs_of("key", json.dumps({"term_months": 84.0})).runs == made_up().runs
    with pytest.raises(ModelError, match="These runs are not kept any more"):
        terms.runs_of("another key", json.dumps({"term_months": 87.0}))


def test_the_runs_say_of_which_place_they_are_and_how_many():
    said = runs_said({"place": "leeds-armley", "residents": None, "runs": 30})
    assert said.endswith(": all residents, 30 runs")
    assert "leeds-armley" not in said
