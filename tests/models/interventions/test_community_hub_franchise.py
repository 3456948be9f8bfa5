"""Community hub franchise: hubs apply, are helped to meet its criteria, and share a network and a name."""

import numpy as np
import pytest

from models import sheets
from models.services.hub.franchise import FranchiseStage
from models.services.hub.network import Hub
from tests.models.village import programme, spent, tried

P = sheets()["community_hub_franchise"]
NAME = "community_hub_franchise"
EAST = {"place": "cheshire-east", "residents": 6_000, "months": 36}
pytestmark = pytest.mark.model


def hubs(world):
    return {one.neighbourhood: one for one in world.agents if isinstance(one, Hub)}


def test_the_pilots_are_the_six_named_sites_which_have_no_network_yet():
    world = tried(NAME, **EAST)
    pilots = programme(world).pilots(world)
    assert len(pilots) == P.pilot_hubs == 6
    assert (world.shared["network"][pilots] == 0).all()
    assert (world.shared["deprived_areas"][pilots] >= 1).all()


def test_only_pilots_go_through_the_stages_and_hubs_open_where_there_were_none():
    world, plain = tried(NAME, **EAST), tried(**EAST)
    pilots = set(programme(world).pilots(world).tolist())
    stages = {area: one.franchise.stage for area, one in hubs(world).items()}
    assert {stage for area, stage in stages.items() if area not in pilots} == {FranchiseStage.CANDIDATE}
    assert all(stages[area] is not FranchiseStage.CANDIDATE for area in pilots)
    assert world.recorded()["hubs_franchised"].max() >= 2
    assert world.shared["members"][sorted(pilots)].sum() > 0 == plain.shared["members"][sorted(pilots)].sum()


def test_start_up_grants_are_at_most_2_000_pounds_a_hub_and_go_out_once():
    world = tried(NAME, **EAST)
    granted = [one.franchise.granted * world.people_per_resident for one in hubs(world).values()]
    assert 0 < max(granted) <= 2_000.01
    assert spent(world, "hub_startup_grants").sum() == pytest.approx(sum(granted), rel=0.01)
    assert (np.flatnonzero(spent(world, "hub_startup_grants")) % 3 == 0).all()


def test_a_larger_programme_has_more_pilots_and_gives_none_of_them_a_larger_grant():
    large = tried(NAME, **EAST, size=3.0)
    pilots = programme(large).pilots(large)
    assert len(pilots) == 3 * P.pilot_hubs
    granted = [one.franchise.granted * large.people_per_resident for one in hubs(large).values()]
    assert 0 < max(granted) <= 2_000.01
    assert spent(large, f"programme_{NAME}").sum() == pytest.approx(
        3 * spent(tried(NAME, **EAST), f"programme_{NAME}").sum(), rel=0.01
    )
    everywhere = tried(NAME, **{**EAST, "months": 3}, size=100.0)
    assert len(programme(everywhere).pilots(everywhere)) == everywhere.groups


def test_officers_time_is_counted_and_is_no_programme_money():
    world = tried(NAME, **EAST)
    assert spent(world, "franchise_officers").sum() > 0
    assert world.ledger.lines["franchise_officers"].cashable == "staff time"
    package = P.pilot_hubs * P.package_pounds_per_hub_per_year * 3.0
    assert spent(world, f"programme_{NAME}").sum() == pytest.approx(package, rel=0.01)


def test_a_hub_on_its_own_costs_more_than_one_in_a_network():
    cheap, dear = (tried(NAME, **EAST, hub__most_saved_by_network=saved) for saved in (0.2, 0.0))
    pilots = [hubs(cheap)[int(area)] for area in programme(cheap).pilots(cheap)]
    pairs = [(one, hubs(dear)[one.neighbourhood]) for one in pilots if one.open and one.franchise.holds]
    pairs = [(one, other) for one, other in pairs if other.open and cheap.shared["members"][one.neighbourhood] > 0]
    assert pairs
    assert sum(one.books.costs for one, _ in pairs) < sum(other.books.costs for _, other in pairs)
