"""The report and the dashboard in a real browser: drawn, readable on a phone, and connected to nobody."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from experiments.comparing.report import report_html
from tests.experiments.studies import comparison

pytestmark = pytest.mark.study

HOUSE = Path(__file__).resolve().parents[2]
KITH = "from experiments.door import main; main()"
START_SECONDS, RUN_SECONDS, END_SECONDS = 120, 300, 20
DRAWN = "document.querySelectorAll('[data-rendered] svg').length === {}"
FITS = "document.documentElement.scrollWidth <= window.innerWidth"


@contextlib.contextmanager
def dashboard():
    """A dashboard of our own on a free port: its address, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", KITH, "dashboard", "--port", str(port), "--no-browser"]
    server = subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        await_answer(f"http://127.0.0.1:{port}/readyz", server)
        yield f"http://127.0.0.1:{port}", server
        server.send_signal(signal.SIGINT)
        server.wait(END_SECONDS)
    finally:
        server.kill()


@pytest.fixture(scope="module")
def address():
    with dashboard() as (here, _):
        yield here


def await_answer(url: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended before it answered"
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
            assert answer.status == 200
            return
        time.sleep(0.2)
    raise TimeoutError(url)


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


def test_a_page_opens_with_a_result_runs_and_is_cancelled(open_page, address):
    page = open_page(address)
    page.get_by_role("heading", level=1).wait_for(timeout=1000 * START_SECONDS)
    page.wait_for_function(DRAWN.format(4))
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    page.get_by_label("Years from April 2011").select_option("15")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("Running: year").wait_for(timeout=1000 * RUN_SECONDS)
    page.get_by_role("button", name="Cancel", exact=True).click()
    page.get_by_text("Cancelled.").wait_for()
    assert page.get_by_role("button", name="Run", exact=True).is_enabled()
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(FITS)


def test_ctrl_c_ends_the_server_in_the_middle_of_a_run(browser):
    with dashboard() as (here, server):
        page = browser.new_page()
        page.goto(here)
        page.get_by_label("Years from April 2011").select_option("20", timeout=1000 * START_SECONDS)
        page.get_by_role("button", name="Run", exact=True).click()
        page.get_by_text("Running: year").wait_for(timeout=1000 * RUN_SECONDS)
        server.send_signal(signal.SIGINT)
        assert server.wait(END_SECONDS) == 0
        page.close()
