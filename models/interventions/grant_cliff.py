"""Grant cliff: the networks' core grants are not renewed."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention

if TYPE_CHECKING:
    from sim.world import World


class GrantCliff(Intervention):
    """A shock: from its start, core grants are cut to what is left of them; they come back if it stops."""

    name: ClassVar[str] = "grant_cliff"
    title: ClassVar[str] = "Grant cliff"
    summary: ClassVar[str] = (
        "A shock, not a programme: the networks' core grants, assured for three years, are not renewed when it starts."
    )
    evidence: ClassVar[str] = "A what-if. How long networks last without a grant follows from their reserves, assumed."
    changes: ClassVar[tuple[str, ...]] = ("hub.core_grant",)

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Pay only what is left of the core grants."""
        if self.timing.running(world.month):
            world.levers.set("hub.core_grant", self.sheet.share_left, self.name)
