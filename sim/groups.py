"""Groups and orders of column values, just as plain Python would give them over objects."""

from collections.abc import Callable
from typing import Any

import numpy as np
from mesa.agentset import AbstractAgentSet, GroupBy
from numpy.typing import NDArray


class Groups(GroupBy):
    """Mesa's groups, whose `agg` works on columns where it can."""

    def agg(self, attr_name: str, func: Callable[[Any], Any]) -> dict[Any, Any]:
        """Return the attribute of each group, summed up by the function."""
        return {
            name: group.agg(attr_name, func)
            if isinstance(group, AbstractAgentSet)
            else func([getattr(agent, attr_name) for agent in group])
            for name, group in self.groups.items()
        }


def grouped(values: NDArray[Any]) -> dict[Any, NDArray[np.int64]]:
    """Return the places of each value, in order of first appearance.

    >>> {key: places.tolist() for key, places in grouped(np.array([2, 0, 2])).items()}
    {2: [0, 2], 0: [1]}
    """
    keys, first, inverse = np.unique(values, return_index=True, return_inverse=True)
    places = np.split(np.argsort(inverse, kind="stable"), np.cumsum(np.bincount(inverse))[:-1])
    return {keys[group].item(): places[group] for group in np.argsort(first)}


def ranked(values: NDArray[Any], ascending: bool) -> NDArray[np.int64]:
    """Return the places in order of value; equals keep their order either way, as with ``sorted``.

    >>> ranked(np.array([1, 3, 1, 3]), ascending=False).tolist()
    [1, 3, 0, 2]
    """
    if ascending:
        return np.argsort(values, kind="stable")
    backwards = np.argsort(values[::-1], kind="stable")
    return len(values) - 1 - backwards[::-1]


def widened(values: NDArray[Any]) -> NDArray[Any]:
    """Return whole numbers and fractions in 64 bits, so that no sum overflows or loses pence.

    >>> int(sum(widened(np.array([200, 100], np.uint8))))
    300
    """
    if values.dtype.kind in "iu" and values.dtype.itemsize < 8:
        return values.astype(np.int64)
    return values.astype(np.float64) if values.dtype.kind == "f" else values
