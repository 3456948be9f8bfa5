"""Managed budget: who holds the money of a brokered package, what pooling saves, and what comes back unspent."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.crowd import DIED
from models.pounds import pence
from sim.ledger import DAYS_PER_MONTH, Cashable, Line
from sim.levers import Kind, Lever
from sim.population import Column
from sim.process import Measure, Process
from sim.rules import kernel, rule
from sim.world import World


class Holder(IntEnum):
    """Who holds a budget: the council, Local Links for the person, the person, a provider on the person's account."""

    COUNCIL = 0
    LOCAL_LINKS = 1
    DIRECT_PAYMENT = 2
    SERVICE_FUND = 3


HOLDERS = ("managed_budget.local_links", "managed_budget.direct_payment", "managed_budget.service_fund")


@rule
def holder(luck: float, by_local_links: float, as_direct_payment: float, as_service_fund: float) -> int:
    """Return the code of `Holder` of a brokered budget, given the share each holds; the council holds the rest.

    Source: the case study names the three; parameters/managed_budget.toml.
    """
    if luck < by_local_links:
        return Holder.LOCAL_LINKS
    if luck < by_local_links + as_direct_payment:
        return Holder.DIRECT_PAYMENT
    return Holder.SERVICE_FUND if luck < by_local_links + as_direct_payment + as_service_fund else Holder.COUNCIL


@rule
def unspent_pounds(budget: float, days_away: float, died: bool, balance_months: float, share_returned: float) -> float:
    """Pounds of a monthly budget that come back, given days in hospital and whether the person died.

    A death ends the account: ``balance_months`` of the budget stand on it.
    Source: arithmetic; that it has to be settled is a lesson of the case study; parameters/managed_budget.toml.
    """
    months = balance_months if died else min(days_away / DAYS_PER_MONTH, 1.0)
    return budget * months * share_returned


class Accounts(NamedTuple):
    """The budgets held last month: whose, where, and pounds a month the council pays into each; shape (accounts,)."""

    ids: NDArray[np.uint32]
    where: NDArray[np.uint8]
    budgets: NDArray[np.float64]


@kernel
def entrust(
    held: NDArray[np.uint8],
    running: NDArray[np.integer],
    area: NDArray[np.uint8],
    luck: NDArray[np.float64],
    shares: NDArray[np.float64],
) -> None:
    """Write who holds the budgets of rows; ``shares`` of the three holders by neighbourhood, shape (3, groups)."""
    for at in range(len(running)):
        row = running[at]
        held[row] = holder(luck[at], shares[0, area[row]], shares[1, area[row]], shares[2, area[row]])


@kernel
def returned(
    budgets: NDArray[np.float64],
    days_away: NDArray[np.float64],
    died: NDArray[np.bool_],
    balance_months: float,
    share_returned: float,
) -> float:
    """Return the pounds that come back of these budgets together."""
    pounds = 0.0
    for at in range(len(budgets)):
        pounds += unspent_pounds(budgets[at], days_away[at], died[at], balance_months, share_returned)
    return pounds


def who_pool(area: NDArray[np.integer], willing: NDArray[np.bool_], least: float) -> NDArray[np.bool_]:
    """Return who pools of budgets in these neighbourhoods: the ``willing``, where there are at least so many of them.

    Source: pooling needs several budgets to be pooled; the least is assumed; parameters/managed_budget.toml.
    """
    many = np.bincount(area[willing], minlength=int(area.max(initial=0)) + 1)
    return np.asarray(willing & (many >= least)[area])


