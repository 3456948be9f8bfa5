"""World: a Mesa model whose people are columns and whose month is a short list of words."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any, ClassVar, Self

import mesa
import numpy as np
import pandas as pd
from mesa.agentset import AbstractAgentSet
from numpy.typing import ArrayLike, NDArray

from sim.agents import Individual, Individuals
from sim.draws import Draws
from sim.errors import ModelError, did_you_mean
from sim.events import EventLog
from sim.few import Few
from sim.intervention import Intervention
from sim.ledger import Ledger
from sim.levers import Levers
from sim.parameters import Sheet
from sim.pool import Claim, Roster
from sim.population import Population, Start
from sim.process import Measure, Process
from sim.reach import highest_hint, reachable, reachable_by
from sim.reached import Reached
from sim.roll import Mixed, Roll
from sim.watch import NOBODY, Watch


class World(mesa.Model):
    """Everything one run needs, assembled and checked before the first month.

    Attributes:
        month: months since the start; it counts by itself, whatever Mesa's own step counter does.
        people: the columns.
        sheets: the parameters of each word.
        draws: the luck, by address.
        shared: values by group that one word writes and others read, by name.
        claims: what has been asked this month of the pool of hours.
        roster: who gave the pool its hours last month, and how many; this month's once they have been served.
        hours: hours of the pool served by month, shape (months,), by the name of the claim.
        reached: whom each programme got to, and when.
        answers: for each claim of last month by name, who was served: ids, or the claimant's own numbers.
    """

    compact_every: ClassVar[int] = 12
    people_per_resident: float = 1.0
    """How many people each stands for: above 1 in a scaled population."""
    individual_type: ClassVar[type[Individual]] = Individual

    def __init__(
        self,
        *,
        start: Start,
        processes: Sequence[Process],
        interventions: Iterable[Intervention],
        sheets: Mapping[str, Sheet],
        seed: int,
        months: int,
        groups: int,
        price_year: str,
        events: EventLog | None = None,
        watch: Watch | None = None,
        materialise: bool = False,
        marks: Iterable[str] = (),
    ) -> None:
        super().__init__(rng=seed)
        self.agent_id_counter = start.everyone  # ids are people's; Mesa numbers all other agents after them
        self.month = 0
        self.months = months
        self.groups = groups
        self.sheets = sheets
        self.shared: dict[str, NDArray[np.float64]] = {}
        self.claims: list[Claim] = []
        self.roster = Roster.nobody()
        self.hours: dict[str, NDArray[np.float64]] = {}
        self.reached = Reached(marks)
        self.answers: dict[str, NDArray[np.integer]] = {}
        self.draws = Draws(seed)
        self.people = Population(start)
        self.processes = tuple(processes)
        self.interventions: tuple[Intervention, ...] = ()
        self.log = events or EventLog()
        self.watch = watch or Watch()
        for process in self.processes:
            self.people.claim(process.word, process.columns)
        self.levers = Levers((lever for process in self.processes for lever in process.levers), self.people, groups)
        self._few: dict[str, Few] = {}
        self.ledger = Ledger((line for process in self.processes for line in process.lines), months, price_year)
        self.adopt(interventions)
        self.measures: dict[str, Measure] = {
            measure.name: measure for process in self.processes for measure in process.measures
        }
        self._recorded: dict[str, NDArray[np.float64]] = {name: np.full(months, np.nan) for name in self.measures}
        self.people.check_start()
        self.people.admit(0)
        self.roll = Roll(self, materialise)
        for process in self.processes:
            process.begin(self)
        self.roll.update()

    def adopt(self, interventions: Iterable[Intervention]) -> None:
        """Take on interventions that are still to start; until then a world with them is one without."""
        adopted = list(interventions)
        for intervention in adopted:
            if intervention.timing.start < self.month:
                raise ModelError(
                    f"'{intervention.name}' starts in month {intervention.timing.start}, "
                    f"which a world in month {self.month} has left behind."
                )
            for lever in intervention.changes:
                if lever not in self.levers.known:
                    raise ModelError(
                        f"Intervention '{intervention.name}' changes '{lever}', which no process offers."
                        f"{did_you_mean(lever, self.levers.known)}"
                    )
            self.people.claim(intervention.name, intervention.columns)
            self.ledger.open(intervention.lines)
        self.interventions = tuple(sorted([*self.interventions, *adopted], key=lambda one: one.name))

    def copy(self) -> Self:
        """Return another world in the same state, which goes on by itself."""
        return deepcopy(self)

    def step(self) -> None:
        """Move the world one month on: the first word opens the month, then interventions act, then the other words.

        So nobody who has left is reached, and entrants can be.
        """
        self.levers.release()
        if self.month % self.compact_every == 0:
            self.people.compact()
        for process in self.processes[:1]:
            self._act(process)
        for intervention in self.interventions:
            intervention.month(self)
        for process in self.processes[1:]:
            self._act(process)
        self.month += 1
        self.roll.update()
        self.running = self.month < self.months

    @property
    def individuals(self) -> Individuals:
        """Everyone present, in the order of their ids."""
        return Individuals(self)

    def individual(self, identity: int) -> Individual:
        """Return the one agent object of a person present, or refuse in a sentence."""
        self.people.row(identity)
        return self.roll.known(int(identity))

    @property
    def agents(self) -> Mixed:
        """Every agent: those registered with Mesa, then everyone present."""
        return self.roll.agents

    @property
    def agents_by_type(self) -> dict[type, AbstractAgentSet]:
        """Every agent by type."""
        return self.roll.by_type

    @property
    def agent_types(self) -> list[type]:
        """The types of agents."""
        return list(self.roll.by_type)

    def few(self, column: str) -> Few:
        """Return the few whose value in a column is not zero: its owner adds to them, every word may ask for them."""
        if column not in self._few:
            self._few[column] = Few(self.people, column)
        return self._few[column]

    def serving(self, schemes: int, months: int = 0) -> NDArray[np.float64]:
        """Return how many of the first so many schemes of a programme serve each group; models may know better.

        A scheme of several groups is shared out among them, so the sum is the number of schemes there are.

        Args:
            months: how long the programme has run; groups may join later. Shape of the result: (groups,).
        """
        return (np.arange(self.groups) < schemes).astype(np.float64)

    def record(self, name: str, value: float) -> None:
        """Record a measure of this month."""
        if name not in self._recorded:
            raise ModelError(f"No word declares the measure '{name}'.{did_you_mean(name, self._recorded)}")
        self._recorded[name][self.month] = value

    def count_hours(self, name: str, hours: float) -> None:
        """Count hours of the pool that went to one claimant this month."""
        self.hours.setdefault(name, np.zeros(self.months))[self.month] += hours

    def this_month(self, name: str) -> float:
        """Return a measure already recorded this month."""
        return float(self._recorded[name][self.month])

    def recorded(self) -> pd.DataFrame:
        """Return the measures by month (rows) and name (columns); units are in ``attrs``."""
        frame = pd.DataFrame(self._recorded).iloc[: self.month]
        frame.index.name = "month"
        frame.attrs = {"units": {name: measure.unit for name, measure in self.measures.items()}}
        return frame

    def latest(self, name: str) -> float:
        """Return a measure as last recorded (for Mesa's DataCollector)."""
        values = self._recorded[name]
        return float(values[max(self.month - 1, 0)])

    def key(self, decision: str) -> np.uint64:
        """Return the key a kernel draws a decision with."""
        return self.draws.key(decision)

    def may_happen(
        self,
        decision: str,
        highest: float,
        exposed: NDArray[np.bool_] | None = None,
        of_exposed: float = 0.0,
    ) -> NDArray[np.bool_]:
        """Mark the rows whose luck this month does not rule a decision out: only they need be reckoned.

        Most lucks are above any rate there is, and their first bits, the hints, say so many times as fast as the
        luck itself.

        Args:
            highest: a rate nobody exceeds, per person-year, before the lever that bears the decision's name.
            exposed: rows with a ceiling of their own, shape (size,).
            of_exposed: a rate that none of the exposed exceeds, per person-year.
        """
        near, hints = np.empty(self.people.size, np.bool_), self.hints(decision)
        if exposed is None:
            reachable(near, hints, self.highest(decision, highest))
        else:
            reachable_by(near, hints, self.highest(decision, [highest, of_exposed]), exposed)
        if self.watch.person is not None and self.people.row_of[self.watch.person] >= 0:
            near[self.people.row_of[self.watch.person]] = True  # every decision about them is noted
        return near

    def hints(self, decision: str) -> NDArray[np.uint8]:
        """Return the hint of everyone's luck this month by row, for a kernel that looks who is within reach."""
        return self.draws.hints(decision, self.month, self.people["id"])

    def highest(self, decision: str, rates: ArrayLike) -> Any:
        """Return the highest hints within reach of rates per person-year that nobody exceeds.

        The rates are those before the lever that bears the decision's name: one, or an array of any shape.
        """
        return highest_hint(rates, self.levers.most(decision))[()]

    def marks(self) -> NDArray[np.bool_]:
        """Return room for a mark of each row, to be written."""
        return np.empty(self.people.size, np.bool_)

    def watched(self, process: Process, marked: NDArray[np.bool_] | None = None) -> tuple[int, NDArray[np.float64]]:
        """Return the watched person's row (or nobody's), which is marked too, and the pad to note decisions on."""
        pad = self.watch.pad(process.word, len(process.decisions))
        if self.watch.person is None:
            return NOBODY, pad
        row = int(self.people.row_of[self.watch.person])
        if marked is not None and row >= 0:
            marked[row] = True
        return row, pad

    def decided(
        self, process: Process, rows: NDArray[np.integer], luck: NDArray[np.floating], chance: NDArray[np.floating]
    ) -> None:
        """Note the luck and the chance of a process's first decision about these rows, if one of them is watched."""
        watched, pad = self.watched(process)
        for at in np.flatnonzero(rows == watched):
            pad[0] = luck[at], chance[at]

    def _act(self, process: Process) -> None:
        """Let a word act, and read what it noted about the watched person."""
        process.month(self)
        if self.watch.person is None:
            return
        row = int(self.people.row_of[self.watch.person])
        if row >= 0:
            ratios = [self.levers.ratio_of(decision, row) for decision in process.decisions]
            self.watch.collect(self.month, process.word, process.decisions, ratios)

    def note(self, event: str, rows: NDArray[np.integer], values: NDArray[Any] | float = 0.0) -> None:
        """Log an event for these rows."""
        if event in self.reached.marks:
            self.reached.add(event, self.month, self.people["id"][rows])
        if self.log.open and len(rows):
            self.log.note(self.month, event, self.people["id"][rows], values)
