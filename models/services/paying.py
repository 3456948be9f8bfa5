"""Paying: savings, the means test, charges, and every pound of care through the ledger."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.crowd import Crowd
from models.pounds import pence
from models.standing import Manager, Payer
from sim.ledger import DAYS_PER_MONTH, WEEKS_PER_MONTH, Cashable, Line
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.population import Column
from sim.process import Measure, Process
from sim.rules import kernel, rule
from sim.world import World


@rule
def pays_home_care(savings: float, upper_limit: float) -> bool:
    """Say whether a person pays all of their home care: savings above the upper limit, the home not counted.

    Source: CRAG 2010-11; Fairer Charging.
    """
    return savings > upper_limit


@rule
def pays_with_house(savings: float, house: float, upper_limit: float) -> bool:
    """Say whether a person whose house counts (no partner) pays all of a care home.

    Source: CRAG 2010-11; with a partner only savings count, as for home care.
    """
    return savings + house > upper_limit


@rule
def weekly_pence(hours: float, pounds_per_hour: float) -> int:
    """Price of a week of home care, in whole pence as it is invoiced; a month's cost is so many weeks of it."""
    return int(np.round(100.0 * hours * pounds_per_hour))


@rule
def unspent_share(share: float, bed_days: int) -> float:
    """Share of a month's direct payment that goes back: what is usually left over, and the days in hospital.

    Source: assumed; parameters/paying.toml.
    """
    return min(share + (1.0 - share) * bed_days / DAYS_PER_MONTH, 1.0)


LEAST_ABOVE = 1e-3
"""Share of people richer than anyone is drawn, so that the tail of savings stays finite."""


class Rows(NamedTuple):
    """Columns of the month's pass."""

    setting: NDArray[np.uint8]
    package: NDArray[np.float32]
    payer: NDArray[np.uint8]
    managed: NDArray[np.uint8]
    bed_days: NDArray[np.uint8]
    contributes: NDArray[np.float32]
    savings: NDArray[np.float32]
    house: NDArray[np.float32]
    own_home_care: NDArray[np.uint8]
    own_with_house: NDArray[np.uint8]
    cost: NDArray[np.int32]
    council_cost: NDArray[np.int32]


class Numbers(NamedTuple):
    """Parameters of the month's pass; money in pounds and, for the homes, pence a month."""

    upper_limit_pounds: float
    hour_pounds: float
    residential_pence: int
    nursing_pence: int
    nursing_nhs_pence: int
    self_funder_fee_ratio: float
    residential_charge_share: float
    own_income_pounds: float
    weeks: float
    direct_payment_unspent_share: float


@kernel
def assess_means(
    own_home_care: NDArray[np.uint8],
    own_with_house: NDArray[np.uint8],
    savings: NDArray[np.float32],
    house: NDArray[np.float32],
    at: int,
    upper_limit: float,
) -> None:
    """Settle whether the person ``at`` a row would pay all of home care, and of a care home where the house counts."""
    own_home_care[at] = pays_home_care(savings[at], upper_limit)
    own_with_house[at] = pays_with_house(savings[at], house[at], upper_limit)


@kernel
def assess_everyone(
    own_home_care: NDArray[np.uint8],
    own_with_house: NDArray[np.uint8],
    savings: NDArray[np.float32],
    house: NDArray[np.float32],
    upper_limit: float,
) -> None:
    """Settle it for everyone."""
    for at in range(len(savings)):
        assess_means(own_home_care, own_with_house, savings, house, at, upper_limit)


def who_would_pay(crowd: Crowd, upper_limit: float) -> None:
    """Settle by savings and houses who of the crowd would pay for care of their own."""
    own = np.zeros(len(crowd), np.uint8), np.zeros(len(crowd), np.uint8)
    assess_everyone(*own, crowd["savings"], crowd["house"], upper_limit)
    crowd.columns["own_home_care"], crowd.columns["own_with_house"] = own


@kernel
def pay(rows: Rows, p: Numbers, in_care: NDArray[np.integer], totals: NDArray[np.int64]) -> None:
    """Cost everyone's care this month, take charges, spend savings down, and settle who pays next month.

    ``totals`` gathers pence: home care the council buys, bought privately, charges on home care; care
    homes the council buys, charges on them, bought privately; NHS-funded nursing; direct payments returned.
    Its last place gathers thousandths of hours a week of council-funded home care.
    """
    for i in in_care:
        if rows.package[i] > 0.0:
            week = weekly_pence(rows.package[i], p.hour_pounds)
            month = int(np.round(week * p.weeks))
            rows.cost[i] = month
            if rows.payer[i] == Payer.COUNCIL:
                charge = int(np.round(month * rows.contributes[i]))
                totals[0] += month
                totals[2] += charge
                totals[8] += np.int64(np.round(1000.0 * rows.package[i]))
                rows.council_cost[i] = month - charge
                if rows.managed[i] == Manager.DIRECT_PAYMENT:
                    left = unspent_share(p.direct_payment_unspent_share, rows.bed_days[i])
                    back = int(np.round((month - charge) * left))
                    totals[7] += back
                    rows.cost[i] -= back
                    rows.council_cost[i] -= back
            else:
                totals[1] += month
                rows.savings[i] = max(rows.savings[i] - month / 100.0, 0.0)
        elif rows.setting[i] > 0:
            fee = p.nursing_pence if rows.setting[i] == 2 else p.residential_pence
            if rows.setting[i] == 2:
                totals[6] += p.nursing_nhs_pence
            if rows.payer[i] == Payer.COUNCIL:
                charge = int(np.round(fee * p.residential_charge_share))
                totals[3] += fee
                totals[4] += charge
                rows.cost[i] = fee
                rows.council_cost[i] = fee - charge
            else:
                own = int(np.round(fee * p.self_funder_fee_ratio))
                totals[5] += own
                rows.cost[i] = own
                spent = own / 100.0 - p.own_income_pounds
                if rows.savings[i] >= spent:
                    rows.savings[i] -= spent
                else:
                    rows.house[i] = max(rows.house[i] - (spent - rows.savings[i]), 0.0)
                    rows.savings[i] = 0.0
        if rows.payer[i] == Payer.SELF:
            assess_means(rows.own_home_care, rows.own_with_house, rows.savings, rows.house, i, p.upper_limit_pounds)


