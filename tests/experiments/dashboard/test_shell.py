"""The shell: the server connects to nobody, pages open fast, levers keep within what is allowed."""

import json
import socket
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import solara

from experiments.dashboard import beforehand, limits, rail
from experiments.dashboard.address import defaults, read
from experiments.dashboard.catalogue import read as read_catalogue
from experiments.dashboard.catalogue import shipped
from experiments.dashboard.jobs import catalogue as catalogue_job
from experiments.dashboard.page import PAGES, routes
from experiments.dashboard.rail import Opening, overridden, override_controls, shared_controls, shared_fields
from experiments.dashboard.serve import SETTINGS, refuse_taken
from experiments.showing.written import as_json
from sim.errors import ModelError

HOUSE = Path(__file__).resolve().parents[3]
HEAVY = ("models", "mesa", "numba", "pandas", "scipy", "sklearn", "SALib", "matplotlib", "networkx")
MOST_BYTES = 400_000
NEVER_RUN = ("evidence", "scorecard", "lessons")
"""Jobs that no page has a button for."""


@pytest.fixture
def public(monkeypatch):
    limits.set_limits(limits.PUBLIC)
    yield
    limits.set_limits(limits.OWN)


@pytest.mark.unit
def test_a_taken_port_is_refused_with_another():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ModelError, match=rf"cannot be served at 127.0.0.1:{port} \(.*\): try .* --port {port + 1}"):
            refuse_taken("127.0.0.1", port)


@pytest.mark.unit
def test_the_server_is_told_to_connect_to_nobody():
    assert SETTINGS["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] == "false"
    assert SETTINGS["SOLARA_MODE"] == "production"
    assert SETTINGS["SOLARA_ASSETS_CDN"].startswith("http://127.0.0.1:")


@pytest.mark.study
def test_no_page_loads_the_model_or_anything_else_that_is_heavy():
    pages = "; ".join(f"import experiments.dashboard.pages.{name}" for name in PAGES)
    told = f"import sys, experiments.dashboard.page; {pages}; print([one for one in {HEAVY} if one in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", told], cwd=HOUSE, capture_output=True, text=True, check=True, timeout=300
    )
    assert found.stdout.strip() == "[]"


@pytest.mark.unit
def test_every_page_has_a_route_and_explore_is_the_first():
    assert [one.path for one in routes] == ["/", *list(PAGES)[1:]]


@pytest.mark.unit
def test_the_catalogue_that_is_shipped_is_that_of_the_model():
    made = read_catalogue(json.loads(as_json(catalogue_job.work({}, lambda told: None))))
    parts = ("places", "interventions", "scenarios", "parameters", "sources")
    old = [part for part in parts if getattr(shipped(), part) != getattr(made, part)]
    assert old == [], "make it again: uv run python docs/first.py catalogue"


@pytest.mark.unit
def test_what_is_made_beforehand_is_small():
    sizes = {path.name: path.stat().st_size for path in beforehand.FOLDER.glob("*.json")}
    assert "catalogue.json" in sizes and "explore.json" in sizes
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}


@pytest.mark.unit
def test_a_public_server_offers_and_accepts_less(public):
    choice, said = read(shared_fields(Opening()), "residents=all&years=20&runs=32")
    assert (choice["residents"], choice["years"], choice["runs"]) == (10_000, 15, 8)
    assert len(said) == 3
    offered = {one["name"]: [option["value"] for option in one.get("options", ())] for one in shared_controls(choice)}
    assert max(offered["years"]) == limits.PUBLIC.years and None not in offered["residents"]


@pytest.mark.unit
def test_what_a_public_server_opens_with_can_be_run_there(public):
    firsts = [import_module(f"experiments.dashboard.pages.{name}").firsts() for name in PAGES]
    run = {job: asked for page in firsts for job, asked in page.items() if job not in NEVER_RUN}
    assert {job for job, asked in run.items() if limits.beyond(asked.get("runs_of", asked))} == set()


@pytest.mark.unit
def test_a_changed_number_stays_within_its_range_and_can_be_taken_back():
    name = next(name for name, one in shipped().settable.items() if one["low"] < one["high"])
    added = overridden({}, "", name)
    assert added == {name: shipped().settable[name]["value"]}
    assert overridden(added, name, 1e12) == {name: shipped().settable[name]["high"]}
    assert overridden(added, name, None) == {}
    assert overridden(added, "", "no.such") == added
    kinds = [one["kind"] for one in override_controls(added, shipped().of_worlds)]
    assert kinds == ["slide", "find"]
    offered = [one["value"] for one in override_controls(added, shipped().of_worlds)[-1]["options"]]
    assert name not in offered, "or nothing would be heard when it is picked again after it was taken back"


@pytest.mark.unit
def test_a_lever_that_is_moved_is_told_by_name_and_value():
    moved = {}
    choice = defaults(shared_fields(Opening()))
    box, rendered = solara.render(rail.Rail(choice, lambda **changed: moved.update(changed)), handle_error=False)
    levers = next(one for one in every(box) if getattr(one, "name", "") == "shared")
    levers._handle_event(None, {"event": "change", "data": {"name": "years", "value": 10}}, None)
    assert moved == {"years": 10}
    rendered.close()


def every(widget):
    """A widget and all within it."""
    return [widget, *(one for child in getattr(widget, "children", ()) for one in every(child))]
