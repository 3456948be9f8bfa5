"""Precision: as many replications as the interval needs, whoever makes them, and no more."""

import numpy as np
import pytest

from experiments.figures.estimate import over_runs
from experiments.figures.proportion import Proportion, runs_needed
from experiments.runs.ensemble import Crew
from experiments.runs.precision import AHEAD, FEWEST, Reached, Target, half_width, of_share, replicate_precisely

LUCK = np.random.default_rng(7)
NORMAL = LUCK.normal(10.0, 2.0, 3_000)
DEFAULTS = [[bool(one) for one in study] for study in LUCK.uniform(size=(60, 3_000)) < 0.05]


def drawn(number: int) -> float:
    return float(NORMAL[number])


def of_mean(done) -> float:
    return half_width(over_runs(np.array(done)).mc_error, len(done))


@pytest.mark.unit
def test_runs_are_added_until_the_interval_is_as_narrow_as_asked_and_stays_so():
    done, reached = replicate_precisely(drawn, Target(of_mean, 0.3), crew=Crew(1))
    widths = {count: of_mean(done[:count]) for count in range(FEWEST, len(done) + 1)}
    first = next(
        count for count in widths if all(widths.get(later, 0.0) <= 0.3 for later in range(count, count + AHEAD + 1))
    )
    assert len(done) == reached.runs == first + AHEAD
    assert reached.enough and reached.half_width == widths[len(done)]
    assert len(done) == pytest.approx((1.96 * 2.0 / 0.3) ** 2, rel=0.2)


@pytest.mark.study
def test_the_number_of_runs_does_not_depend_on_who_makes_them():
    alone, _ = replicate_precisely(drawn, Target(of_mean, 0.5), crew=Crew(1))
    shared, _ = replicate_precisely(drawn, Target(of_mean, 0.5), crew=Crew(2))
    assert shared == alone


@pytest.mark.unit
def test_even_what_never_varies_is_run_thirty_times_and_five_more():
    done, reached = replicate_precisely(lambda number: 1.0, Target(of_mean, 0.1), crew=Crew(1))
    assert (len(done), reached.half_width, reached.enough) == (FEWEST + AHEAD, 0.0, True)


@pytest.mark.unit
def test_what_cannot_be_reached_ends_at_the_most_and_says_what_it_would_take():
    done, reached = replicate_precisely(drawn, Target(of_mean, 0.1), most=60, crew=Crew(1))
    assert len(done) == 60 and not reached.enough
    assert reached.would_take == pytest.approx((1.96 * 2.0 / 0.1) ** 2, rel=0.25)
    assert reached.told("the mean").startswith("After 60 runs the mean is known within ")
    assert reached.told("the mean").endswith(f", not 10%: that would take about {reached.would_take:,} runs.")


@pytest.mark.unit
def test_a_default_in_twenty_is_known_within_two_points_after_some_460_runs():
    assert runs_needed(0.05, 0.02) == 457
    target = Target(of_share(bool), 0.02)
    ended = [replicate_precisely(one.__getitem__, target, crew=Crew(1)) for one in DEFAULTS]
    counts = [reached.runs for _, reached in ended]
    assert 430 <= np.mean(counts) <= 490
    assert all(reached.enough and reached.half_width > 0.0195 for _, reached in ended), "no more than it takes"
    near = [abs(sum(map(bool, done)) / len(done) - 0.05) <= 0.02 for done, _ in ended]
    assert np.mean(near) >= 0.9


@pytest.mark.unit
def test_the_interval_of_a_share_is_wilsons():
    assert of_share(bool)([True] * 5 + [False] * 95) == Proportion(5, 100).half_width


@pytest.mark.unit
def test_the_interval_of_a_mean_is_students():
    assert half_width(1.0, 30) == pytest.approx(2.0452, abs=1e-4)
    assert Reached(10, 0.1, 0.1).enough
