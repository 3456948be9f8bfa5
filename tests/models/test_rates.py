"""Rates: what the start and the months of a place have in common."""

import numpy as np
import pytest

from models.ages import LEVELS
from models.gazetteer import read_place
from models.library import sheets, tables
from models.people.falls import injury_rates
from models.people.hospital import stay_rates
from models.rates import Rates, rates_of

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def rates() -> Rates:
    return rates_of(read_place("leeds"), tables(), sheets())


def test_levels_of_frailty_share_everyone_out_and_those_inside_are_as_many_as_counted(rates):
    assert rates.shares.sum(axis=2) == pytest.approx(1.0)
    assert (rates.shares * rates.inside).sum(axis=2) == pytest.approx(rates.in_homes)


def test_falls_are_more_where_more_live_in_care_homes_and_stays_go_by_frailty(rates):
    at_home = injury_rates(np.zeros(LEVELS), sheets()["falls"])
    assert np.array_equal(rates.injuries > at_home, rates.inside > 0.0)
    assert np.array_equal(rates.stays, stay_rates(rates.shares, sheets()["hospital"]))


def test_hospital_sends_some_at_home_into_care_homes_and_more_of_the_older(rates):
    assert (rates.sent > 0.0).all()
    assert (rates.sent[:, 30] > 3.0 * rates.sent[:, 5]).all(), "at 90 against 65"
    assert (rates.sent < (rates.injuries + rates.stays).max(axis=2)).all(), "fewer than come to hospital"
