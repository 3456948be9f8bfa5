"""Local Links: support planners for newly eligible people, in the neighbourhoods of its schemes."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention
from sim.ledger import Cashable, Line, drawn_down

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_local_links"


class LocalLinks(Intervention):
    """Staff write and broker plans for those handed over, and ask people to volunteer with the rest of their time."""

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
    changes: ClassVar[tuple[str, ...]] = (
        "local_links.planners",
        "local_links.paid",
        "local_links.funded",
        "local_links.cash_feedback",
        "handover.champion",
        "handover.engaged",
        "managed_budget.local_links",
        "managed_budget.direct_payment",
        "managed_budget.service_fund",
        "managed_budget.pooled",
        "volunteer.asked",
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "Local Links", "Local Links programme", Cashable.PROGRAMME),
    )

    def _schemes(self, world: "World") -> NDArray[np.float64]:
        """Return how many of the schemes serve each neighbourhood now."""
        if not self.timing.running(world.month):
            return np.zeros(world.groups)
        return world.serving(round(self.sheet.schemes), world.month - self.timing.start)

    def _champions(self, world: "World") -> float:
        """Return the champions of each scheme, once their time has come."""
        come = world.month >= self.timing.start + self.sheet.champion_after_months
        return float(self.sheet.champions_per_scheme * come)

    def _pounds(self, world: "World") -> float:
        """Return what a scheme pays out in a month, staff and overheads."""
        s = self.sheet
        staff = s.staff_per_scheme * s.staff_pounds_per_year + self._champions(world) * s.champion_pounds_per_year
        return float(staff * (1.0 + s.overhead_share) * self.size / 12.0)

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Put staff, a champion and the options taken into the catchment while the council lets it go on."""
        s, levers, schemes = self.sheet, world.levers, self._schemes(world)
        served = (schemes > 0.0).astype(np.float64)
        posts = s.staff_per_scheme * self.size * schemes
        asked = posts * s.recruiting_share * s.volunteers_won_per_post_per_year * world.shared["recruiting"][0]
        levers.add("local_links.planners", posts * (1.0 - s.recruiting_share))
        levers.add("volunteer.asked", asked)
        levers.add("handover.champion", self._champions(world) * served)
        levers.add("handover.engaged", s.engaged_early_share * served)
        levers.add("managed_budget.local_links", s.held_share * served)
        levers.add("managed_budget.direct_payment", s.direct_payment_share * served)
        levers.add("managed_budget.service_fund", s.service_fund_share * served)
        levers.add("managed_budget.pooled", s.pooled_share * served)
        self._fund(world, schemes)

    def _fund(self, world: "World", schemes: NDArray[np.float64]) -> None:
        """Tell the schemes' books what they pay, and what they draw of loan, match and grant."""
        s, levers = self.sheet, world.levers
        lent = s.loan_pounds * (1.0 + world.shared["match"][0])
        drawn = drawn_down(lent, world.month - self.timing.start, s.drawdown_months)
        levers.add("local_links.paid", self._pounds(world) * schemes)
        levers.add("local_links.funded", (drawn + s.grant_pounds_per_year / 12.0) * self.size * schemes)
        levers.add("local_links.cash_feedback", s.cash_feedback * (schemes > 0.0))

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay the staff of every scheme, and overheads on them."""
        return {PROGRAMME: float(self._schemes(world).sum()) * self._pounds(world)}
