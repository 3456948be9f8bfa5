"""Design: points that fill a range evenly, each coordinate addressed by its name."""

import numpy as np
import pytest

from sim.design import point

pytestmark = pytest.mark.unit


def column(name, rows, key=1):
    return np.array([point(name, key, row) for row in range(rows)])


@pytest.mark.parametrize("count", [1, 2, 8, 64, 256])
def test_so_many_equal_parts_hold_one_each_of_the_first_points(count):
    assert sorted((column("onset", count) * count).astype(int)) == list(range(count))


def test_more_points_leave_those_before_where_they_are():
    points = column("onset", 70)
    assert [point("onset", 1, row) for row in (0, 5, 33)] == points[[0, 5, 33]].tolist()
    assert len(set(points)) == 70
    assert (points >= 0.0).all() and (points < 1.0).all()


def test_another_name_or_key_has_other_points_in_another_order():
    first = column("onset", 64)
    for other in (column("recovery", 64), column("onset", 64, key=2)):
        assert np.argsort(other).tolist() != np.argsort(first).tolist()
        assert abs(np.corrcoef(first, other)[0, 1]) < 0.5


def test_no_two_of_hundreds_of_coordinates_go_together():
    points = np.array([column(f"parameter {number}", 64) for number in range(300)])
    beside = np.abs(np.corrcoef(points))[np.triu_indices(300, 1)]
    assert beside.max() < 0.7
    assert beside.mean() == pytest.approx(np.sqrt(2 / np.pi) / np.sqrt(64), rel=0.1), "as by chance"


def test_a_mean_is_known_many_times_as_well_as_by_chance():
    errors = [np.mean(column("x", 64, key) ** 2) - 1 / 3 for key in range(30)]
    by_chance = np.sqrt((1 / 5 - 1 / 9) / 64)
    assert np.sqrt(np.mean(np.square(errors))) < by_chance / 10
