"""Pool: one supply of hours in each group, claimed by several, served by priority and then by lot."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Claim:
    """Who asks how much of a pool.

    Attributes:
        name: who claims, for the reports.
        priority: 0 is served first.
        rows: whoever the hours are for, shape (n,).
        groups: the pool each draws on, shape (n,).
        hours: what each needs, shape (n,), zero or more.
        luck: keyed draws that order equals, shape (n,).
    """

    name: str
    priority: int
    rows: NDArray[np.integer]
    groups: NDArray[np.integer]
    hours: NDArray[np.float64]
    luck: NDArray[np.float64]


def serve(claims: list[Claim], supply: NDArray[np.float64]) -> tuple[list[NDArray[np.bool_]], NDArray[np.float64]]:
    """Serve claims from the supply of each group, whole claims only, and say what is left.

    Claims are gathered first; lower priority numbers are served first, and within one priority the
    order is that of the keyed draws. A claim that no longer fits is passed over and those behind it
    in the queue wait too, so that nobody gains by asking for less.

    Returns:
        For each claim the mask of those served, shape (n,); and the hours left, shape (groups,).
    """
    if not claims:
        return [], supply.copy()
    order = np.concatenate([np.full(len(claim.rows), claim.priority) for claim in claims])
    groups = np.concatenate([claim.groups for claim in claims]).astype(np.int64)
    hours = np.concatenate([claim.hours for claim in claims]).astype(np.float64)
    luck = np.concatenate([claim.luck for claim in claims])
    queue = np.lexsort((luck, order, groups))
    asked, group = hours[queue], groups[queue]
    total = np.cumsum(asked)
    before = np.concatenate([[0.0], total])[np.searchsorted(group, group, side="left")]
    fits = total - before <= supply[group] + 1e-9
    served = np.zeros(len(queue), dtype=bool)
    served[queue] = fits
    used = np.bincount(group[fits], weights=asked[fits], minlength=len(supply))
    edges = np.cumsum([len(claim.rows) for claim in claims])[:-1]
    return np.split(served, edges), np.maximum(supply - used, 0.0)
