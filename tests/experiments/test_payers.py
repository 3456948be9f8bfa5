"""Who gains and who pays: a year's purses sum to nought, and a transfer is never a saving."""

import numpy as np
import pytest

from experiments.comparing.accounts import all_lines, line_difference
from experiments.comparing.payers import mean_purses, purses, yearly
from models import Plan, Scenario, Twins

BARE = Scenario(place="leeds-armley", residents=1_500, months=40)


@pytest.mark.model
def test_all_purses_of_a_year_sum_to_nought_and_the_council_gains_what_care_no_longer_costs():
    twins = Twins(2, None, apart=4)
    arm = Scenario(
        place="leeds-armley",
        residents=1_500,
        months=40,
        interventions={"local_links": Plan(start=4), "benefits_and_advice": Plan(start=4)},
    )
    as_now, tried = twins.run(BARE), twins.run(arm)
    found = purses(as_now, tried, 4)
    assert np.sum(list(found.gained.values()), axis=0) == pytest.approx(np.zeros(3), abs=0.01)
    paid = (as_now.measures["council_care_cost"] - tried.measures["council_care_cost"]).sum() * tried.weight
    other = 0.0
    for line in all_lines(as_now, tried):
        care = line.payee in ("home care providers", "care homes") or line.payer == "residents"
        if "council" in (line.payer, line.payee) and not care:
            sign = 1.0 if line.payer == "council" else -1.0
            other -= sign * line_difference(as_now, tried, line.name)[4:].sum() * tried.weight
    assert other < 0.0, "the programmes cost money"
    assert found.gained["council"].sum() - other == pytest.approx(paid, abs=0.05)


@pytest.mark.model
def test_benefits_gained_are_moved_from_one_purse_to_another_and_free_nothing():
    twins = Twins(2, None, apart=4)
    arm = Scenario(
        place="leeds-armley", residents=1_500, months=40, interventions={"benefits_and_advice": Plan(start=4)}
    )
    found = purses(twins.run(BARE), twins.run(arm), 4)
    assert found.gained["DWP"].sum() < 0.0
    assert found.gained["residents"].sum() > 0.0
    assert found.freed.get("DWP", np.zeros(1)).sum() == pytest.approx(0.0)


@pytest.mark.unit
def test_years_are_twelve_months_from_the_first_on_and_the_mean_is_over_runs():
    assert yearly(np.arange(13.0)).tolist() == [66.0, 12.0]


@pytest.mark.model
def test_the_mean_of_one_run_is_that_run():
    twins = Twins(2, None, apart=4)
    arm = Scenario(place="leeds-armley", residents=1_500, months=40, interventions={"local_links": Plan(start=4)})
    one = purses(twins.run(BARE), twins.run(arm), 4)
    again = mean_purses([one, one])
    assert again.freed.keys() == one.freed.keys()
    assert all((again.gained[name] == years).all() for name, years in one.gained.items())
