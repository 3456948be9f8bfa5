"""Summary: the outcomes of all replications as tables, weighted to the whole place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.comparing.anyway import COUNTED
from experiments.comparing.outcome import Outcome
from experiments.comparing.spillover import Spill
from experiments.figures.estimate import Estimate, fan, over_runs, ratio_of_means

MONTHS, POUNDS, YEARS, PEOPLE, TIMES = "person-months", "pounds", "person-years", "people", "times its own size"
HOURS = "hours"
PER_THOUSAND = "months_per_1000_pounds"
CHARTED = (
    *("residents", "lonely", "often_lonely", "home_care", "residential_council", "unmet", "informal_only"),
    *("members", "volunteers", "hubs_open", "reablement_no_service", "handover_rate"),
)
"""Measures kept month by month for charts, where the model records them."""
NOT_PEOPLE = ("hubs_open", "handover_rate")
"""Those of them that are the same however many people each resident stands for."""


@dataclass(frozen=True)
class Quantity:
    """One row of the table: what it is called and in what unit."""

    name: str
    label: str
    unit: str


SPILLED = (
    Quantity("reached", "People reached", PEOPLE),
    Quantity("reached_lonely_months", "Fewer lonely months: those reached", MONTHS),
    Quantity("others_lonely_months", "Fewer lonely months: everyone else", MONTHS),
    Quantity("reached_waiting_months", "Fewer months of waiting: those reached", MONTHS),
    Quantity("others_waiting_months", "Fewer months of waiting: everyone else", MONTHS),
    Quantity("reached_council_months", "Fewer council-funded months: those reached", MONTHS),
    Quantity("others_council_months", "Fewer council-funded months: everyone else", MONTHS),
)
"""What was done to those a programme reached, and to everyone else; see `experiments.comparing.spillover`."""

QUANTITIES = (
    Quantity("months_delayed", "Council-funded care delayed", MONTHS),
    Quantity("months_delayed_home", "of which care at home", MONTHS),
    Quantity("months_delayed_residential", "of which in care homes", MONTHS),
    Quantity(PER_THOUSAND, "Months delayed per 1,000 pounds", "person-months per 1,000 pounds"),
    Quantity("months_fewer", "Fewer council-funded months in all", MONTHS),
    Quantity("months_unmet", "Moved to unmet need", MONTHS),
    Quantity("months_carers", "Moved to unpaid carers", MONTHS),
    Quantity("months_own_purse", "Moved to people's own purse", MONTHS),
    Quantity("months_reablement", "Moved to reablement", MONTHS),
    Quantity("lonely_free_years", "Loneliness-free years gained", YEARS),
    Quantity("deaths_averted", "Deaths averted", PEOPLE),
    Quantity("life_years", "Life-years gained", YEARS),
    Quantity("programme_cost", "Programme cost, discounted", POUNDS),
    Quantity("programme_cost_undiscounted", "Programme cost, as spent", POUNDS),
    Quantity("programme_year", "Programme cost, a year while it runs", POUNDS),
    Quantity("net_public_cost", "Net cost to the public purse", POUNDS),
    Quantity("unmet_unpaid", "of which care not paid for, need unmet", POUNDS),
    Quantity("unmet_cashable", "Cashable for the council, but need unmet", POUNDS),
    Quantity("size", "Size of the programme", TIMES),
    *SPILLED,
)


FIFTHS = {
    "reached_in_fifth": "People reached",
    "lonely_in_fifth": "Fewer lonely months",
    "council_in_fifth": "Fewer council-funded months",
}
"""What is parted by fifth of deprivation, the first the most deprived."""


def quantity(name: str) -> Quantity:
    """Return the quantity of a name; those by account are made from the account's name.

    >>> quantity("cashable.council").label
    'Cashable saving: council'
    """
    for known in QUANTITIES:
        if known.name == name:
            return known
    kind, _, account = name.partition(".")
    if kind == "cashable":
        return Quantity(name, f"Cashable saving: {account}", POUNDS)
    if kind in FIFTHS:
        return Quantity(
            name, f"{FIFTHS[kind]}: fifth {account} of deprivation", PEOPLE if "reached" in kind else MONTHS
        )
    if kind in COUNTED:
        return Quantity(name, f"{COUNTED[kind]}, {account} months after it began", PEOPLE)
    if kind == "hours":
        return Quantity(name, f"Volunteers' hours: {account}", HOURS)
    return Quantity(name, f"Net cost: {account}", POUNDS)


type Done = tuple[Mapping[str, Outcome], Mapping[str, Spill], Mapping[str, float]]
"""Outcome, spillover and size of every arm in one replication."""


def runs_table(done: Sequence[Done], weight: float) -> pd.DataFrame:
    """Return one row for each replication and arm, one column for each quantity, weighted."""
    rows, index = [], []
    for replication, (outcomes, spills, sizes) in enumerate(done):
        for arm, result in outcomes.items():
            index.append((replication, arm))
            flat = _flat(result) | spills[arm].flat()
            rows.append({name: weight * value for name, value in flat.items()} | {"size": sizes[arm]})
    frame = pd.DataFrame(rows, index=pd.MultiIndex.from_tuples(index, names=["replication", "arm"])).fillna(0.0)
    idle = [name for name in frame if "." in str(name) and (frame[name] == 0.0).all()]
    return frame.drop(columns=idle)


def _flat(result: Outcome) -> dict[str, float]:
    elsewhere = {PER_THOUSAND, "size", *(one.name for one in SPILLED)}
    named = {one.name: float(getattr(result, one.name)) for one in QUANTITIES if one.name not in elsewhere}
    named |= {f"net_cost.{account}": pounds for account, pounds in sorted(result.net_cost.items())}
    named |= {f"cashable.{holder}": pounds for holder, pounds in sorted(result.cashable.items())}
    return named | dict(result.after_reablement)


def values(runs: pd.DataFrame, arm: str, measure: str) -> NDArray[np.float64]:
    """Return one quantity of one arm, run by run, shape (runs,)."""
    return runs[measure].xs(arm, level="arm").to_numpy(np.float64)


def values_or_nought(runs: pd.DataFrame, arm: str, measure: str) -> NDArray[np.float64]:
    """Return one quantity of one arm, run by run; one that no arm moved is nought."""
    return values(runs, arm, measure) if measure in runs else np.zeros(len(runs.index.unique("replication")))


def table_of(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the estimate of every quantity of every arm, index (arm, measure)."""
    rows, index = [], []
    for arm in dict.fromkeys(str(arm) for arm in runs.index.get_level_values("arm")):
        own = {str(name): column.to_numpy(np.float64) for name, column in runs.xs(arm, level="arm").items()}
        estimates = {name: over_runs(each) for name, each in own.items()}
        months, pounds = own["months_delayed"], own["programme_cost"]
        estimates[PER_THOUSAND] = ratio_of_means(1000.0 * months, pounds)
        order = [one.name for one in QUANTITIES] + [name for name in estimates if "." in name]
        for name in order:
            one, kind = estimates[name], quantity(name)
            index.append((arm, name))
            rows.append((kind.label, kind.unit, one.mean, one.low, one.high, one.mc_error, one.replications))
    columns = ["label", "unit", "mean", "low", "high", "mc_error", "replications"]
    return pd.DataFrame(rows, columns=columns, index=pd.MultiIndex.from_tuples(index, names=["arm", "measure"]))


