"""Standings: for each person and month, how need is met in this world and how in its twin."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models import Standing

if TYPE_CHECKING:
    from models import Run, Spells

STANDINGS = len(Standing)
COUNCIL = (Standing.COUNCIL_HOME, Standing.COUNCIL_RESIDENTIAL)
"""Care the council pays for, wholly or in part."""


def present_until(twin: "Run", arm: "Run") -> NDArray[np.int64]:
    """Return by id the first month in which a person is no longer in both worlds (the end, if in both to the end).

    People leave at the end of the month in which they die or move away, and are cared for until then.
    """
    end = arm.scenario.months
    lasts = [np.where(run.left >= 0, run.left + 1, end) for run in (twin, arm)]
    return np.minimum(np.minimum(*lasts), end).astype(np.int64)


def who_differ(twin: "Spells", arm: "Spells", months: int) -> NDArray[np.int64]:
    """Return the ids, rising, of those whose changes of standing are not the same in both; most people's are.

    No person has the same change twice in a month, so the lists compared hold nothing twice.
    """
    there, here = (
        (spells.person.astype(np.int64) * months + spells.month) * STANDINGS + spells.standing for spells in (twin, arm)
    )
    return np.unique(np.setxor1d(there, here, assume_unique=True) // (months * STANDINGS))


def by_month(spells: "Spells", people: NDArray[np.int64], months: int) -> NDArray[np.int8]:
    """Return the standing of these people (ids, rising) in every month, shape (people, months).

    A change holds from its month on; of two in one month the later one does.
    """
    among = np.flatnonzero(np.isin(spells.person, people))
    among = among[np.argsort(spells.person[among], kind="stable")]
    person, month, standing = spells.person[among], spells.month[among], spells.standing[among].astype(np.int8)
    first = np.append(True, person[1:] != person[:-1])[: len(person)]
    before = np.where(first, np.int8(0), np.append(np.int8(0), standing)[: len(person)])
    change = np.zeros((len(people), months), np.int8)
    np.add.at(change, (np.searchsorted(people, person), month), standing - before)
    return np.asarray(change.cumsum(axis=1, dtype=np.int8))


def flows(twin: "Run", arm: "Run") -> NDArray[np.int64]:
    """Return person-months by standing in the twin, standing here and month, shape (standings, standings, months).

    Counted while the person is present in both worlds; months in which the two agree are left out.
    """
    months, until = arm.scenario.months, present_until(twin, arm)
    people = who_differ(twin.spells, arm.spells, months)
    there, here = (by_month(run.spells, people, months) for run in (twin, arm))
    row, month = np.nonzero(there != here)
    both = month < until[people[row]]
    row, month = row[both], month[both]
    place = (there[row, month].astype(np.int64) * STANDINGS + here[row, month]) * months + month
    return np.bincount(place, minlength=STANDINGS**2 * months).reshape(STANDINGS, STANDINGS, months)


def net(moved: NDArray[np.int64], of: Standing, to: Standing) -> NDArray[np.float64]:
    """Return person-months by month that stand at ``of`` in the twin and at ``to`` here, less the reverse."""
    return (moved[of, to] - moved[to, of]).astype(np.float64)
