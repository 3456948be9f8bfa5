"""Runs: they stream, can be stopped and taken up again, follow the levers, need no mouse, and end with the server."""

import signal

import pytest

from tests.experiments.dashboard.browser.serving import END_SECONDS, serving
from tests.experiments.dashboard.browser.visitor import (
    DRAWN,
    await_arms,
    await_done,
    await_drawn,
    chosen,
    lever,
    press,
    say,
)

pytestmark = pytest.mark.study

SMALL = "residents=1000&years=3&runs=2"
WATCH = """() => new MutationObserver(() => {
    const said = [...document.querySelectorAll('.status p')].some((one) => one.innerText.startsWith('Done.'));
    if (said && !window.whenDone) window.whenDone = document.querySelector("[aria-label='The answer'] h2").innerText;
}).observe(document.body, { childList: true, characterData: true, subtree: true })"""
"""Notes what the answer is headed in the moment in which a run is first said to be done."""
OUTDATED = "The choices have been changed since"
FOCUS = "document.activeElement && document.activeElement.innerText.trim()"
LABELLED = "((document.activeElement.closest('label') || document.body).querySelector('span') || {}).innerText"
LABEL = "document.activeElement && (document.activeElement.closest('label') || {}).innerText"


def test_a_run_streams_is_stopped_and_what_was_shown_stays(visit):
    page = visit("/?residents=10000&years=20")
    before = page.locator("main h2").first.inner_text()
    press(page, "Run")
    say(page, "Running: year")
    page.wait_for_function(DRAWN)
    assert page.get_by_role("button", name="Run", exact=True).is_disabled()
    press(page, "Cancel")
    say(page, "Cancelled.")
    page.get_by_role("heading", name=before, exact=True).wait_for()
    assert page.get_by_role("button", name="Run", exact=True).is_enabled()
    assert before.endswith("5 years from April 2011") and page.locator("canvas").is_visible()


def test_a_changed_lever_marks_results_as_old_and_changes_them_once_run(visit):
    page = visit(f"/?{SMALL}")
    press(page, "Run")
    await_done(page)
    page.get_by_role("heading", name="Leeds, as now, 3 years").wait_for()
    first = page.locator("dl.cards").inner_text()
    lever(page, "Local Links").check()
    say(page, OUTDATED)
    assert page.locator("dl.cards").inner_text() == first
    lever(page, "Place").select_option("CLARE, Belfast")
    press(page, "Run")
    page.get_by_role("heading", name="CLARE, Belfast, with Local Links, 3 years").wait_for()
    page.wait_for_function(DRAWN)
    assert page.locator("dl.cards").inner_text() != first
    assert page.get_by_text(OUTDATED).count() == 0


def test_a_comparison_that_was_stopped_goes_on_from_the_runs_that_were_finished(visit, server):
    page = visit("/compare?with=volunteer_exodus&residents=3000&years=5&runs=16")
    press(page, "Run")
    page.get_by_text("Running: 2 of 16 runs").or_(page.get_by_text("Running: 3 of 16 runs")).first.wait_for()
    press(page, "Cancel")
    say(page, "Cancelled.")
    kept = {path: path.stat().st_mtime_ns for path in server.archive.rglob("*") if path.is_file()}
    lever(page, "Runs").select_option("4")
    press(page, "Run")
    await_done(page)
    assert len(kept) > 1
    assert {path: path.stat().st_mtime_ns for path in kept if path.exists()} == kept


def test_a_comparison_needs_no_mouse(visit):
    page = visit(f"/compare?{SMALL}&with=local_links")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == "Skip to the page"
    walk_to(page, LABEL, "Reablement")
    page.keyboard.press("Space")
    page.wait_for_url("**with=local_links,reablement**")
    walk_to(page, FOCUS, "Run")
    page.keyboard.press("Enter")
    await_done(page)
    await_arms(page, ["Local Links", "Reablement"])


def test_two_worlds_are_pinned_without_a_mouse_and_a_link_brings_them_back(visit, open_page):
    page = visit(f"/compare?{SMALL}&with=local_links,reablement")
    press(page, "Run")
    await_done(page)
    for label, world, written in (("A, to set against", "Local Links", "a="), ("B, to look at", "Reablement", "b=")):
        walk_to(page, LABELLED, f"Pin as {label}")
        page.keyboard.type(world)
        page.wait_for_function(f"location.search.includes('&{written}')")
    said = say(page, "With Reablement (B) there are ").inner_text()
    assert "than with Local Links (A)" in said and "80%: " in said and "50%: " in said
    page.get_by_role("heading", name="Lonely residents, B less A", exact=True).wait_for()
    other = open_page(page.url)
    await_drawn(other)
    assert say(other, "With Reablement (B) there are ").inner_text() == said
    assert chosen(other, "Pin as A, to set against") == "Local Links"
    assert chosen(other, "Pin as B, to look at") == "Reablement"
    press(other, "Swap A and B")
    say(other, "With Local Links (B) there are ")
    press(other, "Unpin A and B")
    other.get_by_role("heading", name="Lonely residents, each world less its twin", exact=True).wait_for()
    assert "&a=" not in other.url and "&b=" not in other.url


def test_a_run_is_said_to_be_done_no_sooner_than_the_page_shows_it(visit):
    page = visit(f"/compare?{SMALL}&with=local_links")
    page.evaluate(WATCH)
    press(page, "Run")
    await_done(page)
    assert page.evaluate("window.whenDone") == "Leeds, 3 years, 1,000 residents, 2 runs"


def walk_to(page, what, wanted, most=80):
    """Press Tab until what has the focus bears a name."""
    for _ in range(most):
        if (page.evaluate(what) or "").strip() == wanted:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"'{wanted}' cannot be reached with Tab")


def test_a_new_answer_leaves_nothing_of_the_old_one_behind(visit):
    query = f"/compare?{SMALL}&with=telecare"
    page = visit(query)
    press(page, "Run")
    await_done(page)
    await_arms(page, ["Telecare"])
    afresh = visit(query)
    await_arms(afresh, ["Telecare"])
    for shown in ("main details", "main figure", "main li", "main [aria-label='The answer'] > *", "main svg path"):
        afresh.wait_for_function(f"document.querySelectorAll(`{shown}`).length === {page.locator(shown).count()}")
    assert (
        page.locator("main [aria-label='The answer']").inner_text()
        == afresh.locator("main [aria-label='The answer']").inner_text()
    )


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
