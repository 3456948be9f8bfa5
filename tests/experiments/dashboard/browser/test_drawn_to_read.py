"""Drawn to read: what is drawn can be read and picked on screens of every width, and no address is a bare one."""

import urllib.error
import urllib.request

import pytest

from tests.experiments.dashboard.browser.serving import serving
from tests.experiments.dashboard.browser.test_levers import slid
from tests.experiments.dashboard.browser.visitor import await_done, await_drawn, lever, press, say

pytestmark = pytest.mark.study

PRONE = "loneliness.prone_share"
CUT = "(() => { const box = document.querySelector('.parameters'); return box.scrollWidth - box.clientWidth; })()"
NEAREST = """() => {
    const spots = document.querySelector('.town').__vue__.spots;
    return Math.min(...spots.map(([x, y, here]) => Math.min(...spots
        .filter((one) => one[2] !== here).map(([u, w]) => Math.hypot(u - x, w - y)))));
}"""
"""How far the two dots of the map that lie closest are apart."""


@pytest.mark.parametrize("width", [390, 768, 1024, 1280])
def test_no_column_of_the_numbers_is_cut(visit, width):
    page = visit("/evidence", width=width)
    assert page.evaluate(CUT) <= 0
    assert page.get_by_role("region", name="Numbers of the model").get_by_text("Source").count() >= (width > 1160)


def test_another_value_is_told_with_all_its_digits(visit):
    page = visit(f"/evidence?number={PRONE}")
    slider = slid(page, "Try another value")
    slider.focus()
    page.keyboard.press("ArrowRight")
    moved = float(slider.input_value())
    link = say(page, "Explore with").inner_text()
    assert float(link.split()[2]) == pytest.approx(moved, abs=1e-4)
    assert lever(page, "Status").count() == 1


@pytest.mark.parametrize(("width", "apart"), [(1440, 9.0), (390, 6.0)])
def test_the_dots_of_a_single_neighbourhood_lie_apart(visit, width, apart):
    page = visit("/?place=leeds-armley&residents=1000&years=3&runs=2", width=width)
    press(page, "Run")
    await_done(page)
    assert page.evaluate(NEAREST) > apart


def test_every_mark_of_a_life_is_explained(visit):
    page = visit("/life")
    kinds = page.locator(".strips path.mark").evaluate_all("all => [...new Set(all.map((one) => one.classList[1]))]")
    told = page.locator(".lives .legend path.mark").evaluate_all("all => all.map((one) => one.classList[1])")
    assert kinds and set(kinds) == set(told)


def test_an_address_that_is_no_page_says_so_with_links(server):
    asked = urllib.request.Request(f"{server.address}/nosuchpage", headers={"Accept": "text/html"})
    with pytest.raises(urllib.error.HTTPError) as told:
        urllib.request.urlopen(asked, timeout=60)
    text = told.value.read().decode()
    assert told.value.code == 404 and "There is no such page" in text and 'href="/compare"' in text


def test_a_server_for_all_says_to_what_it_keeps_runs(browser, tmp_path):
    with serving(tmp_path, asked=("--public",)) as server:
        page = browser.new_page()
        page.goto(server.address)
        await_drawn(page)
        told = "Shared with others: at most 10,000 residents, 15 years, 8 runs and 2 minutes, one run at a time."
        assert say(page, told).is_visible()
        page.close()
