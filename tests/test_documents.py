"""Documents: what they name is there, what they count is so, and what is written from the code is current."""

import re
import runpy
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from experiments.asking.preset import preset_names
from experiments.cli import app
from experiments.showing import glossary
from models import interventions, places, portfolios
from models.gazetteer import read_place
from models.library import sheets, stored_posterior, tables
from models.month import words_of_a_month
from sim.process import Process

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*(f"docs/{path.name}" for path in DOCS.glob("*.md")), "README.md", "CONTRIBUTING.md"])
FILE = re.compile(r"`([\w./-]+/[\w./-]+\.(?:py|toml|csv|md)|[\w-]+/[\w/-]+)(?:::(\w+))?`")
LINK = re.compile(r"\]\(([^)#:]+)\)")
COMMAND = re.compile(r"`((?:uv run )?kith(?: [^`]+)?)`")
MADE_UP = "models/interventions/phone_friends.py"
"""The intervention that README and CONTRIBUTING show how to add."""
GIVEN = re.compile(r"\b(FOLDER|ADDRESS|FILE|WORD)\b|my-|^kith$")


def text(name: str) -> str:
    return whole(f"docs/{name}")


def whole(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def script(name: str) -> dict[str, Any]:
    return runpy.run_path(str(DOCS / name), run_name="read")


def words() -> tuple[Process, ...]:
    return words_of_a_month(read_place("leeds"), tables(), sheets())


def parsed(command: str) -> dict[str, Any]:
    """Return what the command line makes of a command, which is not run; refuse one that there is not."""
    group: Any = get_command(app)
    name, *given = shlex.split(command.removeprefix("uv run "))[1:]
    while hasattr(found := group.commands[name], "commands") and given and given[0] in found.commands:
        group, (name, *given) = found, given
    return dict(found.make_context(name, given).params)


def commands() -> list[tuple[str, str]]:
    """Return the commands that pages name in full, each with its page."""
    found = {(page, command) for page in PAGES for command in COMMAND.findall(whole(page))}
    return sorted(pair for pair in found if not GIVEN.search(pair[1]))


@pytest.mark.parametrize("name", PAGES)
def test_every_file_and_test_that_a_page_names_is_there(name):
    missing = []
    for path, test in FILE.findall(whole(name)):
        there = ROOT / path
        if path == MADE_UP:
            continue
        if not there.exists() or (test and f"def {test}(" not in there.read_text(encoding="utf-8")):
            missing.append(f"{path}::{test}" if test else path)
    missing += [link for link in LINK.findall(whole(name)) if not ((ROOT / name).parent / link).resolve().is_file()]
    assert missing == []


@pytest.mark.parametrize(("page", "command"), commands())
def test_every_command_that_a_page_names_can_be_given(page, command):
    word = command.removeprefix("uv run ").split()[1]
    if " --" in command or len(command.split()) > (2 if page == "docs/questions.md" else 3):
        parsed(command)
    else:
        group: Any = get_command(app)
        assert word in group.commands, "no such command"


def test_every_question_has_a_command_that_can_be_given_or_says_why_not():
    known = {*preset_names(), *(one.name for one in places()), *(one.name for one in portfolios())}
    programmes = {one.name.replace("_", "-") for one in interventions()}
    asked = script("questions.py")["questions"]()
    assert len(asked) == 31
    for one in asked:
        assert bool(one.commands) != bool(one.unanswered), one.question
        assert one.question in text("questions.md")
        for command in one.commands:
            given = parsed(command)
            assert (given.get("what") or given.get("place")) in known, command
            assert set(re.findall(r"--with (\S+)", command)) <= programmes, command
            assert "--residents" in command or "seven-programmes" in command, f"{command} runs at full size"
            assert f"`{command}`" in text("questions.md")


def test_the_page_of_questions_says_that_it_shows_forms_and_not_answers():
    said = text("questions.md")
    assert "These are not the answers" in said
    assert said.count("\n### ") == 31


def test_the_register_says_what_the_sheets_say():
    register = script("assumptions.py")
    assert register["page"](register["stored_ranking"]()) == text("assumptions.md"), (
        "The sheets have changed: uv run python docs/assumptions.py"
    )


def test_the_list_of_states_says_what_the_code_says():
    assert script("states.py")["page"]() == text("states.md"), "The code has changed: uv run python docs/states.py"


@pytest.mark.parametrize("name", ["odd.md", "uncertainty.md"])
def test_a_page_names_every_parameter_that_is_calibrated_and_held_though_it_has_a_range(name):
    fitted = stored_posterior()
    assert fitted is not None
    entries = {f"{word}.{one.name}": one for word, sheet in sheets().items() for one in sheet.entries.values()}
    ranged = {
        key for key, one in entries.items() if one.status == "calibrated" and any(lo < hi for _, lo, hi in one.rows)
    }
    held = ranged - set(fitted.columns)
    assert f" {['no', 'one', 'two', 'three', 'four', 'five'][len(held)]} " in text(name)
    assert [key for key in sorted(held) if f"`{key}`" not in text(name)] == []


def test_the_odd_protocol_describes_every_word_and_their_order():
    said = text("odd.md")
    order = re.findall(r"(?<!\d)\d+\. `(\w+)`", said)
    assert order == [word.word for word in words()]
    folders = ("people", "services", "money")
    held = {path.stem for folder in folders for path in (ROOT / "models" / folder).glob("[a-z]*")}
    assert sorted(word for word in held if f"**{word}**" not in said) == []


def test_the_odd_protocol_has_its_seven_elements_and_eleven_concepts():
    said = text("odd.md")
    assert len(re.findall(r"^## \d ", said, re.MULTILINE)) == 7
    concepts = said.partition("## 4 ")[2].partition("## 5 ")[0]
    assert len(re.findall(r"^\*\*\w[\w ]*\.\*\*", concepts, re.MULTILINE)) == 11


@pytest.mark.parametrize(("name", "items"), [("cheers.md", 28), ("stress.md", 23)])
def test_every_item_of_a_checklist_is_answered(name, items):
    rows = re.findall(r"^\| (\d[\d.]*) [^|]+\| ([^|]+) \|$", text(name), re.MULTILINE)
    assert len(rows) == items
    assert [item for item, answer in rows if len(answer.split()) < 2] == []


def test_the_glossary_is_that_of_the_dashboard():
    assert glossary.page() == text("glossary.md"), "The words have changed: uv run python docs/glossary.py"


def test_the_glossary_says_a_sentence_of_each_word_once():
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", text("glossary.md"), re.MULTILINE)
    told = [row for row in rows if row[0] not in {"word", "---"}]
    assert len(told) > 60
    assert [word for word, said in told if not said.endswith(".")] == []
    assert len({word for word, _ in told}) == len(told)


def test_the_readme_lists_every_document():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [page for page in PAGES if page != "README.md" and page not in readme] == []
