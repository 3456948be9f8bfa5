"""Hospital: emergency admissions, days in bed, and where people go afterwards."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.ages import SPAN
from models.library import tables
from models.people.frailty import prevalence
from models.people.hospital import admission_rate, destination, sent_to_care_homes, stay_rates
from models.pounds import pence
from models.signals import CARE_HOME, HOME, HOME_CARE, REABLEMENT, STAYED_HOME
from tests.models.village import RATES, RATIOS, as_now, column, grown, leeds, total

P = sheets()["hospital"]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("luck", "where"),
    [(0.0, CARE_HOME), (0.0999, CARE_HOME), (0.1, HOME_CARE), (0.31, REABLEMENT), (0.61, HOME), (0.999, HOME)],
    ids=str,
)
def test_luck_decides_where_a_patient_goes(luck, where):
    assert destination(luck, 0.3, 0.2, 0.1) == where


@pytest.mark.unit
@given(luck=st.floats(0.0, 1.0), share=st.floats(0.0, 0.33))
def test_everyone_discharged_goes_somewhere(luck, share):
    assert destination(luck, share, share, share) in {HOME, REABLEMENT, HOME_CARE, CARE_HOME}
    assert destination(luck, 0.0, 0.0, 0.0) == HOME


@pytest.mark.unit
@given(rate=RATES, ratio=RATIOS, average=RATIOS, more=st.floats(1.0, 4.0))
def test_frailty_shares_admissions_out(rate, ratio, average, more):
    plain = admission_rate(rate, ratio, average)
    assert plain >= 0
    assert admission_rate(rate, ratio * more, average) >= plain
    assert admission_rate(rate, average, average) == pytest.approx(rate)


@pytest.mark.unit
def test_stays_by_frailty_average_to_the_rate_at_each_age():
    shares, _ = prevalence(tables())
    average = (stay_rates(shares, P) * shares).sum(axis=2)
    assert average[:, [0, 7, 20, 35]] == pytest.approx(
        np.tile(P.admissions_per_year * (1.0 - P.share_through_falls), (2, 1))
    )


@pytest.mark.unit
def test_hospitals_send_a_share_of_stays_and_injuries_to_care_homes():
    at_home = np.zeros((2, SPAN, 9))
    at_home[:, :, 6] = 1.0
    moves = sent_to_care_homes(at_home, np.full(9, 0.1), np.full((2, SPAN, 9), 0.4), P)
    assert moves == pytest.approx(np.full((2, SPAN), 0.5 * P.to_care_home_by_frailty[6]))


@pytest.mark.model
def test_only_those_from_their_own_home_are_sent_somewhere():
    world = leeds(12, moved={"hospital.admission": 3.0})
    for _ in range(12):
        at_home = {one for one, inside in zip(column(world, "id"), column(world, "setting"), strict=True) if not inside}
        world.step()
        ids, days, goes = column(world, "id"), column(world, "bed_days"), column(world, "discharge")
        assert (days[goes != STAYED_HOME] > 0).all()
        stayed = np.array([one in at_home for one in ids])
        known = (days > 0) & np.isin(ids, list(at_home))
        assert (goes[known] != STAYED_HOME).all()
        new = world.people.start.enters[ids] > 0
        assert (goes[~stayed & ~new] == STAYED_HOME).all()


@pytest.mark.model
def test_whoever_the_hospital_sends_to_a_care_home_lives_there():
    world = leeds(12, moved={"hospital.admission": 3.0})
    sent = 0
    for _ in range(12):
        world.step()
        inside = column(world, "setting")[column(world, "discharge") == CARE_HOME]
        assert (inside > 0).all()
        sent += len(inside)
    assert sent > 0


@pytest.mark.model
def test_every_admission_is_paid_for_by_the_nhs():
    run = as_now()
    least = run.measures["admissions"] * pence(P.admission_pounds) / 100
    assert (run.ledger["hospital"] >= least - 0.001).all()
    assert (run.ledger["hospital"] <= least * P.older_cost_ratio + 0.001).all()
    assert (run.lines["hospital"].payer, run.lines["hospital"].payee) == ("NHS", "hospitals")


@pytest.mark.model
def test_emergency_admissions_of_the_older_are_about_those_of_2010_11():
    world, admitted, years = leeds(12, residents=20_000), 0, 0.0
    for _ in range(12):
        world.step()
        older = column(world, "age") >= 65
        admitted += int((column(world, "bed_days")[older] > 0).sum())
        years += older.sum() / 12
    assert admitted / years == pytest.approx(0.242, rel=0.12)


@pytest.mark.model
def test_the_lever_on_admission_moves_admissions_and_days():
    moved, plain = grown(moved={"hospital.admission": 0.5}), as_now().measures
    assert total(moved, "admissions") < 0.7 * plain["admissions"].sum()
    assert total(moved, "bed_days") < 0.8 * plain["bed_days"].sum()


@pytest.mark.model
@pytest.mark.parametrize("days", [0.4, 1.5])
def test_a_part_of_a_day_saved_is_a_day_for_as_many_patients(days):
    seen, saved = 0, 0
    for seed in (1, 2):
        sees = {"hospital.discharge_team": 10_000.0, "hospital.diverted": 0.0}
        plain, moved = (leeds(1, 20_000, seed, moved=sees | {"hospital.days_saved": one}) for one in (0.0, days))
        plain.step()
        moved.step()
        long = (column(plain, "bed_days") > 3) & (column(plain, "cfs") >= 5) & (column(plain, "discharge") > 0)
        gap = column(plain, "bed_days")[long].astype(int) - column(moved, "bed_days")[long]
        assert set(gap.tolist()) == {int(days), int(days) + 1}
        seen, saved = seen + len(gap), saved + gap.sum()
    assert seen > 100
    assert saved / seen == pytest.approx(days, abs=0.12)
