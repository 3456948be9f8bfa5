"""Sections: each study's part of the report is drawn, fits a phone, and goes without a script error."""

import pytest

from experiments.unknowns.uncertainty_told import finding as uncertainty_finding
from experiments.unknowns.waterfall_told import finding as waterfall_finding
from tests.experiments.test_pages import DRAWN, FITS
from tests.experiments.test_uncertainty import over_draws
from tests.experiments.test_waterfall import between

pytestmark = pytest.mark.study

PAGES = {
    "waterfall": (lambda: waterfall_finding(between(False), "kith waterfall leeds").page, 1),
    "uncertainty": (lambda: uncertainty_finding(over_draws()).page, 5),
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_section_is_drawn_wide_and_narrow(open_page, tmp_path, name, width):
    made, charts = PAGES[name]
    path = tmp_path / "report.html"
    path.write_text(made(), encoding="utf-8")
    page = open_page(path.as_uri(), width)
    page.wait_for_function(DRAWN.format(charts))
    assert page.evaluate(FITS)
    assert page.locator(f"#{name} h2").count() == 1
