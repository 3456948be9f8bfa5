"""Evidence: every number can be found, told and drawn, and the scorecard hides no miss."""

import re

import numpy as np
import pytest

from experiments.dashboard.beforehand import first_file
from experiments.dashboard.catalogue import MONEY, catalogue
from experiments.dashboard.drawings import evidence
from experiments.dashboard.jobs import evidence as evidence_job
from experiments.dashboard.jobs import moves
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


def outcome(title: str, kind: str, at: list[float], error: float | None, clear: bool) -> dict:
    return {"title": title, "kind": kind, "at": at, "moved": at[2] - at[0], "error": error, "clear": clear}


def test_what_a_number_moves_is_told_by_what_it_moves_most_clearly():
    lonely = outcome("Residents who are lonely", "share", [0.3, 0.35, 0.4], 0.005, True)
    deaths = outcome("Deaths", "sum", [28_900.0, 28_890.0, 28_880.0], 4.0, True)
    unclear = outcome("Admissions", "sum", [100.0, 100.0, 101.0], 2.0, False)
    assert evidence.swing_sentence({"name": "a.b", "outcomes": [lonely, unclear]}) == (
        "From the low end of its range to the high one, residents who are lonely: up by 10 points "
        "(Monte-Carlo error 0.5), from 30.0% to 40.0%. It clearly moves 1 of 2 outcomes."
    )
    assert evidence.swings({"outcomes": [lonely, unclear]}) == [
        ("Residents who are lonely", "30.0%", "35.0%", "40.0%", "+10 points, error 0.5, clear"),
        ("Admissions", "100", "100", "101", "no clear change (+1, error 2)"),
    ]
    said = evidence.swing_sentence({"name": "a.b", "outcomes": [deaths]})
    assert "deaths: down by 20 (Monte-Carlo error 4)." in said, "no two numbers that look the same"
    assert evidence.swing_sentence({"name": "a.b", "outcomes": [unclear]}) == (
        "Between the ends of its range a.b clearly moves none of these 1: luck moves them as far."
    )


def test_luck_alone_is_seldom_called_a_clear_move_however_few_the_runs():
    draws = np.random.default_rng(1).normal(size=(400, 3, 3, len(OUTCOMES)))
    false_alarms = [any(one["clear"] for one in moves.told(found)) for found in draws]
    assert np.mean(false_alarms) < 2.0 * moves.LEVEL


def test_a_true_move_is_found_and_told_first():
    found = np.random.default_rng(2).normal(size=(6, 3, len(OUTCOMES)))
    found[:, 2, 4] += 30.0
    told = moves.told(found)
    assert [one["measure"] for one in told if one["clear"]] == [told[0]["measure"]] == [OUTCOMES[4][0]]
    assert told[0]["moved"] == pytest.approx(30.0, abs=3.0) and told[0]["error"] < 2.0
    (alone, *_) = moves.told(found[:1])
    assert not alone["clear"] and alone["error"] is None


def test_no_two_figures_of_the_scorecard_bear_the_same_name():
    rows = first_file("scorecard")["result"]["rows"]
    for use in evidence.USES:
        chart = evidence.scores(rows, use)
        assert chart is not None
        for one in chart.option["media"]:
            labels = [re.sub(r"\{(name|said)\||\}", "", label) for label in one["option"]["yAxis"]["data"]]
            assert len(set(labels)) == len(chart.rows)
            for label, row in zip(labels, chart.rows, strict=True):
                assert "".join(label.split()) == f"{row[0]}{row[2]},published{row[1]}".replace(" ", "")


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
