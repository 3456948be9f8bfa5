"""Moves: what one parameter moves between the two ends of its range, under the same luck."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from experiments.asking.usual import START
from experiments.dashboard.crew import Tell, luck, telling
from models import Plan, Run, Scenario, interventions, sheets
from sim.errors import ModelError, did_you_mean

LAST = 12
"""Months over which a state of the world is averaged."""
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
    return {"name": name, "points": points, "outcomes": [_outcome(at, found) for at in range(len(OUTCOMES))]}


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


def _outcome(at: int, found: np.ndarray) -> dict[str, Any]:
    measure, how, title = OUTCOMES[at]
    moved = found[:, 2, at] - found[:, 0, at]
    error = float(moved.std(ddof=1) / np.sqrt(len(moved))) if len(moved) > 1 else float("nan")
    means = [round(float(one), 6) for one in found[:, :, at].mean(axis=0)]
    clear = bool(abs(moved.mean()) >= 2.0 * error and moved.mean() != 0.0)
    return {"measure": measure, "kind": how, "title": title, "at": means, "clear": clear}
