"""Ledger: every penny posted once, from a payer to a payee, so that accounts sum to zero."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ledger import Cashable, Ledger, Line, drawn_down

pytestmark = pytest.mark.unit

LINES = (
    Line("home_care", "council", "providers", "home care", Cashable.SPOT),
    Line("own_care", "residents", "providers", "home care", Cashable.OWN),
    Line("charges", "residents", "council", "charges", Cashable.TRANSFER),
)
MONTHS = 4


@pytest.fixture
def ledger():
    return Ledger(LINES, MONTHS, "2014-15")


def test_postings_of_a_month_add_up(ledger):
    ledger.post(1, "home_care", 1_250)
    ledger.post(1, "home_care", 50)
    ledger.post(2, "home_care", -300)
    assert ledger.pence("home_care").tolist() == [0, 1_300, -300, 0]


@given(
    st.lists(
        st.tuples(
            st.integers(0, MONTHS - 1),
            st.sampled_from([line.name for line in LINES]),
            st.integers(-(10**12), 10**12),
        )
    )
)
def test_accounts_sum_to_zero_every_month(postings):
    ledger = Ledger(LINES, MONTHS, "2014-15")
    for month, line, pence in postings:
        ledger.post(month, line, pence)
    accounts = ledger.accounts()
    assert set(accounts) == {"council", "providers", "residents"}
    assert np.sum(list(accounts.values()), axis=0).tolist() == [0] * MONTHS
    assert all(balance.dtype == np.int64 for balance in accounts.values())


def test_an_account_is_what_it_received_less_what_it_paid(ledger):
    ledger.post(0, "home_care", 1_000)
    ledger.post(0, "charges", 150)
    accounts = {name: int(balance[0]) for name, balance in ledger.accounts().items()}
    assert accounts == {"council": -850, "providers": 1_000, "residents": -150}


def test_large_sums_stay_exact_to_the_penny(ledger):
    ledger.post(0, "home_care", 2**53)
    ledger.post(0, "home_care", 1)
    assert ledger.pence("home_care")[0] == 2**53 + 1


@pytest.mark.parametrize("pence", [5, 5.0, np.int64(5), np.float64(5.0)])
def test_whole_pence_of_any_type_are_taken(ledger, pence):
    ledger.post(0, "home_care", pence)
    assert ledger.pence("home_care")[0] == 5


def test_a_part_of_a_penny_is_refused(ledger, told):
    words = "'home_care' was given 12.5 pence; the ledger takes whole pence."
    assert told(ledger.post, 0, "home_care", 12.5) == words
    assert ledger.pence("home_care")[0] == 0


def test_an_unknown_line_is_refused_with_the_nearest(ledger, told):
    assert told(ledger.post, 0, "charge", 1) == "The ledger has no line 'charge'. Did you mean 'charges'?"


def test_looking_at_a_line_does_not_change_it(ledger):
    ledger.pence("home_care")[:] = 99
    assert ledger.pence("home_care").tolist() == [0] * MONTHS


def test_the_frame_is_in_pounds_by_month_and_says_the_price_year(ledger):
    ledger.post(3, "charges", 12_345)
    frame = ledger.frame()
    assert frame.loc[3, "charges"] == 123.45
    assert list(frame.columns) == ["home_care", "own_care", "charges"]
    assert frame.index.name == "month"
    assert frame.attrs == {"unit": "pounds", "price_year": "2014-15"}


@pytest.mark.unit
@given(pounds=st.floats(0.0, 1e6), over=st.floats(0.5, 60.0))
def test_a_sum_is_drawn_whole_and_no_more_though_its_months_are_not_whole(pounds, over):
    drawn = [drawn_down(pounds, month, over) for month in range(62)]
    assert sum(drawn) == pytest.approx(pounds)
    assert max(drawn) <= pounds / over + 1e-9
