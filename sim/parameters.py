"""Parameters: sheets of numbers, each with its unit, range, source and status, refused if any is missing."""

import keyword
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from numbers import Real
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field, StringConstraints

from sim.document import Form, field_faults, listed, read_document, said
from sim.draws import Draws
from sim.errors import Faults, ModelError, did_you_mean

Status = Literal["published", "derived", "calibrated", "assumed"]
Amount = float | tuple[float, ...]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Numbers = Annotated[tuple[float, ...], BeforeValidator(listed), Field(min_length=1)]
Keys = Annotated[tuple[Text, ...], BeforeValidator(listed), Field(min_length=1)]

TEAM = "team"
"""The source of what the team itself judged; it need not be in sources.toml."""
RESERVED = ("name", "entries", "replaced", "numbers", "drawn", "at")
"""Words of a sheet itself, which no parameter may bear."""


@dataclass(frozen=True)
class Source:
    """Where numbers come from."""

    key: str
    cite: str
    url: str | None = None
    note: str | None = None
    read_on: date | None = None
    licence: str | None = None


@dataclass(frozen=True)
class Entry:
    """One parameter: a number, or one number for each level of something.

    A ``choice`` is what somebody decides, such as how many posts there are, rather than what nobody knows.
    A ``whole`` one counts what does not come in parts, and is a whole number or refused.
    """

    name: str
    value: Amount
    unit: str
    low: Amount
    high: Amount
    source: tuple[str, ...]
    status: Status
    note: str | None = None
    choice: bool = False
    whole: bool = False

    @property
    def rows(self) -> list[tuple[float, float, float]]:
        """Value, low and high of each number of the entry."""
        width = len(self.value) if isinstance(self.value, tuple) else 1
        spread = [part if isinstance(part, tuple) else (part,) * width for part in (self.value, self.low, self.high)]
        return list(zip(*spread, strict=True))

    @property
    def uncertain(self) -> bool:
        """Say whether draws vary it: neither a choice nor calibrated, and with a range."""
        fixed = self.choice or self.status == "calibrated"
        return not fixed and any(low < high for _, low, high in self.rows)


class SourceForm(Form):
    """What a table of sources.toml must hold."""

    cite: Text
    url: Text | None = None
    note: Text | None = None
    read_on: date | None = None
    licence: Text | None = None


class EntryForm(Form):
    """What a table of a sheet must hold."""

    value: Numbers
    unit: Text
    low: Numbers
    high: Numbers
    status: Status
    source: Keys
    note: Text | None = None
    choice: bool = False
    whole: bool = False


class UnknownParameterError(ModelError, AttributeError):
    """A parameter that a sheet does not have; also an AttributeError, so that `hasattr` can ask."""


