"""Sharing: a link brings back what was picked, visitors do not meet, and a bad link is mended and said so."""

import pytest

from tests.experiments.dashboard.browser.visitor import await_drawn, chosen, lever, say

pytestmark = pytest.mark.study

YEARS = "Years from April 2011"


def test_a_link_brings_back_what_was_picked(visit, open_page):
    page = visit("/compare")
    lever(page, "Age Friendly coordinators").uncheck()
    page.wait_for_url("**with=**")
    lever(page, YEARS).select_option("15")
    page.wait_for_url("**years=15**")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Link copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    other = open_page(link)
    await_drawn(other)
    assert chosen(other, YEARS) == "15"
    assert not lever(other, "Age Friendly coordinators").is_checked()
    assert lever(other, "Reablement").is_checked()


def test_what_one_visitor_picks_another_does_not_see(visit):
    mine, yours = visit("/"), visit("/")
    lever(mine, "Local Links").check()
    mine.wait_for_url("**with=local_links**")
    lever(yours, YEARS).select_option("3")
    yours.wait_for_url("**years=3**")
    assert not lever(yours, "Local Links").is_checked()
    assert chosen(mine, YEARS) == "5"
    assert "years" not in mine.url and "with" not in yours.url


def test_back_and_forward_follow_what_was_picked(visit):
    page = visit("/")
    lever(page, YEARS).select_option("10")
    page.wait_for_url("**years=10**")
    page.go_back()
    page.wait_for_function("!location.search.includes('years')")
    lever(page, YEARS).locator("option:checked", has_text="5").wait_for(state="attached")
    page.go_forward()
    lever(page, YEARS).locator("option:checked", has_text="10").wait_for(state="attached")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/?years=7&seed=123456", "The number of years '7' is not offered; '5' is shown."),
        ("/?seed=123456", "The seed goes from 0 to 9999; 9999 is shown instead of 123456."),
        ("/compare?with=local_link,reablement", "'local_link' left out, which is not known."),
        ("/?place=leads", "Did you mean 'leeds'?"),
        ("/?set=loneliness.nothing:1", "There is no parameter 'loneliness.nothing' that can be changed."),
        ("/?place=%3Cscript%3Ealert(1)%3C/script%3E", "is not known; 'Leeds' is shown."),
        ("/repayment?loan_pounds=1e99", "Loan goes from"),
        ("/life?id=-5", "The resident's number goes from"),
        ("/evidence?status=certain", "The status 'certain' is not known"),
        ("/learn?step=eleven", "The question 'eleven' is not known"),
    ],
)
def test_a_value_that_cannot_be_is_replaced_and_the_page_says_so(visit, path, said):
    page = visit(path)
    say(page, said)
    assert page.get_by_role("alert").count() > 0
