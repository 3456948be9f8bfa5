"""Pinned: two worlds of one comparison are set against one another run by run, and a bad pin is said so."""

import json

import numpy as np
import pytest
import solara

from experiments.dashboard.address import defaults, read, write
from experiments.dashboard.drawings.pinned import difference, pinned, side_by_side, told
from experiments.dashboard.jobs.compare import band
from experiments.dashboard.pages import compare as page
from experiments.figures.estimate import counted, fan

pytestmark = pytest.mark.unit

EACH = {
    "as_now": [[100.0, 110.0, 120.0, 130.0], [200.0, 210.0, 220.0, 230.0], [300.0, 310.0, 320.0, 330.0]],
    "reablement": [[100.0, 109.0, 117.0, 126.0], [200.0, 209.0, 218.0, 225.0], [300.0, 309.0, 318.0, 324.0]],
    "local_links": [[100.0, 109.0, 117.0, 129.0], [200.0, 209.0, 218.0, 230.0], [300.0, 309.0, 318.0, 331.0]],
}
TITLES = {"as_now": "As now", "reablement": "Reablement", "local_links": "Local Links"}


@pytest.fixture
def shown():
    runs = {name: np.array(values) for name, values in EACH.items()}
    line = {
        "title": "Lonely residents",
        "worlds": {name: band(counted(values)) for name, values in runs.items()},
        "apart": {name: band(fan(runs[name] - runs["as_now"])) for name in runs if name != "as_now"},
        "each": EACH,
    }
    worlds = [{"name": name, "title": title} for name, title in TITLES.items()]
    return {"worlds": worlds, "quarters": [2, 5, 8, 11], "runs": 3, "lines": {"lonely": line}}


def test_b_less_a_is_taken_run_by_run_so_that_luck_which_both_share_cancels(shown):
    line, floor, depth, *_ = difference(shown, "lonely", pinned(shown, "local_links", "reablement")).option["series"]
    assert line["data"][-1] == pytest.approx(-5.0)
    assert (floor["data"][-1], floor["data"][-1] + depth["data"][-1]) == pytest.approx((-9.35, -0.65), abs=0.01)
    alone = side_by_side(shown, "lonely", pinned(shown, "local_links", "reablement")).option["series"]
    assert alone[2]["data"][-1] > 20 * depth["data"][-1]


def test_b_against_the_world_as_now_is_what_the_comparison_says_of_it(shown):
    chart = difference(shown, "lonely", pinned(shown, "as_now", "reablement"))
    mean, low, depth, lower, inner = (one["data"] for one in chart.option["series"])
    apart = shown["lines"]["lonely"]["apart"]["reablement"]
    assert mean == pytest.approx(apart["mean"], abs=0.05) and low == pytest.approx(apart["low"], abs=0.05)
    assert np.add(low, depth) == pytest.approx(apart["high"], abs=0.05)
    assert lower == pytest.approx(apart["lower"], abs=0.05)
    assert np.add(lower, inner) == pytest.approx(apart["upper"], abs=0.05)


def test_the_sentence_says_with_b_than_with_a_and_turns_round_when_they_are_swapped(shown):
    sure = "80%: {}; 50%: {}; 3 runs, Monte-Carlo error 1.2)."
    assert told(shown, "lonely", pinned(shown, "local_links", "reablement")) == (
        "With Reablement (B) there are 5 fewer lonely residents in March 2012 than with Local Links (A) ("
        + sure.format("-9.4 to -0.65", "-6.9 to -3.1")
    )
    assert told(shown, "lonely", pinned(shown, "reablement", "local_links")) == (
        "With Local Links (B) there are 5 more lonely residents in March 2012 than with Reablement (A) ("
        + sure.format("0.65 to 9.4", "3.1 to 6.9")
    )
    assert told(shown, "lonely", pinned(shown, "as_now", "local_links")) == (
        "With Local Links (B) there are not clearly more or fewer lonely residents in March 2012 than as now (A) "
        "(0, 80%: -2.2 to 2.2; 50%: -0.94 to 0.94; 3 runs, Monte-Carlo error 0.58)."
    )


def test_a_is_blue_and_full_and_b_vermilion_and_dashed_whichever_worlds_they_are(shown):
    for a, b in (("as_now", "reablement"), ("local_links", "as_now")):
        lines = [one for one in side_by_side(shown, "lonely", pinned(shown, a, b)).option["series"] if "z" in one]
        assert [(one["lineStyle"]["color"], one["lineStyle"]["type"]) for one in lines] == [
            ("@blue", "solid"),
            ("@vermilion", "dashed"),
        ]
        assert [one["name"] for one in lines] == [f"A: {TITLES[a]}", f"B: {TITLES[b]}"]


def test_both_charts_are_plain_json_and_have_their_tables(shown):
    pins = pinned(shown, "as_now", "reablement")
    for chart in (side_by_side(shown, "lonely", pins), difference(shown, "lonely", pins)):
        json.dumps(vars(chart), allow_nan=False)
        assert chart.takeaway.endswith(".") and "80% (darker: 50%)" in chart.reading
        assert {len(row) for row in chart.rows} == {len(chart.heads)}
        assert all("80% (50%)" in head for head in chart.heads[1:])


@pytest.mark.parametrize(
    ("a", "b", "both", "wanting"),
    [
        ("", "", False, ""),
        ("as_now", "reablement", True, ""),
        ("as_now", "", False, "Pick a world for B too, to see the two side by side."),
        ("", "as_now", False, "Pick a world for A too, to see the two side by side."),
        ("as_now", "as_now", False, "A and B are the same world: pick another for one of them."),
    ],
)
def test_two_worlds_that_differ_are_needed_and_the_page_says_what_is_wanting(shown, a, b, both, wanting):
    pins = pinned(shown, a, b)
    assert (pins.both, pins.wanting, pins.remarks) == (both, wanting, ())


def test_a_pin_of_a_world_that_is_not_there_is_left_out_and_said(shown):
    pins = pinned(shown, "as_now", "reablemnt")
    assert (pins.a, pins.b) == ("as_now", "")
    assert pins.remarks == (
        "There is no world 'reablemnt' among those shown, so none is pinned as B. Did you mean 'reablement'?",
    )


def test_a_measure_and_two_worlds_to_pin_are_offered(shown):
    assert offered(shown) == ["measure", "a", "b"]


def offered(shown):
    """The names of the controls over time."""
    over_time = page.OverTime(shown, defaults(page.fields()), lambda **moved: None)
    box, rendered = solara.render(solara.Column(children=[over_time]), handle_error=False)
    (given,) = [one.given for one in within(box) if hasattr(one, "given")]
    rendered.close()
    return [one["name"] for one in json.loads(given)]


def within(widget):
    """A widget and all that stand within it."""
    return [widget, *(one for child in getattr(widget, "children", ()) for one in within(child))]


def test_pins_are_in_the_address_and_come_back_from_it():
    fields = page.fields()
    query = write(fields, defaults(fields) | {"a": "as_now", "b": "local_links"})
    assert query == "a=as_now&b=local_links"
    assert read(fields, query) == (defaults(fields) | {"a": "as_now", "b": "local_links"}, [])
