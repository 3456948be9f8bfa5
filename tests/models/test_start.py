"""Start: the state everyone begins in, in which published margins are met."""

import numpy as np
import pytest

from models import Standing, sheets
from models.gazetteer import read_place
from models.library import changed, tables
from models.standing import Payer, Stage
from models.start import synthesise
from tests.models.village import at_start, crowd, there

pytestmark = pytest.mark.model


def small(overrides=None, seed: int = 1):
    return synthesise(read_place("leeds"), tables(), changed(overrides or {}, None, seed), seed, 4_000)


def test_leeds_begins_with_everyone_counted():
    assert there().sum() == 150_592
    assert crowd().people_per_resident == pytest.approx(1.0)


def test_the_share_of_those_aged_65_and_over_in_care_homes_is_that_counted():
    inside = at_start("setting") > 0
    of_leeds = 0.033  # the ages of England and Wales make it the published 0.032
    assert inside[at_start("age") >= 65].mean() == pytest.approx(of_leeds, abs=0.002)


def test_of_the_81_in_a_thousand_aged_65_and_over_who_were_helped_at_home_two_fifths_begin_with_home_care():
    """31 to 36 in a thousand by two counts (`council_home_care` in calibration/targets/fit.toml)."""
    funded = (at_start("package") > 0) & (at_start("payer") == Payer.COUNCIL)
    assert 1000 * funded[at_start("age") >= 65].mean() == pytest.approx(34, abs=4)


def test_everyones_standing_follows_from_their_care():
    standing, inside, package = at_start("standing"), at_start("setting") > 0, at_start("package")
    council = at_start("payer") == Payer.COUNCIL
    assert (inside & council == (standing == Standing.COUNCIL_RESIDENTIAL)).all()
    assert (~inside & (package > 0) & council == (standing == Standing.COUNCIL_HOME)).all()
    reabling = (at_start("reable_weeks") > 0) & (at_start("stage") == Stage.REABLEMENT) & ~inside & (package == 0)
    assert (reabling == (standing == Standing.REABLEMENT)).all()
    assert (standing[~inside & (package == 0) & (at_start("cfs") < 5) & ~reabling] == Standing.NONE).all()
    assert set(np.unique(standing)) <= set(Standing)


def test_packages_go_to_the_frail_at_home_and_more_hours_to_the_frailer():
    has, level = at_start("package") > 0, at_start("cfs")
    assert (level[has] >= 5).mean() > 0.9, "others were frail of late and await the review that ends their package"
    assert (level[has] >= 4).all()
    assert (at_start("setting")[has] == 0).all()
    means = [at_start("package")[has & (level == one)].mean() for one in (5, 6, 7)]
    assert means == sorted(means)


def test_stays_in_care_homes_began_before_the_start():
    months = at_start("setting_months")[at_start("setting") > 0]
    assert months.min() == 0
    assert 12 < months.mean() < 40
    assert (at_start("setting_months")[at_start("setting") == 0] == 0).all()


def test_the_same_seed_begins_in_the_same_state():
    one, same = small(), small()
    assert one.columns.keys() == same.columns.keys()
    for name in one.columns:
        assert one[name].tobytes() == same[name].tobytes(), name


def test_a_parameter_changes_only_what_depends_on_it():
    plain, changed_one = small(), small({"loneliness.start_odds_alone": 3.5})
    assert (plain["lonely"] != changed_one["lonely"]).any()
    for name in ("cfs", "setting", "partner", "alone", "package", "volunteer", "member", "friends", "savings"):
        assert plain[name].tobytes() == changed_one[name].tobytes(), name


def test_a_small_leeds_is_like_the_large_one():
    few = small()
    first = few.enters <= 0
    for name, level in (("alone", 1), ("lonely", 1), ("cfs", 5), ("setting", 1), ("member", 1)):
        share = (at_start(name) >= level).mean()
        within = 4 * np.sqrt(share * (1 - share) / first.sum()) + 0.005
        assert (few[name][first] >= level).mean() == pytest.approx(share, abs=within), name


def test_every_column_drawn_belongs_to_a_word():
    assert set(sheets()) >= {"care", "loneliness", "household"}
    for name, values in crowd().columns.items():
        assert len(values) == len(crowd()), name
