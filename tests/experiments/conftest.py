"""A real browser for pages, which fails any test on a script error or a request to another host."""

import os
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.experiments.dashboard.browser.serving import FLAGS, browser_path

PATIENCE_SECONDS = 120
"""For which a page may keep a test waiting, on a machine that has other work too."""
HERE = {"127.0.0.1", "localhost", ""}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = browser_path()
    if found is None:
        missing = "This test needs a browser: apt-get install chromium."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a session of its own; afterwards nothing may have gone wrong or gone out."""
    wrong: list[str] = []
    contexts = []

    def opened(address: str, width: int = 1280, scheme: Literal["light", "dark"] = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        context.set_default_timeout(1000 * PATIENCE_SECONDS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: wrong.append(request.url) if outside(request.url) else None)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def outside(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme not in {"data", "blob", "file"} and parts.hostname not in HERE
