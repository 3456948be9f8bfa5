"""At its limits: a worker dies, a run takes too long, the queue is full, nothing can be kept - and the page goes on."""

import psutil
import pytest

from tests.experiments.dashboard.browser.narrow import SECONDS
from tests.experiments.dashboard.browser.serving import serving
from tests.experiments.dashboard.browser.visitor import DRAWN, await_done, await_drawn, press, say

pytestmark = pytest.mark.study

NARROW = ("-c", "from tests.experiments.dashboard.browser.narrow import main; main()", "dashboard")
LONG, SHORT = "/?residents=all&years=20&runs=32", "/?residents=1000&years=3&runs=2"


@pytest.fixture(scope="module")
def narrow(tmp_path_factory):
    """A server with one worker whose archive cannot be written, for a file stands where its folder should be."""
    folder = tmp_path_factory.mktemp("narrow")
    (folder / "taken").write_text("This is a file.", encoding="utf-8")
    with serving(folder, NARROW, archive=folder / "taken" / "runs") as served:
        yield served


@pytest.fixture
def visit(open_page, narrow):
    def visited(path):
        page = open_page(narrow.address + path)
        await_drawn(page)
        return page

    return visited


def test_a_run_that_takes_too_long_a_full_queue_and_a_second_run_are_each_said_and_the_next_is_done(visit):
    first, second, third = visit(LONG), visit(SHORT), visit(SHORT)
    press(first, "Run")
    say(first, "Running: year")
    press(second, "Run")
    say(second, "Waiting: 1 in the queue.")
    press(third, "Run")
    say(third, "All workers are busy and 1 runs wait already: try again in a minute.")
    first.locator("nav a", has_text="Compare").click()
    await_drawn(first)
    press(first, "Run")
    say(first, "Another run of this page's visitor is still going on: wait for it, or cancel it.")
    first.locator("nav a", has_text="Explore").click()
    say(first, f"This run was ended after {SECONDS:.0f} seconds, the most that is allowed here")
    await_done(second)
    say(second, "This result could not be kept for next time")
    second.wait_for_function(DRAWN)
    assert "3 years" in second.locator("main h2").first.inner_text()
    assert second.locator("main canvas").count() > 0, "the page goes on"


def test_a_worker_that_dies_is_replaced_and_the_run_says_so(visit, narrow):
    page = visit(LONG)
    press(page, "Run")
    say(page, "Running: year")
    for worker in psutil.Process(narrow.process.pid).children():
        worker.kill()
    say(page, "The worker of this run died, most likely for want of memory")
    page.goto(narrow.address + SHORT)
    await_drawn(page)
    press(page, "Run")
    await_done(page)
    page.wait_for_function(DRAWN)
    assert "3 years" in page.locator("main h2").first.inner_text()
    assert page.locator("main canvas").count() > 0, "another worker did it"
