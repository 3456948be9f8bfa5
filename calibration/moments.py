"""Moments: what is measured in a history, to be set beside a published figure."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.history import History
from models import Giving, Payer

FIRST, LAST = 12, 60
"""Months over which rates are counted: the second to the fifth year, after the start has settled."""
BAND = 5
"""Years of age in a cell when a share is standardised; 90 and over is one."""


@dataclass(frozen=True)
class Group:
    """Among whom something is measured: of one sex or both, from an age to below another.

    ``at`` is the month of a census, where a measure looks at one month alone.
    """

    sex: str | None = None
    age_from: int = 60
    age_to: int = 120
    at: int | None = None

    @property
    def last(self) -> int:
        """The month looked at, the first where none is named."""
        return self.at or 0

    def of(self, people: pd.DataFrame) -> pd.Series:
        """Say of each row whether the person belongs to the group."""
        belongs = (people["age"] >= self.age_from) & (people["age"] < self.age_to)
        if self.sex is not None:
            belongs &= people["sex"] == (0 if self.sex == "men" else 1)
        return belongs


type Event = Callable[[pd.DataFrame], pd.Series]


def at_home(people: pd.DataFrame) -> pd.Series:
    """Say who lives at home: the household population."""
    return people["setting"] == 0


def anywhere(people: pd.DataFrame) -> pd.Series:
    """Say of everyone that they count."""
    return people["setting"] >= 0


def share(history: History, group: Group, event: Event, among: Event) -> float:
    """Return the share of a group for whom something holds, over five years' censuses.

    Standardised to the ages and sexes of the first census, so that a population that grows older does not pass for a
    change in rates; where ``group.at`` names a month, the plain share in that month.
    """
    if group.at is not None:
        people = history.censuses[group.at]
        return float(event(people[group.of(people) & among(people)]).mean())
    first = history.censuses[0]
    wanted = _cells(first[group.of(first) & among(first)]).value_counts()
    found = []
    for people in history.years():
        there = people[group.of(people) & among(people)]
        rates = event(there).groupby(_cells(there)).mean()
        shared = wanted.index.intersection(rates.index)
        found.append(float(np.average(rates[shared], weights=wanted[shared])))
    return float(np.mean(found))


def _cells(people: pd.DataFrame) -> pd.Series:
    return people["sex"] * 100 + np.minimum(people["age"], 94) // BAND


def _share_of(event: Event, among: Event) -> Callable[[History, Group], float]:
    return lambda history, group: share(history, group, event, among)


def persistently_lonely(history: History, group: Group) -> float:
    """Return the share lonely both after the first year and eight years later, of those at home on both days."""
    early, late = history.censuses[FIRST].set_index("id"), history.censuses[108].set_index("id")
    early = early[group.of(early) & at_home(early)]
    both = early.join(late[at_home(late)].add_suffix("_late"), how="inner")
    return float(((both["lonely"] > 0) & (both["lonely_late"] > 0)).mean())


def recovered(history: History, group: Group) -> float:
    """Return the share no longer in moderate need two years on, of the survivors who had no service at first.

    Moderate need is frailty level 5 or 6.
    """
    ones, all_of_them = 0, 0
    for month in (12, 36, 60):
        early, late = history.censuses[month], history.censuses[month + 24].set_index("id")
        need = early["cfs"].between(5, 6) & (early["package"] == 0) & (early["stage"] == 0) & (early["reabled"] < 0)
        there = (
            early[need & at_home(early) & group.of(early)].set_index("id").join(late.add_suffix("_late"), how="inner")
        )
        ones += int((there["cfs_late"] <= 4).sum())
        all_of_them += len(there)
    return ones / max(all_of_them, 1)


def frailty_moved(history: History, group: Group, direction: int) -> float:
    """Return the share whose state is better (-1), the same (0) or worse (1) 3.9 years on, of survivors first at home.

    The states are robust (levels 1 and 2), prefrail (3 and 4) and frail (5 and above), of which prefrail is then as
    common as in surveys, about two in five. Source: Collard et al. 2012 for how common it is.
    """
    early, late = history.censuses[FIRST].set_index("id"), history.censuses[59].set_index("id")
    early = early[at_home(early) & group.of(early)]
    both = early.join(late.add_suffix("_late"), how="inner")
    moved = np.sign(_state(both["cfs_late"]) - _state(both["cfs"]))
    return float((moved == direction).mean())


def _state(levels: pd.Series) -> pd.Series:
    return (levels >= 3).astype(int) + (levels >= 5).astype(int)


def per_year(history: History, measure: str, aged: str) -> float:
    """Return events a year for each 100,000 of an age, over years two to five."""
    window = history.measures.iloc[FIRST:LAST]
    return float(1e5 * 12.0 * window[measure].sum() / window[aged].sum())


def ratio(history: History, upper: str, lower: str) -> float:
    """Return one recorded measure over another, over years two to five."""
    window = history.measures.iloc[FIRST:LAST]
    return float(window[upper].sum() / max(window[lower].sum(), 1.0))


def reablement_ended_well(history: History, group: Group) -> float:
    """Return the share of those whose reablement ended who then had no service, from the second year on."""
    window = history.measures.iloc[FIRST:]
    return float(window["reablement_no_service"].sum() / max(window["reablement_ended"].sum(), 1.0))


def median_stay(history: History, group: Group) -> float:
    """Return the median months of completed stays in a care home that the council paid for at the end."""
    stays = [months for months, payer in history.stays if payer == Payer.COUNCIL]
    return float(np.median(stays)) if stays else float("nan")


def volunteers_leaving(history: History, group: Group) -> float:
    """Return the share of resident volunteers who no longer volunteer a year later, of those still there."""
    gone, before = 0, 0
    for month in (12, 24, 36, 48):
        early, late = history.censuses[month], history.censuses[month + 12].set_index("id")
        there = early[early["volunteer"] == Giving.ACTIVE].set_index("id").join(late.add_suffix("_late"), how="inner")
        gone += int((there["volunteer_late"] != Giving.ACTIVE).sum())
        before += len(there)
    return gone / max(before, 1)


def people_aged(history: History, group: Group) -> float:
    """Return how many people of a group live in the whole place, in one month."""
    people = history.censuses[group.last]
    return float(history.weight * group.of(people).sum())


def deaths(history: History, group: Group) -> float:
    """Return how many residents of the whole place died in the twelve months up to one."""
    return history.weight * float(history.measures["deaths"].iloc[group.last - 11 : group.last + 1].sum())


def volunteer_hours(history: History, group: Group) -> float:
    """Return the hours that volunteers gave in the whole place in the twelve months up to one."""
    given = history.measures["volunteer_hours_given"]
    return history.weight * float(given.iloc[group.last - 11 : group.last + 1].sum())


def growth(history: History, group: Group, event: Event) -> float:
    """Return by what share more people there are for whom something holds, from the first month to ``group.at``."""
    first, last = history.censuses[0], history.censuses[group.last]
    return float((group.of(last) & event(last)).sum() / max((group.of(first) & event(first)).sum(), 1)) - 1.0


def _growth_of(event: Event) -> Callable[[History, Group], float]:
    return lambda history, group: growth(history, group, event)


MEASURES: dict[str, Callable[[History, Group], float]] = {
    "alone": _share_of(lambda people: people["alone"] > 0, anywhere),
    "alone_at_home": _share_of(lambda people: people["alone"] > 0, at_home),
    "lonely": _share_of(lambda people: people["lonely"] > 0, at_home),
    "often_lonely": _share_of(lambda people: people["lonely"] > 1, at_home),
    "lonely_if_limited": _share_of(
        lambda people: people["lonely"] > 0, lambda people: at_home(people) & (people["cfs"] >= 4)
    ),
    "lonely_if_not_limited": _share_of(
        lambda people: people["lonely"] > 0, lambda people: at_home(people) & (people["cfs"] <= 3)
    ),
    "persistently_lonely": persistently_lonely,
    "frail": _share_of(lambda people: people["cfs"] >= 5, at_home),
    "recovered": recovered,
    "frailty_better": lambda history, group: frailty_moved(history, group, -1),
    "frailty_same": lambda history, group: frailty_moved(history, group, 0),
    "frailty_worse": lambda history, group: frailty_moved(history, group, 1),
    "helped": _share_of(lambda people: (people["help_hours"] > 0) | (people["package"] > 0), at_home),
    "council_home_care": _share_of(
        lambda people: (people["package"] > 0) & (people["payer"] == Payer.COUNCIL), anywhere
    ),
    "hours_of_package": lambda history, group: ratio(history, "care_hours", "home_care"),
    "in_care_homes": _share_of(lambda people: people["setting"] > 0, anywhere),
    "self_funded_homes": _share_of(lambda people: people["payer"] == Payer.SELF, lambda people: people["setting"] > 0),
    "self_funded_home_care": _share_of(
        lambda people: people["payer"] == Payer.SELF, lambda people: at_home(people) & (people["package"] > 0)
    ),
    "admissions_council": lambda history, group: per_year(history, "care_home_admissions_council", "aged_65_plus"),
    "admissions": lambda history, group: per_year(history, "care_home_admissions", "aged_65_plus"),
    "median_stay": median_stay,
    "reablement_no_service": reablement_ended_well,
    "members_per_volunteer": lambda history, group: ratio(history, "members", "volunteers"),
    "volunteers_leaving": volunteers_leaving,
    "volunteers": _share_of(lambda people: people["volunteer"] == Giving.ACTIVE, anywhere),
    "volunteer_hours": volunteer_hours,
    "contacts_own": lambda history, group: ratio(history, "contacts_self", "contacts"),
    "contacts_hospital": lambda history, group: ratio(history, "contacts_hospital", "contacts"),
    "contacts_gp": lambda history, group: ratio(history, "contacts_gp", "contacts"),
    "people": people_aged,
    "deaths": deaths,
    "growth_alone": _growth_of(lambda people: people["alone"] > 0),
    "growth_people": _growth_of(anywhere),
    "growth_lonely": _growth_of(lambda people: at_home(people) & (people["lonely"] > 0)),
    "growth_home_care": _growth_of(lambda people: at_home(people) & (people["package"] > 0)),
    "growth_council_home_care": _growth_of(
        lambda people: at_home(people) & (people["package"] > 0) & (people["payer"] == Payer.COUNCIL)
    ),
    "growth_in_care_homes": _growth_of(lambda people: people["setting"] > 0),
}
"""Everything that can be measured, by name."""


def measured(history: History, measure: str, group: Group) -> float:
    """Return one moment of a history."""
    return MEASURES[measure](history, group)
