"""Agreement: one set of terms over many runs' cash flows, at once and to the penny."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from models import Base, Finance, Flows, agree, rate_of_return, sheets, standard_terms
from models.agreement import nominal_prices
from models.library import tables
from models.pounds import price_index
from tests.models.bargains import random_terms
from tests.models.flows import MONTHS, central, flows

pytestmark = pytest.mark.unit

TERMS = replace(standard_terms(), insolvency=0.0)


def test_all_cash_of_all_parties_sums_to_what_came_in_and_went_out_under_any_terms():
    luck = np.random.default_rng(17)
    fund, opening = sheets()["fund"], sheets()["solvency"].opening_pounds
    for number in range(150):
        terms = replace(
            random_terms(luck),
            match_share=luck.uniform(0.0, 2.0),
            grant_pounds_per_year=float(luck.choice([0.0, luck.uniform(0.0, 90_000.0)])),
            council_share=luck.uniform(),
            insolvency=float(number % 2),
            base=list(Base)[number % 3],
        )
        made = flows(8, spread=1.0, cost=luck.uniform(0.0, 12_000.0), truth=0.8)
        made = replace(made, council_matches=bool(luck.uniform() < 0.5))
        found = agree(made, terms)
        months, saves = 3 * terms.quarters, replace(terms, base=Base.TRUTH, insolvency=0.0)
        works = (found.closed[:, None] < 0) | (np.arange(months) < found.closed[:, None]) | (terms.insolvency == 0.0)
        level, _ = nominal_prices(made, terms, tables()["deflator"])
        costs = (made.cost[:, :months] * level[:months] * works).sum(axis=1)
        gone = fund.run_cost_pounds_per_year / 4 * terms.quarters + costs - opening
        held = sum(one.sum(axis=1) for one in (found.council, found.matcher, found.fund.lender, found.fund.investor))
        saved = agree(replace(made, truth=made.truth * _padded(works)), saves).freed[:, : terms.quarters].sum(axis=1)
        whole = held / 100.0 + found.enterprise[:, months - 1]
        assert whole == pytest.approx(saved / 100.0 - gone, abs=0.01 * terms.quarters)


def test_what_comes_free_in_health_is_the_payers_true_saving_and_no_part_of_the_contract():
    care = flows(2)
    both = replace(care, health=np.full(care.truth.shape, 1_000.0))
    for base, moves in ((Base.TRUTH, True), (Base.CONTRACT, False), (Base.NET, False)):
        terms = replace(TERMS, base=base)
        alone, together = agree(care, terms), agree(both, terms)
        assert (together.freed.sum() > alone.freed.sum()) == moves
        if not moves:
            assert (together.freed == alone.freed).all()
            assert (together.council[:, -1] > alone.council[:, -1]).all(), "but it is the payer's cash"
    level, followed = nominal_prices(both, TERMS, tables()["deflator"])
    truth = replace(TERMS, base=Base.TRUTH)
    more = agree(both, truth).freed[0, 0] - agree(care, truth).freed[0, 0]
    assert more == pytest.approx(100 * 1_000.0 * followed[:3].sum(), abs=1.0)
    assert len(level) == len(followed)


def test_what_comes_free_in_health_is_scaled_fades_and_comes_later_with_what_is_saved_in_care():
    care = flows(2)
    assert care.scaled(2.0).health is care.faded(12.0).health is care.delayed(3).health is None
    both = replace(care, health=np.full(care.truth.shape, 1_000.0))
    changed = (both.scaled(2.0, 3.0), both.delayed(6), both.since(12), both.faded(12.0))
    larger, late, since, faded = (np.array(one.health) for one in changed)
    assert larger == pytest.approx(6_000.0)
    assert late[:, :7].sum(axis=1) == pytest.approx(1_000.0)
    assert since.shape == (2, MONTHS - 12)
    assert (faded < 1_000.1).all() and faded[0, -1] < 1_000.0


def test_cash_in_health_comes_by_its_lag_after_a_programmes_close_and_not_from_before_the_loan():
    care = flows(2, cost=0.0)
    lag = np.array([12.0, 3.0])
    both = replace(care, health=np.full(care.truth.shape, 1_000.0), health_lag=lag)
    assert [np.flatnonzero(one)[0] for one in both.freed_in_health()] == [12, 3]
    assert [np.flatnonzero(one)[0] for one in both.since(24).freed_in_health()] == [12, 3], "what the loan paid for"
    works = (np.arange(MONTHS) < 40).astype(np.float64)
    gone = both.freed_in_health(works)
    assert [np.flatnonzero(one)[-1] for one in gone] == [51, 42], "what was saved before the close is still owed"
    dear = replace(both, cost=np.full(care.truth.shape, 60_000.0))
    truth = replace(TERMS, base=Base.TRUTH, insolvency=1.0)
    closed, alone = agree(dear, truth), agree(replace(dear, health=None, health_lag=None), truth)
    assert (closed.closed == alone.closed).all() and (closed.closed >= 0).all()
    more = (closed.freed - alone.freed)[0]
    assert (more[:4] == 0).all() and more[4] > 0
    assert np.count_nonzero(more) == np.ceil(closed.closed[0] / 3)


def _padded(works):
    return np.pad(works, ((0, 0), (0, MONTHS - works.shape[1])), mode="edge")


def test_the_council_puts_the_match_beside_the_loan_unless_the_place_has_somebody_who_does():
    own = agree(flows(2), TERMS)
    other = agree(replace(flows(2), council_matches=False), TERMS)
    match = round(100 * TERMS.match_share * TERMS.loan_pounds)
    assert own.council[:, 0].tolist() == other.matcher[:, 0].tolist() == [-match, -match]
    assert not own.matcher.any() and not other.council[:, 0].any()
    assert (own.enterprise == other.enterprise).all()


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


def test_when_it_has_closed_no_money_moves_but_what_is_owed_for_what_it_had_done():
    granted = replace(TERMS, insolvency=1.0, grant_pounds_per_year=24_000.0)
    found = agree(flows(2, cost=20_000.0), granted)
    paid = (found.closed.max() + 2) // 3
    assert (np.diff(found.enterprise[:, 3 * paid + 3 :]) == 0.0).all(), "nothing is spent or granted any more"
    assert (found.council[:, paid + 2 :] + found.settlement.from_guarantor[:, paid + 1 :] <= 0).all()
    grants = -agree(flows(2, cost=20_000.0, level=0.0), replace(granted, guarantee_share=0.0)).council[:, 1:]
    assert grants.sum(axis=1).tolist() == pytest.approx([200_000.0 * one for one in _closing(granted)])


def _closing(terms):
    return agree(flows(2, cost=20_000.0, level=0.0), replace(terms, guarantee_share=0.0)).closed


def test_a_closed_enterprise_draws_no_second_tranche():
    terms = replace(TERMS, insolvency=1.0, second_tranche_share=0.6, second_tranche_handover=0.2, match_share=0.0)
    drawn = agree(flows(2, cost=20_000.0), terms).settlement.schedule.drawn
    assert drawn.sum(axis=1).tolist() == [6_000_000, 6_000_000]
    kept = agree(flows(2, cost=20_000.0), replace(terms, insolvency=0.0)).settlement.schedule.drawn
    assert kept.sum(axis=1).tolist() == [15_000_000, 15_000_000]


def test_what_is_left_of_a_reserve_comes_back_to_local_links():
    rich = agree(flows(1, level=100_000.0), replace(TERMS, reserve_pounds=9_000.0))
    last = 3 * TERMS.quarters - 1
    plain = agree(flows(1, level=100_000.0), TERMS)
    behind = plain.enterprise - rich.enterprise
    assert behind[0, last - 1] == pytest.approx(9_000.0)
    assert behind[0, last] == pytest.approx(0.0, abs=0.01)


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


def test_running_costs_come_off_the_dividend_in_full_and_in_their_own_prices_where_that_is_agreed():
    assert not agree(flows(2, cost=1e6), replace(TERMS, base=Base.NET)).council_part.any()
    terms = replace(TERMS, indexed_share=0.0)
    level, _ = nominal_prices(flows(2), terms, tables()["deflator"])
    costs = 100.0 * (flows(2).cost * level[:-1]).reshape(2, -1, 3).sum(axis=2)
    gross, net = (agree(flows(2), replace(terms, base=base)).freed for base in (Base.CONTRACT, Base.NET))
    assert gross - net == pytest.approx(costs, abs=1.0)


def test_another_saving_per_person_leaves_alone_what_is_not_paid_for_while_people_wait():
    made = replace(flows(2, truth=0.8), waiting=np.full((2, MONTHS), 300.0))
    double, faded = made.scaled(saving=2.0), made.faded(1e-3)
    assert double.truth == pytest.approx(2.0 * made.truth - 300.0)
    assert double.waiting == pytest.approx(made.waiting)
    assert (faded.truth - faded.waiting)[:, 60:] == pytest.approx(0.0, abs=0.2 * made.truth.max())


def test_the_guarantors_word_is_what_is_left_of_it_while_the_loan_runs():
    soured = replace(flows(2), goodwill=np.repeat([[1.0] * 15 + [0.0] * (MONTHS - 15)], 2, axis=0))
    late = soured.since(15)
    terms = replace(TERMS, honour_probability=1.0)
    assert not agree(late, terms).settlement.from_guarantor.any()


@pytest.mark.parametrize("finance", [Finance.RESULTS, Finance.GRANT])
def test_nothing_falls_due_where_nothing_is_lent(finance):
    found = agree(flows(2), replace(TERMS, finance=finance))
    assert not found.settlement.schedule.due.any() and not found.settlement.was_called.any()


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
    index = price_index(tables()["deflator"], 12 * 17, 0.02)
    assert index[0] == pytest.approx(1.0214)
    assert index[12 * 14] == pytest.approx(1.4897)
    assert index[-1] == pytest.approx(1.4897 * 1.02**2)


def test_the_sheet_says_what_is_cash():
    assert central(3).spot_share.tolist() == [0.8] * 3
    assert isinstance(flows(1), Flows)
