"""Household: who lives with whom."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ages import by_age_and_sex
from models.crowd import ALONE, DIED, OUTSIDE
from models.library import tables
from models.people.household import lives_alone, repartnering_rate
from sim.parameters import Sheet
from tests.models.village import RATES, at_start, column, crowd, grown, leeds, there, total


@pytest.mark.unit
@pytest.mark.parametrize(
    ("partner", "family", "care_home", "alone"),
    [
        (False, False, False, True),
        (True, False, False, False),
        (False, True, False, False),
        (False, False, True, False),
    ],
    ids=["nobody else", "a partner", "family", "a care home"],
)
def test_a_person_lives_alone_in_a_home_of_their_own_with_nobody_in_it(partner, family, care_home, alone):
    assert lives_alone(partner, family, care_home) is alone


@pytest.mark.unit
@pytest.mark.parametrize(
    ("man", "age", "bereaved", "rate"),
    [
        (True, 74, -1, 0.04),
        (True, 75, -1, 0.03),
        (False, 74, -1, 0.02),
        (False, 75, 12, 0.01),
        (True, 70, 0, 0.0),
        (False, 70, 11, 0.0),
    ],
    ids=["younger man", "older man", "younger woman", "older woman", "just widowed", "within a year"],
)
def test_nobody_finds_a_partner_in_the_first_year_of_a_bereavement(man, age, bereaved, rate):
    assert repartnering_rate(man, age, bereaved, 0.04, 0.03, 0.02, 0.01) == rate


@pytest.mark.unit
@given(man=st.booleans(), age=st.integers(60, 110), bereaved=st.integers(-1, 23), rates=st.tuples(*[RATES] * 4))
def test_a_rate_of_finding_a_partner_is_one_of_the_four_or_none(man, age, bereaved, rates):
    assert repartnering_rate(man, age, bereaved, *rates) in (0.0, *rates)


@pytest.mark.model
def test_couples_are_real_pairs_of_plausible_ages_in_one_neighbourhood():
    partner, born, area = crowd()["partner"], crowd()["born"].astype(int), crowd()["neighbourhood"]
    named = np.flatnonzero(partner >= 0)
    assert (partner[partner[named]] == named).all(), "whoever is a partner has that partner"
    assert (partner[named] != named).all()
    assert (area[partner[named]] == area[named]).all()
    apart = np.abs(born[partner[named]] - born[named]) / 12
    assert np.quantile(apart, 0.99) < 16
    assert apart.max() < 45
    sex = crowd()["sex"]
    straight = named[(sex[named] == 0) & (sex[partner[named]] == 1)]
    assert (born[partner[straight]] - born[straight]).mean() / 12 == pytest.approx(2.5, abs=0.5)


@pytest.mark.model
def test_some_partners_at_the_start_are_still_under_60():
    partner = at_start("partner")
    later = partner >= there().sum()
    assert 0.03 < later.mean() < 0.15
    assert (crowd().enters[partner[later]] > 0).all()
    assert (partner == OUTSIDE).mean() < 0.05


@pytest.mark.model
@pytest.mark.parametrize("sex", [0, 1], ids=["men", "women"])
def test_shares_who_live_as_a_couple_are_those_of_the_census(sex):
    age, mine = crowd().age[there()], at_start("sex") == sex
    shares = by_age_and_sex(tables()["households"], "couple")[sex, np.minimum(age[mine] - 60, 45)]
    coupled = at_start("partner")[mine] != ALONE
    for low, high in ((60, 70), (70, 80), (80, 90)):
        group = (age[mine] >= low) & (age[mine] < high)
        assert coupled[group].mean() == pytest.approx(shares[group].mean(), abs=0.01)


def check_homes(world):
    """Everyone lives alone who has neither a partner at home nor family, and nobody else."""
    people = world.people
    partner, setting = people["partner"], people["setting"]
    row = np.where(partner >= 0, people.row_of[np.maximum(partner, 0)], -1)
    away = (row >= 0) & (setting[np.maximum(row, 0)] > 0)
    with_partner = (partner == OUTSIDE) | ((partner >= 0) & ~away)
    expected = ~with_partner & (people["with_family"] == 0) & (setting == 0)
    here = people["here"] > 0
    return (people["alone"][here] > 0) == expected[here]


@pytest.mark.model
def test_a_partner_in_a_care_home_leaves_the_other_alone():
    world = leeds(13)
    world.step()
    before = world.people["setting"].copy(), world.people["id"].copy()
    world.step()
    partner = world.people["partner"]
    in_home = set(before[1][before[0] > 0].tolist())
    left = [i for i in range(world.people.size) if partner[i] in in_home and world.people.row_of[partner[i]] >= 0]
    left = [i for i in left if world.people["setting"][i] == 0 and world.people["id"][i] not in in_home]
    assert left
    assert all(world.people["alone"][i] or world.people["with_family"][i] for i in left)


@pytest.mark.model
def test_survivors_learn_of_a_death_the_month_after_and_are_widowed():
    world = leeds(18)
    learnt = 0
    for _ in range(18):
        partner = dict(zip(column(world, "id"), column(world, "partner"), strict=True))
        world.step()
        people = world.people
        ids = column(world, "id")
        for one, now, lost in zip(ids, column(world, "partner"), column(world, "lost_partner"), strict=True):
            other = partner.get(one, ALONE)
            if other >= 0 and people.left[other] >= 0 and other < people.entered:
                assert now == ALONE or now != other
                assert bool(lost) == (people.why[other] == DIED)
                learnt += lost
        assert not ((people["lost_partner"] > 0) & (people["widowed"] == 0)).any()
    assert learnt > 10


@pytest.mark.model
def test_partners_stay_mutual_while_both_are_there():
    world = grown(48, residents=6_000)
    ids, partner = column(world, "id"), column(world, "partner")
    row = world.people.row_of[np.maximum(partner, 0)]
    both = (partner >= 0) & (row >= 0)
    assert both.sum() > 2_000
    assert (world.people["partner"][row[both]] == ids[both]).all()


@pytest.mark.model
def test_those_who_seek_find_one_another_and_nobody_else_finds_a_partner():
    world, met, left_over = leeds(24, residents=12_000), 0, 0
    before = dict(enumerate(world.people.start.columns["partner"].tolist()))
    for _ in range(24):
        world.step()
        ids, partner, sex = (column(world, name) for name in ("id", "partner", "sex"))
        sought = column(world, "seeks") > 0
        found = (partner >= 0) & (partner != [before[one] for one in ids.tolist()])
        assert not (found & ~sought).any(), "nobody finds a partner who did not seek one"
        assert found.sum() == 2 * min((sought & (sex == 0)).sum(), (sought & (sex == 1)).sum())
        assert (sought[np.isin(ids, partner[found])]).all(), "whoever they found sought too"
        assert not column(world, "alone")[found].any()
        met, left_over = met + found.sum(), left_over + (sought & (partner == ALONE)).sum()
        before |= dict(zip(ids.tolist(), partner.tolist(), strict=True))
    assert met > 20
    assert left_over > 20, "the men who seek are more than the women"


@pytest.mark.model
def test_nobody_looks_for_a_partner_in_the_year_that_begins_with_the_month_of_the_loss():
    world, learnt, sought = leeds(18), 0, 0
    eager = [
        replace(one, value=20.0, high=20.0) if name.startswith("repartnering") else one
        for name, one in world.sheets["household"].entries.items()
    ]
    world.sheets = {**world.sheets, "household": Sheet("household", eager)}
    lost_at: dict[int, int] = {}
    for month in range(18):
        world.step()
        ids, seeks, lost = (column(world, name) for name in ("id", "seeks", "lost_partner"))
        lost_at |= dict.fromkeys(ids[lost > 0].tolist(), month)
        early = [one for one in ids[seeks > 0].tolist() if month - lost_at.get(one, -99) < 12]
        assert early == []
        assert (column(world, "partner")[lost > 0] == ALONE).all()
        learnt, sought = learnt + int(lost.sum()), sought + int(seeks.sum())
    assert learnt > 50
    assert sought > 1_000, "everyone else without a partner looks for one"


@pytest.mark.model
def test_only_parents_are_taken_in_by_a_child():
    world = leeds(24, residents=12_000, overrides={"household.child_takes_in_share": 0.15})
    taken_in, childless = 0, 0
    for _ in range(24):
        world.step()
        lost = column(world, "lost_partner") > 0
        goes = lost & (column(world, "with_family") > 0) & (column(world, "cfs") < 5)
        assert (column(world, "children")[goes] > 0).all()
        taken_in += int(goes.sum())
        childless += int((lost & (column(world, "children") == 0)).sum())
    assert taken_in > 20
    assert childless > 20


@pytest.mark.model
def test_living_alone_begins_as_the_census_found_it():
    age, home = crowd().age[there()], at_start("setting") == 0
    alone = at_start("alone") > 0
    assert alone.sum() == pytest.approx(42_000, rel=0.03)
    assert alone[(age >= 65)].mean() == pytest.approx(0.31, abs=0.01)
    oldest = (age >= 85) & home
    assert alone[oldest].mean() == pytest.approx(0.59, abs=0.02)
    assert (alone & ~home).sum() == 0


@pytest.mark.model
def test_the_count_of_those_alone_is_the_count_of_the_column():
    world = grown(12)
    assert column(world, "alone").sum() == world.recorded()["alone"].iloc[-1]
    assert total(world, "widowed_now") > 0
