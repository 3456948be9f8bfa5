"""Moves: what one parameter moves between the two ends of its range, under the same luck."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from experiments.asking.usual import START
from experiments.dashboard.crew import Tell, luck, telling
from experiments.figures.estimate import Estimate, over_runs
from models import Plan, Run, Scenario, interventions, sheets
from sim.errors import ModelError, did_you_mean

LAST = 12
"""Months over which a state of the world is averaged."""
LEVEL = 0.05
"""How likely luck alone may make any outcome at all seem to move."""
OUTCOMES: tuple[tuple[str, str, str], ...] = (
    ("lonely", "share", "Residents who are lonely"),
    ("frail", "share", "Residents who are frail"),
    ("unmet", "share", "Residents in need with no help"),
    ("home_care", "share", "Residents with council-funded care at home"),
    ("residential_council", "share", "Residents in care homes that the council pays for"),
    ("members", "share", "Residents who are members of a network"),
    ("resident_volunteers", "share", "Residents who volunteer"),
    ("deaths", "sum", "Deaths"),
    ("admissions", "sum", "Emergency admissions"),
    ("council_care_cost", "pounds", "Council spending on care"),
)
"""Measures, how each is summed up (of residents in the last year, or over the run), and what it is called."""


def work(asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Return every outcome at the low end, as it is and at the high end of one parameter's range."""
    name, runs = str(asked["name"]), int(asked["runs"])
    low, value, high = span_of(name, str(asked["place"]))
    shown = telling(tell, "world {done} of {total}")
    points = (low, value, high)
    found = np.zeros((runs, len(points), len(OUTCOMES)))
    for number in range(runs):
        worlds = luck(int(asked["seed"]) + number, None, None)
        for at, point in enumerate(points):
            found[number, at] = outcomes(worlds.run(world(asked, name, point)))
            shown(number * len(points) + at + 1, runs * len(points))
    return {"name": name, "points": points, "outcomes": told(found)}


def span_of(name: str, place: str) -> tuple[float, float, float]:
    """Return low end, value and high end of a parameter of one number, or refuse it."""
    word, _, key = name.partition(".")
    known = sheets(place)
    entry = known[word].entries.get(key) if word in known else None
    if entry is None:
        names = [f"{one}.{key}" for one, sheet in known.items() for key in sheet.entries]
        raise ModelError(f"There is no parameter '{name}'.{did_you_mean(name, names)}")
    if isinstance(entry.value, tuple) or isinstance(entry.low, tuple) or isinstance(entry.high, tuple):
        raise ModelError(f"'{name}' is a list of numbers, and cannot be moved as one here.")
    return entry.low, entry.value, entry.high


def world(asked: Mapping[str, Any], name: str, value: float) -> Scenario:
    """Return the world with this value; with the intervention of the parameter, if it is one's own."""
    word = name.partition(".")[0]
    plans = (
        {word: Plan(start=min(START, 6 * int(asked["years"])))} if word in {one.name for one in interventions()} else {}
    )
    return Scenario(
        title=f"{name} at {value:g}",
        place=str(asked["place"]),
        months=12 * int(asked["years"]),
        residents=int(asked["residents"]),
        interventions=plans,
        overrides={name: value},
    )


def outcomes(run: Run) -> list[float]:
    """Return what a run came to, in the order of `OUTCOMES`; for the whole place."""
    residents = float(run.measures["residents"].tail(LAST).mean())
    told = []
    for measure, how, _ in OUTCOMES:
        column = run.measures[measure]
        told.append(float(column.tail(LAST).mean()) / residents if how == "share" else float(column.sum()) * run.weight)
    return told


def told(found: NDArray[np.float64]) -> list[dict[str, Any]]:
    """Return every outcome, those that luck is least likely to have moved first, of values (runs, points, outcomes).

    What an outcome moved is its value at the high end less that at the low one, with its Monte-Carlo error.
    """
    moved = [over_runs(found[:, -1, at] - found[:, 0, at]) for at in range(len(OUTCOMES))]
    luck_moves = [by_luck(one) for one in moved]
    clear = beyond_luck(luck_moves)
    return [
        {
            "measure": OUTCOMES[at][0],
            "kind": OUTCOMES[at][1],
            "title": OUTCOMES[at][2],
            "at": [round(float(one), 6) for one in found[:, :, at].mean(axis=0)],
            "moved": round(moved[at].mean, 6),
            "error": None if moved[at].single else round(moved[at].mc_error, 6),
            "clear": clear[at],
        }
        for at in sorted(range(len(OUTCOMES)), key=lambda at: luck_moves[at])
    ]


def by_luck(one: Estimate) -> float:
    """Return how likely luck alone moves a mean at least as far from nought (Student's t, both ways).

    With a single run nothing is known of luck, and what never differs was not moved.

    >>> round(by_luck(Estimate(4.303, 0.0, 0.0, 1.0, 3)), 3)
    0.05
    >>> by_luck(Estimate(4.3, 4.3, 4.3, float("nan"), 1)), by_luck(Estimate(0.0, 0.0, 0.0, 0.0, 3))
    (1.0, 1.0)
    """
    if one.single or one.mean == 0.0:
        return 1.0
    return 2.0 * float(stdtr(one.replications - 1, -abs(one.mean) / one.mc_error)) if one.mc_error else 0.0


def beyond_luck(chances: Sequence[float]) -> list[bool]:
    """Return which of several outcomes moved beyond luck, with all of them looked at (Holm 1979).

    >>> beyond_luck([0.04, 0.001, 0.02, 0.9])
    [False, True, False, False]
    """
    found = [False] * len(chances)
    for place, at in enumerate(sorted(range(len(chances)), key=lambda at: chances[at])):
        if chances[at] > LEVEL / (len(chances) - place):
            break
        found[at] = True
    return found
