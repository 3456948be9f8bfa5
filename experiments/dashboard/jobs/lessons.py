"""Lessons: small experiments behind the five questions of the guided tour, each as plain numbers."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.asking.usual import START
from experiments.comparing.payers import purses
from experiments.dashboard.crew import Tell, luck, telling
from experiments.runs.archive import Luck
from models import MONTHS_PER_QUARTER, Kith, Plan, Run, Scenario

REACHED_BY = "age_friendly_coordinators"
BEFORE, AFTER = 12, 24
"""Months before and after somebody was reached that are looked at."""
LEAVING = {"as now": None, "leaving twice as fast": 2.0, "leaving four times as fast": 4.0}
"""Times the usual rate at which volunteers leave."""
YEARS = {"before_after": 8, "collapse": 10, "gains": 10, "luck": 5}


def work(asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Return what each lesson shows; every one is a small study of its own.

    ``crowd`` residents live where a programme reaches but a few of them, ``residents`` everywhere else.
    """
    lessons: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
        "before_after": before_after,
        "collapse": collapse,
        "gains": gains,
        "luck": luck_or_effect,
    }
    found = {}
    shown = telling(tell, "lesson {done} of {total}")
    for number, (name, lesson) in enumerate(lessons.items(), start=1):
        found[name] = lesson(asked)
        shown(number, len(lessons))
    return found


def scenario(full: Mapping[str, Any], years: int, *names: str, **overrides: float) -> Scenario:
    """Return a world of the tour."""
    return Scenario(
        title=f"with {' and '.join(names)}" if names else "as now",
        place=str(full["place"]),
        months=12 * years,
        residents=int(full["residents"]),
        interventions={name: Plan(start=START) for name in names},
        overrides=overrides,
    )


def before_after(full: Mapping[str, Any]) -> dict[str, Any]:
    """Return the share of those reached who are lonely, by months since they were reached, here and in the twin."""
    full = {**full, "residents": full["crowd"]}
    years = YEARS["before_after"]
    worlds = (scenario(full, years), scenario(full, years, REACHED_BY))
    histories = [lonely_history(one, int(full["seed"])) for one in worlds]
    month, person = histories[1][1]
    wanted = (month >= BEFORE) & (month < 12 * years - AFTER)
    month, person = month[wanted].astype(np.int64), person[wanted].astype(np.int64)
    steps = range(-BEFORE, AFTER + 1)
    twin, here = (
        [_share(history[month + step, person]) for step in steps] for history in (histories[0][0], histories[1][0])
    )
    return {"months": list(steps), "twin": twin, "here": here, "reached": len(person)}


def lonely_history(world: Scenario, seed: int) -> tuple[NDArray[np.int8], tuple[NDArray[Any], NDArray[Any]]]:
    """Return by month and id whether somebody is lonely (-1 if not there), and whom the programme reached and when."""
    kith = Kith(world, seed)
    history = np.full((world.months, kith.people.start.everyone), -1, np.int8)
    while kith.month < kith.months:
        kith.step()
        people = kith.people
        here = people["here"] > 0  # those who left keep their rows for some months
        history[kith.month - 1, people["id"][here]] = people["lonely"][here] > 0
    return history, kith.reached.of(REACHED_BY)


def _share(marks: NDArray[np.int8]) -> float:
    there = marks[marks >= 0]
    return round(float(there.mean()), 5) if len(there) else 0.0


def collapse(full: Mapping[str, Any]) -> dict[str, Any]:
    """Return volunteers, members and open networks by quarter, the faster volunteers leave."""
    years = YEARS["collapse"]
    worlds = _luck(full)
    found = {}
    for title, ratio in LEAVING.items():
        names = () if ratio is None else ("volunteer_exodus",)
        changed = {} if ratio is None else {"volunteer_exodus.leaving_ratio": ratio}
        run = worlds.run(scenario(full, years, *names, **changed))
        found[title] = {name: _quarterly(run, name) for name in ("volunteers", "members", "hubs_open")}
    return {"months": list(range(MONTHS_PER_QUARTER - 1, 12 * years, MONTHS_PER_QUARTER)), "worlds": found}


def _quarterly(run: Run, name: str) -> list[float]:
    scale = 1.0 if name == "hubs_open" else run.weight
    ends = run.measures[name].to_numpy()[MONTHS_PER_QUARTER - 1 :: MONTHS_PER_QUARTER]
    return [round(float(one) * scale, 1) for one in ends]


def gains(full: Mapping[str, Any]) -> dict[str, Any]:
    """Return pounds gained by purse with reablement, and lonely months by fifth of deprivation with coordinators."""
    full = {**full, "residents": full["crowd"]}
    worlds, years = _luck(full), YEARS["gains"]
    twin, able, met = (worlds.run(scenario(full, years, *names)) for names in ((), ("reablement",), (REACHED_BY,)))
    gained = purses(twin, able, START).gained
    fewer = [int(_lonely(twin, fifth) - _lonely(met, fifth)) for fifth in range(1, 6)]
    people = [int((twin.fifth == fifth).sum()) for fifth in range(1, 6)]
    return {
        "purses": {name: round(float(by_year.sum())) for name, by_year in gained.items()},
        "fifths": [round(1_000.0 * one / many, 2) for one, many in zip(fewer, people, strict=True)],
    }


def _lonely(run: Run, fifth: int) -> int:
    return int(run.lonely_months[run.fifth == fifth].sum())


def luck_or_effect(full: Mapping[str, Any]) -> dict[str, Any]:
    """Return what reablement does to months of council-funded care under one luck, and against another luck's twin."""
    years, lucks = YEARS["luck"], int(full["lucks"])
    without: list[float] = []
    along: list[float] = []
    for number in range(lucks):
        worlds = _luck({**full, "seed": int(full["seed"]) + number})
        for kept, names in ((without, ()), (along, ("reablement",))):
            run = worlds.run(scenario(full, years, *names))
            months = float(run.measures[["home_care", "residential_council"]].to_numpy().sum()) * run.weight
            kept.append(months)
    return {
        "same": [round(there - here, 1) for there, here in zip(without, along, strict=True)],
        "other": [round(without[(at + 1) % lucks] - along[at], 1) for at in range(lucks)],
    }


def _luck(full: Mapping[str, Any]) -> Luck:
    return luck(int(full["seed"]), None, START)
