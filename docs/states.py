"""States: writes docs/states.md, every state variable, lever, decision and measure of the model, from the code.

uv run python docs/states.py
"""

from pathlib import Path

from models.gazetteer import read_place
from models.library import kinds, sheets, tables
from models.month import words_of_a_month

PAGE = Path(__file__).resolve().parent / "states.md"
OPENING = """# States, levers and measures

Written by `uv run python docs/states.py` from the code; a test holds this page to it. The ODD protocol in
[odd.md](odd.md) says what they are for.

A **state variable** of a resident is a column with one writer, the word it stands under. A **lever** is what an
intervention may change: a *ratio* multiplies a rate, an *amount* adds capacity, a *setting* replaces a choice. A
**decision** is one with luck of its own that a watched life tells. A **measure** is recorded every month.
The engine itself writes two columns: `id`, a number for life, and `here`, 1 until the resident leaves.
"""


def page() -> str:
    """Return the page as Markdown, words in the order of a month."""
    parts = [OPENING]
    for word in words_of_a_month(read_place("leeds"), tables(), sheets()):
        parts.append(f"## {word.word}\n")
        if word.columns:
            rows = [(f"`{one.name}`", one.meaning) for one in word.columns]
            parts.append(_table(("state variable", "meaning"), rows))
        if word.levers:
            rows = [(f"`{one.name}`", str(one.kind.value), one.meaning) for one in word.levers]
            parts.append(_table(("lever", "kind", "what it moves"), rows))
        if word.decisions:
            parts.append(f"Decisions: {', '.join(f'`{one}`' for one in word.decisions)}.\n")
        if word.measures:
            rows = [(f"`{one.name}`", one.unit, one.meaning) for one in word.measures]
            parts.append(_table(("measure", "unit", "meaning"), rows))
        if word.lines:
            rows = [(f"`{one.name}`", one.payer, one.payee, one.cashable.value) for one in word.lines]
            parts.append(_table(("ledger line", "payer", "payee", "cashability"), rows))
    parts.append("## What interventions add\n")
    found = sorted(kinds().values(), key=lambda kind: kind.name)
    rows = [(f"`{kind.name}`", f"`{one.name}`", one.meaning) for kind in found for one in kind.columns]
    parts.append(_table(("intervention", "state variable", "meaning"), rows))
    changes = [(f"`{kind.name}`", ", ".join(f"`{lever}`" for lever in kind.changes) or "none") for kind in found]
    parts.append(_table(("intervention", "levers it moves"), changes))
    return "\n".join(parts)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
