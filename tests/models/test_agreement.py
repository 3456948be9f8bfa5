"""Agreement: one set of terms over many runs' cash flows, at once and to the penny."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from models import Base, Flows, agree, freeing, rate_of_return, sheets, standard_terms
from models.pounds import price_index
from tests.models.flows import flows

pytestmark = pytest.mark.unit

TERMS = replace(standard_terms(), insolvency=0.0)


def test_all_cash_of_all_parties_sums_to_what_came_in_and_went_out():
    found = agree(flows(40, spread=1.0), TERMS)
    quarters = TERMS.quarters
    paid = found.settlement.from_fence + found.settlement.from_guarantor
    drawn = found.settlement.schedule.drawn.sum(axis=1)
    fee = np.rint(drawn * TERMS.fee_share)
    assert (found.fund.lending.sum(axis=1) == paid.sum(axis=1) - drawn + fee).all()
    dividend = found.council_part + found.local_links_part
    assert (dividend.sum(axis=1) <= np.maximum(found.freed.cumsum(axis=1).max(axis=1), 0)).all()
    outside = found.council + paid + found.local_links_part[:, :quarters]
    assert (outside == found.freed[:, :quarters]).all(), (
        "where the contract measures the truth, cash freed is shared out"
    )


def test_no_handover_is_no_dividend_and_a_full_call():
    nothing = flows(3, level=0.0)
    found = agree(nothing, replace(TERMS, honour_probability=1.0))
    assert not found.council_part.any() and not found.local_links_part.any()
    assert (found.settlement.called.sum(axis=1) == found.settlement.schedule.due.sum(axis=1)).all()
    assert (found.settlement.lost == 0).all()


def test_a_council_share_of_one_leaves_local_links_nothing():
    found = agree(flows(3), replace(TERMS, council_share=1.0))
    assert found.council_part.any()
    assert not found.local_links_part.any()


def test_default_falls_as_the_saving_rises_pair_by_pair():
    base = flows(60, spread=1.5)
    terms = replace(TERMS, honour_probability=0.3)
    marks = [agree(base.scaled(saving=ratio), terms).settlement.in_default for ratio in (0.25, 0.5, 1.0, 2.0)]
    assert all((more <= less).all() for less, more in pairwise(marks))
    assert marks[0].sum() > marks[-1].sum()


def test_inflation_helps_a_fixed_loan_only_if_savings_are_indexed():
    base = flows(60, spread=1.5)
    fixed, indexed = (replace(TERMS, indexed_share=share) for share in (0.0, 1.0))

    def repaid(terms, more: float) -> int:
        return int(agree(base, replace(terms, added_inflation_per_year=more)).settlement.repaid_from_savings.sum())

    assert repaid(indexed, 0.08) > repaid(indexed, 0.0)
    assert repaid(fixed, 0.08) == repaid(fixed, 0.0)


def test_an_insolvent_enterprise_saves_nothing_more():
    costly = flows(2, cost=20_000.0)
    kept, closed = agree(costly, TERMS), agree(costly, replace(TERMS, insolvency=1.0))
    assert (closed.closed > 0).all()
    assert (closed.freed.sum(axis=1) < kept.freed.sum(axis=1)).all()
    after = (closed.closed.max() + 2) // 3 + 1
    assert not closed.freed[:, after:].any()
    assert (closed.freed[:, : closed.closed.min() // 3] == kept.freed[:, : closed.closed.min() // 3]).all()


def test_a_larger_catchment_and_a_larger_saving_do_the_same_to_the_dividend():
    base = flows(4)
    double = agree(base.scaled(saving=2.0), TERMS).council_part
    assert (double == agree(base.scaled(catchment=2.0), TERMS).council_part).all()
    assert base.scaled(catchment=2.0).handover_rate.tolist() == base.handover_rate.tolist()


@pytest.mark.parametrize(("base", "part"), [(Base.TRUTH, "truth"), (Base.CONTRACT, "contract")])
def test_the_dividend_is_a_share_of_what_was_agreed(base, part):
    nothing: dict[str, Any] = {one: np.zeros((2, 120)) for one in ("truth", "contract")}
    only = replace(flows(2), **(nothing | {part: getattr(flows(2), part)}))
    assert agree(only, replace(TERMS, base=base)).council_part.any()
    assert not agree(replace(only, **nothing), replace(TERMS, base=base)).council_part.any()


def test_running_costs_come_off_the_dividend_where_that_is_agreed():
    assert not agree(flows(2, cost=1e6), replace(TERMS, base=Base.NET)).council_part.any()


def test_a_second_tranche_needs_the_handover_rate_of_the_year_before():
    terms = replace(TERMS, second_tranche_share=0.4, second_tranche_handover=0.2)
    drawn = agree(flows(2, handover=0.25), terms).settlement.schedule.drawn.sum(axis=1)
    missed = agree(flows(2, handover=0.15), terms).settlement.schedule.drawn.sum(axis=1)
    assert drawn.tolist() == [15_000_000, 15_000_000]
    assert missed.tolist() == [9_000_000, 9_000_000]


def test_a_loan_that_is_repaid_on_time_earns_the_lender_its_rate_and_its_fee():
    found = agree(flows(1, level=100_000.0), TERMS)
    assert found.settlement.repaid_from_savings.all()
    rate = rate_of_return(found.fund.lending[0]).per_year
    assert rate is not None and 0.0614 < rate < 0.07


def test_prices_follow_the_deflator_and_then_what_is_assumed():
    from models.library import tables

    index = price_index(tables()["deflator"], 12 * 17, 0.02)
    assert index[0] == pytest.approx(1.0214)
    assert index[12 * 14] == pytest.approx(1.4897)
    assert index[-1] == pytest.approx(1.4897 * 1.02**2)


def test_the_sheet_says_what_is_cash():
    assert freeing(sheets()["dividend"], 3).spot_share.tolist() == [0.8] * 3
    assert isinstance(flows(1), Flows)
