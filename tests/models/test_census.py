"""Census: every resident counted once, by kind, and what the council pays for each kind."""

import numpy as np
import pytest

from models import Plan, Scenario, census_months, run
from models.census import AT_HOME, IN_A_HOME, NO_NEED, OTHERWISE, SHAPE

pytestmark = pytest.mark.model

SMALL = Scenario(residents=2_000, months=14, interventions={"age_friendly_coordinators": Plan(6)})


@pytest.fixture(scope="module")
def found():
    return run(SMALL)


def test_everyone_is_counted_every_april_and_in_the_last_month(found):
    assert found.census.shape == (3, *SHAPE, 2)
    people, months = found.census[..., 0], census_months(14)
    assert months == [0, 12, 13]
    assert people.sum(axis=(1, 2, 3, 4, 5)).tolist() == found.measures["residents"].iloc[months].tolist()


def test_kinds_agree_with_the_measures_of_the_same_month(found):
    people, there = found.census[..., 0], found.measures.iloc[census_months(14)]
    assert people[:, :, 1].sum(axis=(1, 2, 3, 4)).tolist() == there["alone"].tolist()
    assert (people[:, 3].sum(axis=(1, 2, 3, 4)) <= there["aged_85_plus"]).all()
    assert (people[:, 2:].sum(axis=(1, 2, 3, 4, 5)) >= there["aged_85_plus"]).all()
    assert people[..., AT_HOME].sum(axis=(1, 2, 3, 4)).tolist() == there["home_care"].tolist()
    assert people[..., IN_A_HOME].sum(axis=(1, 2, 3, 4)).tolist() == there["residential_council"].tolist()
    otherwise = there[["home_care_own", "residential_own", "unmet", "informal_only", "reablement"]].sum(axis=1)
    assert people[..., OTHERWISE].sum(axis=(1, 2, 3, 4)).tolist() == otherwise.tolist()


def test_the_council_pays_for_those_it_funds_and_nobody_else(found):
    pounds = found.census[..., 1]
    assert pounds[..., [NO_NEED, OTHERWISE]].sum() == 0.0
    paid = found.measures["council_care_cost"].iloc[census_months(14)].to_numpy()
    assert pounds.sum(axis=(1, 2, 3, 4, 5)) == pytest.approx(paid, rel=0.05)


def test_whom_a_programme_reached_counts_as_reached_beside_members(found):
    people = found.census[..., 0].sum(axis=(1, 2, 3, 5))
    members = found.measures["members"].iloc[census_months(14)].to_numpy()
    assert people[0, 1] == members[0]
    got_to = len(np.unique(found.reached["age_friendly_coordinators"].person))
    assert got_to > 0
    assert members[2] < people[2, 1] <= members[2] + got_to
