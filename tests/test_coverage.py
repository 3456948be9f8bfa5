"""Coverage: every fact of the documents has a home and a test that there are, or a reason to be out."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[1]
TABLE = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
HEADS = ("document", "---")


def rows() -> list[tuple[str, str, str, str]]:
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    return [row for row in TABLE.findall(text) if row[0] not in HEADS]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_document_is_gone_through():
    named = {name for document, *_ in rows() for name in document.split(", ")}
    assert named >= {"CPCE", "Local Links", "West Cheshire", "Community Hubs", "Community Empowerment", "All"}
    assert len(rows()) > 70


def test_every_home_is_a_file():
    homes = {path for *_, where, _ in rows() if where != "out" for path in quoted(where)}
    assert homes
    assert sorted(path for path in homes if not (ROOT / path).is_file()) == []


def test_every_fact_with_a_home_is_shown_by_tests_that_there_are():
    missing = []
    for _, fact, where, shown in rows():
        if where == "out":
            continue
        assert quoted(shown), fact
        for test in quoted(shown):
            path, _, name = test.partition("::")
            source = ROOT / path
            if not source.is_file() or f"\ndef {name}(" not in source.read_text(encoding="utf-8"):
                missing.append(test)
    assert missing == []


def test_what_is_out_has_a_reason():
    assert [fact for _, fact, where, shown in rows() if where == "out" and len(shown.split()) < 6] == []
