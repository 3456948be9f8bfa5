"""Home safety visits: people over 65 are visited at home, hazards are mended and benefits claimed."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import FADED, left_by_month
from sim.intervention import Intervention, Rows
from sim.ledger import Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_home_safety_visits"
BENEFITS = "benefits_home_safety_visits"
VISITED = "home_safety_visited"


class HomeSafetyVisits(Intervention):
    """Visits to older people at home, more often to the frail and deprived; requests for support bring benefits."""

    name: ClassVar[str] = "home_safety_visits"
    title: ClassVar[str] = "Home safety visits"
    summary: ClassVar[str] = (
        "Visits to people aged 65 and over at home, targeted on risk: hazards are found and mended, and "
        "requests for support bring benefits to claim."
    )
    evidence: ClassVar[str] = (
        "Trials of home safety advice found no sure effect on falls (0.90, 0.79 to 1.03). The share who ask for "
        "support and what they gain are counts without comparison; benefits are income to residents, never a saving."
    )
    controlled: ClassVar[bool] = True
    per_resident: ClassVar[bool] = True
    changes: ClassVar[tuple[str, ...]] = ("falls.fall", "need.contact")
    columns: ClassVar[tuple[Column, ...]] = (
        Column(VISITED, np.uint16, 0, "month of the home safety visit, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "visitors", "home safety visits", Cashable.PROGRAMME),
        Line(BENEFITS, "DWP", "residents", "benefits gained after home safety visits", Cashable.TRANSFER),
    )

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Visit as many as there are visits for: more often those at risk, everyone once."""
        s, people = self.sheet, world.people

        def suits(rows: Rows) -> NDArray[np.bool_]:
            return (people["setting"][rows] == 0) & (people["age"][rows] >= s.from_age) & (people[VISITED][rows] == 0)

        def weigh(rows: Rows) -> NDArray[np.float64]:
            at_risk = (people["cfs"][rows] >= s.risk_from_level) | (people["fifth"][rows] <= s.risk_to_fifth)
            return np.where(at_risk, s.targeting_ratio, 1.0)

        visits = self.whole(world, s.visits_per_year * self.size / 12.0, "visits")
        reached = np.sort(self.by_lot(world, "queue", visits, suits, weigh, s.targeting_ratio))
        self.date(world, VISITED, reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Lower falls among the visited, fading; those in need among them are noticed for a while."""
        s = self.sheet
        rows, since = self.since(world, VISITED, within=FADED * s.half_life_months)
        left = left_by_month(world.month + 1, s.half_life_months)
        world.levers.multiply("falls.fall", rows, 1.0 + (s.falls_ratio - 1.0) * left, since)
        noticed = rows[np.flatnonzero(since < s.notice_months)]
        world.levers.multiply("need.contact", noticed, s.notice_ratio)

    def requests(self, world: "World", reached: NDArray[np.int64]) -> int:
        """Return how many of those visited ask for support."""
        luck = world.draws.uniform(f"{self.name}.request", world.month, world.people["id"][reached])
        return int((luck < self.sheet.request_share).sum())

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay for visits and mending; what residents gain in benefits is a transfer."""
        s = self.sheet
        spent = len(reached) * (s.visit_pounds + s.hazard_share * s.mending_pounds)
        return {PROGRAMME: spent, BENEFITS: self.requests(world, reached) * s.benefit_pounds_per_request}
