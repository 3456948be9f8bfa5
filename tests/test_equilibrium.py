"""Equilibrium: at fixed shares of age and sex and with no intervention, nothing drifts far in five years."""

import numpy as np
import pytest

from calibration.fitted import Overrides
from calibration.scorecard import points_of
from models import Kith, Scenario, Standing, stored_posterior
from models.ages import band
from models.library import designed
from models.standing import Payer

pytestmark = pytest.mark.study

SEEDS = (1, 2, 3)
RESIDENTS = 40_000
BEGINNING, END = range(2, 8), range(55, 61)
MOST, MOST_OF_FEW, FEW = 0.07, 0.10, 0.01
"""How far a prevalence may drift, and one below a hundredth, which chance alone moves further."""
STATES = (
    *("lonely", "often lonely", "frailty level 5", "frailty level 6", "frailty levels 7 to 9", "members"),
    *("resident volunteers", "plans being written", "none", "unmet", "carers", "own_purse", "council_home"),
    *("council_residential", "reablement", "men in care homes", "women in care homes", "home care they pay for"),
    *("ties", "ties in care homes", "ties of those at home who hardly get about"),
)


def prevalences(world: Kith) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return the share of each state (ties: a head) by sex and band of age, and how many are in each, shape (14,)."""
    people = world.people
    here = people["here"] > 0
    cell = (band(people["age"]) + 7 * people["sex"].astype(int))[here]
    states = {
        "lonely": people["lonely"] > 0,
        "often lonely": people["lonely"] == 2,
        "frailty level 5": people["cfs"] == 5,
        "frailty level 6": people["cfs"] == 6,
        "frailty levels 7 to 9": people["cfs"] >= 7,
        "members": people["member"] > 0,
        "resident volunteers": people["volunteer"] == 2,
        "plans being written": people["stage"] == 3,
        "awaiting an assessment": people["stage"] == 1,
        "men in care homes": (people["setting"] > 0) & (people["sex"] == 0),
        "women in care homes": (people["setting"] > 0) & (people["sex"] == 1),
        "home care they pay for": people["package"] * (people["payer"] == Payer.SELF) > 0,
        "ties": people["contacts"],
        "ties in care homes": people["contacts"] * (people["setting"] > 0),
        "ties of those at home who hardly get about": people["contacts"]
        * ((people["setting"] == 0) & (people["cfs"] >= 6)),
    } | {one.name.lower(): people["standing"] == one for one in Standing}
    many = np.bincount(cell, minlength=14)
    return {name: np.bincount(cell, state[here], 14) / many for name, state in states.items()}, many


def drifting(
    residents: int, overrides: Overrides | None = None, draw: int | None = None
) -> dict[str, tuple[float, float]]:
    """Return the standardised prevalence of each state over half a year at the beginning and at the end."""
    found: dict[str, list[list[float]]] = {}
    for seed in SEEDS:
        scenario = Scenario(months=61, residents=residents, overrides=overrides or {})
        world, standard = Kith(scenario, seed=seed, draw=draw), None
        while world.month < 61:
            world.step()
            at = world.month - 1
            if at in BEGINNING or at in END:
                shares, many = prevalences(world)
                standard = many / many.sum() if standard is None else standard
                for name, share in shares.items():
                    found.setdefault(name, [[], []])[at in END].append(float((share * standard).sum()))
    return {name: (float(np.mean(first)), float(np.mean(last))) for name, (first, last) in found.items()}


@pytest.fixture(scope="module")
def drift() -> dict[str, tuple[float, float]]:
    """Return how each state drifts where no parameter is drawn."""
    return drifting(RESIDENTS)


def chance_of(share: float, worlds: int = 1) -> float:
    """Return two standard errors of the drift of a share between two halves of a year, in so many worlds."""
    return float(2.0 / np.sqrt(worlds * len(SEEDS) * 20_000 * share / 2.0))


def drifted(found: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Return those of home care, unmet need and unpaid help that drift by more than a tenth, chance allowed for."""
    looked_at = {state: found[state] for state in ("council_home", "unmet", "carers")}
    return {
        state: (first, last)
        for state, (first, last) in looked_at.items()
        if abs(last / first - 1.0) >= MOST_OF_FEW + chance_of(first)
    }


@pytest.mark.parametrize("row", [0, 1, 2, 3])
def test_home_care_and_those_without_it_are_in_balance_wherever_the_parameters_are_drawn(row):
    assert drifted(drifting(20_000, draw=designed(0, row))) == {}


@pytest.fixture(scope="module")
def fitted_drifts() -> list[dict[str, tuple[float, float]]]:
    """Return how each state drifts under each of four draws spread over what was fitted."""
    table = stored_posterior()
    assert table is not None
    return [drifting(20_000, one) for one in points_of(table.to_numpy(np.float64), list(table.columns), 4)]


@pytest.mark.parametrize("row", [0, 1, 2, 3])
def test_home_care_and_those_without_it_are_in_balance_under_four_draws_spread_over_what_was_fitted(fitted_drifts, row):
    assert drifted(fitted_drifts[row]) == {}


@pytest.mark.parametrize("state", STATES)
def test_over_what_was_fitted_no_prevalence_drifts_far_in_five_years(fitted_drifts, state):
    first, last = (float(np.mean([found[state][half] for found in fitted_drifts])) for half in (0, 1))
    assert abs(last / first - 1.0) < MOST_OF_FEW + chance_of(first, 4), (
        f"{state}: {first:.4f}, {last:.4f} five years on"
    )


@pytest.mark.parametrize("state", STATES)
def test_no_prevalence_drifts_far_in_five_years(drift, state):
    first, last = drift[state]
    assert first > 0
    most = MOST if first > FEW else MOST_OF_FEW
    assert abs(last / first - 1.0) < most, f"{state}: {first:.4f} at the beginning, {last:.4f} five years on"


def test_the_queue_for_an_assessment_stays_short(drift):
    first, last = drift["awaiting an assessment"]
    assert max(first, last) < 0.001
