"""Away: while the server cannot be reached the page says so in a sentence; once it answers the page is there again."""

import pytest
from playwright.sync_api import expect

from tests.experiments.dashboard.browser.serving import free_port, serving
from tests.experiments.dashboard.browser.visitor import FITS, await_done, await_drawn, lever, press, say

pytestmark = pytest.mark.study

SAID = "Reconnecting to Kith ..."
SMALL = "/?with=local_links&residents=1000&years=3&runs=2"
OURS = ("Server", "refresh", "REFRESH", "Restoring")


@pytest.mark.parametrize("width", [1440, 390], ids=["wide", "phone"])
def test_after_the_server_is_started_anew_the_page_comes_back_with_its_choices_and_runs(browser, tmp_path, width):
    port = free_port()
    page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
    with serving(tmp_path, port=port) as server:
        page.goto(server.address + SMALL)
        await_drawn(page)
    said = say(page, SAID)
    expect(said).to_be_in_viewport(ratio=1)
    page.wait_for_timeout(3_000)
    assert not [one for one in OURS if one in page.locator("body").inner_text()]
    assert page.evaluate(FITS)
    page.evaluate("window.old = true")
    with serving(tmp_path, port=port):
        page.wait_for_function("!window.old", timeout=60_000)
        await_drawn(page)
        assert page.get_by_text(SAID).count() == 0
        if width == 390:
            page.get_by_text("What to run").click()
        assert lever(page, "Local Links").is_checked()
        press(page, "Run")
        await_done(page)
    page.context.close()


def test_after_a_blip_the_page_goes_on_as_it_was(visit):
    page = visit(SMALL)
    press(page, "Run")
    await_done(page)
    page.evaluate("window.old = true")
    page.evaluate("solara.debug.dropConnection()")
    page.wait_for_function("solara.debug.reconnectCount > 0 && solara.debug.connectionStatus === 'connected'")
    page.get_by_text(SAID).wait_for(state="hidden")
    lever(page, "Reablement").check()
    page.wait_for_url("**with=local_links,reablement**")
    assert page.evaluate("window.old"), "nothing was loaded again"
