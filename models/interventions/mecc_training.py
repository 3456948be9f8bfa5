"""Making Every Contact Count: people who meet many others at work learn to notice who needs help or company."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import left_by_month, workers_held
from sim.intervention import Intervention, Rows
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
    lasting: ClassVar[bool] = True
    changes: ClassVar[tuple[str, ...]] = ("need.contact", "membership.joining")
    columns: ClassVar[tuple[Column, ...]] = (
        Column(NOTICED, np.int16, 0, "month in which a trained worker noticed the person, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "trainers", "Making Every Contact Count training", Cashable.PROGRAMME),
    )

    def trained(self, month: int) -> float:
        """Return how many trained workers are there in a month; they go on noticing after the training ends."""
        s, timing = self.sheet, self.timing
        return workers_held(s.trained_per_year * self.size, s.leaving_per_year, timing.start, timing.end(), month)

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Notice people at home who are lonely or frail, by lot, as many as trained workers come across."""
        s, people = self.sheet, world.people
        places = self.whole(world, self.trained(world.month) * s.noticed_per_worker_per_year / 12.0, "places")

        def suits(rows: Rows) -> NDArray[np.bool_]:
            in_need = (people["lonely"][rows] > 0) | (people["cfs"][rows] >= s.from_level)
            return in_need & (people["setting"][rows] == 0) & (people[NOTICED][rows] == 0)

        reached = np.sort(self.by_lot(world, "noticed", places, suits))
        self.date(world, NOTICED, reached)
        world.note("noticed by a trained worker", reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Those noticed come to the council's notice, or to a network, sooner for a while."""
        s, (rows, since) = self.sheet, self.since(world, NOTICED)
        left = left_by_month(world.month + 1, s.half_life_months)
        world.levers.multiply("need.contact", rows, 1.0 + (s.notice_ratio - 1.0) * left, since)
        world.levers.multiply("membership.joining", rows, 1.0 + (s.joining_ratio - 1.0) * left, since)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay for the training of so many workers a year, and a part-time organiser."""
        s = self.sheet
        return {PROGRAMME: (s.trained_per_year * s.pounds_per_worker + s.organiser_pounds_per_year) * self.size / 12.0}
