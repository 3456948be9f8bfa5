"""Sensitivity: which parameters are varied and how, and what is said of what they decide."""

import json
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pytest

from experiments.asking.study import Study, Trial, plan_arms
from experiments.comparing.summary import PER_THOUSAND, quantity
from experiments.runs import archive as archive_file
from experiments.runs.ensemble import Crew
from experiments.showing.section import hand_over
from experiments.unknowns.sensitivity import Depth, biggest, placed, sensitivity
from experiments.unknowns.sensitivity_told import (
    central,
    finding,
    mostly_from,
    sensitivity_section,
    tornado_chart,
    tried,
)
from experiments.unknowns.settings import at_setting, at_settings, chosen
from experiments.unknowns.tornado import deciding, tornado
from models import Plan, service_words, sheets
from tests.experiments.fakes import fake_run
from tests.experiments.test_compare import made_up

STUDY = Study(interventions=("reablement",), months=24, start=0, equal_budget=None)
TELECARE = replace(STUDY, interventions=("telecare",))


class Decided:
    """A world that reablement delays by its price and by the friends lost a year; luck adds the same everywhere."""

    met: ClassVar[list[tuple]] = []

    def __init__(self, seed, draw, apart):
        self.seed, self.draw = seed, draw

    def run(self, scenario):
        numbers = {"reablement.added_place_pounds_per_week": 360.0, "falls.falls_per_faller": 1.7, **scenario.overrides}
        Decided.met.append((self.seed, self.draw, dict(scenario.overrides), tuple(scenario.interventions)))
        run = made_up(scenario, self.seed)
        begins = 6 + self.seed
        if scenario.interventions:
            begins += round(numbers["reablement.added_place_pounds_per_week"] / 60.0)
            begins += round(numbers["falls.falls_per_faller"])
        changes = [(min(begins, 23), 0, 4)]
        made = fake_run(24, changes, [-1], {"programme_reablement": 100.0 if scenario.interventions else 0.0})
        return replace(made, scenario=scenario, parameters=run.parameters)


@pytest.fixture
def decided(monkeypatch):
    monkeypatch.setattr(archive_file, "Twins", Decided)
    Decided.met.clear()
    return Decided.met


@pytest.mark.unit
def test_by_default_the_programmes_and_the_services_are_varied_and_nothing_that_is_chosen_or_fixed():
    names = chosen(STUDY).entries
    assert "reablement.added_place_pounds_per_week" in names
    assert {name.partition(".")[0] for name in names} <= {*service_words(), "reablement", "carer", "hospital"}
    assert all(entry.uncertain and not isinstance(entry.value, tuple) for entry in names.values())
    fixed = replace(STUDY, overrides={"reablement.added_place_pounds_per_week": 360.0})
    assert "reablement.added_place_pounds_per_week" not in chosen(fixed).entries


@pytest.mark.unit
def test_parameters_are_named_one_by_one_or_by_sheet_and_every_fault_is_told():
    assert list(chosen(STUDY, ["falls.falls_per_faller"]).entries) == ["falls.falls_per_faller"]
    assert set(chosen(STUDY, ["telecare"]).entries) <= {f"telecare.{name}" for name in sheets()["telecare"].entries}
    fixed = replace(STUDY, overrides={"falls.falls_per_faller": 1.8})
    found = chosen(
        fixed, ["lonliness", "falls.falls_per_fallr", "falls.falls_per_faller", "frailty.improvement_by_level"]
    )
    assert [one.partition(":")[0] for one in found.faults[:2]] == [
        "--parameters lonliness",
        "--parameters falls.falls_per_fallr",
    ]
    assert "Did you mean 'loneliness'" in found.faults[0] and "Did you mean 'falls_per_faller'" in found.faults[1]
    assert found.faults[2] == "--parameters falls.falls_per_faller is set with --set: leave one of them out."
    assert "no range of one number" in found.faults[3]


