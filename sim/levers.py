"""Levers: the named things an intervention may change.

A *ratio* multiplies one person's rate, an *amount* adds capacity, a *setting* replaces a choice.
They are applied in the order of the interventions' names, so the order in which a user gives the
interventions cannot matter to the last bit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import ModelError, did_you_mean
from sim.population import Column, Population
from sim.rules import kernel

RATIO_ROUNDING = 1.0 + 1e-6
"""What a bound of ratios is raised by, since the ratios are kept in 32 bits."""


FEW = 16
"""Where fewer than one row in so many was moved, those are put back one by one, else all at once."""


@kernel
def _raise(
    held: NDArray[np.float32], rows: NDArray[np.integer], ratios: NDArray[np.float64], which: NDArray[np.int64]
) -> float:
    """Multiply what is held of these rows, each by ``which`` of the ratios; return the highest that comes of it.

    And 1 at least.
    """
    most = np.float32(1.0)
    for at in range(np.uint64(len(rows))):
        row, place = np.uint64(rows[at]), np.uint64(which[at])
        if place >= np.uint64(len(ratios)):
            raise IndexError("there are fewer ratios than a row's place among them")
        raised = np.float32(held[row] * ratios[place])
        held[row] = raised
        most = max(most, raised)
    return float(most)


@kernel
def _raise_alike(held: NDArray[np.float32], rows: NDArray[np.integer], ratio: float) -> float:
    """Multiply what is held of these rows by one ratio; return the highest that comes of it, and 1 at least."""
    most = np.float32(1.0)
    for at in range(np.uint64(len(rows))):
        row = np.uint64(rows[at])
        raised = np.float32(held[row] * ratio)
        held[row] = raised
        most = max(most, raised)
    return float(most)


@kernel
def _put_back(held: NDArray[np.float32], rows: NDArray[np.integer]) -> None:
    """Put the ratios of these rows back to 1."""
    for i in rows:
        held[i] = np.float32(1.0)


class Kind(StrEnum):
    """How a lever changes what it names."""

    RATIO = "ratio"
    AMOUNT = "amount"
    SETTING = "setting"


@dataclass(frozen=True)
class Lever:
    """One thing that may be changed, and how; ``default`` is its value in the as-now world."""

    name: str
    kind: Kind
    meaning: str
    default: float = 0.0

    @property
    def column(self) -> str:
        """Name of the column that holds a ratio for each person."""
        return f"{self.name.replace('.', '_')}_ratio"


@dataclass
class _Moved:
    """What was done to one lever this month: the rows moved, and a bound of any ratio."""

    rows: list[NDArray[np.integer]] = field(default_factory=list)
    most: float = 1.0


class Levers:
    """The state of all levers this month, and who moved them."""

    def __init__(self, levers: Iterable[Lever], people: Population, groups: int) -> None:
        self.known = {lever.name: lever for lever in levers}
        self._people = people
        self._groups = groups
        self._moved: dict[str, _Moved] = {}
        self._amounts: dict[str, NDArray[np.float64]] = {}
        self._settings: dict[str, tuple[str, float]] = {}
        ratios = [lever for lever in self.known.values() if lever.kind is Kind.RATIO]
        people.claim("levers", [Column(lever.column, np.float32, 1.0, lever.meaning) for lever in ratios])

    def lever(self, name: str, kind: Kind) -> Lever:
        """Return a lever of this kind, or refuse with the nearest word."""
        lever = self.known.get(name)
        if lever is None:
            raise ModelError(f"There is no lever '{name}'.{did_you_mean(name, self.known)}")
        if lever.kind is not kind:
            raise ModelError(f"Lever '{name}' is of the kind '{lever.kind}', not '{kind}'.")
        return lever

    def release(self) -> None:
        """Put every lever back to its default, at the start of a month and before rows are closed up."""
        for name, moved in self._moved.items():
            column = self._people.writable("levers", self.known[name].column)
            if FEW * sum(map(len, moved.rows)) > len(column):
                column.fill(1.0)
                continue
            for rows in moved.rows:
                _put_back(column, rows)
        self._moved.clear()
        self._amounts.clear()
        self._settings.clear()

    def multiply(
        self,
        name: str,
        rows: NDArray[np.integer],
        ratios: NDArray[np.floating] | float,
        which: NDArray[np.int64] | None = None,
    ) -> None:
        """Multiply the rate of these rows, each there once, this month.

        Args:
            ratios: one for all; or one for each row, shape (n,); or those there are.
            which: where the ratios are those there are, the place of each row's among them, shape (n,).
        """
        held = self._people.writable("levers", self.lever(name, Kind.RATIO).column)
        moved = self._moved.setdefault(name, _Moved())
        if np.ndim(ratios) == 0:
            most = _raise_alike(held, rows, float(np.float32(ratios)))  # in 32 bits, as it is held
        else:
            which = np.arange(len(rows)) if which is None else which
            most = _raise(held, rows, np.asarray(ratios, np.float64), which)
        moved.most = max(moved.most, most)
        moved.rows.append(rows)

    def add(
        self, name: str, amount: NDArray[np.floating] | float, group: int | NDArray[np.integer] | None = None
    ) -> None:
        """Add capacity this month, to one group, to several, or (``None``) to all alike."""
        self.lever(name, Kind.AMOUNT)
        held = self._amounts.setdefault(name, np.zeros(self._groups))
        if group is None:
            held += amount
        else:
            held[group] += amount

    def set(self, name: str, value: float, holder: str) -> None:
        """Replace a choice this month; a second holder is refused."""
        self.lever(name, Kind.SETTING)
        if name in self._settings and self._settings[name][0] != holder:
            raise ModelError(f"Both '{self._settings[name][0]}' and '{holder}' set '{name}': leave one of them out.")
        self._settings[name] = (holder, value)

    def amount(self, name: str) -> NDArray[np.float64]:
        """Return the capacity added to each group this month, shape (groups,)."""
        lever = self.lever(name, Kind.AMOUNT)
        return lever.default + self._amounts.get(name, np.zeros(self._groups))

    def setting(self, name: str, otherwise: float) -> float:
        """Return the choice in force: the one set, or ``otherwise``."""
        self.lever(name, Kind.SETTING)
        return self._settings[name][1] if name in self._settings else otherwise

    def most(self, name: str) -> float:
        """Return a ratio that nobody exceeds this month: 1 where nobody moved the lever, and never below 1."""
        return self._moved[name].most * RATIO_ROUNDING if name in self._moved else 1.0

    def ratio_of(self, name: str, row: int) -> float:
        """Return one person's ratio this month (to explain a life)."""
        lever = self.known.get(name)
        if lever is None or lever.kind is not Kind.RATIO:
            return 1.0
        column: NDArray[Any] = self._people[lever.column]
        return float(column[row])
