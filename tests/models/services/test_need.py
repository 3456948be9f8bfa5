"""Need: who needs help, who goes without, and who comes to the council's notice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.services.need import SOURCES, contact_rate, source_of
from models.signals import CARER, HOSPITAL, SELF
from tests.models.village import RATES, as_now, column, grown, leeds, total


@pytest.mark.unit
@pytest.mark.parametrize(
    ("helped", "alone", "rate"),
    [(False, False, 0.6), (True, False, 0.3), (False, True, 0.9), (True, True, 0.45)],
    ids=["plain", "helped", "alone", "both"],
)
def test_unpaid_help_hides_need_and_living_alone_shows_it(helped, alone, rate):
    assert contact_rate(0.6, helped, alone, 0.5, 1.5) == pytest.approx(rate)


@pytest.mark.unit
@given(rate=RATES, helped=st.booleans(), alone=st.booleans(), ratio=st.floats(1.0, 4.0))
def test_a_rate_of_contact_is_between_its_extremes(rate, helped, alone, ratio):
    found = contact_rate(rate, helped, alone, 1.0 / ratio, ratio)
    assert rate / ratio - 1e-12 <= found <= rate * ratio + 1e-12


@pytest.mark.model
def test_whoever_has_a_service_or_waits_for_one_does_not_ask_again():
    world = leeds(18)
    brought = set()
    for _ in range(18):
        ids = column(world, "id")
        busy = set(ids[(column(world, "package") > 0) | (column(world, "stage") > 0) | (column(world, "setting") > 0)])
        world.step()
        contact = column(world, "contact")
        assert not busy & set(column(world, "id")[contact > 0])
        assert (contact > 0).sum() == world.recorded()["contacts"].iloc[-1]
        brought |= set(np.unique(contact))
    assert brought >= {0, SELF, HOSPITAL, CARER}


@pytest.mark.model
def test_someone_turned_away_asks_again_only_after_the_wait_unless_hospital_or_carer_send_them():
    world = leeds(24)
    for _ in range(24):
        refused = dict(zip(column(world, "id"), column(world, "refused"), strict=True))
        world.step()
        for one, contact in zip(column(world, "id"), column(world, "contact"), strict=True):
            assert contact in (0, HOSPITAL, CARER) or refused.get(one, 0) == 0


@pytest.mark.model
def test_those_in_need_are_frail_and_at_home():
    world = leeds(6)
    for _ in range(6):
        inside = {one for one, setting in zip(column(world, "id"), column(world, "setting"), strict=True) if setting}
        world.step()
        frail = [one for one, level in zip(column(world, "id"), column(world, "cfs"), strict=True) if level >= 5]
        at_home = sum(one not in inside for one in frail)
        assert 0.7 * at_home < world.recorded()["in_need"].iloc[-1] <= at_home, "some of the frail manage by themselves"


@pytest.mark.model
def test_the_lever_on_contact_moves_contacts_and_who_goes_without():
    moved, plain = grown(moved={"need.contact": 4.0}), as_now().measures
    assert total(moved, "contacts") > 1.3 * plain["contacts"].sum()
    none = grown(moved={"need.contact": 0.0})
    assert total(none, "contacts") < 0.7 * plain["contacts"].sum()
    assert none.recorded()["home_care"].iloc[-1] < plain["home_care"].iloc[-1]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("luck", "source"),
    [(0.1, "gp"), (0.25, "programme"), (0.35, "hub"), (0.45, "volunteer"), (0.55, "self")],
)
def test_who_noticed_goes_by_lot_in_proportion_to_what_each_adds(luck, source):
    assert SOURCES[source_of(luck, 0.2, 0.1, 0.1, 0.1) - 1] == source


@pytest.mark.model
def test_every_contact_has_one_source():
    measures = as_now().measures
    assert (measures[[f"contacts_{one}" for one in SOURCES]].sum(axis=1) == measures["contacts"]).all()
    assert measures["contacts_programme"].sum() == 0, "nobody was sent"
    assert measures[["contacts_gp", "contacts_hub"]].sum().min() > 0


@pytest.mark.model
def test_whom_a_programme_brings_is_told_apart():
    assert total(grown(moved={"need.contact": 4.0}), "contacts_programme") > 10
