"""Assumptions: writes docs/assumptions.md from the sheets, so that the register says what the numbers say.

    uv run python docs/assumptions.py                    counts, and every assumed value with its note
    uv run python docs/assumptions.py --ranked FOLDER    also the ranking that kith sensitivity wrote to FOLDER

The ranking stands between two marks and is kept as it is until another one is given.
"""

import argparse
import csv
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from experiments.words import amount, listed, number, reach
from models import sheets
from sim.parameters import Entry, Status

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "assumptions.md"
BEGIN, END = "<!-- ranking: written by --ranked -->", "<!-- end of the ranking -->"
FOLDERS = ("people", "services", "money", "interventions")
MOST = 20
UNRANKED = (
    "No ranking is stored here. `kith sensitivity` makes one for any question, place and outcome; "
    "`uv run python docs/assumptions.py --ranked FOLDER` puts what it wrote to FOLDER here."
)


def page(ranking: str = UNRANKED) -> str:
    """Return the register as Markdown, with this ranking."""
    known = {name: dict(sheet.entries) for name, sheet in sheets().items()}
    parts = [_opening(known), "## How many, by word\n", _counts(known), "## Which matter most\n"]
    parts += [f"{BEGIN}\n\n{ranking}\n\n{END}\n", "## Every assumed value\n", *_lists(known)]
    return "\n".join(parts)


def stored_ranking() -> str:
    """Return the ranking that the page holds, without its marks."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    return text.partition(BEGIN)[2].partition(END)[0].strip() or UNRANKED


def ranking(folder: Path) -> str:
    """Return the ranking that ``kith sensitivity --out FOLDER`` found, biggest swing first."""
    with (folder / "tornado.csv").open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: -abs(float(row["moves"])))
    told = json.loads((folder / "sensitivity.json").read_text(encoding="utf-8"))
    clear = sum(row["clear"] == "True" for row in rows)
    lines = [
        f"`kith sensitivity` of {_asked(told['study'])}: each parameter from one end of its range to the other, all "
        f"else at central values, under {rows[0]['lucks']} lucks that all share. {clear} of {len(rows)} clearly move "
        f"`{rows[0]['outcome']}`; the {min(MOST, len(rows))} biggest swings are below. "
        "It holds for these parameters, that question, place and size alone.",
        "",
        "| rank | arm | parameter | from | to | moves it by | Monte-Carlo error | clear |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for rank, row in enumerate(rows[:MOST], start=1):
        figures = [number(float(row[name])) for name in ("low", "high", "moves", "mc_error")]
        sure = "yes" if row["clear"] == "True" else "no"
        lines.append(_row(str(rank), row["arm"], f"`{row['parameter']}`", *figures, sure))
    return "\n".join(lines)


def _asked(study: Mapping[str, Any]) -> str:
    """Return of what, and at what size, sensitivity was asked."""
    named = listed([name.replace("_", " ") for name in study["interventions"]]) or "a scenario"
    people = "full size" if study["residents"] is None else f"{number(study['residents'])} residents"
    return f"{named} in {study['place']}, {people}, {study['months'] // 12} years"


def _opening(known: Mapping[str, Mapping[str, Entry]]) -> str:
    entries = [entry for sheet in known.values() for entry in sheet.values()]
    statuses = Counter(entry.status for entry in entries)
    counted = listed([f"{statuses[status]} {status}" for status in get_args(Status)])
    chosen = sum(entry.choice for entry in entries)
    return (
        "# The assumption register\n\n"
        "Written by `uv run python docs/assumptions.py` from the sheets in `models/parameters` and "
        "`models/interventions`; a test holds this page to them.\n\n"
        f"Kith has {len(entries)} parameters: {counted}. Of them {chosen} are choices: what somebody decides, such as "
        "how many posts there are. Those are set by a scenario and never drawn. In every replication those that "
        "`calibration/fitted.toml` names are drawn jointly from what `kith calibrate` found, and their status tells "
        "where their range came from; of the others those that are calibrated are held, and the rest are drawn from "
        "their ranges. Places bring numbers of their own: "
        "`uv run kith parameters --place sandwell`.\n"
    )


def _counts(known: Mapping[str, Mapping[str, Entry]]) -> str:
    heads = ("folder", "word", *get_args(Status), "choices among them")
    lines = [_row(*heads), _row(*["---"] * len(heads))]
    for name in _ordered(known):
        statuses = Counter(entry.status for entry in known[name].values())
        figures = [str(statuses[status]) for status in get_args(Status)]
        chosen = str(sum(entry.choice for entry in known[name].values()))
        lines.append(_row(_folder(name), f"`{name}`", *figures, chosen))
    return (
        "\n".join(lines)
        + "\n\nA programme that shares its word's name (`reablement`, `local_links`) is counted with it.\n"
    )


def _lists(known: Mapping[str, Mapping[str, Entry]]) -> list[str]:
    parts = []
    for name in _ordered(known):
        assumed = {key: entry for key, entry in known[name].items() if entry.status == "assumed"}
        if not assumed:
            continue
        heads = ("parameter", "value", "range", "unit", "why")
        lines = [f"### {name}\n", _row(*heads), _row(*["---"] * len(heads))]
        for key, entry in assumed.items():
            why = f"A choice. {entry.note or ''}" if entry.choice else entry.note or ""
            lines.append(_row(f"`{key}`", amount(entry.value), reach(entry.low, entry.high), entry.unit, why))
        parts.append("\n".join(lines) + "\n")
    return parts


def _ordered(known: Mapping[str, Mapping[str, Entry]]) -> list[str]:
    return sorted((name for name in known if known[name]), key=lambda name: (FOLDERS.index(_folder(name)), name))


def _folder(name: str) -> str:
    for folder in FOLDERS:
        found = ROOT / "models" / folder / name
        if found.with_suffix(".py").exists() or found.is_dir():
            return folder
    return FOLDERS[-1]


def _row(*cells: str) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells) + " |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write docs/assumptions.md from the sheets.")
    parser.add_argument("--ranked", type=Path, metavar="FOLDER", help="what kith sensitivity --out FOLDER wrote")
    folder = parser.parse_args().ranked
    PAGE.write_text(page(stored_ranking() if folder is None else ranking(folder)), encoding="utf-8")
