"""Start: the state everyone begins in, drawn so that the published margins are met and held."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.ages import FRAIL, SPAN, by_age_and_sex
from models.area import Area
from models.crowd import ALONE, Crowd, Deaths, gather
from models.people import bereavement, carer, frailty, household, loneliness, ties
from models.people.mortality import Dying, deprivation_ratios
from models.rates import rates_of
from models.services import membership, paying
from models.services.volunteer import residents as volunteers
from models.standing import Manager, Payer, Standing
from sim.ledger import WEEKS_PER_MONTH
from sim.parameters import Sheet


def synthesise(
    place: Area, tables: Mapping[str, pd.DataFrame], sheets: Mapping[str, Sheet], seed: int, residents: int | None
) -> Crowd:
    """Draw everyone who will ever live in the place, in the state in which they enter."""
    rates = rates_of(place, tables, sheets)
    crowd = gather(place, tables, sheets, Deaths(rates.deaths, deprivation_ratios(tables)), seed, residents)
    _in_care_homes(crowd, tables, sheets["care"], rates.dying)
    household.start(crowd, tables["households"], sheets["household"])
    couples, widowed = (by_age_and_sex(tables["households"], name) for name in ("couple", "widowed"))
    bereavement.start(crowd, sheets["bereavement"], rates.deaths[0], couples, widowed)
    frailty.start(crowd, tables, sheets["frailty"])
    membership.start(crowd, sheets["membership"])
    ties.start(crowd, sheets["ties"])
    loneliness.start(crowd, sheets["loneliness"])
    volunteers.start(crowd, sheets["volunteer"])
    paying.start(crowd, sheets["paying"])
    _spent_down(crowd, sheets["paying"])
    _packages(crowd, sheets["care"], sheets["paying"], carer.start(crowd, sheets["carer"]))
    return crowd


def _in_care_homes(crowd: Crowd, tables: Mapping[str, pd.DataFrame], p: Sheet, dying: Dying) -> None:
    """Draw who lives in a care home and since when: stays in balance with entries and deaths by sex and age."""
    share = crowd.lookup(by_age_and_sex(tables["care_homes"], "share"))
    coupled = crowd["partner"] != ALONE
    weight = np.where(coupled, p.start_couple_ratio, 1.0)
    cell = np.clip(crowd.age - 60, 0, SPAN - 1) + SPAN * crowd["sex"].astype(np.int64)
    average = np.bincount(cell, weight, 2 * SPAN) / np.maximum(np.bincount(cell, minlength=2 * SPAN), 1)
    inside = crowd.luck("care_home") < share * weight / average[cell]
    crowd.columns["setting"] = np.where(
        inside, np.where(crowd.luck("nursing") < p.start_nursing_share, 2, 1), 0
    ).astype(np.uint8)
    tenure = _months_inside(crowd.luck("tenure"), crowd.lookup(dying.first_year), *map(crowd.lookup, dying.dwindling))
    crowd.columns["setting_months"] = np.where(inside, tenure, 0).astype(np.int16)


def _months_inside(
    luck: NDArray[np.float64], new: NDArray[np.float64], first: NDArray[np.float64], later: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return months in a care home: a share ``new`` in the first year, and either part fewer the longer ago.

    ``first`` and ``later`` are how fast they become fewer, per year; all have shape (n,).
    """
    first, later = np.maximum(first, 0.05), np.maximum(later, 0.05)
    early = -np.log1p(np.minimum(luck / new, 1.0) * np.expm1(-first)) / first
    late = 1.0 - np.log1p(-np.clip((luck - new) / (1.0 - new), 0.0, 1.0 - 1e-9)) / later
    return np.minimum(12.0 * np.where(luck < new, early, late), 300.0).astype(np.int64)


def _spent_down(crowd: Crowd, p: Sheet) -> None:
    """Take off the savings, and then the houses, of those in care homes what their stay has cost so far."""
    inside = crowd["setting"] > 0
    fee = p.residential_pounds_per_week * p.self_funder_fee_ratio - p.own_income_pounds_per_week
    months = crowd["setting_months"] + p.start_months_paid_before
    spent = np.where(inside, months * fee * WEEKS_PER_MONTH, 0.0)
    alone = crowd["partner"] == ALONE
    own = np.where(alone, crowd["own_with_house"], crowd["own_home_care"]) > 0
    counted = np.where(own, spent, 0.0)
    from_savings = np.minimum(counted, crowd["savings"])
    crowd.columns["savings"] = (crowd["savings"] - from_savings).astype(np.float32)
    crowd.columns["house"] = np.maximum(crowd["house"] - (counted - from_savings), 0.0).astype(np.float32)
    paying.who_would_pay(crowd, p.upper_limit_pounds)


