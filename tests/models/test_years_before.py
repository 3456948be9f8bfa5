"""Years before: care begins as the pathway keeps it, whatever its numbers are."""

import numpy as np
import pytest

from models import Kith, Scenario, sheets
from models.ages import SPAN
from models.gazetteer import read_place
from models.library import changed, tables
from models.standing import Payer, Stage
from models.start import synthesise
from models.years_before import MONTHS, Climb, looked_back
from sim.draws import decision_key
from tests.models.village import at_start, crowd, leeds

SHARES = np.array([0.2, 0.2, 0.15, 0.15, 0.1, 0.1, 0.05, 0.03, 0.02])
EASING = np.array([0.0, 0.5, 0.5, 0.4, 0.4, 0.3, 0.2, 0.1, 0.0])


def levels_before(many: int = 20_000, home: bool = True, ids: np.ndarray | None = None) -> np.ndarray:
    """Return levels of people in balance: at every age as many worsen out of a level as ease into it."""
    worsening = EASING[1:] * SHARES[1:] / SHARES[:-1]
    climb = Climb(
        np.tile(SHARES, (2, SPAN, 1)), np.tile(EASING, (SPAN, 1)), np.tile(worsening, (2, SPAN, 1)).astype(float)
    )
    numbers = np.arange(many, dtype=np.uint32) if ids is None else ids.astype(np.uint32)
    now = (1 + np.searchsorted(SHARES.cumsum(), (numbers + 0.5) % 1000 / 1000)).astype(np.uint8)
    levels = np.empty((MONTHS, len(now)), np.uint8)
    age, sex = np.full(len(now), 80, np.uint8), np.zeros(len(now), np.uint8)
    looked_back(now, sex, age, np.full(len(now), home), numbers, climb, decision_key(1, "before"), levels)
    return levels


def begun(**overrides: float | tuple[float, ...]):
    given = {key.replace("__", "."): value for key, value in overrides.items()}
    return synthesise(read_place("leeds"), tables(), changed(given, None, 1), 1, 12_000)


def served(one) -> int:
    return int(((one["package"] > 0) & (one["payer"] == Payer.COUNCIL)).sum())


@pytest.mark.unit
def test_a_ladder_in_balance_seen_backwards_is_in_balance_in_every_month():
    levels = levels_before()
    for month in (0, MONTHS // 2, MONTHS - 1):
        assert np.bincount(levels[month], minlength=10)[1:] / levels.shape[1] == pytest.approx(SHARES, abs=0.012)
    moved = np.diff(levels.astype(int), axis=0)
    assert set(np.unique(moved)) == {-1, 0, 1}
    eased = 12.0 * ((moved < 0) & (levels[:-1] == 5)).sum() / (levels[:-1] == 5).sum()
    assert eased == pytest.approx(EASING[4], rel=0.1)


@pytest.mark.unit
def test_those_in_care_homes_are_as_frail_as_now_throughout():
    levels = levels_before(500, home=False)
    assert (levels == levels[-1]).all()


@pytest.mark.unit
def test_nobodys_past_depends_on_who_else_is_looked_at():
    some = np.arange(0, 3_000, 7)
    assert (levels_before(3_000)[:, some] == levels_before(ids=some)).all()


@pytest.mark.model
def test_home_care_at_the_start_follows_from_what_brings_and_ends_it():
    contact = sheets("leeds")["need"].entries["contact_per_year_by_frailty"]
    plain = served(begun())
    assert served(begun(need__contact_per_year_by_frailty=contact.high)) > 1.1 * plain
    assert served(begun(care__other_exit_per_year=0.08, care__passes_per_year=4.0)) < plain
    assert served(begun(assessment__bands_eligible=1.0)) < 0.9 * plain


@pytest.mark.model
def test_all_stages_are_under_way_at_the_start_but_not_among_those_still_to_come():
    stages, there = crowd()["stage"], crowd().enters <= 0
    assert {Stage.REABLEMENT, Stage.PLAN} <= set(np.unique(stages[there]))
    assert (crowd()["entitled"][there & (stages == Stage.REABLEMENT)] > 0).all()
    assert (crowd()["refused"][there] > 0).any()
    assert (crowd()["reabled"][there] >= 0).any()
    assert (stages[~there] == 0).all()
    assert (crowd()["reabled"][~there] < 0).all()
    assert (crowd()["package"][~there] > 0).any()


@pytest.mark.model
def test_what_the_years_before_cost_is_in_nobodys_books():
    world = leeds(2)
    assert all((account == 0).all() for account in world.ledger.accounts().values())
    assert world.recorded().empty
    assert not world.waited.any()


@pytest.mark.model
def test_savings_spent_on_care_before_the_start_are_gone():
    plain, dear = begun(), begun(paying__home_care_hour_pounds=16.5)
    bought = (plain["payer"] == Payer.SELF) & (plain["package"] > 0)
    assert bought.sum() > 30
    assert dear["savings"][bought].sum() < plain["savings"][bought].sum()
    richer = at_start("savings")[(at_start("payer") == Payer.SELF) & (at_start("package") > 0)]
    assert (richer > sheets()["paying"].upper_limit_pounds).mean() > 0.9


@pytest.mark.model
def test_the_first_months_take_up_what_was_under_way():
    world = Kith(Scenario(months=2, residents=12_000))
    planned = int((world.people["stage"] == Stage.PLAN).sum())
    world.step()
    assert planned > 0
    assert world.latest("packages_started") > 0
