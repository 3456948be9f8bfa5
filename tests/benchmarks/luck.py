"""Luck: how much surer a difference is when both worlds have the same luck, at full size.

Run it with ``uv run python -m tests.benchmarks.luck`` (``--quick`` for fewer residents).
"""

import sys

import numpy as np

from models import Plan, Run, Scenario, run

SEEDS, MONTHS, START = range(1, 9), 60, 12
WANTED = 3.0


def outcomes(found: Run) -> dict[str, float]:
    """Return what the council paid for care, and the months lived lonely and in care homes, of one run."""
    ledger, measures = found.ledger, found.measures
    paid = ledger["home_care_council"] + ledger["residential_council"]
    charged = ledger["home_care_charges"] + ledger["residential_charges"]
    return {
        "council care cost": float((paid - charged).sum()),
        "lonely months": float(measures["lonely"].sum()),
        "residential months": float((measures["residential_council"] + measures["residential_own"]).sum()),
    }


def main(quick: bool) -> None:
    """Print, for each outcome, the spread of the difference with luck apart over that under the same luck."""
    worlds = [
        [
            outcomes(run(Scenario(residents=20_000 if quick else None, months=MONTHS, interventions=plans), seed=seed))
            for seed in SEEDS
        ]
        for plans in ({}, {"reablement": Plan(START)})
    ]
    print(f"Leeds with and without reablement, {MONTHS} months, {len(SEEDS)} lucks; numbers at their central values")
    for name in worlds[0][0]:
        without, given = (np.array([one[name] for one in those]) for those in worlds)
        apart, paired = np.sqrt(without.var(ddof=1) + given.var(ddof=1)), (given - without).std(ddof=1)
        print(f"  {name:<20} {apart / paired:6.1f} times as sure")
    print(f"Wanted: at least {WANTED:.0f} times, of what care costs the council")


if __name__ == "__main__":
    main("--quick" in sys.argv)
