"""The paired study: arms, sizes, ratios of means, ranking and what would flip it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.asking.study import AS_NOW, EQUAL_BUDGET_POUNDS, Study, Trial, plan_arms
from experiments.commands.run import worlds
from experiments.comparing import compare as study_file
from experiments.comparing.cashability import Cashability, default_sheet
from experiments.comparing.compare import assumptions, compare, gather, one_replication, relative_half_width
from experiments.comparing.ranking import DrawnParameter, find_flip, ranking, times_first
from experiments.comparing.report import report_html
from experiments.comparing.story import arm_story, cash_after_cost, net_of_unmet, story
from experiments.comparing.summary import PER_THOUSAND, estimate, table_of
from experiments.figures.estimate import difference_of_ratios, edges, over_runs, ratio_of_means
from experiments.runs import archive as archive_file
from experiments.runs.ensemble import Crew
from models import Plan, Standing, service_words, sheets
from tests.experiments.fakes import fake_run
from tests.experiments.studies import comparison

CASH = Cashability(default_sheet())
STUDY = Study(interventions=("local_links", "reablement"), months=24, start=0, replications=4)


def table(months: dict[str, list[float]], pounds: dict[str, list[float]]) -> pd.DataFrame:
    rows = [
        {"replication": replication, "arm": arm, "months_delayed": value, "programme_cost": pounds[arm][replication]}
        for arm, values in months.items()
        for replication, value in enumerate(values)
    ]
    return pd.DataFrame(rows).set_index(["replication", "arm"])


def made_up(scenario, seed=1, draw=None):
    """A world in which care begins later by four months a unit of size, the more so the higher the draw."""
    sizes = [plan.size for plan in scenario.interventions.values()]
    delay = round(4 * sum(sizes)) + (seed if sizes else 0)
    changes = [(min(6 + delay, 23), 0, Standing.COUNCIL_HOME)]
    price = 1000.0 * scenario.overrides.get("reablement.added_place_pounds_per_week", 1.0)
    spent = {"programme_reablement": price * sum(sizes), "hub_startup_grants": 100.0 * sum(sizes)} if sizes else {}
    spent["volunteer_expenses"] = 50.0 * sum(sizes)
    parameters = {"reablement.effect": 0.5 if draw is None else draw / 10}
    return fake_run(
        scenario.months, changes, [-1], spent, interventions=scenario.interventions, parameters=parameters, weight=2.0
    )


class MadeUp:
    """Twins of made-up worlds."""

    def __init__(self, seed, draw, apart):
        self.seed, self.draw, self.apart = seed, draw, apart

    def run(self, scenario):
        return replace(made_up(scenario, self.seed, self.draw), scenario=scenario)


@pytest.mark.unit
def test_as_now_comes_first_then_every_intervention_then_every_one_at_equal_budget():
    arms = plan_arms(STUDY)
    names = ["as_now", "local_links", "reablement", "local_links_equal", "reablement_equal"]
    assert [arm.name for arm in arms] == names
    assert not arms[0].scenario.interventions
    assert {plan.start for arm in arms[1:] for plan in arm.scenario.interventions.values()} == {0}
    assert [arm.budget for arm in arms] == [None, None, None, EQUAL_BUDGET_POUNDS, EQUAL_BUDGET_POUNDS]


@pytest.mark.unit
def test_an_arm_at_equal_budget_is_sized_by_what_it_costs_at_its_own_size(monkeypatch):
    monkeypatch.setattr(archive_file, "Twins", MadeUp)
    done = one_replication(STUDY, plan_arms(STUDY), CASH, None, 0)
    own, equal = (done.outcomes[name].programme_cost for name in ("reablement", "reablement_equal"))
    assert done.sizes["reablement"] == 1.0
    assert done.sizes["reablement_equal"] == pytest.approx(EQUAL_BUDGET_POUNDS / (2.0 * own))
    assert 2.0 * equal == pytest.approx(EQUAL_BUDGET_POUNDS)


@pytest.mark.unit
def test_a_budget_is_met_with_the_arms_own_numbers_by_all_that_is_ranked_and_divided_as_asked(monkeypatch):
    monkeypatch.setattr(archive_file, "Twins", MadeUp)
    plans = {"local_links": Plan(0), "reablement": Plan(0, None, 2.0)}
    trials = (
        Trial("Dear", {"reablement": Plan(0)}, {"reablement.added_place_pounds_per_week": 3.0}, 2e5),
        Trial("Cheap", {"reablement": Plan(0)}, {}, 2e5),
        Trial("Together", plans, {}, 2e5),
        Trial("Divided", plans, {}, 2e5, {"local_links": 0.25, "reablement": 0.75}),
    )
    study = replace(STUDY, trials=trials, equal_budget=None)
    met = []

    class Noted(MadeUp):
        def run(self, scenario):
            met.append(scenario)
            return super().run(scenario)

    monkeypatch.setattr(archive_file, "Twins", Noted)
    done = one_replication(study, plan_arms(study), CASH, None, 0)
    costs = {name: 2.0 * one.programme_cost for name, one in done.outcomes.items()}
    assert costs == pytest.approx(dict.fromkeys(("dear", "cheap", "together", "divided"), 2e5))
    assert done.sizes["cheap"] > 2.0 * done.sizes["dear"]
    by_title = {scenario.title: dict(scenario.interventions) for scenario in met}
    together, divided = by_title["Together"], by_title["Divided"]
    assert together["reablement"].size == pytest.approx(2.0 * together["local_links"].size)
    assert divided["reablement"].size == pytest.approx(3.0 * divided["local_links"].size)
    assert len({scenario.text() for scenario in met}) == len(met), "no world is run twice"


@pytest.mark.unit
def test_a_world_that_is_only_run_is_sized_to_its_budget_like_one_that_is_compared(monkeypatch):
    monkeypatch.setattr(archive_file, "Twins", MadeUp)
    trials = (
        Trial("Half a million", {"reablement": Plan(0)}, {}, 5e5),
        Trial("Twice", {"reablement": Plan(0, None, 2.0)}),
    )
    study = replace(STUDY, trials=trials, fixed=True)
    found, _ = worlds(study, None)
    assert list(found) == ["as_now", "half_a_million", "twice"]
    compared = one_replication(study, plan_arms(study), CASH, None, 0)
    sizes = {name: run.scenario.interventions["reablement"].size for name, run in found.items() if name != AS_NOW}
    assert sizes == {"half_a_million": pytest.approx(compared.sizes["half_a_million"]), "twice": 2.0}
    assert sizes["half_a_million"] > 2.0


@pytest.mark.unit
def test_the_time_of_a_replication_holds_the_worlds_that_were_only_priced(monkeypatch):
    monkeypatch.setattr(archive_file, "Twins", MadeUp)
    trials = (Trial("A budget", {"reablement": Plan(0)}, {}, 2e5),)
    study = replace(STUDY, trials=trials, equal_budget=None)
    done = one_replication(study, plan_arms(study), CASH, None, 0)
    one = made_up(plan_arms(study)[0].scenario)
    assert len(done.fingerprints) == 2
    assert done.tally.made == 3
    assert done.seconds == pytest.approx(3 * (one.start_seconds + one.run_seconds))


@pytest.mark.unit
@pytest.mark.parametrize("names", [("local_links", "reablement"), ("reablement", "local_links")])
def test_a_precision_is_not_reached_where_the_headline_of_any_arm_is_unknown(monkeypatch, names):
    monkeypatch.setattr(archive_file, "Twins", MadeUp)
    study = replace(STUDY, interventions=names, equal_budget=None)
    arms = plan_arms(study)
    done = [one_replication(study, arms, CASH, None, number) for number in range(4)]
    assert 0.0 < relative_half_width(arms, done) < np.inf
    free = [
        replace(one, outcomes={**one.outcomes, "reablement": replace(one.outcomes["reablement"], programme_cost=0.0)})
        for one in done
    ]
    assert relative_half_width(arms, free) == np.inf


@pytest.mark.unit
def test_every_arm_of_a_replication_has_the_same_luck_and_the_same_draw(monkeypatch):
    met = []

    class Noted(MadeUp):
        def run(self, scenario):
            met.append((self.seed, self.draw))
            return super().run(scenario)

    monkeypatch.setattr(archive_file, "Twins", Noted)
    one_replication(STUDY, plan_arms(STUDY), CASH, None, 3)
    assert met == [(4, 3)] * 5
    met.clear()
    one_replication(Study(interventions=("reablement",), months=24, fixed=True), plan_arms(STUDY)[:2], CASH, None, 3)
    assert met == [(4, None)] * 2


@pytest.mark.unit
def test_what_is_reported_is_weighted_to_the_whole_place(monkeypatch):
    monkeypatch.setattr(archive_file, "Twins", MadeUp)
    arms = plan_arms(STUDY)
    found = gather(STUDY, arms, [one_replication(STUDY, arms, CASH, None, number) for number in range(4)])
    months = [2.0 * (4 + 1 + number) for number in range(4)]
    assert found.runs["months_delayed"].xs("reablement", level="arm").tolist() == months
    assert estimate(found.table, "reablement", "months_delayed").mean == pytest.approx(np.mean(months))
    charted = found.monthly[(found.monthly["arm"] == "as_now") & (found.monthly["measure"] == "residents")]
    assert charted["mean"].tolist() == [6.0] * 24


@pytest.mark.unit
def test_months_per_pound_is_a_ratio_of_means_not_a_mean_of_ratios():
    found = ratio_of_means(np.array([10.0, 30.0]), np.array([1.0, 9.0]))
    assert found.mean == pytest.approx(4.0)
    assert found.mean != pytest.approx(np.mean([10 / 1, 30 / 9]))


@pytest.mark.unit
def test_the_jackknife_error_of_a_ratio_with_one_price_is_that_of_a_mean():
    months = np.array([1.0, 2.0, 4.0, 9.0])
    assert ratio_of_means(months, np.full(4, 2.0)).mc_error == pytest.approx(over_runs(months / 2.0).mc_error)


@pytest.mark.unit
def test_without_a_cost_there_is_no_ratio():
    assert np.isnan(ratio_of_means(np.array([1.0, 2.0]), np.zeros(2)).mean)


@pytest.mark.unit
def test_the_interval_of_many_runs_lies_between_their_ranks():
    found = over_runs(np.arange(1.0, 20.0))
    assert (found.mean, found.low, found.high) == pytest.approx((10.0, 2.0, 18.0))
    assert found.mc_error == pytest.approx(np.std(np.arange(1.0, 20.0), ddof=1) / np.sqrt(19))


@pytest.mark.unit
@pytest.mark.parametrize("runs", [2, 3, 4, 8, 9, 12, 30])
def test_four_further_runs_in_five_fall_within_the_interval_however_few_the_runs(runs):
    luck = np.random.default_rng(1).normal(size=(runs + 1, 40_000))
    low, high = edges(luck[:runs])
    assert np.mean((low <= luck[runs]) & (luck[runs] <= high)) == pytest.approx(0.8, abs=0.02)


@pytest.mark.unit
@pytest.mark.parametrize("runs", [2, 3, 4, 8, 30])
def test_luck_alone_is_taken_for_a_difference_once_in_twenty_times_at_most(runs):
    luck = np.random.default_rng(2).normal(size=(10_000, runs))
    assert np.mean([over_runs(one).clear for one in luck]) <= 0.056


@pytest.mark.unit
def test_a_difference_of_too_few_errors_is_not_clear():
    assert not over_runs(np.array([-1.0, 3.0, 1.0, -2.0])).clear
    assert over_runs(np.array([9.0, 10.0, 11.0])).clear
    assert not over_runs(np.array([9.0, 12.0])).clear, "two runs hardly know their error"
    assert not over_runs(np.array([10.0])).clear, "one run has no error"
    assert not over_runs(np.zeros(4)).clear, "nothing is no change"


@pytest.mark.unit
def test_what_two_arms_share_cancels_in_their_difference():
    shared = np.array([0.0, 50.0, -20.0, 10.0])
    found = difference_of_ratios(100 + shared, np.ones(4), 90 + shared, np.ones(4))
    assert [found.mean, found.mc_error] == pytest.approx([10.0, 0.0])


@pytest.mark.unit
def test_the_ranking_is_by_ratio_of_means_and_counts_who_came_first_in_each_run():
    runs = table({"a": [1.0, 1.0, 9.0], "b": [2.0, 2.0, 2.0]}, {"a": [1.0] * 3, "b": [1.0] * 3})
    assert ranking(runs, ["b", "a"]) == ("a", "b")
    assert times_first(runs, ["a", "b"]) == {"a": 1, "b": 2}


@pytest.mark.unit
def test_an_arm_without_a_cost_is_ranked_last():
    runs = table({"free": [9.0, 9.0], "paid": [1.0, 1.0]}, {"free": [0.0, 0.0], "paid": [1.0, 1.0]})
    assert ranking(runs, ["free", "paid"]) == ("paid", "free")


@pytest.mark.unit
def test_the_assumption_that_flips_the_ranking_is_named_with_the_value_at_which_it_does():
    drawn = np.linspace(0.1, 0.9, 9)
    noise = np.array([1, -1, 2, -2, 0, 2, -2, 1, -1]) * 1e-5
    runs = table({"a": list(7.0 - 10.0 * drawn + noise), "b": [0.0] * 9}, {"a": [1000.0] * 9, "b": [1000.0] * 9})
    idle = DrawnParameter("care.other", "share", 0.0, 1.0, np.array([3, 1, 4, 1, 5, 9, 2, 6, 5]) / 10)
    flip = find_flip(runs, ("a", "b"), [idle, DrawnParameter("care.entry", "share", 0.1, 0.9, drawn)])
    assert flip is not None
    assert (flip.parameter, flip.above) == ("care.entry", True)
    assert flip.value == pytest.approx(0.7, abs=1e-3)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("gap", "low", "high"),
    [([9.0, 8.0, 7.0, 6.0, 5.0], 0.1, 0.5), ([1.0, -1.0, 1.0, -1.0, 1.0], 0.1, 0.5), ([1.0, 2.0], 0.1, 0.2)],
    ids=["crosses outside its range", "no line through noise", "too few runs"],
)
def test_no_assumption_is_named_where_none_would_flip_the_ranking(gap, low, high):
    runs = table({"a": gap, "b": [0.0] * len(gap)}, {"a": [1000.0] * len(gap), "b": [1000.0] * len(gap)})
    one = DrawnParameter("care.entry", "share", low, high, np.linspace(low, high, len(gap)))
    assert find_flip(runs, ("a", "b"), [one]) is None


@pytest.mark.unit
def test_assumptions_are_looked_at_of_every_service_and_of_no_word_that_is_gone():
    folder = Path(study_file.__file__).parents[2] / "models" / "services"
    words = {path.stem for path in folder.iterdir() if path.suffix == ".py" or path.is_dir()} - {
        "__init__",
        "__pycache__",
    }
    assert set(service_words()) == words
    assert {*service_words(), *study_file.BESIDE_SERVICES} <= set(sheets())
    drawn = pd.DataFrame({"volunteer.leaving_per_year": [0.1, 0.2], "falls.falls_per_faller": [1.7, 1.8]})
    assert [one.name for one in assumptions(drawn, (), "leeds")] == ["volunteer.leaving_per_year"]
    both = {one.name for one in assumptions(drawn, ("falls",), "leeds")}
    assert both == set(drawn), "and of whatever is named beside them"


@pytest.mark.study
def test_a_small_comparison_is_paired_told_and_the_same_with_any_number_of_workers():
    study = Study(interventions=("reablement",), months=30, residents=2_000, start=24, replications=2)
    alone, shared = (compare(study, Crew(workers)) for workers in (1, 2))
    pd.testing.assert_frame_equal(alone.runs, shared.runs)
    assert alone.fingerprints.equals(shared.fingerprints)
    assert alone.weight > 10
    assert estimate(alone.table, "reablement", "programme_cost").mean > 0
    before = alone.monthly[(alone.monthly["measure"] == "delayed_so_far") & (alone.monthly["month"] < 24)]
    assert (before["mean"] == 0).all(), "nothing differs before the start"
    told = story(alone)
    assert told.arms[0].delay.startswith("Reablement")
    assert f"of the {2_000:,} residents" in " ".join(told.caveats)
    assert (AS_NOW, PER_THOUSAND) not in alone.table.index


@pytest.mark.unit
def test_care_not_paid_for_as_need_goes_unmet_is_told_and_is_no_part_of_the_verdict():
    found = comparison()
    arm = found.arm("local_links")

    def with_unmet(pounds):
        runs = found.runs.assign(net_public_cost=-1000.0, unmet_unpaid=pounds, unmet_cashable=pounds)
        return replace(found, runs=runs, table=table_of(runs))

    assert net_of_unmet(with_unmet(1400.0), arm).mean == pytest.approx(400.0, abs=0.005)
    assert arm_story(with_unmet(1400.0), arm).verdict.endswith("costs more than it saves.")
    assert "need unmet, no saving" in arm_story(with_unmet(1400.0), arm).cash
    assert net_of_unmet(with_unmet(-1400.0), arm).mean == -1000.0, "what meeting more need costs is a cost"
    assert "unmet" not in arm_story(with_unmet(-1400.0), arm).cash
    left = [cash_after_cost(with_unmet(pounds), arm).mean for pounds in (0.0, 1400.0)]
    assert left[0] - left[1] == pytest.approx(1400.0, abs=0.005)


@pytest.mark.unit
def test_the_words_name_the_trust_that_pays_in_belfast_and_no_council_is_made_of_it():
    found = comparison()
    belfast = replace(found, study=replace(found.study, place="belfast-clare"))
    trust = "Belfast Health and Social Care Trust"
    told = story(belfast)
    assert all(f"the {trust}" in arm.cash and "the council" not in arm.cash for arm in told.arms)
    assert any(trust in caveat for caveat in told.caveats)
    assert trust in report_html(belfast)
    assert trust.lower() not in " ".join(story(found).caveats).lower()
