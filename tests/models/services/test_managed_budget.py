"""Managed budget: who holds the money of a brokered package, what pooling saves, and what comes back unspent."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.services.managed_budget import Holder, holder, unspent_pounds, who_pool
from tests.models.village import SHARES, column, grown, leeds, total

P = sheets()["managed_budget"]
BROKERED = {"local_links.planners": 1.0, "handover.rate": 1.0}
HELD = {**BROKERED, "managed_budget.local_links": 0.6, "managed_budget.direct_payment": 0.3}


@pytest.mark.unit
@pytest.mark.parametrize(
    ("luck", "who"),
    [(0.1, Holder.LOCAL_LINKS), (0.4, Holder.DIRECT_PAYMENT), (0.6, Holder.SERVICE_FUND), (0.9, Holder.COUNCIL)],
)
def test_a_budget_is_held_by_one_of_four_in_the_shares_given(luck, who):
    assert holder(luck, 0.3, 0.2, 0.2) == who


@pytest.mark.unit
@given(budget=st.floats(0.0, 2_000.0), days=st.floats(0.0, 60.0), share=SHARES)
def test_no_more_than_a_month_comes_back_after_a_stay_in_hospital(budget, days, share):
    back = unspent_pounds(budget, days, False, 0.5, share)
    assert 0.0 <= back <= budget * share + 1e-9
    assert unspent_pounds(budget, days + 1.0, False, 0.5, share) >= back


@pytest.mark.unit
def test_a_death_ends_the_account_whatever_the_days_in_hospital():
    assert unspent_pounds(800.0, 20.0, True, 0.5, 0.75) == pytest.approx(800.0 * 0.5 * 0.75)


@pytest.mark.model
def test_nobody_but_the_council_holds_a_budget_unless_asked():
    world = grown(18, residents=4_000, moved=BROKERED)
    assert total(world, "budgets_held") == total(world, "unspent_returned") == 0
    assert (column(world, "held") == Holder.COUNCIL).all()


@pytest.mark.model
def test_budgets_are_held_in_the_shares_asked_for_and_only_those_brokered():
    world = grown(24, residents=6_000, moved=HELD)
    held, brokered = column(world, "held"), column(world, "brokered") > 0
    assert (held[~brokered] == Holder.COUNCIL).all()
    share = (held[brokered] != Holder.COUNCIL).mean()
    assert share == pytest.approx(0.9, abs=4 * np.sqrt(0.09 / brokered.sum()))


@pytest.mark.model
def test_unspent_money_comes_back_to_the_council_once_accounts_are_in_order():
    world = grown(36, residents=6_000, moved=HELD)
    back = world.recorded()["unspent_returned"]
    first = int(P.ready_months)
    assert (back.iloc[: first + 1] == 0.0).all()
    assert back.iloc[first:].sum() > 0.0
    posted = world.ledger.frame()["unspent_budgets"]
    assert posted.sum() == pytest.approx(back.sum(), abs=0.5)


@pytest.mark.model
def test_pooling_saves_only_after_its_accounts_are_in_order_and_where_enough_pool():
    pooled = {**HELD, "managed_budget.pooled": 1.0}
    early = grown(int(P.ready_months), residents=6_000, moved=pooled)
    assert total(early, "budgets_pooled") == 0
    one = grown(30, residents=6_000, moved=pooled)
    saving = column(one, "pooled_saving")
    assert set(np.unique(saving)) == {0.0, np.float32(P.pooling_saving)}
    apart = grown(30, residents=6_000, moved=HELD)
    assert total(one, "care_hours") < total(apart, "care_hours")


@pytest.mark.unit
@pytest.mark.parametrize(("many", "pool"), [(4, 0), (5, 5)], ids=["too few", "enough"])
def test_only_where_enough_people_would_pool_do_they(many, pool):
    area, willing = np.repeat([0, 1], [many, 3]), np.repeat([True, False], [many, 3])
    assert who_pool(area, willing, 5.0).sum() == pool
    assert who_pool(area, willing, 5.0 / 5.0).sum() == many, "each stands for five"
    assert not who_pool(area, ~willing, 5.0).any()


@pytest.mark.model
def test_what_comes_back_of_budgets_is_no_spending_of_the_council():
    world = grown(30, residents=6_000, moved=HELD)
    ledger, measures = world.ledger.frame(), world.recorded()
    net = ledger["home_care_council"] + ledger["residential_council"] - ledger["direct_payments_returned"]
    net -= ledger["home_care_charges"] + ledger["residential_charges"] + ledger["unspent_budgets"]
    assert ledger["unspent_budgets"].sum() > 0.0
    assert measures["council_care_cost"].to_numpy() == pytest.approx(net.to_numpy(), abs=1e-6)


@pytest.mark.model
def test_the_last_months_money_comes_back_though_the_scheme_has_ended():
    world, came = leeds(32, residents=6_000, moved=HELD), 0.0
    while world.month < 32:
        if world.month >= 26:
            ended = world.copy()
            ended.interventions = ()
            ended.step()
            assert ended.latest("budgets_held") == 0.0
            came += ended.latest("unspent_returned")
        world.step()
    assert came > 0.0
