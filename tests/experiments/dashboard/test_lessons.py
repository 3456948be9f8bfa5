"""The guided tour: each question has its pictures, its sentence and a link that works; and the words are there."""

import pytest

from experiments.dashboard.beforehand import first_file
from experiments.dashboard.drawings.lessons import lessons
from experiments.dashboard.page import PAGES
from experiments.dashboard.pages.learn import NAMES, saving
from experiments.showing.glossary import glossary

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def tour():
    return lessons(first_file("lessons")["result"], saving())


def test_the_tour_has_five_questions_each_with_pictures_words_and_something_to_try(tour):
    assert [one.name for one in tour] == list(NAMES)
    for one in tour:
        assert one.question.endswith("?")
        assert one.told and one.seen.endswith(".") and one.charts and one.tries
        assert all(chart.takeaway and chart.reading and chart.rows for chart in one.charts)


def test_what_can_be_tried_is_a_page_of_ours(tour):
    paths = {address.partition("?")[0].strip("/") or "explore" for one in tour for _, address in one.tries}
    assert paths <= set(PAGES)


def test_a_claim_from_before_and_after_is_held_against_the_twin(tour):
    shown = first_file("lessons")["result"]["before_after"]
    at = shown["months"].index(0)
    assert shown["here"][:at] == shown["twin"][:at], "they share their lives until they are reached"
    assert shown["here"][at] - shown["here"][-1] > shown["twin"][-1] - shown["here"][-1]


def test_shared_luck_makes_the_difference_surer(tour):
    shown = first_file("lessons")["result"]["luck"]
    spread = [max(shown[kind]) - min(shown[kind]) for kind in ("same", "other")]
    assert spread[0] < spread[1] / 3


def test_the_glossary_is_that_of_the_document():
    assert sum(map(len, glossary().values())) > 60
