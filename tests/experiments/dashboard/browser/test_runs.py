"""Runs: they stream and can be stopped, what was shown stays, and the server can be ended in the middle of one."""

import signal

import pytest

from tests.experiments.dashboard.browser.serving import END_SECONDS, serving
from tests.experiments.dashboard.browser.visitor import DRAWN, lever, press, say

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


def test_ctrl_c_ends_the_server_in_the_middle_of_a_run(browser, tmp_path):
    with serving(tmp_path) as server:
        page = browser.new_page()
        page.goto(server.address)
        lever(page, "Years from April 2011").select_option("20")
        press(page, "Run")
        say(page, "Running: year")
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(END_SECONDS) == 0
        page.close()
