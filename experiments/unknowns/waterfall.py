"""Waterfall: what moved the demand for care between two dates, or between as now and a programme, step by step.

Demand is what the council pays a year for care at home and in care homes, net of charges. It is a chain of seven
links, each given those before it: how many people of each age; how many of them live alone; how many of those are
lonely; how many of those a network or programme has reached; how many of those need help; how far that need goes, to
council-funded care at home or in a care home; and what a month of it costs. One link after another is put from what it
was to what it became (standardisation: Kitagawa 1955; Das Gupta 1993), and what demand moves by is that link's step.
So the steps sum to the whole, with nothing left over.

The order is from cause to consequence: people are there before they live alone, live alone before they are lonely, are
found because they are alone and lonely, need help or not after having been found, and cost what they cost in the end.
Another order gives other steps; how far each might lie from this is told beside it.

Between worlds under one luck the same people are there, and whom a programme reaches is not chance: they need more than
others of their kind. To part reach from effect there would count their need as harm done, so the two are one step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from experiments.asking.study import AS_NOW, Arm, Study, plan_arms
from experiments.comparing.compare import first_start, worlds_under
from experiments.figures.estimate import Estimate, over_runs
from experiments.runs.archive import Luck, Tally, archive_in
from experiments.runs.ensemble import Crew, replicate
from models import census_months

YEAR = 12
STEPS = ("population", "living alone", "loneliness", "reach", "effect", "escalation", "cash")
JOINED = ("population", "living alone", "loneliness", "reach and effect", "escalation", "cash")
REACHED = 3
"""Which side of a census parts those reached from the others."""

type Census = NDArray[np.float64]
"""Residents and pounds a month by age, alone, lonely, reached and how need is met; shape (4, 2, 2, 2, 4, 2)."""


@dataclass(frozen=True)
class Fall:
    """The steps from one census to another, in pounds a year.

    Attributes:
        steps: by name, in their order.
        least, most: what each step might be in another order.
    """

    before: float
    after: float
    steps: Mapping[str, float]
    least: Mapping[str, float]
    most: Mapping[str, float]


@dataclass(frozen=True)
class Waterfall:
    """The steps over several lucks.

    Attributes:
        arm: whose steps they are; as now, if they lead from one date to another.
        falls: one for each luck, weighted to the whole place.
    """

    arm: Arm
    falls: tuple[Fall, ...]

    def of(self, name: str) -> Estimate:
        """Return a step, or "before", "after" or "change", over the lucks."""
        if name in ("before", "after"):
            return over_runs(np.array([getattr(one, name) for one in self.falls]))
        if name == "change":
            return over_runs(np.array([one.after - one.before for one in self.falls]))
        return over_runs(np.array([one.steps[name] for one in self.falls]))

    @property
    def steps(self) -> tuple[str, ...]:
        """The names of the steps, in their order."""
        return tuple(self.falls[0].steps)

    def orders(self, name: str) -> tuple[float, float]:
        """Return the least and the most a step might be in another order, the mean over the lucks."""
        least, most = ([getattr(one, edge)[name] for one in self.falls] for edge in ("least", "most"))
        return float(np.mean(least)), float(np.mean(most))


@dataclass(frozen=True)
class Waterfalls:
    """What moved demand: one waterfall for each arm, or one from a date to another as now.

    Attributes:
        since, until: months of the run; without programmes from one to the other, with them at ``until``.
    """

    study: Study
    since: int
    until: int
    each: tuple[Waterfall, ...]
    weight: float
    tally: Tally


@dataclass(frozen=True)
class Counted:
    """The censuses of every arm under one luck."""

    since: Mapping[str, Census]
    until: Mapping[str, Census]
    weight: float
    tally: Tally


def waterfalls(study: Study, since: int, until: int, crew: Crew | None = None) -> Waterfalls:
    """Run every arm under the same lucks, and say what moved demand at ``until`` (or, without arms, until then)."""
    arms, crew = plan_arms(study), crew or Crew()
    done = replicate(partial(_one, study, arms, (since, until), crew.archive), study.replications, crew)
    return Waterfalls(
        study=study,
        since=since,
        until=until,
        each=falls_of(arms, done),
        weight=done[0].weight,
        tally=sum((one.tally for one in done), Tally()),
    )


def falls_of(arms: Sequence[Arm], done: Sequence[Counted]) -> tuple[Waterfall, ...]:
    """Return the waterfalls that these censuses give."""
    if len(arms) == 1:
        pairs = [(one.since[AS_NOW], one.until[AS_NOW]) for one in done]
        return (Waterfall(arms[0], tuple(fall(*pair, done[0].weight) for pair in pairs)),)
    return tuple(
        Waterfall(arm, tuple(fall(one.until[AS_NOW], one.until[arm.name], one.weight, joined=True) for one in done))
        for arm in arms[1:]
    )


def _one(study: Study, arms: Sequence[Arm], months: tuple[int, int], archive: Path | None, number: int) -> Counted:
    luck = Luck(archive_in(archive), study.seed + number, None if study.fixed else number, first_start(arms))
    runs, _ = worlds_under(arms, luck, study.start)
    places = [census_months(study.months).index(month) for month in months]
    since, until = ({name: run.census[place] for name, run in runs.items()} for place in places)
    return Counted(since, until, runs[AS_NOW].weight, luck.tally)


def fall(before: Census, after: Census, weight: float = 1.0, joined: bool = False) -> Fall:
    """Return the steps from one census to another; ``joined`` makes one step of reach and effect."""
    if joined:
        before, after = (one.sum(axis=REACHED, keepdims=True) for one in (before, after))
    was, became = links(before, after), links(after, before)
    names = JOINED if joined else STEPS
    if joined:  # nobody is parted by reach, so that link is one everywhere
        was, became = ([*one[:REACHED], *one[REACHED + 1 :]] for one in (was, became))
    demand = _demands(was, became, YEAR * weight)
    order = [frozenset(range(place)) for place in range(len(names) + 1)]
    spans = [_moved(demand, place) for place in range(len(names))]
    return Fall(
        before=demand[order[0]],
        after=demand[order[-1]],
        steps={name: demand[order[place + 1]] - demand[order[place]] for place, name in enumerate(names)},
        least={name: min(span) for name, span in zip(names, spans, strict=True)},
        most={name: max(span) for name, span in zip(names, spans, strict=True)},
    )


def links(census: Census, other: Census) -> list[NDArray[np.float64]]:
    """Return the links of the chain, whose product over all is the pounds of each kind of person a month.

    Of a kind that nobody is of, a share is what it is in the ``other`` census: it counts only with people in it.
    """
    levels = [_levels(one) for one in (census, other)]
    shares = []
    for place in range(1, len(levels[0])):
        own, theirs = (_share(one[place], one[place - 1]) for one in levels)
        shares.append(np.where(np.isnan(own), np.nan_to_num(theirs), own))
    return [levels[0][0], *shares]


def _levels(census: Census) -> list[NDArray[np.float64]]:
    """Return people by age, then also by each further side, then those in need, how it is met, and the pounds."""
    people, pounds = census[..., 0], census[..., 1]
    parted = [people.sum(axis=tuple(range(side, 5)), keepdims=True) for side in range(1, 5)]
    return [*parted, people[..., 1:].sum(axis=-1, keepdims=True), people[..., 1:], pounds[..., 1:]]


def _share(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.full(np.broadcast(part, whole).shape, np.nan), where=whole > 0.0)


def _demands(
    was: Sequence[NDArray[np.float64]], became: Sequence[NDArray[np.float64]], scale: float
) -> dict[frozenset[int], float]:
    """Return demand with any set of links as they became and the others as they were."""
    places = range(len(was))
    found = {}
    for count in range(len(was) + 1):
        for some in combinations(places, count):
            product = np.ones(1)
            for place in places:
                product = product * (became[place] if place in some else was[place])
            found[frozenset(some)] = scale * float(product.sum())
    return found


def _moved(demand: Mapping[frozenset[int], float], place: int) -> list[float]:
    """Return what one link moves demand by, whichever others have been put before it."""
    return [demand[some | {place}] - before for some, before in demand.items() if place not in some]
