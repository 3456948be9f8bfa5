"""Glossary: the words of Kith, a sentence each, for the document and the dashboard alike."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")


@cache
def glossary() -> Mapping[str, Mapping[str, str]]:
    """Return by section what each word means.

    >>> glossary()["Studies"]["seed"]
    'The number that picks all luck of a run; the same seed gives the same run.'
    """
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def page() -> str:
    """Return the glossary as Markdown."""
    parts = ["# Glossary", "The words of Kith, a sentence each."]
    for section, words in glossary().items():
        rows = "\n".join(f"| {word} | {meaning} |" for word, meaning in words.items())
        parts.append(f"## {section}\n\n| word | means here |\n| --- | --- |\n{rows}")
    return "\n\n".join(parts) + "\n"
