"""Loan terms on the page: the same runs, kept as plain values, under whatever terms are set."""

import json

import numpy as np
import pytest

from experiments.dashboard.drawings.loan import months_to_repay, months_until, saving_to_cash, what_becomes_of_it
from experiments.dashboard.pages.repayment import imposed_and_met, ringed
from experiments.dashboard.reckoned import Levers, heat, heat_sentence, in_world, reckoned, terms_of
from experiments.dashboard.stored import restored, stored
from experiments.lending.grids import Grid
from experiments.lending.loan_question import OWN, imposed
from experiments.lending.repayment import together
from experiments.lending.repayment_story import break_evens, repayment_story
from models import agree, standard_terms
from sim.errors import ModelError
from sim.world import World
from tests.experiments.repayments import repayment

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def opened():
    return restored(json.loads(json.dumps(stored(repayment()))))


def test_runs_kept_as_text_give_the_answer_that_the_runs_give(opened):
    told = reckoned(opened, Levers())
    whole = repayment_story(repayment())
    assert told.answer == whole.answer
    assert set(told.sentences) <= set(whole.sentences)


def test_what_is_kept_of_forty_runs_is_small():
    assert len(json.dumps(stored(repayment()))) < 400_000


def test_other_terms_are_reckoned_without_living_a_month(monkeypatch, opened):
    monkeypatch.setattr(World, "step", lambda world: pytest.fail("a month was lived"))
    levers = Levers(terms={"loan_pounds": 80_000.0, "council_share": 0.8}, saving=2.0, delay=6, over="saving")
    assert reckoned(opened, levers).answer != reckoned(opened, Levers()).answer


def test_worlds_side_by_side_settle_as_each_does_by_itself(opened):
    names = [imposed(rate) for rate in opened.question.rates]
    terms = standard_terms()
    at_once = agree(together([opened.flows[name] for name in names]), terms).settlement.received
    apart = [agree(opened.flows[name], terms).settlement.received for name in names]
    assert np.array_equal(at_once, np.concatenate(apart))


def test_break_evens_are_those_of_the_story(opened):
    assert reckoned(opened, Levers()).sentences[-1] in repayment_story(opened).sentences
    assert break_evens(opened)[0].rate < 1.0


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"term_months": 12}, "term_months 12 leaves no time to repay after a holiday of 24 months"),
        ({"rate_per_year": 7}, "rate_per_year 7 cannot be: a rate of interest lies between 0 and 1"),
        ({"term_months": 240}, "The runs pay a dividend for 108 months"),
        ({"rates_per_year": 0.05}, "Did you mean 'rate_per_year'"),
    ],
    ids=["no time to repay", "no such rate", "longer than the runs", "no such term"],
)
def test_terms_that_cannot_be_are_refused_in_a_sentence(opened, terms, sentence):
    with pytest.raises(ModelError, match=sentence):
        reckoned(opened, Levers(terms=terms))


def test_savings_repay_more_often_the_more_is_saved_and_the_less_is_lent(opened):
    by_saving, by_loan = heat(opened, "saving"), heat(opened, "loan")
    assert by_saving is not None and by_loan is not None
    assert (np.diff(by_saving.shares, axis=1) >= 0).all()
    assert (np.diff(by_saving.shares, axis=0) >= 0).all()
    assert by_loan.heads[by_loan.values.index(150_000.0)] == "£150k"
    column = by_saving.values.index(1.0)
    kept_up = opened.under(opened.kept_up, imposed(opened.question.rates[-1]))
    assert by_saving.shares[-1][column] == kept_up.settlement.repaid_from_savings.mean()


