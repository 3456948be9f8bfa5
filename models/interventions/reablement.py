"""Reablement: more places than the as-now world has, offered to more of those who are assessed."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention
from sim.ledger import WEEKS_PER_MONTH, Cashable, Line

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_reablement"


class MoreReablement(Intervention):
    """Up to six weeks of help to manage again, for more people."""

    name: ClassVar[str] = "reablement"
    title: ClassVar[str] = "Reablement"
    summary: ClassVar[str] = (
        "More places for up to six weeks of help to manage again, offered to most of those in need whom social "
        "workers assess, before it is decided what else they get."
    )
    evidence: ClassVar[str] = (
        "A controlled comparison found better function and less home care, mostly offset by the cost of reablement; "
        "the size of the effect on the frailty scale is assumed."
    )
    controlled: ClassVar[bool] = True
    per_resident: ClassVar[bool] = True
    mark: ClassVar[str] = "began reablement"
    changes: ClassVar[tuple[str, ...]] = (
        "reablement.places",
        "assessment.reablement_offer",
        "assessment.reablement_at_intake",
        "assessment.reablement_selectivity",
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "reablement team", "added reablement places", Cashable.PROGRAMME),
    )

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Add the places, and offer them, while it runs."""
        if self.timing.running(world.month):
            world.levers.add("reablement.places", self.sheet.places_added * self.size / world.groups)
            world.levers.set("assessment.reablement_offer", self.sheet.offer_share, self.name)
            world.levers.set("assessment.reablement_at_intake", self.sheet.at_intake, self.name)
            world.levers.set("assessment.reablement_selectivity", self.sheet.selectivity, self.name)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay for every added place, taken or not."""
        s = self.sheet
        return {PROGRAMME: s.places_added * self.size * s.added_place_pounds_per_week * WEEKS_PER_MONTH}