def estimate(table: pd.DataFrame, arm: str, measure: str) -> Estimate:
    """Return one row of the table as an estimate; a quantity that no arm moved is nought."""
    if (arm, measure) not in table.index:
        runs = int(table["replications"].iloc[0])
        return Estimate(0.0, 0.0, 0.0, 0.0 if runs > 1 else float("nan"), runs)
    mean, low, high, error = (float(table[name].loc[(arm, measure)]) for name in ("mean", "low", "high", "mc_error"))
    return Estimate(mean, low, high, error, int(table["replications"].loc[(arm, measure)]))


def monthly_table(
    measures: Sequence[Mapping[str, pd.DataFrame]], outcomes: Sequence[Mapping[str, Outcome]], weight: float
) -> pd.DataFrame:
    """Return arm, measure, month and its fan: people by month, and council-funded months delayed so far."""
    blocks = []
    for arm, frame in measures[0].items():
        for name in (name for name in CHARTED if name in frame):
            each = 1.0 if name in NOT_PEOPLE else weight
            blocks.append(_block(arm, name, each * np.array([one[arm][name].to_numpy(float) for one in measures])))
        if arm in outcomes[0]:
            delayed = np.array([one[arm].delayed_by_month.cumsum() for one in outcomes])
            blocks.append(_block(arm, "delayed_so_far", weight * delayed))
    return pd.concat(blocks, ignore_index=True)


def _block(arm: str, measure: str, people: NDArray[np.float64]) -> pd.DataFrame:
    return pd.DataFrame({"arm": arm, "measure": measure, "month": np.arange(people.shape[1]), **fan(people)})
