"""Community commissioning: franchised hubs in need of it decide what a public health budget buys there."""

import numpy as np
import pytest

from models import sheets
from models.services.hub.hubs import Hubs
from models.services.hub.network import Hub
from tests.models.village import spent, tried

P = sheets()["community_commissioning"]
NAME, FRANCHISE = "community_commissioning", "community_hub_franchise"
EAST = {"place": "cheshire-east", "residents": 6_000, "months": 36}
READY = {"hub__core_share_at_start": 0.9, "hub__applying_per_quarter": 0.8}
pytestmark = pytest.mark.model


def test_without_a_franchise_no_hub_commissions_and_the_setting_up_is_paid_all_the_same():
    world = tried(NAME, **EAST)
    assert (world.recorded()["hubs_commissioning"] == 0).all()
    assert spent(world, "hub_commissioning").sum() == 0.0
    assert spent(world, f"programme_{NAME}").sum() == pytest.approx(3 * P.setting_up_pounds_per_year, rel=0.01)


def test_franchised_hubs_that_serve_a_deprived_area_commission_and_others_do_not():
    world = tried(NAME, FRANCHISE, **EAST, **READY, community_hub_franchise__pilot_hubs=10)
    commissioning = [
        one for one in world.agents if isinstance(one, Hub) and one.franchise.stage.name == "COMMISSIONING"
    ]
    assert commissioning
    assert all(world.shared["deprived_areas"][one.neighbourhood] >= 1 for one in commissioning)
    franchised = [one for one in world.agents if isinstance(one, Hub) and one.franchise.stage.name == "FRANCHISED"]
    settled = [one for one in franchised if world.month - one.franchise.since > 6]
    assert all(world.shared["deprived_areas"][one.neighbourhood] == 0 for one in settled)
    assert spent(world, "hub_commissioning").sum() > 0


def test_activities_come_nearer_to_local_need_where_a_hub_commissions():
    world = tried(NAME, FRANCHISE, **EAST, **READY)
    word = next(one for one in world.processes if isinstance(one, Hubs))
    commissions = world.shared["commissioning"] > 0
    usual = np.asarray(sheets()["hub"].mix)
    moved = np.abs(word.mix - usual).sum(axis=1)
    assert commissions.any()
    assert (moved[commissions] > 0.02).all()
    assert (moved[~commissions & (world.shared["network"] > 0)] == 0).all()


def test_members_become_volunteers_where_a_hub_commissions():
    many, none = (
        tried(NAME, FRANCHISE, **EAST, **READY, community_commissioning__producers_per_hub_per_year=n) for n in (10, 0)
    )
    assert many.recorded()["volunteers"].sum() >= none.recorded()["volunteers"].sum()
