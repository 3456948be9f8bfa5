"""Community commissioning: franchised hubs in need of it decide what a public health budget buys there."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention
from sim.ledger import Cashable, Line

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_community_commissioning"


class CommunityCommissioning(Intervention):
    """Gives a budget to hubs that hold a franchise and serve a most deprived area; without a franchise, to none."""

    name: ClassVar[str] = "community_commissioning"
    title: ClassVar[str] = "Community commissioning"
    summary: ClassVar[str] = (
        "Franchised hubs that serve one of the most deprived areas commission activities with a budget of their own: "
        "what is run comes nearer to local need, and members become volunteers. It needs the franchise beside it."
    )
    evidence: ClassVar[str] = "A pilot was proposed; no result was found. Its effects are assumed."
    changes: ClassVar[tuple[str, ...]] = ("hub.commissioning", "volunteer.asked")
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "voluntary sector", "training and needs data for commissioning", Cashable.PROGRAMME),
    )

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Offer the budget everywhere; where a hub commissions, members are won as volunteers."""
        if self.timing.running(world.month):
            s, commissions = self.sheet, world.shared["commissioning"]
            world.levers.add("hub.commissioning", s.budget_pounds_per_hub_per_year * self.size)
            world.levers.add("volunteer.asked", s.producers_per_hub_per_year * self.size * commissions)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay for training and needs data: a part whether or not any hub qualifies, and more for each that does."""
        s, hubs = self.sheet, float(world.shared["commissioning"].sum())
        return {
            PROGRAMME: (s.setting_up_pounds_per_year + hubs * s.training_pounds_per_hub_per_year) * self.size / 12.0
        }
