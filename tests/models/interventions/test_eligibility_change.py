"""Eligibility change: a shock; fewer bands of need are eligible for council-funded care."""

import pytest

from models import Plan, Scenario, run

pytestmark = pytest.mark.model


def tried(**plan):
    plans = {"eligibility_change": Plan(**plan)} if plan else {}
    return run(Scenario(residents=4_000, months=36, interventions=plans)).measures


def test_fewer_get_a_budget_and_more_go_without_while_it_runs():
    plain, tight, eased = tried(), tried(start=12), tried(start=12, stop=18)
    assert (tight["new_budgets"].iloc[:12] == plain["new_budgets"].iloc[:12]).all()
    budgets = [one["new_budgets"].iloc[12:].sum() for one in (plain, eased, tight)]
    assert budgets[0] > budgets[1] > budgets[2]
    assert (
        tight["unmet"].iloc[-1] + tight["informal_only"].iloc[-1]
        > plain["unmet"].iloc[-1] + plain["informal_only"].iloc[-1]
    )
    assert tight["council_care_cost"].iloc[-6:].sum() < plain["council_care_cost"].iloc[-6:].sum()
