"""Terms: an agreement is refused whole, in sentences, if it could not be kept."""

import pytest

from models import Base, Finance, sheets, standard_terms
from models.terms import LIMITS

pytestmark = pytest.mark.unit


def test_the_standard_agreement_is_the_one_the_documents_and_the_team_describe():
    terms = standard_terms()
    assert (terms.loan_pounds, terms.rate_per_year, terms.term_months, terms.holiday_months) == (150_000, 0.06, 84, 24)
    assert (terms.council_share, terms.fee_share, terms.honour_probability) == (0.5, 0.015, 0.95)
    assert (terms.finance, terms.base, terms.instalments, terms.quarters) == (Finance.LOAN, Base.CONTRACT, 20, 31)


def test_another_sum_keeps_its_reserve_in_proportion():
    terms = standard_terms().changed({"reserve_pounds": 50_000})
    for pounds in (7_500.0, 50_000.0, 200_000.0):
        lent = terms.lending(pounds)
        assert lent.loan_pounds == pounds
        assert lent.reserve_pounds / pounds == pytest.approx(1 / 3)
        assert lent.lending(150_000.0) == terms


def test_bad_terms_are_refused_all_at_once(told):
    bad = {"rate_per_year": -0.01, "term_months": 24, "council_share": 1.3, "loan_pounds": 0, "bse": 1, "base": "trth"}
    assert told(standard_terms().changed, bad) == (
        "The agreement has 6 faults:\n"
        "  'bse' is no term of the loan. Did you mean 'base'?\n"
        "  base 'trth' is not one of contract, truth, net.\n"
        "  loan_pounds 0 cannot be: the sum lent, in pounds, lies between 1 and 100,000,000.\n"
        "  rate_per_year -0.01 cannot be: a rate of interest lies between 0 and 1.\n"
        "  council_share 1.3 cannot be: a share lies between 0 and 1.\n"
        "  term_months 24 leaves no time to repay after a holiday of 24 months: write a longer term or a "
        "shorter holiday."
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"term_months": 85}, "term_months 85 is no whole number of quarters: write a multiple of 3."),
        ({"cure_quarters": 0.5}, "cure_quarters 0.5 is not a whole number."),
        ({"loan_pounds": "many"}, "loan_pounds 'many' is not a number."),
        ({"rate_per_year": "nan"}, "rate_per_year nan cannot be: a rate of interest lies between 0 and 1."),
        ({"reserve_pounds": 149_000}, "reserve_pounds 149,000 is more than the first drawdown brings."),
        (
            {"second_tranche_share": 0.5, "second_tranche_month": 30},
            "second_tranche_month 30 lies after the holiday of 24 months: the whole loan is drawn before the first "
            "instalment.",
        ),
    ],
    ids=["quarters", "whole", "words", "nan", "reserve", "tranche"],
)
def test_what_cannot_be_agreed_is_said_in_a_sentence(told, changes, sentence):
    assert told(standard_terms().changed, changes) == f"The agreement has 1 fault:\n  {sentence}"


def test_a_change_is_read_from_words_as_from_numbers():
    assert standard_terms().changed({"base": "net", "finance": "results", "rate_per_year": "0.04"}).base is Base.NET
    assert standard_terms().changed({"rate_per_year": "0.04"}) == standard_terms().changed({"rate_per_year": 0.04})


def test_every_number_of_the_sheet_is_a_term_within_what_can_be_agreed():
    entries = sheets()["loan"].entries
    assert set(entries) == set(LIMITS)
    edges = [(name, edge) for name, one in entries.items() for _, *row in one.rows for edge in row]
    outside = [name for name, edge in edges if not LIMITS[name][0] <= edge <= LIMITS[name][1]]
    assert outside == []


def test_a_sum_that_cannot_be_is_the_only_fault_told_of_it(told):
    said = told(standard_terms().changed, {"loan_pounds": -5})
    assert "loan_pounds -5 cannot be" in said and "drawdown" not in said
