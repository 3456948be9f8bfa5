"""Usual: what holds for a run or a comparison where nobody says otherwise."""

YEARS = 15
START = 24
"""Month in which interventions start: April 2013."""
REPLICATIONS = 4
SEED = 1
