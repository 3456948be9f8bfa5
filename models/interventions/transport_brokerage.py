"""Transport brokerage: a broker finds people who hardly get about a seat in vehicles that stand idle."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import easing_ratio
from sim.intervention import Intervention, Rows
from sim.ledger import Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_transport_brokerage"
TRIPS = "programme_brokered_trips"
SEATED = "brokered_seat"
WEEKS_PER_YEAR = 52.0


class TransportBrokerage(Intervention):
    """Brokers negotiate rides for people who hardly get about, as many as there are idle seats; no volunteer drives."""

    name: ClassVar[str] = "transport_brokerage"
    title: ClassVar[str] = "Transport brokerage"
    summary: ClassVar[str] = (
        "A broker finds older people who hardly get about a seat in vehicles there are already: dial-a-ride, the "
        "minibuses of day centres, hospital cars."
    )
    evidence: ClassVar[str] = (
        "Proposed, and no result was found: seats, trips and what they do for ties, membership and loneliness are "
        "assumed, as in the car scheme."
    )
    per_resident: ClassVar[bool] = True
    changes: ClassVar[tuple[str, ...]] = ("ties.forming", "membership.joining", "loneliness.easing", "loneliness.onset")
    columns: ClassVar[tuple[Column, ...]] = (Column(SEATED, np.uint8, 0, "has a seat that a broker found: 1"),)
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "transport brokers", "Transport brokerage", Cashable.PROGRAMME),
        Line(TRIPS, "council", "owners of vehicles", "trips that brokers found", Cashable.PROGRAMME),
    )

    def seats(self) -> float:
        """Return for how many people the idle seats are enough, each as often as they travel."""
        s = self.sheet
        return float(s.idle_seats_per_week * self.size * WEEKS_PER_YEAR / s.trips_per_passenger_per_year)

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Find seats for people at home who hardly get about, by lot: no more than brokers can and seats there are."""
        s, people = self.sheet, world.people

        def able(rows: Rows) -> NDArray[np.bool_]:
            return (people["cfs"][rows] <= s.to_level) & (people["setting"][rows] == 0)

        def suits(rows: Rows) -> NDArray[np.bool_]:
            return able(rows) & (people["cfs"][rows] >= s.from_level) & (people[SEATED][rows] == 0)

        self.let_go(world, SEATED, able, s.leaving_per_year)
        free = self.room(world, self.seats(), "places") - len(world.few(SEATED).rows())

        found = min(free, self.whole(world, s.brokers * s.found_per_broker_per_month * self.size, "found"))
        reached = self.take_on(world, SEATED, self.by_lot(world, "seat", found, suits))
        world.note("was found a seat by a broker", reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Those with a seat meet friends, join, recover sooner and are lonely less soon, while it runs."""
        s, levers, riding = self.sheet, world.levers, world.few(SEATED).rows()
        if not self.timing.running(world.month):
            self.own(world, SEATED)[riding] = 0
            return
        levers.multiply("ties.forming", riding, s.friends_ratio)
        levers.multiply("membership.joining", riding, s.joining_ratio)
        levers.multiply("loneliness.easing", riding, easing_ratio(s.effect))
        levers.multiply("loneliness.onset", riding, 1.0 / easing_ratio(s.effect))

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay the brokers, and the owners of the vehicles for every trip."""
        s = self.sheet
        trips = len(world.few(SEATED).rows()) * s.trips_per_passenger_per_year / 12.0
        return {
            PROGRAMME: s.brokers * s.broker_pounds_per_year * self.size / 12.0,
            TRIPS: trips * s.pounds_per_trip,
        }
