"""Outcomes against closed forms: months clipped at the earlier death, pounds, cash and its owners."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.comparing.accounts import discount_factors, net_cost_by_account, programme_pounds
from experiments.comparing.cashability import Cashability, default_sheet
from experiments.comparing.outcome import outcome
from experiments.comparing.standings import by_month, present_until
from models import Plan, Scenario, Spells, Standing, run
from tests.experiments.fakes import fake_run

CASH = Cashability(default_sheet())
HOME, HOMES, UNMET, OWN = Standing.COUNCIL_HOME, Standing.COUNCIL_RESIDENTIAL, Standing.UNMET, Standing.OWN_PURSE
UNDISCOUNTED = np.ones(24)


def compared(twin, arm, start=0):
    return outcome(twin, arm, start, CASH)


@pytest.mark.unit
def test_care_that_begins_five_months_later_is_five_months_delayed():
    twin, arm = (fake_run(changes=[(month, 0, HOME)]) for month in (6, 11))
    assert compared(twin, arm).months_delayed_home == 5
    assert compared(twin, arm).months_delayed == 5


@pytest.mark.unit
def test_care_begun_earlier_is_a_negative_delay():
    twin, arm = (fake_run(changes=[(month, 0, HOME)]) for month in (11, 6))
    assert compared(twin, arm).months_delayed == -5


@pytest.mark.unit
def test_months_after_the_earlier_death_count_in_neither_world():
    twin = fake_run(changes=[(6, 0, HOME)], left=[-1])
    arm = fake_run(changes=[(6, 0, HOME)], left=[9])
    assert compared(twin, arm).months_delayed == 0, "dying early delays no care"
    assert compared(arm, twin).months_delayed == 0, "nor does living on bring any forward"


@pytest.mark.unit
def test_the_month_of_leaving_still_counts():
    twin, arm = fake_run(left=[9, -1, 30]), fake_run(left=[12, 3, -1])
    assert present_until(twin, arm).tolist() == [10, 4, 24]


@pytest.mark.unit
def test_a_home_and_a_care_home_are_counted_apart():
    twin = fake_run(changes=[(0, 0, HOME), (10, 0, HOMES)])
    arm = fake_run(changes=[(0, 0, HOME), (14, 0, HOMES)])
    found = compared(twin, arm)
    assert (found.months_delayed_home, found.months_delayed_residential) == (-4, 4)
    assert found.months_delayed == 0


@pytest.mark.unit
def test_need_that_goes_unmet_or_to_others_is_shown_beside_what_is_delayed():
    twin = fake_run(changes=[(0, 0, HOME), (0, 1, HOMES), (0, 2, UNMET)])
    arm = fake_run(changes=[(0, 0, UNMET), (7, 0, Standing.NONE), (0, 1, Standing.CARERS), (20, 1, OWN), (0, 2, HOME)])
    found = compared(twin, arm)
    assert found.months_delayed == 17
    assert (found.months_unmet, found.months_carers, found.months_own_purse) == (7 - 24, 20, 4)
    assert found.months_fewer == 24


@pytest.mark.unit
def test_reablement_is_not_council_funded_care():
    twin, arm = fake_run(changes=[(0, 0, HOME)]), fake_run(changes=[(0, 0, Standing.REABLEMENT), (2, 0, HOME)])
    found = compared(twin, arm)
    assert (found.months_delayed, found.months_reablement, found.months_fewer) == (0, 2, 2)


@pytest.mark.unit
def test_two_changes_in_one_month_leave_the_later_one():
    spells = Spells(np.array([3, 3], np.int16), np.array([0, 0], np.int32), np.array([HOME, UNMET], np.uint8))
    assert by_month(spells, np.array([0]), 6).tolist() == [[0, 0, 0, UNMET, UNMET, UNMET]]


@pytest.mark.unit
def test_months_by_month_add_up_to_the_months_delayed():
    twin, arm = (fake_run(changes=[(month, 0, HOME)]) for month in (6, 11))
    found = compared(twin, arm)
    assert found.delayed_by_month.tolist() == [1.0 if 6 <= month < 11 else 0.0 for month in range(24)]


@pytest.mark.unit
def test_a_pound_a_year_after_the_start_is_worth_three_and_a_half_per_cent_less():
    factors = discount_factors(37, start=12)
    assert factors[:13] == pytest.approx(1.0)
    assert factors[24] == pytest.approx(1 / 1.035)
    assert factors[36] == pytest.approx(1 / 1.035**2)


@pytest.mark.unit
def test_a_programme_costs_what_its_lines_carry_discounted_and_as_spent():
    spent = [0.0] * 12 + [100.0] * 12
    arm = fake_run(pounds={"programme_reablement": spent}, interventions={"reablement": Plan(start=12)})
    found = compared(fake_run(), arm, start=12)
    assert found.programme_cost_undiscounted == 1200
    assert found.programme_cost == pytest.approx(sum(100 * 1.035 ** (-month / 12) for month in range(12)))


@pytest.mark.unit
def test_only_what_the_arm_adds_is_its_programme():
    twin, arm = (fake_run(pounds={"programme_reablement": pounds}) for pounds in (40.0, 100.0))
    assert programme_pounds(twin, arm).tolist() == [60.0] * 24


@pytest.mark.unit
def test_the_public_purse_holds_whoever_pays_for_the_interventions_and_nobody_who_pays_for_something_else():
    paid = {"programme_clare_match": 3.0, "volunteer_expenses": 7.0, "hub_startup_grants": 2.0}
    arm = fake_run(pounds=paid, interventions={"clare_brokerage": Plan(start=12)})
    assert compared(fake_run(), arm, start=24).net_public_cost == pytest.approx(24 * (3 + 2))
    assert programme_pounds(fake_run(), arm).tolist() == [5.0] * 24


@pytest.mark.unit
def test_what_one_account_pays_another_receives():
    arm = fake_run(pounds={"home_care_council": 70.0, "home_care_charges": 10.0, "programme_reablement": 5.0})
    net = net_cost_by_account(fake_run(), arm, UNDISCOUNTED)
    assert net["council"] == pytest.approx(24 * (70 - 10 + 5))
    assert net["residents"] == pytest.approx(24 * 10)
    assert sum(net.values()) == pytest.approx(0.0)
    assert compared(fake_run(), arm, start=24).net_public_cost == pytest.approx(24 * 65)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("line", "holder", "share", "lag"),
    [
        ("home_care_council", "council", 0.8 * 0.7, 1),
        ("residential_council", "council", 0.7 * 0.7, 0),
        ("hospital", "NHS", 0.1 * 0.7, 12),
        ("assessments", "council", 0.0, 0),
        ("home_care_own", "residents", 1.0, 0),
        ("programme_reablement", "council", 0.0, 0),
    ],
    ids=["spot", "residential", "health", "staff time", "own money", "programme"],
)
def test_of_a_saving_only_its_share_is_cashable_after_its_lag(line, holder, share, lag):
    twin, arm = fake_run(pounds={line: 100.0}), fake_run(pounds={line: 0.0})
    found = CASH.by_holder(twin, arm, UNDISCOUNTED)
    assert found.get(holder, 0.0) == pytest.approx(100.0 * (24 - lag) * share)


@pytest.mark.unit
def test_charges_no_longer_paid_are_taken_off_what_the_council_saves():
    twin, arm = fake_run(pounds={"home_care_charges": 10.0}), fake_run(pounds={"home_care_charges": 0.0})
    found = CASH.by_holder(twin, arm, UNDISCOUNTED)
    assert found["council"] == pytest.approx(-24 * 10 * 0.7)
    assert found["residents"] == 0.0, "a transfer is no saving"


@pytest.mark.unit
def test_networks_that_close_free_nothing_of_the_income_they_lose():
    """Of 90 pounds a month they spent 77 on their running and 10 on volunteers, and put 3 by."""
    income, spending = {"hub_grants": 50.0, "hub_own_income": 40.0}, {"hub_costs": 77.0, "volunteer_expenses": 10.0}
    found = CASH.by_holder(fake_run(pounds=income | spending), fake_run(), UNDISCOUNTED)
    assert found["networks"] == pytest.approx(24 * (77 + 10 - 50 - 40), abs=0.005)
    assert found["donors and members"] == pytest.approx(24 * 40, abs=0.005)
    assert found["council"] == pytest.approx(24 * 50 * 0.2 * 0.7, abs=0.005)


@pytest.mark.unit
def test_care_not_paid_for_as_need_goes_unmet_costs_what_such_a_month_costs_in_the_twin():
    """Two of the twin's 48 months at home, at 90 pounds less 18 of charges, are months of unmet need here."""
    pounds, measures = {"home_care_council": 180.0, "home_care_charges": 36.0}, {"home_care": 2.0}
    twin = fake_run(changes=[(0, 0, HOME), (0, 1, HOME)], pounds=pounds, measures=measures)
    arm = fake_run(changes=[(0, 0, HOME), (0, 1, HOME), (5, 1, UNMET), (7, 1, HOME)], pounds=pounds)
    found = compared(twin, arm, start=24)
    assert found.months_unmet == 2
    assert found.unmet_unpaid == pytest.approx(2 * (90 - 18), abs=0.005)
    assert found.unmet_cashable == pytest.approx(2 * (90 * 0.8 - 18) * 0.7, abs=0.005)
    back = compared(replace(arm, measures=twin.measures), twin, start=24)
    assert back.unmet_unpaid == pytest.approx(-found.unmet_unpaid, abs=0.005)


