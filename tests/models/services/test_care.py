"""Care: from assessment to package to care home."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.ages import by_age_and_sex
from models.api import finished
from models.library import tables
from models.services.care.homes import admission_ratio
from models.services.care.packages import package_hours
from models.standing import Stage
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


@pytest.mark.model
@pytest.mark.parametrize(("low", "high"), [(65, 75), (75, 85), (85, 90), (90, 200)])
def test_as_many_live_in_care_homes_at_the_start_as_the_census_counted_by_age(low, high):
    age, sex = crowd().age[there()], at_start("sex")
    group = (age >= low) & (age < high)
    share = by_age_and_sex(tables()["care_homes"], "share")[sex, np.minimum(age - 60, 45)]
    assert (at_start("setting")[group] > 0).mean() == pytest.approx(share[group].mean(), rel=0.06)


@pytest.mark.model
def test_nobody_in_a_care_home_has_a_package_and_every_package_has_a_payer():
    world = leeds(24)
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
