"""Visitor: what someone at a page waits for, presses and reads."""

import json
import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

OPEN_SECONDS, RUN_SECONDS = 120, 300
"""Before the first run on a machine the rules of the model are compiled, which may take minutes."""
DRAWN = """() => {
    const drawings = [...document.querySelectorAll('main .chart, main canvas')];
    return document.querySelector('main h1') && drawings.every((one) => Number(one.dataset.rendered) > 0);
}"""
FITS = "document.documentElement.scrollWidth <= window.innerWidth"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""The rules of the Web Content Accessibility Guidelines 2.2, levels A and AA, as axe names them."""


def await_drawn(page: Page) -> None:
    """Wait until a page is there and every picture on it is drawn."""
    page.locator("main h1").wait_for(timeout=1000 * OPEN_SECONDS)
    page.wait_for_function(DRAWN, timeout=1000 * OPEN_SECONDS)


def faults(page: Page) -> list[str]:
    """Return what axe finds against the guidelines, each with the places."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": LEVELS}})
    return [
        f"{one['id']}: {one['help']}: {json.dumps([node['html'][:160] for node in one['nodes'][:4]])}"
        for one in found.response["violations"]
    ]


def press(page: Page, name: str) -> None:
    """Press a button by its name."""
    page.get_by_role("button", name=name, exact=True).first.click()


def say(page: Page, text: str, seconds: float = RUN_SECONDS) -> Locator:
    """Wait until a page says something, and return where."""
    found = page.get_by_text(text).first
    found.wait_for(timeout=1000 * seconds)
    return found


def await_done(page: Page) -> None:
    """Wait until the run that follows what is picked now is done, and drawn."""
    text = re.compile(r"^Done\.(?! The choices)")
    page.locator(".status p").filter(has_text=text).first.wait_for(timeout=1000 * RUN_SECONDS)
    await_drawn(page)


def lever(page: Page, label: str) -> Locator:
    """Return the control of the levers that bears a label."""
    return page.locator("label", has=page.get_by_text(label, exact=True)).locator("select, input").first


def chosen(page: Page, label: str) -> str:
    """Return what a control has picked."""
    return lever(page, label).locator("option:checked").inner_text()


def await_arms(page: Page, names: list[str]) -> None:
    """Wait until a comparison tells of these programmes and no others."""
    told = page.locator("main details.arm summary")
    for name in names:
        told.filter(has_text=name).first.wait_for()
    expect(told).to_have_count(len(names))
