"""Screenshots: pictures of every page of the dashboard - light, dark and on a phone - into docs/images.

Type `uv run python docs/screenshots.py` for all of them, or name pages:
`uv run python docs/screenshots.py explore learn`.
It serves a dashboard of its own with an empty archive and takes the first results as they come with Kith.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from experiments.dashboard.page import PAGES, path_of
from experiments.files import write_bytes
from tests.experiments.dashboard.browser.serving import FLAGS, browser_path, serving
from tests.experiments.dashboard.browser.visitor import OPEN_SECONDS, await_drawn

FOLDER = Path(__file__).with_name("images")
WINDOWS = {"light": (1280, 900), "dark": (1280, 900), "phone": (390, 844)}
TALLEST = 1700
"""Pixels of a page that are shown, from its top."""
COLOURS, MOST_BYTES = 200, 250_000


def main(wanted: list[str]) -> None:
    """Take every picture of the pages that are named, or of all."""
    FOLDER.mkdir(exist_ok=True)
    path = browser_path()
    if path is None:
        sys.exit("The pictures need a browser: apt-get install chromium.")
    pages = [name for name in PAGES if not wanted or name in wanted]
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for name in pages:
            for window in WINDOWS:
                picture = taken(browser, server.address + path_of(name), window)
                write_bytes(FOLDER / f"{name}-{window}.png", picture)
                print(
                    f"{name}-{window}.png: {len(picture):,} bytes{'' if len(picture) <= MOST_BYTES else ', too many'}"
                )
        browser.close()


def taken(browser: Browser, address: str, window: str) -> bytes:
    """Open a page in a window of its own and return the picture of it, as a PNG of few colours."""
    width, height = WINDOWS[window]
    scheme = "dark" if window == "dark" else "light"
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    context.set_default_timeout(1000 * OPEN_SECONDS)
    page = context.new_page()
    page.goto(address)
    await_drawn(page)
    whole = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(whole, TALLEST)})
    await_drawn(page)
    raw = page.screenshot()
    context.close()
    small = io.BytesIO()
    Image.open(io.BytesIO(raw)).convert("RGB").quantize(
        COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    ).save(small, "PNG", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
