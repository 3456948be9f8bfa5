"""Record: a comparison or a run as JSON and CSV, for other programs to read."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from math import isfinite
from typing import Any

import pandas as pd

from experiments.compare import Comparison
from experiments.story import ArmStory, Story

RISKY = ("=", "+", "-", "@")
"""A cell of text that starts so would be run as a formula by a spreadsheet."""


def comparison_json(comparison: Comparison, story: Story) -> str:
    """Return a comparison with its sentences as one JSON document."""
    study = comparison.study
    document = {
        "study": asdict(study) | {"weight": comparison.weight},
        "question": study.question,
        "answer": story.answer,
        "equal_answer": story.equal_answer,
        "flip": story.flip,
        "interval": story.interval,
        "caveats": story.caveats,
        "ranking": comparison.ranking,
        "equal_ranking": comparison.equal_ranking,
        "came_first": dict(comparison.came_first),
        "came_first_equal": dict(comparison.came_first_equal),
        "ranked_by": comparison.yardstick.value,
        "arms": [_arm(one) for one in story.arms],
        "table": frame_rows(comparison.table.reset_index()),
        "runs": frame_rows(comparison.runs.reset_index()),
        "monthly": frame_rows(comparison.monthly),
        "last_year": [
            {"arm": arm, "level": name, "label": one.level.label} | asdict(one.of(arm))
            for name, one in comparison.levels.items()
            for arm in one.runs
        ],
        "parameters": frame_rows(comparison.parameters),
        "fingerprints": frame_rows(comparison.fingerprints),
        "cpu_seconds": comparison.seconds,
    }
    return as_json(document)


def _arm(one: ArmStory) -> dict[str, Any]:
    plans = {name: asdict(one.arm.scenario.interventions[name]) for name in one.arm.adds}
    named = {"name": one.arm.name, "title": one.arm.title, "interventions": plans, "numbers": dict(one.arm.numbers)}
    return named | {"sentences": one.sentences, "spillover": one.spillover}


def as_json(document: object) -> str:
    """Return a document as JSON; a number that is none becomes null."""
    return json.dumps(_plain(document), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def frame_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame as a list of rows."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def as_csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV, no cell of which a spreadsheet would take for a formula."""
    safe = frame.copy()
    for name in safe.select_dtypes(exclude="number"):
        safe[name] = [f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell for cell in safe[name]]
    return str(safe.to_csv(index=False, lineterminator="\n"))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, str) or value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Iterable):
        return [_plain(one) for one in value]
    number = float(value)  # type: ignore[arg-type]
    if not isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else round(number, 9)
