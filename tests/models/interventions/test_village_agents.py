"""Village agents: part-time locals who find older people in rural parishes and link them to what there is."""

import numpy as np
import pytest

from models import sheets
from tests.models.village import programme, spent, tried

P = sheets()["village_agents"]
NAME, WEST = "village_agents", {"place": "west-cheshire", "residents": 8_000}


@pytest.mark.model
def test_an_agent_makes_195_contacts_a_year_half_of_them_new():
    world = tried(NAME, **WEST)
    agents = programme(world)
    assert agents.contacts_per_year() == pytest.approx(195, rel=0.01)
    met = len(world.reached.of(NAME)[1]) / (P.agents * agents.size) / 2.0
    assert met == pytest.approx(195 * 0.52, rel=0.1)


@pytest.mark.model
def test_they_meet_only_rural_people_and_nobody_twice():
    world = tried(NAME, **WEST)
    ids = world.reached.of(NAME)[1]
    assert len(np.unique(ids)) == len(ids) > 50
    rows = world.people.row_of[ids]
    area = world.people["neighbourhood"][rows[rows >= 0]]
    assert (world.shared["rural"][area] > 0).all()


@pytest.mark.model
def test_longer_roads_leave_time_for_fewer():
    near, far = (
        tried(NAME, **WEST, village_agents__travel_hours=0.5),
        tried(NAME, **WEST, village_agents__travel_hours=2.0),
    )
    assert len(far.reached.of(NAME)[1]) < 0.7 * len(near.reached.of(NAME)[1])


@pytest.mark.model
def test_rather_those_who_live_alone_are_met():
    world, plain = tried(NAME, **WEST), tried(**WEST)
    rows = plain.people.row_of[world.reached.of(NAME)[1]]
    rows = rows[rows >= 0]
    rural = world.shared["rural"][plain.people["neighbourhood"]] > 0
    assert plain.people["alone"][rows].mean() > plain.people["alone"][rural & (plain.people["here"] > 0)].mean()


@pytest.mark.model
def test_where_nobody_lives_in_a_village_there_is_no_agent_and_no_cost():
    world = tried(NAME, place="leeds-armley", residents=2_000, months=3)
    assert len(world.reached.of(NAME)[1]) == 0
    assert spent(world, "programme_village_agents").sum() == 0.0


@pytest.mark.model
def test_those_met_come_to_notice_and_join_more_than_their_twins_and_benefits_are_a_transfer():
    world, plain = tried(NAME, **WEST), tried(**WEST)
    ids = world.reached.of(NAME)[1]
    ours, theirs = world.people.row_of[ids], plain.people.row_of[ids]
    both = (ours >= 0) & (theirs >= 0)
    assert world.people["member"][ours[both]].mean() > plain.people["member"][theirs[both]].mean()
    assert world.ledger.lines["village_agents_benefits"].cashable == "transfer"
    benefits = spent(world, "village_agents_benefits").sum() / 2.0
    assert benefits == pytest.approx(P.agents * P.benefits_pounds_per_agent_per_year, rel=0.01)
