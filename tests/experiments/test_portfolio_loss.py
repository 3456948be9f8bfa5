"""Several programmes: one guarantor has one luck, and what its lender loses is told for all of them."""

import re
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from experiments.cli import app
from experiments.figures.spread import spread
from experiments.lending.loan_question import Question
from experiments.lending.portfolio import ELSEWHERE, Holdings, Member, by_guarantor, if_unbacked, questions, seventh
from experiments.lending.portfolio_report import guarantor_table, portfolio_html, spread_table
from experiments.lending.portfolio_story import portfolio_story
from experiments.lending.repayment import gather
from models import place, portfolios
from tests.experiments.repayments import made_of

SEVEN = next(one for one in portfolios() if one.name == "seven-programmes")


def holdings() -> Holdings:
    """Seven programmes whose savings are too small for their loans."""
    members = []
    for number, (programme, stands_in, question) in enumerate(questions(SEVEN, Question(replications=60))):
        done = made_of(question, 6_000.0 + 500.0 * number, 1_000.0, 60)
        members.append(Member(programme.title, stands_in, gather(question, done)))
    return Holdings(SEVEN, tuple(members))


HELD = holdings()


@pytest.mark.unit
def test_each_programme_keeps_its_place_start_and_loan_and_the_last_has_a_guarantor_of_its_own():
    asked = questions(SEVEN, Question())
    assert [question.place for _, _, question in asked][2:5] == ["leeds:Bramley", "leeds:Rothwell", "belfast-clare"]
    assert [question.start for _, _, question in asked] == [one.start_month for one in SEVEN.programmes]
    assert sum(question.terms.loan_pounds for _, _, question in asked) == 1_050_000.0
    assert [question.guarantor for _, _, question in asked].count("Leeds City Council") == 4
    assert asked[-1][2].guarantor == ELSEWHERE and asked[-1][1] == "Fifth programme in Leeds"


@pytest.mark.unit
def test_a_guarantor_honours_all_its_loans_or_none():
    defaults = [one.found.agreed["own"].settlement.in_default for one in HELD.members[:4]]
    assert all((one == defaults[0]).all() for one in defaults)
    assert 0 < defaults[0].sum() < HELD.runs


@pytest.mark.unit
def test_guarantors_of_their_own_spread_the_loss_and_leave_its_mean_about_the_same():
    together = HELD.lost().sum(axis=1)
    apart = HELD.lost({at: one.title for at, one in enumerate(HELD.members)}).sum(axis=1)
    assert (together > 0).sum() < (apart > 0).sum()
    assert together.max() > apart.max()


@pytest.mark.unit
def test_the_seventh_behind_the_same_guarantor_has_a_worse_tail():
    there, here = seventh(HELD, "Leeds City Council") or (None, None)
    assert there is not None and here is not None
    assert here.tail > there.tail


@pytest.mark.unit
def test_calls_by_guarantor_add_up_and_an_unbacked_one_costs_the_lender_most():
    shares = by_guarantor(HELD)
    assert sum(count for count, _ in shares.values()) == 7
    assert sum(pounds for _, pounds in shares.values()) == pytest.approx(HELD.called().sum(axis=1).mean())
    first = next(iter(shares))
    assert first == "Leeds City Council"
    assert if_unbacked(HELD, first) > HELD.lost().sum(axis=1).mean()


@pytest.mark.unit
def test_a_spread_is_ordered():
    one = spread(HELD.called().sum(axis=1))
    assert one.median <= one.high <= one.tail
    assert spread(np.zeros(5)).tail == 0.0


@pytest.mark.unit
def test_the_story_says_how_many_are_repaid_who_stands_behind_them_and_what_stands_in():
    told = portfolio_story(HELD)
    assert told.answer.startswith("Of 7 loans, 1.05 million pounds in all, savings alone repay ")
    whole = " ".join(told.sentences)
    assert "Leeds City Council stands in for 4 of 7 loans" in whole
    assert "With the programme that has no place yet backed by Leeds City Council too" in whole
    assert any("'To be developed' has no place yet" in one for one in told.caveats)
    assert "Run by themselves, with the ages of the whole place around them: Bramley, Rothwell" in " ".join(
        told.caveats
    )
    assert len(told.rows) == 7


@pytest.mark.unit
def test_the_report_of_a_portfolio_needs_nothing_else_and_says_what_the_terminal_says():
    told = portfolio_story(HELD)
    page = portfolio_html(HELD, told).replace("&#39;", "'").replace("&quot;", '"')
    assert told.answer in page and all(one in page for one in (*told.sentences, *told.caveats))
    assert not re.search(r'(src|href)="https?:', page)
    assert all(one.title in page for one in HELD.members)
    guarantors = guarantor_table(HELD)
    assert sum(int(row[1]) for row in guarantors.rows) == 7
    assert spread_table(told).rows[0][0] == "Lender's loss"


@pytest.mark.unit
def test_a_portfolio_without_losses_says_so():
    certain = [
        replace(
            one,
            found=replace(
                one.found, agreed={"own": one.found.under(replace(one.found.question.terms, honour_probability=1.0))}
            ),
        )
        for one in HELD.members
    ]
    told = portfolio_story(replace(HELD, members=tuple(certain)))
    assert any(one.startswith("The lender loses nothing in any of 60 runs (95%: up to ") for one in told.sentences)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--criteria"], "--criteria is "),
        (["--handover", "0.1:0.5", "--start-month", "24"], "--handover and --start-month are "),
        (["--precision", "5", "--set", "loan.loan_pounds=9000"], "--precision and --set loan.loan_pounds are "),
    ],
)
def test_options_of_one_programme_are_refused_for_a_list_of_them(words, told):
    result = CliRunner().invoke(app, ["repay", "seven-programmes", *words], env={"COLUMNS": "200"})
    assert result.exit_code == 2
    assert result.stderr.startswith(told)
    assert result.stderr.endswith(
        " for one programme: each of a list has its own, or none. Leave out, or name a place.\n"
    )


@pytest.mark.unit
def test_one_neighbourhood_can_be_asked_for_by_itself():
    bramley, leeds = place("leeds:Bramley"), place("leeds")
    share = next(one.share for one in leeds.parts if one.name == "Bramley")
    assert bramley.residents == pytest.approx(share * leeds.residents, abs=1)
    assert (bramley.guarantor, bramley.neighbourhoods) == (leeds.guarantor, 1)
    result = CliRunner().invoke(app, ["repay", "leeds:Bramly"], env={"COLUMNS": "200"})
    assert result.stderr == "There is no neighbourhood of leeds 'Bramly'. Did you mean 'Bramley' or 'Armley'?\n"
