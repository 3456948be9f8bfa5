"""Information consortium: agencies share what they know, so that people hear of what there is from any of them."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import FADED, left_by_month
from sim.intervention import Intervention, Rows
from sim.ledger import Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_information_consortium"
TOLD = "consortium_told"


class InformationConsortium(Intervention):
    """People at home hear of services in proportion to the agencies that take part and those whom each sees."""

    name: ClassVar[str] = "information_consortium"
    title: ClassVar[str] = "Information consortium"
    summary: ClassVar[str] = (
        "Agencies that older people turn to share one directory of services, so that whoever is in touch with any "
        "of them hears of what there is."
    )
    evidence: ClassVar[str] = (
        "Only the number of agencies is known; whom they tell, and what comes of it, is assumed. Advice may bring "
        "people to the council sooner or help them elsewhere, so its range holds both. No benefits are claimed."
    )
    per_resident: ClassVar[bool] = True
    changes: ClassVar[tuple[str, ...]] = ("membership.joining", "need.contact")
    columns: ClassVar[tuple[Column, ...]] = (
        Column(TOLD, np.int16, 0, "month in which an agency last told of services, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "agencies", "information consortium and its directory", Cashable.PROGRAMME),
    )

    def told_per_month(self) -> float:
        """Return how many people hear of services a month: those whom all agencies see, as far as they are told."""
        s = self.sheet
        return float(s.agencies * s.seen_per_agency_per_year * s.told_share * self.size / 12.0)

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Tell people at home by lot; nobody again until a while has passed."""
        s, people = self.sheet, world.people

        def suits(rows: Rows) -> NDArray[np.bool_]:
            told = people[TOLD][rows]
            due = (told == 0) | (told <= world.month + 1 - s.again_after_months)
            return due & (people["setting"][rows] == 0)

        wanted = self.whole(world, self.told_per_month(), "told")
        reached = np.sort(self.by_lot(world, "desk", wanted, suits))
        self.date(world, TOLD, reached)
        world.note("told of services by an agency", reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Those told join a network sooner, and come to the council's notice sooner or later, all of it fading."""
        s = self.sheet
        rows, since = self.since(world, TOLD, within=FADED * s.half_life_months)
        left = left_by_month(world.month + 1, s.half_life_months)
        world.levers.multiply("membership.joining", rows, 1.0 + (s.joining_ratio - 1.0) * left, since)
        world.levers.multiply("need.contact", rows, 1.0 + (s.notice_ratio - 1.0) * left, since)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay a coordinator, the directory and the hours that each agency gives to keeping it right."""
        s = self.sheet
        year = s.coordinator_pounds_per_year + s.directory_pounds_per_year + s.agencies * s.pounds_per_agency_per_year
        return {PROGRAMME: year * self.size / 12.0}