@pytest.mark.unit
def test_what_is_a_programmes_own_is_changed_where_it_runs_and_all_else_in_every_world():
    own = next(iter(chosen(TELECARE, ["telecare"]).entries))
    now, arm = plan_arms(at_setting(TELECARE, {own: 0.1, "falls.falls_per_faller": 1.8}))
    assert dict(now.scenario.overrides) == {"falls.falls_per_faller": 1.8}
    assert dict(arm.scenario.overrides) == {"falls.falls_per_faller": 1.8, own: 0.1}
    assert (arm.name, arm.title) == ("telecare", plan_arms(TELECARE)[1].title)
    now, _ = plan_arms(at_setting(STUDY, {"reablement.added_place_pounds_per_week": 400.0}))
    assert now.scenario.overrides, "reablement is a word of the world as now too"


@pytest.mark.unit
def test_a_programmes_own_parameter_changes_no_other_programme():
    both = replace(TELECARE, interventions=("telecare", "falls_prevention"))
    own = next(iter(chosen(both, ["telecare"]).entries))
    found = {arm.name: dict(arm.scenario.overrides) for arm in plan_arms(at_setting(both, {own: 0.1}))}
    assert found["telecare"] == {own: 0.1}
    assert found["falls_prevention"] == found["as_now"] == {}


@pytest.mark.unit
def test_what_the_study_sets_is_not_varied_whichever_way_it_is_named():
    fixed = replace(STUDY, overrides={"falls.falls_per_faller": 1.8})
    assert "falls.falls_per_faller" not in chosen(fixed, ["falls"]).entries
    arm = replace(STUDY, trials=(Trial("an arm", {"reablement": Plan()}, {"falls.falls_per_faller": 1.8}),))
    assert chosen(arm, ["falls.falls_per_faller"]).faults == (
        "--parameters falls.falls_per_faller is set by the scenario: leave one of them out.",
    )


@pytest.mark.unit
def test_every_setting_meets_the_same_lucks_at_central_values(decided):
    settings = [{}, {"falls.falls_per_faller": 1.8}]
    done = at_settings(STUDY, settings, 3, Crew(workers=1))
    assert [len(one) for one in done] == [3, 3]
    assert {(seed, draw) for seed, draw, _, _ in decided} == {(1, None), (2, None), (3, None)}
    assert {tuple(numbers.items()) for _, _, numbers, _ in decided} == {(), (("falls.falls_per_faller", 1.8),)}


@pytest.mark.unit
def test_the_biggest_are_those_that_move_any_arm_most_and_points_stand_at_quantiles():
    entries = chosen(STUDY, ["falls.falls_per_faller", "reablement.added_place_pounds_per_week"]).entries
    first = tornado(entries, [np.array([one]) for one in (0.0, 0.0, 9.0, 0.0, 1.0)])
    second = tornado(entries, [np.array([one]) for one in (0.0, 0.0, 1.0, 0.0, 0.9)])
    assert biggest({"a": first}, 1) == ("falls.falls_per_faller",)
    assert biggest({"a": first, "b": second}, 2) == tuple(entries)
    (low,), (high,) = (
        [next(iter(one.values()))] for one in placed(entries, ["falls.falls_per_faller"], np.array([[0.0], [1.0]]))
    )
    assert (low, high) == pytest.approx(entries["falls.falls_per_faller"].rows[0][1:])


@pytest.mark.unit
def test_what_is_asked_wrongly_is_told_at_once():
    assert Depth().faults() == []
    wrong = Depth("months_delaid", lucks=1, most=0, points=24).faults()
    assert wrong[0].startswith("There is no outcome 'months_delaid'. Did you mean 'months_delayed'")
    assert [one.split()[0] for one in wrong[1:]] == ["--lucks", "--most", "--points"]


