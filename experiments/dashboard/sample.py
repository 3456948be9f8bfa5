"""Sample: some residents of a world, seen month by month, for the map of a place and the lives on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.comparing.life import moments
from models import Kith, Scenario, Standing, portrait_of
from sim.events import Event

DOTS = 600
"""Residents that are shown at a time, or a few more."""
ABSENT, WELL, LONELY, AT_HOME, IN_A_HOME, WITHOUT = range(6)
LETTERS = np.frombuffer(b".wlchn", np.uint8)
"""How each state of a dot is written: absent, well, lonely, paid care at home, in a care home, in need without help."""
GOLDEN_ANGLE = pi * (3.0 - sqrt(5.0))
CARED_AT_HOME = (Standing.OWN_PURSE, Standing.COUNCIL_HOME, Standing.REABLEMENT)


@dataclass(frozen=True)
class Sample:
    """Every so many-th resident by id, those who come later included; ``step`` is how many each stands for."""

    ids: NDArray[np.int64]
    step: int

    def frame(self, world: Kith) -> str:
        """Return one letter for each dot: how that resident is now."""
        people = world.people
        rows = people.row_of[self.ids]
        here = np.flatnonzero(rows >= 0)
        at = rows[here]
        states = np.full(len(self.ids), ABSENT)
        states[here] = np.where(people["lonely"][at] > 0, LONELY, WELL)
        standing = people["standing"][at]
        states[here[standing == Standing.UNMET]] = WITHOUT
        states[here[np.isin(standing, CARED_AT_HOME)]] = AT_HOME
        states[here[people["setting"][at] > 0]] = IN_A_HOME
        return LETTERS[states].tobytes().decode()


def sample_of(world: Kith) -> Sample:
    """Return the residents of a new world who are shown."""
    enters = world.people.start.enters
    at_start, ever = int(np.searchsorted(enters, 1)), int(np.searchsorted(enters, world.months))
    step = max(1, round(at_start / DOTS))
    return Sample(np.arange(0, ever, step), step)


def dots(sample: Sample, scenario: Scenario, seed: int, places: Sequence[str]) -> list[list[int]]:
    """Return for each dot: id, neighbourhood, where in its hexagon (hundredths of the radius), and who it is.

    Who it is: age on entering, woman or not, home (0 alone, 1 with a partner, 2 with family, 3 in a care home),
    lonely (0 to 2), level of frailty, month of entering.
    """
    met = [portrait_of(scenario, seed, int(one)) for one in sample.ids]
    at = [places.index(one.neighbourhood) for one in met]
    seen, total = [0] * len(places), [at.count(place) for place in range(len(places))]
    found = []
    for one, place in zip(met, at, strict=True):
        radius = 0.78 * sqrt((seen[place] + 0.5) / total[place])
        turn = seen[place] * GOLDEN_ANGLE
        seen[place] += 1
        home = 3 if one.care_home else 1 if one.partner else 2 if one.family else 0
        who = [one.age, int(one.female), home, one.lonely, one.cfs, max(one.enters, 0)]
        found.append([one.person, place, round(100 * radius * cos(turn)), round(100 * radius * sin(turn)), *who])
    return found


def lives(sample: Sample, events: Sequence[Event], women: Sequence[bool]) -> dict[str, Any]:
    """Return what happens to each dot: ``phrases``, and by dot a list of month, phrase, month, phrase and so on."""
    place = {int(one): number for number, one in enumerate(sample.ids)}
    own: list[list[Event]] = [[] for _ in sample.ids]
    for event in events:
        if event.person in place:
            own[place[event.person]].append(event)
    phrases: dict[str, int] = {}
    told = [
        [
            part
            for month, said in moments(mine, "her" if woman else "his").items()
            for one in said
            for part in (month, phrases.setdefault(one, len(phrases)))
        ]
        for mine, woman in zip(own, women, strict=True)
    ]
    return {"phrases": list(phrases), "of": told}
