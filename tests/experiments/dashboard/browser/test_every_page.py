"""Every page: drawn with results, light and dark, readable by all, and without sideways scrolling on a phone."""

import pytest

from experiments.dashboard.page import PAGES, path_of
from tests.experiments.dashboard.browser.visitor import DRAWN, FITS, faults, lever

pytestmark = pytest.mark.study

PHONE = 390
INK = "getComputedStyle(document.querySelector('main h1')).color"
ON_DEMAND = {"compare": ("Which assumptions decide", "What moved demand")}
"""Sections that have a button of their own, by page."""
LIGHT, DARK = "rgb(23, 33, 43)", "rgb(233, 238, 244)"


def in_colours(page, name):
    """Turn the page to other colours by its own button."""
    for _ in range(3):
        button = page.get_by_role("button", name="Colours:")
        if button.inner_text() == name:
            return
        button.click()
    raise AssertionError(name)


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_opens_with_results_that_all_can_read(visit, name):
    page = visit(path_of(name))
    assert page.title() == f"{PAGES[name]} - Kith"
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    assert page.locator("nav [aria-current=page]").inner_text() == PAGES[name]
    assert "Nothing has been run yet" not in page.locator("main").inner_text()
    for section in ON_DEMAND.get(name, ()):
        assert page.get_by_role("region", name=section, exact=True).locator(".lead").inner_text().endswith(".")
    assert page.evaluate(INK) == LIGHT
    assert faults(page) == [], "light"
    in_colours(page, "Dark")
    page.wait_for_function(f"{INK} === '{DARK}'")
    page.wait_for_function(DRAWN)
    assert faults(page) == [], "dark"
    page.set_viewport_size({"width": PHONE, "height": 844})
    page.wait_for_function(FITS)
    assert faults(page) == [], "on a phone"


def test_on_a_phone_the_levers_stay_folded_until_they_are_wanted(visit):
    page = visit("/", width=PHONE)
    years = lever(page, "Years from April 2011")
    years.wait_for(state="hidden")
    page.get_by_text("What to run").click()
    years.wait_for(state="visible")
    assert page.evaluate(FITS)
