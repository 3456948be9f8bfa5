"""Imposed handover: a stress test; social workers hand over a given share of cases whatever they think."""
"""Imposed handover: every social worker hands cases over at one given rate, for stress tests."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention

if TYPE_CHECKING:
    from sim.world import World


class ImposedHandover(Intervention):
    """While it runs, every newly allotted personal budget is handed over with the same chance."""
    """Replaces what social workers would decide wherever Local Links works; it costs nothing and helps nobody itself.

    Its size is the share of the sheet's rate that is imposed, whatever the scale of the population.
    """

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
        "Social workers hand newly eligible people over to Local Links at a given rate, whatever they think of it: a "
        "stress test, not something anybody could buy. It does nothing where Local Links does not work."
    )
    evidence: ClassVar[str] = "None is needed: the rate is imposed to see what follows from it."
    changes: ClassVar[tuple[str, ...]] = ("handover.rate",)

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Set the rate while it runs."""
        if self.timing.running(world.month):
            size = self.size * world.people_per_resident
            world.levers.set("handover.rate", min(self.sheet.rate * size, 1.0), self.name)
