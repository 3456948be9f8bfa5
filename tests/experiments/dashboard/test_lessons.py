"""The guided tour: each question has its pictures, its sentence and a link that works, and shows what it teaches."""

import pytest

from experiments.dashboard.beforehand import first_file
from experiments.dashboard.drawings.lessons import lessons
from experiments.dashboard.jobs.lessons import before_after, lonely_history, scenario
from experiments.dashboard.page import PAGES
from experiments.dashboard.pages.learn import NAMES, saving
from models import run

SMALL = {"place": "leeds", "residents": 400, "crowd": 12_000, "seed": 1, "lucks": 2}


@pytest.fixture(scope="module")
def tour():
    return lessons(first_file("lessons")["result"], saving())


@pytest.mark.unit
def test_the_tour_has_five_questions_each_with_pictures_words_and_something_to_try(tour):
    assert [one.name for one in tour] == list(NAMES)
    for one in tour:
        assert one.question.endswith("?")
        assert one.told and one.seen.endswith(".") and one.charts and one.tries
        assert all(chart.takeaway and chart.reading and chart.rows for chart in one.charts)


@pytest.mark.unit
def test_what_can_be_tried_is_a_page_of_ours(tour):
    paths = {address.partition("?")[0].strip("/") or "explore" for one in tour for _, address in one.tries}
    assert paths <= set(PAGES)


@pytest.mark.model
def test_whoever_has_died_or_moved_away_is_no_longer_there():
    world = scenario(SMALL, 2)
    history, _ = lonely_history(world, 1)
    assert (history >= 0).sum(axis=1).tolist() == run(world, seed=1).measures["residents"].tolist()


@pytest.mark.model
def test_those_reached_share_their_lives_with_their_twins_until_they_are_reached():
    shown = before_after(SMALL)
    at = shown["months"].index(0)
    assert shown["reached"] > 20
    assert shown["here"][:at] == shown["twin"][:at]


@pytest.mark.unit
def test_in_the_study_that_comes_with_kith_a_claim_from_before_and_after_overstates():
    shown = first_file("lessons")["result"]["before_after"]
    at = shown["months"].index(0)
    assert shown["here"][:at] == shown["twin"][:at], "they share their lives until they are reached"
    assert shown["here"][at] - shown["here"][-1] > shown["twin"][-1] - shown["here"][-1]


@pytest.mark.unit
def test_in_the_study_that_comes_with_kith_shared_luck_makes_the_difference_surer():
    shown = first_file("lessons")["result"]["luck"]
    spread = [max(shown[kind]) - min(shown[kind]) for kind in ("same", "other")]
    assert spread[0] < spread[1] / 3
