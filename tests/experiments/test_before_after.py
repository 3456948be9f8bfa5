"""Before and after: a programme that does nothing is credited with what time alone does; the twin is not misled."""

import numpy as np
import pytest

from experiments.comparing.before_after import before_after, claims, first_reached
from models import Plan, Standing
from tests.experiments.fakes import fake_run

pytestmark = pytest.mark.unit

MONTHS, REACHED = 48, 18
PLANS = {"age_friendly_coordinators": Plan(start=12)}
HOME = Standing.COUNCIL_HOME


def worlds(twin_changes, changes, reached=((REACHED, 0),), left=(-1, -1, -1)):
    twin = fake_run(MONTHS, twin_changes, left=left)
    return twin, fake_run(
        MONTHS, changes, left=left, interventions=PLANS, reached={"age_friendly_coordinators": list(reached)}
    )


def test_care_that_begins_when_somebody_is_reached_is_charged_to_the_programme_and_to_the_placebo():
    begins = [(REACHED, 0, HOME)]
    seen = before_after(*worlds(begins, begins))
    assert (seen.people, seen.before, seen.after, seen.twin_before, seen.twin_after) == (1, 0, 12, 0, 12)
    said = claims([seen], weight=10.0)
    assert said is not None
    assert (said.claimed.mean, said.placebo.mean, said.true.mean, said.people) == (-12, -12, 0, 10)


def test_care_put_off_by_half_a_year_is_what_the_twin_shows():
    seen = before_after(*worlds([(REACHED, 0, HOME)], [(REACHED + 6, 0, HOME)]))
    said = claims([seen, seen], weight=1.0)
    assert said is not None and (said.claimed.mean, said.placebo.mean, said.true.mean) == (-6, -12, 6)


def test_care_that_ends_by_itself_would_have_been_claimed():
    ends = [(2, 0, HOME), (REACHED, 0, Standing.NONE)]
    said = claims([before_after(*worlds(ends, ends))], weight=1.0)
    assert said is not None and (said.claimed.mean, said.true.mean) == (12, 0)


@pytest.mark.parametrize(
    ("reached", "left"),
    [((6, 0), (-1, -1, -1)), ((MONTHS - 6, 0), (-1, -1, -1)), ((REACHED, 0), (REACHED + 3, -1, -1))],
    ids=["too soon after the start", "too late in the run", "gone within the year"],
)
def test_only_those_with_both_years_whole_count(reached, left):
    seen = before_after(*worlds([], [], [reached], left))
    assert seen.people == 0
    assert claims([seen], 1.0) is None


def test_who_is_reached_twice_counts_from_the_first_time():
    ids, month = first_reached(*worlds([], [], [(20, 2), (24, 1), (30, 2)]))
    np.testing.assert_array_equal(ids, [1, 2])
    np.testing.assert_array_equal(month, [24, 20])
