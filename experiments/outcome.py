"""Outcome: what one world did that its twin did not, in months of care, money and loneliness."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.accounts import Months, discount_factors, net_cost_by_account, programme_pounds, public_accounts

if TYPE_CHECKING:
    from experiments.cashability import Cashability
    from models import Run, Spells

STANDINGS = 7


@dataclass(frozen=True)
class Outcome:
    """One arm against its twin in one replication, unweighted.

    Months are person-months; money is pounds at the ledger's prices, discounted to the month in which
    the programmes start unless the name says otherwise. Positive delays and gains are good; a positive
    net cost is money spent.

    Attributes:
        months_delayed_home: council-funded months at home in the twin less here, while present in both.
        months_delayed_residential: the same in care homes.
        months_unmet: months moved to unmet need, ``months_carers`` to unpaid carers alone,
            ``months_own_purse`` to the person's own purse; none of them counts as delayed.
        programme_cost: gross cost of the programme; ``programme_cost_undiscounted`` as spent.
        net_public_cost: paid less received by council, NHS and whoever pays for the programme, cost included.
        net_cost: the same for every account of the ledger; over all accounts it sums to zero.
        cashable: saving that frees cash, by whoever holds the budget, the programme's cost not taken off.
        lonely_free_years: person-years without loneliness, here less in the twin.
        delayed_by_month: council-funded months delayed, month by month.
    """

    months_delayed_home: float
    months_delayed_residential: float
    months_unmet: float
    months_carers: float
    months_own_purse: float
    programme_cost: float
    programme_cost_undiscounted: float
    net_public_cost: float
    net_cost: Mapping[str, float]
    cashable: Mapping[str, float]
    lonely_free_years: float
    deaths_averted: float
    life_years: float
    delayed_by_month: Months

    @property
    def months_delayed(self) -> float:
        """Months of council-funded care delayed, at home and in care homes."""
        return self.months_delayed_home + self.months_delayed_residential


def present_until(twin: "Run", arm: "Run") -> NDArray[np.int64]:
    """Return by id the first month in which a person is no longer in both worlds (the end, if in both to the end).

    People leave at the end of the month in which they die or move away, and are cared for until then.
    """
    end = arm.scenario.months
    lasts = [np.where(run.left >= 0, run.left + 1, end) for run in (twin, arm)]
    return np.minimum(np.minimum(*lasts), end).astype(np.int64)


def person_months(spells: "Spells", until: NDArray[np.int64], months: int) -> NDArray[np.float64]:
    """Return person-months by standing and month, shape (standings, months).

    A person is in a standing from the month of the change up to the next change or ``until`` (by id).
    """
    order = np.argsort(spells.person, kind="stable")
    person = spells.person[order].astype(np.int64)
    standing = spells.standing[order].astype(np.int64)
    begin = spells.month[order].astype(np.int64)
    last = until[person]
    same = np.append(person[1:] == person[:-1], False) if len(person) else np.zeros(0, bool)
    following = np.append(begin[1:], 0) if len(begin) else begin
    stop = np.minimum(np.where(same, following, last), last)
    begin = np.minimum(begin, stop)
    change = np.zeros((STANDINGS, months + 1))
    np.add.at(change, (standing, begin), 1.0)
    np.add.at(change, (standing, stop), -1.0)
    return np.asarray(change.cumsum(axis=1)[:, :months])


def outcome(twin: "Run", arm: "Run", start: int, cashability: "Cashability") -> Outcome:
    """Return what an arm did against its twin: same place, same seed, same draw of the parameters."""
    from models import Standing

    months = arm.scenario.months
    worth = discount_factors(months, start)
    until = present_until(twin, arm)
    delayed = person_months(twin.spells, until, months) - person_months(arm.spells, until, months)
    totals = delayed.sum(axis=1)
    cost, net = programme_pounds(twin, arm), net_cost_by_account(twin, arm, worth)
    more = {name: (arm.measures[name] - twin.measures[name]).to_numpy(np.float64) for name in ("residents", "lonely")}
    return Outcome(
        months_delayed_home=float(totals[Standing.COUNCIL_HOME]),
        months_delayed_residential=float(totals[Standing.COUNCIL_RESIDENTIAL]),
        months_unmet=-float(totals[Standing.UNMET]),
        months_carers=-float(totals[Standing.CARERS]),
        months_own_purse=-float(totals[Standing.OWN_PURSE]),
        programme_cost=float(cost @ worth),
        programme_cost_undiscounted=float(cost.sum()),
        net_public_cost=sum(net.get(account, 0.0) for account in public_accounts(twin, arm)),
        net_cost=net,
        cashable=cashability.by_holder(twin, arm, worth),
        lonely_free_years=float((more["residents"] - more["lonely"]).sum() / 12.0),
        deaths_averted=float((twin.measures["deaths"] - arm.measures["deaths"]).sum()),
        life_years=float(more["residents"].sum() / 12.0),
        delayed_by_month=delayed[Standing.COUNCIL_HOME] + delayed[Standing.COUNCIL_RESIDENTIAL],
    )