class Sheet:
    """The parameters of one word, read as attributes; a sheet never changes, `replaced` returns another."""

    __slots__ = ("_entries", "_values", "name")
    name: str

    def __init__(self, name: str, entries: Iterable[Entry]) -> None:
        held = {entry.name: entry for entry in entries}
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "_entries", MappingProxyType(held))
        object.__setattr__(self, "_values", {key: _readable(entry.value) for key, entry in held.items()})

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every parameter with its unit, range, source and status, to look at."""
        entries: Mapping[str, Entry] = self._entries
        return entries

    def __getattr__(self, name: str) -> Any:
        """Return a parameter's value: a float, or a read-only float64 array, shape (values,)."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._values:
            hint = did_you_mean(name, self._values)
            raise UnknownParameterError(f"The sheet '{self.name}' has no parameter '{name}'.{hint}")
        return self._values[name]

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: runs share sheets."""
        raise AttributeError(f"A sheet never changes: use replaced({{'{name}': ...}}) to get another.")

    def __reduce__(self) -> tuple[type["Sheet"], tuple[str, tuple[Entry, ...]]]:
        """Pickle the entries only, so that arrays are read-only again afterwards."""
        return Sheet, (self.name, tuple(self.entries.values()))

    def __eq__(self, other: object) -> bool:
        """Say whether two sheets have one name and the same entries."""
        return isinstance(other, Sheet) and (self.name, self.entries) == (other.name, other.entries)

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash((self.name, tuple(sorted(self.entries))))

    def __repr__(self) -> str:
        """Show the name and how many parameters there are."""
        return f"Sheet({self.name!r}, {len(self.entries)} parameters)"

    def replaced(self, values: Mapping[str, float | Sequence[float]]) -> "Sheet":
        """Return a sheet with these values instead, each within its range, or refuse all faults at once."""
        faults = Faults(f"The change to '{self.name}'")
        changed = dict(self.entries)
        for name, value in values.items():
            if name not in self.entries:
                faults.add(f"[{name}] is no parameter.{did_you_mean(name, self.entries)}")
                continue
            entry, wrong = _with_value(self.entries[name], value)
            changed[name] = entry
            for sentence in wrong:
                faults.add(f"[{name}] {sentence}")
        faults.tell()
        return Sheet(self.name, changed.values())

    def numbers[T: NamedTuple](self, kind: type[T], given: Mapping[str, Any]) -> T:
        """Return the named tuple of parameters a kernel takes: what is ``given``, the rest from the sheet by name."""
        return kind._make(given[name] if name in given else getattr(self, name) for name in kind._fields)

    def drawn(self, seed: int, draw: int) -> "Sheet":
        """Return a sheet drawn from the ranges, the same for one seed and draw.

        A value that is neither calibrated nor a choice follows a triangular distribution from low to high
        with the value as its mode; the numbers of one entry move together, at one quantile.
        """
        draws = Draws(seed)
        first = np.zeros(1, np.int64)
        return self.at(
            {
                entry.name: float(draws.uniform(f"parameter/{self.name}.{entry.name}", draw, first)[0])
                for entry in self.entries.values()
                if entry.uncertain
            }
        )

    def at(self, quantiles: Mapping[str, float]) -> "Sheet":
        """Return a sheet with these parameters at these quantiles of their ranges (see `drawn`), from 0 to 1."""
        entries = dict(self.entries)
        for name, quantile in quantiles.items():
            entry = entries[name]
            drawn = (_triangular(quantile, *row) for row in entry.rows)
            numbers = tuple(float(round(one)) if entry.whole else one for one in drawn)
            entries[name] = replace(entry, value=numbers if isinstance(entry.value, tuple) else numbers[0])
        return Sheet(self.name, entries.values())


def read_sources(path: Path) -> Mapping[str, Source]:
    """Return the sources of a sources.toml by key, or refuse all its faults at once."""
    faults, sources = Faults(path.name), {}
    for key, written in read_document(path).items():
        if not isinstance(written, dict):
            faults.add(f"'{key}' stands outside a table. Write [{key}] and its fields below.")
            continue
        for wrong in field_faults(SourceForm, written).values():
            for sentence in wrong:
                faults.add(f"[{key}] {sentence}")
        if not faults.sentences:
            sources[key] = Source(key, **SourceForm.model_validate(written).model_dump())
    faults.tell()
    return MappingProxyType(sources)


def read_sheet(path: Path, sources: Mapping[str, Source]) -> Sheet:
    """Return the sheet in a file, named after it, or refuse all its faults at once."""
    faults, entries = Faults(path.name), []
    for name, written in read_document(path).items():
        wrong = entry_faults(name, written, sources)
        for sentence in wrong:
            faults.add(sentence)
        if not wrong:
            entries.append(as_entry(name, written))
    faults.tell()
    return Sheet(path.stem, entries)


def entry_faults(name: str, written: object, sources: Mapping[str, Source]) -> list[str]:
    """Return everything that is wrong with one table of a sheet."""
    if not isinstance(written, dict):
        return [f"'{name}' stands outside a table. Write [{name}] and its fields below."]
    faults = field_faults(EntryForm, written)
    sound = {field: value for field, value in written.items() if field not in faults}
    for field, sentences in (
        ("value", _range_faults(sound)),
        ("source", source_faults(sound.get("source", ()), sources)),
        ("note", _note_faults(sound)),
    ):
        faults.setdefault(field, []).extend(sentences)
    order = [*EntryForm.model_fields, *(field for field in faults if field not in EntryForm.model_fields)]
    return [f"[{name}] {one}" for one in _name_faults(name) + [one for f in order for one in faults.get(f, [])]]


def source_faults(keys: object, sources: Mapping[str, Source]) -> list[str]:
    """Return a sentence for each key that sources.toml does not have."""
    named = keys if isinstance(keys, list | tuple) else (keys,)
    return [
        f"source '{key}' is not in sources.toml.{did_you_mean(key, sources)}"
        for key in named
        if key != TEAM and key not in sources
    ]


def outside(value: float, low: float, high: float, unit: str) -> str:
    """Return how a sentence ends about a value that is not within its range."""
    return f"value {said(float(value))} lies outside its range {said(float(low))} to {said(float(high))} {unit}".strip()


def _name_faults(name: str) -> list[str]:
    if name in RESERVED:
        return ["is a word of the sheet itself. Give the parameter another name."]
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        return ["is no name for a parameter. Use small letters, digits and underscores."]
    return []


def _note_faults(sound: Mapping[str, Any]) -> list[str]:
    lacks = sound.get("status") == "assumed" and "note" not in sound
    return ["is assumed and lacks 'note'. Say why this value and this range."] if lacks else []


def _range_faults(sound: Mapping[str, Any]) -> list[str]:
    if not {"value", "low", "high"} <= sound.keys():
        return []
    width = len(sound["value"]) if isinstance(sound["value"], list) else 1
    for edge in ("low", "high"):
        if isinstance(sound[edge], list) and (len(sound[edge]) != width or not isinstance(sound["value"], list)):
            return [f"{edge} has {len(sound[edge])} numbers where value has {width}. Write one number, or as many."]
    value, low, high = (_amount(sound[field]) for field in ("value", "low", "high"))
    whole = sound.get("whole", False) is True
    return _row_faults(Entry("", value, sound.get("unit", ""), low, high, (), "assumed", whole=whole))


def _row_faults(entry: Entry) -> list[str]:
    sentences, width = [], len(entry.rows)
    for place, (value, low, high) in enumerate(entry.rows, 1):
        where = f" (place {place} of {width})" if isinstance(entry.value, tuple) else ""
        if low > high:
            sentences.append(f"low {said(low)} is above high {said(high)}{where}.")
        elif not low <= value <= high:
            sentences.append(f"{outside(value, low, high, entry.unit)}{where}.")
        elif entry.whole and not float(value).is_integer():
            sentences.append(f"value {said(value)} is no whole number of {entry.unit}{where}.")
    return sentences


def as_entry(name: str, written: Mapping[str, Any]) -> Entry:
    """Return the entry of a table in which `entry_faults` finds nothing wrong."""
    form = EntryForm.model_validate(written)
    value, low, high = (_amount(written[field]) for field in ("value", "low", "high"))
    return Entry(name, value, form.unit, low, high, form.source, form.status, form.note, form.choice, form.whole)


def _amount(written: Any) -> Amount:
    return tuple(float(number) for number in written) if isinstance(written, list) else float(written)


def _with_value(entry: Entry, value: float | Sequence[float]) -> tuple[Entry, list[str]]:
    several = isinstance(value, list | tuple | np.ndarray)
    numbers: list[Any] = list(value) if isinstance(value, list | tuple | np.ndarray) else [value]
    width = len(entry.rows)
    if several != isinstance(entry.value, tuple) or len(numbers) != width:
        needs = f"a list of {width} numbers" if isinstance(entry.value, tuple) else "one number"
        return entry, [f"needs {needs}; {f'a list of {len(numbers)}' if several else 'one number'} was given."]
    wrong = [
        f"value {said(number)} is not a finite number."
        for number in numbers
        if isinstance(number, bool | np.bool_) or not isinstance(number, Real) or not math.isfinite(number)
    ]
    if wrong:
        return entry, wrong
    plain = tuple(float(number) for number in numbers)
    changed = replace(entry, value=plain if isinstance(entry.value, tuple) else plain[0])
    return changed, _row_faults(changed)


def _triangular(luck: float, value: float, low: float, high: float) -> float:
    if low >= high:
        return value
    width = high - low
    if luck * width < value - low:
        drawn = low + math.sqrt(luck * width * (value - low))
    else:
        drawn = high - math.sqrt((1.0 - luck) * width * (high - value))
    return min(max(drawn, low), high)


def _readable(value: Amount) -> float | NDArray[np.float64]:
    if not isinstance(value, tuple):
        return value
    array = np.array(value, dtype=np.float64)
    array.flags.writeable = False
    return array


STATUSES: tuple[str, ...] = get_args(Status)
"""The four statuses, from the strongest to the weakest."""
