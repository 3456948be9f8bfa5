"""Imposed handover: a stress test; social workers hand over a given share of cases whatever they think."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention

if TYPE_CHECKING:
    from sim.world import World


class ImposedHandover(Intervention):
    """While it runs, every newly allotted personal budget is handed over with the same chance."""

    name: ClassVar[str] = "imposed_handover"
    title: ClassVar[str] = "Imposed handover"
    summary: ClassVar[str] = (
        "A stress test: whatever social workers think, a given share of new personal budgets is handed over where "
        "Local Links works; without Local Links it does nothing."
    )
    evidence: ClassVar[str] = "No claim: it sets the rate instead of letting it come about."
    changes: ClassVar[tuple[str, ...]] = ("handover.rate",)

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Hold the rate while it runs."""
        if self.timing.running(world.month):
            world.levers.set("handover.rate", self.sheet.rate, self.name)
