"""Reablement: up to six weeks of help to manage again, for as many as there are places."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.pounds import pence
from models.standing import Finding
from sim.ledger import WEEKS_PER_MONTH, Cashable, Line
from sim.levers import Kind, Lever
from sim.population import GONE, Column
from sim.process import Measure, Process
from sim.rules import kernel, rule
from sim.world import World

NEVER = -1


@rule
def weeks_left(weeks: float, weeks_in_month: float) -> float:
    """Weeks of an episode left at the end of a month, never below 0."""
    return max(weeks - weeks_in_month, 0.0)


class Rows(NamedTuple):
    """Columns of those who are or have been in reablement."""

    setting: NDArray[np.uint8]
    reable_weeks: NDArray[np.float32]
    reabled: NDArray[np.int16]


@kernel
def carry_on(rows: Rows, reabling: NDArray[np.integer], weeks_in_month: float) -> tuple[float, float]:
    """Move episodes one month on; return the weeks given this month, and those that will be taken in the next."""
    given, ahead = 0.0, 0.0
    for i in reabling:
        if rows.setting[i] > 0:
            rows.reable_weeks[i] = 0.0
            continue
        left = weeks_left(rows.reable_weeks[i], weeks_in_month)
        given += rows.reable_weeks[i] - left
        rows.reable_weeks[i] = left
        ahead += min(left, weeks_in_month)
    return given, ahead


class Reablement(Process):
    """Gives places to those offered reablement, and counts their weeks."""

    word = "reablement"
    columns = (
        Column("reable_weeks", np.float32, 0.0, "weeks of reablement left"),
        Column("reabled", np.int16, NEVER, "months since reablement began, -1 for never"),
    )
    levers = (Lever("reablement.places", Kind.AMOUNT, "people at a time added in each neighbourhood", 0.0),)
    measures = (
        Measure("reablement_started", "people", "residents who began reablement this month"),
        Measure("reablement_weeks", "weeks", "weeks of reablement given this month"),
        Measure("reablement_turned_away", "people", "residents offered reablement for whom there was no place"),
    )
    lines = (Line("reablement", "council", "reablement team", "reablement in the as-now world", Cashable.BLOCK),)

    def begin(self, world: World) -> None:
        """Find who has been in reablement when the run begins."""
        people = world.people
        self._once = people["id"][people["reabled"] > NEVER]

    def _time_passes(self, world: World, rows: Rows) -> None:
        """Count a month for everyone present who was ever in reablement, kept by id."""
        at = world.people.row_of[self._once]
        self._once = self._once[at != GONE]
        at = at[at != GONE]
        rows.reabled[at] = np.minimum(rows.reabled[at] + 1, 30_000)

    def month(self, world: World) -> None:
        """Carry on with those in reablement, then fill the free weeks of the team by lot."""
        p, people = world.sheets[self.word], world.people
        rows = people.view(Rows, self.word)
        self._time_passes(world, rows)
        reabling = world.few("reable_weeks")
        weeks, taken_weeks = carry_on(rows, reabling.rows(), WEEKS_PER_MONTH)
        base = world.shared["aged_75_plus"][0] * p.places_per_1000_aged_75 / 1000.0
        places = base + world.levers.amount("reablement.places").sum()
        offered = world.few("finding").rows()
        offered = offered[(people["finding"][offered] == Finding.REABLEMENT) & (people["setting"][offered] == 0)]
        spare = world.draws.uniform("reablement.spare", world.month, np.zeros(1, np.int64))[0]
        free = int(max(places - taken_weeks / WEEKS_PER_MONTH, 0.0) + spare)
        luck = world.draws.uniform("reablement.queue", world.month, people["id"][offered])
        taken = np.sort(offered[np.argsort(luck, kind="stable")[:free]])
        rows.reable_weeks[taken] = p.weeks
        rows.reabled[taken] = 0
        reabling.add(taken)
        self._once = np.union1d(self._once, people["id"][taken])
        world.record("reablement_started", len(taken))
        world.record("reablement_weeks", weeks)
        world.record("reablement_turned_away", len(offered) - len(taken))
        world.ledger.post(world.month, "reablement", pence(base * p.place_pounds_per_week * WEEKS_PER_MONTH))
        world.note("began reablement", taken)
