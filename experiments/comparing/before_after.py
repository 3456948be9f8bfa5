"""Before and after: what an evaluation without a comparison group would have claimed, and what the twin shows.

People are often reached when they are at their worst, and age on from there, so the year after differs from the year
before whether or not anything was done (Bland and Altman, "Regression towards the mean", BMJ 308:1499, 1994). The same
people in the twin, where nothing was done, are the placebo: what is claimed of them is claimed of nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.comparing.spillover import reached_ids
from experiments.comparing.standings import COUNCIL, by_month, present_until
from experiments.figures.estimate import Estimate, ratio_of_means
from models import interventions

if TYPE_CHECKING:
    from models import Run
    from sim.intervention import Intervention

YEAR = 12


@dataclass(frozen=True)
class BeforeAfter:
    """Council-funded months of those whom an arm reached, a year before they were and a year after; unweighted sums.

    Attributes:
        people: those who were there for both years, in both worlds, as such an evaluation needs them.
        before, after: months in the arm. ``twin_before``, ``twin_after`` those of the same people in the twin.
    """

    people: float
    before: float
    after: float
    twin_before: float
    twin_after: float


@dataclass(frozen=True)
class Claims:
    """Council-funded months fewer a person reached, as three evaluations would have it.

    Attributes:
        claimed: the year before less the year after, in the arm.
        placebo: the same in the twin, where nothing was done.
        true: the year after in the twin less that in the arm.
        people: how many were reached and followed, in the mean of the runs.
    """

    claimed: Estimate
    placebo: Estimate
    true: Estimate
    people: float


def before_after(twin: "Run", arm: "Run") -> BeforeAfter:
    """Return what the year before and the year after hold for those whom an arm reached."""
    ids, month = first_reached(twin, arm)
    months = arm.scenario.months
    whole = (month >= YEAR) & (month + YEAR <= present_until(twin, arm)[ids])
    ids, month = ids[whole], month[whole]
    here, there = (np.isin(by_month(run.spells, ids, months), COUNCIL) for run in (arm, twin))
    at = np.arange(months)
    before = (at >= (month - YEAR)[:, None]) & (at < month[:, None])
    after = (at >= month[:, None]) & (at < (month + YEAR)[:, None])
    counts = ((here & before), (here & after), (there & before), (there & after))
    return BeforeAfter(float(len(ids)), *(float(one.sum()) for one in counts))


def first_reached(
    twin: "Run", arm: "Run", kinds: Sequence[type["Intervention"]] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the ids, rising, of those whom an arm, or its programmes of some kinds, reached, and when it first did."""
    ids = reached_ids(twin, arm, kinds)
    first = np.full(len(ids), arm.scenario.months, np.int64)
    for kind in interventions() if kinds is None else kinds:
        plan, reach = arm.scenario.interventions.get(kind.name), arm.reached.get(kind.mark or kind.name)
        if plan is None or reach is None or kind.name in twin.scenario.interventions:
            continue
        own = np.isin(reach.person, ids) & (reach.month >= plan.start)
        at = np.searchsorted(ids, reach.person[own])
        np.minimum.at(first, at, reach.month[own].astype(np.int64))
    return ids, first


def claims(done: Sequence[BeforeAfter], weight: float) -> Claims | None:
    """Return what the runs say together, or nothing where nobody was followed for both years."""
    people = np.array([one.people for one in done])
    if people.sum() == 0.0:
        return None
    each = {
        "claimed": [one.before - one.after for one in done],
        "placebo": [one.twin_before - one.twin_after for one in done],
        "true": [one.twin_after - one.after for one in done],
    }
    return Claims(
        people=weight * float(people.mean()),
        **{name: ratio_of_means(np.array(values, np.float64), people) for name, values in each.items()},
    )
