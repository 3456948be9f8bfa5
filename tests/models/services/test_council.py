"""Council: its budget for older people's care, and how pressure on it tightens who is eligible."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Kith, Plan, Scenario, run, sheets
from models.services.council import Council, at_score, momentum_after, put_back, renewed_share, strictness
from tests.models.village import as_now, grown, leeds, total

P = sheets()["council"]


@pytest.mark.unit
@pytest.mark.parametrize(("pressure", "share"), [(0.5, 0.0), (1.0, 0.0), (1.2, 0.1), (1.6, 0.3), (9.0, 0.3)], ids=str)
def test_a_council_over_its_budget_turns_more_people_away(pressure, share):
    assert strictness(pressure, 0.5, 0.3) == pytest.approx(share)


@pytest.mark.unit
@given(pressure=st.floats(0.0, 5.0), response=st.floats(0.0, 2.0), most=st.floats(0.0, 1.0), more=st.floats(0.0, 2.0))
def test_strictness_is_a_share_that_grows_with_pressure(pressure, response, most, more):
    assert 0.0 <= strictness(pressure, response, most) <= strictness(pressure + more, response, most) <= most


@pytest.mark.model
def test_a_budget_grows_with_those_aged_75_and_over_and_with_policy():
    council = Council(leeds(1))
    assert council.pressure == 1.0, "before there is a budget"
    council.set_budget(1_000.0, 0.0)
    council.spent = 120_000.0
    council.set_budget(1_100.0, 0.02)
    assert council.budget == pytest.approx(120_000 * 1.1 * 1.02)
    assert council.spent == 0.0
    council.spent = 66_000.0
    council.set_budget(1_100.0, 0.0)
    assert council.pressure == pytest.approx(66_000 / (120_000 * 1.1 * 1.02)), "in April last year's"


@pytest.mark.model
def test_strictness_stays_within_its_bounds_and_needs_pressure():
    measures = as_now(36).measures
    assert measures["strictness"].between(0.0, P.most_turned_away).all()
    quarters = measures.iloc[::3]
    assert (quarters["strictness"][quarters["budget_pressure"] <= 1.0] == 0.0).all()
    moved = measures["strictness"].diff().fillna(0.0) != 0.0
    assert set(moved[moved].index % 3) <= {0}, "it is decided once a quarter"
    assert (measures["budget_pressure"].iloc[:12] == 1.0).all(), "the first year has no budget to exceed"


@pytest.mark.model
def test_a_harsher_policy_leaves_fewer_budgets():
    harsh = {
        "council.real_growth_per_year": -0.03,
        "council.response_to_pressure": 1.5,
        "council.most_turned_away": 0.5,
    }
    mild = {"council.real_growth_per_year": 0.01, "council.response_to_pressure": 0.0}
    tight, loose = (grown(36, residents=6_000, overrides=one).recorded() for one in (harsh, mild))
    assert tight["strictness"].max() > loose["strictness"].max() == 0.0
    assert tight["new_budgets"].sum() < loose["new_budgets"].sum()


@pytest.mark.model
def test_every_assessment_is_paid_for_in_staff_time():
    run = as_now()
    assert (run.ledger["assessments"] == run.measures["assessed"] * P.assessment_pounds).all()
    assert run.lines["assessments"].cashable == "staff time"


@pytest.mark.unit
@given(at_none=st.floats(-2.0, 2.0), at_full=st.floats(-2.0, 2.0), score=st.floats(0.0, 1.0))
def test_a_criterion_comes_to_something_between_its_two_ends(at_none, at_full, score):
    assert at_score(0.0, at_none, at_full) == at_none
    assert at_score(1.0, at_none, at_full) == pytest.approx(at_full)
    assert min(at_none, at_full) - 1e-9 <= at_score(score, at_none, at_full) <= max(at_none, at_full) + 1e-9


@pytest.mark.unit
@given(momentum=st.floats(0.0, 1.0), drift=st.floats(0.0, 1.0), pace=st.floats(0.0, 2.0), share=st.floats(0.0, 1.0))
def test_momentum_drifts_away_unless_someone_keeps_up_the_pace(momentum, drift, pace, share):
    alone = momentum_after(momentum, drift, pace, 0.0)
    assert alone == pytest.approx(momentum * 2.718281828459045 ** (-drift / 12.0))
    assert alone - 1e-12 <= momentum_after(momentum, drift, pace, share) <= 1.0 + 1e-12


@pytest.mark.unit
@given(pressure=st.floats(0.0, 5.0), buy_in=st.floats(0.0, 1.0), cut=st.floats(0.0, 1.0))
def test_grants_are_cut_only_where_money_is_short_and_nobody_stands_up_for_them(pressure, buy_in, cut):
    renewed = renewed_share(pressure, buy_in, cut)
    assert 0.0 <= renewed <= 1.0
    assert renewed_share(min(pressure, 1.0), buy_in, cut) == renewed_share(pressure, 1.0, cut) == 1.0
    assert renewed_share(pressure, min(buy_in + 0.1, 1.0), cut) >= renewed


@pytest.mark.model
def test_only_what_all_parties_share_of_the_buy_in_outlives_a_change_of_control():
    council = Council(leeds(1), 0.9)
    council.hold_election(False, 0.1, 0.5)
    assert council.buy_in == 0.9
    council.hold_election(True, 0.1, 0.5)
    assert council.buy_in == pytest.approx(0.5 * 0.9 + 0.5 * 0.1)
    council.hold_election(True, 0.3, 1.0)
    assert council.buy_in == pytest.approx(0.5)


@pytest.mark.model
def test_only_a_running_programme_can_be_ended_and_it_stays_ended():
    council = Council(leeds(1), 0.5)
    council.decide(0.0, 5.0)
    assert council.continues, "nothing runs yet"
    council.months_running = 3
    council.decide(0.99, 0.1)
    assert council.continues
    council.decide(0.0, 0.1)
    council.decide(0.99, 0.0)
    assert not council.continues


RUNNING = {"local_links": Plan(1)}


EVERYWHERE = {"local_links.planners": 1.0}


@pytest.mark.model
@pytest.mark.parametrize(
    ("criterion", "low", "measure"),
    [
        ("personalisation", 0.4, "budgets_in_catchment"),
        ("senior_drive", 0.3, "handed_over"),
        ("development_capacity", 0.2, "local_links_plans"),
        ("whole_concept", 0.2, "momentum"),
        ("innovation", 0.3, "handed_over"),
        ("political_buy_in", 0.5, "guarantee_goodwill"),
    ],
)
def test_a_criterion_has_its_effect_wherever_local_links_works(criterion, low, measure):
    weak, strong = (
        grown(24, residents=4_000, moved=EVERYWHERE, overrides={f"council.{criterion}": score}) for score in (low, 1.0)
    )
    assert weak.recorded()[measure].sum() < strong.recorded()[measure].sum()
    assert weak.latest("criteria_met") < strong.latest("criteria_met") or low >= 0.5


def with_score(criterion, score, months=24, seed=1):
    """A Leeds with Local Links in which one criterion has this score."""
    overrides = {f"council.{criterion}": score}
    world = Kith(Scenario(residents=2_000, months=months, interventions=RUNNING, overrides=overrides), seed)
    while world.month < months:
        world.step()
    return world


@pytest.mark.model
def test_empowerment_brings_volunteers_and_match_funding_money():
    asked = [with_score("empowerment", score, 3).levers.amount("volunteer.asked").sum() for score in (0.4, 1.0)]
    assert asked[0] < 0.8 * asked[1]
    income = [total(with_score("match_funding", score, 6), "local_links_income") for score in (0.5, 1.0)]
    assert income[0] == pytest.approx(0.75 * income[1], rel=0.01)


@pytest.mark.model
def test_a_programme_lasts_longer_where_it_is_wanted():
    ended = {}
    for score in (0.5, 1.0):
        runs = [with_score("political_buy_in", score, 60, seed) for seed in range(1, 6)]
        ended[score] = sum(one.latest("continues") == 0.0 for one in runs)
    assert ended[1.0] <= 1.0 < ended[0.5]


@pytest.mark.model
def test_a_programme_that_is_ended_costs_nothing_more():
    ended = run(
        Scenario(
            residents=2_000,
            months=60,
            interventions=RUNNING,
            overrides={"council.political_buy_in": 0.5},
        ),
        seed=2,
    )
    continues, cost = ended.measures["continues"], ended.ledger["programme_local_links"]
    last = int(np.argmax(continues.to_numpy() == 0.0))
    assert cost.iloc[last] > 0.0
    assert (cost.iloc[last + 1 :] == 0.0).all()


@pytest.mark.model
def test_the_contract_counts_what_brokered_people_would_have_cost_without_the_plan():
    world = grown(24, residents=6_000, moved={"local_links.planners": 1.0, "handover.rate": 1.0})
    people = world.people
    rows = (people["managed"] == 1) & (people["package"] > 0) & (people["payer"] == 1) & (people["here"] > 0)
    actual = people["council_cost"][rows] / 100.0
    assert world.latest("contract_actual") == pytest.approx(actual.sum())
    unreduced = (actual * people["indicative"][rows] / people["package"][rows]).sum()
    assert world.latest("contract_indicative") == pytest.approx(unreduced)
    assert unreduced > actual.sum() > 0.0


@pytest.mark.model
def test_savings_are_put_back_into_early_help_only_if_asked():
    moved = {"local_links.planners": 1.0, "handover.rate": 1.0}
    plain = grown(24, residents=6_000, moved=moved)
    back = grown(24, residents=6_000, moved=moved, overrides={"council.reinvested_share": 0.2})
    assert total(plain, "early_help") == 0.0
    measures = back.recorded()
    saved = measures["contract_indicative"] - measures["contract_actual"]
    assert measures["early_help"].to_numpy() == pytest.approx(0.2 * P.realised_share * saved.to_numpy())
    grants = [world.ledger.frame()["hub_grants"] for world in (back, plain)]
    added = (grants[0] - grants[1]).to_numpy()[1:]
    assert added == pytest.approx(measures["early_help"].to_numpy()[:-1], rel=0.2, abs=1.0)
    assert added.sum() > 0.0


@pytest.mark.unit
def test_what_was_saved_and_put_back_elsewhere_lies_within_the_range_of_what_may_be_put_back():
    ((_, low, high),) = sheets()["council"].entries["reinvested_share"].rows
    assert low < 0.20 < 34 / 82 < high


PLACES = st.lists(st.floats(0.0, 1e4), min_size=3, max_size=3).map(np.array)


@pytest.mark.unit
@given(pounds=st.floats(0.0, 1e6), decided=st.floats(0.0, 1.0), heads=PLACES, wanted=PLACES)
def test_what_goes_out_is_what_was_put_back_to_the_penny_whoever_decides(pounds, decided, heads, wanted):
    parts = put_back(pounds, decided, heads, wanted)
    assert (parts >= 0.0).all()
    assert parts.sum() == pytest.approx(pounds if heads.sum() > 0.0 else 0.0, abs=0.004)


@pytest.mark.model
def test_residents_put_their_part_where_people_are_lonely_and_nothing_is_lost_on_the_way():
    def early(decided):
        overrides = {"council.reinvested_share": 0.2, "council.residents_decide_share": decided}
        moved = {"local_links.planners": 1.0, "handover.rate": 1.0}
        world = grown(12, residents=6_000, moved=moved, overrides=overrides)
        return world, world.shared["early_help"]

    (by_head, plain), (by_wish, decided) = early(0.0), early(1.0)
    assert decided.sum() == pytest.approx(by_wish.latest("early_help"), abs=0.004)
    assert plain.sum() == pytest.approx(by_head.latest("early_help"), abs=0.004)
    people, is_open = by_wish.people, by_wish.shared["open"]
    lonely = np.bincount(people["neighbourhood"], (people["lonely"] > 0) & (people["here"] > 0), by_wish.groups)
    assert decided / decided.sum() == pytest.approx(lonely * is_open / (lonely * is_open).sum(), abs=0.02)
    assert not np.allclose(decided / decided.sum(), plain / plain.sum(), atol=0.005)


@pytest.mark.model
def test_grants_end_with_their_term_where_money_is_short_and_nobody_stands_up_for_them():
    given = {
        "council.political_buy_in": 0.5,
        "council.grant_cut_share": 1.0,
        "council.real_growth_per_year": -0.03,
        "council.control_changes_chance": 0.02,
    }
    cut = grown(42, residents=2_000, seed=1, overrides=given)
    kept = grown(42, residents=2_000, seed=1, overrides={**given, "council.grant_cut_share": 0.0})
    grants = [world.ledger.frame()["hub_grants"] for world in (cut, kept)]
    term = int(P.grant_term_months)
    assert (grants[0].iloc[: term + 1] == grants[1].iloc[: term + 1]).all()
    assert grants[0].iloc[term + 1 :].sum() < grants[1].iloc[term + 1 :].sum()
