"""One purse: where whoever pays for care pays for health too, its saving is both, each line as cashable as it is."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.asking.preset import shipped
from experiments.asking.study import Study, plan_arms
from experiments.comparing import one_purse
from experiments.comparing.cash_told import holds_health
from experiments.comparing.cashability import Cashability, default_sheet, later
from experiments.comparing.compare import Comparison
from experiments.comparing.report import report_html
from experiments.comparing.story import cash_after_cost, holders, story
from experiments.comparing.summary import table_of
from experiments.figures.estimate import Estimate
from experiments.lending.loan_caveats import caveats
from experiments.lending.loan_question import Question
from experiments.lending.loan_words import in_health
from experiments.lending.repayment import freed_in_health, gather
from experiments.lending.repayment_story import repayment_story
from models import place, sheets
from tests.experiments.fakes import fake_run
from tests.experiments.repayments import RUNS, made_of
from tests.experiments.studies import comparison

pytestmark = pytest.mark.unit

TRUST = "Belfast Health and Social Care Trust"


def in_belfast(**overrides: float) -> Comparison:
    """The made-up comparison, as if it were of Belfast, with a saving in hospitals as well."""
    found = comparison()
    luck = np.arange(len(found.runs)) % 3
    runs = found.runs.assign(**{"cashable.NHS": 5_000.0 + luck, "net_cost.NHS": -40_000.0 - luck})
    study = replace(found.study, place="belfast-clare", overrides=overrides)
    return replace(found, study=study, runs=runs, table=table_of(runs))


def test_only_a_place_that_says_so_has_one_purse_and_any_number_given_for_it_goes_first():
    study = Study(place="belfast-clare", interventions=("clare_brokerage",))
    arm = plan_arms(study)[1]
    assert one_purse.held(study, arm) == 1.0
    assert one_purse.held(replace(study, overrides={one_purse.HELD: 0.5}), arm) == 0.5
    assert one_purse.held(study, replace(arm, numbers={one_purse.HELD: 0.0})) == 0.0
    assert one_purse.held_with("leeds", {}) == one_purse.held_with("nottinghamshire", {}) == 0.0
    assert sheets()["dividend"].entries["payer_holds_health"].choice, "somebody decides it, so it is not drawn"


def test_what_is_cashable_for_a_trust_that_runs_both_is_what_comes_free_for_council_and_nhs_together():
    both, care = in_belfast(), in_belfast(**{one_purse.HELD: 0.0})
    arm = both.arm("reablement")
    one, apart = holders(both, arm), holders(care, arm)
    assert "NHS" not in one
    assert one["council"].mean == pytest.approx(apart["council"].mean + apart["NHS"].mean)
    half = holders(in_belfast(**{one_purse.HELD: 0.5}), arm)
    assert half["NHS"].mean == pytest.approx(0.5 * apart["NHS"].mean)
    paid, paid_apart = holders(both, arm, "net_cost"), holders(care, arm, "net_cost")
    assert paid["council"].mean == pytest.approx(paid_apart["council"].mean + paid_apart["NHS"].mean)
    assert cash_after_cost(both, arm).mean == cash_after_cost(care, arm).mean, "the verdict is on both purses anyway"


def test_it_is_told_and_the_nhs_is_no_purse_of_its_own_in_the_sentences():
    both, care = story(in_belfast()), story(in_belfast(**{one_purse.HELD: 0.0}))
    assert all(f"the {TRUST}" in arm.cash and "the NHS" not in arm.cash for arm in both.arms)
    assert all("the NHS" in arm.cash for arm in care.arms)
    assert holds_health(place("belfast-clare").payer, 1.0) in both.caveats
    assert not any("for health as well" in caveat for caveat in care.caveats)
    assert f"{TRUST} holds the purse for health as well" in report_html(in_belfast())


def test_the_scope_can_be_varied_in_a_scenario():
    scopes = shipped("payer-scope").study(60, 24)
    assert [one_purse.held(scopes, arm) for arm in plan_arms(scopes)[1:5]] == [1.0, 0.0, 1.0, 0.0]


def test_where_arms_differ_in_the_purse_it_is_said_of_those_that_hold_it():
    found = in_belfast()
    first, *rest = found.arms[1:]
    apart = replace(first, numbers={one_purse.HELD: 0.0})
    differing = replace(found, arms=(found.arms[0], apart, *rest))
    (said,) = [caveat for caveat in story(differing).caveats if "for health as well" in caveat]
    titles = [arm.title for arm in rest if arm.repeats is None and arm.title != first.title]
    assert titles
    assert all(f'"{title}"' in said for title in titles)
    assert f'"{first.title}"' not in said
    assert said.startswith("Under ")


def test_where_a_part_is_held_only_that_part_counts_as_the_payers():
    (said,) = [caveat for caveat in story(in_belfast(**{one_purse.HELD: 0.5})).caveats if "for health" in caveat]
    assert "no longer cost 50% counts as its own" in said
    assert "the rest is the NHS's" in said
    question = Question(place="belfast-clare", replications=RUNS, handover=(0.1, 0.8), overrides={one_purse.HELD: 0.5})
    told = " ".join(repayment_story(gather(question, made_of(question, 30_000.0, 1_000.0, RUNS))).sentences)
    assert f"On the health side, of which 50% is the {TRUST}'s as well, 1,200 pounds a year come free" in told


def test_what_health_costs_more_is_told_as_spent_and_a_single_run_tells_its_size():
    more = in_health(Estimate(-4_200.0, -6_000.0, -2_000.0, 90.0, 40))
    assert "4,200 pounds a year more are spent (80%: 2,000 to 6,000)" in more
    once = in_health(Estimate(-4_200.0, -4_200.0, -4_200.0, float("nan"), 1))
    assert "4,200 pounds a year more are spent (1 run, which cannot show how sure this is)" in once


def test_each_line_stays_as_cashable_as_it_is_whoever_holds_the_purse():
    spends, spares = ({"hospital": pounds, "hub_grants": pounds} for pounds in (1_000.0, 400.0))
    drawn = {f"dividend.{name}": float(getattr(default_sheet(), name)) for name in ("health_share", "backfill")}
    drawn |= {"dividend.health_lag": 12.0, one_purse.HELD: 1.0}
    twin = fake_run(24, pounds=spends)
    arm = fake_run(24, pounds=spares, parameters=drawn)
    freed = freed_in_health(twin, arm)
    alone = Cashability(default_sheet()).by_month(twin, arm)["NHS"]
    assert later(freed, 12) == pytest.approx(alone), "hospitals' share, and nothing of a block contract"
    assert freed == pytest.approx(600.0 * 0.1 * 0.7), "in the month of the saving: an agreement says when it is cash"
    assert not freed_in_health(twin, replace(arm, parameters=drawn | {one_purse.HELD: 0.0})).any()


def test_a_loan_in_belfast_says_whose_the_saving_in_hospitals_is():
    assert any("for health as well" in one for one in caveats([Question(place="belfast-clare")], 4))
    care = Question(place="belfast-clare", overrides={one_purse.HELD: 0.0})
    assert not any("for health as well" in one for one in caveats([care], 4))
    assert not any("for health as well" in one for one in caveats([Question()], 4))


def test_a_repayment_tells_what_comes_free_in_health_only_where_that_is_the_payers_too():
    question = Question(place="belfast-clare", replications=RUNS, handover=(0.1, 0.8))
    told = {
        held: repayment_story(gather(one, made_of(one, 30_000.0, 1_000.0, RUNS))).sentences
        for held in (0.0, 1.0)
        for one in (replace(question, overrides={one_purse.HELD: held}),)
    }
    said = f"On the health side, which is the {TRUST}'s as well, 1,200 pounds a year come free"
    assert [any(said in sentence for sentence in told[held]) for held in (0.0, 1.0)] == [False, True]
