"""Closed form: the published break-evens, and the full reckoning within 1% of them."""

from dataclasses import replace

import numpy as np
import pytest

from models import sheets, standard_terms
from models.money.closed_form import break_even, cash_at_full_handover, least_handover
from models.money.dividend import above_high_water, cash, quarterly, split
from models.money.loan import settle
from tests.models.flows import central

pytestmark = pytest.mark.unit

SHEET = sheets()["closed_form"]
TERMS = replace(standard_terms(), holiday_interest_share=0.0, cure_quarters=0.0)
PLACES = {"Armley": 5_600, "Garforth": 3_800, "CLARE at 14,000": 2_240, "CLARE at 6,000": 960}


@pytest.mark.parametrize(
    ("place", "saving", "published"),
    [
        ("Armley", 0.15, 0.60),
        ("Armley", 0.25, 0.36),
        ("Garforth", 0.15, 0.88),
        ("Garforth", 0.25, 0.53),
        ("CLARE at 14,000", 0.25, 0.90),
    ],
)
def test_break_evens_are_the_published_ones(place, saving, published):
    assert break_even(PLACES[place], saving, SHEET, TERMS) == pytest.approx(published, rel=0.0125)


@pytest.mark.parametrize(
    ("place", "saving"), [("CLARE at 14,000", 0.15), ("CLARE at 6,000", 0.15), ("CLARE at 6,000", 0.25)]
)
def test_where_no_handover_rate_repays_there_is_no_break_even(place, saving):
    assert break_even(PLACES[place], saving, SHEET, TERMS) is None


@pytest.mark.parametrize("people", [5_600, 3_800])
@pytest.mark.parametrize("saving", [0.15, 0.25])
def test_the_full_reckoning_agrees_within_one_per_cent(people, saving):
    full = cash_at_full_handover(people, saving, SHEET, 3 * TERMS.quarters)
    handover = np.linspace(0.2, 1.0, 8_001)
    plain = {"spot_share": 1.0, "spot_lag": 0.0, "backfill": 0.0, "block_part": 0.0}
    frees = replace(
        central(len(handover)),
        **{name: np.full(len(handover), one) for name, one in plain.items()},
    )
    freed = quarterly(cash(handover[:, None] * full[None, :], frees))
    share, _ = split(above_high_water(freed), TERMS.council_share)
    repaid = settle(share, TERMS, np.zeros(len(handover), bool)).repaid_from_savings
    assert (np.diff(repaid.astype(int)) >= 0).all(), "once repaid, repaid at every higher rate"
    least = handover[repaid.argmax()]
    assert least == pytest.approx(break_even(people, saving, SHEET, TERMS), rel=0.01)


def test_half_the_share_or_twice_the_loan_needs_twice_the_handover():
    full = cash_at_full_handover(5_600, 0.15, SHEET, 84)
    once = least_handover(full, TERMS)
    assert least_handover(full, replace(TERMS, council_share=0.25)) == pytest.approx(2 * once)
    assert least_handover(full, replace(TERMS, loan_pounds=300_000.0)) == pytest.approx(2 * once)


def test_without_a_saving_nothing_repays():
    assert least_handover(np.zeros(84), TERMS) == float("inf")
