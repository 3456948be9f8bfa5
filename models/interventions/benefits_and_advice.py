"""Benefits and advice: advisers help older people claim what they are entitled to."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention, Rows
from sim.ledger import Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_benefits_and_advice"
BENEFITS = "benefits_gained_advice"
ADVISED = "advised"


class BenefitsAndAdvice(Intervention):
    """Advisers see people likely to be entitled; what these gain is a transfer and nothing else."""

    name: ClassVar[str] = "benefits_and_advice"
    title: ClassVar[str] = "Benefits and advice"
    summary: ClassVar[str] = (
        "Advisers help frail and deprived older people claim benefits they are entitled to; a transfer, never a saving."
    )
    evidence: ClassVar[str] = (
        "Gains are counted without comparison. No effect on health, loneliness or care is claimed."
    )
    controlled: ClassVar[bool] = False
    per_resident: ClassVar[bool] = True
    changes: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[Column, ...]] = (
        Column(ADVISED, np.uint16, 0, "month of the advice, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "advisers", "benefits advice", Cashable.PROGRAMME),
        Line(BENEFITS, "DWP", "residents", "benefits gained through advice", Cashable.TRANSFER),
    )

    def reach(self, world: "World") -> NDArray[np.int64]:
        """See as many as the advisers have time for, more often people likely to be entitled, everyone once."""
        s, people, advised = self.sheet, world.people, self.own(world, ADVISED)

        def suits(rows: Rows) -> NDArray[np.bool_]:
            return (people["setting"][rows] == 0) & (people["cfs"][rows] >= s.from_level) & (advised[rows] == 0)

        def weigh(rows: Rows) -> NDArray[np.float64]:
            return np.where(people["fifth"][rows] <= s.sooner_to_fifth, s.targeting_ratio, 1.0)

        cases = self.whole(world, s.advisers * s.cases_per_adviser_per_year * self.size / 12.0, "cases")
        reached = np.sort(self.by_lot(world, "queue", cases, suits, weigh, s.targeting_ratio))
        advised[reached] = world.month + 1
        return reached

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay the advisers; a year's gain of those who succeed is posted as income to residents."""
        s = self.sheet
        luck = world.draws.uniform(f"{self.name}.success", world.month, world.people["id"][reached])
        gained = int((luck < s.success_share).sum()) * s.gain_pounds
        return {PROGRAMME: s.advisers * s.adviser_pounds_per_year * self.size / 12.0, BENEFITS: gained}
