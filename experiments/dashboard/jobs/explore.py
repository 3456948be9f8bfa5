"""Explore: one world as it runs, told year by year, and then how sure its numbers are."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.asking.usual import START
from experiments.dashboard.crew import Tell, luck
from experiments.dashboard.sample import Sample, dots, lives, sample_of
from experiments.figures.estimate import counted, over_runs
from models import Kith, Plan, Scenario, Standing, portrait_of
from models import place as place_card

YEAR = 12
BANDS = (60, 65, 70, 75, 80, 85, 90, 95)
"""Ages from which the bars of the pyramid begin."""
CARE = ("home_care", "residential_council", "unmet")
LINES = ("residents", "lonely", *CARE)
"""Measures drawn over time, in people; the second as a share of the first."""
POUNDS = "council_care_cost"
GONE, NOT_YET = len(Standing), len(Standing) + 1


def work(asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Run a world and tell every year of it; then run others for the intervals, and return everything."""
    scenario, seed = scenario_of(asked), int(asked["seed"])
    world = Kith(scenario, seed, follow=True)
    watched = Watched(world, scenario, seed)
    total = asked["years"] + asked["runs"] - 1
    while world.month < world.months:
        world.step()
        watched.look()
        if world.month % YEAR == 0:
            year = world.month // YEAR
            tell({"said": f"year {year} of {asked['years']}", "done": year, "total": total} | watched.news())
    found = watched.document()
    return found | {"bands": spread(scenario, asked, tell, world.people_per_resident)}


def scenario_of(asked: Mapping[str, Any]) -> Scenario:
    """Return the world that was asked for."""
    return Scenario(
        place=asked["place"],
        interventions={name: Plan(start=START) for name in asked["with"]},
        overrides=dict(asked["set"]),
        months=YEAR * asked["years"],
        residents=asked["residents"],
    )


