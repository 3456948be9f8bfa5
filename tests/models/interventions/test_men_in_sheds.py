"""Men in Sheds: workshops where older men make and mend things together."""

import numpy as np
import pytest

from models import sheets
from tests.models.village import spent, tried

P = sheets()["men_in_sheds"]
NAME = "men_in_sheds"
LEEDS = {"months": 36, "residents": 12_000, "size": 4.0}
pytestmark = pytest.mark.model


def test_only_men_who_can_use_a_workshop_join_and_only_where_there_is_a_shed():
    world = tried(NAME, **LEEDS)
    ids = world.reached.of(NAME)[1]
    rows = world.people.row_of[ids]
    rows = rows[rows >= 0]
    assert len(rows) > 10
    assert (world.people["sex"][rows] == 0).all()
    assert len(np.unique(world.people["neighbourhood"][rows])) <= P.sheds


def test_a_shed_takes_no_more_men_than_it_has_places_for():
    world = tried(NAME, **LEEDS)
    inside = (world.people["shedder"] > 0) & (world.people["here"] > 0)
    room = P.men_per_shed * world.interventions[0].size
    many = np.bincount(world.people["neighbourhood"][inside], minlength=world.groups)
    assert many.max() <= room + 1


def test_men_of_a_shed_make_friends_more_than_their_twins():
    world, plain = tried(NAME, **LEEDS), tried(months=36, residents=12_000)
    ids = np.unique(world.reached.of(NAME)[1])
    ours, theirs = world.people.row_of[ids], plain.people.row_of[ids]
    both = (ours >= 0) & (theirs >= 0)
    assert world.people["contacts"][ours[both]].sum() > plain.people["contacts"][theirs[both]].sum()


def test_a_shed_that_volunteers_do_not_run_does_nothing():
    shut = tried(NAME, **{**LEEDS, "size": 400.0}, men_in_sheds__volunteer_hours_per_week=20.0)
    assert (shut.people["shedder"] > 0).sum() > 100, "men wait at the door"
    assert shut.hours[f"{NAME}.hours"].sum() == 0.0
    run = tried(NAME, **LEEDS)
    for lever in ("ties_forming_ratio", "loneliness_easing_ratio", "loneliness_onset_ratio"):
        assert (shut.people[lever] == 1.0).all()
        assert (run.people[lever] != 1.0).any()


def test_it_costs_so_much_a_shed_and_ends_when_it_stops():
    world = tried(NAME, **LEEDS, stop=12)
    paid = spent(world, "programme_men_in_sheds")
    assert paid[:12].sum() == pytest.approx(4.0 * P.sheds * P.pounds_per_shed_per_year, rel=0.01)
    assert (paid[12:] == 0).all()
    assert not (world.people["shedder"] > 0).any()
