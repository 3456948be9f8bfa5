"""Registry: an intervention is found by its file or its entry point, and two never share a name."""

import sys
from importlib.metadata import EntryPoint

import pytest

import sim.registry
from sim.intervention import Intervention
from sim.registry import GROUP, find, installed, scan, sheet_path

pytestmark = pytest.mark.unit

VISITS = """
from sim.intervention import Intervention

class Visits(Intervention):
    name = "visits"
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Write a package of these files, importable for one test, and return its name."""

    def written(**files: str) -> str:
        folder = tmp_path / "programmes"
        folder.mkdir()
        for name, text in {"__init__": "", **files}.items():
            (folder / f"{name}.py").write_text(text)
        return folder.name

    monkeypatch.syspath_prepend(tmp_path)
    yield written
    for name in [name for name in sys.modules if name.split(".")[0] == "programmes"]:
        del sys.modules[name]


@pytest.fixture
def offered(monkeypatch):
    """Let installed packages offer these entry points."""

    def offering(**entries: str) -> None:
        points = tuple(EntryPoint(name, value, GROUP) for name, value in entries.items())
        monkeypatch.setattr(sim.registry, "entry_points", lambda group: points if group == GROUP else ())

    return offering


def test_each_file_of_a_folder_gives_its_intervention_by_name(package):
    found = scan(package(visits=VISITS, calls=VISITS.replace("visits", "calls")))
    assert list(found) == ["calls", "visits"]
    assert all(issubclass(kind, Intervention) for kind in found.values())


def test_private_files_are_left_out(package):
    assert scan(package(_notes="raise RuntimeError")) == {}


def test_a_second_name_for_one_class_does_no_harm(package):
    assert list(scan(package(visits=VISITS + "Friends = Visits\n"))) == ["visits"]


def test_an_imported_intervention_does_not_count(package):
    importing = "from programmes.visits import Visits\n" + VISITS.replace("visits", "calls").replace("Visits", "Calls")
    assert list(scan(package(visits=VISITS, calls=importing))) == ["calls", "visits"]


@pytest.mark.parametrize(
    ("text", "which"),
    [("", "none"), (VISITS + "\nclass Calls(Visits):\n    name = 'calls'\n", "Visits and Calls")],
    ids=["none", "two"],
)
def test_a_file_must_define_exactly_one(package, told, text, which):
    assert told(scan, package(visits=text)) == (
        f"programmes.visits must define exactly one Intervention; it defines {which}. "
        "Give each a file of its own; a file whose name begins with _ is left out."
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (VISITS.replace("visits", "visit"), "has the name 'visit'"),
        (VISITS.replace('name = "visits"', "pass"), "has no name"),
    ],
    ids=["other name", "no name"],
)
def test_an_intervention_bears_the_name_of_its_file(package, told, text, fault):
    assert told(scan, package(visits=text)) == f"programmes.visits: Visits {fault}. Write name = 'visits'."


def test_the_sheet_lies_beside_the_file(package, tmp_path):
    kind = scan(package(visits=VISITS))["visits"]
    assert sheet_path(kind) == tmp_path / "programmes" / "visits.toml"


def test_what_installed_packages_offer_is_found(package, offered):
    package(elsewhere=VISITS)
    offered(visits="programmes.elsewhere:Visits")
    assert installed()["visits"].__name__ == "Visits"


def test_the_folder_and_the_installed_come_together_in_order_of_name(package, offered):
    name = package(visits=VISITS, _elsewhere=VISITS.replace("visits", "calls"))
    offered(calls="programmes._elsewhere:Visits")
    assert list(find(name)) == ["calls", "visits"]


def test_two_of_one_name_are_refused(package, offered, told):
    name = package(visits=VISITS, _elsewhere=VISITS)
    offered(visits="programmes._elsewhere:Visits")
    assert told(find, name) == (
        "Both programmes.visits and programmes._elsewhere offer an intervention 'visits'. Rename one of the two."
    )


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            "programmes.nowhere:Visits",
            "The entry point 'visits = programmes.nowhere:Visits' of kith.interventions cannot be loaded: "
            "No module named 'programmes.nowhere'.",
        ),
        (
            "programmes.elsewhere:Visit",
            "The entry point 'visits = programmes.elsewhere:Visit' of kith.interventions cannot be loaded: "
            "module 'programmes.elsewhere' has no attribute 'Visit'.",
        ),
        (
            "programmes.elsewhere:PLACES",
            "The entry point 'visits = programmes.elsewhere:PLACES' of kith.interventions is no Intervention. "
            "Name a class that extends sim.intervention.Intervention.",
        ),
        (
            "programmes.elsewhere:Calls",
            "The entry point 'visits = programmes.elsewhere:Calls': Calls has the name 'calls'. Write name = 'visits'.",
        ),
    ],
    ids=["no module", "no class", "no intervention", "other name"],
)
def test_an_entry_point_at_fault_is_refused(package, offered, told, value, sentence):
    package(elsewhere=VISITS + "\nPLACES = 3\n\nclass Calls(Intervention):\n    name = 'calls'\n")
    offered(visits=value)
    assert told(installed) == sentence
