"""Texts: a table of text, for the terminal, the report and the dashboard alike."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Texts:
    """A table of texts: the first of each row is its name."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
