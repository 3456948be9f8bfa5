"""Local Links: support planners for newly eligible people, in the neighbourhoods of its schemes."""

from functools import cache

import numpy as np
import pytest

from models import Kith, Plan, Scenario, sheets

P, NAME = sheets()["local_links"], "local_links"
pytestmark = pytest.mark.model


@cache
def tried(months=12, residents=3_000, stop=None, **overrides):
    """Return a small Leeds with Local Links from its second month on."""
    given = {f"{NAME}.{name}": value for name, value in overrides.items()}
    plans = {NAME: Plan(1, stop)}
    world = Kith(Scenario(residents=residents, months=months, overrides=given, interventions=plans))
    while world.month < months:
        world.step()
    return world


def paid(world):
    return world.ledger.frame()["programme_local_links"].to_numpy()


def test_it_costs_its_staff_and_overheads_from_its_start_to_its_stop():
    world = tried(12, stop=8)
    month = P.schemes * P.staff_per_scheme * P.staff_pounds_per_year * (1.0 + P.overhead_share) / 12.0
    cost = paid(world) * world.people_per_resident
    assert cost[1:8] == pytest.approx(month, abs=world.people_per_resident)
    assert (cost[[0, *range(8, 12)]] == 0.0).all()


def test_time_spent_on_asking_for_volunteers_is_not_spent_on_plans():
    planning, asking = tried(2, recruiting_share=0.0), tried(2, recruiting_share=0.6)
    posts = P.schemes * P.staff_per_scheme
    for world, share in ((planning, 1.0), (asking, 0.4)):
        planners = world.shared["planners"].sum() * world.people_per_resident
        assert planners == pytest.approx(posts * share)
    assert (paid(planning) == paid(asking)).all()
    assert asking.levers.amount("volunteer.asked").sum() > planning.levers.amount("volunteer.asked").sum() == 0.0


def test_a_champion_comes_when_asked_and_is_paid_from_then_on():
    world = tried(12, champions_per_scheme=1.0, champion_after_months=6)
    cost = paid(world) * world.people_per_resident
    month = P.schemes * P.champion_pounds_per_year * (1.0 + P.overhead_share) / 12.0
    assert cost[7:] - cost[6] == pytest.approx(month, abs=2 * world.people_per_resident)
    assert np.ptp(cost[1:7]) == 0.0


def test_its_books_draw_loan_and_match_and_pay_the_posts():
    world = tried(12)
    measures = world.recorded() * world.people_per_resident
    loan = P.schemes * P.loan_pounds * (1.0 + world.shared["match"][0]) * 11 / P.drawdown_months
    fees = world.sheets[NAME].fee_pounds_per_month * measures["local_links_running"].sum()
    assert measures["local_links_income"].sum() == pytest.approx(loan + fees)
    assert measures["local_links_costs"].to_numpy() == pytest.approx(paid(world) * world.people_per_resident, abs=30)


def test_schemes_without_cash_close_only_if_cash_is_to_decide():
    kept, closed = (tried(12, loan_pounds=0.0, cash_feedback=feedback) for feedback in (0.0, 1.0))
    assert paid(kept)[1:].min() > 0.0
    assert (paid(closed)[6:] == 0.0).all()
    assert closed.latest("local_links_cash") == pytest.approx(closed.recorded()["local_links_cash"].min())


def test_the_options_on_who_holds_budgets_do_nothing_until_taken():
    assert tried(12).recorded()["budgets_held"].sum() == 0
    for share in ("held_share", "direct_payment_share", "service_fund_share"):
        world = tried(12, **{share: 1.0})
        lever = {"held_share": "local_links"}.get(share, share.removesuffix("_share"))
        served = world.levers.amount(f"managed_budget.{lever}")
        assert served.sum() == pytest.approx(P.schemes)
