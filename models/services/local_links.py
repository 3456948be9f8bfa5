"""Local Links: plans and brokers support for those handed over, keeps it up, and keeps its own books."""

from typing import NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray

from models.signals import ALIKE
from models.standing import Manager, Stage
from sim.effects import monthly_chance
from sim.ledger import WEEKS_PER_MONTH
from sim.levers import Kind, Lever
from sim.pool import Claim, serve
from sim.population import Column
from sim.process import Measure, Process
from sim.rules import kernel, rule
from sim.world import World

NO_PLAN, QUEUED, SENT, BROKERED, LAPSED = 0, 1, 2, 3, 4


@rule
def replaced_share(effect: float, supported: bool, match: float, pooled: float, most: float) -> float:
    """Share of a package that need not be bought, at most ``most``.

    Community support stands in for ``effect`` times ``match`` (how well helper and helped suit one another) of
    it, for nothing where no volunteer could be found; pooling saves the share ``pooled`` of the rest.
    Source: assumed, no controlled estimate exists; parameters/local_links.toml.
    """
    community = min(effect * match, most) if supported else 0.0
    return min(1.0 - (1.0 - community) * (1.0 - pooled), most)


@rule
def seen_by_workers(running: float, overdue: float, came_back: float, most: float, cases_to_be_sure: float) -> float:
    """What social workers see come of handing over, in log odds from ``-most`` to ``most``.

    Plans that run speak for Local Links, cases that wait too long or come back against it; a few cases
    convince nobody. Source: the case study; sizes assumed; parameters/local_links.toml.
    """
    against = overdue + came_back
    return most * (running - against) / (running + against + cases_to_be_sure)


class Rows(NamedTuple):
    """Columns of the month's pass over those whose support is kept up."""

    id: NDArray[np.uint32]
    neighbourhood: NDArray[np.uint8]
    visited: NDArray[np.uint8]
    pooled_saving: NDArray[np.float32]
    matched: NDArray[np.uint8]
    replaced: NDArray[np.float32]


@kernel
def keep_up(rows: Rows, running: NDArray[np.integer], effect: float, matches: tuple[float, float], most: float) -> None:
    """Settle what of each package need not be bought; ``matches``: share of the effect with others, with one's like."""
    for i in running:
        match = matches[1] if rows.matched[i] == ALIKE else matches[0]
        rows.replaced[i] = replaced_share(effect, rows.visited[i] > 0, match, rows.pooled_saving[i], most)


class Books(NamedTuple):
    """State of every scheme, shape (groups,)."""

    planners: NDArray[np.float64]
    time: NDArray[np.float64]
    queue: NDArray[np.int64]
    running: NDArray[np.int64]
    brokered: NDArray[np.int64]
    came_back: NDArray[np.float64]
    cash: NDArray[np.float64]
    months_short: NDArray[np.int64]
    open: NDArray[np.bool_]


class LocalLinksEnterprise(mesa.Agent):
    """The Local Links scheme of one neighbourhood: its planners, queue, what it has brokered, and its cash."""

    def __init__(self, world: World, books: Books, neighbourhood: int) -> None:
        super().__init__(world)
        self._books = books
        self.neighbourhood = neighbourhood

    @property
    def planners(self) -> float:
        """Full-time posts that write plans this month."""
        return float(self._books.planners[self.neighbourhood])

    @property
    def queue(self) -> int:
        """People who wait for a planner."""
        return int(self._books.queue[self.neighbourhood])

    @property
    def running(self) -> int:
        """People whose support it brokered and that runs."""
        return int(self._books.running[self.neighbourhood])

    @property
    def brokered(self) -> int:
        """Plans brokered and approved since the start."""
        return int(self._books.brokered[self.neighbourhood])

    @property
    def cash(self) -> float:
        """Cash at the end of the month, pounds; below zero it owes."""
        return float(self._books.cash[self.neighbourhood])

    @property
    def insolvent(self) -> bool:
        """Whether it closed for want of cash."""
        return not self._books.open[self.neighbourhood]


