"""Reached: whom each programme got to and when, noted as it happens and looked at after the run."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


class Reached:
    """Keeps month and id of everyone a programme reached, and of everyone a marked event happened to.

    A mark is an event that also happens without the programme, such as the start of reablement; it is
    kept in every world, so that a twin can tell who would have met it anyway.
    """

    def __init__(self, marks: Iterable[str] = ()) -> None:
        self.marks = frozenset(marks)
        self._kept: dict[str, list[tuple[int, NDArray[np.uint32]]]] = {}

    def add(self, name: str, month: int, ids: NDArray[np.integer]) -> None:
        """Note whom a programme, or an event, came to this month."""
        if len(ids):
            self._kept.setdefault(name, []).append((month, np.asarray(ids, np.uint32)))

    def of(self, name: str) -> tuple[NDArray[np.int16], NDArray[np.uint32]]:
        """Return months, rising, and the ids they belong to, both of shape (n,)."""
        kept = self._kept.get(name, [])
        months = np.repeat(np.array([month for month, _ in kept], np.int16), [len(ids) for _, ids in kept])
        return months, np.concatenate([np.empty(0, np.uint32), *(ids for _, ids in kept)])

    def names(self) -> tuple[str, ...]:
        """Return every name under which anyone was noted, sorted."""
        return tuple(sorted(self._kept))
