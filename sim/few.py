"""Few: the few people something holds for, kept by id so that nobody need look through all rows for them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.population import GONE, Population
from sim.rules import kernel


@kernel
def _holding(
    ids: NDArray[np.uint32],
    row_of: NDArray[np.int32],
    column: NDArray[Any],
    kept: NDArray[np.uint32],
    rows: NDArray[np.int32],
) -> int:
    """Write the ids, and the rows, of those present whose value is not zero; return how many there are."""
    found = 0
    for one in ids:
        row = row_of[one]
        if row != GONE and column[row] != 0:
            kept[found], rows[found] = one, row
            found += 1
    return found


@kernel
def _merged(
    known: NDArray[np.uint32], id_of: NDArray[np.uint32], rows: NDArray[np.integer], ids: NDArray[np.uint32]
) -> int:
    """Write known ids and those of the rows in one rising order, each once; return how many there are."""
    found, at = 0, 0
    for row in rows:
        new = id_of[row]
        while at < len(known) and known[at] <= new:
            ids[found] = known[at]
            found, at = found + 1, at + 1
        if found == 0 or ids[found - 1] != new:
            ids[found] = new
            found += 1
    while at < len(known):
        ids[found] = known[at]
        found, at = found + 1, at + 1
    return found


def joined(ones: NDArray[np.integer], others: NDArray[np.integer]) -> NDArray[np.uint32]:
    """Return the rows in either of two lists, rising and each once.

    >>> joined(np.array([1, 4]), np.array([2, 4])).tolist()
    [1, 2, 4]
    """
    rows = np.concatenate([ones, others]).astype(np.uint32)
    rows.sort(kind="stable")
    if len(rows) < 2:
        return rows
    return rows[np.concatenate([[True], rows[1:] != rows[:-1]])]


class Few:
    """Those present whose value in one column is not zero.

    The word that owns the column adds the rows it sets; who is set back to zero or leaves drops out by
    itself, and entrants who come with a value are found. Others may ask for the rows.
    """

    def __init__(self, people: Population, column: str) -> None:
        self._people = people
        self._column = column
        self._ids: NDArray[np.uint32] = np.empty(0, np.uint32)
        self._looked_until = 0

    def add(self, rows: NDArray[np.integer]) -> None:
        """Add rows, which rise, whose value is no longer zero; those known already do no harm."""
        if len(rows) == 0:
            return
        ids = np.empty(len(self._ids) + len(rows), np.uint32)
        self._ids = ids[: _merged(self._ids, self._people["id"], rows, ids)]

    def rows(self) -> NDArray[np.int32]:
        """Return the rows of those present for whom it holds now, rising."""
        people = self._people
        if self._looked_until < people.entered:
            self._look_at_entrants()
        ids, rows = np.empty_like(self._ids), np.empty(len(self._ids), np.int32)
        found = _holding(self._ids, people.row_of, people[self._column], ids, rows)
        self._ids = ids[:found]
        return rows[:found]

    def _look_at_entrants(self) -> None:
        first, self._looked_until = self._looked_until, self._people.entered
        if self._column in self._people.start.columns:
            rows = self._people.row_of[first : self._looked_until]
            rows = rows[rows != GONE]
            self.add(rows[self._people[self._column][rows] != 0])