class LocalLinks(Process):
    """Writes plans for those handed over, within its planners' time; asks volunteers to support them."""

    word = "local_links"
    columns = (
        Column("plan_state", np.uint8, NO_PLAN, "1 in the planners' queue, 2 awaiting approval, 3 brokered, 4 lapsed"),
        Column("brokered", np.uint8, 0, "has a plan brokered by Local Links and approved"),
        Column("replaced", np.float32, 0.0, "share of the package that need not be bought"),
    )
    levers = (
        Lever("local_links.planners", Kind.AMOUNT, "support planners (full time) in each neighbourhood", 0.0),
        Lever("local_links.paid", Kind.AMOUNT, "pounds the scheme of each neighbourhood pays out this month", 0.0),
        Lever("local_links.funded", Kind.AMOUNT, "pounds of drawdown, match and grant it receives this month", 0.0),
        Lever("local_links.cash_feedback", Kind.AMOUNT, "1 where a scheme without cash must close", 0.0),
    )
    measures = (
        Measure("local_links_plans", "people", "plans brokered by Local Links and approved this month"),
        Measure("local_links_queue", "people", "people waiting for a planner or for approval"),
        Measure("local_links_running", "people", "people whose brokered support runs"),
        Measure(
            "local_links_lapsed", "people", "people whose brokered support lapsed this month with no one to keep it"
        ),
        Measure("local_links_supported", "people", "of these, those a volunteer supports"),
        Measure("local_links_came_back", "people", "people handed over who came back without a plan this month"),
        Measure("handover_rate", "share", "plans brokered and approved over people newly allotted a budget there"),
        Measure("local_links_income", "pounds", "what the schemes received this month, fees included"),
        Measure("local_links_costs", "pounds", "what the schemes paid out this month"),
        Measure("local_links_cash", "pounds", "cash of all schemes at the end of the month"),
    )

    def begin(self, world: World) -> None:
        """Found an enterprise in every neighbourhood; without planners it does nothing."""
        groups = world.groups
        whole, none = np.zeros(groups, np.int64), np.zeros(groups)
        self.books = Books(
            planners=none,
            time=none.copy(),
            queue=whole,
            running=whole.copy(),
            brokered=whole.copy(),
            came_back=none.copy(),
            cash=none.copy(),
            months_short=whole.copy(),
            open=np.ones(groups, np.bool_),
        )
        for area in range(groups):
            LocalLinksEnterprise(world, self.books, area)
        world.shared["planners"] = np.zeros(groups)
        world.shared["seen"] = np.zeros(groups)
        world.shared["schemes_open"] = np.ones(groups)
        self._begun = False

    def month(self, world: World) -> None:
        """Queue, plan, have approved, broker, claim volunteers' hours, and keep the books."""
        self._begun |= any(world.levers.amount(lever.name).any() for lever in self.levers)
        if not self._begun:
            for measure in self.measures:
                world.record(measure.name, np.nan if measure.name == "handover_rate" else 0.0)
            return
        state = world.people.writable(self.word, "plan_state")
        self.books.planners[:] = world.levers.amount("local_links.planners") * self.books.open
        world.shared["planners"][:] = self.books.planners
        self._close(world, state)
        handed = world.few("handed").rows()
        handed = handed[(state[handed] == NO_PLAN) & self._is_open(world, handed)]
        state[handed] = QUEUED
        world.few("plan_state").add(handed)
        held = world.few("plan_state").rows()
        written = self._plan(world, held[state[held] == QUEUED])
        state[written] = SENT
        plans = self._approve(world, held[state[held] == SENT])
        state[plans] = BROKERED
        world.people.writable(self.word, "brokered")[plans] = 1
        world.few("brokered").add(plans)
        running = self._lapse(world, state, held[state[held] == BROKERED])
        self._keep_up(world, running)
        queue = held[state[held] == QUEUED]
        self._look_back(world, queue, plans, running)
        self._keep_books(world)
        budgets = world.this_month("budgets_in_catchment")
        world.record("local_links_plans", len(plans))
        world.record("local_links_queue", len(queue) + int((state[held] == SENT).sum()))
        world.record("local_links_running", len(running))
        world.record("handover_rate", len(plans) / budgets if budgets > 0 else np.nan)
        world.note("plan brokered by Local Links", plans)

    def _is_open(self, world: World, rows: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Return which rows are still cases of Local Links: handed over and being planned, or with a package."""
        people = world.people
        planned = (people["stage"][rows] >= Stage.REABLEMENT) & (people["reable_weeks"][rows] == 0)
        planned &= people["handed"][rows] > 0
        running = (people["managed"][rows] == Manager.LOCAL_LINKS) & (people["package"][rows] > 0)
        return (planned | running) & (people["here"][rows] > 0)

    def _close(self, world: World, state: NDArray[np.uint8]) -> None:
        """End the cases that are over; those who got a package without a plan came back."""
        people, held = world.people, world.few("plan_state").rows()
        over = held[~self._is_open(world, held)]
        back = over[(state[over] < BROKERED) & (people["package"][over] > 0)]
        state[over] = NO_PLAN
        for column in ("brokered", "replaced"):
            people.writable(self.word, column)[over] = 0
        self.books.came_back[:] *= 1.0 - world.sheets[self.word].forgetting_per_month
        self.books.came_back[:] += np.bincount(people["neighbourhood"][back], minlength=world.groups)
        world.record("local_links_came_back", len(back))

    def _plan(self, world: World, queue: NDArray[np.integer]) -> NDArray[np.integer]:
        """Serve the planners' queue in each neighbourhood, by lot; time left over is kept for up to one plan."""
        people, books = world.people, self.books
        books.time[:] = np.minimum(books.time, 1.0)
        books.time[:] += books.planners * world.sheets[self.word].plans_per_planner_per_year / 12.0
        luck = world.draws.uniform("local_links.queue", world.month, people["id"][queue])
        claim = Claim("plans", 0, queue, people["neighbourhood"][queue], np.ones(len(queue)), luck)
        served, books.time[:] = serve([claim], books.time)
        return queue[served[0]]

    def _approve(self, world: World, sent: NDArray[np.integer]) -> NDArray[np.integer]:
        """Return the plans adult social care approves this month, so that they wait as long as it takes on average."""
        chance = 1.0 / (1.0 + world.shared["approval_months"][0])
        return sent[world.draws.uniform("local_links.approval", world.month, world.people["id"][sent]) < chance]

    def _lapse(self, world: World, state: NDArray[np.uint8], running: NDArray[np.integer]) -> NDArray[np.integer]:
        """End some of the support that no planner keeps up any more; return what runs on."""
        people = world.people
        left_alone = running[self.books.planners[people["neighbourhood"][running]] == 0.0]
        luck = world.draws.uniform("local_links.lapsing", world.month, people["id"][left_alone])
        lapsed = left_alone[luck < monthly_chance(world.sheets[self.word].lapsing_per_year)]
        state[lapsed] = LAPSED
        for column in ("brokered", "replaced"):
            people.writable(self.word, column)[lapsed] = 0
        world.record("local_links_lapsed", len(lapsed))
        return running[state[running] == BROKERED]

    def _keep_up(self, world: World, running: NDArray[np.integer]) -> None:
        """Ask for the hours that brokered support needs; those a volunteer supports need less of a package."""
        p, people = world.sheets[self.word], world.people
        rows = people.view(Rows, self.word)
        keep_up(rows, running, p.replaced_share, (p.otherwise_ratio, p.alike_ratio), p.most_replaced_share)
        hours = np.where(rows.matched[running] == ALIKE, 1.0 - p.mutual_share, 1.0)
        luck = world.draws.uniform("local_links.support", 0, rows.id[running])
        area = rows.neighbourhood[running]
        asked = hours * p.volunteer_hours_per_week * WEEKS_PER_MONTH
        world.claims.append(Claim(self.word, 0, running, area, asked, luck))
        world.record("local_links_supported", int((rows.visited[running] > 0).sum()))

    def _look_back(
        self, world: World, queue: NDArray[np.integer], plans: NDArray[np.integer], running: NDArray[np.integer]
    ) -> None:
        """Take stock of every scheme, and show the social workers what they see of it."""
        p, books, area = world.sheets[self.word], self.books, world.people["neighbourhood"]
        books.queue[:] = np.bincount(area[queue], minlength=world.groups)
        books.running[:] = np.bincount(area[running], minlength=world.groups)
        books.brokered[:] += np.bincount(area[plans], minlength=world.groups)
        borne = books.planners * p.plans_per_planner_per_year / 12.0 * p.wait_months_borne
        cases = np.stack([books.running, np.maximum(books.queue - borne, 0.0), books.came_back])
        seen = world.shared["seen"]
        seen[:] = 0.0
        for at in np.flatnonzero(books.planners > 0.0):
            well, late, back = (float(one) * world.people_per_resident for one in cases[:, at])
            seen[at] = seen_by_workers(well, late, back, p.seen_most_log_odds, p.cases_to_be_sure)

    def _keep_books(self, world: World) -> None:
        """Receive and pay; where cash decides, a scheme that has owed for some months closes."""
        p, books, levers = world.sheets[self.word], self.books, world.levers
        fees = p.fee_pounds_per_month * np.where(books.planners > 0.0, books.running, 0.0)
        income = levers.amount("local_links.funded") + fees
        costs = levers.amount("local_links.paid")
        books.cash[:] += income - costs
        books.months_short[:] = np.where(books.cash < 0.0, books.months_short + 1, 0)
        closes = books.months_short >= p.months_to_insolvency
        books.open[closes & (levers.amount("local_links.cash_feedback") > 0.0)] = False
        world.shared["schemes_open"][:] = books.open
        world.record("local_links_income", float(income.sum()))
        world.record("local_links_costs", float(costs.sum()))
        world.record("local_links_cash", float(books.cash.sum()))
