"""Community hub franchise: hubs apply, are helped to meet its criteria, and share a network and a name."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention
from sim.ledger import Cashable, Line

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_community_hub_franchise"
OFFICERS = "franchise_officers"


class CommunityHubFranchise(Intervention):
    """Opens the door to a franchise in the pilot neighbourhoods; who goes through it is up to the hubs."""

    name: ClassVar[str] = "community_hub_franchise"
    title: ClassVar[str] = "Community hub franchise"
    summary: ClassVar[str] = (
        "Hubs apply for a franchise, decided once a quarter: an award, or a start-up grant of up to 2,000 pounds and "
        "up to a year's support; franchised hubs learn from one another and buy together."
    )
    evidence: ClassVar[str] = (
        "The rules are those of Cheshire East's pilot; no outcome of it was found, and what quality and a network of "
        "hubs bring is assumed."
    )
    changes: ClassVar[tuple[str, ...]] = ("hub.franchise", "hub.startup_grant")
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "voluntary sector", "franchise pack, training and assurance", Cashable.PROGRAMME),
        Line(OFFICERS, "council", "council officers", "officers' time for the franchise", Cashable.STAFF_TIME),
    )

    def pilots(self, world: "World") -> NDArray[np.int64]:
        """Return the pilot neighbourhoods: first those without a network, then those with most deprived areas.

        A larger programme has more pilots, up to one in every neighbourhood; what each is given stays the same.
        """
        shared = world.shared
        order = np.lexsort((np.arange(world.groups), -shared["deprived_areas"], shared["network"]))
        return np.sort(order[: round(self.sheet.pilot_hubs * self.size * world.people_per_resident)])

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Offer the franchise and its start-up grant."""
        if self.timing.running(world.month):
            world.levers.add("hub.franchise", 1.0, self.pilots(world))
            grant = self.sheet.startup_grant_pounds / world.people_per_resident  # a scaled place has all its hubs
            world.levers.set("hub.startup_grant", grant, self.name)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay for training and assurance, and count the officers' time that existing budgets are said to hold."""
        s, hubs = self.sheet, len(self.pilots(world)) / world.people_per_resident
        hours = s.engagement_hours_per_hub_per_month + s.decision_hours_per_hub_per_year / 12.0
        return {
            PROGRAMME: s.package_pounds_per_hub_per_year * hubs / 12.0,
            OFFICERS: hours * hubs * s.officer_pounds_per_hour,
        }
