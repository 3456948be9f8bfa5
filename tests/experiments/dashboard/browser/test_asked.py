"""Asked: what is shown is what the address asks for, or the page says above it that it is not; and focus is kept."""

import pytest
from playwright.sync_api import expect

from tests.experiments.dashboard.browser.visitor import RUN_SECONDS, await_done, lever, press, say

pytestmark = pytest.mark.study

SMALL = "residents=1000&years=3&runs=2"
INSTEAD = "Run what the levers say"
OFTEN = 24
"""Times that what if is ticked or cleared, each as soon as the answer to the one before is there."""
WHAT_IF = (
    ("half", "The saving per person is half"),
    ("unbacked", "The guarantor pays nothing"),
    ("prices", "Prices rise 3 points a year faster"),
)


def banner(page):
    return page.get_by_role("region", name="What is shown")


def on_screen(page, found):
    box = found.bounding_box()
    return box is not None and box["y"] + box["height"] <= page.viewport_size["height"]


def test_whatever_one_visitor_ticks_how_fast_its_answer_comes_and_another_can_run_something(visit):
    page = visit("/repayment")
    opened = page.locator("main .lead").first.inner_text()
    for turn in range(OFTEN):
        name, label = WHAT_IF[turn % len(WHAT_IF)]
        on = turn // len(WHAT_IF) % 2 == 0
        lever(page, label).set_checked(on)
        page.wait_for_function("([name, on]) => location.search.includes(name) === on", arg=[name, on])
        page.locator("main [aria-busy='false'] .lead").wait_for(timeout=1000 * RUN_SECONDS)
    lever(page, WHAT_IF[0][1]).check()
    page.wait_for_url("**stress=half")
    last = visit("/repayment?stress=half")
    expect(last.locator("main .lead").first).not_to_have_text(opened, timeout=1000 * RUN_SECONDS)
    expect(page.locator("main .lead").first).to_have_text(last.locator("main .lead").first.inner_text())
    other = visit(f"/?{SMALL}")
    press(other, "Run")
    await_done(other)
    other.get_by_role("heading", name="Leeds, as now, 3 years").wait_for()


def test_a_link_to_a_resident_shows_that_resident(visit):
    page = visit("/life?residents=1000&years=3&id=10")
    expect(page.get_by_label("Resident's number")).to_have_value("10")
    page.locator("main .lead").filter(has_text="Resident 10 ").first.wait_for(timeout=1000 * RUN_SECONDS)
    assert "id=10" in page.url
    page.get_by_label("Resident's number").fill("11")
    press(page, "Follow")
    page.locator("main .lead").filter(has_text="Resident 11 ").first.wait_for(timeout=1000 * RUN_SECONDS)
    page.go_back()
    page.locator("main .lead").filter(has_text="Resident 10 ").first.wait_for()
    expect(page.get_by_label("Resident's number")).to_have_value("10")
    expect(banner(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/?place=sandwell", "Leeds, as now"),
        ("/compare?with=telecare&seed=77", "Leeds, with Age Friendly coordinators, Local Links and Reablement"),
        ("/repayment?residents=2000", "Armley, Leeds, everyone"),
    ],
)
def test_a_link_to_what_was_never_run_says_on_the_first_screen_what_is_shown_instead(visit, path, shown):
    page = visit(path, width=1440)
    said = banner(page)
    said.wait_for()
    assert f"This shows {shown}, " in said.inner_text() and on_screen(page, said)
    assert said.get_by_role("button", name=INSTEAD, exact=True).is_enabled()


def test_the_button_above_an_old_result_runs_what_is_picked(visit):
    page = visit(f"/?{SMALL}&seed=31")
    press(page, INSTEAD)
    await_done(page)
    expect(banner(page)).to_have_count(0)
    page.get_by_role("heading", name="Leeds, as now, 3 years").wait_for()


def test_back_and_the_links_in_the_head_show_what_was_run_for_them(visit):
    page = visit(f"/?{SMALL}&seed=32")
    press(page, "Run")
    await_done(page)
    lever(page, "Place").select_option("CLARE, Belfast")
    banner(page).wait_for()
    press(page, "Run")
    page.get_by_role("heading", name="CLARE, Belfast, as now, 3 years").wait_for(timeout=1000 * RUN_SECONDS)
    await_done(page)
    page.go_back()
    page.get_by_role("heading", name="Leeds, as now, 3 years").wait_for()
    say(page, "Kept from an earlier run with the same choices.")
    expect(banner(page)).to_have_count(0)
    for name in ("Compare", "Explore"):
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).click()
        page.wait_for_function(f"document.title === '{name} - Kith'")
    page.get_by_role("heading", name="Leeds, as now, 5 years").wait_for()
    expect(banner(page)).to_have_count(0)


def test_the_button_that_was_pressed_keeps_the_focus(visit):
    page = visit("/?residents=10000&years=20&seed=33")
    run, cancel = (page.get_by_role("button", name=name, exact=True) for name in ("Run", "Cancel"))
    run.focus()
    page.keyboard.press("Enter")
    say(page, "Running: year")
    expect(run).to_be_focused()
    page.keyboard.press("Tab")
    expect(cancel).to_be_focused()
    page.keyboard.press("Enter")
    say(page, "Cancelled.")
    expect(cancel).to_be_focused()