class Watched:
    """What is seen of a world while it runs."""

    def __init__(self, world: Kith, scenario: Scenario, seed: int) -> None:
        self._world, self._scenario, self._seed = world, scenario, seed
        self._sample: Sample = sample_of(world)
        self._parts = [part.name for part in place_card(scenario.place).parts]
        self._dots = dots(self._sample, scenario, seed, self._parts)
        self._standings = [self._standing()]
        self._woman = self._code_of_women()
        self.frames = [self._sample.frame(world)]
        self.years = [self._year()]

    def look(self) -> None:
        """See how the world is after a month."""
        world = self._world
        self.frames.append(self._sample.frame(world))
        if world.month in (world.months // 2, world.months):
            self._standings.append(self._standing())
        if world.month % YEAR == 0:
            self.years.append(self._year())

    def news(self) -> dict[str, Any]:
        """Return what a year adds: its frames and lines, all years so far, and with the first year the map."""
        first = len(self.years) == 2
        frames = list(self.frames) if first else self.frames[-YEAR:]
        told = {"frames": frames, "years": list(self.years), "lines": self.lines(YEAR)}
        return told | ({"town": self.town()} if first else {})

    def lines(self, last: int) -> dict[str, list[float]]:
        """Return the measures of the last so many months, for the whole place."""
        measures = self._world.recorded().iloc[-last:]
        return {name: whole(measures[name], self._world.people_per_resident) for name in LINES}

    def town(self) -> dict[str, Any]:
        """Return the map: its neighbourhoods and its dots."""
        card = place_card(self._scenario.place)
        parts = [{"name": part.name, "fifth": part.fifth} for part in card.parts]
        each = self._sample.step * self._world.people_per_resident
        return {"parts": parts, "dots": self._dots, "each": each}

    def document(self) -> dict[str, Any]:
        """Return everything that was seen."""
        world = self._world
        women = [bool(dot[5]) for dot in self._dots]
        return {
            "title": place_card(self._scenario.place).title,
            "months": world.months,
            "weight": world.people_per_resident,
            "town": self.town(),
            "frames": self.frames,
            "years": self.years,
            "lines": self.lines(world.months),
            "pathways": pathways(self._standings, world.people_per_resident),
            "lives": lives(self._sample, tuple(world.log), women),
        }

    def _standing(self) -> NDArray[np.int64]:
        """Return by id how everyone's need is met now, or that the person is gone or not there yet."""
        people = self._world.people
        found = np.where(people.left >= 0, GONE, NOT_YET).astype(np.int64)
        here = np.flatnonzero(people.row_of >= 0)
        found[here] = people["standing"][people.row_of[here]]
        return found

    def _code_of_women(self) -> int:
        """Return how the column of the sexes writes a woman."""
        one = portrait_of(self._scenario, self._seed, 0)
        code = int(self._world.people["sex"][0])
        return code if one.female else 1 - code

    def _year(self) -> dict[str, Any]:
        """Return the pyramid of those present, women and men by band of age, and what this year came to."""
        people, weight = self._world.people, self._world.people_per_resident
        rows = np.flatnonzero(people["here"] > 0)
        band = np.searchsorted(BANDS[1:], people["age"][rows], side="right")
        women = people["sex"][rows] == self._woman
        pyramid = [
            [round(weight * int(n)) for n in np.bincount(band[of], minlength=len(BANDS))] for of in (women, ~women)
        ]
        return {"month": self._world.month, "pyramid": pyramid} | self._sums()

    def _sums(self) -> dict[str, float]:
        if self._world.month == 0:
            return {}
        return sums(self._world.recorded().iloc[-YEAR:], self._world.people_per_resident)


def sums(year: pd.DataFrame, weight: float) -> dict[str, float]:
    """Return what the cards show of a year: the share of the lonely, people in care or without, pounds."""
    residents = float(year["residents"].sum())
    return {
        "lonely": float(year["lonely"].sum()) / residents if residents else 0.0,
        "home_care": weight * float(year["home_care"].mean()),
        "residential_council": weight * float(year["residential_council"].mean()),
        "unmet": weight * float(year["unmet"].mean()),
        "pounds": weight * float(year[POUNDS].sum()),
    }


def whole(values: pd.Series, weight: float) -> list[float]:
    """Return people of the whole place, rounded."""
    return [round(weight * float(one)) for one in values]


def pathways(standings: list[NDArray[np.int64]], weight: float) -> list[list[list[int]]]:
    """Return people by how their need was met at one moment and at the next: from, to, how many.

    Those are followed, whether or not they stay, who were there at the start and needed help at one of the moments.
    """
    needed = np.any([(one != Standing.NONE) & (one < GONE) for one in standings], axis=0)
    there = (standings[0] != NOT_YET) & needed
    found = []
    for before, after in pairwise(standings):
        still = there & (before != GONE)
        pairs, count = np.unique(np.stack([before[still], after[still]]), axis=1, return_counts=True)
        moves = zip(*pairs.tolist(), count.tolist(), strict=True)
        found.append([[int(a), int(b), round(weight * n)] for a, b, n in moves])
    return found


def spread(scenario: Scenario, asked: Mapping[str, Any], tell: Tell, weight: float) -> dict[str, Any]:
    """Return what 80% and 50% of several runs hold, each with a luck and a draw of the parameters of its own."""
    measures = []
    for number in range(asked["runs"]):
        run = luck(int(asked["seed"]) + number, number, None).run(scenario)
        measures.append(run.measures)
        done = asked["years"] + number
        said = f"run {number + 1} of {asked['runs']} for the intervals"
        tell({"said": said, "done": done, "total": asked["years"] + asked["runs"] - 1})
    yearly = [
        [sums(one.iloc[end - YEAR : end], weight) for one in measures]
        for end in range(YEAR, len(measures[0]) + 1, YEAR)
    ]
    return {
        "runs": len(measures),
        "years": [{name: held([one[name] for one in year]) for name in year[0]} for year in yearly],
        "lines": {name: edges([weight * one[name].to_numpy(float) for one in measures]) for name in CARE},
        "lonely_share": edges([lonely_share(one) for one in measures], 4),
    }


def lonely_share(measures: pd.DataFrame) -> NDArray[np.float64]:
    """Return the share of residents who are lonely by month, nought where nobody lives."""
    lonely, residents = (measures[name].to_numpy(float) for name in ("lonely", "residents"))
    return np.divide(lonely, residents, out=np.zeros(len(lonely)), where=residents > 0.0)


def held(values: list[float]) -> list[float]:
    """Return the mean of the values, and the edges of 80%."""
    found = over_runs(np.array(values))
    return [found.mean, found.low, found.high]


def edges(runs: list[NDArray[np.float64]], digits: int | None = None) -> dict[str, list[float]]:
    """Return the mean and the edges of 80% and of 50% of the runs by month, whole or to so many digits."""
    return {name: [round(float(one), digits) for one in line] for name, line in counted(np.array(runs)).items()}
