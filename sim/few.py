"""Few: the few people something holds for, kept by id so that nobody need look through all rows for them."""

import numpy as np
from numpy.typing import NDArray

from sim.population import GONE, Population


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
        new = self._people["id"][rows]
        at = np.searchsorted(self._ids, new)
        known = np.zeros(len(new), np.bool_)
        inside = at < len(self._ids)
        known[inside] = self._ids[at[inside]] == new[inside]
        self._ids = np.insert(self._ids, at[~known], new[~known])

    def rows(self) -> NDArray[np.int32]:
        """Return the rows of those present for whom it holds now, rising."""
        self._look_at_entrants()
        rows = self._people.row_of[self._ids]
        holds = rows != GONE
        holds[holds] = self._people[self._column][rows[holds]] != 0
        self._ids = self._ids[holds]
        found: NDArray[np.int32] = rows[holds]
        return found

    def _look_at_entrants(self) -> None:
        rows = self._people.row_of[self._looked_until : self._people.entered]
        rows = rows[rows != GONE]
        self._looked_until = self._people.entered
        self.add(rows[self._people[self._column][rows] != 0])
