"""Shown: a result says of which choices it is, and a banner stands above it wherever these are not picked."""

from dataclasses import replace
from typing import Any

import pytest
import solara

from experiments.dashboard import limits
from experiments.dashboard.beforehand import first_file
from experiments.dashboard.catalogue import catalogue
from experiments.dashboard.desk import Failed, Job, Queued, View
from experiments.dashboard.pages import life
from experiments.dashboard.shown import INSTEAD, Shown, described
from tests.experiments.dashboard.test_shell import every

pytestmark = pytest.mark.unit

RUN: dict[str, Any] = {"place": "leeds", "with": [], "years": 5, "residents": 3_000, "runs": 8, "seed": 1, "set": {}}
LOAN: dict[str, Any] = {
    "place": "leeds",
    "residents": None,
    "runs": 30,
    "seed": 2,
    "term_months": 84.0,
    "overrides": {},
}
OLD = View(latest={"found": 1}, answers=RUN)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (RUN, "Leeds, as now, 5 years, 3,000 residents, 8 runs, seed 1"),
        (
            {**RUN, "with": ["local_links", "reablement"], "together": True, "preset": ""},
            "Leeds, with Local Links and Reablement, also together, 5 years, 3,000 residents, 8 runs, seed 1",
        ),
        (
            {**RUN, "set": {"loneliness.prone_share": 0.5}},
            "Leeds, as now, 5 years, 3,000 residents, 8 runs, seed 1, loneliness.prone_share at 0.5",
        ),
        (LOAN, "Leeds, everyone, 30 runs, seed 2, for a loan of 84 months"),
    ],
    ids=["as now", "programmes", "a number changed", "a loan"],
)
def test_a_run_is_described_by_all_that_was_asked_of_it(answers, said):
    assert described(answers) == said


@pytest.mark.parametrize("job", ["explore", "compare", "life", "repayment"])
def test_what_comes_with_kith_can_be_described(job):
    assert described(first_file(job)["asked"])


def test_a_scenario_is_called_by_its_title():
    name, title = next((one["name"], one["title"]) for one in catalogue().scenarios)
    asked = {**RUN, "preset": name, "place": "", "together": False}
    assert described(asked).startswith(f"{title}, 5 years")


def words(view: View, asked=RUN) -> list[str]:
    """What stands above a result."""
    box, rendered = solara.render(Shown(Job("explore", asked, view, lambda: None, lambda: None)), handle_error=False)
    found = [text for one in every(box) for text in getattr(one, "children", ()) if isinstance(text, str)]
    rendered.close()
    return found


def test_above_a_result_of_other_choices_stands_which_and_how_to_run_those_that_are_picked():
    picked = {**RUN, "place": "sandwell"}
    assert words(OLD) == []
    assert words(OLD, picked) == [f"This shows {described(RUN)}, not what the levers say.", INSTEAD]
    assert words(replace(OLD, state=Failed("No.")), picked)[0].startswith("No. This shows Leeds, ")
    assert words(replace(OLD, state=Queued()), picked)[0].endswith(", until what the levers say has been run.")


def test_who_picked_nothing_on_a_server_that_allows_less_is_not_told_of_other_choices(monkeypatch):
    monkeypatch.setattr(limits, "_held", [limits.PUBLIC])
    big = View(latest={"found": 1}, answers={**RUN, "residents": None}, beforehand=True)
    assert words(big) == []
    assert words(replace(big, beforehand=False)) != []


def test_a_life_is_lived_for_a_link_only_where_that_takes_seconds():
    asked = life.firsts()["life"]
    assert life.cheap(asked)
    assert not life.cheap({**asked, "residents": None})
    assert not life.cheap({**asked, "interventions": []})
