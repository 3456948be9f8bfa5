"""Care: from assessment to package to care home."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.ages import by_age_and_sex
from models.api import finished
from models.library import tables
from models.services.care.homes import admission_ratio
from models.services.care.packages import (
    Keys,
    Numbers,
    Rows,
    approved_hours,
    close,
    end,
    package_hours,
    pass_by,
    review,
)
from models.services.care.planning import next_stage
from models.standing import Payer, Stage
from tests.models.village import RATIOS, as_now, at_start, column, crowd, grown, leeds, there, total

P = sheets()["care"]
RATIO_OF = (1.8, 1.3, 1.5, 1.6)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("alone", "lonely", "unmet", "grief", "ratio"),
    [
        (False, False, False, 0.0, 2.0),
        (True, False, False, 0.0, 3.6),
        (False, True, False, 0.0, 2.6),
        (False, False, True, 0.0, 3.0),
        (False, False, False, 1.0, 3.2),
        (True, True, True, 0.5, 2.0 * 1.8 * 1.3 * 1.5 * 1.3),
    ],
    ids=["frailty only", "alone", "lonely", "unmet", "just bereaved", "all, a year and a half on"],
)
def test_what_leads_to_a_care_home_multiplies(alone, lonely, unmet, grief, ratio):
    assert admission_ratio(2.0, alone, lonely, unmet, grief, RATIO_OF) == pytest.approx(ratio)


@pytest.mark.unit
@given(
    by_frailty=RATIOS, ratios=st.tuples(*[st.floats(1.0, 5.0)] * 4), grief=st.floats(0.0, 1.0), place=st.integers(0, 3)
)
def test_no_cause_makes_a_care_home_less_likely(by_frailty, ratios, grief, place):
    whole = admission_ratio(by_frailty, True, True, True, grief, ratios)
    fewer = admission_ratio(by_frailty, place != 0, place != 1, place != 2, grief * (place != 3), ratios)
    assert whole >= fewer > 0


@pytest.mark.unit
@pytest.mark.parametrize(
    ("helped", "months", "hours"),
    [(False, -1, 10.0), (True, -1, 8.0), (False, 0, 9.0), (False, 18, 9.5), (True, 0, 7.2)],
    ids=["plain", "helped", "just reabled", "fading", "both"],
)
def test_unpaid_help_and_reablement_lower_the_hours(helped, months, hours):
    assert package_hours(10.0, helped, 0.8, months, 0.1, 18.0) == pytest.approx(hours)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("stage", "brokered", "sent_back", "found", "after"),
    [
        (Stage.PLAN, False, False, True, Stage.NONE),
        (Stage.PLAN, False, True, True, Stage.PANEL),
        (Stage.PLAN, True, True, False, Stage.PANEL),
        (Stage.PANEL, False, True, True, Stage.NONE),
        (Stage.PLAN, False, False, False, Stage.BROKERAGE),
        (Stage.PLAN, True, False, False, Stage.NONE),
        (Stage.BROKERAGE, False, True, True, Stage.NONE),
    ],
    ids=["at once", "sent back", "brokered and sent back", "only once", "no provider", "brokered", "found at last"],
)
def test_a_plan_goes_past_the_panel_and_then_waits_for_a_provider(stage, brokered, sent_back, found, after):
    assert next_stage(stage, brokered, sent_back, found) == after


@pytest.mark.unit
@pytest.mark.parametrize(("luck", "hours"), [(0.0, 9.5), (0.25, 9.75), (0.5, 10.0), (0.9, 10.0)])
def test_the_panel_cuts_part_of_what_a_plan_asks_for_beyond_its_allocation(luck, hours):
    assert approved_hours(10.0, luck, 0.2, 0.25) == pytest.approx(hours)


LEVEL_6 = float(P.hours_by_frailty[5])


def served(people, **columns):
    """So many people with packages at frailty level 6, unless the columns say otherwise."""
    empty = {name: np.zeros(people, np.uint8) for name in Rows._fields}
    usual = {"cfs": 6, "reabled": -1, "care_hours_ratio": 1.0, "package": LEVEL_6, "payer": Payer.COUNCIL}
    types = {"reabled": np.int16, "package": np.float32, "indicative": np.float32, "replaced": np.float32}
    for name, value in (usual | columns).items():
        empty[name] = np.full(people, value, types.get(name, np.float32 if name.endswith("_ratio") else np.uint8))
    return Rows(**empty)._replace(id=np.arange(people, dtype=np.uint32))


def reviewed(people=8_000, reviews=0.0, urgent=0.0, passes=0.0, **columns):
    """So many people with packages at frailty level 6 after a month of reviews; how many came to the council."""
    rows = served(people, **columns)
    given = {"reviews_per_year": reviews, "urgent_reviews_per_year": urgent, "passes_per_year": passes}
    numbers = P.numbers(Numbers, {**given, "other_exit_per_year": 0.0, "helped_hours_ratio": 1.0})
    keys = Keys(*(np.uint64(one) for one in range(11, 11 + len(Keys._fields))))
    _, due = end(rows, numbers, np.arange(people), keys, 0)
    came = review(rows, numbers, due, keys, 0)
    close(rows, np.arange(people))
    return rows, came


ALWAYS = 1e4


@pytest.mark.unit
def test_passing_need_passes_as_fast_for_those_turned_away_as_for_those_with_a_package():
    rows, everyone = served(40_000, passing=1, package=0.0), np.arange(40_000)
    numbers = P.numbers(Numbers, {})
    for month in range(12):
        pass_by(rows, numbers, everyone, np.uint64(7), month)
    assert rows.manages.mean() == pytest.approx(1.0 - math.exp(-P.passes_per_year), abs=0.01)
    for lasting in (served(500, passing=0), served(500, passing=1, cfs=4)):
        assert len(pass_by(lasting, numbers, everyone[:500], np.uint64(7), 0)) == 0


@pytest.mark.unit
def test_a_review_of_care_bought_privately_leaves_it_at_what_they_buy_and_no_panel_cuts_it():
    bought = np.float32(P.self_funder_hours_ratio * LEVEL_6)
    rows, came = reviewed(reviews=ALWAYS, payer=Payer.SELF, own_home_care=1, package=bought)
    assert (rows.package == bought).all()
    assert (rows.indicative == 0.0).all()
    assert came == 0


@pytest.mark.unit
def test_care_bought_privately_is_reviewed_no_sooner_than_usual_while_need_stays():
    bought = P.self_funder_hours_ratio * LEVEL_6
    rows, _ = reviewed(urgent=ALWAYS, payer=Payer.SELF, own_home_care=1, package=bought, cfs=6)
    assert (rows.package == np.float32(bought)).all()
    risen, _ = reviewed(urgent=ALWAYS, payer=Payer.SELF, own_home_care=1, package=bought, cfs=7)
    assert (risen.package == np.float32(P.self_funder_hours_ratio * P.hours_by_frailty[6])).all()


@pytest.mark.unit
def test_whoever_can_no_longer_pay_comes_to_the_council_and_gets_what_the_panel_approves():
    rows, came = reviewed(urgent=ALWAYS, payer=Payer.SELF, own_home_care=0, package=0.8 * LEVEL_6)
    assert came == len(rows.id)
    assert (rows.payer == Payer.COUNCIL).all()
    most_cut = P.panel_cut_share * P.allocation_spread
    assert rows.package.min() == pytest.approx(LEVEL_6 * (1.0 - most_cut), rel=1e-3)
    assert rows.package.mean() == pytest.approx(LEVEL_6 * (1.0 - most_cut / 4.0), rel=1e-3)


@pytest.mark.unit
def test_that_need_has_passed_and_that_a_review_is_due_are_two_lucks():
    monthly = 12.0 * np.log(2.0)  # a rate at which half are met in a month
    rows, _ = reviewed(reviews=monthly, passes=monthly, passing=1, package=1.0)
    ended, raised = (rows.package == 0.0).mean(), (rows.package > 1.0).mean()
    assert ended == pytest.approx(0.5, abs=0.02)
    assert raised == pytest.approx(0.25, abs=0.02), "half of those whose need goes on"
    assert (rows.manages == (rows.package == 0.0)).all()


@pytest.mark.unit
def test_as_many_are_reviewed_within_a_year_as_were_counted():
    within = [1.0 - math.exp(-rate) for rate in P.entries["reviews_per_year"].rows[0]]
    assert within == pytest.approx([0.73, 0.65, 0.80], abs=1e-3)


@pytest.mark.unit
def test_a_review_ends_care_that_is_no_longer_needed():
    rows, _ = reviewed(reviews=ALWAYS, cfs=4)
    assert (rows.package == 0.0).all()
    assert (rows.payer == Payer.NOBODY).all()


@pytest.mark.model
@pytest.mark.parametrize(("low", "high"), [(65, 75), (75, 85), (85, 90), (90, 200)])
def test_as_many_live_in_care_homes_at_the_start_as_the_census_counted_by_age(low, high):
    age, sex = crowd().age[there()], at_start("sex")
    group = (age >= low) & (age < high)
    share = by_age_and_sex(tables()["care_homes"], "share")[sex, np.minimum(age - 60, 45)]
    assert (at_start("setting")[group] > 0).mean() == pytest.approx(share[group].mean(), rel=0.06)


@pytest.mark.model
@pytest.mark.parametrize("bands", [2.0, 4.0], ids=["as now", "every band served"])
def test_nobody_in_a_care_home_has_a_package_and_every_package_has_a_payer(bands):
    world = leeds(24, moved={"assessment.threshold": bands, "need.contact": 2.0})
    for _ in range(24):
        world.step()
        package, inside, payer = column(world, "package"), column(world, "setting") > 0, column(world, "payer")
        assert not (inside & (package > 0)).any()
        assert (payer[inside | (package > 0)] > 0).all()
        assert (payer[~inside & (package == 0)] == 0).all()
        assert not (inside & (column(world, "stage") > 0)).any()


@pytest.mark.model
def test_an_assessed_person_found_not_eligible_waits_before_asking_again():
    world = leeds(4)
    for _ in range(3):
        world.step()
    refused = column(world, "refused")
    assert 0 < (refused == int(P.months_before_asking_again)).sum() <= world.recorded()["assessed"].iloc[-1]
    assert refused.max() == int(P.months_before_asking_again)
    again = column(world, "id")[refused == refused.max()]
    assert (column(world, "stage")[refused == refused.max()] == Stage.NONE).all()
    world.step()
    rows = world.people.row_of[again]
    assert (world.people["refused"][rows[rows >= 0]] == int(P.months_before_asking_again) - 1).all()


@pytest.mark.model
def test_months_of_a_stay_count_up_and_nobody_comes_home():
    world = leeds(12)
    for _ in range(12):
        inside = column(world, "setting") > 0
        before = dict(
            zip(column(world, "id")[inside], column(world, "setting_months")[inside].astype(int), strict=True)
        )
        world.step()
        for one, months in before.items():
            row = world.people.row_of[one]
            if row >= 0:
                assert world.people["setting"][row] > 0
                assert world.people["setting_months"][row] == months + 1


@pytest.mark.model
def test_the_lever_on_care_homes_moves_admissions():
    moved, plain = grown(moved={"care.residential": 4.0}), as_now().measures
    assert total(moved, "care_home_admissions") > 1.3 * plain["care_home_admissions"].sum()


@pytest.mark.model
def test_spells_tell_everyones_standing():
    world = grown(18)
    spells = finished(world, 1, None, 0.0, 0.0).spells
    assert (np.diff(spells.month) >= 0).all()
    standing = np.zeros(world.people.start.everyone, np.uint8)
    standing[spells.person] = spells.standing
    assert (standing[column(world, "id")] == column(world, "standing")).all()
