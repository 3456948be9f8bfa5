"""Free bus travel: more buses, at more hours, on which the free pass counts, where buses are poor."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import easing_ratio
from sim.intervention import Intervention, Rows
from sim.ledger import Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_free_bus_travel"
TRIPS = "programme_free_bus_trips"
RIDER = "bus_rider"


class FreeBusTravel(Intervention):
    """People who get about begin to use the buses added, rather those who live rural, up to the places there are."""

    name: ClassVar[str] = "free_bus_travel"
    title: ClassVar[str] = "Better free bus travel"
    summary: ClassVar[str] = (
        "More buses, at more hours, on which the free pass counts, in rural neighbourhoods first: older people who "
        "get about come to friends, clubs and volunteering."
    )
    evidence: ClassVar[str] = (
        "A natural experiment on the pass itself found more use of buses (8%, 6.4 to 9.6), and among those so brought "
        "onto them less loneliness and more volunteering and contact with friends. What better buses add to a pass "
        "that everyone has was not measured: the sizes are assumed."
    )
    per_resident: ClassVar[bool] = True
    changes: ClassVar[tuple[str, ...]] = (
        "ties.forming",
        "membership.joining",
        "volunteer.joining",
        "loneliness.easing",
        "loneliness.onset",
    )
    columns: ClassVar[tuple[Column, ...]] = (Column(RIDER, np.uint8, 0, "rides on the buses added: 1"),)
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "bus operators", "buses added for older people, and passes", Cashable.PROGRAMME),
        Line(TRIPS, "council", "bus operators", "trips on the buses added", Cashable.PROGRAMME),
    )

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Bring people of an age for the pass who get about onto buses, rather in rural neighbourhoods."""
        s, people = self.sheet, world.people
        rural = world.shared["rural"] > 0.0

        def about(rows: Rows) -> NDArray[np.bool_]:
            return (people["cfs"][rows] <= s.to_level) & (people["setting"][rows] == 0)

        def suits(rows: Rows) -> NDArray[np.bool_]:
            return about(rows) & (people["age"][rows] >= s.from_age) & (people[RIDER][rows] == 0)

        def weigh(rows: Rows) -> NDArray[np.float64]:
            return np.where(rural[people["neighbourhood"][rows]], s.rural_targeting_ratio, 1.0)

        self.let_go(world, RIDER, about, s.leaving_per_year)
        free = self.room(world, s.riders * self.size, "places") - len(world.few(RIDER).rows())
        new = min(free, self.whole(world, s.new_riders_per_month * self.size, "new"))
        reached = self.take_on(world, RIDER, self.by_lot(world, "stop", new, suits, weigh, s.rural_targeting_ratio))
        world.note("began to use the buses added", reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Riders meet friends, join, volunteer and recover sooner and are lonely less soon, while the buses run."""
        s, levers, riding = self.sheet, world.levers, world.few(RIDER).rows()
        if not self.timing.running(world.month):
            self.own(world, RIDER)[riding] = 0
            return
        levers.multiply("ties.forming", riding, s.friends_ratio)
        levers.multiply("membership.joining", riding, s.joining_ratio)
        levers.multiply("volunteer.joining", riding, s.volunteering_ratio)
        levers.multiply("loneliness.easing", riding, easing_ratio(s.effect))
        levers.multiply("loneliness.onset", riding, 1.0 / easing_ratio(s.effect))

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay for buses with room for all their riders, full or not, for passes, and for every trip made."""
        s, a_month = self.sheet, self.sheet.trips_per_rider_per_year / 12.0
        added = s.riders * self.size * a_month * s.support_pounds_per_trip
        return {
            PROGRAMME: added + len(reached) * s.pass_pounds,
            TRIPS: len(world.few(RIDER).rows()) * a_month * s.reimbursement_pounds_per_trip,
        }
