"""The house: what every file keeps to, whoever writes it."""

import ast
import doctest
import importlib
import inspect
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

import models
from sim.intervention import Intervention
from sim.levers import Kind
from sim.process import Process
from tests.parameter_reads import OWN, kinds_built, reads_of, sheets_named

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("sim", "models", "calibration", "experiments")
WORDS = ("people", "services", "money")
SHEETS = ROOT / "models" / "parameters"
INTERVENTIONS = ROOT / "models" / "interventions"
NOT_SHEETS = {"sources"}
OWN_FILES = {"place"}
"""Words whose numbers come with the place, from models/places."""
TEXT = {".py", ".toml", ".md", ".csv", ".html", ".cff", ".js", ".css", ""}
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "core", "handler", "misc"}
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
MACHINE = re.compile(r"(?<![\w.\-])[/](work|root|farm|Users)[/]")
UPWARDS = re.compile(r"(?:\.\.[/])+")


@cache
def sources(*folders: str) -> tuple[Path, ...]:
    return tuple(sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def files() -> Iterator[Path]:
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if not name.startswith((".", "__")) and name not in {"dist", "results"}]
        yield from (Path(folder) / name for name in names if Path(name).suffix in TEXT and not name.startswith("."))
    yield from (path for path in (ROOT / ".ci").glob("*") if path.is_file())


def words() -> dict[str, str]:
    """The words of the model, each with its folder."""
    found = {}
    for folder in WORDS:
        for path in sorted((ROOT / "models" / folder).glob("[a-z]*")):
            if path.suffix == ".py" or (path / "__init__.py").exists():
                found[path.stem] = folder
    return found


def declared[Declared](kind: type[Declared], *folders: str) -> list[type[Declared]]:
    """The processes or interventions that the modules of these folders of `models` define."""
    found: list[type[Declared]] = []
    for path in sources(*(f"models/{folder}" for folder in folders)):
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        own = (one for _, one in inspect.getmembers(module, inspect.isclass) if one.__module__ == module.__name__)
        found += [one for one in own if issubclass(one, kind)]
    return found


def sheets() -> list[Path]:
    inner = [path for path in sorted(SHEETS.glob("*.toml")) if path.stem not in NOT_SHEETS]
    return inner + sorted(INTERVENTIONS.glob("*.toml"))


@cache
def kinds() -> frozenset[str]:
    return frozenset(kinds_built(tree(path) for path in sources("models")))


@cache
def reads_in(path: Path) -> frozenset[str]:
    """What a module reads of sheets that are not its own, as sheet.parameter; of sheets it asks for by name alone."""
    named, reads = sheets_named(tree(path)), reads_of([tree(path)], kinds())
    return frozenset(f"{sheet}.{name}" for held, name in reads for sheet in ({held} if held != OWN else named))


def own_modules(word: str) -> list[Path]:
    """The modules of a word, whether one file or a folder, or of an intervention."""
    return [path for path in sources("models") if word in (path.stem, path.parent.name)]


def idle_in(word: str, names: Iterable[str], own: Sequence[ast.Module]) -> list[str]:
    """The parameters of a sheet whose value no module takes, where these are the sheet's own."""
    patterns = {name for sheet, name in reads_of(own, kinds()) if sheet in (OWN, word)}
    others = set(sources("models", "experiments", "calibration")) - set(own_modules(word))
    patterns |= {
        name for path in others for sheet, _, name in (one.partition(".") for one in reads_in(path)) if sheet == word
    }
    return [f"{word}.{name}" for name in names if not any(re.fullmatch(pattern, name) for pattern in patterns)]


def test_no_file_has_more_than_400_lines():
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources(*PACKAGES, "tests")}
    assert {path: lines for path, lines in lengths.items() if lines > 400} == {}


def test_every_module_opens_with_its_promise_in_one_sentence():
    first = {shown(path): (ast.get_docstring(tree(path)) or "").split("\n")[0] for path in sources(*PACKAGES)}
    assert [path for path, line in first.items() if not re.fullmatch(r"\S+ \S.*\.", line)] == []


def test_no_name_says_nothing():
    parts = {shown(path): {Path(part).stem for part in path.relative_to(ROOT).parts} for path in sources(*PACKAGES)}
    assert [path for path, names in parts.items() if names & NO_NAMES] == []


