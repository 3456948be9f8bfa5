"""Runs: they stream and can be stopped, and what was shown stays."""

import pytest

from tests.experiments.dashboard.browser.visitor import DRAWN, press, say

pytestmark = pytest.mark.study


def test_a_run_streams_is_stopped_and_what_was_shown_stays(visit):
    page = visit("/?residents=10000&years=20")
    before = page.locator("main h2").first.inner_text()
    press(page, "Run")
    say(page, "Running: year")
    page.wait_for_function(DRAWN)
    assert page.get_by_role("button", name="Run", exact=True).is_disabled()
    press(page, "Cancel")
    say(page, "Cancelled.")
    assert page.get_by_role("button", name="Run", exact=True).is_enabled()
    assert before.endswith("5 years from April 2011") and page.locator("canvas").is_visible()
