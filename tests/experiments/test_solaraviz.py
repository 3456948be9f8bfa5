"""The example for readers who know Mesa: it opens in Mesa's page, shows the town, and steps it."""

import runpy
from pathlib import Path
from typing import Any

import ipyvuetify
import pytest
import solara

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "solaraviz.py"
v: Any = ipyvuetify


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    return runpy.run_path(str(EXAMPLE))


def said(rendered: Any) -> str:
    """Return the line above the table of neighbourhoods."""
    texts = [child for one in rendered.find(v.Html, tag="span").widgets for child in one.children]
    return next(one for one in texts if isinstance(one, str) and " residents in month " in one)


@pytest.mark.study
def test_the_example_for_mesa_readers_opens_and_steps(example):
    @solara.component
    def page():
        with solara.AppLayout():
            example["Page"]()

    _, rendered = solara.render(page(), handle_error=False)
    try:
        assert said(rendered).startswith("2000 residents in month 0, ")
        buttons = rendered.find(v.Btn).widgets
        next(button for button in buttons if "Step" in button.children).click()
        assert " residents in month 1, " in said(rendered)
    finally:
        rendered.close()


@pytest.mark.study
def test_it_counts_those_who_live_there_and_nobody_who_died_or_moved_away(example):
    town = example["Town"]()
    for _ in range(11):
        town.step()
    _, rendered = solara.render(example["Neighbourhoods"](town), handle_error=False)
    try:
        here, lonely = int(town.latest("residents")), int(town.latest("lonely"))
        assert here < len(town.people["here"]), "no row is left of anybody who is gone"
        assert said(rendered) == f"{here} residents in month 11, {lonely} of them lonely"
    finally:
        rendered.close()
