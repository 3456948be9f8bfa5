"""Integrated discharge team: health and council staff who bring frail patients home sooner."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention
from sim.ledger import Cashable, Line

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_integrated_discharge_team"


class IntegratedDischargeTeam(Intervention):
    """A team sees frail emergency patients, as many as it has time for; days saved free beds, not cash."""

    name: ClassVar[str] = "integrated_discharge_team"
    title: ClassVar[str] = "Integrated discharge team"
    summary: ClassVar[str] = (
        "Health and council staff bring frail patients home sooner after an emergency admission, some to reablement "
        "instead of a package or a care home."
    )
    evidence: ClassVar[str] = (
        "Randomised trials of early supported discharge: six days shorter, no other outcome changed. That some need "
        "less care afterwards is a prior. Beds freed are not money saved."
    )
    controlled: ClassVar[bool] = True
    per_resident: ClassVar[bool] = True
    changes: ClassVar[tuple[str, ...]] = ("hospital.discharge_team", "hospital.days_saved", "hospital.diverted")
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "discharge team", "integrated discharge team", Cashable.PROGRAMME),
    )

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Give every neighbourhood its part of the team, while it runs."""
        if self.timing.running(world.month):
            s = self.sheet
            patients = s.staff * s.patients_per_post_per_year * self.size / 12.0
            world.levers.add("hospital.discharge_team", patients / world.groups)
            world.levers.set("hospital.days_saved", s.days_saved, self.name)
            world.levers.set("hospital.diverted", s.diverted_share, self.name)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay the team."""
        return {PROGRAMME: self.sheet.staff * self.size * self.sheet.post_pounds_per_year / 12.0}
