"""Register: the assumptions a comparison rests on - value, range, what was drawn, status and source."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

import numpy as np

from experiments.comparing.cashability import default_sheet
from experiments.comparing.compare import Comparison
from experiments.words import amount, number, reach
from models import place, sheets, sources
from sim.parameters import TEAM, Entry, Source, Status


@dataclass(frozen=True)
class Assumption:
    """One parameter in the reader's words; ``drawn`` is the span of values that the runs used."""

    name: str
    value: str
    range: str
    drawn: str
    unit: str
    status: str
    source: str
    note: str


def effects(found: Comparison) -> tuple[Assumption, ...]:
    """Return every parameter of the interventions compared."""
    known, cited = sheets(found.study.place), sources(found.study.place)
    return tuple(
        _assumption(f"{name}.{key}", entry, _drawn(found, f"{name}.{key}", entry), cited)
        for name in found.study.named
        for key, entry in known[name].entries.items()
    )


def own(found: Comparison) -> tuple[Assumption, ...]:
    """Return every parameter of which the place has a value of its own."""
    here, cited = sheets(found.study.place), sources(found.study.place)
    named = {key: key.partition(".") for key in place(found.study.place).numbers}
    entries = {key: here[word].entries[parameter] for key, (word, _, parameter) in named.items()}
    return tuple(_assumption(key, entry, _drawn(found, key, entry), cited) for key, entry in entries.items())


def cash() -> tuple[Assumption, ...]:
    """Return every assumption on what share of a saving frees cash."""
    return tuple(
        _assumption(f"dividend.{key}", entry, "not drawn", sources()) for key, entry in default_sheet().entries.items()
    )


def counts() -> Mapping[str, int]:
    """Return how many parameters there are of each status, in all sheets."""
    statuses = Counter(entry.status for sheet in sheets().values() for entry in sheet.entries.values())
    return {status: statuses[status] for status in get_args(Status)}


def _assumption(name: str, entry: Entry, drawn: str, cited: Mapping[str, Source]) -> Assumption:
    return Assumption(
        name=name,
        value=amount(entry.value),
        range=reach(entry.low, entry.high),
        drawn=drawn,
        unit=entry.unit,
        status=entry.status,
        source="; ".join(_cited(key, cited) for key in entry.source),
        note=entry.note or "",
    )


def _cited(key: str, cited: Mapping[str, Source]) -> str:
    return "the team's judgement" if key == TEAM else cited[key].cite


def _drawn(found: Comparison, name: str, entry: Entry) -> str:
    if name not in found.parameters:
        return "not used"
    values = found.parameters[name].to_numpy(np.float64)
    times = " times the value" if isinstance(entry.value, tuple) else ""
    if np.ptp(values) == 0.0:
        return f"{number(float(values[0]))}{times}"
    return f"{number(float(values.min()))} to {number(float(values.max()))}{times}"
