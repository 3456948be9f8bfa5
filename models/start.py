"""Start: the state everyone begins in, drawn so that the published margins are met and held."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models import years_before
from models.ages import FRAIL, SPAN, by_age_and_sex
from models.area import Area
from models.crowd import ALONE, Crowd, Deaths, gather
from models.people import antidepressants, bereavement, frailty, household, loneliness, ties
from models.people.mortality import Dying, deprivation_ratios
from models.rates import Rates, rates_of
from models.services import membership, paying
from models.services.volunteer import residents as volunteers
from models.standing import Payer, Stage, Standing
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
    ties.start(crowd, sheets["ties"], _newly_immobile(rates, sheets["frailty"]))
    loneliness.start(crowd, sheets["loneliness"])
    antidepressants.start(crowd, sheets["antidepressants"], sheets["loneliness"])
    volunteers.start(crowd, sheets["volunteer"])
    paying.start(crowd, sheets["paying"])
    _spent_down(crowd, sheets["paying"])
    helped = years_before.live(crowd, sheets, rates)
    paying.who_would_pay(crowd, sheets["paying"].upper_limit_pounds)
    _standings(crowd, helped)
    return crowd


def _newly_immobile(rates: Rates, p: Sheet) -> NDArray[np.float64]:
    """Return, of those at home who hardly get about, how many a year have come to, per person-year, shape (2, SPAN)."""
    at_home, first = rates.shares * (1.0 - rates.inside), ties.IMMOBILE - 1
    worsening = frailty.ladder(p, rates.shares, rates.inside, rates.dying.by_level).worsening[:, :, first - 1]
    come: NDArray[np.float64] = worsening * at_home[:, :, first - 1] / at_home[:, :, first:].sum(axis=2)
    return come


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


def _standings(crowd: Crowd, helped: NDArray[np.bool_]) -> None:
    """Settle who pays for those in care homes, and everyone's standing."""
    at_home, package, manages = crowd["setting"] == 0, crowd["package"] > 0, crowd["manages"] > 0
    own_in_home = np.where(crowd["partner"] == ALONE, crowd["own_with_house"], crowd["own_home_care"]) > 0
    payer = np.where(at_home, crowd["payer"], np.where(own_in_home, Payer.SELF, Payer.COUNCIL))
    crowd.columns["payer"] = payer.astype(np.uint8)
    needs = (crowd["cfs"] >= FRAIL) & ~manages
    standing = np.where(needs, np.where(helped, Standing.CARERS, Standing.UNMET), Standing.NONE)
    reabling = (crowd["stage"] == Stage.REABLEMENT) & (crowd["reable_weeks"] > 0)
    standing = np.where(reabling, Standing.REABLEMENT, standing)
    standing = np.where(package, np.where(payer == Payer.SELF, Standing.OWN_PURSE, Standing.COUNCIL_HOME), standing)
    homes = np.where(payer == Payer.COUNCIL, Standing.COUNCIL_RESIDENTIAL, Standing.OWN_PURSE)
    crowd.columns["standing"] = np.where(at_home, standing, homes).astype(np.uint8)
