"""Standings: for each person and month, how need is met in this world and how in its twin."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models import Standing

if TYPE_CHECKING:
    from models import Run, Spells

STANDINGS = len(Standing)


def present_until(twin: "Run", arm: "Run") -> NDArray[np.int64]:
    """Return by id the first month in which a person is no longer in both worlds (the end, if in both to the end).

    People leave at the end of the month in which they die or move away, and are cared for until then.
    """
    end = arm.scenario.months
    lasts = [np.where(run.left >= 0, run.left + 1, end) for run in (twin, arm)]
    return np.minimum(np.minimum(*lasts), end).astype(np.int64)


def by_month(spells: "Spells", people: NDArray[np.int64], months: int) -> NDArray[np.int8]:
    """Return the standing of these people (ids, rising) in every month, shape (people, months).

    A change holds from its month on; of two in one month the later one does.
    """
    order = np.argsort(spells.person, kind="stable")
    person, standing = spells.person[order], spells.standing[order].astype(np.int8)
    before = np.where(np.append(False, person[1:] == person[:-1]), np.append(np.int8(0), standing[:-1]), 0)
    change = np.zeros((len(people), months), np.int8)
    np.add.at(change, (np.searchsorted(people, person), spells.month[order]), standing - before.astype(np.int8))
    return np.asarray(change.cumsum(axis=1, dtype=np.int8))


def flows(twin: "Run", arm: "Run") -> NDArray[np.int64]:
    """Return person-months by standing in the twin, standing here and month, shape (standings, standings, months).

    Counted while the person is present in both worlds; months in which the two agree are left out.
    """
    months, until = arm.scenario.months, present_until(twin, arm)
    people = np.union1d(twin.spells.person, arm.spells.person).astype(np.int64)
    there, here = (by_month(run.spells, people, months) for run in (twin, arm))
    row, month = np.nonzero(there != here)
    both = month < until[people[row]]
    row, month = row[both], month[both]
    place = (there[row, month].astype(np.int64) * STANDINGS + here[row, month]) * months + month
    return np.bincount(place, minlength=STANDINGS**2 * months).reshape(STANDINGS, STANDINGS, months)


def net(moved: NDArray[np.int64], of: Standing, to: Standing) -> NDArray[np.float64]:
    """Return person-months by month that stand at ``of`` in the twin and at ``to`` here, less the reverse."""
    return (moved[of, to] - moved[to, of]).astype(np.float64)
