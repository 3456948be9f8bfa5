"""Outcome: what one world did that its twin did not, in months of care, money and loneliness."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from experiments.comparing.accounts import (
    Months,
    discount_factors,
    net_cost_by_account,
    programme_pounds,
    public_accounts,
)
from experiments.comparing.anyway import after_reablement
from experiments.comparing.standings import COUNCIL, flows, net
from experiments.comparing.unmet import unpaid
from models import Standing

if TYPE_CHECKING:
    from experiments.comparing.cashability import Cashability
    from models import Run


@dataclass(frozen=True)
class Outcome:
    """One arm against its twin in one replication, unweighted.

    Months are person-months; money is pounds at the ledger's prices, discounted to the month in which
    the programmes start unless the name says otherwise. Positive delays and gains are good; a positive
    net cost is money spent.

    A month of council-funded care in the twin that is a month without need here is delayed. One that is
    met otherwise here, or not at all, has moved: it is shown, and never counted as delayed.

    Attributes:
        months_fewer: council-funded months in the twin less here, delayed and moved together.
        months_delayed_home: months delayed that were care at home, ``months_delayed_residential`` in care
            homes; a month in a care home that is one of care at home here counts in both, with opposite signs.
        months_unmet: months moved to unmet need, ``months_carers`` to unpaid carers alone,
            ``months_own_purse`` to the person's own purse, ``months_reablement`` to reablement.
        programme_cost: gross cost of the programme; ``programme_cost_undiscounted`` as spent, ``programme_year`` of
            that what falls on twelve of the months in which it costs anything.
        net_public_cost: paid less received by council, NHS and whoever pays for the programme, cost included.
        unmet_unpaid: what of the council's net cost is not paid as months move to unmet need, which is no saving;
            ``unmet_cashable`` what of that counts as cashable for the council.
        net_cost: the same for every account of the ledger; over all accounts it sums to zero.
        cashable: saving that frees cash, by whoever holds the budget, the programme's cost not taken off.
        lonely_free_years: person-years without loneliness, here less in the twin.
        delayed_by_month: months delayed, month by month.
        after_reablement: what became of those it brought to reablement, here and in the twin, counted by "kind.month".
    """

    months_fewer: float
    months_delayed_home: float
    months_delayed_residential: float
    months_unmet: float
    months_carers: float
    months_own_purse: float
    months_reablement: float
    programme_cost: float
    programme_cost_undiscounted: float
    programme_year: float
    net_public_cost: float
    unmet_unpaid: float
    unmet_cashable: float
    net_cost: Mapping[str, float]
    cashable: Mapping[str, float]
    lonely_free_years: float
    deaths_averted: float
    life_years: float
    delayed_by_month: Months
    after_reablement: Mapping[str, float]

    @property
    def months_delayed(self) -> float:
        """Months of council-funded care delayed, at home and in care homes."""
        return self.months_delayed_home + self.months_delayed_residential


def outcome(twin: "Run", arm: "Run", start: int, cashability: "Cashability") -> Outcome:
    """Return what an arm did against its twin: same place, same seed, same draw of the parameters."""
    months = arm.scenario.months
    worth = discount_factors(months, start)
    moved = flows(twin, arm)
    from_home, from_homes = ({to: float(net(moved, of, to).sum()) for to in Standing if to != of} for of in COUNCIL)
    away = {to: from_home[to] + from_homes[to] for to in Standing if to not in COUNCIL}
    cost, accounts = programme_pounds(twin, arm), net_cost_by_account(twin, arm, worth)
    unmet = unpaid(twin, arm, moved, cashability, worth)
    more = {name: (arm.measures[name] - twin.measures[name]).to_numpy(np.float64) for name in ("residents", "lonely")}
    return Outcome(
        months_fewer=sum(away.values()),
        months_delayed_home=from_home[Standing.NONE] + from_home[Standing.COUNCIL_RESIDENTIAL],
        months_delayed_residential=from_homes[Standing.NONE] + from_homes[Standing.COUNCIL_HOME],
        months_unmet=away[Standing.UNMET],
        months_carers=away[Standing.CARERS],
        months_own_purse=away[Standing.OWN_PURSE],
        months_reablement=away[Standing.REABLEMENT],
        programme_cost=float(cost @ worth),
        programme_cost_undiscounted=float(cost.sum()),
        programme_year=a_year_of(cost),
        net_public_cost=sum(accounts.get(account, 0.0) for account in public_accounts(arm)),
        unmet_unpaid=unmet.whole,
        unmet_cashable=unmet.cashable,
        net_cost=accounts,
        cashable=cashability.by_holder(twin, arm, worth),
        lonely_free_years=float((more["residents"] - more["lonely"]).sum() / 12.0),
        deaths_averted=float((twin.measures["deaths"] - arm.measures["deaths"]).sum()),
        life_years=float(more["residents"].sum() / 12.0),
        delayed_by_month=np.sum([net(moved, of, Standing.NONE) for of in COUNCIL], axis=0),
        after_reablement=after_reablement(twin, arm),
    )


def a_year_of(cost: Months) -> float:
    """Return twelve average months of those in which something costs anything.

    >>> a_year_of(np.array([0.0, 10.0, 20.0, 0.0])), a_year_of(np.zeros(3))
    (180.0, 0.0)
    """
    return 12.0 * float(cost.sum()) / max(int(np.count_nonzero(cost)), 1)
