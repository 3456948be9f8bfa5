"""Words that are never stronger than the numbers behind them."""

import pytest

from experiments import words
from experiments.comparing import cash_told, ranking_told
from experiments.comparing.ranking import Flip, Yardstick
from experiments.figures.estimate import Estimate

pytestmark = pytest.mark.unit


def about(mean: float, error: float = 1.0, runs: int = 10) -> Estimate:
    return Estimate(mean, mean - 5, mean + 5, error, runs)


def test_a_difference_below_twice_its_error_is_called_no_clear_change():
    said = words.delay("Local Links", about(19, error=10), about(0.2), 156)
    assert said == (
        "Local Links: no clear change in months of council-funded care over 13 years "
        "(+19, 80%: 14 to 24; 10 runs, Monte-Carlo error 10)."
    )


def test_care_brought_forward_is_not_called_a_delay():
    said = words.delay("Local Links", about(-40), about(-0.4), 156)
    assert said == (
        "Local Links brings forward 40 months of council-funded care over 13 years "
        "(80%: 35 to 45; 10 runs, Monte-Carlo error 1)."
    )


def test_a_single_run_makes_no_claim():
    once = Estimate(310, 310, 310, float("nan"), 1)
    assert words.delay("Reablement", once, once, 156).endswith("(1 run, which cannot show how sure this is).")
    assert words.verdict(once, once, once) == "One run cannot say whether it is worth its money."


def test_a_plural_title_takes_a_plural_verb():
    said = words.delay("Age Friendly coordinators", about(40), about(0.4), 156)
    assert said.startswith("Age Friendly coordinators delay 40 months")


@pytest.mark.parametrize(
    "title",
    [
        *("CLARE, health and care in one purse", "2.3 million each, and it goes on", "All of the grant ends"),
        *("Inclusive intake, four times the places", "Local Links, and all of the grant ends", "Turnover of workers"),
        *("The same, with coordinators after it", "A tenth for two years, then a champion", "Volunteer exodus"),
    ],
)
def test_what_a_title_says_besides_makes_it_no_plural(title):
    assert words.does(title, "delays") == f"{title} delays"


@pytest.mark.parametrize(
    "title",
    [
        *("Local Links, coordinators and reablement", "Local Links, Reablement, Men in Sheds and Telecare"),
        *("Half the hours, and coordinators", "Buses, and a broker for those who cannot use them"),
        *("Both, with ten pilots", "Hubs where people are most deprived", "Coordinators and Local Links"),
    ],
)
def test_a_list_of_programmes_and_a_plural_before_the_comma_stay_plural(title):
    assert words.does(title, "delays") == f"{title} delay"


@pytest.mark.parametrize(
    ("months", "net", "cash", "begins"),
    [
        (100, -50, -20, "Worth it, but it saves no cash"),
        (100, -50, 20, "It saves more than it costs, and in cash"),
        (100, -50, 0.5, "Worth it: what it frees is worth more than it costs; whether the cash covers"),
        (100, 50, -20, "It delays care, but costs more than it saves"),
        (100, 0.5, -20, "It delays care; whether it saves more than it costs is not clear"),
        (0.5, 50, -20, "No clear change in care, and it costs more than it saves"),
        (-100, 50, -20, "It brings care forward, and it costs more than it saves"),
    ],
    ids=["worth no cash", "cash", "cash unclear", "dear", "unclear", "nothing for money", "harm"],
)
def test_the_verdict_follows_from_care_cost_and_cash(months, net, cash, begins):
    assert words.verdict(about(months), about(net), about(cash)).startswith(begins)


def test_where_nothing_is_bought_there_is_no_price():
    none = Estimate(0.0, 0.0, 0.0, 0.0, 10)
    assert cash_told.cashable({"council": about(900)}, none).endswith("It has no cost of its own.")


