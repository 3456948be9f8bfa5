"""Uncertainty: what is not known of the parameters, told apart from luck."""

import json
from dataclasses import replace

import numpy as np
import pytest

from experiments.asking.study import Study, plan_arms
from experiments.comparing.cashability import Cashability, default_sheet
from experiments.comparing.charts import months_per_pound
from experiments.comparing.report import command_line
from experiments.comparing.story import story
from experiments.comparing.summary import PER_THOUSAND, estimate
from experiments.figures.estimate import edges
from experiments.figures.parted import part, part_ratio
from experiments.runs import archive as archive_file
from experiments.runs.ensemble import Crew
from experiments.showing.section import hand_over
from experiments.unknowns.uncertainty import faults_of, nested_faults, one_of_a_draw, part_draws, uncertainty
from experiments.unknowns.uncertainty_told import finding
from models import designed
from tests.experiments.studies import comparison, replication
from tests.experiments.test_compare import MadeUp

STUDY = Study(interventions=("reablement",), months=24, start=0, replications=4, lucks=3, equal_budget=None)


def nested(draws, lucks, unknown, luck, seed=1):
    rng = np.random.default_rng(seed)
    return 100.0 + unknown * rng.standard_normal((draws, 1)) + luck * rng.standard_normal((draws, lucks))


@pytest.mark.unit
def test_both_kinds_of_variation_are_found_whatever_the_number_of_lucks():
    for lucks in (2, 8):
        found = part(nested(4_000, lucks, unknown=3.0, luck=4.0))
        assert (found.unknown_sd, found.luck_sd) == pytest.approx((3.0, 4.0), rel=0.04)
        assert found.unknown_share == pytest.approx(9 / 25, abs=0.03)
        assert (found.low, found.high) == pytest.approx((100 - 1.2816 * 3, 100 + 1.2816 * 3), abs=0.2)
        assert found.mc_error == pytest.approx(np.sqrt((9 + 16 / lucks) / 4_000), rel=0.04)
        assert found.apart


@pytest.mark.unit
def test_luck_alone_is_taken_for_what_is_not_known_once_in_twenty_times():
    found = [part(nested(32, 2, unknown=0.0, luck=4.0, seed=seed)) for seed in range(400)]
    assert np.mean([one.apart for one in found]) == pytest.approx(0.05, abs=0.03)


@pytest.mark.unit
def test_what_is_not_told_apart_keeps_the_interval_with_luck_in_it_and_says_so():
    values = nested(32, 2, unknown=0.0, luck=4.0)
    found = part(values)
    assert not found.apart and "luck still in it" in found.kind
    assert (found.low, found.high) == pytest.approx(tuple(edges(values.mean(axis=1))))


@pytest.mark.unit
def test_without_luck_the_interval_is_that_of_the_draws():
    values = np.repeat(np.arange(11.0)[:, None], 2, axis=1)
    found = part(values)
    assert (found.mean, found.low, found.high, found.luck_sd) == pytest.approx((5.0, 0.2, 9.8, 0.0))
    assert found.unknown_share == 1.0 and found.kind.endswith("luck taken out")


@pytest.mark.unit
def test_a_ratio_is_one_of_means_and_luck_that_moves_both_alike_does_not_count():
    pounds = nested(64, 2, unknown=10.0, luck=5.0)
    found = part_ratio(3.0 * pounds, pounds)
    assert (found.mean, found.low, found.high) == pytest.approx((3.0, 3.0, 3.0))
    assert found.luck_sd == pytest.approx(0.0, abs=1e-9)
    assert np.isnan(part_ratio(pounds, np.zeros((64, 2))).mean)


