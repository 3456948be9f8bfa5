"""Repayment: the answer first, harder where there is less to save, and the same from stored runs."""

import json
import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from typer.testing import CliRunner

from experiments import words
from experiments.cli import app
from experiments.comparing.payers import mean_purses
from experiments.dashboard.jobs.terms import tables
from experiments.figures.estimate import Estimate
from experiments.figures.proportion import Proportion, runs_needed
from experiments.lending import lender_words, loan_words
from experiments.lending.breakeven import break_even, crossing, multiple_needed
from experiments.lending.grids import grids, scaling
from experiments.lending.loan_caveats import caveats
from experiments.lending.loan_question import AS_NOW, OWN, Question, imposed, worlds
from experiments.lending.repay import KNOWN, Outcomes
from experiments.lending.repayment import gather
from experiments.lending.repayment_report import cash_by_year, loan_waterfall, loss_distribution, repayment_html
from experiments.lending.repayment_shown import document_of, grid_table, purse_table
from experiments.lending.repayment_story import mean_call, repayment_story, share_of
from experiments.runs.ensemble import Crew
from experiments.runs.precision import Target, replicate_precisely
from experiments.showing.written import as_json
from models import Finance, place, standard_terms
from tests.experiments.repayments import made_of, repayment

INFINITE = float("inf")


@pytest.mark.unit
def test_the_answer_says_how_often_savings_repay_and_what_the_guarantor_is_called_for():
    found = repayment()
    settlement = found.agreed[OWN].settlement
    savings, called = settlement.repaid_from_savings.sum(), settlement.was_called.sum()
    assert 0 < savings < found.runs
    answer = repayment_story(found).answer
    assert answer.startswith(f"In {savings} of 40 runs (95%: ")
    assert f"savings alone repay the loan; in {called} the guarantee is called, " in answer
    assert mean_call(found.agreed[OWN]) == pytest.approx(settlement.called.sum() / called / 100)


@pytest.mark.unit
def test_default_falls_and_repayment_rises_with_the_handover_rate_pair_by_pair():
    found = repayment()
    marks = [found.agreed[imposed(rate)].settlement for rate in found.question.rates]
    for less, more in pairwise(marks):
        assert (less.repaid_from_savings <= more.repaid_from_savings).all()
        assert (more.in_default <= less.in_default).all()
    assert marks[0].repaid_from_savings.sum() < marks[-1].repaid_from_savings.sum()


@pytest.mark.unit
def test_break_even_is_where_half_the_runs_are_repaid():
    found = repayment()
    names = [imposed(rate) for rate in found.question.rates]
    each = crossing(
        [found.flows[one].handover_rate for one in names], [multiple_needed(found.agreed[one]) for one in names]
    )
    least = break_even(each, 0.5)
    assert least.low <= least.rate <= least.high < 1.0
    at = found.flows[OWN]
    ratio = least.rate / 0.25
    repaid = found.under(found.question.terms, OWN, scaling(ratio, 1.0)).settlement.repaid_from_savings
    assert at.handover_rate == pytest.approx(np.full(40, 0.25))
    assert repaid.mean() == pytest.approx(0.5, abs=0.05)


@pytest.mark.unit
def test_half_the_saving_doubles_the_break_even_and_a_small_place_has_none():
    def rate(size: float) -> float:
        return repayment_story(repayment(size, cost=0.0)).break_evens[0].rate

    assert rate(15_000.0) == pytest.approx(2.0 * rate(30_000.0), rel=0.02)
    told = repayment_story(repayment(3_000.0, cost=0.0))
    assert told.break_evens[0].rate == INFINITE
    assert any(one.startswith("No handover rate, not even 100%, repays the loan") for one in told.sentences)


@pytest.mark.unit
def test_a_run_needs_no_more_than_it_has_if_and_only_if_its_guarantee_is_not_called():
    for terms in (standard_terms(), replace(standard_terms(), cure_quarters=0.0, reserve_pounds=9_000.0)):
        agreed = repayment().under(terms)
        assert ((multiple_needed(agreed) <= 1.0) == ~agreed.settlement.was_called).all()


