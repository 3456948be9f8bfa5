"""Evidence: every number can be found, told and drawn, and the scorecard hides no miss."""

import pytest

from experiments.dashboard.catalogue import MONEY, catalogue
from experiments.dashboard.drawings import evidence
from experiments.dashboard.jobs import evidence as evidence_job
from experiments.dashboard.jobs.moves import OUTCOMES, span_of
from experiments.dashboard.pages import evidence as page
from experiments.dashboard.pages.parts import csv_of
from experiments.showing.texts import Texts
from models import Kith, Scenario, interventions, sheets
from sim.errors import ModelError

pytestmark = pytest.mark.unit


def test_a_search_finds_by_name_note_status_and_word():
    known = catalogue().parameters
    assert len(evidence.found(known, "", "", "")) == len(known)
    assert {one["name"].partition(".")[0] for one in evidence.found(known, "", "", "falls")} == {"falls"}
    assert {one["status"] for one in evidence.found(known, "", "published", "")} == {"published"}
    hours = evidence.found(known, "volunteer hours per week", "", "")
    assert "volunteer.hours_per_week" in [one["name"] for one in hours]
    assert evidence.found(known, "no such thing at all", "", "") == []


def test_every_number_is_told_with_its_source():
    known = catalogue()
    for one in known.parameters:
        cells = evidence.row(one, known.sources)
        assert all(cells[:3]) and cells[5], one["name"]


def test_the_value_lies_within_the_range_that_is_drawn():
    known = catalogue().parameters
    drawn = [one for one in known if evidence.relative(one)]
    assert len(drawn) > 300
    for one in drawn:
        low, high = evidence.relative(one) or (0.0, 0.0)
        assert low <= 1.0 <= high
    chart = evidence.ranges(known)
    assert chart is not None and len(chart.rows) == evidence.DRAWN


def test_every_word_and_programme_says_what_its_numbers_move():
    moves = evidence_job.work({}, lambda told: None)["moves"]
    assert [name for name in sheets() if not moves.get(name)] == []
    assert [one.name for one in interventions() if one.title not in moves[one.name]] == []


def test_a_number_is_offered_where_it_changes_something_and_nowhere_else():
    known = catalogue()
    words = {one.word for one in Kith(Scenario(residents=300, months=1)).processes}
    assert set(MONEY) == set(sheets()) - words - {one.name for one in interventions()}
    assert not any(name.startswith("loan.") for name in {**known.of_worlds, **known.of_loans})
    assert list(page.tries("falls.falls_per_faller", 2.0)) == ["Explore", "Compare"]
    assert page.tries("loan.rate_per_year", 0.05) == {"Repayment": "/repayment?rate_per_year=0.05"}
    assert page.tries("dividend.backfill", 0.5) == {"Repayment": "/repayment?set=dividend.backfill:0.5"}
    assert page.tries("gate.board_months", 2.0) == {}


def score(use: str, met: bool) -> dict:
    why = "" if met else "People recover."
    off = [0.5, -0.5, 1.0] if met else [3.0, 2.5, 3.5]
    return {
        "use": use, "meaning": "Lonely people", "published": "10%", "model": "11%", "interval": "9% to 12%",
        "off": off, "met": met, "why": why, "source": "A survey",
    }  # fmt: skip


def test_a_miss_of_the_scorecard_is_drawn_otherwise_and_told_with_its_reason():
    rows = [score("fit", True), score("fit", False), score("compared", False)]
    chart = evidence.scores(rows, "fit")
    assert chart is not None
    assert chart.takeaway == "The model meets 1 of these 2 figures."
    assert [row[5] for row in chart.rows] == ["met", "missed"]
    marks = chart.option["series"][-1]["data"]
    assert marks[0]["symbol"] != marks[1]["symbol"]
    assert evidence.missed(rows) == [("Lonely people", "People recover.")]
    assert evidence.scores(rows, "reproduced") is None


def test_what_a_number_moves_is_told_by_the_biggest_clear_swing():
    outcomes = [
        {"title": "Deaths", "kind": "sum", "at": [100.0, 100.0, 101.0], "clear": False},
        {"title": "Residents who are lonely", "kind": "share", "at": [0.3, 0.35, 0.4], "clear": True},
    ]
    said = evidence.swing_sentence({"name": "a.b", "outcomes": outcomes})
    assert said == "From the low end of its range to the high one residents who are lonely go from 30.0% to 40.0%."
    assert evidence.swings({"outcomes": outcomes})[0] == ("Deaths", "100", "100", "101", "no clear change")
    assert len(OUTCOMES) > 5


def test_a_number_that_is_not_there_or_is_a_list_is_refused():
    low, value, high = span_of("volunteer.hours_per_week", "leeds")
    assert low < value < high
    with pytest.raises(ModelError, match="hours_per_week"):
        span_of("volunteer.hour_per_week", "leeds")
    with pytest.raises(ModelError, match="list of numbers"):
        span_of("volunteer.share_by_age", "leeds")


def test_no_cell_of_a_table_taken_away_is_a_formula():
    table = Texts("t", ("name", "note"), (("a", "=1+1"), ("b", "-5"), ("c", "@x")))
    assert csv_of(table) == "name,note\na,'=1+1\nb,'-5\nc,'@x\n"
