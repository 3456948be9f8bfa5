"""The example for readers who know Mesa: it opens in Mesa's page, shows the town, and steps it."""

import runpy
from pathlib import Path
from typing import Any

import ipyvuetify
import pytest
import solara

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "solaraviz.py"
v: Any = ipyvuetify


@pytest.mark.study
def test_the_example_for_mesa_readers_opens_and_steps():
    example = runpy.run_path(str(EXAMPLE))

    @solara.component
    def page():
        with solara.AppLayout():
            example["Page"]()

    _, rendered = solara.render(page(), handle_error=False)
    try:

        def said() -> list[str]:
            texts = [child for one in rendered.find(v.Html, tag="span").widgets for child in one.children]
            return [one for one in texts if isinstance(one, str) and " residents in month " in one]

        assert said()[0].startswith("2000 residents in month 0, ")
        buttons = rendered.find(v.Btn).widgets
        next(button for button in buttons if "Step" in button.children).click()
        assert " residents in month 1, " in said()[0]
    finally:
        rendered.close()
