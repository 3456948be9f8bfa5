"""Explore: a world that is told year by year, and the pictures that are drawn from what was told."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.dashboard import sample
from experiments.dashboard.address import defaults, read
from experiments.dashboard.beforehand import first_file
from experiments.dashboard.desk import Cancelled, Failed, Job, Running, View
from experiments.dashboard.drawings.explore import (
    MOMENTS,
    STATES,
    cards,
    care_chart,
    lonely_chart,
    pathways_chart,
    pyramid_chart,
    with_the_gone,
)
from experiments.dashboard.jobs import explore
from experiments.dashboard.pages import explore as page
from experiments.dashboard.pages import life
from experiments.showing.written import as_json
from experiments.words import number, percent
from models import Standing

ASKED = {"place": "leeds", "with": ["reablement"], "years": 3, "residents": 400, "runs": 2, "seed": 3, "set": {}}


@pytest.fixture(scope="module")
def ran():
    told: list[dict] = []
    found = explore.work(ASKED, told.append)
    return json.loads(as_json(found)), json.loads(as_json(told))


@pytest.mark.model
def test_every_year_is_told_as_it_is_run_and_adds_up_to_the_whole(ran):
    found, told = ran
    years = [one for one in told if "frames" in one]
    assert [one["said"] for one in years] == ["year 1 of 3", "year 2 of 3", "year 3 of 3"]
    assert [frame for one in years for frame in one["frames"]] == found["frames"]
    assert [n for one in years for n in one["lines"]["lonely"]] == found["lines"]["lonely"]
    assert len(found["frames"]) == found["months"] + 1
    assert told[-1]["done"] == told[-1]["total"]


@pytest.mark.model
def test_every_dot_has_a_place_a_story_and_a_letter_each_month(ran):
    found, _ = ran
    town = found["town"]
    assert {len(frame) for frame in found["frames"]} == {len(town["dots"])}
    assert set("".join(found["frames"])) <= set(sample.LETTERS.tobytes().decode())
    assert all(0 <= dot[1] < len(town["parts"]) and abs(dot[2]) < 100 and abs(dot[3]) < 100 for dot in town["dots"])
    assert len(found["lives"]["of"]) == len(town["dots"])
    present = sum(letter != "." for letter in found["frames"][0])
    assert present * town["each"] == pytest.approx(found["lines"]["residents"][0], rel=0.03)


@pytest.mark.model
def test_the_pyramid_counts_everyone_and_women_live_longer(ran):
    found, _ = ran
    women, men = found["years"][0]["pyramid"]
    assert sum(women) + sum(men) == pytest.approx(found["lines"]["residents"][0], rel=0.03)
    assert sum(women[4:]) > sum(men[4:])


@pytest.mark.model
def test_the_intervals_hold_the_mean_of_the_runs(ran):
    found, _ = ran
    for year in found["bands"]["years"]:
        for mean, low, high in year.values():
            assert low <= mean <= high
    for edges in (*found["bands"]["lines"].values(), found["bands"]["lonely_share"]):
        assert np.all(np.diff([edges[name] for name in ("low", "mean", "high")], axis=0) >= 0)
        assert np.all(np.diff([edges[name] for name in ("low", "lower", "upper", "high")], axis=0) >= 0)


@pytest.mark.unit
def test_the_band_of_a_share_is_that_of_the_shares_and_not_of_the_lonely_over_all_runs_residents():
    runs = [pd.DataFrame({"lonely": [lonely], "residents": [2 * lonely]}) for lonely in (100.0, 200.0, 300.0)]
    edges = explore.edges([explore.lonely_share(one) for one in runs], 4)
    assert edges == {edge: [0.5] for edge in ("mean", "low", "high", "lower", "upper")}


@pytest.mark.unit
def test_pathways_follow_those_who_needed_help_at_some_moment():
    none, unmet, gone, not_yet = Standing.NONE, Standing.UNMET, explore.GONE, explore.NOT_YET
    moments = [
        np.array(one) for one in ([none, none, unmet, not_yet], [none, unmet, unmet, unmet], [none, gone, none, gone])
    ]
    assert explore.pathways(moments, 10.0) == [
        [[none, unmet, 10], [unmet, unmet, 10]],
        [[unmet, none, 10], [unmet, gone, 10]],
    ]


@pytest.mark.unit
def test_the_names_of_the_pathways_are_in_the_order_of_the_model():
    assert len(STATES) == len(Standing) + 1
    assert "home" in STATES[Standing.COUNCIL_HOME] and "care home" in STATES[Standing.COUNCIL_RESIDENTIAL]
    assert STATES[Standing.REABLEMENT] == "Reablement" and STATES[explore.GONE] == "Died or moved away"


@pytest.fixture
def first():
    return first_file("explore")["result"]


@pytest.mark.unit
def test_each_chart_has_a_sentence_a_table_and_is_plain_json(first):
    bands, months = first["bands"], first["months"]
    drawn = [
        lonely_chart(first["lines"], bands, months),
        care_chart(first["lines"], bands, months),
        pyramid_chart(first["years"][-1]),
        pathways_chart(first["pathways"], months),
    ]
    assert len({one.name for one in drawn}) == len(drawn)
    for one in drawn:
        assert one.takeaway.endswith(".") and one.reading.endswith(".")
        assert one.rows and {len(row) for row in one.rows} == {len(one.heads)}
        json.dumps(vars(one))


@pytest.mark.unit
def test_while_a_run_goes_on_lines_are_drawn_as_far_as_they_have_come(first):
    lines = {name: line[:12] for name, line in first["lines"].items()}
    option = lonely_chart(lines, None, first["months"]).option
    assert len(option["xAxis"]["data"]) == first["months"]
    assert len(option["series"][0]["data"]) == 12


@pytest.mark.unit
def test_a_card_says_how_sure_it_is_or_that_it_is_of_one_run(first):
    sure = cards(first["years"], first["bands"], 1)
    assert all("in 80% of 8 runs" in one["under"] for one in sure)
    alone = cards(first["years"], None, 1)
    assert {one["under"] for one in alone} == {"one run; intervals come with the others"}
    assert all(one["under"].endswith(" in the run with central values") for one in sure)


@pytest.mark.unit
@pytest.mark.parametrize("with_bands", [True, False])
def test_what_is_said_of_care_is_what_the_chart_and_its_table_show(first, with_bands):
    chart = care_chart(first["lines"], first["bands"] if with_bands else None, first["months"])
    lines = [one["data"][-1] for one in chart.option["series"] if "z" in one]
    said = [number(value) for value in lines]
    assert [cell.split(", ")[0] if with_bands else cell for cell in chart.rows[-1][1:]] == said
    assert all(f" {one}" in chart.takeaway for one in said)


@pytest.mark.unit
def test_nobody_who_is_followed_is_lost_on_the_way(first):
    start, end = with_the_gone(first["pathways"])
    assert sum(count for *_, count in end) == pytest.approx(sum(count for *_, count in start), rel=0.01)
    chart = pathways_chart(first["pathways"], first["months"])
    gone, arrived = f"{STATES[-1]} (at the end)", sum(count for _, after, count in end if after == explore.GONE)
    drawn = sum(one["value"] for one in chart.option["series"][0]["links"] if one["target"] == gone)
    assert drawn == pytest.approx(arrived, rel=0.05)
    assert percent(arrived / sum(count for *_, count in start)) in chart.takeaway


@pytest.mark.unit
def test_every_column_of_the_pathways_is_named_on_a_phone_too(first):
    for one in pathways_chart(first["pathways"], first["months"]).option["media"]:
        (series,) = one["option"]["series"]
        assert all(node["label"]["formatter"] for node in series["data"])
        assert len(one["option"]["graphic"]) == len(MOMENTS)


@pytest.mark.unit
def test_a_life_is_told_and_its_link_names_the_same_resident_and_world(first):
    dot = first["town"]["dots"][0]
    said = page.who(dot, first)
    assert said.startswith(f"Resident {dot[0]} is a ") and "Clinical Frailty Scale" in said
    assert any(page.told_life(first["lives"], place) for place in range(20))


@pytest.mark.unit
@pytest.mark.parametrize("chosen", [["reablement"], []], ids=["another programme", "none"])
def test_the_link_to_a_life_leads_to_the_same_resident_of_the_same_world_whatever_was_changed(chosen):
    world = {"place": "sandwell", "years": 15, "residents": None, "seed": 4, "set": {"falls.falls_per_faller": 2.0}}
    path, _, query = page.life_of({**world, "with": chosen, "runs": 8}, 7).partition("?")
    choice, said = read(life.fields(), query)
    assert (path, said) == ("/life", [])
    assert choice == {**defaults(life.fields()), **world, "with": chosen or ["local_links"], "id": 7}


@pytest.mark.unit
def test_a_run_is_shown_as_far_as_it_has_come_while_it_goes_on_and_the_last_one_once_it_was_stopped(first):
    told = {"frames": ["wl"], "years": first["years"][:2], "lines": {"lonely": [1]}, "town": first["town"]}
    running = {"place": "sandwell", "years": 3}
    view = View(Running(told), latest=first, told=(told,), asked=running)

    def job(view):
        return Job("explore", {"place": "leeds", "years": 5}, view, lambda: None, lambda: None)

    live = page.seen(job(view)) or {}
    assert (live["title"], live["months"], live["frames"]) == ("Sandwell", 36, ["wl"])
    assert page.seen(job(replace(view, state=Cancelled()))) is first
    assert page.seen(job(replace(view, state=Failed("No.")))) is first


@pytest.mark.unit
def test_what_was_made_beforehand_is_what_the_page_asks():
    for job, asked in page.firsts().items():
        assert first_file(job)["asked"] == asked, f"uv run python docs/first.py {job}"
