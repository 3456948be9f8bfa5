"""The gate and stress over stored runs: a stricter Board invests in less, and what breaks a loan is found."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.lending.gated import gated, good_hurdle
from experiments.lending.loan_question import OWN, Question, imposed, others, weak, worlds
from experiments.lending.stress import BORNE, default_share, for_worse, reverse_stress, ways_to_safety
from models import Stage, evidence, months_to_drawdown, sheets, stage_reached
from tests.experiments.repayments import repayment

GATE = sheets()["gate"]


@pytest.mark.unit
def test_every_run_ends_somewhere_at_the_gate_and_hurdles_only_ever_let_fewer_through():
    found = repayment()
    told = gated(found)
    assert told.declined_in_principle + told.declined_by_board + told.invested == found.runs
    shares = [invested for _, invested, _ in told.hurdles]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1.0 and shares[-1] == 0.0


@pytest.mark.unit
def test_one_criterion_short_declines_every_run_in_principle_and_costs_only_the_exploring():
    found = repayment()
    short = replace(found, criteria={OWN: np.full((found.runs, 12), 7.0)})
    told = gated(short)
    assert (told.declined_in_principle, told.invested) == (found.runs, 0)
    through = told.policies[2]
    assert (through.called, through.lost, through.lender) == (0.0, 0.0, -GATE.explore_pounds)


@pytest.mark.unit
def test_a_gate_that_everyone_passes_is_the_same_as_investing_after_the_proof():
    found = repayment()
    open_gate = GATE.replaced({"handover_hurdle": 0.0, "saving_hurdle": 0.0, "least_plans": 3})
    told = gated(found, open_gate)
    _, after, through, _ = told.policies
    assert told.invested == found.runs
    assert replace(through, name=after.name) == after


@pytest.mark.unit
def test_what_is_drawn_later_is_worth_what_it_is_in_the_prices_of_the_start():
    found = repayment()
    after = next(one for one in gated(found).policies if one.name == "regardless, after the proof")
    months, start = months_to_drawdown(GATE), found.agreed[OWN].prices[0]
    late = found.under(found.question.terms, change=lambda flows: flows.since(months))
    years = months / 12 + np.arange(late.terms.quarters + 1) / 4
    real = late.council / 100.0 * start / late.prices * 1.035**-years
    assert late.prices[0] > start
    assert after.council == pytest.approx(real.sum(axis=1).mean())


@pytest.mark.unit
def test_the_way_through_the_gate_is_from_the_first_talks_to_the_drawdown():
    longer = GATE.replaced({"explore_months": GATE.explore_months + 4})
    assert gated(repayment(), longer).months == gated(repayment()).months + 4 == 31


@pytest.mark.unit
def test_choosing_with_foresight_calls_nobody():
    best = gated(repayment()).policies[-1]
    assert best.called == 0.0
    assert best.repaid == best.invested > 0.0


@pytest.mark.unit
def test_the_least_good_hurdle_is_the_first_at_which_enough_is_repaid():
    told = ((0.0, 1.0, 0.2), (0.1, 0.5, 0.6), (0.2, 0.0, float("nan")))
    assert good_hurdle(told, 0.5) == 0.1
    assert good_hurdle(told, 0.9) is None


@pytest.mark.unit
def test_a_loan_drawn_after_the_proof_finds_the_programme_running():
    found = repayment()
    months = months_to_drawdown(GATE)
    after = found.flows[OWN].since(months)
    assert after.first_month == found.flows[OWN].first_month + months
    assert (after.contract == found.flows[OWN].contract[:, months:]).all()
    later = found.under(found.question.terms, change=lambda flows: flows.since(months)).settlement
    assert later.repaid_from_savings.sum() > found.agreed[OWN].settlement.repaid_from_savings.sum()


@pytest.mark.unit
def test_a_stress_is_the_first_step_at_which_enough_runs_default():
    found = repayment(8_000.0)
    told = {one.what: one for one in reverse_stress(found)}
    kept = told["the guarantee is honoured with a probability of"]
    assert kept.at is not None and kept.share >= BORNE
    value = float(kept.at.rstrip("%")) / 100.0
    milder = replace(found.question.terms, honour_probability=min(value + 0.05, 0.95))
    assert default_share(found.under(milder)) < BORNE


@pytest.mark.unit
def test_a_loan_that_no_stress_breaks_says_so():
    told = reverse_stress(repayment(4_000_000.0, cost=0.0))
    assert {one.what for one in told if one.at is None} >= {"handing over begins later by"}
    assert len(told) == len(for_worse(repayment().question.terms))


@pytest.mark.unit
def test_a_smaller_loan_is_found_that_savings_repay():
    found = repayment(15_000.0)
    smaller = next(one for one in ways_to_safety(found, 0.5) if one.what == "the loan is")
    assert smaller.at is not None
    loan = float(smaller.at.split()[0].replace(",", ""))
    kept = replace(found.question.terms, insolvency=0.0)
    assert found.under(replace(kept, loan_pounds=loan)).settlement.repaid_from_savings.mean() >= 0.5
    more = found.under(replace(kept, loan_pounds=loan + 0.05 * 150_000)).settlement.repaid_from_savings.mean()
    assert more < 0.5


@pytest.mark.unit
def test_a_saving_that_fades_is_smaller_and_one_that_hardly_fades_is_the_same():
    flows = repayment().flows[OWN]
    slow, fast = flows.faded(1e9), flows.faded(12.0)
    assert slow.contract == pytest.approx(flows.contract)
    assert (fast.contract[:, 24:] < 0.8 * flows.contract[:, 24:]).all()
    assert fast.contract[:, 1] == pytest.approx(flows.contract[:, 1], rel=0.06)


@pytest.mark.unit
def test_handing_over_later_moves_what_it_brings_and_leaves_the_costs():
    flows = repayment().flows[imposed(0.1)]
    late = flows.delayed(6)
    assert (late.contract[:, 6:] == flows.contract[:, :-6]).all() and not late.contract[:, :6].any()
    assert (late.cost == flows.cost).all()


@pytest.mark.unit
def test_other_worlds_change_one_thing_each():
    question = Question(weakened=True, champion=True)
    changed = others(question)
    assert len(changed) == 9
    assert changed[weak("political_buy_in")] == {"council.political_buy_in": 0.5}
    assert set(worlds(question)) - set(worlds(Question())) == set(changed)


@pytest.mark.unit
def test_proof_and_stage_agree_on_the_made_up_runs():
    flows = repayment().flows[OWN]
    year = slice(0, 12)
    shown = evidence(
        np.full((repayment().runs, 12), 8.0),
        flows.plans[:, year],
        flows.budgets[:, year],
        flows.contract[:, year],
        flows.indicative[:, year],
    )
    assert shown.handover == pytest.approx(np.full(repayment().runs, 0.25))
    assert set(stage_reached(shown, GATE).tolist()) <= {int(Stage.BOARD), int(Stage.INVESTED)}