@pytest.mark.study
def test_the_study_finds_what_decides_and_says_how_surely(decided, tmp_path, capsys):
    entries = chosen(STUDY, ["reablement.added_place_pounds_per_week", "falls.falls_per_faller"]).entries
    found = sensitivity(STUDY, entries, Depth(lucks=2, points=32), Crew(workers=1))
    assert found.swings["reablement"][0].parameter == "reablement.added_place_pounds_per_week"
    assert found.swings["reablement"][0].moves.mc_error == 0.0
    assert found.together["reablement"].each[0].name == "reablement.added_place_pounds_per_week"
    assert [one.dummy for one in found.together["reablement"].each[-2:]] == [True, True]
    hand_over(finding(found, "--lucks", "2"), tmp_path, machine=False)
    said = capsys.readouterr().out
    assert "Most: reablement.added_place_pounds_per_week from 300 to 420 moves it by +" in said
    assert "dummy 1" in said and "above an input that does nothing" in said
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 'data-chart="tornado_reablement"' in page and 'data-chart="sobol_reablement"' in page
    assert "kith sensitivity leeds" in page and "--replications" not in page
    document = json.loads((tmp_path / "sensitivity.json").read_text(encoding="utf-8"))
    assert len(document["design"]["points"]) == 32
    assert (tmp_path / "tornado.csv").exists() and (tmp_path / "sobol.csv").exists()


@pytest.mark.study
def test_without_points_there_is_a_tornado_alone_of_any_outcome(decided):
    entries = chosen(STUDY, ["reablement.added_place_pounds_per_week"]).entries
    found = sensitivity(STUDY, entries, Depth(PER_THOUSAND, points=0), Crew(workers=1))
    section = sensitivity_section(found)
    assert not found.together and len(section.charts) == len(section.tables) == 1
    assert "months delayed per 1,000 pounds" in section.lead


@pytest.mark.unit
def test_what_decides_is_the_fewest_clear_swings_that_make_up_half_of_all_squares():
    names = ["falls.falls_per_faller", "reablement.added_place_pounds_per_week", "reablement.place_pounds_per_week"]
    entries = chosen(STUDY, names).entries

    def few(*moves):
        ends = [np.zeros(2), *(end for one in moves for end in (np.zeros(2), np.array(one)))]
        return [one.parameter for one in deciding(tornado(entries, ends))]

    assert few((1.0, 1.0), (9.0, 9.0), (-2.0, -2.0)) == names[1:2]
    assert few((5.0, 5.0), (-6.0, -6.0), (5.0, 5.0)) == [names[1], names[0]]
    assert few((1.0, 1.0), (9.0, -1.0), (1.0, 1.0)) == [], "the biggest is not clear of luck"
    assert few((0.0, 0.0), (0.0, 0.0), (0.0, 0.0)) == []


@pytest.mark.study
def test_a_tornado_is_drawn_the_biggest_first_each_bar_from_the_centre_to_either_end(decided):
    names = ["falls.falls_per_faller", "reablement.added_place_pounds_per_week", "need.gp_share"]
    found = sensitivity(STUDY, chosen(STUDY, names).entries, Depth(points=0), Crew(workers=1))
    swings, drawn = found.swings["reablement"], tornado_chart(found, "reablement", "Reablement")
    assert [row[0] for row in drawn.rows] == [one.parameter for one in swings] == [names[1], names[0], names[2]]
    bars = [one["data"] for one in drawn.option["series"] if one["type"] == "line"]
    centre = central(found, "reablement").mean
    ends = [end for one in swings for end in (one.at_low.mean, one.at_high.mean)]
    assert [(start[0], end[0], end[1]) for start, end in bars] == [
        (centre, end, place // 2) for place, end in enumerate(ends)
    ]
    labels = drawn.option["yAxis"]["data"]
    assert "low " in labels[0] and ", high " in labels[0], "which end is which is not told by colour alone"
    assert "unclear: " in labels[2], "what does nothing is not told apart from luck"
    said = mostly_from("Reablement", swings, quantity("months_delayed"), 9)
    assert said.startswith("Most of what 9 parameters leave open of Reablement") and f"1 of them: {names[1]}" in said
    assert tried(3, ["need.gp_share"], 2, 2).endswith("moves it by nought, as did need.gp_share.")
