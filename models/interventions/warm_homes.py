"""Warm homes: the homes of older people are insulated, and they get advice on heating."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention, Rows
from sim.ledger import Cashable, Line
from sim.population import Column
from sim.rules import kernel

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_warm_homes"
OBLIGATION = "obligation_warm_homes"
FUEL = "fuel_saved_warm_homes"
WARM = "home_insulated"
LACKING = "home_lacking"
LACKS, LACKS_NOT = 1, 2


@kernel
def mates_of(
    rows: NDArray[np.integer], partner: NDArray[np.int32], row_of: NDArray[np.int32], setting: NDArray[np.uint8]
) -> NDArray[np.int64]:
    """Return the row of each one's partner who lives at home too, and -1 for those without; shape (n,)."""
    found = np.full(len(rows), -1, np.int64)
    for at in range(len(rows)):
        if partner[rows[at]] >= 0:
            mate = row_of[partner[rows[at]]]
            if mate >= 0 and setting[mate] == 0:
                found[at] = mate
    return found


class WarmHomes(Intervention):
    """Homes are insulated once, those of deprived and frail people sooner; partners at home share what it does."""

    name: ClassVar[str] = "warm_homes"
    title: ClassVar[str] = "Warm homes"
    summary: ClassVar[str] = (
        "Free insulation and heating advice for older people at home, paid for by the council and by energy companies. "
        "Months have no season here, so its effect is spread over the year."
    )
    evidence: ClassVar[str] = (
        "Cohorts with a comparison group, none of them random: admissions that go with the cold 0.89 (0.88 to 0.90) of "
        "the others' at all ages in New Zealand; in Wales fewer at 60 and over with insulated walls, none surely with "
        "insulated lofts. Deaths were followed only among people who had been in hospital; fuel saved is no saving."
    )
    controlled: ClassVar[bool] = True
    per_resident: ClassVar[bool] = True
    changes: ClassVar[tuple[str, ...]] = ("hospital.admission", "mortality.death")
    columns: ClassVar[tuple[Column, ...]] = (
        Column(WARM, np.uint16, 0, "month since which the home is insulated, counted from 1; 0 for never"),
        Column(LACKING, np.uint8, 0, "whether the home lacks insulation: 0 not known yet, 1 yes, 2 no"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "installers", "insulation and heating advice", Cashable.PROGRAMME),
        Line(OBLIGATION, "energy companies", "installers", "insulation under their obligation", Cashable.OWN),
        Line(FUEL, "energy companies", "residents", "fuel saved in insulated homes", Cashable.TRANSFER),
    )

    def _mates(self, world: "World", rows: Rows) -> NDArray[np.int64]:
        people = world.people
        return mates_of(rows, people["partner"], people.row_of, people["setting"])

    def _homes(self, world: "World", rows: Rows) -> float:
        """Return in how many homes these people live, all of them dated; two may share one."""
        mates = self._mates(world, rows)
        return len(rows) - 0.5 * np.count_nonzero((mates >= 0) & (world.people[WARM][mates] > 0))

    def _at_home(self, world: "World") -> NDArray[np.uint32]:
        """Return those who live in a home that was insulated."""
        rows = world.few(WARM).rows()
        return rows[world.people["setting"][rows] == 0]

    def _learn(self, world: "World") -> None:
        """Draw, once, whether the homes of those newly here lack insulation; whoever moves into a warm one has it."""
        people = world.people
        rows = np.flatnonzero(people[LACKING] == 0)
        partner, me = people["partner"][rows], people["id"][rows]
        lacks = world.draws.uniform(f"{self.name}.lacks", 0, np.where(partner >= 0, np.minimum(me, partner), me))
        self.own(world, LACKING)[rows] = np.where(lacks < self.sheet.lacking_share, LACKS, LACKS_NOT)
        mates = self._mates(world, self._at_home(world))
        self.date(world, WARM, np.unique(mates[(mates >= 0) & (people[WARM][mates] == 0)]))

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Insulate as many homes as there are jobs for: sooner those of the deprived and of the frail."""
        s, people = self.sheet, world.people

        def suits(rows: Rows) -> NDArray[np.bool_]:
            wanting = (people["age"][rows] >= s.from_age) & (people["setting"][rows] == 0) & (people[WARM][rows] == 0)
            return wanting & (people[LACKING][rows] == LACKS)

        def weigh(rows: Rows) -> NDArray[np.float64]:
            deprived = np.where(people["fifth"][rows] <= s.deprived_to_fifth, s.deprived_ratio, 1.0)
            return deprived * np.where(people["cfs"][rows] >= s.frail_from_level, s.frail_ratio, 1.0)

        self._learn(world)
        jobs = self.whole(world, s.jobs_per_year * self.size / 12.0, "jobs")
        drawn = self.by_lot(world, "queue", jobs, suits, weigh, s.deprived_ratio * s.frail_ratio)
        mates = self._mates(world, drawn)
        mates = mates[mates >= 0]
        reached = np.unique(np.concatenate([drawn, mates[people[WARM][mates] == 0]]))
        self.date(world, WARM, reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Lower admissions and deaths in insulated homes, for as long as people live there; book the fuel they save."""
        s, rows = self.sheet, self._at_home(world)
        world.levers.multiply("hospital.admission", rows, 1.0 + s.cold_share * (s.cold_admission_ratio - 1.0))
        world.levers.multiply("mortality.death", rows, s.death_ratio)
        saved = self._homes(world, rows) * s.fuel_pounds_per_year / 12.0
        world.ledger.post(world.month, FUEL, round(100 * saved))

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay for each job, in the shares agreed, and for the advice that goes with it."""
        s, homes = self.sheet, self._homes(world, reached)
        jobs = homes * s.job_pounds
        return {
            PROGRAMME: homes * s.advice_pounds + s.council_share * jobs,
            OBLIGATION: (1.0 - s.council_share) * jobs,
        }
