"""Place: who enters, who has left, and everyone's birthdays."""

import numpy as np
import pytest

from models.people.place import Rows, birthdays
from tests.models.village import PEOPLE, as_now, at_start, column, crowd, leeds


def rows(born: list[int], age: list[int], here: list[int]) -> Rows:
    return Rows(np.array(here, np.uint8), np.array(born, np.int16), np.array(age, np.uint8))


@pytest.mark.unit
def test_a_birthday_comes_once_a_year_in_the_month_of_birth():
    people = rows([-12 * 64 - 7], [64], [1])
    ages = []
    for month in range(24):
        birthdays(people, month)
        ages.append(int(people.age[0]))
    assert ages == [64] * 5 + [65] * 12 + [66] * 7


@pytest.mark.unit
def test_only_those_who_live_there_are_counted_by_age():
    people = rows([-780, -780, -910, -1030], [64, 64, 75, 85], [1, 0, 1, 1])
    assert birthdays(people, 0) == (3, 3, 2, 1)
    assert people.age[1] == 64, "whoever has left grows no older"


@pytest.mark.model
def test_everyone_there_is_as_old_as_their_birth_says():
    world = leeds(14)
    for month in range(14):
        world.step()
        age, born = column(world, "age").astype(int), column(world, "born").astype(int)
        assert (age == np.minimum((month - born) // 12, 120)).all()
        assert age.min() >= 60


@pytest.mark.model
def test_the_counts_by_age_lie_within_one_another():
    measures = as_now().measures
    counts = measures[["residents", "aged_65_plus", "aged_75_plus", "aged_85_plus"]].to_numpy()
    assert (np.diff(counts, axis=1) < 0).all()
    assert measures["residents"].iloc[0] == PEOPLE


@pytest.mark.model
def test_people_enter_in_the_month_drawn_for_them_and_not_before():
    world = leeds(9)
    enters = world.people.start.enters
    for month in range(9):
        world.step()
        assert world.people.entered == int((enters <= month).sum())
        assert world.recorded()["entrants"].iloc[-1] == int((enters == month).sum()) * (month > 0)


@pytest.mark.model
def test_neighbourhoods_have_their_shares_and_their_fifths_of_deprivation():
    place = crowd().place
    area = at_start("neighbourhood")
    shares = np.bincount(area, minlength=len(place.shares)) / len(area)
    assert shares == pytest.approx(place.shares, abs=0.003)
    assert (at_start("fifth") == place.fifths[area]).all()


@pytest.mark.model
def test_what_the_file_says_of_each_neighbourhood_is_there_for_all_words():
    world = leeds(1)
    names = [one.name for one in world.place.neighbourhoods]
    fifth, rural = world.shared["fifth"], world.shared["rural"]
    assert fifth[names.index("Armley")] == 1 and fifth[names.index("Garforth")] == 4
    assert [name for name, is_rural in zip(names, rural, strict=True) if is_rural] == ["Boston Spa", "Wetherby"]
    assert (world.shared["network"] == 1.0).all()
    areas = dict(zip(names, world.shared["deprived_areas"].tolist(), strict=True))
    assert (areas["Armley"], areas["Seacroft"], areas["Garforth"]) == (26, 16, 0)
    assert sum(areas.values()) == sum(one.deprived_areas for one in world.place.neighbourhoods) > 100
