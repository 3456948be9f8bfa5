"""Warm homes: the homes of older people are insulated, and they get advice on heating."""

import numpy as np
import pytest

from models import Kith, Plan, Scenario, run, sheets
from models.interventions.warm_homes import mates_of
from tests.models.village import acting, as_now, paid, programme, reached_now, total, tried, trying

NAME = "warm_homes"
P = sheets()[NAME]
PROGRAMME, OBLIGATION, FUEL = f"programme_{NAME}", f"obligation_{NAME}", f"fuel_saved_{NAME}"
WARM = "home_insulated"
NOTHING = {"cold_admission_ratio": 1.0, "death_ratio": 1.0}
pytestmark = pytest.mark.model


def jobs(world):
    """How many homes were insulated, by what was paid for them."""
    one = P.advice_pounds + P.job_pounds
    return (paid(world, PROGRAMME) + paid(world, OBLIGATION)) / one


def test_no_more_homes_are_insulated_than_there_are_jobs_for_each_once():
    world = trying(NAME, months=24, size=4.0)
    ids, size = world.reached.of(NAME)[1].tolist(), world.interventions[0].size
    assert len(set(ids)) == len(ids)
    assert 0.9 * 2 * P.jobs_per_year * size < jobs(world) <= 2 * P.jobs_per_year * size + 24


def test_whoever_is_reached_lives_at_home_and_is_old_enough_or_the_partner_of_someone_who_is():
    world = acting(NAME, 6, size=12.0, from_age=70.0)
    people, rows = world.people, reached_now(world, NAME)
    assert len(rows) > 50
    assert (people["setting"][rows] == 0).all()
    partner = people["partner"][rows]
    mate = np.where(partner >= 0, people.row_of[np.maximum(partner, 0)], rows)
    assert (np.maximum(people["age"][rows], people["age"][mate]) >= 70).all()
    assert ((people[WARM][mate] > 0) | (people["setting"][mate] > 0)).all(), "partners share a home"


def test_the_deprived_and_the_frail_come_sooner():
    world, alike = acting(NAME, 0, size=20.0), acting(NAME, 0, size=20.0, deprived_ratio=1.0, frail_ratio=1.0)
    for sooner in (world.people["fifth"] <= P.deprived_to_fifth, world.people["cfs"] >= P.frail_from_level):
        assert sooner[reached_now(world, NAME)].mean() > 1.1 * sooner[reached_now(alike, NAME)].mean()


def test_only_homes_that_lack_insulation_are_insulated():
    most = {few: len(trying(NAME, size=400.0, lacking_share=few).reached.of(NAME)[1]) for few in (0.2, 0.6)}
    everyone = as_now(12, 6_000).measures["residents"].iloc[0]
    assert most[0.2] / everyone == pytest.approx(0.2, abs=0.04)
    assert most[0.6] / everyone == pytest.approx(0.6, abs=0.05)


def test_in_warm_homes_fewer_are_admitted_and_die_and_nobody_elses_rates_move():
    world = acting(NAME, 12, size=40.0)
    people = world.people
    warm = (people[WARM] > 0) & (people["setting"] == 0) & (people["here"] > 0)
    lowered = 1.0 - P.cold_share * (1.0 - P.cold_admission_ratio)
    assert people["hospital_admission_ratio"] == pytest.approx(np.where(warm, lowered, 1.0))
    assert people["mortality_death_ratio"] == pytest.approx(np.where(warm, P.death_ratio, 1.0))
    strong = trying(NAME, months=24, size=400.0, cold_admission_ratio=0.75, cold_share=0.55, death_ratio=1.0)
    assert total(strong, "admissions") < 0.97 * as_now(24, 6_000).measures["admissions"].sum()


def test_insulation_stays_when_the_programme_stops_and_nobody_more_gets_it():
    world = tried(NAME, months=24, size=40.0, stop=12)
    assert world.reached.of(NAME)[0].max() == 11
    assert (world.ledger.pence(PROGRAMME)[12:] == 0).all()
    assert (world.ledger.pence(FUEL)[12:] > 0).all(), "whoever lives there goes on saving fuel"
    assert (world.people["hospital_admission_ratio"] < 1.0).any()


