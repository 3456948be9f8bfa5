"""Anyway: of those whom an arm brought to reablement, who has no service later, and who would have had none without.

West Cheshire counted 1,645 people, more than half of whom needed no onward service. Such a count holds everyone whose
need would have passed by itself; the same people in the twin, who had no reablement, show how many those are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.comparing.before_after import first_reached
from experiments.comparing.standings import by_month, present_until
from experiments.figures.estimate import Estimate, ratio_of_means
from models import Standing, interventions

if TYPE_CHECKING:
    from models import Run
    from sim.intervention import Intervention

MARK = "began reablement"
LATER = (6, 12)
"""Months after reablement began. Its six weeks end in the third, a plan takes the fourth, and the panel or the search
for a provider another: sooner, who only waits for a package would be taken for somebody without a service. Within the
year need passes that passes by itself."""
SERVED = (Standing.OWN_PURSE, Standing.COUNCIL_HOME, Standing.COUNCIL_RESIDENTIAL, Standing.REABLEMENT)
FEWEST = 30
"""Residents followed in all runs together, of fewer than whom no share is told."""

FOLLOWED, NO_SERVICE, IN_NEED = "reabled_followed", "reabled_no_service", "reabled_in_need"
NO_SERVICE_ANYWAY, IN_NEED_ANYWAY = "reabled_no_service_anyway", "reabled_in_need_anyway"
COUNTED = {
    FOLLOWED: "Had reablement because of it, and followed",
    NO_SERVICE: "of which without a service",
    IN_NEED: "of which without a service and in need",
    NO_SERVICE_ANYWAY: "of which without a service in the twin",
    IN_NEED_ANYWAY: "of which without a service and in need in the twin",
}
"""What is counted in every run, so that shares can be taken over all of them."""


@dataclass(frozen=True)
class Share:
    """A share of people here, that of the same people in the twin, and what the arm adds in points of a hundred."""

    here: Estimate
    anyway: Estimate
    added: Estimate


@dataclass(frozen=True)
class Onward:
    """Those whom an arm brought to reablement, so many months after it began.

    Attributes:
        people: how many could be followed, in the mean of the runs; ``residents`` of how many in all runs together.
        without: those without a service.
        unneeding: those of them who need none.
    """

    people: float
    residents: float
    without: Share
    unneeding: Share


def after_reablement(twin: "Run", arm: "Run") -> dict[str, float]:
    """Return by "kind.month" how many are counted so many months after; nothing where an arm adds no reablement.

    They are those who began reablement since the arm's programme started, and did not in the twin; who are there at
    that month in both worlds; and for whom the run is long enough. Who is in need is helped by unpaid carers alone,
    or by nobody.
    """
    kinds = [kind for kind in reabling() if kind.name in arm.scenario.interventions]
    if all(kind.name in twin.scenario.interventions for kind in kinds):
        return {}
    ids, month = first_reached(twin, arm, kinds)
    here, there = (by_month(run.spells, ids, arm.scenario.months) for run in (arm, twin))
    until = present_until(twin, arm)[ids]
    found: dict[str, float] = {}
    for later in LATER:
        whole = np.flatnonzero(month + later < until)
        at = month[whole] + later
        counts = (len(whole), *_without(here[whole, at]), *_without(there[whole, at]))
        found |= {f"{kind}.{later}": float(count) for kind, count in zip(COUNTED, counts, strict=True)}
    return found


def reabling() -> list[type["Intervention"]]:
    """Return the interventions that bring people to reablement."""
    return [kind for kind in interventions() if kind.mark == MARK]


def _without(standing: NDArray[np.int8]) -> tuple[int, int]:
    """Return how many have no service, and how many of them are in need."""
    none = ~np.isin(standing, SERVED)
    return int(none.sum()), int((none & (standing != Standing.NONE)).sum())


def onward(runs: Mapping[str, NDArray[np.float64]], weight: float) -> Onward | None:
    """Return what the runs say together, or nothing where nobody could be followed; ``runs`` has each of `COUNTED`.

    Numbers are weighted: each resident stands for ``weight`` people.
    """
    people = runs[FOLLOWED]
    if people.sum() <= 0.0:
        return None
    return Onward(
        people=float(people.mean()),
        residents=float(people.sum() / weight),
        without=_share(runs[NO_SERVICE], runs[NO_SERVICE_ANYWAY], people),
        unneeding=_share(runs[NO_SERVICE] - runs[IN_NEED], runs[NO_SERVICE_ANYWAY] - runs[IN_NEED_ANYWAY], people),
    )


def _share(here: NDArray[np.float64], anyway: NDArray[np.float64], people: NDArray[np.float64]) -> Share:
    added = ratio_of_means(100.0 * (here - anyway), people)
    return Share(ratio_of_means(here, people), ratio_of_means(anyway, people), added)