@pytest.mark.unit
def test_a_month_in_a_care_home_that_moves_elsewhere_than_to_unmet_need_is_no_care_unpaid():
    pounds, measures = {"residential_council": 400.0}, {"residential_council": 1.0}
    twin = fake_run(changes=[(0, 0, HOMES)], pounds=pounds, measures=measures)
    arm = fake_run(changes=[(0, 0, HOMES), (10, 0, OWN), (14, 0, UNMET), (21, 0, Standing.CARERS)])
    found = compared(twin, arm, start=24)
    assert found.unmet_unpaid == pytest.approx(7 * 400, abs=0.005)
    assert found.unmet_cashable == pytest.approx(7 * 400 * 0.7 * 0.7, abs=0.005)


@pytest.mark.unit
def test_a_grant_that_a_programme_pays_and_networks_spend_is_neither_freed_nor_lost():
    arm = fake_run(pounds={"hub_startup_grants": 20.0, "hub_costs": 20.0})
    found = CASH.by_holder(fake_run(), arm, UNDISCOUNTED)
    assert found == {"networks": pytest.approx(0.0, abs=0.005)}


@pytest.mark.unit
def test_what_a_purse_of_its_own_money_has_free_is_what_it_gains():
    pounds = {"hub_grants": 50.0, "hub_own_income": 40.0, "hub_costs": 70.0, "home_care_own": 12.0}
    twin, arm = fake_run(pounds=pounds), fake_run(pounds={"hub_grants": 31.07, "hub_costs": 9.5})
    free, net = CASH.by_holder(twin, arm, UNDISCOUNTED), net_cost_by_account(twin, arm, UNDISCOUNTED)
    for holder in ("networks", "donors and members", "residents"):
        assert free[holder] == pytest.approx(-net[holder], abs=0.005)


