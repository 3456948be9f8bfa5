"""Anyway: what a count after reablement holds of those who would have needed no service without it."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from experiments.asking.study import Study
from experiments.comparing.anyway import COUNTED, FEWEST, LATER, MARK, after_reablement, onward
from experiments.comparing.compare import compare
from experiments.comparing.story import story
from models import Plan, Scenario, Standing, run
from tests.experiments.fakes import fake_run
from tests.experiments.studies import comparison
from tests.models.village import as_now

MONTHS, START, BEGAN = 36, 2, 4
SOON, LATE = LATER
NONE, UNMET, CARERS = Standing.NONE, Standing.UNMET, Standing.CARERS
HOME, REABLING = Standing.COUNCIL_HOME, Standing.REABLEMENT
HERE = [(BEGAN, person, REABLING) for person in range(4)] + [
    *((BEGAN + 3, 0, NONE), (BEGAN + 3, 1, NONE), (BEGAN + 3, 2, UNMET), (BEGAN + 3, 3, HOME)),
    (BEGAN + 9, 1, CARERS),
]
THERE = [(BEGAN, person, HOME) for person in range(4)] + [(BEGAN + 5, 0, NONE), (BEGAN + 10, 1, NONE)]
EVERYONE = [(BEGAN, person) for person in range(4)]


def counted(here=HERE, there=THERE, began=EVERYONE, left=(-1,) * 4, began_there=(), months=MONTHS, plans=None):
    """What is counted of four people of whom some begin reablement in one world."""
    plans = {"reablement": Plan(START)} if plans is None else plans
    arm = fake_run(months, here, left, interventions=plans, reached={MARK: began})
    twin = fake_run(months, there, left, reached={MARK: list(began_there)})
    found = after_reablement(twin, arm)
    return {month: tuple(found[f"{kind}.{month}"] for kind in COUNTED) for month in LATER} if found else {}


def shares(runs, weight=10.0):
    """What runs of (followed, without, in need, without in the twin, in need there) say together, weighted."""
    kinds = dict(zip(COUNTED, weight * np.array(runs, np.float64).T, strict=True))
    return onward(kinds, weight)


@pytest.mark.unit
def test_who_has_no_service_is_counted_here_and_in_the_twin_and_who_of_them_is_in_need():
    assert counted() == {SOON: (4, 3, 1, 1, 0), LATE: (4, 3, 2, 2, 0)}


@pytest.mark.unit
def test_where_reablement_changes_nothing_all_of_it_would_have_happened_anyway():
    found = shares([counted(THERE)[SOON]] * 2)
    assert found is not None and found.without.here == found.without.anyway and found.without.here.mean == 0.25
    assert (found.without.added.mean, found.unneeding.added.mean) == (0.0, 0.0)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("given", "followed"),
    [
        ({"began": [(BEGAN, 0), (BEGAN, 1)]}, 2),
        ({"began": [(START - 1, 0), (BEGAN, 1)]}, 1),
        ({"began_there": [(BEGAN + 8, 0)]}, 3),
        ({"left": (BEGAN + SOON, BEGAN + SOON - 1, -1, -1)}, 3),
        ({"began": [(MONTHS - SOON - 1, 0), (MONTHS - SOON, 1)]}, 1),
    ],
    ids=["who began", "since the programme started", "not in the twin too", "still there", "while the run lasts"],
)
def test_only_those_count_who_began_because_of_it_and_can_be_followed(given, followed):
    assert counted(**given)[SOON][0] == followed


@pytest.mark.unit
@pytest.mark.parametrize("service", [Standing.OWN_PURSE, HOME, Standing.COUNCIL_RESIDENTIAL, REABLING])
def test_care_that_people_pay_for_is_a_service_too(service):
    assert counted([(BEGAN, 0, service)], began=[(BEGAN, 0)])[SOON][1] == 0


@pytest.mark.unit
def test_an_arm_without_reablement_of_its_own_counts_nothing():
    assert counted(plans={"age_friendly_coordinators": Plan(START)}) == {}
    plans, reached = {"reablement": Plan(START)}, {MARK: EVERYONE}
    both = [fake_run(MONTHS, one, (-1,) * 4, interventions=plans, reached=reached) for one in (THERE, HERE)]
    assert after_reablement(*both) == {}


@pytest.mark.unit
def test_only_whom_reablement_reached_is_followed_where_another_programme_reaches_people_too():
    plans = {"reablement": Plan(START), "age_friendly_coordinators": Plan(START)}
    reached = {MARK: [(BEGAN, 3)], "age_friendly_coordinators": [(BEGAN, 0), (BEGAN - 1, 3)]}
    arm = fake_run(MONTHS, HERE, (-1,) * 4, interventions=plans, reached=reached)
    assert after_reablement(fake_run(MONTHS, THERE, (-1,) * 4), arm)[f"reabled_followed.{SOON}"] == 1


@pytest.mark.unit
def test_shares_are_of_all_runs_together_and_people_those_of_the_whole_place():
    found = shares([(40, 20, 4, 10, 1), (60, 30, 6, 20, 4)])
    assert found is not None
    assert (found.people, found.residents) == (500.0, 100.0)
    each = [(one.here.mean, one.anyway.mean, one.added.mean) for one in (found.without, found.unneeding)]
    assert each == [pytest.approx((0.5, 0.3, 20.0)), pytest.approx((0.4, 0.25, 15.0))]


@pytest.mark.unit
def test_nobody_followed_is_no_share():
    assert shares([(0, 0, 0, 0, 0)] * 3) is None


@pytest.mark.unit
def test_the_sentence_stands_in_the_story_of_the_arm_that_brings_people_to_reablement():
    assert [one.anyway != "" for one in story(told(40)).arms] == [False, True]
    said = story(told(40)).arms[1]
    assert said.anyway in said.sentences
    assert said.anyway.startswith("Of 30,000 people who had reablement because of it, 75% (80%: 75% to 75%) had no")
    assert "Part of the 75% and part of the 75% would have happened anyway: it adds 50 points" in said.anyway
    assert said.anyway.endswith("Too few could be followed for 1 year.")
    assert "Too few residents" in story(told(FEWEST / 4 - 1)).arms[1].anyway
    assert story(told(FEWEST / 4)).arms[1].anyway.startswith("Of ")
    assert story(comparison()).arms[0].anyway.startswith("Nobody who had reablement because of it could be followed")


@pytest.mark.unit
def test_nothing_is_said_of_reablement_that_every_world_has():
    found = comparison()
    everywhere = replace(found, study=replace(found.study, as_now={"reablement": Plan(0)}))
    assert [one.anyway for one in story(everywhere).arms] == ["", ""]


def told(followed):
    """The made-up comparison of four runs, with so many residents followed in each: 3 in 4 without a service."""
    found = comparison()
    runs = found.runs.copy()
    for kind, part in zip(COUNTED, (1.0, 0.75, 0.0, 0.25, 0.0), strict=True):
        runs[f"{kind}.{SOON}"] = found.weight * followed * part
        runs[f"{kind}.{LATE}"] = found.weight * part
    return replace(found, runs=runs, ranking=("local_links", "reablement"))


@pytest.mark.model
def test_reablement_leaves_at_least_as_many_without_a_service_and_many_would_have_been_anyway():
    found = after_reablement(as_now(36, 20_000), more())
    for later in LATER:
        followed, without, in_need, anyway, in_need_anyway = (found[f"{kind}.{later}"] for kind in COUNTED)
        assert followed > 200, "enough of them to tell"
        assert without >= anyway > 0.1 * followed
        assert 0 < in_need < without and 0 < in_need_anyway < anyway
        assert without - in_need > anyway - in_need_anyway, "more need none"
    assert share(found, "reabled_no_service_anyway", LATE) > share(found, "reabled_no_service_anyway", SOON)


@cache
def more():
    """Three times the places that the programme adds, in a world that is as now otherwise."""
    return run(Scenario(residents=20_000, months=36, interventions={"reablement": Plan(0, size=3.0)}), 1)


def share(found, kind, month):
    return found[f"{kind}.{month}"] / found[f"reabled_followed.{month}"]


@pytest.mark.model
def test_they_are_first_looked_at_when_nobody_waits_for_a_plan_any_more(monkeypatch):
    """As reablement ends all who are to have a package wait for its plan, and would be taken for people without one."""
    months = (SOON - 3, SOON, SOON + 2)
    monkeypatch.setattr("experiments.comparing.anyway.LATER", months)
    found = after_reablement(as_now(36, 20_000), more())
    waiting, soon, after = (share(found, "reabled_no_service", month) for month in months)
    assert waiting > soon + 0.2
    assert soon == pytest.approx(after, abs=0.05)


@pytest.mark.model
def test_a_comparison_tells_the_counts_of_every_run():
    study = Study(interventions=("reablement",), months=24, start=0, residents=2_000, replications=2)
    found = compare(study)
    followed = found.runs[f"reabled_followed.{SOON}"].xs("reablement", level="arm")
    assert (followed > 0.0).all()
    assert found.table.loc[("reablement", f"reabled_followed.{SOON}"), "label"] == (
        "Had reablement because of it, and followed, 6 months after it began"
    )