class ManagedBudget(Process):
    """Settles who holds each brokered budget, pools what may be pooled, and returns what was not spent."""

    word = "managed_budget"
    columns = (
        Column(
            "held", np.uint8, Holder.COUNCIL, "holder of a brokered budget: 1 Local Links, 2 the person, 3 service fund"
        ),
        Column("pooled_saving", np.float32, 0.0, "share of the package that pooling saves"),
    )
    levers = (
        Lever(HOLDERS[0], Kind.AMOUNT, "share of brokered budgets that Local Links holds", 0.0),
        Lever(HOLDERS[1], Kind.AMOUNT, "share of brokered budgets paid to the person", 0.0),
        Lever(HOLDERS[2], Kind.AMOUNT, "share of brokered budgets held as individual service funds", 0.0),
        Lever("managed_budget.pooled", Kind.AMOUNT, "share of the budgets so held that are pooled", 0.0),
    )
    measures = (
        Measure("budgets_held", "people", "people whose brokered budget the council does not hold itself"),
        Measure("budgets_pooled", "people", "of these, those whose budget saves by pooling"),
        Measure("unspent_returned", "pounds", "budgets that came back this month after a death or a hospital stay"),
    )
    lines = (
        Line(
            "unspent_budgets",
            "home care providers",
            "council",
            "unspent budgets that came back to the council",
            Cashable.TRANSFER,
        ),
    )

    def begin(self, world: World) -> None:
        """Open no account yet."""
        self._working = np.zeros(world.groups)
        self._accounts = Accounts(np.empty(0, np.uint32), np.empty(0, np.uint8), np.empty(0))

    def month(self, world: World) -> None:
        """Return what is unspent, settle who holds what, and pool where enough is held and accounts are in order."""
        people = world.people
        held, saving = people.writable(self.word, "held"), people.writable(self.word, "pooled_saving")
        shares = np.array([world.levers.amount(name) for name in HOLDERS])
        before, ready_months = world.few("held").rows(), world.sheets[self.word].ready_months
        if not shares.any() and len(before) + len(self._accounts.ids) == 0:
            for measure in self.measures:
                world.record(measure.name, 0.0)
            return
        self._give_back(world, self._working > ready_months)  # of last month, though the scheme may have ended since
        self._working = np.where(shares.sum(axis=0) > 0.0, self._working + 1.0, 0.0)
        ready = self._working > ready_months
        held[before], saving[before] = Holder.COUNCIL, 0.0
        running = world.few("brokered").rows() if self._working.any() else before[:0]
        luck = world.draws.uniform("managed_budget", 0, people["id"][running])
        entrust(held, running, people["neighbourhood"], luck, shares)
        entrusted = running[held[running] != Holder.COUNCIL]
        world.few("held").add(entrusted)
        mine = entrusted[people["package"][entrusted] > 0]
        pooled = self._pooled(world, mine[ready[people["neighbourhood"][mine]]])
        saving[pooled] = world.sheets[self.word].pooling_saving
        ids, where = people["id"][mine].copy(), people["neighbourhood"][mine].copy()
        self._accounts = Accounts(ids, where, people["council_cost"][mine] / 100.0)
        world.record("budgets_held", len(mine))
        world.record("budgets_pooled", len(pooled))

    def _pooled(self, world: World, held: NDArray[np.integer]) -> NDArray[np.integer]:
        """Return who shares their budget with others of the neighbourhood."""
        people, share = world.people, world.levers.amount("managed_budget.pooled")
        area = people["neighbourhood"][held]
        willing = world.draws.uniform("managed_budget.pooled", 0, people["id"][held]) < share[area]
        least = world.sheets[self.word].least_to_pool / world.people_per_resident
        return held[who_pool(area, willing, least)]

    def _give_back(self, world: World, ready: NDArray[np.bool_]) -> None:
        """Return what last month's accounts did not spend, where it has been settled how that is done."""
        p, people, (ids, where, budgets) = world.sheets[self.word], world.people, self._accounts
        rows = people.row_of[ids]
        gone = rows < 0
        died = gone & (people.why[ids] == DIED)
        away = np.where(gone, 0.0, people["bed_days"][rows])
        some = ready[where] & (died | (away > 0.0))
        back = returned(budgets[some], away[some], died[some], p.balance_months, p.returned_share)
        world.record("unspent_returned", back)
        world.ledger.post(world.month, "unspent_budgets", pence(back))
