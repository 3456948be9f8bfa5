"""Joint team: people of several agencies who plan a community budget before it begins, and keep its pace."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention
from sim.ledger import Cashable, Line

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_joint_team"


class JointTeam(Intervention):
    """What preparing costs, once; to those who are cared for it does nothing by itself."""

    name: ClassVar[str] = "joint_team"
    title: ClassVar[str] = "Joint team"
    summary: ClassVar[str] = (
        "A team of several agencies plans how they will work together, for a term; the part of it that is for older "
        "people is paid for here. Where Local Links works it keeps up some of the pace that such projects lose."
    )
    evidence: ClassVar[str] = (
        "No estimate of any kind: its cost is one bid's; older people's part and its effect are assumed."
    )
    changes: ClassVar[tuple[str, ...]] = ("council.pace",)
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "joint team", "planning of a community budget", Cashable.PROGRAMME),
    )

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Keep up the pace of the council's programmes while the team is there: half a team half of it, two no more."""
        if self.timing.running(world.month, self.sheet.months):
            whole = min(self.size * world.people_per_resident, 1.0)  # a scaled place has its whole team
            world.levers.add("council.pace", self.sheet.pace_share * whole)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay the part of the team that is for older people, evenly over its term."""
        s = self.sheet
        if not self.timing.running(world.month, s.months):
            return {}
        return {PROGRAMME: s.team_pounds * s.ageing_share * self.size / s.months}