@pytest.mark.unit
def test_other_terms_and_grids_need_no_other_run(monkeypatch):
    monkeypatch.setattr("experiments.lending.repayment.Luck", None)
    found = repayment()
    saving, loan, catchment, lasting, later = grids(found)
    for grid in (saving, catchment, lasting):
        assert (np.diff(grid.shares, axis=0) >= 0).all() and (np.diff(grid.shares, axis=1) >= 0).all()
    for grid in (loan, later):
        assert (np.diff(grid.shares, axis=1) <= 0).all()
    own = found.agreed[imposed(found.question.rates[1])].settlement.repaid_from_savings.mean()
    assert saving.shares[1, 1] == loan.shares[1, 2] == catchment.shares[1, 1] == own
    assert lasting.shares[1, -1] == later.shares[1, 0] == own


@pytest.mark.unit
def test_what_would_have_to_be_true_is_told_unless_it_is():
    assert any(one.startswith("For savings to repay the loan") for one in repayment_story(repayment(8_000.0)).sentences)
    assert not any(one.startswith("For savings") for one in repayment_story(repayment(400_000.0)).sentences)


@pytest.mark.unit
def test_an_enterprise_that_cannot_pay_its_staff_is_told():
    told = " ".join(repayment_story(repayment(cost=9_000.0)).sentences)
    assert "Local Links itself runs out of cash in all 40 runs" in told
    rich = " ".join(repayment_story(repayment(cost=0.0)).sentences)
    assert "Local Links can pay its staff throughout in all 40 runs." in rich


@pytest.mark.unit
def test_what_the_contract_pays_for_is_held_against_the_truth():
    said = next(one for one in repayment_story(repayment()).sentences if one.startswith("The contract measures"))
    assert "care not paid for while people wait longer for a plan" in said
    assert said.endswith("too much: the dividend is overpaid.")


@pytest.mark.unit
def test_what_the_council_spends_more_is_told_with_the_range_on_the_same_side():
    contract, nothing = Estimate(34_000, 9_000, 50_000, 900, 40), Estimate(0, 0, 0, 0, 40)
    more = Estimate(-40_000, -60_000, 5_000, 4_000, 40)
    said = loan_words.measured(contract, more, nothing, Estimate(74_000, 60_000, 90_000, 900, 40))
    assert "the council spends 40,000 more (80%: -5,000 to 60,000)." in said


@pytest.mark.unit
def test_what_it_is_worth_to_a_trust_is_not_told_of_a_council():
    found = repayment()
    told = repayment_story(replace(found, question=replace(found.question, place="belfast-clare")))
    trust = "the Belfast Health and Social Care Trust"
    assert any(f"To {trust} it is worth" in one for one in told.sentences)
    assert any(f"without Local Links {trust} spends" in one for one in told.sentences)
    assert any(trust in one for one in told.caveats)
    assert any("To the council it is worth" in one for one in repayment_story(found).sentences)


@pytest.mark.unit
def test_a_dividend_overpaid_though_less_than_all_was_saved_is_told_with_what_was_no_saving():
    contract, truth = Estimate(31_000, 30_000, 32_000, 900, 20), Estimate(48_000, 34_000, 62_000, 9_000, 20)
    waiting, over = Estimate(29_000, 0, 58_000, 29_000, 20), Estimate(12_000, 9_000, 15_000, 1_000, 20)
    said = loan_words.measured(contract, truth, waiting, over)
    assert "Of this 29,000, how much is not sure, is care not paid for while people wait" in said
    assert said.endswith("Against the rest the contract measures 12,000 a year too much: the dividend is overpaid.")


@pytest.mark.unit
@pytest.mark.parametrize(
    ("finance", "answer"),
    [
        (Finance.RESULTS, "Paid for by results, the lender gets its 150,000 pounds back in "),
        (Finance.GRANT, "Given as a grant, the 150,000 pounds never come back: "),
    ],
)
def test_what_is_no_loan_is_told_without_instalments_break_even_or_gate(finance, answer):
    found = repayment()
    terms = replace(found.question.terms, finance=finance)
    other = replace(
        found,
        question=replace(found.question, terms=terms),
        agreed={name: found.under(terms, name) for name in found.flows},
    )
    told = repayment_story(other)
    assert told.answer.startswith(answer)
    assert (told.grids, told.break_evens, told.gate, told.stress) == ((), (), None, ())
    assert not any("repay" in one for one in told.sentences)
    assert np.isnan(multiple_needed(other.agreed[OWN])).all()
    page = repayment_html(other, told)
    assert "Who pays the lender" not in page and 'id="gate"' not in page
    assert json.loads(as_json(document_of(other, told)))["gate"] is None


