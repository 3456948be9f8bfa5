"""Labels: no text of a chart is cut off at its edge, nor runs into the next, on a desktop or on a phone."""

import json

import pytest

from experiments.comparing.charts import charts
from experiments.dashboard.page import PAGES, path_of
from experiments.lending.repayment_report import fence_fan, local_links_fan
from experiments.showing.spans import Span, spans
from tests.experiments.repayments import repayment
from tests.experiments.studies import comparison

pytestmark = pytest.mark.study

DESKTOP, PHONE = 1440, 390
CUT = """() => [...document.querySelectorAll('main .chart')].flatMap((chart) => {
    const edge = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('text')].filter((text) => {
        const own = text.getBoundingClientRect();
        return own.left < edge.left - 1 || own.right > edge.right + 1
            || own.top < edge.top - 1 || own.bottom > edge.bottom + 1;
    }).map((text) => `${chart.getAttribute('aria-label')}: ${text.textContent}`);
})"""
TOUCHING = """() => [...document.querySelectorAll('main .chart')].flatMap((chart) => {
    const texts = [...chart.querySelectorAll('text')].filter((text) => text.textContent.trim());
    const own = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
    return own.flatMap(([said, a], at) => own.slice(at + 1).filter(([, b]) =>
        Math.abs(a.top - b.top) < 3 && a.left < b.right + 3 && b.left < a.right + 3
    ).map(([next]) => `${chart.getAttribute('aria-label')}: ${said}, ${next}`));
})"""
"""Two texts on one line with less than three pixels between them."""
DRAWN_HERE = """async ([drawn, width]) => {
    const echarts = await window.kithDraws, main = document.querySelector('main');
    main.innerHTML = '';
    for (const [name, option, height] of drawn) {
        const box = document.createElement('div');
        box.className = 'chart';
        box.setAttribute('aria-label', name);
        box.style.cssText = `width: ${width}px; height: ${height}px`;
        main.append(box);
        window.kith.draw(echarts, box, JSON.parse(option));
    }
}"""
LONG = "How much faster than others those of the persistently lonely kind who are met come out of it"


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("name", list(PAGES))
def test_no_label_of_a_chart_is_cut_off(visit, name, width):
    assert visit(path_of(name), width=width).evaluate(CUT) == []


def test_marks_are_labelled_whole_and_apart_in_wide_charts_and_narrow_ones(visit):
    tornado = spans(
        [Span(LONG, "low 7,860, high 7,700", ((8_000, 7_400, 0), (8_000, 7_800, 1)))], 8_000, "months", "@number"
    )
    purses = spans([Span("Whole", "-120k", ((-120_000, 150_000, 0),))], 0, "pounds", "@pounds")
    made = [*charts(comparison()), fence_fan(repayment()), local_links_fan(repayment())]
    drawn = [(one.name, json.dumps(one.option), one.height) for one in made]
    drawn += [(f"span {at}", json.dumps(one.content), one.height) for at, one in enumerate((tornado, purses))]
    page = visit(path_of("evidence"))
    for width in (1_100, 540, 348):
        page.evaluate(DRAWN_HERE, [drawn, width])
        assert page.locator("main .chart text").count() > len(drawn)
        assert page.evaluate(CUT) == [], width
        assert page.evaluate(TOUCHING) == [], width
