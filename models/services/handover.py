"""Handover: whether a social worker passes a newly eligible person to Local Links."""

from typing import NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray

from models.standing import Manager, Stage
from sim.levers import Kind, Lever
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import rule
from sim.world import World

IMPOSED_OFF = -1.0


@rule
def handover_chance(
    habit: float, trust: float, effort: float, tiredness: float, championed: float, plan_written: float
) -> float:
    """Chance that a social worker hands a case over; every term is in log odds and they are summed.

    ``effort`` and ``plan_written`` (how far assessment and plan are one piece of work) count against it.
    Source: the case study names these causes; sizes assumed; parameters/handover.toml.
    """
    log_odds = habit + trust + championed - effort - tiredness - plan_written
    return 1.0 / (1.0 + np.exp(-log_odds))


@rule
def trust_after(trust: float, seen: float, learning: float) -> float:
    """Trust (-2 to 2, log odds) after a month, moved a share ``learning`` towards what was ``seen``."""
    return min(max(trust + learning * (seen - trust), -2.0), 2.0)


class Numbers(NamedTuple):
    """Parameters of the social workers' decisions."""

    habit_log_odds: float
    habit_spread: float
    trust_at_start: float
    effort_log_odds: float
    plan_written_log_odds: float
    champion_log_odds: float
    tiredness_per_case: float
    comfortable_caseload: float
    closing_share_per_month: float
    learning_per_month: float
    turnover_per_year: float


class SocialWorker(mesa.Agent):
    """One social worker: a caseload, a habit, and trust that moves with what comes of handing over."""

    def __init__(self, world: World, p: Numbers, number: int, neighbourhood: int) -> None:
        super().__init__(world)
        self.number = number
        self.neighbourhood = neighbourhood
        self.generation = 0
        self.begin_post(p)

    def begin_post(self, p: Numbers) -> None:
        """Draw the habit of whoever takes the post; trust has to be earned afresh."""
        address = np.array([1_000 * self.number + self.generation])
        luck = self.model.draws.uniform("handover.habit", 0, address)[0]
        self.habit = p.habit_log_odds + p.habit_spread * (2.0 * luck - 1.0)
        self.trust = p.trust_at_start
        self.caseload = 0.0

    def month(self, p: Numbers, new_cases: float, seen: float, available: bool) -> None:
        """Take on cases, and learn from what was seen where Local Links works."""
        self.caseload = (1.0 - p.closing_share_per_month) * self.caseload + new_cases
        if available:
            self.trust = trust_after(self.trust, seen, p.learning_per_month)

    def leave(self, p: Numbers) -> None:
        """Leave the post to another."""
        self.generation += 1
        self.begin_post(p)

    def chance(self, p: Numbers, champion: float, ready: float) -> float:
        """Chance of handing over a case this month."""
        tiredness = p.tiredness_per_case * max(self.caseload - p.comfortable_caseload, 0.0)
        return handover_chance(
            self.habit,
            self.trust,
            p.effort_log_odds,
            tiredness,
            p.champion_log_odds * champion,
            p.plan_written_log_odds * (1.0 - ready),
        )


class Handover(Process):
    """Lets every social worker decide on this month's newly eligible people where Local Links works."""

    word = "handover"
    columns = (Column("handed", np.uint8, 0, "handed over to Local Links for support planning"),)
    levers = (
        Lever("handover.champion", Kind.AMOUNT, "champions in the social work team of each neighbourhood", 0.0),
        Lever("handover.rate", Kind.SETTING, "chance of handing a case over, imposed for stress tests"),
    )
    decisions = ("handover",)
    measures = (
        Measure("handed_over", "people", "people handed over to Local Links this month"),
        Measure("budgets_in_catchment", "people", "people allotted a personal budget where Local Links works"),
        Measure("mean_trust", "log odds", "social workers' trust in Local Links where it works"),
    )

    def begin(self, world: World) -> None:
        """Appoint two social workers to each neighbourhood."""
        p = world.sheets[self.word]
        self._numbers = Numbers(*(getattr(p, name) for name in Numbers._fields))
        self.workers = [
            SocialWorker(world, self._numbers, 2 * area + desk, area) for area in range(world.groups) for desk in (0, 1)
        ]
        world.shared["planners"] = np.zeros(world.groups)
        world.shared["seen"] = np.zeros(world.groups)

    def month(self, world: World) -> None:
        """Decide on those newly allotted a budget; whoever has left the pathway is no longer handed over."""
        people, month, p = world.people, world.month, self._numbers
        handed = people.writable(self.word, "handed")
        area = people["neighbourhood"]
        held = rows_of(handed > 0)
        open_case = (people["stage"][held] >= Stage.REABLEMENT) | (people["managed"][held] == Manager.LOCAL_LINKS)
        handed[held[~open_case]] = 0
        fresh = world.few("allotted").rows()
        desk = 2 * area[fresh].astype(np.int64) + people["id"][fresh] % 2
        cases = np.bincount(desk, minlength=len(self.workers)).tolist()
        planners, champion = world.shared["planners"], world.levers.amount("handover.champion")
        luck = world.draws.uniform("handover.turnover", month, np.arange(len(self.workers)))
        leaving = luck < 1.0 - np.exp(-p.turnover_per_year / 12.0)
        imposed = world.levers.setting("handover.rate", IMPOSED_OFF)
        chances = np.zeros(len(self.workers))
        for worker in self.workers:
            works_here = planners[worker.neighbourhood] > 0
            worker.month(p, cases[worker.number], world.shared["seen"][worker.neighbourhood], bool(works_here))
            if leaving[worker.number]:
                worker.leave(p)
            if works_here:
                ready = min(champion[worker.neighbourhood], 1.0)
                chances[worker.number] = worker.chance(p, ready, ready) if imposed < 0 else imposed
        deciding = fresh[planners[area[fresh]] > 0]
        desk = 2 * area[deciding].astype(np.int64) + people["id"][deciding] % 2
        luck = world.draws.uniform("handover", month, people["id"][deciding])
        passed = deciding[luck < chances[desk]]
        handed[passed] = 1
        self._note_watched(world, deciding, luck, chances[desk])
        where = [worker.trust for worker in self.workers if planners[worker.neighbourhood] > 0]
        world.record("handed_over", len(passed))
        world.record("budgets_in_catchment", len(deciding))
        world.record("mean_trust", float(np.mean(where)) if where else np.nan)
        world.note("handed over to Local Links", passed)

    def _note_watched(
        self, world: World, rows: NDArray[np.integer], luck: NDArray[np.float64], chance: NDArray[np.float64]
    ) -> None:
        watched, pad = world.watched(self)
        at = np.flatnonzero(rows == watched)
        if len(at):
            pad[0, 0], pad[0, 1] = luck[at[0]], chance[at[0]]
