"""Compare: what is asked becomes that study, and what was found is drawn from plain values."""

import json

import numpy as np
import pytest
import solara

from experiments.asking.study import AS_NOW
from experiments.dashboard.address import defaults
from experiments.dashboard.beforehand import first_file
from experiments.dashboard.drawings.compare import apart_chart, claims_chart, told_claims, worlds_chart
from experiments.dashboard.jobs import compare, report
from experiments.dashboard.pages import compare as page
from experiments.dashboard.pages.parts import json_of
from experiments.showing.written import as_json

ASKED = {
    "place": "leeds",
    "with": ["reablement", "local_links"],
    "years": 4,
    "residents": 400,
    "runs": 2,
    "seed": 1,
    "set": {},
    "preset": "",
    "together": False,
}


@pytest.fixture(scope="module")
def ran():
    told: list[dict] = []
    found = compare.work(ASKED, told.append)
    return json.loads(as_json(found)), json.loads(as_json(told))


@pytest.mark.study
def test_a_comparison_is_told_as_it_comes_on_and_found_whole(ran):
    found, told = ran
    assert [(one["done"], one["total"]) for one in told] == [(0, 2), (1, 2), (2, 2)]
    assert found["heading"] == "Leeds, 4 years, 400 residents, 2 runs"
    assert [one["name"] for one in found["charts"]] == [
        *("months_per_1000_pounds", "delayed_over_time", "lonely_free_years", "who_pays"),
    ]
    assert {one["name"] for one in found["arms"]} == {"reablement", "local_links"}
    assert found["csv"].startswith("arm,measure,label")


@pytest.mark.study
def test_what_would_have_happened_anyway_is_told_of_the_programme_that_adds_reablement(ran):
    found, _ = ran
    told = {
        one["name"]: [said for said in one["sentences"] if "had reablement because of it" in said]
        for one in found["arms"]
    }
    assert (len(told["reablement"]), told["local_links"]) == (1, [])


@pytest.mark.study
def test_a_world_less_its_twin_is_nought_until_programmes_start(ran):
    found, _ = ran
    before = [at for at, month in enumerate(found["quarters"]) if month < found["start"]]
    for line in found["lines"].values():
        assert AS_NOW in line["worlds"] and AS_NOW not in line["apart"]
        for edges in line["apart"].values():
            assert {edges[name][at] for name in edges for at in before} == {0}


@pytest.mark.study
def test_each_run_is_kept_so_that_any_two_worlds_can_be_paired(ran):
    found, _ = ran
    for line in found["lines"].values():
        for name, edges in line["worlds"].items():
            each = np.array(line["each"][name])
            assert each.shape == (2, len(found["quarters"]))
            assert each.mean(axis=0) == pytest.approx(edges["mean"], abs=0.1)


@pytest.mark.study
def test_the_report_is_made_from_the_same_runs(ran):
    html = report.work(ASKED, lambda told: None)["html"]
    assert html.lstrip().lower().startswith("<!doctype html>")
    assert "Reablement" in html


@pytest.mark.unit
def test_all_together_is_one_more_world():
    stacked = compare.study_of({**ASKED, "together": True})
    assert [trial.title for trial in stacked.asked] == ["Reablement", "Local Links", "All together"]
    assert set(stacked.asked[-1].plans) == {"reablement", "local_links"}
    alone = compare.study_of({**ASKED, "with": ["reablement"], "together": True})
    assert len(alone.asked) == 1


@pytest.mark.unit
def test_a_scenario_decides_place_and_arms_and_the_page_the_rest():
    choice = defaults(page.fields()) | {"preset": "stacked", "years": 5}
    study = compare.study_of(page.asked_of(choice))
    assert (study.place, study.months, study.residents, study.source) == ("leeds", 60, 10_000, "stacked")
    assert len(study.asked) == 7
    names = [one["name"] for one in page.controls(choice)]
    assert "preset" in names and "with" not in names and "place" not in names


@pytest.mark.unit
@pytest.mark.parametrize("measure", page.MEASURES)
def test_each_measure_is_drawn_in_every_world_and_less_its_twin(measure):
    shown = first_file("compare")["result"]
    for chart in (worlds_chart(shown, measure), apart_chart(shown, measure)):
        assert chart.takeaway.endswith(".") and chart.rows
        assert {len(row) for row in chart.rows} == {len(chart.heads)}
        json.dumps(vars(chart))


@pytest.mark.unit
def test_a_programme_has_the_same_colour_as_itself_and_as_less_its_twin():
    shown = first_file("compare")["result"]

    def colours(chart):
        lines = [one for one in chart.option["series"] if "stack" not in one]
        return {one["name"]: one["lineStyle"]["color"] for one in lines}

    own, apart = colours(worlds_chart(shown, "lonely")), colours(apart_chart(shown, "lonely"))
    assert own.pop("As now") == "@muted"
    assert own == apart


@pytest.mark.unit
def test_what_a_before_and_after_would_have_claimed_is_told_beside_the_placebo():
    def one(mean):
        return {"mean": mean, "low": mean - 1, "high": mean + 1, "mc_error": None, "replications": 1}

    arm = {"name": "x", "title": "X", "claimed": one(-4.0), "placebo": one(-8.0), "true": one(4.0), "people": 10}
    said = told_claims(arm)
    assert said == (
        "For X it would have claimed 4 months more a person, and 8 months more where nothing was done; "
        "against the twin it is 4 months fewer."
    )
    assert [row[2] for row in claims_chart([arm]).rows] == ["-4", "-8", "4"]


@pytest.mark.unit
def test_the_json_holds_what_was_asked_and_what_was_found():
    assert json.loads(json_of({"asked": ASKED, "found": {"x": 1}})) == {"asked": ASKED, "found": {"x": 1}}


@pytest.mark.unit
@pytest.mark.parametrize("note", ["", "Runs cannot be kept in '/taken'."])
def test_that_runs_cannot_be_kept_is_said_above_the_answer(note):
    shown = {**first_file("compare")["result"], "note": note}
    box, rendered = solara.render(solara.Column(children=[page.Answer(shown)]), handle_error=False)
    assert (note in said(box)) == bool(note)
    assert shown["lead"] in said(box)
    rendered.close()


def said(widget):
    """Every sentence of a widget and of all within it."""
    if isinstance(widget, str):
        return [widget]
    return [one for child in getattr(widget, "children", ()) for one in said(child)]


@pytest.mark.unit
def test_what_was_made_beforehand_is_what_the_page_asks():
    for job, asked in page.firsts().items():
        assert first_file(job)["asked"] == asked, f"uv run python docs/first.py {job}"
