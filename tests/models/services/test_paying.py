"""Paying: savings, the means test, charges, and every pound of care through the ledger."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.services.paying import pays_home_care, pays_with_house, unspent_share, weekly_pence
from models.standing import Manager, Payer
from sim.ledger import WEEKS_PER_MONTH
from tests.models.village import as_now, at_start, column, grown, leeds

P = sheets()["paying"]
BOUGHT = ("home_care_council", "home_care_own", "residential_council", "residential_own")
MONEY = st.floats(0.0, 1e6)


@pytest.mark.unit
@pytest.mark.parametrize(("savings", "pays"), [(23_250.0, False), (23_250.01, True), (0.0, False)])
def test_savings_above_the_limit_pay_for_home_care(savings, pays):
    assert pays_home_care(savings, 23_250.0) is pays


@pytest.mark.unit
@given(savings=MONEY, house=MONEY, more=MONEY)
def test_more_wealth_never_frees_anyone_from_paying(savings, house, more):
    assert pays_with_house(savings + more, house, 23_250.0) >= pays_with_house(savings, house, 23_250.0)
    assert pays_with_house(savings, house + more, 23_250.0) >= pays_with_house(savings, house, 23_250.0)
    assert pays_with_house(savings, house, 23_250.0) >= pays_home_care(savings, 23_250.0)


@pytest.mark.unit
@given(hours=st.floats(0.0, 100.0), price=st.floats(0.0, 50.0))
def test_a_week_of_care_is_whole_pence_rounded_once(hours, price):
    assert abs(weekly_pence(hours, price) - 100 * hours * price) <= 0.5 + 1e-6
    assert isinstance(weekly_pence(hours, price), int)


@pytest.mark.model
def test_what_the_council_and_residents_pay_is_what_care_costs_to_the_penny():
    world = leeds(18)
    for month in range(18):
        world.step()
        here = world.people["here"] > 0
        cost = int(world.people["cost"][here].astype(np.int64).sum())
        council = int(world.people["council_cost"][here].astype(np.int64).sum())
        posted = {line: world.ledger.posted(line, month) for line in world.ledger.lines}
        charges, back = posted["home_care_charges"] + posted["residential_charges"], posted["direct_payments_returned"]
        assert cost == sum(posted[line] for line in BOUGHT) - back
        assert council == posted["home_care_council"] + posted["residential_council"] - charges - back
        assert cost - council == posted["home_care_own"] + posted["residential_own"] + charges
        assert world.recorded()["council_care_cost"].iloc[-1] == pytest.approx(council / 100, abs=1e-6)


@pytest.mark.model
def test_nobodys_care_costs_less_than_nothing_and_only_those_with_care_cost_anything():
    world = grown(6)
    cost, council = column(world, "cost"), column(world, "council_cost")
    assert (cost >= council).all()
    assert (council >= 0).all()
    has = (column(world, "package") > 0) | (column(world, "setting") > 0)
    assert ((cost > 0) == has).all()
    assert (council[column(world, "payer") != Payer.COUNCIL] == 0).all()


@pytest.mark.model
def test_those_who_pay_for_themselves_spend_down_until_the_council_pays():
    world = leeds(36)
    first = world.people["setting"] > 0
    ids = world.people["id"][first & (world.people["payer"] == Payer.SELF)].copy()
    wealth = dict(zip(world.people["id"], world.people["savings"] + world.people["house"], strict=True))
    for _ in range(36):
        world.step()
    rows = world.people.row_of[ids]
    stayed = rows[rows >= 0]
    now = world.people["savings"][stayed] + world.people["house"][stayed]
    before = np.array([wealth[one] for one in world.people["id"][stayed]])
    assert (now <= before + 1.0).all()
    assert (now < before).mean() > 0.9
    assert (world.people["savings"] >= 0).all()
    assert (world.people["house"] >= 0).all()


@pytest.mark.model
def test_between_a_third_and_a_half_of_care_home_residents_pay_for_themselves_at_the_start():
    payer = at_start("payer")[at_start("setting") > 0]
    assert 0.33 < (payer == Payer.SELF).mean() < 0.55


@pytest.mark.model
def test_the_price_of_an_hour_moves_home_care_in_proportion():
    dear = grown(1, moved={"paying.hour_price": 2 * P.home_care_hour_pounds})
    for line in ("home_care_council", "home_care_own"):
        plain = as_now(1).ledger[line].iloc[0]
        assert dear.ledger.posted(line, 0) / 100 == pytest.approx(2 * plain, rel=1e-3)


@pytest.mark.unit
@pytest.mark.parametrize(("days", "share"), [(0, 0.1), (15, 0.5435), (31, 1.0), (90, 1.0)])
def test_days_in_hospital_leave_a_direct_payment_unspent(days, share):
    assert unspent_share(0.1, days) == pytest.approx(share, abs=1e-3)


@pytest.mark.model
def test_what_is_left_of_direct_payments_goes_back_to_the_council():
    world = leeds(6, residents=6_000)
    for month in range(6):
        world.step()
        people = world.people
        direct = (people["managed"] == Manager.DIRECT_PAYMENT) & (people["package"] > 0) & (people["here"] > 0)
        back = 0
        for row in np.flatnonzero(direct & (people["payer"] == Payer.COUNCIL)):
            week = weekly_pence(float(people["package"][row]), P.home_care_hour_pounds)
            given = round(week * WEEKS_PER_MONTH)
            given -= round(given * float(people["contributes"][row]))
            back += round(given * unspent_share(P.direct_payment_unspent_share, int(people["bed_days"][row])))
        assert direct.sum() > 5
        assert world.ledger.posted("direct_payments_returned", month) == back > 0
