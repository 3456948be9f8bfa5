"""Turnover shock: many social workers leave at once, as when teams are reorganised."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention

if TYPE_CHECKING:
    from sim.world import World


class TurnoverShock(Intervention):
    """For some months more social workers leave, and with them goes the trust that had grown."""

    name: ClassVar[str] = "turnover_shock"
    title: ClassVar[str] = "Turnover of social workers"
    summary: ClassVar[str] = (
        "A shock: for some months social workers leave their posts faster; whoever follows has a habit of their own "
        "and has yet to learn to trust Local Links."
    )
    evidence: ClassVar[str] = "Assumed throughout: no document gives a rate of leaving or what it does."
    changes: ClassVar[tuple[str, ...]] = ("handover.leaving",)

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Let more of them leave while it lasts."""
        s = self.sheet
        if self.timing.running(world.month, s.months):
            size = self.size * world.people_per_resident
            world.levers.add("handover.leaving", s.leaving_per_year * size)
