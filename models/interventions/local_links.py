"""Local Links: support planners for newly eligible people, in the neighbourhoods of its schemes."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention
from sim.ledger import Cashable, Line

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_local_links"


class LocalLinks(Intervention):
    """Planners write and broker plans for those handed over; staff also ask people to volunteer."""

    name: ClassVar[str] = "local_links"
    title: ClassVar[str] = "Local Links"
    summary: ClassVar[str] = (
        "Support planners in neighbourhood networks plan and broker statutory and community support for people "
        "newly allotted a personal budget, once a social worker hands them over."
    )
    evidence: ClassVar[str] = (
        "No measured effect: the case study says the numbers have been too small. Its effects are assumed."
    )
    mark: ClassVar[str] = "plan brokered by Local Links"
    changes: ClassVar[tuple[str, ...]] = ("local_links.planners", "handover.champion", "volunteer.asked")
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "Local Links", "Local Links programme", Cashable.PROGRAMME),
    )

    def _schemes(self, world: "World") -> NDArray[np.float64]:
        """Return how many of the schemes serve each neighbourhood by now."""
        return world.serving(int(self.sheet.schemes), world.month - self.timing.start)

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Put planners, a champion and the asking of volunteers into the catchment while it runs."""
        if not self.timing.running(world.month):
            return
        s, schemes = self.sheet, self._schemes(world)
        world.levers.add("local_links.planners", s.planners_per_scheme * self.size * schemes)
        world.levers.add("handover.champion", s.champions_per_scheme * (schemes > 0.0))
        world.levers.add("volunteer.asked", s.volunteers_won_per_scheme_per_year * self.size * schemes)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay the staff of every scheme, and overheads on them."""
        s = self.sheet
        staff = (
            s.planners_per_scheme * s.planner_pounds_per_year
            + s.volunteer_workers_per_scheme * s.volunteer_worker_pounds_per_year
            + s.champions_per_scheme * s.champion_pounds_per_year
        )
        schemes = float(self._schemes(world).sum())
        return {PROGRAMME: schemes * staff * (1.0 + s.overhead_share) * self.size / 12.0}
