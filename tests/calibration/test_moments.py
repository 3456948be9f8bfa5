"""What is measured in a history, on people made up for the purpose."""

import pandas as pd
import pytest

from calibration.history import CENSUSES, History
from calibration.moments import Group, measured

pytestmark = pytest.mark.unit


def person(identity, **facts):
    """Return one row of a census: a well woman of 70 at home, but for the facts given."""
    usual = {
        "id": identity, "sex": 1, "age": 70, "alone": 0, "lonely": 0, "cfs": 2, "setting": 0, "package": 0.0,
        "payer": 0, "stage": 0, "reabled": -1, "help_hours": 0, "volunteer": 0,
    }  # fmt: skip
    return usual | facts


def history(*people, later=(), weight=1.0):
    """Return a history with these people in every census, and others instead from the fifth year on."""
    early = pd.DataFrame(list(people))
    late = pd.DataFrame(list(later)) if later else early
    return History(weight, {month: early if month < 48 else late for month in CENSUSES})


def test_a_share_is_that_of_the_group_asked_for():
    there = history(person(0, alone=1), person(1), person(2, sex=0, alone=1), person(3, age=90, alone=1))
    assert measured(there, "alone", Group(sex="women", age_to=80, at=0)) == 0.5
    assert measured(there, "alone", Group(sex="men")) == 1.0
    assert measured(there, "alone", Group(age_from=85)) == 1.0


def test_a_share_is_standardised_to_the_ages_of_the_start():
    young = [person(number) for number in range(10)]
    old = [person(10 + number, age=90, alone=1) for number in range(10)]
    older = history(*young, *old, later=[*young[:5], *old, *(person(20 + n, age=90, alone=1) for n in range(30))])
    assert measured(older, "alone", Group()) == pytest.approx(0.5)
    assert measured(older, "alone", Group(at=60)) == pytest.approx(40 / 45)


def test_those_in_care_homes_are_no_household_population():
    there = history(person(0, alone=1), person(1), person(2, setting=1), person(3, setting=2))
    assert measured(there, "alone", Group()) == 0.25
    assert measured(there, "alone_at_home", Group()) == 0.5
    assert measured(there, "in_care_homes", Group()) == 0.5


def test_persistent_loneliness_is_that_of_the_same_people_on_both_days():
    early = [person(0, lonely=1), person(1, lonely=2), person(2), person(3, lonely=1)]
    later = [person(0, lonely=2), person(1), person(2, lonely=1)]
    assert measured(history(*early, later=later), "persistently_lonely", Group()) == pytest.approx(1 / 3)


def test_recovery_counts_survivors_who_had_no_service():
    early = [
        person(0, cfs=5),
        person(1, cfs=6),
        person(2, cfs=5, package=7.0, payer=1),
        person(3, cfs=7),
        person(4, cfs=5),
    ]
    found = history(*early)
    for month in (36, 60, 84):
        found.censuses[month] = pd.DataFrame([person(0, cfs=4), person(1, cfs=6), person(2, cfs=3), person(3, cfs=3)])
    assert measured(found, "recovered", Group()) == pytest.approx(1 / (2 + 1 + 1))


def test_moves_between_states_of_frailty_sum_to_all_survivors():
    early = [person(0, cfs=2), person(1, cfs=3), person(2, cfs=6), person(3, cfs=4)]
    late = [person(0, cfs=5), person(1, cfs=2), person(2, cfs=7), person(3, cfs=3)]
    found = history(*early, later=late)
    moves = [measured(found, f"frailty_{way}", Group()) for way in ("better", "same", "worse")]
    assert moves == [0.25, 0.5, 0.25]


def test_rates_are_a_year_for_each_hundred_thousand():
    found = history(person(0))
    found.measures = pd.DataFrame(
        {"care_home_admissions_council": [1.0] * 109, "aged_65_plus": [1_000.0] * 109, "care_hours": [24.0] * 109}
    ).assign(home_care=2.0)
    assert measured(found, "admissions_council", Group()) == pytest.approx(1_200.0)
    assert measured(found, "hours_of_package", Group()) == pytest.approx(12.0)


def test_a_median_stay_is_that_of_those_the_council_pays_for():
    found = history(person(0))
    found.stays = [(10, 1), (20, 1), (30, 1), (99, 2)]
    assert measured(found, "median_stay", Group()) == 20.0


def test_volunteers_who_died_have_not_stopped():
    early = [person(0, volunteer=2), person(1, volunteer=2), person(2, volunteer=2), person(3, volunteer=1)]
    found = history(*early, later=[person(0, volunteer=2), person(1)])
    assert measured(found, "volunteers_leaving", Group()) == pytest.approx(1 / (3 + 3 + 2 + 1))


def test_growth_is_that_of_people_and_each_stands_for_several():
    found = history(person(0, alone=1), person(1, alone=1), later=[person(n, alone=1) for n in range(3)], weight=50.0)
    assert measured(found, "growth_alone", Group(at=60)) == pytest.approx(0.5)
    assert measured(found, "people", Group(at=60)) == 150.0


def test_deaths_are_those_of_the_twelve_months_up_to_one():
    there = history(person(0), weight=10.0)
    there.measures = pd.DataFrame({"deaths": range(100)})
    assert measured(there, "deaths", Group(at=44)) == 10 * sum(range(33, 45))


def test_hours_of_volunteers_are_those_of_twelve_months_in_the_whole_place():
    there = history(person(0, volunteer=2), person(1), person(2), person(3, volunteer=1), weight=10.0)
    there.measures = pd.DataFrame({"volunteer_hours_given": range(100)})
    assert measured(there, "volunteer_hours", Group(at=56)) == 10 * sum(range(45, 57))
    assert measured(there, "volunteers", Group(at=12)) == 0.25


@pytest.mark.parametrize(
    ("measure", "growth"),
    [
        ("growth_people", 0.5),
        ("growth_alone", 1.0),
        ("growth_lonely", 0.0),
        ("growth_home_care", -0.5),
        ("growth_council_home_care", 0.0),
        ("growth_in_care_homes", 1.0),
    ],
)
def test_growth_is_counted_in_people_from_the_first_month_to_the_last(measure, growth):
    early = [
        person(0, alone=1, lonely=1),
        person(1, package=7.0, payer=1),
        person(2, package=7.0, payer=2),
        person(3, setting=1),
    ]
    later = [
        *(person(4, alone=1), person(5, alone=1, lonely=2), person(6, package=7.0, payer=1)),
        *(person(7, setting=1, lonely=1), person(8, setting=2), person(9)),
    ]
    assert measured(history(*early, later=later), measure, Group(at=60)) == pytest.approx(growth)
