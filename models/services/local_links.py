"""Local Links: plans and brokers support for those handed over, and keeps up what it brokered."""

import mesa
import numpy as np
from numpy.typing import NDArray

from models.pounds import WEEKS_PER_MONTH
from models.standing import Manager, Stage
from sim.levers import Kind, Lever
from sim.pool import Claim, serve
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import rule
from sim.world import World

NO_PLAN, QUEUED, BROKERED = 0, 1, 2


@rule
def replaced_share(effect: float, supported: bool) -> float:
    """Share of a package that community support stands in for; nothing where no volunteer could be found.

    Source: assumed, no controlled estimate exists; parameters/local_links.toml.
    """
    return effect if supported else 0.0


class LocalLinksEnterprise(mesa.Agent):
    """The Local Links scheme of one neighbourhood: its planners, their queue and what it has brokered."""

    def __init__(self, world: World, neighbourhood: int) -> None:
        super().__init__(world)
        self.neighbourhood = neighbourhood
        self.planners = 0.0
        self.queue = 0
        self.running = 0
        self.brokered = 0

    def seen(self, wait_months_borne: float) -> float:
        """What a social worker sees of it, in log odds: plans that run, less a queue that makes people wait."""
        if self.planners <= 0.0:
            return 0.0
        good = 1.0 if self.brokered > 0 else 0.0
        return good - min(self.queue / max(self.planners * wait_months_borne, 1e-9), 2.0)


class LocalLinks(Process):
    """Writes plans for those handed over, within its planners' time; asks volunteers to support them."""

    word = "local_links"
    columns = (
        Column("plan_state", np.uint8, NO_PLAN, "0 none, 1 in the planners' queue, 2 brokered"),
        Column("brokered", np.uint8, 0, "has a plan brokered by Local Links and approved"),
        Column("replaced", np.float32, 0.0, "share of the package that community support stands in for"),
    )
    levers = (Lever("local_links.planners", Kind.AMOUNT, "support planners (full time) in each neighbourhood", 0.0),)
    measures = (
        Measure("local_links_plans", "people", "plans brokered by Local Links and approved this month"),
        Measure("local_links_running", "people", "people whose support Local Links keeps up"),
        Measure("local_links_supported", "people", "of these, those a volunteer supports"),
        Measure("handover_rate", "share", "plans brokered and approved over people newly allotted a budget there"),
    )

    def begin(self, world: World) -> None:
        """Found an enterprise in every neighbourhood; without planners it does nothing."""
        self.enterprises = [LocalLinksEnterprise(world, area) for area in range(world.groups)]

    def month(self, world: World) -> None:
        """Queue, plan, broker, and claim volunteers' hours for those supported."""
        p, people = world.sheets[self.word], world.people
        state = people.writable(self.word, "plan_state")
        brokered, replaced = people.writable(self.word, "brokered"), people.writable(self.word, "replaced")
        planners = world.levers.amount("local_links.planners")
        world.shared["planners"][:] = planners
        held = rows_of(state > 0)
        state[held[~self._open(world, held)]] = NO_PLAN
        handed = rows_of(people["handed"] > 0)
        handed = handed[(state[handed] == NO_PLAN) & self._open(world, handed)]
        ended = held[state[held] == NO_PLAN]
        brokered[ended], replaced[ended] = 0, 0.0
        state[handed] = QUEUED
        queue = rows_of(state == QUEUED)
        plans = self._plan(world, queue, planners * p.plans_per_planner_per_year / 12.0)
        state[plans], brokered[plans] = BROKERED, 1
        running = rows_of(state == BROKERED)
        supported = people["visited"][running] > 0
        share = p.replaced_share
        replaced[running[supported]] = replaced_share(share, True)
        replaced[running[~supported]] = replaced_share(share, False)
        self._claim(world, running)
        self._look_back(world, queue, plans, running)
        budgets = world.this_month("budgets_in_catchment")
        world.record("local_links_plans", len(plans))
        world.record("local_links_running", len(running))
        world.record("local_links_supported", int(supported.sum()))
        world.record("handover_rate", len(plans) / budgets if budgets > 0 else np.nan)
        world.note("plan brokered by Local Links", plans)

    def _open(self, world: World, rows: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Return which rows are still cases of Local Links: handed over and being planned, or with a package."""
        people = world.people
        planned = (people["stage"][rows] >= Stage.REABLEMENT) & (people["reable_weeks"][rows] == 0)
        planned &= people["handed"][rows] > 0
        running = (people["managed"][rows] == Manager.LOCAL_LINKS) & (people["package"][rows] > 0)
        return (planned | running) & (people["here"][rows] > 0)

    def _plan(self, world: World, queue: NDArray[np.integer], plans: NDArray[np.float64]) -> NDArray[np.integer]:
        """Serve the planners' queue in each neighbourhood, by lot; part-plans are rounded by lot too."""
        people, month = world.people, world.month
        spare = world.draws.uniform("local_links.spare", month, np.arange(len(plans)))
        luck = world.draws.uniform("local_links.queue", month, people["id"][queue])
        claim = Claim("plans", 0, queue, people["neighbourhood"][queue], np.ones(len(queue)), luck)
        served, _ = serve([claim], np.floor(plans + spare))
        return queue[served[0]]

    def _claim(self, world: World, running: NDArray[np.integer]) -> None:
        """Ask the neighbourhood's volunteers for the hours that brokered support needs."""
        p, people = world.sheets[self.word], world.people
        luck = world.draws.uniform("local_links.support", 0, people["id"][running])
        hours = np.full(len(running), p.volunteer_hours_per_week * WEEKS_PER_MONTH)
        world.claims.append(Claim(self.word, 0, running, people["neighbourhood"][running], hours, luck))

    def _look_back(
        self, world: World, queue: NDArray[np.integer], plans: NDArray[np.integer], running: NDArray[np.integer]
    ) -> None:
        """Let every enterprise take stock, and show the social workers what they see of it."""
        p, area = world.sheets[self.word], world.people["neighbourhood"]
        left = np.bincount(area[queue], minlength=world.groups) - np.bincount(area[plans], minlength=world.groups)
        now = np.bincount(area[running], minlength=world.groups)
        made = np.bincount(area[plans], minlength=world.groups)
        for one in self.enterprises:
            at = one.neighbourhood
            one.planners = float(world.shared["planners"][at])
            one.queue, one.running, one.brokered = int(left[at]), int(now[at]), one.brokered + int(made[at])
            world.shared["seen"][at] = one.seen(p.plans_per_planner_per_year / 12.0 * p.wait_months_borne)
