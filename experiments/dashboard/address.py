"""Address: what is picked on a page as the query of its address, so that a link brings it back.

Only what differs from the page's own defaults is written. Every value is read with doubt: one that is not allowed
is replaced by the nearest that is, and the page says what it took instead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import solara

from experiments.words import listed
from sim.errors import did_you_mean

type Read = tuple[Any, str]
"""A value, and the sentence that says what was wrong with it as written; empty if nothing was."""
type Choice = dict[str, Any]
LONGEST = 200
"""Letters of a query's value that are looked at, or shown."""


@dataclass(frozen=True)
class Pick:
    """One of several values; they are written as text. ``names`` is what the page calls them, where that is other."""

    default: str | int | None
    options: Sequence[str | int | None]
    label: str
    names: Mapping[Any, str] = field(default_factory=dict)

    def read(self, written: str) -> Read:
        """Return the option that is written so."""
        found = next((one for one in self.options if self.write(one) == written), self)
        if found is not self:
            return found, ""
        near = self._nearest(written)
        if near is not None:
            return near, f"{self.label} '{written}' is not offered; '{self.named(near)}' is shown."
        known = [self.write(one) for one in self.options]
        taken = self.named(self.default)
        return self.default, f"{self.label} '{written}' is not known; '{taken}' is shown.{did_you_mean(written, known)}"

    def _nearest(self, written: str) -> int | None:
        """Return the option nearest to a number, where options are numbers."""
        numbers = [one for one in self.options if isinstance(one, int)]
        try:
            value = float("inf") if written == self.write(None) else float(written)
        except ValueError:
            return None
        if not numbers or value != value:
            return None
        return min(numbers, key=lambda one: (abs(one - min(value, max(numbers))), one))

    def write(self, value: Any) -> str:
        """Return an option as text."""
        return "all" if value is None else str(value)

    def named(self, value: Any) -> str:
        """Return an option as the page calls it."""
        return self.names.get(value, self.write(value))


@dataclass(frozen=True)
class Several:
    """Any of several names, in their own order."""

    default: tuple[str, ...]
    options: Sequence[str]
    label: str

    def read(self, written: str) -> Read:
        """Return the names that are known."""
        names = [one for one in written.split(",") if one]
        unknown = [one for one in names if one not in self.options]
        said = (
            f"{self.label}: {listed([repr(one) for one in unknown])} left out, which is not known." if unknown else ""
        )
        return [one for one in self.options if one in names], said

    def write(self, value: Any) -> str:
        """Return the names."""
        return ",".join(value)


@dataclass(frozen=True)
class Number:
    """A number within a range, whole unless ``whole`` is false.

    ``least`` is what the lowest stands for, if that is no number: one below those that can be named.
    """

    default: float
    low: float
    high: float
    label: str
    whole: bool = True
    least: str = ""

    def read(self, written: str) -> Read:
        """Return the nearest number that is allowed."""
        try:
            value = float(written)
        except ValueError:
            value = float("nan")
        if not isfinite(value):
            return self.default, f"{self.label} '{written}' is not a number; {self._named(self.default)} is shown."
        near = min(max(value, self.low), self.high)
        near = round(near) if self.whole else near
        span = f"{self.write(self.low + 1 if self.least else self.low)} to {self.write(self.high)}"
        said = f"{self.label} goes from {span}; {self._named(near)} is shown instead of {written}."
        return near, "" if near == value else said

    def write(self, value: Any) -> str:
        """Return the number as short as it can be."""
        return f"{value:.10g}"

    def _named(self, value: float) -> str:
        return self.least if self.least and value == self.low else self.write(value)


@dataclass(frozen=True)
class Text:
    """Short text, such as what is searched for."""

    default: str
    label: str

    def read(self, written: str) -> Read:
        """Return the text."""
        return written, ""

    def write(self, value: Any) -> str:
        """Return the text."""
        return str(value)[:LONGEST]


@dataclass(frozen=True)
class Overrides:
    """Other values of parameters, by name, each within the range of its sheet: ``name:value,name:value``."""

    parameters: Mapping[str, Mapping[str, Any]]
    label: str = "Changed parameters"
    default: tuple[()] = ()

    def read(self, written: str) -> Read:
        """Return the values by name that are known, none beyond its range."""
        found, said = {}, []
        for part in [one for one in written.split(",") if one]:
            name, _, value = part.partition(":")
            if name not in self.parameters:
                said.append(f"There is no parameter '{name}' that can be changed.{did_you_mean(name, self.parameters)}")
                continue
            sheet = self.parameters[name]
            found[name], remark = Number(sheet["value"], sheet["low"], sheet["high"], name, whole=False).read(value)
            said += [remark] if remark else []
        return found, " ".join(said)

    def write(self, value: Any) -> str:
        """Return names and values."""
        return ",".join(f"{name}:{number:.10g}" for name, number in sorted(dict(value).items()))


type Field = Pick | Several | Number | Text | Overrides


def defaults(fields: Mapping[str, Field]) -> Choice:
    """Return what a page shows if its address says nothing."""
    return {name: _own(field) for name, field in fields.items()}


def _own(field: Field) -> Any:
    if isinstance(field, Several):
        return list(field.default)
    return {} if isinstance(field, Overrides) else field.default


def read(fields: Mapping[str, Field], query: str | None) -> tuple[Choice, list[str]]:
    """Return what a query picks, and what the page says of values that it could not take as they stood."""
    choice, said = defaults(fields), []
    for name, written in parse_qsl((query or "").lstrip("?"), keep_blank_values=True, max_num_fields=100):
        if name in fields:
            choice[name], remark = fields[name].read(written[:LONGEST] if not _long(fields[name]) else written)
            said += [remark] if remark else []
    return choice, said


def _long(field: Field) -> bool:
    return isinstance(field, Several | Overrides)


def write(fields: Mapping[str, Field], choice: Mapping[str, Any]) -> str:
    """Return the query that picks the same; empty if nothing differs from the defaults."""
    own = defaults(fields)
    pairs = [(name, field.write(choice[name])) for name, field in fields.items() if choice[name] != own[name]]
    return urlencode(pairs, quote_via=quote, safe=",:")


def link(path: str, fields: Mapping[str, Field], choice: Mapping[str, Any]) -> str:
    """Return the address of a page with something picked on it."""
    query = write(fields, choice)
    return f"{path}?{query}" if query else path


def use_address(fields: Mapping[str, Field]) -> tuple[Choice, Callable[..., None], list[str]]:
    """Return what the address picks, a function that picks something else, and what is to be said of bad values.

    The function takes names and values, as in ``pick(years=5)``; the address of the page follows at once.
    """
    router = solara.use_router()
    choice, said = read(fields, router.search)

    def pick(**changed: Any) -> None:
        known = {name: value for name, value in changed.items() if name in fields}
        router.push(link(router.path or "/", fields, {**choice, **known}))

    return choice, pick, said