def test_fuel_saved_is_income_to_residents_and_energy_companies_pay_their_share_of_the_jobs():
    world = trying(NAME, size=8.0, council_share=0.25, **NOTHING)
    fuel, bound = world.ledger.lines[FUEL], world.ledger.lines[OBLIGATION]
    assert (fuel.payer, fuel.payee, fuel.cashable) == ("energy companies", "residents", "transfer")
    assert (bound.payer, bound.cashable) == ("energy companies", "own money")
    homes = paid(world, OBLIGATION) / (0.75 * P.job_pounds)
    assert paid(world, PROGRAMME) == pytest.approx(homes * (P.advice_pounds + 0.25 * P.job_pounds), rel=1e-3)
    assert paid(world, FUEL) == pytest.approx(homes * P.fuel_pounds_per_year * 6.5 / 12.0, rel=0.15)


def test_without_an_effect_it_changes_nobodys_life():
    given = {f"{NAME}.{key}": value for key, value in NOTHING.items()}
    plan = {NAME: Plan(0, size=40.0)}
    world = run(Scenario(residents=3_000, months=12, interventions=plan, overrides=given), 1)
    plain = as_now(12)
    assert world.measures.equals(plain.measures)


def test_whether_a_home_lacks_insulation_is_known_for_good_and_no_home_is_insulated_twice():
    """A widow keeps what her home was; who moves in with somebody whose home was insulated asks for no other job."""
    world = Kith(Scenario(residents=6_000, months=48, interventions={NAME: Plan(0, size=30.0)}), 1)
    known: dict[int, int] = {}
    warm: set[int] = set()
    while world.month < 48:
        world.step()
        people = world.people
        lacking = dict(zip(people["id"].tolist(), people["home_lacking"].tolist(), strict=True))
        assert all(lacking[one] == what for one, what in known.items() if one in lacking and what > 0)
        new = set(people["id"][people[WARM] == world.month].tolist()) & set(world.reached.of(NAME)[1].tolist())
        assert not new & warm
        known, rows = lacking, np.flatnonzero((people[WARM] > 0) & (people["setting"] == 0))
        mates = mates_of(rows, people["partner"], people.row_of, people["setting"])
        warm |= set(people["id"][rows].tolist()) | set(people["id"][mates[mates >= 0]].tolist())
    assert len(warm) > 500


def paired(world, some, others):
    """Let these people at home, who have no partner, move in with those others."""
    people, partner = world.people, world.people.writable("household", "partner")
    partner[some], partner[others] = people["id"][others], people["id"][some]


def singles(world, warm):
    """Return the rows of those at home without a partner who have had their home insulated, or have not."""
    people = world.people
    at_home = (people["here"] > 0) & (people["setting"] == 0) & (people["partner"] == -1)
    return np.flatnonzero(at_home & ((people[WARM] > 0) == warm))


def test_two_who_share_a_home_save_its_fuel_once_and_a_partner_who_moves_in_later_halves_none():
    world = acting.__wrapped__(NAME, 6, size=12.0)
    saved, warm, cold = [int(world.ledger.pence(FUEL)[6])], singles(world, True), singles(world, False)
    many = min(len(warm), len(cold)) // 2
    assert many > 30
    for ours, theirs in (([], []), (warm[:many], cold[:many]), (warm[:many], warm[many : 2 * many])):
        paired(world, ours, theirs)
        programme(world).change(world, np.empty(0, np.int64))
        saved.append(int(world.ledger.pence(FUEL)[6]) - sum(saved))
    assert saved[1] == saved[2], "nobody has reached the newcomers"
    assert saved[2] - saved[3] == pytest.approx(100.0 * many * P.fuel_pounds_per_year / 12.0, abs=2.0)
