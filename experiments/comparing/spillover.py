"""Spillover: what an arm does to those it did not reach, beside what it does to those it did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.comparing.standings import COUNCIL, STANDINGS, by_month, present_until, who_differ
from models import interventions

if TYPE_CHECKING:
    from models import Run
    from sim.intervention import Intervention

MOST_FIFTHS = 5
"""Fifths of deprivation, the first the most deprived."""


@dataclass(frozen=True)
class Spill:
    """One arm against its twin in one replication, unweighted; months are person-months.

    Attributes:
        reached: people reached here who were not in the twin.
        reached_lonely_months: fewer lonely months (twin less here) among them, ``others_lonely_months`` among
            everyone else; a person counts as long as they live in the place.
        reached_waiting_months: fewer months of waiting for an assessment, a reablement place or a plan, likewise.
        reached_council_months: fewer council-funded months among them, ``others_council_months`` among everyone
            else, while present in both worlds.
        fifths: by "kind.fifth" of deprivation (1 the most deprived): people reached, fewer lonely months and fewer
            council-funded months.
        hours: hours of volunteers by whom they served, a programme or the networks' activities, here less in the twin.
    """

    reached: float
    reached_lonely_months: float
    others_lonely_months: float
    reached_waiting_months: float
    others_waiting_months: float
    reached_council_months: float
    others_council_months: float
    fifths: Mapping[str, float]
    hours: Mapping[str, float]

    def flat(self) -> dict[str, float]:
        """Return every number by its name."""
        kinds = ("lonely", "waiting", "council")
        names = ("reached", *(f"{who}_{what}_months" for who in ("reached", "others") for what in kinds))
        served = {f"hours.{one}": hours for one, hours in self.hours.items()}
        return {name: getattr(self, name) for name in names} | dict(self.fifths) | served


def spill(twin: "Run", arm: "Run") -> Spill:
    """Return what an arm did to those it reached and to everyone else: same place, same luck, same people."""
    ids = reached_ids(twin, arm)
    less_lonely, less_paid = twin.lonely_months.astype(np.int64) - arm.lonely_months, council_months_fewer(twin, arm)
    lonely, council = _parted(less_lonely, ids), _parted(less_paid, ids)
    waiting = _parted(twin.waiting_months.astype(np.int64) - arm.waiting_months, ids)
    met = np.bincount(ids, minlength=len(arm.fifth))
    kinds = {"reached_in_fifth": met, "lonely_in_fifth": less_lonely, "council_in_fifth": less_paid}
    return Spill(
        reached=float(len(ids)),
        reached_lonely_months=lonely[0],
        others_lonely_months=lonely[1],
        reached_waiting_months=waiting[0],
        others_waiting_months=waiting[1],
        reached_council_months=council[0],
        others_council_months=council[1],
        fifths={f"{kind}.{fifth}": n for kind, each in kinds.items() for fifth, n in _by_fifth(each, arm).items()},
        hours=hours_moved(twin, arm),
    )


def _parted(fewer: NDArray[np.int64], ids: NDArray[np.int64]) -> tuple[float, float]:
    """Return the sum over some ids, and that over everyone else."""
    theirs = int(fewer[ids].sum())
    return float(theirs), float(int(fewer.sum()) - theirs)


def _by_fifth(each: NDArray[np.int64], arm: "Run") -> dict[int, float]:
    """Return the sum of a number of each person by the fifth of deprivation in which they live."""
    sums = np.bincount(arm.fifth, each, minlength=MOST_FIFTHS + 1)
    return {fifth: float(sums[fifth]) for fifth in range(1, MOST_FIFTHS + 1)}


def reached_ids(twin: "Run", arm: "Run", kinds: Sequence[type["Intervention"]] | None = None) -> NDArray[np.int64]:
    """Return the ids, rising, of those whom a programme reached here and nothing of the kind in the twin.

    It may be any programme, or one of some ``kinds``.
    Where a word and not the programme decides who they are, as with reablement, what happens to people
    anyway has the same mark: those who bear it in both worlds from the programme's start on count as not reached.
    """
    found = []
    for kind in interventions() if kinds is None else kinds:
        plan = arm.scenario.interventions.get(kind.name)
        if plan is not None and kind.name not in twin.scenario.interventions:
            here, there = (_since(run, kind.mark or kind.name, plan.start) for run in (arm, twin))
            found.append(np.setdiff1d(here, there))
    return np.unique(np.concatenate(found)).astype(np.int64) if found else np.empty(0, np.int64)


def _since(run: "Run", name: str, start: int) -> NDArray[np.uint32]:
    reach = run.reached.get(name)
    return np.empty(0, np.uint32) if reach is None else reach.person[reach.month >= start]


def council_months_fewer(twin: "Run", arm: "Run") -> NDArray[np.int64]:
    """Return by id the council-funded months in the twin less those here, while present in both."""
    months, until = arm.scenario.months, present_until(twin, arm)
    people = who_differ(twin.spells, arm.spells, months)
    both = np.arange(months) < until[people][:, None]
    paid = np.isin(np.arange(STANDINGS), COUNCIL)
    there, here = ((paid[by_month(run.spells, people, months)] & both).sum(axis=1) for run in (twin, arm))
    fewer = np.zeros(len(until), np.int64)
    fewer[people] = there - here
    return fewer


def hours_moved(twin: "Run", arm: "Run") -> dict[str, float]:
    """Return volunteers' hours by whom they served, here less in the twin, over the whole run.

    A programme may claim hours for several ends; what stands before the full stop of a claim's name is whose it is.
    """
    moved: dict[str, float] = {}
    for run, sign in ((arm, 1.0), (twin, -1.0)):
        for claim in run.hours:
            whose = str(claim).partition(".")[0]
            moved[whose] = moved.get(whose, 0.0) + sign * float(run.hours[claim].sum())
    return dict(sorted(moved.items()))
