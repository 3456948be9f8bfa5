"""Voluntary sector support: strengthens the groups there are, so that volunteers stay and are better used."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import left_after
from sim.intervention import Intervention
from sim.ledger import Cashable, Line

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_voluntary_sector_support"


class VoluntarySectorSupport(Intervention):
    """Builds up over a year while it runs, and fades once it stops; it reaches nobody in person."""

    name: ClassVar[str] = "voluntary_sector_support"
    title: ClassVar[str] = "Strengthening the voluntary sector"
    summary: ClassVar[str] = (
        "Support for voluntary groups by the sector itself: volunteers stay longer, are matched sooner, and more are "
        "found."
    )
    evidence: ClassVar[str] = "No estimate of any kind was found: its effects are assumed, and may be nothing."
    changes: ClassVar[tuple[str, ...]] = ("volunteer.kept", "volunteer.asked", "matching.added")
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "voluntary sector", "support for the voluntary sector", Cashable.PROGRAMME),
    )

    def strength(self, month: int) -> float:
        """Return how much of its effect there is in a month, from 0 to 1."""
        s, until = self.sheet, min(month, self.timing.end())
        built = min((until - self.timing.start) / s.build_up_months, 1.0)
        return float(built * left_after(month - until, s.half_life_months))

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Keep volunteers, find more, and match them better, everywhere alike."""
        s, strength = self.sheet, self.strength(world.month)
        world.levers.add("volunteer.kept", s.kept_longer_share * strength)
        world.levers.add("matching.added", s.matched_faster_share * strength)
        if self.timing.running(world.month):
            world.levers.add("volunteer.asked", s.volunteers_won_per_year * self.size * strength / world.groups)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay the sector's development workers and training."""
        return {PROGRAMME: self.sheet.pounds_per_year * self.size / 12.0}
