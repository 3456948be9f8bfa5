"""A newcomer's walk: every step of docs/walk.md is taken, and every word in bold there is found on the page."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.experiments.dashboard.browser.serving import serving
from tests.experiments.dashboard.browser.visitor import await_arms, await_done, await_drawn, lever, say

pytestmark = pytest.mark.study

WALK = Path(__file__).resolve().parents[4] / "docs" / "walk.md"
STEP = re.compile(r"^## \d+\. (.+)$", re.MULTILINE)
BOLD = re.compile(r"\*\*([^*]+)\*\*")
RESULT = "main .lead"


class Walker:
    """Someone at the page, and the words in bold that were met on the way."""

    def __init__(self, page):
        self.page = page
        self.met = set()

    def go(self, name):
        """Go to a page by its name in the head."""
        self.met.add(name)
        self.page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).click()
        self.page.wait_for_function(f"document.title === '{name} - Kith'")
        await_drawn(self.page)

    def press(self, name):
        self.met.add(name)
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def tick(self, name, on=True):
        self.met.add(name)
        lever(self.page, name).set_checked(on)

    def pick(self, label, option):
        self.met.add(label)
        lever(self.page, label).select_option(option)

    def read(self, text):
        self.met.add(text)
        return say(self.page, text)

    def answer(self):
        return self.page.locator(RESULT).first.inner_text()


def open_it(walker):
    walker.go("Explore")
    walker.read("Made beforehand")
    month = walker.page.locator(".town .when").inner_text()
    walker.press("Play")
    walker.page.get_by_role("button", name="Pause").wait_for()
    walker.press("Step a month")
    walker.page.wait_for_function(f"document.querySelector('.town .when').innerText !== '{month}'")


def understand_the_first_sentence(walker):
    walker.go("Compare")
    assert re.match(r"(.+) delays most months of council-funded care", walker.answer())
    assert "80%:" in walker.answer() and "Monte-Carlo error" in walker.answer()
    walker.read("What this cannot tell you").click()
    say(walker.page, "it is not a forecast")


def run_leeds_with_local_links(walker):
    page = walker.page
    walker.tick("Age Friendly coordinators", False)
    walker.tick("Reablement", False)
    page.wait_for_function("new URLSearchParams(location.search).get('with') === 'local_links'")
    walker.tick("Local Links")
    for label, few in {"Residents": "10,000", "Years from April 2011": "5", "Runs": "2"}.items():
        walker.pick(label, few)
        expect(lever(page, label).locator("option:checked")).to_have_text(few)
    walker.press("Run")
    await_done(page)
    walker.read("Done.")
    say(page, "Leeds, 5 years, 10,000 residents, 2 runs")
    await_arms(page, ["Local Links"])
    page.locator("details.arm summary").first.click()
    say(page, "people who would not have been reached")


def compare_it_with_reablement(walker):
    walker.tick("Reablement")
    walker.read("The choices have been changed since")
    walker.press("Run")
    walker.page.get_by_text("The choices have been changed since").wait_for(state="detached")
    await_done(walker.page)
    await_arms(walker.page, ["Local Links", "Reablement"])
    walker.read("Over time")
    walker.pick("Pin as A, to set against", "Local Links")
    walker.page.wait_for_url("**a=local_links**")
    walker.pick("Pin as B, to look at", "Reablement")
    said = say(walker.page, "With Reablement (B) there are ").inner_text()
    assert "than with Local Links (A)" in said and "80%: " in said and "50%: " in said
    walker.press("Unpin A and B")
    say(walker.page, "Lonely residents, each world less its twin")


def ask_whether_the_loan_is_repaid(walker):
    walker.go("Repayment")
    before = walker.answer()
    assert "savings alone repay the loan" in before
    walker.read("Terms and what if")
    walker.tick("The saving per person is half")
    walker.page.wait_for_function(f"document.querySelector('{RESULT}').innerText !== {before!r}")
    assert "repay" in walker.answer()


def follow_one_resident(walker):
    walker.go("A life")
    first = walker.answer()
    assert first.startswith("Resident ")
    walker.read("Where the two lives part, and why")
    walker.press("Later")
    assert walker.page.locator(".lives .told b").inner_text()
    walker.press("Next lonely")
    walker.page.wait_for_function(f"document.querySelector('{RESULT}').innerText !== {first!r}")
    assert walker.answer().startswith("Resident ")


def find_the_source_of_one_number(walker):
    walker.go("Evidence")
    search = "Words in its name, unit, note or source"
    walker.met.add(search)
    walker.page.get_by_label(search).fill("volunteer hours")
    walker.page.wait_for_url("**q=volunteer**")
    walker.page.get_by_role("region", name="Numbers of the model").get_by_role("button").first.click()
    chosen = walker.page.locator(".chosen")
    chosen.wait_for()
    facts = dict(zip(chosen.locator("dt").all_inner_texts(), chosen.locator("dd").all_inner_texts(), strict=True))
    assert len(facts["Source"]) > 3
    walker.met.add("Source")
    walker.met.add("Try another value")
    assert chosen.get_by_label("Try another value").get_attribute("type") == "range"


def send_a_link(walker):
    page = walker.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    walker.press("Copy link")
    page.get_by_role("button", name="Link copied").wait_for()
    sent = page.evaluate("navigator.clipboard.readText()")
    found = page.locator(".chosen h2").inner_text()
    page.goto("about:blank")
    page.goto(sent)
    assert page.locator(".chosen h2").inner_text() == found


STEPS = (
    open_it,
    understand_the_first_sentence,
    run_leeds_with_local_links,
    compare_it_with_reablement,
    ask_whether_the_loan_is_repaid,
    follow_one_resident,
    find_the_source_of_one_number,
    send_a_link,
)


@pytest.fixture
def walker(open_page, tmp_path):
    """Someone at a server of their own, on which nothing has been run yet."""
    with serving(tmp_path) as server:
        page = open_page(server.address)
        await_drawn(page)
        yield Walker(page)
        page.goto("about:blank")


def test_every_step_of_the_walk_can_be_taken_as_it_is_written(walker):
    told = STEP.split(WALK.read_text(encoding="utf-8"))[1:]
    titles, texts = told[::2], told[1::2]
    assert [one.lower().replace(" ", "_") for one in titles] == [step.__name__ for step in STEPS]
    for title, text, step in zip(titles, texts, STEPS, strict=True):
        walker.met.clear()
        step(walker)
        written = {one.replace("\n", " ") for one in BOLD.findall(text)}
        assert written - walker.met == set(), f"said but not met: {title}"
        assert walker.met - written == set(), f"met but not said: {title}"
