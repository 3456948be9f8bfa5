"""CLARE's brokerage: a seconded social worker plans support while two workers earn the trust of the streets."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention
from sim.ledger import Cashable, Line, drawn_down

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_clare_brokerage"
MATCH = "match_clare_brokerage"


def trust_earned(months: int, at_start: float, months_to_earn: float) -> float:
    """Return trust from 0 to 1 after so many months on the ground.

    The distance still to go shrinks by the same share every month. Source: assumed; clare_brokerage.toml.

    >>> round(trust_earned(0, 0.2, 12.0), 3), round(trust_earned(12, 0.2, 12.0), 3)
    (0.2, 0.706)
    """
    return float(1.0 - (1.0 - at_start) * np.exp(-months / months_to_earn))


class ClareBrokerage(Intervention):
    """One seconded senior social worker brokers; two community development workers win volunteers, slowly at first."""

    name: ClassVar[str] = "clare_brokerage"
    title: ClassVar[str] = "CLARE's brokerage"
    summary: ClassVar[str] = (
        "A social worker seconded from the service that pays for care plans and brokers support, and two community "
        "development workers build up volunteering, in a community whose trust has to be earned."
    )
    evidence: ClassVar[str] = (
        "No measured effect: the programme had only begun. Effects are those assumed of Local Links; how fast trust is "
        "earned is assumed too. The Trust pays for hospitals too; what comes free there is counted as its own."
    )
    mark: ClassVar[str] = "plan brokered by Local Links"
    changes: ClassVar[tuple[str, ...]] = (
        "local_links.planners",
        "local_links.paid",
        "local_links.funded",
        "handover.engaged",
        "handover.champion",
        "volunteer.asked",
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "CLARE", "CLARE programme", Cashable.PROGRAMME),
        Line(MATCH, "Public Health Agency", "CLARE", "Public Health Agency's half of CLARE", Cashable.PROGRAMME),
    )

    def _schemes(self, world: "World") -> NDArray[np.float64]:
        """Return the share of the programme in each neighbourhood now; the place says which join later."""
        if not self.timing.running(world.month):
            return np.zeros(world.groups)
        return world.serving(1, world.month - self.timing.start)

    def _pounds(self) -> float:
        """Return what the programme pays out in a month: all posts and overheads."""
        s = self.sheet
        staff = (
            s.manager_posts * s.manager_pounds_per_year
            + s.social_worker_posts * s.social_worker_pounds_per_year
            + s.development_worker_posts * s.development_worker_pounds_per_year
        )
        return float(staff * (1.0 + s.overhead_share) * self.size / 12.0)

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Put the seconded planner to work, win volunteers as far as there is trust, and tell the books."""
        s, levers, schemes = self.sheet, world.levers, self._schemes(world)
        months, served = world.month - self.timing.start, (schemes > 0.0).astype(np.float64)
        trust = trust_earned(months, s.trust_at_start, s.months_to_earn_trust)
        won = s.development_worker_posts * s.volunteers_won_per_post_per_year * trust * world.shared["recruiting"][0]
        drawn = drawn_down(s.loan_pounds * (1.0 + world.shared["match"][0]), months, s.drawdown_months)
        levers.add("local_links.planners", s.social_worker_posts * s.planning_share * self.size * schemes)
        levers.add("volunteer.asked", won * self.size * schemes)
        levers.add("handover.engaged", s.engaged_early_share * served)
        levers.add("handover.champion", s.champion_share * served)
        levers.add("local_links.paid", self._pounds() * schemes)
        levers.add("local_links.funded", drawn * self.size * schemes)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Share the cost of the posts between who pays for care and the Public Health Agency."""
        pounds = float(self._schemes(world).sum()) * self._pounds()
        matched = self.sheet.matched_share * pounds
        return {PROGRAMME: pounds - matched, MATCH: matched}