def _with_package(
    crowd: Crowd, p: Sheet, prices: Sheet, helped: NDArray[np.bool_], may: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return who of those who ``may`` has home care, after taking off savings what care bought so far has cost.

    Of those who turned to care they pay for, some have run out of savings since and are the council's now: as
    many more turned to it, and so many fewer of the others come to make up the council's users.
    """
    level, at_home, own = crowd["cfs"] - 1, crowd["setting"] == 0, crowd["own_home_care"] > 0
    weight, many = np.where(helped, p.start_helped_ratio, 1.0), np.maximum(np.bincount(level[at_home], minlength=9), 1)

    def share(of: NDArray[np.floating] | NDArray[np.bool_]) -> NDArray[np.float64]:
        return (np.bincount(level, of * at_home, 9) / many)[level]

    hours = p.hours_by_frailty[level] * np.where(helped, p.helped_hours_ratio, 1.0) * p.self_funder_hours_ratio
    months = -p.start_months_bought * np.log1p(-crowd.luck("months_bought"))
    spent = months * hours * WEEKS_PER_MONTH * prices.home_care_hour_pounds
    lasts = own & (crowd["savings"] - spent > prices.upper_limit_pounds)
    receipt = p.start_receipt_by_frailty[level] * weight / np.maximum(share(weight), 1e-9)
    private = receipt * p.start_self_funders_per_funded / np.maximum(share(lasts), 0.05)
    bought = may & own & (crowd.luck("package") < private)
    left = 1.0 - share(bought & ~lasts) / np.maximum(p.start_receipt_by_frailty[level], 1e-9)
    council = receipt * left / np.maximum(1.0 - share(own), 0.05)
    crowd.columns["savings"] = (crowd["savings"] - np.where(bought, spent, 0.0)).clip(0.0).astype(np.float32)
    paying.who_would_pay(crowd, prices.upper_limit_pounds)
    return bought | (may & ~own & (crowd.luck("package") < council))


def _packages(crowd: Crowd, p: Sheet, prices: Sheet, helped: NDArray[np.bool_]) -> None:
    """Draw who has home care at the start, who pays, and everyone's standing."""
    level = crowd["cfs"] - 1
    at_home = crowd["setting"] == 0
    manages = at_home & (crowd["cfs"] >= FRAIL) & (crowd.luck("manages") < p.start_manages_share)
    has = _with_package(crowd, p, prices, helped, at_home & (crowd["cfs"] >= FRAIL) & ~manages)
    own = crowd["own_home_care"] > 0
    hours = p.hours_by_frailty[level] * np.where(helped, p.helped_hours_ratio, 1.0)
    hours = hours * np.where(own, p.self_funder_hours_ratio, 1.0)
    crowd.columns["package"] = np.where(has, hours, 0.0).astype(np.float32)
    crowd.columns["indicative"] = np.where(has & ~own, hours, 0.0).astype(np.float32)
    payer = np.where(has, np.where(own, Payer.SELF, Payer.COUNCIL), Payer.NOBODY)
    own_in_home = np.where(crowd["partner"] == ALONE, crowd["own_with_house"], crowd["own_home_care"]) > 0
    payer = np.where(at_home, payer, np.where(own_in_home, Payer.SELF, Payer.COUNCIL))
    crowd.columns["payer"] = payer.astype(np.uint8)
    direct = has & ~own & (crowd.luck("direct_payment") < p.direct_payment_share)
    crowd.columns["managed"] = np.where(direct, Manager.DIRECT_PAYMENT, Manager.COUNCIL).astype(np.uint8)
    needs = at_home & (crowd["cfs"] >= FRAIL) & ~manages
    crowd.columns["manages"] = manages.astype(np.uint8)
    standing = np.where(needs, np.where(helped, Standing.CARERS, Standing.UNMET), Standing.NONE)
    standing = np.where(has, np.where(own, Standing.OWN_PURSE, Standing.COUNCIL_HOME), standing)
    homes = np.where(payer == Payer.COUNCIL, Standing.COUNCIL_RESIDENTIAL, Standing.OWN_PURSE)
    crowd.columns["standing"] = np.where(at_home, standing, homes).astype(np.uint8)
