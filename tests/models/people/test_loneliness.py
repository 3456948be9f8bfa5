"""Loneliness: three levels, who becomes lonelier this month and who less so."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.ages import AGES
from models.library import tables
from models.people.loneliness import NEVER, OFTEN, Loneliness, easing_rate, lonely_by_age, onset_ratio
from tests.models.village import RATES, RATIOS, as_now, at_start, column, crowd, grown, leeds, there

P = sheets()["loneliness"]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("alone", "bereaved", "frail", "contacts", "ratio"),
    [
        (False, 0.0, False, 1.0, 1.0),
        (True, 0.0, False, 1.0, 1.5),
        (False, 1.0, False, 1.0, 3.0),
        (False, 0.5, False, 1.0, 2.0),
        (False, 0.0, True, 1.0, 2.0),
        (True, 1.0, True, 0.5, 4.5),
    ],
    ids=["none", "alone", "just bereaved", "fading", "frail", "all, with many ties"],
)
def test_what_makes_lonely_multiplies(alone, bereaved, frail, contacts, ratio):
    assert onset_ratio(alone, bereaved, frail, contacts, 1.5, 3.0, 2.0) == pytest.approx(ratio)


@pytest.mark.unit
@given(alone=st.booleans(), frail=st.booleans(), grief=st.floats(0.0, 1.0), contacts=RATIOS, ratio=st.floats(1.0, 5.0))
def test_onset_is_never_below_that_of_someone_with_none_of_these(alone, frail, grief, contacts, ratio):
    assert onset_ratio(alone, grief, frail, contacts, ratio, ratio, ratio) >= contacts


@pytest.mark.unit
@pytest.mark.parametrize(("prone", "helped", "rate"), [(False, 1.0, 0.2), (True, 1.0, 0.05), (False, 1.5, 0.3)])
def test_easing_is_slow_for_the_prone_and_faster_with_help(prone, helped, rate):
    assert easing_rate(0.2, prone, 0.25, helped) == pytest.approx(rate)


@pytest.mark.unit
@given(base=RATES, prone=st.booleans(), helped=RATIOS, more=st.floats(1.0, 4.0))
def test_help_never_slows_easing(base, prone, helped, more):
    assert easing_rate(base, prone, 0.25, helped * more) >= easing_rate(base, prone, 0.25, helped) >= 0


@pytest.mark.unit
def test_loneliness_rises_with_age_to_the_share_published_at_80_and_over():
    published = tables()["loneliness"].set_index(["age_from", "feeling"])["share"]
    shares = lonely_by_age(P)
    assert (np.diff(shares) >= 0).all()
    assert shares[AGES == 85] == pytest.approx(published[(80, "sometimes_or_often")], abs=0.005)
    assert shares[0] < published[(52, "sometimes_or_often")] + 0.005 < shares[AGES == 70]


@pytest.mark.model
def test_as_many_are_lonely_at_the_start_as_surveys_find():
    age, level = crowd().age[there()], at_start("lonely")
    assert (level[age < 65] > NEVER).mean() == pytest.approx(0.34, abs=0.02)
    assert (level[age >= 80] > NEVER).mean() == pytest.approx(0.46, abs=0.015)
    assert (level == OFTEN).sum() / (level > NEVER).sum() == pytest.approx(9 / 34, abs=0.015)


@pytest.mark.model
@pytest.mark.parametrize(
    ("column_name", "reached"), [("alone", 1), ("widowed", 1), ("cfs", 5), ("prone", 1)], ids=lambda one: str(one)
)
def test_those_with_a_cause_are_lonelier_at_the_start(column_name, reached):
    age, lonely = crowd().age[there()], at_start("lonely") > NEVER
    group, middle = at_start(column_name) >= reached, (age >= 70) & (age < 75)
    assert lonely[middle & group].mean() > 1.15 * lonely[middle & ~group].mean()


@pytest.mark.model
def test_levels_move_by_one_and_stay_within_the_three():
    world = leeds(12, moved={"loneliness.onset": 6.0, "loneliness.easing": 6.0})
    before = dict(zip(column(world, "id"), column(world, "lonely").astype(int), strict=True))
    for _ in range(12):
        world.step()
        now = dict(zip(column(world, "id"), column(world, "lonely").astype(int), strict=True))
        assert {now[one] - before[one] for one in now if one in before} <= {-1, 0, 1}
        assert set(now.values()) <= {0, 1, 2}
        before = now


@pytest.mark.model
@pytest.mark.parametrize(
    ("lever", "ratio", "way"),
    [("loneliness.onset", 0.2, -1), ("loneliness.onset", 3.0, 1), ("loneliness.easing", 3.0, -1)],
)
def test_the_levers_on_loneliness_move_how_many_are_lonely(lever, ratio, way):
    moved = grown(moved={lever: ratio}).recorded()
    plain = as_now().measures
    for measure in ("lonely", "often_lonely"):
        assert way * (moved[measure].iloc[-1] - plain[measure].iloc[-1]) > 0.05 * plain[measure].iloc[-1]


@pytest.mark.model
def test_loneliness_is_off_the_causes_of_death_and_frailty_when_no_part_of_it_is_causal():
    none = {f"{word}.causal_share": 0.0 for word in ("mortality", "frailty", "care")}
    lonely = grown(overrides=none, moved={"loneliness.onset": 9.0}).recorded()
    plain = grown(overrides=none).recorded()
    assert lonely["lonely"].iloc[-1] > 1.2 * plain["lonely"].iloc[-1]
    assert (lonely["deaths"] == plain["deaths"]).all()
    assert (lonely["frail"] == plain["frail"]).all()


def onsets(**mortality: float) -> np.ndarray:
    """Return the rates of becoming lonelier that keep loneliness as it is, with these numbers of the word mortality."""
    world = leeds(1, overrides={f"mortality.{name}": value for name, value in mortality.items()})
    return next(one for one in world.processes if isinstance(one, Loneliness))._numbers.holding


@pytest.mark.model
def test_more_become_lonely_where_more_of_the_lonely_die_and_as_many_where_they_die_like_others():
    alike = onsets(causal_share=0.0)
    assert onsets(lonely_ratio=1.0) == pytest.approx(alike)
    more = onsets(lonely_ratio=1.25, causal_share=1.0)
    assert (more >= alike).all()
    assert (more[20:40] > alike[20:40] + 1e-3).all()


@pytest.mark.model
def test_someone_prone_to_loneliness_stays_lonely_longer():
    world = leeds(24)
    lonely = (column(world, "lonely") > 0).copy()
    first, prone = column(world, "id")[lonely].copy(), column(world, "prone")[lonely].copy() > 0
    for _ in range(24):
        world.step()
    row = world.people.row_of[first]
    still = np.where(row >= 0, world.people["lonely"][np.maximum(row, 0)] > 0, False)
    assert still[prone & (row >= 0)].mean() > still[~prone & (row >= 0)].mean()


@pytest.mark.model
def test_lonely_months_are_counted_for_each_person_as_often_as_the_measure_counts_them():
    plain = as_now()
    assert plain.lonely_months.sum() == plain.measures["lonely"].sum()
    assert plain.lonely_months.max() == len(plain.measures)
