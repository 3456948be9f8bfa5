"""Community car scheme: volunteers drive people who cannot get about to friends, clubs and appointments."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import easing_ratio
from sim.intervention import Intervention, Rows
from sim.ledger import Cashable, Line
from sim.population import GONE, Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_community_car_scheme"
MILEAGE = "programme_community_car_miles"
PASSENGER = "car_passenger"


class CommunityCarScheme(Intervention):
    """People who hardly get about are driven, as often as the drivers of their neighbourhood have hours for."""

    name: ClassVar[str] = "community_car_scheme"
    title: ClassVar[str] = "Community car scheme"
    summary: ClassVar[str] = (
        "Volunteers with cars drive older people who hardly get about, at a mileage rate; drivers come from the same "
        "pool of volunteers as everyone else's."
    )
    evidence: ClassVar[str] = (
        "Drivers, passengers and miles are counted; what being driven does for ties, membership and loneliness is "
        "assumed."
    )
    changes: ClassVar[tuple[str, ...]] = (
        "ties.forming",
        "membership.joining",
        "loneliness.easing",
        "volunteer.asked",
    )
    columns: ClassVar[tuple[Column, ...]] = (Column(PASSENGER, np.uint8, 0, "is a passenger of the car scheme: 1"),)
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "car scheme", "Community car scheme", Cashable.PROGRAMME),
        Line(MILEAGE, "council", "volunteers", "mileage of volunteer drivers", Cashable.PROGRAMME),
    )

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Take on passengers at home who hardly get about, by lot, up to the scheme's places."""
        s, people, passenger = self.sheet, world.people, self.own(world, PASSENGER)
        riding = world.few(PASSENGER).rows()
        moved = people["setting"][riding] > 0
        passenger[riding[moved]] = 0
        free = self.room(world, s.passengers * self.size, "places") - int((~moved).sum())

        def suits(rows: Rows) -> NDArray[np.bool_]:
            level, home = people["cfs"][rows], people["setting"][rows] == 0
            return home & (level >= s.from_level) & (level <= s.to_level) & (passenger[rows] == 0)

        places = min(free, self.whole(world, s.new_passengers_per_month * self.size, "new"))
        reached = np.sort(self.by_lot(world, "seat", places, suits))
        passenger[reached] = 1
        world.few(PASSENGER).add(reached)
        world.note("became a passenger", reached)
        return reached

    def _driven(self, world: "World") -> NDArray[np.integer]:
        """Return the rows of those who are still here and for whom a driver had time last month."""
        rows = world.people.row_of[self.answered(world, "trips").astype(np.int64)]
        return np.sort(rows[rows != GONE])

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Those driven meet friends, come to the network and recover sooner; others are asked to drive.

        The miles are paid here, for those of the last month are driven before and owed after the stop.
        """
        s, levers = self.sheet, world.levers
        driven = self._driven(world)
        miles = len(self.answered(world, "trips")) * s.trips_per_passenger_per_year / 12.0 * s.miles_per_trip
        world.ledger.post(world.month, MILEAGE, round(100.0 * miles * s.pounds_per_mile))
        levers.multiply("ties.forming", driven, s.friends_ratio)
        levers.multiply("membership.joining", driven, s.joining_ratio)
        levers.multiply("loneliness.easing", driven, easing_ratio(s.effect))
        riding = world.few(PASSENGER).rows()
        if not self.timing.running(world.month):
            self.own(world, PASSENGER)[riding] = 0
            return
        levers.add("volunteer.asked", s.drivers_won_per_year * self.size / world.groups)
        places = (world.people["id"][riding].astype(np.int64), world.people["neighbourhood"][riding])
        self.ask(world, "trips", places, s.trips_per_passenger_per_year / 12.0 * s.hours_per_trip, driving=True)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay an organiser."""
        return {PROGRAMME: self.sheet.organiser_pounds_per_year * self.size / 12.0}
