"""Few: the few people something holds for, kept so that nobody need look through all rows for them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.population import Population
from sim.rules import kernel


@kernel
def _holding(
    known: NDArray[np.uint32],
    added: NDArray[np.uint32],
    first_new: int,
    here: NDArray[np.uint8],
    column: NDArray[Any],
    rows: NDArray[np.uint32],
) -> int:
    """Write the rows of those present whose value is not zero; return how many there are.

    Looked at are the rows known, which rise, those of them added in their places, and all from the first new one on.
    Those added rise too, and may be known already. Rows are written without a branch, as no one could guess it.
    """
    found, at = np.uint64(0), 0
    for k in range(len(known) + 1):
        until = known[k] if k < len(known) else np.uint32(first_new)
        while at < len(added) and added[at] < until:
            row = added[at]
            rows[found] = row
            again = at > 0 and added[at - 1] == row
            found += np.uint64((here[row] > 0) & (column[row] != 0) & (not again))
            at += 1
        while at < len(added) and added[at] == until:
            at += 1
        if k < len(known):
            rows[found] = until
            found += np.uint64((here[until] > 0) & (column[until] != 0))
    for row in range(np.uint64(first_new), np.uint64(len(here))):
        rows[found] = row
        found += np.uint64((here[row] > 0) & (column[row] != 0))
    return int(found)


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
    itself, and entrants who come with a value are found. Others may ask for the rows. Once rows have moved,
    as gaps were closed, all of them are looked through.
    """

    def __init__(self, people: Population, column: str) -> None:
        self._people = people
        self._column = column
        self._forget()

    def _forget(self) -> None:
        self._rows: NDArray[np.uint32] = np.empty(0, np.uint32)
        self._added: list[NDArray[np.uint32]] = []
        self._looked_until = 0
        self._closings = self._people.closings

    def add(self, rows: NDArray[np.integer]) -> None:
        """Add rows, which rise, whose value is no longer zero; those known already do no harm."""
        if len(rows):
            self._added.append(rows.astype(np.uint32))

    def rows(self) -> NDArray[np.uint32]:
        """Return the rows of those present for whom it holds now, rising."""
        people = self._people
        if self._closings != people.closings:
            self._forget()
        added, new = self._newly_added(), people.size - self._looked_until
        rows = np.empty(len(self._rows) + len(added) + new + 1, np.uint32)
        found = _holding(self._rows, added, self._looked_until, people["here"], people[self._column], rows)
        self._rows, self._looked_until = rows[:found].copy(), people.size
        return self._rows

    def _newly_added(self) -> NDArray[np.uint32]:
        """Return the rows added since last asked, rising."""
        if not self._added:
            return np.empty(0, np.uint32)
        added = self._added[0] if len(self._added) == 1 else np.sort(np.concatenate(self._added))
        self._added = []
        return added
