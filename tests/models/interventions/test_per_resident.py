"""Per resident: a programme written for a place of Leeds' size is as large for each resident in every place."""

import pytest

from models import Plan, Scenario, sheets
from models.crowd import full_size
from models.gazetteer import read_place
from models.library import kinds, tables
from models.model import chosen
from tests.models.village import spent, tried

NAMES = tuple(sorted(name for name, kind in kinds().items() if kind.per_resident))
SMALL = "belfast-clare"


def size_in(place, plan_size=1.0, people_per_resident=1.0):
    """Return how many times its sheet a programme of reablement is in a place."""
    scenario = Scenario(place=place, interventions={"reablement": Plan(0, size=plan_size)})
    return chosen(scenario, sheets(), people_per_resident)[0].size


def residents(place):
    return full_size(tables(), read_place(place))


@pytest.mark.unit
def test_leeds_has_what_the_sheets_say_and_a_scaled_leeds_its_part():
    assert size_in("leeds") == 1.0
    assert size_in("leeds", 2.0, 25.0) == 2.0 / 25.0
    assert residents("leeds") == pytest.approx(150_600, rel=1e-3), "the number in the sheets' units"


@pytest.mark.unit
def test_elsewhere_it_is_as_large_for_each_resident():
    assert size_in(SMALL) == pytest.approx(residents(SMALL) / residents("leeds"))
    enterprise = Scenario(place=SMALL, interventions={"local_links": Plan(0)})
    assert chosen(enterprise, sheets(), 1.0)[0].size == 1.0


@pytest.mark.model
def test_in_a_small_place_a_programme_costs_about_as_much_a_head_as_in_leeds():
    months = 24
    small = tried(*NAMES, place=SMALL, residents=None, months=months)
    large = tried(*NAMES, residents=6_000, months=months)
    for name in NAMES:
        here, there = (spent(world, f"programme_{name}").sum() for world in (small, large))
        assert here / residents(SMALL) == pytest.approx(there / residents("leeds"), rel=0.2), name
