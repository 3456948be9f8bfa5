"""Pool: one supply of hours in each group, claimed by several, served by priority and then by lot."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Roster(NamedTuple):
    """Who gives the hours of the pool: id, group, code of the kind of help, hours; one entry each, shape (n,)."""

    id: NDArray[np.int64]
    group: NDArray[np.int64]
    role: NDArray[np.uint8]
    hours: NDArray[np.float64]

    @classmethod
    def nobody(cls) -> "Roster":
        """Return a roster with nobody on it."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.uint8), np.empty(0))

    def joined(self, other: "Roster") -> "Roster":
        """Return these and the others on one roster, in this order."""
        return Roster(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in self._fields))

    def hours_of(self, ids: NDArray[np.int64], groups: int) -> NDArray[np.float64]:
        """Return the hours of those of these people, each given once, who are on the roster; shape (groups,)."""
        theirs = np.isin(self.id, ids, assume_unique=True)
        return np.bincount(self.group[theirs], self.hours[theirs], groups)


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
        visits: the hours are spent with the person in each row; otherwise rows are numbers of the claimant's own.
        driving: only those who drive others can give these hours.
    """

    name: str
    priority: int
    rows: NDArray[np.integer]
    groups: NDArray[np.integer]
    hours: NDArray[np.float64]
    luck: NDArray[np.float64]
    visits: bool = True
    driving: bool = False

    def only(self, kept: NDArray[np.bool_]) -> "Claim":
        """Return the claim for these of its rows alone."""
        parts = {name: getattr(self, name)[kept] for name in ("rows", "groups", "hours", "luck")}
        return replace(self, **parts)


def first_of_each(groups: NDArray[np.integer], many: NDArray[np.integer] | NDArray[np.floating]) -> NDArray[np.bool_]:
    """Return who are among the first so many of their group, in the order given; shapes (n,) and (groups,).

    >>> first_of_each(np.array([1, 0, 1, 1]), np.array([1, 2])).tolist()
    [True, True, True, False]
    """
    order = np.argsort(groups, kind="stable")
    sorted_groups = groups[order]
    first = np.empty(len(groups), np.bool_)
    first[order] = np.arange(len(groups)) - np.searchsorted(sorted_groups, sorted_groups) < many[sorted_groups]
    return first


def serve(claims: list[Claim], supply: NDArray[np.float64]) -> tuple[list[NDArray[np.bool_]], NDArray[np.float64]]:
    """Serve claims from the supply of each group, whole claims only, and say what is left.

    Claims are gathered first; lower priority numbers are served first, and within one priority the
    order is that of the keyed draws. A claim that no longer fits is passed over and those behind it
    in the queue wait too, so that nobody gains by asking for less.

    Returns:
        For each claim the mask of those served, shape (n,); and the hours left, shape (groups,).
    """
    if not any(len(claim.rows) for claim in claims):
        return [np.zeros(0, np.bool_) for _ in claims], supply.copy()
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


def serve_from_part(
    claims: list[Claim], supply: NDArray[np.float64], driving: NDArray[np.float64]
) -> tuple[list[NDArray[np.bool_]], NDArray[np.float64]]:
    """Serve claims as `serve` does, those for driving from the drivers' hours only.

    Drivers' hours (``driving``, shape (groups,)) are part of the supply: a claim for driving must fit them
    first, and then takes its place among all claims.

    Returns:
        As `serve`.
    """
    fits, _ = serve([claim for claim in claims if claim.driving], driving)
    masks, order = [np.ones(len(claim.rows), np.bool_) for claim in claims], iter(fits)
    masks = [next(order) if claim.driving else mask for claim, mask in zip(claims, masks, strict=True)]
    served, left = serve([claim.only(mask) for claim, mask in zip(claims, masks, strict=True)], supply)
    for mask, got in zip(masks, served, strict=True):
        mask[mask] = got
    return masks, left
