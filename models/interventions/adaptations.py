"""Adaptations: equipment and changes to the home through occupational therapists and Independent Living Centres."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import left_by_month
from sim.intervention import Intervention, Rows
from sim.ledger import Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_adaptations"
ADAPTED = "home_adapted"


class Adaptations(Intervention):
    """Occupational therapists and the centres equip and adapt the homes of frail people, as many as they can."""

    name: ClassVar[str] = "adaptations"
    title: ClassVar[str] = "Adaptations and Independent Living Centres"
    summary: ClassVar[str] = (
        "Occupational therapists and two Independent Living Centres equip and adapt the homes of frail people."
    )
    evidence: ClassVar[str] = (
        "Randomised trials: reducing hazards at home lowers falls (0.74, 0.61 to 0.91), more so among people at high "
        "risk. Fewer hours of home care are assumed, with nothing likely at the far end."
    )
    controlled: ClassVar[bool] = True
    per_resident: ClassVar[bool] = True
    changes: ClassVar[tuple[str, ...]] = ("falls.fall", "care.hours")
    columns: ClassVar[tuple[Column, ...]] = (
        Column(ADAPTED, np.uint16, 0, "month in which the home was adapted, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "occupational therapists", "adaptations and equipment", Cashable.PROGRAMME),
    )

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Adapt the homes of frail people, those with a package or a recent fall more often, as time allows."""
        s, people = self.sheet, world.people

        def suits(rows: Rows) -> NDArray[np.bool_]:
            return (people["setting"][rows] == 0) & (people["cfs"][rows] >= s.from_level) & (people[ADAPTED][rows] == 0)

        def weigh(rows: Rows) -> NDArray[np.float64]:
            pressing = (people["package"][rows] > 0) | (people["fell"][rows] > 0)
            return np.where(pressing, s.pressing_ratio, 1.0)

        homes = s.therapists * s.homes_per_therapist_per_year + s.centres * s.homes_per_centre_per_year
        places = self.whole(world, homes * self.size / 12.0, "homes")
        reached = np.sort(self.by_lot(world, "queue", places, suits, weigh, s.pressing_ratio))
        self.date(world, ADAPTED, reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Lower falls and the hours of care a need comes to, while the equipment serves."""
        s, (rows, since) = self.sheet, self.since(world, ADAPTED)
        left = left_by_month(world.month + 1, s.half_life_months)
        world.levers.multiply("falls.fall", rows, 1.0 + (s.falls_ratio - 1.0) * left, since)
        world.levers.multiply("care.hours", rows, 1.0 + (s.hours_ratio - 1.0) * left, since)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay the centres and the therapists, and for what each home is given."""
        s = self.sheet
        fixed = s.centres * s.centre_pounds_per_year + s.therapists * s.therapist_pounds_per_year
        return {PROGRAMME: fixed * self.size / 12.0 + len(reached) * s.home_pounds}