def start(crowd: Crowd, p: Sheet) -> None:
    """Draw savings, houses and charges: shares above the limit and owning a home by fifth of deprivation."""
    fifth = crowd["fifth"] - 1
    luck = crowd.luck("savings")
    above = p.savings_above_limit_by_fifth[fifth]
    rich = luck < above
    within = np.where(rich, luck / above, (luck - above) / (1.0 - above))
    tail = p.upper_limit_pounds * np.power(np.maximum(1.0 - within, LEAST_ABOVE), -1.0 / p.savings_tail)
    savings = np.where(rich, np.minimum(tail, p.most_savings_pounds), p.upper_limit_pounds * within)
    owner = crowd.luck("owner") < p.owner_share_by_fifth[fifth]
    size = np.exp(p.house_spread * 2.0 * (crowd.luck("house") - 0.5))
    crowd.columns["savings"] = savings.astype(np.float32)
    crowd.columns["house"] = np.where(owner, p.house_pounds_by_fifth[fifth] * size, 0.0).astype(np.float32)
    pays = crowd.luck("contributes") >= p.charged_nothing_share
    crowd.columns["contributes"] = np.where(pays, p.home_charge_share / (1.0 - p.charged_nothing_share), 0.0).astype(
        np.float32
    )
    who_would_pay(crowd, p.upper_limit_pounds)


class Paying(Process):
    """Costs care person by person and posts it."""

    word = "paying"
    columns = (
        Column("savings", np.float32, 0.0, "savings that count for the means test, pounds"),
        Column("house", np.float32, 0.0, "value of an owned home, pounds"),
        Column("contributes", np.float32, 0.0, "share of council-funded home care charged to the person"),
        Column("own_home_care", np.uint8, 0, "would pay all of home care"),
        Column("own_with_house", np.uint8, 0, "would pay all of a care home if the house counts"),
        Column("cost", np.int32, 0, "care this month, pence, whoever pays"),
        Column("council_cost", np.int32, 0, "care this month net of charges, pence, paid by the council"),
    )
    levers = (Lever("paying.hour_price", Kind.SETTING, "price of an hour of home care, pounds"),)
    measures = (
        Measure(
            "council_care_cost", "pounds", "council spending on care this month, net of charges and of what came back"
        ),
        Measure("care_hours", "hours a week", "hours of council-funded home care a week"),
    )
    lines = (
        Line("home_care_council", "council", "home care providers", "council-funded home care", Cashable.SPOT),
        Line("home_care_own", "residents", "home care providers", "home care residents buy", Cashable.OWN),
        Line("home_care_charges", "residents", "council", "charges for home care", Cashable.TRANSFER),
        Line("residential_council", "council", "care homes", "council-funded care homes", Cashable.RESIDENTIAL),
        Line("residential_charges", "residents", "council", "charges for care homes", Cashable.TRANSFER),
        Line("residential_own", "residents", "care homes", "care homes residents pay for", Cashable.OWN),
        Line("direct_payments_returned", "residents", "council", "direct payments not spent", Cashable.TRANSFER),
        Line("nursing_nhs", "NHS", "care homes", "NHS-funded nursing care", Cashable.HEALTH),
    )

    def begin(self, world: World) -> None:
        """Turn prices and incomes of a week into those of a month."""
        p = world.sheets[self.word]
        given = {
            "hour_pounds": p.home_care_hour_pounds,
            "residential_pence": pence(p.residential_pounds_per_week * WEEKS_PER_MONTH),
            "nursing_pence": pence(p.nursing_pounds_per_week * WEEKS_PER_MONTH),
            "nursing_nhs_pence": pence(p.nursing_nhs_pounds_per_week * WEEKS_PER_MONTH),
            "own_income_pounds": p.own_income_pounds_per_week * WEEKS_PER_MONTH,
            "weeks": WEEKS_PER_MONTH,
        }
        self._numbers = p.numbers(Numbers, given)

    def month(self, world: World) -> None:
        """Cost this month's care and post it."""
        people, numbers = world.people, self._numbers
        price = world.levers.setting("paying.hour_price", numbers.hour_pounds)
        totals = np.zeros(9, np.int64)
        rows = people.view(Rows, self.word)
        rows.cost[:] = 0
        rows.council_cost[:] = 0
        in_care = world.few("payer").rows()
        pay(rows, numbers._replace(hour_pounds=price), in_care, totals)
        names = (
            "home_care_council",
            "home_care_own",
            "home_care_charges",
            "residential_council",
            "residential_charges",
            "residential_own",
            "nursing_nhs",
            "direct_payments_returned",
        )
        for name, total in zip(names, totals[:-1], strict=True):
            world.ledger.post(world.month, name, int(total))
        net = int(totals[0] - totals[2] + totals[3] - totals[4] - totals[7])
        net -= world.ledger.posted("unspent_budgets", world.month)
        world.record("council_care_cost", net / 100.0)
        world.record("care_hours", float(totals[8]) / 1000.0)