@pytest.mark.unit
def test_what_is_assumed_changed_or_a_template_is_told():
    asked = Question(place="sandwell", overrides={"falls.falls_per_faller": 1.8})
    asked = replace(asked, terms=replace(asked.terms, rate_per_year=0.04))
    said = " ".join(caveats([asked], 40))
    assert "falls.falls_per_faller at 1.8" in said
    assert "Other than the standard terms: rate_per_year 0.04." in said
    assert "Sandwell is a template" in said
    assert "mostly assumed" in said
    plain = " ".join(caveats([Question()], 40))
    assert "Other than" not in plain and "template" not in plain and "Numbers changed" not in plain


@pytest.mark.unit
@pytest.mark.parametrize(("feedback", "told"), [(1.0, True), (0.0, False)])
def test_where_cash_decides_it_says_which_sum_a_scheme_is_simulated_with(feedback, told):
    said = " ".join(caveats([Question(overrides={"local_links.cash_feedback": feedback})], 40))
    assert ("simulated with local_links.loan_pounds" in said) is told


@pytest.mark.unit
def test_the_report_names_who_pays_for_care_where_it_is_no_council():
    found = repayment()
    clare = replace(found, question=replace(found.question, place="belfast-clare"))
    page = repayment_html(clare, repayment_story(clare))
    assert place("belfast-clare").payer in page and "Public Health Agency" in page


@pytest.mark.unit
def test_runs_are_added_until_repayment_and_default_are_known_as_surely_as_asked_and_no_more():
    within = 0.08
    question = Question(replications=2_000, handover=None, precision=within)
    many = made_of(question, 30_000.0, 1_000.0, 250)
    target = Target(Outcomes(question).half_width, within)
    done, reached = replicate_precisely(many.__getitem__, target, question.replications, Crew(1))
    count = len(done)
    assert reached.enough and 60 < count < 250
    settlement = gather(question, done).agreed[OWN].settlement
    widths = [share_of(one).half_width for one in (settlement.repaid_from_savings, settlement.in_default)]
    assert reached.half_width == max(widths) > 0.95 * within
    assert reached.told(KNOWN, " points").endswith("points, as asked (8 points).")


@pytest.mark.unit
def test_a_default_in_twenty_names_the_runs_that_two_points_take():
    assert "takes some 460 runs (--replications 460)" in lender_words.runs_for(Proportion(2, 40))


@pytest.mark.unit
def test_the_rare_runs_are_named_by_number_and_their_fingerprints_kept_with_the_figures():
    found = repayment(10_000.0)
    marks = found.agreed[OWN].settlement.in_default
    named = next(one for one in repayment_story(found).sentences if one.startswith("With the guarantee"))
    assert 0 < marks.sum() <= 5
    numbers = [str(number) for number, mark in enumerate(marks, start=1) if mark]
    assert f"; run{'s' if len(numbers) > 1 else ''} {words.listed(numbers)})" in named
    assert not any(name in named for name in found.fingerprints)
    table = next(one for one in tables(found) if one.caption.startswith("Runs in default"))
    assert table.rows == tuple((number, found.fingerprints[int(number) - 1]) for number in numbers)


@pytest.mark.unit
def test_a_question_lasts_until_nothing_under_the_agreement_can_change():
    question = Question(start=24)
    assert question.months == 132
    assert question.months - question.start >= 3 * question.terms.quarters + 15
    assert list(worlds(question)) == [AS_NOW, OWN, *(imposed(rate) for rate in question.rates)]
    assert question.rates == (0.05, 0.1205, 0.2904, 0.7)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("count", "runs", "low", "high"), [(5, 100, 0.0215, 0.1118), (0, 50, 0.0, 0.0713), (50, 50, 0.9287, 1.0)]
)
def test_intervals_of_shares_are_wilsons(count, runs, low, high):
    one = Proportion(count, runs)
    assert [one.low, one.high] == pytest.approx([low, high], abs=5e-4)


@pytest.mark.unit
def test_a_default_of_five_per_cent_within_two_points_takes_some_460_runs():
    needed = runs_needed(0.05, 0.02)
    assert 450 <= needed <= 465
    assert Proportion(round(0.05 * needed), needed).half_width < 0.0205
    assert share_of(np.array([True, False])).share == 0.5


