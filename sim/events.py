"""Events: what happened to a person, as (month, id, event, value)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Event:
    """One thing that happened to one person."""

    month: int
    person: int
    event: str
    value: float


class EventLog:
    """Keeps the events of chosen ids, or of everyone on request."""

    def __init__(self, everyone: bool = False, watched: Sequence[int] = ()) -> None:
        self.everyone = everyone
        self.watched = np.array(sorted(watched), dtype=np.int64)
        self._kept: list[tuple[int, str, NDArray[np.int64], NDArray[np.float64]]] = []

    @property
    def open(self) -> bool:
        """Say whether anything would be kept, so that callers may save the work."""
        return self.everyone or len(self.watched) > 0

    def note(self, month: int, event: str, ids: NDArray[np.integer], values: NDArray[np.generic] | float = 0.0) -> None:
        """Keep an event for those of ``ids`` who are followed."""
        if not self.open or len(ids) == 0:
            return
        people = np.asarray(ids, dtype=np.int64)
        amounts = np.broadcast_to(np.asarray(values, dtype=np.float64), people.shape)
        if not self.everyone:
            mask = np.isin(people, self.watched)
            people, amounts = people[mask], amounts[mask]
        if len(people):
            self._kept.append((month, event, people.copy(), amounts.copy()))

    def of(self, person: int) -> list[Event]:
        """Return one person's events in order."""
        return [event for event in self if event.person == person]

    def __iter__(self):  # type: ignore[no-untyped-def]
        """Go through all events in the order in which they were noted."""
        for month, event, people, values in self._kept:
            for person, value in zip(people, values, strict=True):
                yield Event(month, int(person), event, float(value))
