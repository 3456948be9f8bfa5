"""Pages: how soon the first page is ready, how fast another visitor's click is answered while runs go on, and memory.

Run it with ``uv run python -m tests.benchmarks.pages`` on a machine with a Chromium and little else to do.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.experiments.dashboard.browser.serving import FLAGS, Server, browser_path, serving
from tests.experiments.dashboard.browser.visitor import OPEN_SECONDS, RUN_SECONDS, await_drawn, press

COLD_SECONDS, WARM_SECONDS, CLICK_SECONDS, GROWTH_BYTES = 4.0, 1.5, 0.3, 20e6
LONG = "/compare?residents=40000&years=20&runs=32"
CLICKS, VISITORS, ROUNDS, SESSIONS = 20, 3, 3, 8
TOUR = ("before_after", "luck", "collapse", "gains", "cash")


def visitor(browser: Browser) -> BrowserContext:
    """Return a session of its own, with nothing in its cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(1000 * OPEN_SECONDS)
    return context


def opened(context: BrowserContext, address: str) -> tuple[Page, float]:
    """Open a page and return it, drawn, with the seconds that took."""
    began = time.perf_counter()
    page = context.new_page()
    page.goto(address, wait_until="commit")
    await_drawn(page)
    return page, time.perf_counter() - began


def first_page(browser: Browser, server: Server) -> None:
    """Print how soon the first page is ready: on a server that nobody has asked yet, and the next time."""
    context = visitor(browser)
    cold = opened(context, server.address)[1]
    warm = min(opened(context, server.address)[1] for _ in range(3))
    context.close()
    print(f"first page ready: {cold:.2f} s cold (wanted: {COLD_SECONDS}), {warm:.2f} s warm (wanted: {WARM_SECONDS})")


def clicks(browser: Browser, server: Server) -> None:
    """Print how long another visitor waits for a click to be answered while so many others run."""
    others = [visitor(browser) for _ in range(VISITORS)]
    pages = [opened(one, f"{server.address}{LONG}&seed={number}")[0] for number, one in enumerate(others, start=1)]
    for page in pages:
        press(page, "Run")
    for page in pages[:2]:
        page.locator(".status").get_by_text("Running").first.wait_for(timeout=1000 * RUN_SECONDS)
    context = visitor(browser)
    page, _ = opened(context, f"{server.address}/learn")
    waits = [answered(page, number) for number in range(CLICKS)]
    for one in (*others, context):
        one.close()
    told = f"{statistics.median(waits):.3f} s in the middle, {max(waits):.3f} s at worst"
    print(
        f"another visitor's click while {VISITORS} runs are asked for: {told} (wanted: {CLICK_SECONDS} in the middle)"
    )


def answered(page: Page, number: int) -> float:
    """Press a step of the tour and return the seconds until its heading is there."""
    step = 1 + (number + 1) % len(TOUR)
    began = time.perf_counter()
    page.locator(f".steps li:nth-child({step}) button").click()
    there = f"[...document.querySelectorAll('main h2')].some((one) => one.innerText.startsWith('{step}.'))"
    page.wait_for_function(there, polling=10)
    return time.perf_counter() - began


def memory(browser: Browser, server: Server) -> None:
    """Print how much the server has grown after so many rounds of visitors who look at every page and leave."""
    process = psutil.Process(server.process.pid)
    round_of(browser, server)
    before = process.memory_info().rss
    for _ in range(ROUNDS):
        round_of(browser, server)
    grown = process.memory_info().rss - before
    print(
        f"memory after {ROUNDS} rounds of {SESSIONS} sessions: {grown / 1e6:+.1f} MB (wanted: {GROWTH_BYTES / 1e6:.0f})"
    )


def round_of(browser: Browser, server: Server) -> None:
    """Have so many visitors at once, each at a page, and let them leave."""
    paths = ("/", "/compare", "/repayment", "/life", "/evidence", "/learn", "/", "/compare")
    contexts = [visitor(browser) for _ in range(SESSIONS)]
    pages = [opened(one, server.address + path)[0] for one, path in zip(contexts, paths, strict=True)]
    for page, context in zip(pages, contexts, strict=True):
        page.close(run_before_unload=False)
        context.close()


def main() -> None:
    """Measure all three."""
    path = browser_path()
    if path is None:
        sys.exit("This needs a browser: apt-get install chromium.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        began = time.perf_counter()
        with serving(Path(folder)) as server:
            print(f"the server answers: {time.perf_counter() - began:.2f} s after its command")
            first_page(browser, server)
            memory(browser, server)
            clicks(browser, server)
        browser.close()


if __name__ == "__main__":
    main()
