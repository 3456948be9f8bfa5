"""Making Every Contact Count: people who meet many others at work learn to notice who needs help or company."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import left_after
from sim.intervention import Intervention
from sim.ledger import Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_mecc_training"
NOTICED = "mecc_noticed"


class MeccTraining(Intervention):
    """Finds people in proportion to the workers trained who are still there; it tells them where to turn."""

    name: ClassVar[str] = "mecc_training"
    title: ClassVar[str] = "Making Every Contact Count"
    summary: ClassVar[str] = (
        "Housing officers, pharmacists, shop staff and others are trained to notice older people who are lonely or in "
        "need, and to tell them where to turn."
    )
    evidence: ClassVar[str] = "No controlled estimate: whom trained workers find, and what comes of it, is assumed."
    changes: ClassVar[tuple[str, ...]] = ("need.contact", "membership.joining")
    columns: ClassVar[tuple[Column, ...]] = (
        Column(NOTICED, np.int16, 0, "month in which a trained worker noticed the person, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "trainers", "Making Every Contact Count training", Cashable.PROGRAMME),
    )

    def trained(self, month: int) -> float:
        """Return how many trained workers are there in a month; they go on noticing after the training ends."""
        s, stop = self.sheet, self.timing.stop
        leaving = s.leaving_per_year / 12.0
        trained_until = month if stop is None else min(month, stop)
        held = s.trained_per_year / 12.0 * (1.0 - np.exp(-leaving * (trained_until - self.timing.start))) / leaving
        return float(held * np.exp(-leaving * (month - trained_until)) * self.size)

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Notice people at home who are lonely or frail, by lot, as many as trained workers come across."""
        s, people = self.sheet, world.people
        places = self.whole(world, self.trained(world.month) * s.noticed_per_worker_per_year / 12.0, "places")
        near = self.within_reach(world, "noticed", places, share=0.2)
        suits = (people["lonely"][near] > 0) | (people["cfs"][near] >= s.from_level)
        near = near[suits & (people["setting"][near] == 0) & (people[NOTICED][near] == 0)]
        reached = np.sort(self.by_lot(world, near, "noticed")[:places])
        self.own(world, NOTICED)[reached] = world.month + 1
        world.few(NOTICED).add(reached)
        world.note("noticed by a trained worker", reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Those noticed come to the council's notice, or to a network, sooner for a while."""
        s, rows = self.sheet, world.few(NOTICED).rows()
        since = world.month + 1 - world.people[NOTICED][rows].astype(np.int64)
        left = np.array([left_after(month, s.half_life_months) for month in range(world.month + 1)])[since]
        for lever, most in zip(self.changes, (s.notice_ratio, s.joining_ratio), strict=True):
            world.levers.multiply(lever, rows, 1.0 + (most - 1.0) * left)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay for the training of so many workers a year, and a part-time organiser."""
        s = self.sheet
        return {PROGRAMME: (s.trained_per_year * s.pounds_per_worker + s.organiser_pounds_per_year) * self.size / 12.0}