@pytest.mark.parametrize("other", [{}, {"half_life": 24}, {"delay": 12}], ids=["as it is", "fading", "late"])
def test_a_saving_across_is_so_many_times_that_of_the_runs_whatever_the_lever_of_the_saving_says(opened, other):
    twice, once = (reckoned(opened, Levers(saving=one, over="saving", **other)).heat for one in (2.0, 1.0))
    plain = heat(opened, "saving")
    assert twice is not None and plain is not None and twice == once
    assert other or twice.shares == plain.shares
    column, rate = twice.values.index(2.0), opened.question.rates[-1]
    set_so = reckoned(opened, Levers(saving=2.0, world=rate, terms={"insolvency": 0.0}, **other)).found
    assert twice.shares[-1][column] == set_so.agreed[OWN].settlement.repaid_from_savings.mean()


def test_the_heat_map_is_told_in_a_sentence():
    grid = Grid("the loan", ("£50k", "£100k"), (0.1, 0.4), np.array([[0.0, 0.0], [0.6, 0.2]]))
    assert heat_sentence(grid, 20) == (
        "Savings repay most often, in 60% of runs, at an imposed handover of 40% and £50k; "
        "in at least half of the runs in 1 of 4 cells."
    )
    nowhere = Grid("the loan", ("£50k",), (0.1,), np.zeros((1, 1)))
    assert heat_sentence(nowhere, 20) == "Nowhere in this table do savings repay the loan in any of 20 runs."


def test_a_row_says_what_is_imposed_and_what_is_met_of_it(opened):
    table = heat(opened, "loan")
    assert table is not None
    assert table.met == tuple(opened.flows[imposed(rate)].handover_rate.mean() for rate in table.rates)
    assert imposed_and_met(vars(table))[-1].startswith("80% (")


@pytest.mark.parametrize(("stress", "ring"), [([], [-1, -1]), (["kept"], [1, 0])], ids=["as it is", "kept up"])
def test_only_where_local_links_is_kept_up_does_the_page_stand_on_a_cell(stress, ring):
    choice = {"handover": "0.7", "loan_pounds": 50_000.0, "over": "loan", "stress": stress}
    assert ringed(choice, {"rates": (0.05, 0.7), "values": (50_000.0, 75_000.0)}) == ring


def test_an_imposed_rate_takes_the_place_of_the_programmes_own(opened):
    rate = opened.question.rates[-1]
    forced = in_world(opened, rate)
    assert np.array_equal(forced.flows[OWN].plans, opened.flows[imposed(rate)].plans)
    told = reckoned(opened, Levers(world=rate))
    assert any(sentence.startswith("Made to, social workers hand over 80%") for sentence in told.sentences)


def test_months_until_repaid_count_runs_once_each(opened):
    found = opened.under(opened.question.terms)
    drawn = months_to_repay(opened)
    for column in (1, 2):
        assert sum(float(row[column]) for row in drawn.rows) == opened.runs
    assert found.settlement.repaid_from_savings.sum() <= opened.runs - float(drawn.rows[-1][1])
    assert months_until(np.array([[0, 0]]), np.array([0])).tolist() == [3.0]


def test_a_saving_is_followed_to_the_ring_fence_and_every_pound_is_accounted_for(opened):
    steps = what_becomes_of_it(opened)
    assert sum(pounds for _, pounds, _ in steps[:5]) == pytest.approx(steps[5][1], abs=0.01)
    assert steps[5][1] - steps[6][1] == pytest.approx(steps[7][1])
    assert "fall due" in saving_to_cash(opened).takeaway


@pytest.mark.parametrize("finance", ["results", "grant"])
def test_what_is_no_loan_has_no_heat_map_and_says_so(opened, finance):
    told = reckoned(opened, Levers(terms={"finance": finance}))
    assert told.heat is None
    assert [one.name for one in told.charts] == ["saving_to_cash", "cash"]
    assert not told.answer.startswith("In ")


def test_a_smaller_loan_keeps_its_reserve_in_proportion():
    assert terms_of(Levers(terms={"loan_pounds": 75_000.0})).reserve_pounds == standard_terms().reserve_pounds / 2
