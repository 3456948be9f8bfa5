"""Active ageing: weekly groups of moderate exercise for people who are fit or mildly frail."""

import numpy as np
import pytest

from models import Plan, Scenario, run, sheets
from tests.models.village import acting, as_now, paid, reached_now, trying

NAME = "active_ageing"
P = sheets()[NAME]
PROGRAMME = f"programme_{NAME}"
LEFT = "active_ageing_left"
pytestmark = pytest.mark.model


def those_who_come(world):
    return np.flatnonzero((world.people[NAME] > 0) & (world.people["here"] > 0))


def test_only_people_who_are_fit_to_mildly_frail_join_and_women_more_readily():
    world = acting(NAME, 0, size=60.0)
    people, rows = world.people, reached_now(world, NAME)
    assert len(rows) > 100
    assert ((people["cfs"][rows] >= P.from_level) & (people["cfs"][rows] <= P.to_level)).all()
    assert (people["age"][rows] >= P.from_age).all()
    assert (people["setting"][rows] == 0).all()
    there = (people["here"] > 0) & (people["age"] >= P.from_age)
    assert people["sex"][rows].mean() > people["sex"][there].mean()


def test_no_more_people_come_than_there_are_places_and_those_who_left_do_not_come_back():
    world = trying(NAME, months=24, size=12.0)
    places = P.groups * P.places_per_group * world.interventions[0].size
    assert 0.9 * places < len(those_who_come(world)) <= places + 1
    ids = world.reached.of(NAME)[1].tolist()
    assert len(set(ids)) == len(ids) > 1.3 * places, "places that fall free are taken again"


def test_fewer_stay_the_more_drop_out():
    few, many = (
        len(trying(NAME, months=24, size=12.0, leaving_per_year=rate).reached.of(NAME)[1]) for rate in (0.3, 2)
    )
    assert many > 1.5 * few


def test_no_more_join_than_are_willing():
    few, many = (len(trying(NAME, size=600.0, willing_share=share).reached.of(NAME)[1]) for share in (0.1, 0.5))
    assert 3 < many / few < 7


def test_those_who_come_become_frailer_more_slowly_than_their_twins():
    strong = {"progression_ratio": 0.82, "leaving_per_year": 0.3, "willing_share": 0.5}
    world, plain = (
        trying(NAME, months=60, size=400.0, **given) for given in (strong, strong | {"progression_ratio": 1})
    )
    ids = np.unique(world.reached.of(NAME)[1])
    ours, theirs = world.people.row_of[ids], plain.people.row_of[ids]
    both = (ours >= 0) & (theirs >= 0)
    assert both.sum() > 500
    assert world.people["cfs"][ours[both]].mean() < plain.people["cfs"][theirs[both]].mean()


def test_its_effect_halves_with_the_months_after_somebody_left_and_nobody_elses_rate_moves():
    world = acting(NAME, 24, size=60.0)
    people, here = world.people, world.people["here"] > 0
    come, left = here & (people[NAME] > 0), here & (people[LEFT] > 0)
    assert left.sum() > 50
    assert not (come & left).any()
    ago = world.month + 1 - people[LEFT].astype(int)
    fading = 1.0 + (P.progression_ratio - 1.0) * 0.5 ** (ago / P.half_life_months)
    expected = np.where(come, P.progression_ratio, np.where(left, fading, 1.0))
    assert people["frailty_progression_ratio"] == pytest.approx(expected, abs=1e-6)
    assert people["ties_forming_ratio"] == pytest.approx(np.where(come, P.friends_ratio, 1.0))


def test_when_it_stops_everybody_leaves_and_what_it_did_fades():
    world = acting(NAME, 48, size=20.0, stop=12)
    assert world.reached.of(NAME)[0].max() == 11
    assert len(those_who_come(world)) == 0
    assert (world.people[LEFT] > 0).any()
    assert (world.people["frailty_progression_ratio"] == 1.0).all(), "after more than five half-lives"
    assert (world.ledger.pence(PROGRAMME)[12:] == 0).all()


def test_every_place_is_paid_for_taken_or_not():
    for willing in (0.1, 0.5):
        world = trying(NAME, size=40.0, willing_share=willing)
        places = P.groups * P.places_per_group * world.interventions[0].size
        assert paid(world, PROGRAMME) == pytest.approx(places * P.pounds_per_place_per_year, rel=1e-4)


def test_without_an_effect_it_changes_nobodys_life():
    given = {f"{NAME}.progression_ratio": 1.0, f"{NAME}.friends_ratio": 1.0}
    world = run(Scenario(residents=3_000, months=12, interventions={NAME: Plan(0, size=40.0)}, overrides=given), 1)
    plain = as_now(12)
    assert world.measures.equals(plain.measures)