def test_no_validation_can_be_switched_off():
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in sources(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assert)
    ]
    assert found == [], "raise a ModelError instead of asserting"


def test_a_package_does_nothing_but_hand_names_on():
    def idle(node: ast.stmt) -> bool:
        return isinstance(node, ast.ImportFrom | ast.Expr) or (
            isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]
        )

    openings = [path for path in sources(*PACKAGES) if path.name == "__init__.py"]
    assert [shown(path) for path in openings if not all(idle(node) for node in tree(path).body)] == []
    plain = [path for path in openings if path != ROOT / "models" / "__init__.py"]
    assert [shown(path) for path in plain if len(tree(path).body) > 1] == [], "only models has a face"


def test_nothing_is_left_unfinished():
    assert [shown(path) for path in files() if UNFINISHED.search(path.read_text(encoding="utf-8"))] == []


def test_nothing_points_outside_the_project_or_at_a_machine():
    found = []
    for path in files():
        text, depth = path.read_text(encoding="utf-8"), len(path.relative_to(ROOT).parts) - 1
        leaving = any(match.group().count("/") > depth for match in UPWARDS.finditer(text))
        if leaving or MACHINE.search(text):
            found.append(shown(path))
    assert found == []


def test_every_example_in_a_docstring_is_true():
    with_examples = [path for path in sources(*PACKAGES) if ">>> " in path.read_text(encoding="utf-8")]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in with_examples]
    assert names, "no docstring has an example"
    assert [name for name in names if doctest.testmod(importlib.import_module(name)).failed] == []


def test_every_word_has_its_sheet_and_its_test():
    found = words()
    assert found, "the model has no word"
    missing = [word for word in found if word not in OWN_FILES and not (SHEETS / f"{word}.toml").exists()]
    assert missing == [], "words without models/parameters/<word>.toml"
    places = {word: ROOT / "tests" / "models" / folder / f"test_{word}.py" for word, folder in found.items()}
    assert [word for word, path in places.items() if not path.exists()] == [], "words without tests"


