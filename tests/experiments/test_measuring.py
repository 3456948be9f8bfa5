"""Calibration and validation as commands: answers kept, faults told, words that say what was found."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from calibration.fitted import Overrides
from calibration.prospects import PROSPECTS
from calibration.scorecard import Card, Score, tally
from calibration.simulator import in_leeds
from calibration.targets import Use, chosen, targets
from experiments.cli import app
from experiments.runs.answers import FOLDER, answers
from experiments.runs.ensemble import Crew
from experiments.unknowns.measuring import Measuring, scored
from experiments.unknowns.scorecard_told import page, sentences, table

WANTED = (chosen(Use.FIT)[0], chosen(Use.HOLD_OUT)[0])


def kith(*words):
    """Return what a command came to."""
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})


def score(target, value):
    """Return a score of one target at one value."""
    return Score(target, np.array([value, value]))


@pytest.mark.study
def test_what_is_measured_is_kept_and_a_damaged_answer_is_worked_out_anew(tmp_path):
    questions = in_leeds([{}], WANTED, 500, 1)
    (first,) = answers(questions, Crew(1, archive=tmp_path))
    (kept,) = (tmp_path / FOLDER).iterdir()
    kept.write_text(json.dumps([0.5, 0.25]))
    assert answers(questions, Crew(1, archive=tmp_path))[0].tolist() == [0.5, 0.25]
    kept.write_text("[0.5")
    assert answers(questions, Crew(1, archive=tmp_path))[0].tolist() == first.tolist()
    assert json.loads(kept.read_text()) == first.tolist()


@pytest.mark.unit
def test_other_numbers_or_other_luck_are_another_question():
    point: Overrides = {"care.other_exit_per_year": 0.03}
    other: Overrides = {"care.other_exit_per_year": 0.04}
    asked = [in_leeds([one], WANTED, 500, seed)[0] for one, seed in ((point, 1), (other, 1), (point, 2))]
    asked.append(in_leeds([point], WANTED[:1], 500, 1)[0])
    assert len({one.fingerprint for one in asked}) == 4


@pytest.mark.unit
def test_a_figure_is_met_within_two_errors_or_a_twentieth():
    target = chosen(Use.FIT)[0]
    width = max(2.0 * target.error, 0.05 * target.value)
    assert score(target, target.value + 0.99 * width).passes
    assert not score(target, target.value - 1.01 * width).passes


@pytest.mark.unit
def test_misses_stay_in_the_words_and_on_the_page():
    found = [score(one, one.value) for one in targets()]
    missed = next(at for at, one in enumerate(found) if one.target.use is Use.HOLD_OUT)
    target = found[missed].target
    found[missed] = score(target, target.value + 9.0 * target.error)
    met, held = tally(found, Use.HOLD_OUT)
    assert held - met == 1
    told = " ".join(sentences(found, fitted=True))
    assert f"{met} of the {held} held out" in told
    assert "Farthest off" in told
    assert page(Card(found, []), True, "").count("| missed |") == 1


@pytest.mark.unit
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("validate", "--draws", "0", "--residents", "5"), "2 things are wrong"),
        (("calibrate", "--runs", "1"), "--runs 1 is out of range"),
        (("calibrate", "--workers", "0", "--seed", "-1"), "2 things are wrong"),
        (("validate", "--workers", "0"), "--workers 0 is out of range"),
        (("calibrate", "--residents", "999999"), "--residents 999999 is out of range"),
    ],
)
def test_bad_numbers_are_refused_before_any_work(words, said):
    result = kith(*words)
    assert result.exit_code == 2
    assert said in result.output


@pytest.mark.study
def test_the_scorecard_is_written_with_every_target_in_it(tmp_path):
    out = tmp_path / "out"
    result = kith(
        "validate", "--sheets", "--draws", "1", "--residents", "2000", "--workers", "1",
        "--archive", str(tmp_path / "archive"), "--out", str(out), "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)
    assert {one["target"] for one in rows} == {one.name for one in targets() if not one.later}
    assert json.loads((out / "validation.json").read_text()) == rows
    assert all(one.meaning in (out / "validation.md").read_text() for one in chosen(Use.HOLD_OUT))


@pytest.mark.study
def test_later_years_are_lived_once_for_each_place_and_nothing_is_published_of_what_only_grows(tmp_path):
    asked = Measuring(draws=1, sheets=True, further=True, residents=2_000)
    card = scored(asked, Crew(workers=1, archive=tmp_path))
    assert [one.target for one in card.scores] == list(targets())
    assert [one.prospect for one in card.outlooks] == list(PROSPECTS)
    assert len(list((tmp_path / FOLDER).iterdir())) == 1 + len({one.place for one in targets() if one.later})
    people, alone = (
        next(one.mean for one in card.outlooks if one.prospect.measure == name)
        for name in ("growth_people", "growth_alone")
    )
    assert 0.1 < people < 0.5, "older populations grow"
    (same,) = (one for one in card.scores if one.target.name == "leeds_alone_65")
    assert same.mean == alone
    rows = table(card)
    assert rows.loc[rows["use"] == "outlook", "published"].isna().all()
    assert all(one.meaning in page(card, False, "") for one in PROSPECTS)
