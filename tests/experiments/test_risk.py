"""Risk: a loan that is covered is safe, one that is not is called, and every party's pounds are counted."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.lending.loan_question import OWN
from experiments.lending.risk import PARTY_HEADS, parties, party_rows, risk, risk_rows
from tests.experiments.repayments import repayment

pytestmark = pytest.mark.unit


def test_a_rich_loan_is_covered_and_never_called():
    told = risk(repayment(400_000.0).agreed[OWN])
    assert told.cover_least > 1.2 and told.life_cover > told.cover_least * 0.9
    assert (told.short.count, told.tight.count, told.called.count) == (0, 0, 0)
    assert told.delay_months == told.loss_mean == 0.0
    assert np.isnan(told.loss_given_default) and np.isnan(told.first_call_month)
    assert told.exposure == pytest.approx(150_000 * 1.015**8, rel=0.001)


def test_a_poor_one_is_short_called_and_late():
    found = repayment(8_000.0)
    told = risk(found.agreed[OWN])
    assert told.short.share == told.tight.share == 1.0
    assert told.cover_least <= told.cover_mean < 1.0
    assert told.call_mean <= told.call_high <= told.call_tail
    assert risk(repayment(1.0).agreed[OWN]).first_call_month == 24 + 3 + 3 < told.first_call_month, "after the cure"
    assert told.delay_months > 3.0
    bare = risk(found.under(replace(found.question.terms, guarantee_share=0.0)))
    assert 0.0 < bare.loss_given_default < 1.0
    assert bare.loss_mean > told.loss_mean


def test_the_lender_is_out_all_it_lent_even_where_an_instalment_falls_due_at_once():
    found = repayment(400_000.0)
    told = risk(found.under(replace(found.question.terms, holiday_months=0, second_tranche_share=0.0)))
    assert told.exposure >= 150_000.0


def test_a_reserve_covers_too():
    found = repayment(8_000.0)
    with_one = risk(found.under(replace(found.question.terms, reserve_pounds=30_000.0)))
    assert with_one.life_cover > risk(found.agreed[OWN]).life_cover


def test_what_each_party_has_is_what_it_received_over_what_it_paid():
    agreed = repayment(400_000.0).agreed[OWN]
    lender, net, investor, council = parties(agreed)
    assert not net.invests and net.rate_per_year is None and net.back.count == 0, "all it lends is its investor's"
    cash = agreed.fund.lending
    assert lender.multiple == pytest.approx(cash[:, 1:].sum() / -cash[:, 0].sum())
    assert lender.back.count == investor.back.count == len(cash)
    assert lender.rate_per_year is not None and 0.06 < lender.rate_per_year < 0.07
    assert investor.rate_per_year == pytest.approx(0.0303, abs=0.002)
    assert council.worth > 0.0


def test_every_row_fits_its_heads():
    agreed = repayment().agreed[OWN]
    assert all(len(one) == len(PARTY_HEADS) for one in party_rows(parties(agreed)))
    rows = risk_rows(risk(agreed))
    assert len({name for name, _ in rows}) == len(rows)
