"""Carer: unpaid help from a partner or a child, and what it costs the one who gives it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Standing, sheets
from models.people.carer import breakdown_rate, help_chance, partner_helps
from models.signals import GAVE_OUT
from tests.models.village import RATES, as_now, column, grown, leeds, total

P = sheets()["carer"]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("partner", "child", "family", "chance"),
    [(True, True, True, 0.8), (False, True, False, 0.5), (False, False, True, 0.5), (False, False, False, 0.2)],
    ids=["able partner", "child near", "family in the home", "neither"],
)
def test_help_comes_from_whoever_is_there(partner, child, family, chance):
    assert help_chance(partner, child, family, 0.8, 0.5, 0.2) == chance


@pytest.mark.unit
@pytest.mark.parametrize(
    ("resident", "cfs", "at_home", "helps"),
    [(True, 5, True, True), (True, 6, True, False), (True, 5, False, False), (False, 9, False, True)],
    ids=["frail", "too frail", "in a care home", "not 60 yet"],
)
def test_a_partner_helps_who_is_at_home_and_not_too_frail_or_too_young_to_be_a_resident(resident, cfs, at_home, helps):
    assert partner_helps(resident, cfs, at_home) is helps


@pytest.mark.model
def test_whoever_begins_with_unpaid_help_has_it_in_the_first_month_and_nobody_else_has():
    world = leeds(1)
    ids = world.people["id"][np.isin(world.people["standing"], (Standing.CARERS, Standing.UNMET))].copy()
    first = dict(zip(world.people["id"].tolist(), (world.people["standing"] == Standing.CARERS).tolist(), strict=True))
    world.step()
    people, rows = world.people, world.people.row_of[ids]
    rows = rows[(people["broken"][rows] == 0) & (people["cfs"][rows] >= 5) & (people["setting"][rows] == 0)]
    differ = [row for row in rows.tolist() if first[int(people["id"][row])] != (people["help_hours"][row] > 0)]
    assert len(rows) > 100
    assert len(differ) <= 0.01 * len(rows), "only where a partner was lost or became too frail this month"


@pytest.mark.unit
@given(base=RATES, ratio=st.floats(1.0, 5.0))
def test_a_frail_carer_gives_out_sooner(base, ratio):
    assert breakdown_rate(base, True, ratio) >= breakdown_rate(base, False, ratio) == base


def broken_for(world):
    """Return how many months without help everyone has before them, this one included."""
    left = column(world, "broken").astype(int)
    return np.where(left == GAVE_OUT, P.months_without_help, left)


@pytest.mark.model
@pytest.mark.parametrize("months", [6, 18])
def test_help_stops_for_as_many_months_as_the_sheet_says(months):
    given = {"carer.months_without_help": months}
    world = leeds(months + 1, residents=6_000, overrides=given, moved={"carer.breakdown": 5.0})
    world.step()
    people = world.people
    gave_out = people["id"][people["broken"] == GAVE_OUT].copy()
    assert len(gave_out) > 5
    for left in range(months - 1, -1, -1):
        world.step()
        rows = people.row_of[gave_out]
        rows = rows[rows >= 0]
        assert ((people["broken"][rows] == left) | ((left == 0) & (people["broken"][rows] == GAVE_OUT))).all()
        assert left == 0 or (people["help_hours"][rows] == 0).all()


@pytest.mark.model
def test_help_goes_only_to_the_frail_at_home_and_never_after_a_breakdown():
    world = leeds(12, moved={"carer.breakdown": 5.0})
    for _ in range(12):
        world.step()
        helped = column(world, "help_hours") > 0
        broken = column(world, "broken") > 0
        assert (column(world, "cfs")[helped] >= 5).all()
        assert not (helped & broken).any()
        assert broken_for(world).max() <= P.months_without_help
        assert helped.sum() == world.recorded()["unpaid_help"].iloc[-1]
    assert broken.any()


@pytest.mark.model
def test_a_partner_gives_the_hours_the_other_gets():
    world = grown(6)
    people = world.people
    given, partner = people["gives_hours"], people["partner"]
    rows = np.flatnonzero((given > 0) & (people["here"] > 0))
    helped = people.row_of[partner[rows]]
    assert len(rows) > 20
    assert (helped >= 0).all()
    assert (people["help_hours"][helped] == given[rows]).all()


@pytest.mark.model
def test_breakdowns_take_help_away_and_bring_people_to_the_councils_notice():
    moved, plain = grown(moved={"carer.breakdown": 8.0}), as_now().measures
    assert total(moved, "breakdowns") > 4 * plain["breakdowns"].sum()
    assert moved.recorded()["unpaid_help"].iloc[-1] < plain["unpaid_help"].iloc[-1]
    assert total(moved, "contacts") > plain["contacts"].sum()


@pytest.mark.model
def test_without_breakdowns_nobodys_help_stops_for_that_reason():
    world = grown(12, moved={"carer.breakdown": 0.0})
    new = world.people.start.enters > 0
    assert total(world, "breakdowns") <= 1, "only of those who entered that very month"
    assert (column(world, "broken")[~new[column(world, "id")]] == 0).all()