@pytest.mark.unit
def test_every_draw_meets_lucks_of_its_own_and_all_its_arms_share_them(monkeypatch):
    met = []

    class Noted(MadeUp):
        def run(self, scenario):
            met.append((self.seed, self.draw))
            return super().run(scenario)

    monkeypatch.setattr(archive_file, "Twins", Noted)
    cash = Cashability(default_sheet())
    for number in range(6):
        one_of_a_draw(STUDY, plan_arms(STUDY), cash, None, number)
    assert met[::2] == met[1::2], "as now, and with reablement"
    assert [seed for seed, _ in met[::2]] == [1, 2, 3, 4, 5, 6]
    assert [draw for _, draw in met[::2]] == [designed(1, 0)] * 3 + [designed(1, 1)] * 3


@pytest.mark.unit
def test_a_comparison_over_draws_has_their_means_as_runs_and_intervals_without_luck(monkeypatch):
    monkeypatch.setattr(archive_file, "Twins", MadeUp)
    found = uncertainty(STUDY, Crew(workers=1))
    months = found.runs["months_delayed"].to_numpy().reshape(4, 3)
    by_draw = found.comparison.runs["months_delayed"].to_numpy()
    assert by_draw == pytest.approx(months.mean(axis=1))
    one, table = found.parted["reablement", "months_delayed"], found.comparison.table
    assert estimate(table, "reablement", "months_delayed") == one.estimate
    assert (one.draws, one.lucks) == (4, 3)
    assert one.luck_sd == pytest.approx(np.sqrt(months.var(axis=1, ddof=1).mean()))
    assert found.parted["reablement", PER_THOUSAND].mean == estimate(table, "reablement", PER_THOUSAND).mean
    assert found.comparison.tally.made == 24


@pytest.mark.unit
def test_a_comparison_over_lucks_says_how_it_was_made_and_what_its_bars_hold(monkeypatch):
    monkeypatch.setattr(archive_file, "Twins", MadeUp)
    found = uncertainty(replace(STUDY, equal_budget=1e5), Crew(workers=1)).comparison
    assert "--replications 4 --lucks 3" in command_line(found.study)
    assert months_per_pound(found).reading.startswith("Bars hold 80% of what is not known of the parameters")
    assert "each run under 3 lucks" in story(found).interval
    equal = estimate(found.table, "reablement_equal", "months_delayed")
    assert equal.low <= equal.mean <= equal.high and (found.table["luck_sd"] > 0.0).any()
    assert nested_faults(1, True, 5.0) == []
    assert len(nested_faults(2, True, 5.0)) == 2 and len(nested_faults(0, False, None)) == 1


@pytest.mark.unit
def test_draws_and_lucks_that_say_nothing_are_refused():
    assert faults_of(16, 2) == []
    assert faults_of(2, 1) == [
        "--draws 2 is too few: write 4 or more, a power of two.",
        "--lucks 1 cannot tell luck from what is not known: write 2 or more.",
    ]


def over_draws():
    """A made-up comparison of two programmes over four draws under two lucks each."""
    study = replace(comparison().study, replications=4, lucks=2, equal_budget=None)
    arms = plan_arms(study)
    return part_draws(study, arms, [replication(study, arms, number) for number in range(8)])


@pytest.mark.study
def test_the_study_is_told_and_written_with_the_kind_of_its_intervals(tmp_path, capsys):
    hand_over(finding(over_draws()), tmp_path, machine=False)
    said = capsys.readouterr().out
    assert "each run under 2 lucks: an 80% interval holds what is not known of the parameters" in said
    assert "Of the variance of a single run of Reablement" in said
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 'id="uncertainty"' in page and "What is not known, and what is luck" in page
    assert "kith uncertainty leeds" in page and "--draws 4 --lucks 2" in page
    rows = json.loads((tmp_path / "uncertainty.json").read_text(encoding="utf-8"))["table"]
    assert {row["interval"].partition(",")[0] for row in rows} == {"80% of what is not known of the parameters"}
    assert {row["told_apart"] for row in rows} == {True, False}
    assert all(("taken out" in row["interval"]) == row["told_apart"] for row in rows)
    assert (tmp_path / "uncertainty.csv").read_text(encoding="utf-8").startswith("arm,measure,label,unit,mean,low,high")