@pytest.mark.unit
def test_the_report_needs_nothing_else_and_says_what_the_terminal_says():
    found = repayment()
    told = repayment_story(found)
    page = repayment_html(found, told)
    assert told.answer in page.replace("&#39;", "'")
    assert not re.search(r'(src|href)="https?:', page)
    assert "Ring-fence" in page or "ring-fence" in page
    for head in (
        "Who pays the lender",
        "Reverse stress",
        "Invest regardless, or through the gate",
        "Who gains and who",
    ):
        assert head in page
    document = json.loads(as_json(document_of(found, told)))
    assert {"gate", "reverse_stress", "purses"} <= set(document)
    assert document["answer"] == told.answer
    assert len(document["worlds"]) == 5


@pytest.mark.unit
def test_the_piles_of_who_pays_the_lender_add_up_to_what_is_owed():
    found = repayment()
    chart = loan_waterfall(found)
    settlement = found.agreed[OWN].settlement
    drawn = sum(sum(one["data"]) for one in chart.option["series"])
    assert drawn == pytest.approx(settlement.schedule.due.sum(axis=1).mean() / 100.0, abs=20)
    assert chart.option["series"][0]["name"] == "From savings"


@pytest.mark.unit
def test_every_run_stands_in_one_bar_of_what_is_called_and_one_of_what_is_lost():
    chart = loss_distribution(repayment(10_000.0))
    assert [sum(one["data"]) for one in chart.option["series"]] == [40, 40]


@pytest.mark.unit
def test_tables_for_a_spreadsheet_hold_every_cell():
    found = repayment()
    told = repayment_story(found)
    long = grid_table(told.grids)
    assert len(long) == sum(one.shares.size for one in told.grids)
    years = purse_table(mean_purses(found.purses))
    assert years.groupby("year")["gained_pounds"].sum().abs().max() == 0.0


@pytest.mark.unit
def test_the_cash_of_a_year_adds_up_to_that_of_the_party():
    found = repayment(cost=0.0)
    assert len(cash_by_year(found).rows) == 1 + 8
    assert cash_by_year(found).rows[0][3:] == ("2.2k", "-150k")


@pytest.mark.unit
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--handover", "0.7:0.1"),
            "--handover 0.7:0.1 cannot be: write rates above 0 and up to 1, the lower first, as 0.05:0.7.",
        ),
        (
            ("--handover", "1.3"),
            "--handover 1.3 cannot be: write rates above 0 and up to 1, the lower first, as 0.05:0.7.",
        ),
        (("--handover", "much"), "--handover much is not two rates: write 0.05:0.7, say, or none."),
        (
            ("--set", "loan.rate_per_yaer=0.1"),
            "'rate_per_yaer' is no term of the loan. Did you mean 'rate_per_year' or 'grant_pounds_per_year'?",
        ),
        (
            ("--set", "loan.rate_per_year"),
            "'--set loan.rate_per_year' is not of the form loan.term=value, such as loan.rate_per_year=0.05.",
        ),
        (
            ("--start-month", "200"),
            "--start-month 200 cannot be: the loan takes 108 months to settle and runs last 288 at the most, so write "
            "a month from 0 to 180.",
        ),
        (("--precision", "0"), "--precision 0 cannot be: write a percentage above 0 and up to 100, such as 10."),
        (("--set", "loan.council_share=1.3"), "council_share 1.3 cannot be: a share lies between 0 and 1."),
    ],
)
def test_a_mistake_is_one_sentence(words, sentence):
    result = CliRunner().invoke(app, ["repay", "leeds", *words], env={"COLUMNS": "200"})
    assert (result.exit_code, result.stderr.rstrip("\n")) == (2, sentence)


@pytest.mark.unit
def test_a_list_of_programmes_is_checked_at_its_own_latest_start():
    words = ["repay", "seven-programmes", "--set", "loan.term_months=228", "--set", "loan.holiday_months=0"]
    result = CliRunner().invoke(app, words, env={"COLUMNS": "200"})
    assert result.exit_code == 2
    assert "The last programme begins in month" in result.stderr


@pytest.mark.unit
def test_all_bad_terms_are_refused_at_once_with_all_else():
    words = ("--set", "loan.rate_per_year=-1", "--set", "loan.term_months=12", "--set", "loan.loan_pounds=0")
    result = CliRunner().invoke(app, ["repay", "leds", "--handover", "1.3", *words], env={"COLUMNS": "200"})
    assert result.exit_code == 2
    assert result.stderr.startswith("5 things are wrong:\n")
    assert "Did you mean 'leeds'?" in result.stderr
