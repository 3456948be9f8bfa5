"""Deciding: what decides and what moved demand, of one programme of a comparison, made small and shown on demand."""

import json

import pytest
import solara

from experiments.asking.study import Study, Trial, arm_name
from experiments.dashboard.beforehand import first_file
from experiments.dashboard.desk import Job, Running, View
from experiments.dashboard.jobs import decides, waterfall
from experiments.dashboard.jobs.compare import study_of
from experiments.dashboard.one_arm import study_with
from experiments.dashboard.pages import deciding
from experiments.dashboard.panels import BEFOREHAND
from experiments.showing.written import as_json
from experiments.unknowns.settings import chosen
from models import interventions
from sim.errors import ModelError
from tests.experiments.dashboard.test_compare_page import ASKED
from tests.experiments.dashboard.test_shell import every

ONE = {**ASKED, "arm": "reablement"}


@pytest.fixture(scope="module")
def fallen():
    told: list[dict] = []
    return json.loads(as_json(waterfall.work(ONE, told.append))), told


@pytest.mark.unit
def test_one_programme_of_a_comparison_is_looked_into_by_itself():
    alone = study_with(ONE)
    assert (alone.interventions, alone.trials, alone.equal_budget) == (("reablement",), (), None)
    both = study_with({**ONE, "together": True, "arm": "all_together"})
    assert [set(one.plans) for one in both.asked] == [{"reablement", "local_links"}]
    with pytest.raises(ModelError, match=r"no programme 'reablemend' .* Did you mean 'reablement'"):
        study_with({**ONE, "arm": "reablemend"})


@pytest.mark.unit
def test_one_arm_of_a_scenario_is_looked_into_by_itself():
    asked = {**ONE, "place": "", "with": [], "preset": "reablement-intake", "years": 5}
    arms = study_of(asked).asked
    alone = study_with({**asked, "arm": arm_name(arms[-1])})
    assert alone.asked == arms[-1:] and len(arms) > 1
    assert (alone.source, alone.months, alone.equal_budget) == ("reablement-intake", 60, None)


@pytest.mark.study
def test_what_moved_demand_is_told_from_the_first_april_to_the_last_and_with_the_programme(fallen):
    found, told = fallen
    assert found["heading"] == "Reablement in Leeds, 4 years, 400 residents, 2 runs"
    assert "in April 2011 and" in found["lead"] and "in April 2014" in found["lead"]
    assert "as now and" in found["told"][0] and "with Reablement" in found["told"][0]
    assert [one["name"] for one in found["charts"]] == ["waterfall_as_now", "waterfall_reablement"]
    assert {one["said"] for one in told} >= {"as now, run 2 of 2", "with the programme, run 2 of 2"}
    assert found["command"].count("kith waterfall leeds") == 2
    assert len(set(found["caveats"])) == len(found["caveats"])


@pytest.mark.unit
@pytest.mark.parametrize("name", [one.name for one in interventions()])
def test_the_numbers_tried_are_the_programmes_own_those_it_works_through_and_of_need(name):
    names = decides.varied(Study(interventions=(name,), trials=()))
    assert {one.partition(".")[0] for one in names} >= {decides.EVERYWHERE}
    assert set(decides.ELSEWHERE.get(name, ())) <= set(names)
    assert len(names) <= 30, "or it would take too long"


@pytest.mark.unit
def test_numbers_that_a_scenario_sets_are_not_tried_and_those_it_is_about_are():
    arm = Trial("Half the hours", {}, {"volunteer.hours_per_week": 1.0})
    names = decides.varied(Study(trials=(arm,)))
    assert "volunteer.hours_per_week" not in names
    assert {one.partition(".")[0] for one in names} == {"volunteer", "need"}


@pytest.mark.unit
def test_a_number_is_first_tried_at_that_end_of_its_range_which_lies_further_off():
    for name, entry in decides.varied(Study(interventions=("reablement",))).items():
        value, low, high = entry.rows[0]
        assert abs(decides.further(entry) - value) == max(value - low, high - value) > 0.0, name


@pytest.mark.study
def test_which_assumptions_decide_is_tried_with_all_under_one_luck_and_the_biggest_under_every(monkeypatch):
    names = ["reablement.added_place_pounds_per_week", "reablement.places_per_1000_aged_75", "frailty.reabled_ratio"]
    monkeypatch.setattr(decides, "varied", lambda study: dict(chosen(study, names).entries))
    monkeypatch.setattr(decides, "MOST", 2)
    told: list[dict] = []
    found = json.loads(as_json(decides.work(ONE, told.append)))
    assert found["heading"] == "Reablement in Leeds, 4 years, 400 residents, 2 lucks"
    assert {one["said"] for one in told} >= {
        "first luck, 4 of 4 pairs of worlds",
        "every luck, 10 of 10 pairs of worlds",
    }
    assert "3 parameters" in found["lead"]
    assert "a dummy, which does nothing, moves it by nought, as did" in found["told"][0]
    assert names[0] in found["told"][0], "its price decides nothing about months of care"
    assert [one["name"] for one in found["charts"]] == ["tornado_reablement"]
    assert {row[0] for row in found["charts"][0]["rows"]} <= set(names) and len(found["charts"][0]["rows"]) == 2
    assert found["caveats"][0] == decides.ALONE
    assert "kith sensitivity leeds --with reablement" in found["command"]


def job(view: View, asked: dict) -> Job:
    return Job("waterfall", asked, view, lambda: None, lambda: None)


def said(box) -> str:
    """All text of what is shown."""
    return " ".join(one for widget in every(box) for one in getattr(widget, "children", ()) if isinstance(one, str))


def drawn(view: View, asked: dict) -> tuple[str, list[str]]:
    """What a section says, and the charts it has."""
    element = deciding.OnDemand("What moved demand", "A chain.", job(view, asked), "See it")
    box, rendered = solara.render(element, handle_error=False)
    found = said(box), [one.name for one in every(box) if hasattr(one, "takeaway")]
    rendered.close()
    return found


@pytest.mark.study
def test_a_section_opens_with_its_sentence_and_says_what_it_is_of(fallen):
    found, _ = fallen
    view = View(latest=found, answers=ONE, beforehand=True)
    text, charts = drawn(view, ONE)
    assert BEFOREHAND in text and found["heading"] in text and found["caveats"][0] in text
    assert text.index(found["lead"]) < text.index(found["told"][0])
    assert charts == ["waterfall_as_now", "waterfall_reablement"]
    other, _ = drawn(view, {**ONE, "years": 5})
    assert "This is of other choices than the comparison above; press See it to follow it." in other
    busy, _ = drawn(View(Running({"said": "run 1 of 2", "done": 1, "total": 2})), ONE)
    assert "Running: run 1 of 2." in busy and "How this was made" not in busy


@pytest.mark.unit
def test_what_was_made_beforehand_is_of_the_first_programme_of_the_comparison_that_was():
    compared = first_file("compare")
    for name, asked in deciding.firsts(compared["asked"]).items():
        assert asked["arm"] == compared["result"]["arms"][0]["name"]
        assert first_file(name)["asked"] == asked, f"uv run python docs/first.py {name}"
