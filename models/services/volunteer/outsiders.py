"""Outsiders: volunteers who are not residents aged 60 and over, from fixed candidates in each neighbourhood."""

from typing import NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray

from models.services.volunteer.strength import Giving, Numbers, is_trained
from models.signals import Role
from sim.draws import happens, uniform
from sim.rules import kernel
from sim.world import World

OUTSIDE_IDS = 10_000_000
"""Ids of candidates who are not residents begin here: a fixed one per neighbourhood and slot."""
SLOTS = 10_000
"""Ids set aside for each neighbourhood."""


class Slots(NamedTuple):
    """Candidates who are not residents: who and where, what they are for life, and what they do now; shape (slots,)."""

    id: NDArray[np.int64]
    area: NDArray[np.int64]
    role: NDArray[np.uint8]
    hours: NDArray[np.float64]
    joining: NDArray[np.float64]
    state: NDArray[np.int64]
    months: NDArray[np.int64]


@kernel
def come_and_go(
    slots: Slots, p: Numbers, joining: NDArray[np.float64], leaving: NDArray[np.float64], key: np.uint64, month: int
) -> None:
    """Let candidates who are not residents start, finish their training, and stop; rates by neighbourhood."""
    for at in range(len(slots.id)):
        luck, area = uniform(key, month, slots.id[at]), slots.area[at]
        if slots.state[at] == Giving.NOT:
            if happens(luck, slots.joining[at] + joining[area]):
                slots.state[at], slots.months[at] = Giving.TRAINING, 0
        elif happens(luck, leaving[area]):
            slots.state[at], slots.months[at] = Giving.NOT, 0
        else:
            slots.months[at] += 1
            if is_trained(slots.months[at], p.training_months):
                slots.state[at] = Giving.ACTIVE


class Volunteer(mesa.Agent):
    """A candidate who is not a resident aged 60 or over: one of the slots of a neighbourhood, made on demand.

    It does not register itself; its state lies with the word, as a resident's lies in columns.
    """

    def __init__(self, slots: Slots, world: World, place: int) -> None:
        self.model, self.unique_id, self.pos = world, int(slots.id[place]), None
        self.neighbourhood = int(slots.area[place])
        self._slots, self._place = slots, place

    @property
    def state(self) -> int:
        """0 not volunteering, 1 in training, 2 active."""
        return int(self._slots.state[self._place])

    @property
    def months(self) -> int:
        """Months as a volunteer so far."""
        return int(self._slots.months[self._place])

    @property
    def role(self) -> Role:
        """What this volunteer does."""
        return Role(int(self._slots.role[self._place]))

    @property
    def hours_per_week(self) -> float:
        """Hours this volunteer gives a week when active."""
        return float(self._slots.hours[self._place])
