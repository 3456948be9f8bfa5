"""Consultation: what GP consultations and attendances at A&E are expected to cost the NHS."""

import numpy as np
import pytest

from models import sheets
from models.ages import SPAN, YOUNGEST, cell_means
from models.services.consultation import MONTHS_BETWEEN_COUNTS, visit_rate
from tests.models.village import as_now, leeds

P = sheets()["consultation"]


@pytest.mark.unit
def test_a_rate_is_shared_out_by_frailty_and_raised_by_loneliness():
    assert visit_rate(10.0, 1.8, 1.2, 1.1) == pytest.approx(10.0 * 1.5 * 1.1)


@pytest.mark.model
def test_rates_of_consulting_are_those_published_and_cost_what_they_cost():
    run = as_now()
    people = run.measures["residents"].sum() / 12
    assert 5.0 < run.measures["gp_consultations"].sum() / people < 6.6, "9 a year, 62% with a GP"
    older = 0.35 < run.measures["ae_attendances"].sum() / people < 0.45
    assert older, "0.43 a year at 65 and over, fewer at 60 to 64"
    for name, pounds in (("gp_consultations", P.consultation_pounds), ("ae_attendances", P.attendance_pounds)):
        assert np.allclose(run.ledger[name], run.measures[name] * pounds, atol=0.006)


@pytest.mark.model
def test_loneliness_adds_only_its_causal_share():
    rates = {share: as_now(6, consultation__causal_share=share).measures for share in (0.0, 1.0)}
    more = rates[1.0]["gp_consultations"].sum() / rates[0.0]["gp_consultations"].sum()
    assert 1.0 < more < 1.06
    assert (rates[1.0]["ae_attendances"] == rates[0.0]["ae_attendances"]).all(), "none was found for A&E"


@pytest.mark.model
def test_what_is_expected_is_the_sum_over_everyone_present_when_counted():
    world = leeds(MONTHS_BETWEEN_COUNTS + 1)
    people = world.people
    nobody = np.zeros(people.size, np.uint8)
    average = cell_means(P.frailty_ratio[people["cfs"] - 1], np.ones(people.size), people["age"], nobody)[0]
    for _ in range(MONTHS_BETWEEN_COUNTS + 1):
        world.step()
    here = people["here"] > 0
    age, level, lonely = (people[name][here].astype(int) for name in ("age", "cfs", "lonely"))
    by_age = P.consultations_per_year[np.searchsorted(P.age_from, age, side="right") - 1] * P.gp_share
    frail = P.frailty_ratio[level - 1] / average[np.minimum(age - YOUNGEST, SPAN - 1)]
    more = P.causal_share * (P.gp_ratio_per_point ** P.points_by_loneliness[lonely] - 1.0)
    expected = (by_age * frail * (1.0 + more)).sum() / 12.0
    assert world.recorded()["gp_consultations"].iloc[-1] == pytest.approx(expected)
