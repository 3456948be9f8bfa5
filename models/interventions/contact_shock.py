"""Contact shock: for a time people keep apart, as in a pandemic."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention

if TYPE_CHECKING:
    from sim.world import World


class ContactShock(Intervention):
    """A shock: few ties form, networks cannot meet, fewer start to volunteer, and loneliness comes sooner."""

    name: ClassVar[str] = "contact_shock"
    title: ClassVar[str] = "Contact shock"
    summary: ClassVar[str] = (
        "A shock, not a programme: for so many months people keep apart, networks cannot meet, and loneliness rises. "
        "Illness and death by a pandemic are not part of it."
    )
    evidence: ClassVar[str] = "A what-if: every ratio is assumed."
    changes: ClassVar[tuple[str, ...]] = (
        "ties.forming",
        "loneliness.onset",
        "loneliness.easing",
        "membership.joining",
        "volunteer.joining",
        "hub.suspended",
    )

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Hold everyone's ratios while it lasts."""
        s = self.sheet
        if not self.timing.running(world.month, s.duration_months):
            return
        everyone = np.arange(world.people.size)
        ratios = (s.forming_ratio, s.onset_ratio, s.easing_ratio, s.joining_ratio, s.volunteering_ratio)
        for lever, ratio in zip(self.changes, ratios, strict=False):
            world.levers.multiply(lever, everyone, ratio)
        world.levers.add("hub.suspended", s.suspended_share)