def test_the_readme_names_every_word_in_its_folder():
    rows = re.findall(r"^\| `models/(\w+)` \| (.*) \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    told = {word: folder for folder, said in rows if folder in WORDS for word in re.findall(r"`(\w+)`", said)}
    assert told == words()


def test_every_sheet_belongs_to_a_word():
    modules = {path.stem for path in sources("models")} | {path.parent.name for path in sources("models")}
    assert [path.name for path in sheets() if path.stem not in modules] == []


def test_every_intervention_is_one_short_file_and_its_sheet():
    names = {path.stem for path in INTERVENTIONS.glob("*.py")} - {"__init__"}
    assert names, "there is no intervention"
    assert names == {path.stem for path in INTERVENTIONS.glob("*.toml")}
    lengths = {name: len((INTERVENTIONS / f"{name}.py").read_text(encoding="utf-8").splitlines()) for name in names}
    assert {name: lines for name, lines in lengths.items() if lines > 130} == {}
    assert {one.name for one in declared(Intervention, "interventions")} == names


def test_every_column_has_one_writer():
    processes, interventions = declared(Process, *WORDS), declared(Intervention, "interventions")
    owned = [column.name for one in processes for column in one.columns]
    owned += [column.name for one in interventions for column in one.columns]
    ratios = [lever.column for one in processes for lever in one.levers if lever.kind is Kind.RATIO]
    assert [name for name, writers in Counter(owned + ratios).items() if writers > 1] == []


def test_every_lever_decision_measure_and_line_has_one_owner():
    processes, interventions = declared(Process, *WORDS), declared(Intervention, "interventions")
    named = {
        "lever": [lever.name for one in processes for lever in one.levers],
        "decision": [name for one in processes for name in one.decisions],
        "measure": [measure.name for one in processes for measure in one.measures],
        "line": [line.name for one in processes for line in one.lines]
        + [line.name for one in interventions for line in one.lines],
    }
    twice = [f"{kind} {name}" for kind, names in named.items() for name, n in Counter(names).items() if n > 1]
    assert twice == []


def test_every_lever_an_intervention_changes_is_offered_by_a_word():
    offered = {lever.name for one in declared(Process, *WORDS) for lever in one.levers}
    wanted = {(one.name, lever) for one in declared(Intervention, "interventions") for lever in one.changes}
    assert [f"{name} changes {lever}" for name, lever in sorted(wanted) if lever not in offered] == []


def test_every_parameter_is_used():
    """By the syntax trees: its name in a docstring, or as another thing's, is no use of it."""
    idle = []
    for sheet in sheets():
        entries = tomllib.loads(sheet.read_text(encoding="utf-8"))
        idle += idle_in(sheet.stem, entries, [tree(path) for path in own_modules(sheet.stem)])
    assert idle == []


def test_a_parameter_that_is_no_longer_read_is_found():
    source = (INTERVENTIONS / "men_in_sheds.py").read_text(encoding="utf-8")
    names = tomllib.loads((INTERVENTIONS / "men_in_sheds.toml").read_text(encoding="utf-8"))
    assert "s.effect)" in source
    without = source.replace("easing_ratio(s.effect)", "easing_ratio(0.3)")
    assert idle_in("men_in_sheds", [*names, "summary"], [ast.parse(source)]) == ["men_in_sheds.summary"]
    assert idle_in("men_in_sheds", names, [ast.parse(without)]) == ["men_in_sheds.effect"]


@pytest.mark.parametrize(
    ("code", "read"),
    [
        (
            "def month(self, world):\n p, people = world.sheets[self.word], world.people\n return p.rate + people.age",
            {"rate"},
        ),
        ("def start(crowd, p: Sheet):\n return p.rate * crowd.share", {"rate"}),
        ("def start(crowd, p: 'Sheet | None'):\n return p.rate", {"rate"}),
        (
            "class A:\n def begin(self, p: Sheet):\n  self._n = p.numbers(N, {})\n"
            " def month(self):\n  return self._n.rate",
            {"rate"},
        ),
        ("def act(rows: Rows, numbers: N):\n return numbers.rate + rows.age", {"rate"}),
        ("def month(self):\n def inner():\n  return s.rate\n s = self.sheet\n return inner()", {"rate"}),
        (
            "MOVED = {'a': 'rate'}\ndef month(self):\n 'The rate and the share.'\n"
            " return getattr(self.sheet, MOVED['a'])",
            {"a", "rate"},
        ),
        ("def month(self, kind):\n return getattr(self.sheet, f'{kind}_share')", {r"\w+_share"}),
        ("def month(self):\n self.sheet.rate = 1", set()),
        ("class N(NamedTuple):\n rate: float", set()),
    ],
    ids=[
        "beside column",
        "argument",
        "text",
        "kept",
        "tuple",
        "inner",
        "listed",
        "part of a name",
        "written",
        "declared",
    ],
)
def test_only_a_value_taken_of_a_sheet_is_a_use_of_it(code, read):
    assert {name for _, name in reads_of([ast.parse(code)], {"N"})} == read


def test_a_sheet_asked_for_by_name_is_read_as_that_sheet():
    code = ast.parse(
        "def month(world):\n other = world.sheets['hub']\n return other.usual_load + world.sheets['need'].rate"
    )
    assert reads_of([code], set()) == {("hub", "usual_load"), ("need", "rate")}
    assert sheets_named(code) == {"hub", "need"}


def test_experiments_and_calibration_use_only_the_face_of_the_models():
    found = []
    for path in sources("experiments", "calibration"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                found += [f"{shown(path)}: {one.name}" for one in node.names if one.name.split(".")[0] == "models"]
            elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "models":
                beyond = [one.name for one in node.names if one.name not in getattr(models, "__all__", ())]
                found += [f"{shown(path)}: {node.module}"] if node.module != "models" else []
                found += [f"{shown(path)}: {name}" for name in beyond]
    assert found == [], "write `from models import ...`, with names that models/__init__.py hands on"


def test_the_version_is_the_same_wherever_it_stands():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f" {version}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_change_says_what_it_did_to_numbers():
    entries = re.findall(r"^- .*(?:\n  .*)*", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert entries, "the changelog has no entry"
    assert [entry for entry in entries if not re.search(r"\*numbers: (same|change \(.+\))\*$", entry)] == []
