"""Catalogue: what there is to pick - places, interventions, scenarios, parameters and their sources - as plain JSON."""

from collections.abc import Callable, Mapping
from typing import Any

from experiments.asking.preset import preset_names, shipped
from experiments.runs.work import model_in_use
from models import PlaceCard, interventions, places, sheets, sources
from sim.intervention import Intervention
from sim.parameters import Entry


def work(asked: Mapping[str, Any], tell: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Return everything that can be picked; nothing is asked, and nothing told on the way."""
    return {
        "model": model_in_use(),
        "places": [_place(one) for one in places()],
        "interventions": [_intervention(one) for one in interventions()],
        "scenarios": [
            {"name": one.source, "title": one.title, "question": one.question, "place": one.place}
            for one in map(shipped, preset_names())
        ],
        "parameters": [
            _parameter(f"{word}.{name}", entry)
            for word, sheet in sorted(sheets().items())
            for name, entry in sheet.entries.items()
        ],
        "sources": {key: {"cite": one.cite, "url": one.url or ""} for key, one in sources().items()},
    }


def _place(one: PlaceCard) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "summary": one.summary,
        "residents": one.residents,
        "status": one.status,
        "neighbourhoods": [{"name": part.name, "fifth": part.fifth} for part in one.parts],
    }


def _intervention(one: type[Intervention]) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "summary": one.summary,
        "evidence": one.evidence,
        "changes": list(one.changes),
    }


def _parameter(name: str, entry: Entry) -> dict[str, Any]:
    return {
        "name": name,
        "value": entry.value,
        "low": entry.low,
        "step": 1.0 if entry.whole else 0.0,
        "high": entry.high,
        "unit": entry.unit,
        "status": entry.status,
        "source": list(entry.source),
        "note": entry.note or "",
        "choice": entry.choice,
    }
