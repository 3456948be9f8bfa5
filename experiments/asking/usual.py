"""Usual: what holds for a run or a comparison where nobody says otherwise."""

YEARS = 15
START = 24
"""Month in which interventions start: April 2013."""
REPLICATIONS = 4
LOAN_REPLICATIONS = 30
"""Of a loan, whose answer is how often something happens."""
SEED = 1
INTERVENTIONS = ("age_friendly_coordinators", "local_links", "reablement")
"""What is compared where nothing else was asked for."""