@pytest.mark.parametrize("whole", [about(-900), about(1.0), about(0.0, error=0.0)], ids=["met", "unclear", "none"])
def test_need_met_or_not_clearly_unmet_is_not_taken_off_what_is_cashable(whole):
    assert cash_told.unmet(about(5_000), whole, about(400)) == ""


def test_a_trust_that_pays_for_care_is_named_wherever_a_council_would_be():
    trust = cash_told.payer("Belfast Health and Social Care Trust")
    said = cash_told.cashable({"council": about(900), "NHS": about(-900)}, about(500), trust)
    assert said.startswith(f"Cashable: 900 pounds for {trust} and 900 pounds lost by the NHS.")
    assert f"cashable for {trust} 400 pounds" in cash_told.unmet(about(900), about(800), about(400), trust)
    assert cash_told.unmet(None, about(800), about(400), trust).startswith(f"The{trust[3:]} does not pay 800")


def test_unmet_need_is_told_even_where_nothing_is_clearly_cashable():
    said = cash_told.unmet(about(1.0), about(800), about(500))
    assert said.startswith("The council does not pay 800 pounds for care: need unmet, no saving")


def test_care_that_moved_is_told_beside_the_fall_it_is_part_of():
    still = Estimate(0.0, 0.0, 0.0, 0.0, 10)
    assert words.moved(about(100), {"unmet need": about(60), "unpaid carers": still}) == (
        "Council-funded months fall by 100 in all; not counted as delayed: "
        "60 months moved to unmet need; no clear change for unpaid carers."
    )
    assert words.moved(still, {"unmet need": still}).startswith("Council-funded months show no clear change in all;")


def test_a_close_race_has_no_winner():
    said = ranking_told.winner("A", "B", about(1.5), 6, Yardstick.PER_POUND)
    assert said.startswith("Which delays most months of council-funded care per pound is not clear: A came first in 6")


def test_arms_of_which_none_delays_care_are_told_with_those_that_bring_it_forward():
    still = Estimate(0.0, 0.0, 0.0, 0.0, 10)
    assert ranking_told.none_delays({"A": still, "B": still}) == (
        "No clear change: none of them clearly delays months of council-funded care, nor brings any forward."
    )
    worse = Estimate(-501.0, -759.0, -197.0, 155.0, 8)
    said = ranking_told.none_delays({"A": still, "Age Friendly coordinators": worse})
    assert ranking_told.at_money("At an equal 500,000 pounds each", said) == (
        "At an equal 500,000 pounds each: none of them clearly delays months of council-funded care; Age Friendly "
        "coordinators bring forward 501 months (80%: 197 to 759; 8 runs, Monte-Carlo error 155)."
    )


def test_the_flip_names_the_assumption_its_value_and_its_range():
    flip = Flip("care.entry", "per year", 0.41, 0.2, 0.6, False, 5.0, "a", "b")
    said = ranking_told.flips(flip, {"a": "Reablement", "b": "Local Links"}, 12, fixed=False)
    assert said.startswith("With care.entry below 0.41 (drawn from 0.2 to 0.6 per year), Local Links would come before")
    assert "No single assumption" in ranking_told.flips(None, {}, 12, fixed=False)
    assert "were fixed" in ranking_told.flips(flip, {}, 12, fixed=True)


def test_fixed_parameters_are_said_to_show_luck_alone():
    assert "luck alone" in words.kind_of_interval(10, fixed=True)
    assert "its own draw of the uncertain parameters" in words.kind_of_interval(10, fixed=False)


def test_a_prior_is_called_a_prior_in_every_case_without_a_comparison_group():
    assert "are a prior, not a finding" in words.evidence("Local Links", False, "team")
    assert "comparison with people who did not get it" in words.evidence("Reablement", True, "a trial")


def test_months_are_named_by_the_calendar():
    assert [words.month_name(month) for month in (0, 8, 9, 24, 287)] == [
        "April 2011",
        "December 2011",
        "January 2012",
        "April 2013",
        "March 2035",
    ]