@pytest.mark.unit
def test_every_share_that_is_assumed_can_be_argued_with():
    entries = default_sheet().entries.values()
    assert {entry.status for entry in entries} == {"assumed"}
    assert all(entry.note for entry in entries)


@pytest.mark.unit
def test_loneliness_free_years_are_residents_less_lonely_ones():
    twin = fake_run(measures={"residents": 100.0, "lonely": 30.0, "deaths": 2.0})
    arm = fake_run(measures={"residents": 101.0, "lonely": 25.0, "deaths": 1.0})
    found = compared(twin, arm)
    assert found.lonely_free_years == pytest.approx(2 * 6)
    assert found.life_years == pytest.approx(2 * 1)
    assert found.deaths_averted == 24


@pytest.mark.model
@pytest.mark.parametrize(
    ("standing", "measure"),
    [(HOME, "home_care"), (HOMES, "residential_council"), (UNMET, "unmet"), (Standing.CARERS, "informal_only")],
)
def test_months_counted_person_by_person_are_those_the_model_recorded(small, standing, measure):
    everyone, months = np.arange(len(small.left)), small.scenario.months
    present = np.arange(months) < present_until(small, small)[:, None]
    counted = ((by_month(small.spells, everyone, months) == standing) & present).sum(axis=0)
    assert counted.tolist() == small.measures[measure].tolist()


@pytest.fixture(scope="module")
def small():
    return run(Scenario(residents=2_000, months=24), seed=3)
