"""Population: people as columns, one row each, in order of entry.

Everyone who will ever enter is known at month 0 and waits in order of entry, so entrants are the
next rows and the same people in every scenario. An id is the place in that order: it is for life,
never reused, and never the row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from sim.errors import ModelError, did_you_mean, refuse_unknown
from sim.rules import kernel

GONE = -1
"""Row of an id that has not yet entered or has left."""

STILL_HERE = -1
"""Month of leaving of those who have not left."""


@dataclass(frozen=True)
class Column:
    """One fact about each person, kept in one array; ``width`` above 1 keeps several, each a stretch of its own."""

    name: str
    dtype: DTypeLike
    default: float
    meaning: str
    width: int = 1


@dataclass(frozen=True)
class Start:
    """Everyone who will ever enter, as drawn at month 0.

    Attributes:
        enters: month of entry in the order of entry, rising, shape (n,); 0 or less are there at the start.
        columns: value at entry, in that order, for the columns that do not begin at their default.
        ids: ids in that order, rising, where these are only ``some_of`` so many people; else 0, 1, 2 and so on.
    """

    enters: NDArray[np.int32]
    columns: Mapping[str, NDArray[Any]]
    ids: NDArray[np.integer] | None = None
    some_of: int = 0

    def __deepcopy__(self, memo: dict[int, Any]) -> "Start":
        """Return the same start: nothing ever changes it."""
        return self

    @property
    def everyone(self) -> int:
        """How many people there are with an id of their own: ids lie below it."""
        return max(self.some_of, len(self.enters))

    def ids_of(self, places: slice) -> NDArray[np.integer]:
        """Return the ids of a stretch in the order of entry."""
        return np.arange(places.start, places.stop) if self.ids is None else self.ids[places]


@kernel
def close_gaps(cells: NDArray[np.unsignedinteger], kept: NDArray[np.uint32]) -> None:
    """Move the values of the kept rows, which rise, to the front."""
    for to in range(len(kept)):
        cells[to] = cells[kept[to]]


class Population:
    """Columns of the people present, with rows for those still to come.

    Attributes:
        size: rows in use, the gaps of those gone since the last `compact` included.
        entered: ids below it have entered so far, if they ever do; the others have not.
        row_of: row by id, `GONE` before entry and after leaving.
        left: month of leaving by id, `STILL_HERE` otherwise; ``why`` the model's code of the reason.
        leavers: rows of those who left at the end of last month.
        closings: how often gaps were closed, whereby rows moved.
    """

    def __init__(self, start: Start) -> None:
        self._start = start
        self._arrays: dict[str, NDArray[Any]] = {}
        self._owners: dict[str, str] = {}
        self._views: dict[tuple[str, type], Any] = {}
        self._viewed: dict[tuple[str, type], list[NDArray[Any]]] = {}
        self._looks: dict[str, NDArray[Any]] = {}
        self.columns: dict[str, Column] = {}
        self.size = 0
        self.entered = 0
        self._admitted = 0
        self.closings = 0
        self.row_of: NDArray[np.int32] = np.full(start.everyone, GONE, np.int32)
        self.left: NDArray[np.int32] = np.full(start.everyone, STILL_HERE, np.int32)
        self.why: NDArray[np.uint8] = np.zeros(start.everyone, np.uint8)
        self.leavers: NDArray[np.integer] = np.empty(0, np.int32)
        columns = (
            Column("id", np.uint32, 0, "number for life, in order of entry"),
            Column("here", np.uint8, 1, "is present: has not left"),
        )
        self.claim("population", columns)

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy needs: views would no longer look at the copy's own columns."""
        return {**self.__dict__, "_views": {}, "_viewed": {}, "_looks": {}}

    def claim(self, owner: str, columns: Iterable[Column]) -> None:
        """Give columns to the one word that writes them."""
        for column in columns:
            if column.name in self._owners:
                raise ModelError(
                    f"Both '{self._owners[column.name]}' and '{owner}' claim the column '{column.name}'. "
                    "A column has one writer: rename one of the two."
                )
            room = len(self._start.enters)
            shape = (room, column.width) if column.width > 1 else room
            self._arrays[column.name] = np.full(shape, column.default, column.dtype, order="F")
            self._owners[column.name] = owner
            self.columns[column.name] = column

    def check_start(self) -> None:
        """Refuse start values for columns that no word owns."""
        for name in self._start.columns:
            if name not in self._arrays:
                raise ModelError(f"The start gives '{name}', which no word owns.{did_you_mean(name, self._arrays)}")

    def __contains__(self, name: str) -> bool:
        """Say whether a column of this name exists."""
        return name in self._arrays

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return a column of the people present, to look at, shape (size,) or (size, width)."""
        if name not in self._looks:
            if name not in self._arrays:
                raise ModelError(f"There is no column '{name}'.{did_you_mean(name, self._arrays)}")
            self._looks[name] = self._arrays[name][: self.size]
            self._looks[name].flags.writeable = False
        return self._looks[name]

    def writable(self, owner: str, name: str) -> NDArray[Any]:
        """Return a column to write; only its owner may ask."""
        if self._owners.get(name) != owner:
            raise ModelError(f"'{owner}' may not write '{name}', which belongs to '{self._owners.get(name)}'.")
        return self._arrays[name][: self.size]

    def view[T: tuple[Any, ...]](self, kind: type[T], owner: str) -> T:
        """Return the named tuple of columns a kernel works on: its own to write, others to read."""
        key = (owner, kind)
        if key not in self._views:
            present = slice(self.size)
            self._views[key] = kind(*[column[present] for column in self._whole(key)])
        view: T = self._views[key]
        return view

    def _whole(self, key: tuple[str, type]) -> Sequence[NDArray[Any]]:
        """Return the columns of a view with room for everyone, looked up once."""
        if key not in self._viewed:
            owner, kind = key
            names: Sequence[str] = kind._fields  # type: ignore[attr-defined]
            for name in names:
                if name not in self._arrays:
                    refuse_unknown("column", name, self._arrays)
            self._viewed[key] = [self._arrays[name].view() for name in names]
            for name, column in zip(names, self._viewed[key], strict=True):
                column.flags.writeable = self._owners[name] == owner
        return self._viewed[key]

    def admit(self, month: int) -> slice:
        """Let everyone whose month has come enter as the next rows; return those rows."""
        enters = self._start.enters
        until = int(np.searchsorted(enters, enters.dtype.type(month), side="right"))
        places = slice(self._admitted, until)
        rows, ids = slice(self.size, self.size + until - self._admitted), self._start.ids_of(places)
        for name, values in self._start.columns.items():
            self._arrays[name][rows] = values[places]
        self._arrays["id"][rows] = ids
        self.row_of[ids] = np.arange(rows.start, rows.stop, dtype=np.int32)
        self.size, self._admitted = rows.stop, until
        self.entered = int(ids[-1]) + 1 if len(ids) else self.entered
        self._views.clear()
        self._looks.clear()
        return rows

    def forget(self, rows: NDArray[np.integer], month: int, why: int | NDArray[np.uint8]) -> None:
        """Mark those who left in this month, and why (the model's code or codes); rows stay until `compact`."""
        ids = self._arrays["id"][rows]
        self._arrays["here"][rows] = 0
        self.row_of[ids] = GONE
        self.left[ids] = month
        self.why[ids] = why
        self.leavers = rows

    def compact(self) -> None:
        """Close the gaps left by those who are gone, keeping the order of ids."""
        kept = np.flatnonzero(self._arrays["here"][: self.size]).astype(np.uint32)
        if len(kept) == self.size:
            return
        for name, array in self._arrays.items():
            values = (
                [array[: self.size]] if array.ndim == 1 else [array[: self.size, at] for at in range(array.shape[1])]
            )
            for cells in values:  # moved as plain bits: few kernels do for all types
                close_gaps(cells.view(f"u{array.itemsize}"), kept)
            array[len(kept) : self.size] = self.columns[name].default
        self.size, self.closings = len(kept), self.closings + 1
        self.row_of[self._arrays["id"][: self.size]] = np.arange(self.size, dtype=np.int32)
        self._views.clear()
        self._looks.clear()

    def row(self, identity: int) -> int:
        """Return the row of an id, or refuse in a sentence."""
        if not 0 <= identity < self._start.everyone:
            raise ModelError(f"There is no person {identity}: ids run from 0 to {self._start.everyone - 1}.")
        row = int(self.row_of[identity])
        if row == GONE:
            entry = int(self._start.enters[identity])
            tense = "has not entered yet" if identity >= self.entered else "has left"
            raise ModelError(f"Person {identity} {tense} (entry in month {max(entry, 0)}).")
        return row

    @property
    def start(self) -> Start:
        """Everyone as drawn at month 0."""
        return self._start

    @property
    def bytes_per_row(self) -> int:
        """Bytes of all columns of one person."""
        return sum(array.dtype.itemsize * (array.shape[1] if array.ndim > 1 else 1) for array in self._arrays.values())
