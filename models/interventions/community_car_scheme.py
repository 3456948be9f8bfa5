"""Community car scheme: volunteers drive people who cannot get about to friends, clubs and appointments."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import easing_ratio
from sim.intervention import Intervention, Rows, Timing
from sim.ledger import Cashable, Line
from sim.pool import first_of_each
from sim.population import GONE, Column

if TYPE_CHECKING:
    from sim.parameters import Sheet
    from sim.world import World

PROGRAMME = "programme_community_car_scheme"
MILEAGE = "programme_community_car_miles"
PASSENGER = "car_passenger"
DRIVER = 3
"""Code on the roster of volunteers who drive others."""


class CommunityCarScheme(Intervention):
    """People who hardly get about are driven, as often as those ``drivers`` (ids) near them have hours for."""

    name: ClassVar[str] = "community_car_scheme"
    title: ClassVar[str] = "Community car scheme"
    summary: ClassVar[str] = (
        "Volunteers with cars drive older people who hardly get about, at a mileage rate; drivers are enrolled from "
        "the same volunteers that everyone else asks."
    )
    evidence: ClassVar[str] = (
        "Drivers, passengers and miles are counted; what rides do for ties, membership and loneliness is assumed."
    )
    changes: ClassVar[tuple[str, ...]] = (
        "ties.forming",
        "membership.joining",
        "loneliness.easing",
        "loneliness.onset",
        "volunteer.asked",
    )
    columns: ClassVar[tuple[Column, ...]] = (Column(PASSENGER, np.uint8, 0, "is a passenger of the car scheme: 1"),)
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "car scheme", "Community car scheme", Cashable.PROGRAMME),
        Line(MILEAGE, "council", "volunteers", "mileage of volunteer drivers", Cashable.PROGRAMME),
    )

    def __init__(self, sheet: "Sheet", timing: Timing, size: float = 1.0) -> None:
        super().__init__(sheet, timing, size)
        self.drivers = np.empty(0, np.int64)

    def hours_per_passenger(self) -> float:
        """Return a driver's hours a month for each passenger."""
        return float(self.sheet.trips_per_passenger_per_year / 12.0 * self.sheet.hours_per_trip)

    def places(self, world: "World") -> NDArray[np.int64]:
        """Return how many passengers the drivers of each neighbourhood have hours for, as on the roster."""
        hours = world.roster.hours_of(self.drivers, world.groups)
        return (hours / self.hours_per_passenger() + 1e-9).astype(np.int64)

    def _enrol(self, world: "World", riding: NDArray[np.integer]) -> None:
        """Let go of drivers who stopped, and enrol others by lot, first where passengers wait for one."""
        s, roster = self.sheet, world.roster
        driving = np.flatnonzero(roster.role == DRIVER)
        ours = np.isin(roster.id[driving], self.drivers, assume_unique=True)
        self.drivers, others = np.sort(roster.id[driving[ours]]), driving[~ours]
        free = self.room(world, s.drivers * self.size, "drivers") - len(self.drivers)
        new = max(min(free, self.whole(world, s.new_drivers_per_month * self.size, "enrolled")), 0)
        luck = world.draws.uniform(f"{self.name}.driver", 0, roster.id[others])
        waited_for = (riding > self.places(world))[roster.group[others]]
        enrolled = others[np.lexsort((luck, ~waited_for))[:new]]
        self.drivers = np.sort(np.concatenate([self.drivers, roster.id[enrolled]]))

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Take on passengers at home who hardly get about, by lot, where a driver has hours; let go of the frailest."""
        s, people = self.sheet, world.people
        area, level = people["neighbourhood"], people["cfs"]

        def able(rows: Rows) -> NDArray[np.bool_]:
            return (level[rows] <= s.to_level) & (people["setting"][rows] == 0)

        def suits(rows: Rows) -> NDArray[np.bool_]:
            waits = (level[rows] >= s.from_level) & (people[PASSENGER][rows] == 0)
            return able(rows) & waits & (free[area[rows]] > 0)

        def weigh(rows: Rows) -> NDArray[np.float64]:
            return free[area[rows]].astype(np.float64)

        self.let_go(world, PASSENGER, able)
        riding = np.bincount(area[world.few(PASSENGER).rows()], minlength=world.groups)
        self._enrol(world, riding)
        free = np.maximum(self.places(world) - riding, 0)
        places = min(int(free.sum()), self.whole(world, s.new_passengers_per_month * self.size, "new"))
        drawn = self.by_lot(world, "seat", places, suits, weigh, float(free.max()))
        reached = self.take_on(world, PASSENGER, drawn[first_of_each(area[drawn], free)])
        world.note("became a passenger", reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Those driven meet friends, join, recover sooner and are lonely less soon; drivers' hours are asked for.

        Passengers beyond the drivers' hours wait, the same ones each month. The miles are paid here, for those of the
        last month are driven before and owed after the stop.
        """
        s, levers, last_month = self.sheet, world.levers, self.answered(world, "trips").astype(np.int64)
        driven = world.people.row_of[last_month]
        driven = np.sort(driven[driven != GONE])
        miles = len(last_month) * s.trips_per_passenger_per_year / 12.0 * s.miles_per_trip
        world.ledger.post(world.month, MILEAGE, round(100.0 * miles * s.pounds_per_mile))
        levers.multiply("ties.forming", driven, s.friends_ratio)
        levers.multiply("membership.joining", driven, s.joining_ratio)
        levers.multiply("loneliness.easing", driven, easing_ratio(s.effect))
        levers.multiply("loneliness.onset", driven, 1.0 / easing_ratio(s.effect))
        riding = world.few(PASSENGER).rows()
        if not self.timing.running(world.month):
            self.own(world, PASSENGER)[riding] = 0
            self.drivers = self.drivers[:0]
            return
        levers.add("volunteer.asked", s.drivers_won_per_year * self.size / world.groups)
        ids, area = world.people["id"][riding].astype(np.int64), world.people["neighbourhood"][riding]
        order = np.argsort(world.draws.uniform(f"{self.name}.trips", 0, ids))
        going = order[first_of_each(area[order], self.places(world))]
        self.ask(world, "trips", (ids[going], area[going]), self.hours_per_passenger(), driving=True)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay an organiser."""
        return {PROGRAMME: self.sheet.organiser_pounds_per_year * self.size / 12.0}
