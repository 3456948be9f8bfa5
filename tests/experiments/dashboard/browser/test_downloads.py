"""Downloads: every file a page hands over can be opened by what it is meant for."""

import io
import json

import pandas as pd
import pytest

from tests.experiments.dashboard.browser.visitor import await_done, press

pytestmark = pytest.mark.study


def handed(page, button):
    """Press a button and return name and content of the file it hands over."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    file = waiting.value
    return file.suggested_filename, file.path().read_text(encoding="utf-8")


def test_a_comparison_is_taken_away_as_a_table_as_data_and_as_a_report(visit, open_page, tmp_path):
    page = visit("/compare?with=reablement&residents=1000&years=3&runs=2")
    press(page, "Run")
    await_done(page)
    name, text = handed(page, "Numbers (CSV)")
    table = pd.read_csv(io.StringIO(text))
    assert name.endswith(".csv") and len(table) > 1
    assert not any(str(cell)[:1] in "=+@" for cell in table.astype(str).to_numpy().ravel())
    name, text = handed(page, "Everything (JSON)")
    assert name.endswith(".json")
    assert json.loads(text)["asked"]["with"] == ["reablement"] and json.loads(text)["found"]["runs"] == 2
    press(page, "Make the report")
    page.get_by_role("button", name="Report (HTML)").wait_for()
    name, text = handed(page, "Report (HTML)")
    assert name.endswith(".html")
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    report = open_page(path.as_uri())
    report.wait_for_function("document.querySelectorAll('[data-rendered] svg').length > 0")
    assert "Reablement" in report.locator("body").inner_text()


def test_the_numbers_of_the_model_are_taken_away_with_their_sources(visit):
    page = visit("/evidence?status=assumed")
    _, text = handed(page, "parameters.csv")
    table = pd.read_csv(io.StringIO(text))
    assert table["Status"].str.startswith("assumed").all() and table["Number"].is_unique
    _, text = handed(page, "parameters.json")
    assert [one["name"] for one in json.loads(text)] == list(table["Number"])


def test_a_life_is_taken_away_month_by_month(visit):
    page = visit("/life")
    person = page.locator("main .lead").first.inner_text().split()[1]
    _, text = handed(page, f"life-{person}.csv")
    assert "Month" in pd.read_csv(io.StringIO(text)).columns
    _, text = handed(page, f"life-{person}.json")
    assert json.loads(text)["person"] == int(person)
