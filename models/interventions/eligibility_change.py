"""Eligibility change: a shock; fewer bands of need are eligible for council-funded care."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention

if TYPE_CHECKING:
    from sim.world import World


class EligibilityChange(Intervention):
    """While it runs, only so many bands of need are eligible; those who have a package keep it until review."""

    name: ClassVar[str] = "eligibility_change"
    title: ClassVar[str] = "Eligibility change"
    summary: ClassVar[str] = (
        "A shock: the council raises the threshold of eligibility, by default to critical need alone, for everyone "
        "assessed from then on."
    )
    evidence: ClassVar[str] = (
        "A rule, not an effect: what becomes of those turned away rests on what the model assumes of unmet need."
    )
    changes: ClassVar[tuple[str, ...]] = ("assessment.threshold",)

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Hold the threshold while it runs."""
        if self.timing.running(world.month):
            world.levers.set("assessment.threshold", self.sheet.bands_served, self.name)
