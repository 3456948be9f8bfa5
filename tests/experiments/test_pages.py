"""The report in a real browser: drawn, readable on a phone, and connected to nobody."""

import pytest

from experiments.comparing.report import report_html
from tests.experiments.studies import comparison

pytestmark = pytest.mark.study

DRAWN = "document.querySelectorAll('[data-rendered] svg').length === {}"
FITS = "document.documentElement.scrollWidth <= window.innerWidth"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_the_report_is_drawn_wide_and_narrow_light_and_dark(open_page, tmp_path, width, scheme):
    path = tmp_path / "report.html"
    path.write_text(report_html(comparison()), encoding="utf-8")
    page = open_page(path.as_uri(), width, scheme)
    page.wait_for_function(DRAWN.format(4))
    assert page.evaluate(FITS)
    assert page.locator("h2").first.inner_text() == "The answer"
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == {"light": "rgb(245, 247, 250)", "dark": "rgb(16, 22, 29)"}[scheme]


def test_the_report_prints_on_white_with_every_table_open(open_page, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(report_html(comparison()), encoding="utf-8")
    page = open_page(path.as_uri(), scheme="dark")
    page.wait_for_function(DRAWN.format(4))
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0
