"""Dividend: only what frees cash counts, only above the high-water mark, and it is split to the penny."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.money.dividend import above_high_water, cash, dividend, later, quarterly, split
from tests.models.flows import central

pytestmark = pytest.mark.unit

PENCE = arrays(np.int64, (2, 9), elements=st.integers(-10_000, 10_000))


def frees(runs: int = 1, **values: float):
    plain = dict.fromkeys(("spot_lag", "backfill", "block_part", "block_share", "block_unit_pounds"), 0.0)
    held = plain | {"spot_share": 1.0} | values
    return replace(central(runs), **{name: np.full(runs, one) for name, one in held.items()})


def test_by_default_four_fifths_less_backfill_are_cash_a_month_later():
    freed = cash(np.array([[100.0, 0.0, 0.0]]), central(1))
    assert freed.tolist() == [[0.0, pytest.approx(100.0 * 0.8 * 0.7), 0.0]]


def test_each_part_of_the_reckoning_takes_its_share():
    saving = np.array([[100.0, 100.0]])
    assert cash(saving, frees(spot_share=0.6)).tolist() == [[60.0, 60.0]]
    assert cash(saving, frees(backfill=0.3)).tolist() == [[70.0, 70.0]]
    assert cash(saving, frees(spot_lag=1.0)).tolist() == [[0.0, 100.0]]


def test_a_block_contract_saves_little_until_a_whole_unit_closes():
    part = frees(block_part=1.0, block_share=0.2, block_unit_pounds=50.0)
    assert cash(np.array([[40.0, 50.0, 75.0, 100.0]]), part).tolist() == [[8.0, 50.0, 55.0, 100.0]]


def test_a_unit_closes_by_what_it_cost_in_its_own_prices_however_prices_have_risen():
    part = frees(block_part=1.0, block_share=0.0, block_unit_pounds=50.0)
    prices = np.array([1.0, 1.3, 2.0])
    assert cash(np.array([[40.0, 40.0, 50.0]]), part, prices).tolist() == [[0.0, 0.0, 100.0]]


def test_cash_that_comes_later_is_at_the_prices_of_its_saving():
    assert cash(np.array([[100.0, 0.0]]), frees(spot_lag=1.0), np.array([1.1, 1.2])).tolist() == [[0.0, 100.0 * 1.1]]


def test_every_run_has_its_own_lag():
    assert later(np.array([[1.0, 2.0], [1.0, 2.0]]), np.array([0.0, 1.0])).tolist() == [[1.0, 2.0], [0.0, 1.0]]


def test_a_loss_is_made_good_before_anything_is_paid_again():
    freed = np.array([[500, -300, 200, 100, 50]])
    assert above_high_water(freed).tolist() == [[500, 0, 0, 0, 50]]
    assert dividend(freed, high_water=False).tolist() == [[500, 0, 200, 100, 50]]


@given(PENCE)
def test_the_mark_never_pays_more_than_was_ever_freed_nor_more_than_without_it(freed):
    paid = above_high_water(freed)
    assert (paid >= 0).all()
    assert (paid.sum(axis=1) == np.maximum(freed.cumsum(axis=1).max(axis=1), 0)).all()
    assert (paid.sum(axis=1) <= dividend(freed, high_water=False).sum(axis=1)).all()


@given(PENCE, st.floats(0.0, 1.0))
def test_the_parts_are_the_whole_to_the_penny(freed, share):
    paid = above_high_water(freed)
    council, enterprise = split(paid, share)
    assert (council + enterprise == paid).all()
    assert ((council >= 0) & (enterprise >= 0)).all()


def test_a_share_of_one_leaves_local_links_nothing():
    council, enterprise = split(np.array([[12_345, 7]]), 1.0)
    assert council.tolist() == [[12_345, 7]]
    assert not enterprise.any()


def test_a_quarter_is_its_three_months_in_whole_pence():
    assert quarterly(np.array([[0.001, 0.002, 0.003, 1.0, 1.0, 1.0]])).tolist() == [[1, 300]]
