"""Local numbers: parameters that a place's file gives instead of those of the sheets."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.document import field_faults
from sim.errors import Faults, did_you_mean
from sim.parameters import Entry, Sheet, Source, SourceForm, as_entry, entry_faults

SHARES = ("share", "proportion", "probability")
"""How units of numbers begin that lie from 0 to 1 whatever the place."""


def with_own_sources(found: Any, known: Mapping[str, Source], faults: Faults) -> Mapping[str, Source]:
    """Return the model's sources and those that the place's file brings with it."""
    if not isinstance(found, dict):
        faults.add("'sources' stands outside a table. Write [sources.KEY] and its fields below.")
        return known
    own = {}
    for key, written in found.items():
        table = written if isinstance(written, dict) else {}
        wrong = [sentence for told in field_faults(SourceForm, table).values() for sentence in told]
        for sentence in wrong:
            faults.add(f"[sources.{key}] {sentence}")
        if key in known:
            faults.add(f"[sources.{key}] is a source of the model already: give yours another key, or leave it out.")
        own[key] = Source(key, **SourceForm.model_validate(table).model_dump()) if not wrong else Source(key, "")
    return {**known, **own}


def local_numbers(
    found: Any, sheets: Mapping[str, Sheet], sources: Mapping[str, Source], faults: Faults
) -> tuple[tuple[str, Entry], ...]:
    """Return a place's own parameters by ``word.parameter``, in order of name, and tell every fault of them."""
    if not isinstance(found, dict):
        faults.add("'numbers' stands outside a table. Write [numbers.\"word.parameter\"] and its fields below.")
        return ()
    read = []
    for key, written in sorted(found.items()):
        sheet_entry = _entry_of(key, sheets, faults)
        if sheet_entry is None:
            continue
        if not isinstance(written, dict):
            faults.add(f'[numbers."{key}"] holds no table. Write value, low, high, source, status and note below it.')
            continue
        wrong = _faults_of(key, written, sheet_entry, sources)
        for sentence in wrong:
            faults.add(sentence)
        if not wrong:
            read.append((key, as_entry(sheet_entry.name, _whole(sheet_entry, written))))
    return tuple(read)


def _entry_of(key: str, sheets: Mapping[str, Sheet], faults: Faults) -> Entry | None:
    """Return the entry of the sheets that a key names, or tell that there is none."""
    word, dot, parameter = key.partition(".")
    if not dot:
        faults.add(f'[numbers.{key}] names no parameter. Write [numbers."word.parameter"], with the quotation marks.')
        return None
    if word not in sheets:
        faults.add(f'[numbers."{key}"] names no sheet.{did_you_mean(word, sheets)}')
        return None
    entries = sheets[word].entries
    if parameter not in entries:
        faults.add(f"[numbers.\"{key}\"] names no parameter of '{word}'.{_nearest(parameter, entries)}")
        return None
    return entries[parameter]


def _whole(entry: Entry, written: dict[str, Any]) -> dict[str, Any]:
    """Return one of a place's numbers with what it has of the sheet: the unit, and whether it is a choice or whole."""
    return {"unit": entry.unit, "choice": entry.choice, "whole": entry.whole} | written


def _nearest(parameter: str, entries: Mapping[str, Entry]) -> str:
    """Return a question naming the nearest parameters; a part of a name is near to the whole."""
    holding = [name for name in entries if parameter in name][:2]
    return did_you_mean(parameter, entries) or (f" Did you mean {' or '.join(map(repr, holding))}?" if holding else "")


def _faults_of(key: str, written: dict[str, Any], entry: Entry, sources: Mapping[str, Source]) -> list[str]:
    """Return what is wrong with one of a place's numbers."""
    if written.get("unit", entry.unit) != entry.unit:
        return [f"[numbers.\"{key}\"] has unit '{written['unit']}', but the sheet's is '{entry.unit}': leave it out."]
    found = entry_faults(entry.name, _whole(entry, written), sources)
    told = [sentence.replace(f"[{entry.name}]", f'[numbers."{key}"]', 1) for sentence in found]
    if told:
        return told
    local = as_entry(entry.name, _whole(entry, written))
    if isinstance(local.value, tuple) != isinstance(entry.value, tuple) or len(local.rows) != len(entry.rows):
        wanted = f"a list of {len(entry.rows)} numbers" if isinstance(entry.value, tuple) else "one number"
        return [f'[numbers."{key}"] needs {wanted} as value, as in the sheet.']
    never_negative = min(low for _, low, _ in entry.rows) >= 0.0
    if never_negative and min(low for _, low, _ in local.rows) < 0.0:
        return [f'[numbers."{key}"] has low {min(np.atleast_1d(local.low)):g}: it cannot be below 0.']
    a_share = entry.unit.startswith(SHARES) and max(high for _, _, high in entry.rows) <= 1.0
    if a_share and max(high for _, _, high in local.rows) > 1.0:
        return [f'[numbers."{key}"] has high {max(np.atleast_1d(local.high)):g}: a share cannot be above 1.']
    return []


def put_in(sheets: Mapping[str, Sheet], numbers: tuple[tuple[str, Entry], ...]) -> dict[str, Sheet]:
    """Return the sheets with a place's own parameters in the stead of theirs."""
    held = dict(sheets)
    for key, entry in numbers:
        word = key.partition(".")[0]
        held[word] = Sheet(word, {**held[word].entries, entry.name: entry}.values())
    return held
