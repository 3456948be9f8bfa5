"""Hub: the neighbourhood networks and community hubs, their money, activities, quality and franchise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Kith, Scenario, sheets
from models.services.hub.franchise import Franchise, FranchiseStage, Grounds, Lucks, Offer
from models.services.hub.network import Hub, Month, closing_rate, cost_per_month, network_unit_ratio, score_after
from tests.models.village import SHARES, as_now, grown, leeds

P = sheets()["hub"]
OFFER = Offer(True, 2_000.0, 12, False)
YES, NO = Lucks(True, True, True), Lucks(False, False, False)
READY = Grounds(True, True, True, True, 0.5, False)
RAW = Grounds(True, False, False, False, 0.8, False)


def hubs(world):
    return [one for one in world.agents if isinstance(one, Hub)]


def stage_of(franchise) -> FranchiseStage:
    """The stage a franchise has come to by now."""
    return franchise.stage


def plain_hub(**given):
    return Hub(leeds(1), 0, True, ([0.5] * 6, [18.0], [1.0] * 6), **given)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("members", "unit", "cost"), [(1.0, 1.0, 100.0), (0.0, 1.0, 40.0), (0.5, 1.0, 70.0), (1.0, 0.5, 70.0)]
)
def test_part_of_the_cost_goes_with_members_and_with_the_price_of_an_activity(members, unit, cost):
    assert cost_per_month(100.0, 0.4, members, unit) == pytest.approx(cost)


@pytest.mark.unit
@given(hubs=st.floats(0, 50), more=st.floats(0, 50), saved=SHARES)
def test_unit_cost_falls_with_the_size_of_the_network_but_never_by_more_than_the_most(hubs, more, saved):
    small, large = network_unit_ratio(hubs, saved, 6.0), network_unit_ratio(hubs + more, saved, 6.0)
    assert 1.0 - saved - 1e-9 <= large <= small + 1e-9 <= 1.0 + 1e-9
    assert network_unit_ratio(7.0, 0.1, 6.0) == pytest.approx(0.95)


@pytest.mark.unit
@given(score=SHARES, taught=SHARES, peers=SHARES, learning=SHARES)
def test_support_and_better_peers_raise_a_score_and_nothing_lowers_it(score, taught, peers, learning):
    after = score_after(score, taught, peers, learning)
    assert score <= after <= 1.0
    assert score_after(0.4, 0.0, 0.3, 0.5) == 0.4


@pytest.mark.unit
def test_young_hubs_close_sooner_than_settled_ones():
    assert closing_rate(0.005, 0.1, 12.0, 36.0, 1.0) == 0.1
    assert closing_rate(0.005, 0.1, 36.0, 36.0, 1.0) == 0.005


@pytest.mark.model
def test_a_network_closes_when_its_reserves_are_gone():
    hub = plain_hub()
    hub.reserves = 300.0
    states = []
    for _ in range(6):
        hub.settle(Month(0.0, 0.0, 100.0), 6)
        states.append(hub.open)
    assert states == [True, True, True, False, False, False]
    hub.open_up(10, 200.0)
    assert hub.open
    assert hub.opened == 10


@pytest.mark.model
def test_a_hub_short_of_reserves_cuts_and_one_with_plenty_spends():
    hub = plain_hub()
    hub.settle(Month(100.0, 0.0, 100.0), 6)
    assert hub.thrift(P) == hub.spends(P) == 1.0 - P.cut_when_short
    hub.reserves = 2.0 * hub.target
    assert hub.thrift(P) == 1.0
    assert hub.spends(P) == 1.0 + P.cut_when_short


@pytest.mark.unit
def test_a_hub_that_is_ready_is_awarded_at_once_and_one_that_is_not_is_supported_with_a_grant():
    ready, raw = Franchise(), Franchise()
    assert ready.decide(3, OFFER, READY, YES) == 0.0
    assert stage_of(ready) is FranchiseStage.FRANCHISED
    assert raw.decide(3, OFFER, RAW, YES) == pytest.approx(0.8 * 2_000.0)
    assert stage_of(raw) is FranchiseStage.SUPPORTED
    assert raw.decide(6, OFFER, RAW, NO) == 0.0
    assert stage_of(raw) is FranchiseStage.SUPPORTED
    raw.decide(9, OFFER, READY, NO)
    assert stage_of(raw) is FranchiseStage.FRANCHISED


@pytest.mark.unit
def test_after_a_declined_resubmission_a_later_application_gets_no_grant():
    one = Franchise()
    granted = [one.decide(month, OFFER, RAW, Lucks(True, False, False)) for month in range(0, 60, 3)]
    assert granted[0] > 0.0
    assert sum(granted[1:]) == 0.0
    assert stage_of(one) is FranchiseStage.DECLINED
    assert one.since >= 12
    one.decide(60, OFFER, READY, YES)
    assert stage_of(one) is FranchiseStage.FRANCHISED
    assert one.granted == granted[0]


@pytest.mark.unit
@pytest.mark.parametrize(("agrees", "stage"), [(True, FranchiseStage.FRANCHISED), (False, FranchiseStage.DECLINED)])
def test_a_panel_looks_at_a_refusal_once_if_asked(agrees, stage):
    one = Franchise()
    for month in range(0, 15, 3):
        one.decide(month, OFFER, RAW, Lucks(True, True, agrees))
    assert stage_of(one) is FranchiseStage.DECLINED
    assert one.appealing
    one.decide(15, OFFER, RAW, Lucks(False, True, agrees))
    assert one.stage is stage
    assert not one.appealing


@pytest.mark.unit
def test_a_franchise_is_reviewed_once_a_year_and_lapses_if_it_no_longer_meets_the_criteria():
    one = Franchise()
    one.decide(0, OFFER, READY, YES)
    for month in (3, 6, 9):
        one.decide(month, OFFER, RAW, NO)
        assert stage_of(one) is FranchiseStage.FRANCHISED
    one.decide(12, OFFER, RAW, NO)
    assert stage_of(one) is FranchiseStage.LAPSED
    assert one.decide(15, OFFER, RAW, YES) == 0.0


@pytest.mark.unit
@pytest.mark.parametrize("deprived", [True, False])
def test_only_a_franchised_hub_that_serves_a_deprived_area_comes_to_commission(deprived):
    one, offer = Franchise(), OFFER._replace(commissioning=True)
    now = READY._replace(deprived=deprived)
    one.decide(0, offer, now, YES)
    assert stage_of(one) is FranchiseStage.FRANCHISED
    one.decide(3, offer, now, NO)
    assert (stage_of(one) is FranchiseStage.COMMISSIONING) == deprived
    supported = Franchise()
    supported.decide(0, offer, RAW._replace(deprived=True), YES)
    supported.decide(3, offer, RAW._replace(deprived=True), YES)
    assert stage_of(supported) is FranchiseStage.SUPPORTED


@pytest.mark.model
def test_without_an_offer_no_hub_has_any_dealings_with_a_franchise():
    world = grown(24)
    assert {hub.franchise.stage for hub in hubs(world)} == {FranchiseStage.CANDIDATE}
    assert (world.recorded()["hubs_franchised"] == 0).all()
    assert world.ledger.pence("hub_startup_grants").sum() == 0


@pytest.mark.model
def test_with_an_offer_hubs_go_through_its_stages_on_quarterly_decisions_and_learn():
    moved = {"hub.franchise": 1.0, "hub.startup_grant": 2_000.0}
    offered, plain = grown(36, moved=moved), as_now(36).measures
    flows = offered.recorded()
    assert flows["hubs_supported"].max() > 5
    assert flows["hubs_franchised"].iloc[-1] > 10
    changes = np.flatnonzero(np.diff(flows["hubs_franchised"]) > 0) + 1
    assert (changes % 3 == 0).all()
    assert flows["hub_quality"].iloc[-1] > plain["hub_quality"].iloc[-1] + 0.05
    assert max(hub.franchise.granted for hub in hubs(offered)) <= 2_000.0
    assert (
        3
        <= np.mean([hub.franchise.since for hub in hubs(offered) if hub.franchise.granted and hub.franchise.holds])
        <= 24
    )


@pytest.mark.model
def test_core_grants_that_end_close_networks_and_their_members_lose_them():
    cut, plain = grown(36, moved={"hub.core_grant": 0.0}).recorded(), as_now(36).measures
    assert cut["hubs_open"].iloc[-1] < 5 < plain["hubs_open"].iloc[-1]
    assert cut["members"].iloc[-1] < 0.4 * plain["members"].iloc[-1]


@pytest.mark.model
def test_activities_that_cannot_be_held_are_missed():
    shut, plain = grown(24, moved={"hub.suspended": 1.0}), grown(24)
    assert (shut.shared["served"] == 0.0).all()
    assert shut.recorded()["members"].iloc[-1] < plain.recorded()["members"].iloc[-1]
    assert shut.recorded()["lonely"].iloc[-1] > plain.recorded()["lonely"].iloc[-1]


@pytest.mark.model
def test_the_council_grants_what_the_sheet_says_however_small_the_population():
    run = as_now()
    members = P.members_per_resident * run.measures["residents"] * run.measures["hubs_open"] / 37
    assert np.allclose(12 * run.ledger["hub_grants"], members * P.grant_pounds_per_member_per_year, rtol=0.06)


@pytest.mark.model
def test_what_hubs_take_and_spend_is_what_they_put_by():
    world = leeds(24)
    for _ in range(24):
        before = {hub: hub.reserves for hub in hubs(world) if hub.open}
        world.step()
        for hub in before:
            if hub.open:
                put_by = hub.books.grant + hub.books.own_income - hub.books.costs
                assert hub.reserves - before[hub] == pytest.approx(put_by)


@pytest.mark.model
def test_a_network_that_opens_again_has_raised_what_it_begins_with():
    world = leeds(24, overrides={"hub.reopening_per_year": 1.0})
    world.step()
    for hub in hubs(world)[:20]:
        hub.close()
    opened = 0
    for month in range(1, 24):
        shut = [hub for hub in hubs(world) if not hub.open]
        world.step()
        new = [hub for hub in shut if hub.open]
        begun = sum(hub.reserves - (hub.books.grant + hub.books.own_income - hub.books.costs) for hub in new)
        raised = sum(hub.books.own_income for hub in hubs(world)) + begun
        assert world.ledger.posted("hub_own_income", month) == pytest.approx(100.0 * raised, abs=len(new) + 1)
        opened += len(new)
    assert opened > 10


@pytest.mark.model
def test_a_closed_network_opens_again_only_where_there_are_volunteers_to_open_it():
    world = leeds(24, overrides={"hub.reopening_per_year": 1.0})
    world.step()
    shut = hubs(world)[:20]
    for hub in shut:
        hub.close()
    for _ in range(12):
        world.shared["hours"][:] = 0.0
        world.step()
    assert not any(hub.open for hub in shut)
    for _ in range(11):
        world.step()
    assert sum(hub.open for hub in shut) > 5


@pytest.mark.model
def test_opening_takes_volunteers_however_few_come_and_in_usual_times_there_are_enough():
    def over(pace, least):
        given = {"hub.least_hours_per_week": least}
        return grown(48, residents=15_000, moved={"volunteer.leaving": pace}, overrides=given).recorded().iloc[-12:]

    usual, none = over(1.0, 40.0), over(1.0, 0.0)
    assert usual["hubs_open"].mean() == pytest.approx(none["hubs_open"].mean(), abs=0.5)
    assert usual["members"].mean() == pytest.approx(none["members"].mean(), rel=0.01)
    fast, free = over(6.0, 40.0), over(6.0, 0.0)
    assert fast["activities_served"].mean() < free["activities_served"].mean()
    assert fast["hubs_open"].mean() < free["hubs_open"].mean()


@pytest.mark.model
def test_clubs_and_churches_without_core_grants_have_no_doors_of_their_own_to_keep_open():
    assert (leeds(1).shared["least_hours"] > 0.0).all()
    assert (Kith(Scenario("west-cheshire", residents=1_500, months=1)).shared["least_hours"] == 0.0).all()


@pytest.mark.model
def test_a_network_has_collapsed_if_it_is_closed_or_has_lost_most_of_its_usual_members():
    world = leeds(4, residents=15_000)
    world.step()
    assert world.recorded()["hubs_collapsed"].iloc[-1] == 0
    for hub in hubs(world)[:20]:
        hub.close()
    world.step()
    shut = sum(not hub.open for hub in hubs(world))
    assert 15 < shut <= world.recorded()["hubs_collapsed"].iloc[-1] <= shut + 1
    whole = leeds(1, residents=15_000, overrides={"hub.collapsed_below": 0.8, "hub.members_per_resident": 0.16})
    whole.step()
    assert whole.recorded()["hubs_collapsed"].iloc[-1] > 5, "which it counts as lost is the reader's choice"


@pytest.mark.model
def test_a_supported_hub_that_closes_stays_closed_and_is_declined():
    world = leeds(24, moved={"hub.franchise": 1.0, "hub.startup_grant": 2_000.0})
    while not any(hub.franchise.supported for hub in hubs(world)):
        world.step()
    one = next(hub for hub in hubs(world) if hub.franchise.supported)
    one.core_funded = False
    one.close()
    while one.franchise.supported and world.month < 24:
        assert not one.open
        world.step()
    assert stage_of(one.franchise) is FranchiseStage.DECLINED
