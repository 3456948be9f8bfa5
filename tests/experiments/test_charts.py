"""Charts that are ready for JSON, say what they show, and have a table behind them."""

import json

import numpy as np
import pytest

from experiments.comparing.charts import (
    charts,
    delayed_over_time,
    lonely_free_years,
    months_per_pound,
    takeaway,
    who_pays,
)
from experiments.comparing.summary import PER_THOUSAND, estimate
from experiments.figures.estimate import Estimate
from experiments.lending.repayment_report import fence_fan, local_links_fan
from experiments.showing.marks import (
    ABOVE_LETTERS,
    AXIS_HEIGHT,
    BESIDE_LETTERS,
    FEW_LINES,
    LABEL_LINE,
    NARROW,
    Band,
    Row,
    bands,
    intervals,
)
from experiments.showing.spans import THICK, THIN, Span, spans
from experiments.words import number
from tests.experiments.repayments import repayment
from tests.experiments.studies import comparison

pytestmark = pytest.mark.unit


def strings(value):
    """Every text inside an option."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in strings(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in strings(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("replications", [1, 4])
def test_every_chart_is_plain_json_without_a_number_that_is_none(replications):
    for chart in charts(comparison(replications)):
        again = json.loads(json.dumps(chart.option, allow_nan=False))
        assert again["series"], chart.name


def test_every_chart_has_its_sentence_and_its_table():
    for chart in charts(comparison()):
        assert chart.takeaway.endswith(".")
        assert chart.rows
        assert {len(row) for row in chart.rows} == {len(chart.heads)}
        assert chart.height > 100


def test_colours_are_named_so_that_the_page_can_choose_light_or_dark():
    for chart in charts(comparison()):
        assert [text for text in strings(dict(chart.option)) if text.startswith("#")] == []


def test_an_intervention_bears_one_colour_in_every_chart():
    found = comparison()
    lines = {one["name"]: one["itemStyle"]["color"] for one in delayed_over_time(found).option["series"] if "z" in one}
    (marks,) = (one for one in lonely_free_years(found).option["series"] if one["type"] == "scatter")
    for mark in marks["data"]:
        title = mark["name"].partition(":")[0]
        assert lines[title] in mark["itemStyle"].values()


def test_intervals_lie_where_the_table_says():
    found = comparison()
    (first, *_), (marks,) = (
        [one for one in months_per_pound(found).option["series"] if one["type"] == kind] for kind in ("line", "scatter")
    )
    best = estimate(found.table, found.ranking[0], PER_THOUSAND)
    assert [point[0] for point in first["data"]] == [best.low, best.high]
    assert marks["data"][0]["value"][0] == best.mean


def test_a_band_is_stacked_from_its_low_edge_to_its_high_edge_even_below_nought():
    made = bands(("a", "b"), [Band("Local Links", (0.0, -1.0), (-1.0, -3.0), (2.0, 1.0))], "months", "@number", 1)
    line, floor, depth = made.content["series"]
    assert (line["data"], floor["data"], depth["data"]) == ([0.0, -1.0], [-1.0, -3.0], [3.0, 4.0])
    assert {floor["stackStrategy"], depth["stackStrategy"]} == {"all"}


def test_half_of_the_runs_lie_in_a_darker_band_of_the_same_colour_within_that_of_eight_in_ten():
    line = Band("Local Links", (1.0, 1.0), (-1.0, -3.0), (2.0, 4.0), 2, lower=(0.0, -1.0), upper=(1.5, 2.0))
    _, _, outer, floor, inner = bands(("a", "b"), [line], "months", "@number", 1).content["series"]
    assert (floor["data"], inner["data"]) == ([0.0, -1.0], [1.5, 3.0])
    assert inner["areaStyle"] == outer["areaStyle"] and inner["areaStyle"]["opacity"] == "@shade"
    assert floor["stack"] == inner["stack"] != outer["stack"]


def test_every_fan_holds_eight_in_ten_and_half_of_the_runs_and_says_so():
    found = comparison()
    for chart in (delayed_over_time(found), fence_fan(repayment()), local_links_fan(repayment())):
        assert "80% (darker: 50%)" in chart.reading
        assert all(head.endswith("mean, 80% (50%)") for head in chart.heads[1:])
        for name in {one["name"] for one in chart.option["series"]}:
            own = [one["data"] for one in chart.option["series"] if one["name"] == name]
            _, low, outer, lower, inner = (np.array(one) for one in own)
            assert (low <= lower).all() and (lower + inner <= low + outer + 1e-6).all()


def test_what_has_no_ratio_is_named_but_not_drawn():
    nothing = Estimate(np.nan, np.nan, np.nan, np.nan, 4)
    made = intervals([Row("Free", nothing, "no cost of its own")], "months", "@number")
    (marks,) = made.content["series"]
    assert marks["data"] == []
    assert "Free" in made.content["yAxis"]["data"][0]


def test_a_title_cannot_break_out_of_its_label():
    made = intervals([Row("{name|x} a|b", Estimate(1, 0, 2, 0.1, 4), "1")], "months", "@number")
    assert made.content["yAxis"]["data"][0] == "{name|(name/x) a/b}\n{said|1}"


def test_nothing_is_called_clear_that_is_not():
    clear, unclear = Estimate(4.2, 3, 5, 0.3, 9), Estimate(0.3, -1, 1, 0.3, 9)
    assert takeaway([("A", clear), ("B", unclear), ("C", clear.opposite)], number) == (
        "Clearly above nought: A (4.2). Clearly below nought: C (-4.2). No clear change: B."
    )


def test_one_run_claims_nothing_in_any_chart():
    for chart in charts(comparison(1)):
        assert "which cannot show how sure this is" in chart.takeaway
        assert "Clearly" not in chart.takeaway


def test_what_purses_pay_more_others_receive():
    rows = who_pays(comparison(1)).rows
    titles = {row[1] for row in rows}
    for title in titles:
        pounds = [float(row[2].replace(",", "").replace("m", "e6")) for row in rows if row[1] == title]
        assert sum(pounds) == pytest.approx(0.0, abs=0.01 * max(map(abs, pounds)))


GROWTH = "Growth of those aged 65 and over who live alone, {}, 2011 to 2030"


def option_at(option, width):
    """What ECharts is told where a chart is so wide: the option with what its media queries add, two levels deep."""
    told = dict(option)
    for one in option["media"]:
        if one["query"].get("minWidth", 0) <= width <= one["query"].get("maxWidth", 10_000):
            for part, values in one["option"].items():
                told[part] = values if isinstance(values, list) else {**told.get(part, {}), **values}
    return told


@pytest.mark.parametrize(("width", "letters"), [(NARROW, BESIDE_LETTERS), (NARROW - 1, ABOVE_LETTERS)])
def test_no_name_of_a_row_is_cut_and_every_row_has_room_for_its_own(width, letters):
    rows = [Row(GROWTH.format(place), Estimate(1, 0, 2, 0.1, 4), "150,592, published 150,592") for place in "AB"]
    made = intervals(rows, "standard errors", "@number")
    first, second = option_at(made.content, width)["yAxis"]["data"]
    assert first != second
    parts = [part.partition("|")[2].removesuffix("}") for part in first.split("\n")]
    assert " ".join(parts) == f"{GROWTH.format('A')} 150,592, published 150,592"
    assert max(map(len, parts)) <= letters
    assert (made.height - AXIS_HEIGHT) / len(rows) > LABEL_LINE * len(parts)


def test_names_stand_beside_their_rows_and_above_them_on_a_phone():
    made = intervals([Row("Local Links", Estimate(1, 0, 2, 0.1, 4), "1")], "months", "@number")
    wide, narrow = (option_at(made.content, width) for width in (NARROW, NARROW - 1))
    assert (wide["yAxis"]["axisLabel"]["inside"], narrow["yAxis"]["axisLabel"]["inside"]) == (False, True)
    assert narrow["grid"]["left"] < wide["grid"]["left"]


def test_bars_of_a_row_do_not_mix_their_colours():
    rows = [Span("same side", "", ((8.0, 7.8, 0), (8.0, 7.0, 1))), Span("apart", "", ((8.0, 7.0, 0), (8.0, 9.0, 1)))]
    *bars, _ = spans(rows, 8.0, "months", "@number").content["series"]
    assert {one["lineStyle"]["opacity"] for one in bars} == {1}
    assert [one["lineStyle"]["width"] for one in bars] == [THICK, THIN, THICK, THICK]
    assert bars[1]["data"] == [[8.0, 0], [7.8, 0]], "the shorter lies on the longer"


@pytest.mark.parametrize(("lines", "width", "at_ends"), [
    (FEW_LINES, NARROW, True), (FEW_LINES, NARROW - 1, False), (FEW_LINES + 1, NARROW, False),
])  # fmt: skip
def test_few_lines_are_named_at_their_ends_where_there_is_room_and_else_in_a_legend(lines, width, at_ends):
    drawn = [Band(f"World {n}", (1.0, n), (1.0, n), (1.0, n), n) for n in range(lines)]
    made = option_at(bands(("a", "b"), drawn, "people", "@number", 1).content, width)
    assert made["legend"].get("show", True) is not at_ends
    ends = [one["endLabel"]["show"] for one in made["series"] if "endLabel" in one]
    assert ends == [at_ends] * lines


def test_a_narrow_chart_shows_fewer_dates():
    made = bands(
        [str(n) for n in range(60)], [Band("a", (1.0,) * 60, (1.0,) * 60, (1.0,) * 60)], "people", "@number", 12
    )
    every = [option_at(made.content, width)["xAxis"]["axisLabel"]["interval"] + 1 for width in (1_000, 600, 330)]
    assert every == [12, 24, 24]
