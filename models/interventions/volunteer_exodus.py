"""Volunteer exodus: volunteers leave several times as fast as they are replaced."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention

if TYPE_CHECKING:
    from sim.world import World


class VolunteerExodus(Intervention):
    """A shock: while it lasts, volunteers stop at a multiple of their usual rate, everywhere alike."""

    name: ClassVar[str] = "volunteer_exodus"
    title: ClassVar[str] = "Volunteer exodus"
    summary: ClassVar[str] = (
        "A shock, not a programme: volunteers leave so many times as fast as usual, as where they grow old together or "
        "are asked too much. It shows what churn a network does not survive."
    )
    evidence: ClassVar[str] = "A what-if."
    changes: ClassVar[tuple[str, ...]] = ("volunteer.leaving",)

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Let them leave so many times as fast, whatever else makes them stay or go."""
        if self.timing.running(world.month):
            world.levers.set("volunteer.leaving", self.sheet.leaving_ratio, self.name)
