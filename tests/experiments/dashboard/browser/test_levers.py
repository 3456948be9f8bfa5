"""Levers: every key counts, text and value agree, a rest is one step of the history, and Run stays in sight."""

import pytest
from playwright.sync_api import expect

from tests.experiments.dashboard.browser.visitor import await_done, lever, press, say

pytestmark = pytest.mark.study

PRONE = "loneliness.prone_share"
YEARS = "Years from April 2011"
IN_SIGHT = """() => {
    const box = document.querySelector('button.run').getBoundingClientRect();
    return box.top >= 0 && box.bottom <= window.innerHeight && box.right <= window.innerWidth;
}"""


def slid(page, label):
    """Return the slider of a label."""
    return page.locator(".field", has=page.get_by_text(label, exact=True)).locator("input[type=range]").first


def shown(slider):
    """Return what is written above a slider."""
    return slider.locator("xpath=..").locator(".slid b").inner_text()


@pytest.mark.parametrize("pause", [20, 300, 600], ids=["fast", "steady", "slow"])
def test_every_key_moves_a_slider_a_step_and_text_value_and_address_agree(visit, pause):
    page = visit("/repayment")
    loan = slid(page, "Loan")
    loan.focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(pause)
    page.wait_for_url("**loan_pounds=100000**")
    page.wait_for_timeout(2_000)
    assert loan.input_value() == "100000" and shown(loan) == "100,000"
    assert loan.get_attribute("aria-valuetext") == "100,000 pounds"
    assert loan.locator("xpath=..").locator(".ends").inner_text().split()[0] == "50,000"


def test_every_key_moves_a_number_of_the_model_a_step(visit):
    page = visit(f"/?set={PRONE}:0.1025")
    slider = slid(page, PRONE)
    assert shown(slider) == "0.1025"
    step, before = float(slider.get_attribute("step")), float(slider.input_value())
    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
    page.wait_for_function("!location.search.includes(':0.1025')")
    page.wait_for_timeout(1_000)
    assert float(slider.input_value()) == pytest.approx(before + 10 * step)
    assert float(shown(slider)) == pytest.approx(before + 10 * step, abs=1e-4)


def test_keys_in_a_row_are_one_step_back(visit):
    page = visit("/repayment")
    loan = slid(page, "Loan")
    loan.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.wait_for_url("**loan_pounds=135000**")
    page.go_back()
    page.wait_for_function("!location.search.includes('loan_pounds')")
    expect(loan).to_have_value("150000")
    assert shown(loan) == "150,000"


def test_what_was_just_moved_is_run(visit):
    page = visit("/?residents=1000&years=3&runs=2")
    lever(page, YEARS).select_option("10")
    press(page, "Run")
    page.wait_for_url("**years=10**")
    await_done(page)
    expect(page.get_by_role("heading", name="10 years from April 2011")).to_be_visible()
    assert page.get_by_role("heading", name="3 years from April 2011").count() == 0


def test_run_is_in_sight_where_the_first_box_is_ticked_and_says_that_choices_have_changed(visit):
    page = visit("/", width=1440)
    lever(page, "Adaptations and Independent Living Centres").check()
    changed = say(page, "The choices have been changed since")
    assert page.evaluate("window.scrollY") == 0
    assert page.evaluate(IN_SIGHT)
    expect(changed).to_be_in_viewport(ratio=1)


def test_a_number_of_the_model_is_found_by_words_of_its_name(visit):
    page = visit("/")
    page.get_by_text("Numbers of the model").click()
    search = page.get_by_label("Change another number")
    search.fill("no such number")
    search.press("Enter")
    say(page, "No number bears that name.")
    search.fill("loneliness prone share")
    search.press("Enter")
    page.wait_for_url(f"**set={PRONE}**")
    slid(page, PRONE).wait_for()
    assert search.input_value() == ""
