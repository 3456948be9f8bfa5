"""Blank: the file in which a user describes a place of their own, with a word on every line."""

import re

from models.area import UNITED_KINGDOM
from models.gazetteer import STATUSES, place_names, read_place
from models.library import tables
from models.portfolio import portfolio_names
from sim.errors import ModelError

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

TEXT = """\
# {name}: a place of your own. Fill in what is empty, then write: kith places check {name}.toml
# What follows a # is an explanation. Every number you do not give is that of the model's own sheets.

title = ""                          # what to call it in a sentence, such as "Smallton"
summary = ""                        # one sentence about it
status = "assumed"                  # what its numbers are: {statuses}
payer = ""                          # who pays for publicly funded care, such as "Smallton Council"
# guarantor = ""                    # who stands in for a programme's loan; the payer if left out
# matcher = ""                      # who adds as much again to a programme's loan; nobody if left out
note = ""                           # where its numbers come from, and what is assumed

# Its people are a share of those counted somewhere, by sex and single year of age. Counted are:
# {populations}.
population = "{population}"
population_share = 0.05             # or from each age on: [[60, 0.05], [75, 0.04]]
total_population = 0                # people of all ages, for what is told per head
net_migration_per_year = {migration:.4f}    # net moves in per resident aged 60 and over and year

# Its deaths are the United Kingdom's times what is known of one of these, moved by how deprived the place is:
# {mortalities}.
smr = "{smr}"

# The neighbourhoods that a Local Links programme would serve, in the order of its schemes; a list within the list is
# one scheme for several neighbourhoods.
local_links = ["North"]

# Numbers that differ here. What there is: kith parameters. The unit is the sheet's.
# [numbers."handover.trust_at_start"]
# value = -0.5
# low = -1.5
# high = 0.2
# source = "my_survey"              # a key of the model's sources, one of your own below, or "team"
# status = "assumed"                # published, derived, calibrated or assumed
# note = "Why this value and this range."

# What its agencies spend in a year, for what a programme costs to be set beside; nothing is said of it if left out.
# [budgets.net]
# title = "the net budget of Smallton Council"
# account = "council"               # whose it is: council or NHS
# pounds_per_year = 100_000_000
# price_year = "2011-12"            # the year from April whose prices these are
# source = "my_survey"
# status = "published"              # published, derived, calibrated or assumed
# note = "What it holds and what it leaves out."

# [sources.my_survey]
# cite = "Who found it, in which year, and where it can be read"

# One table for each neighbourhood; their shares of the residents sum to 1.
[[neighbourhoods]]
name = "North"
fifth = 1                           # of deprivation: 1 the most deprived fifth of the country, 5 the least
share = 0.4                         # of the residents aged 60 and over
rural = false
network = true                      # has a voluntary network at the start
deprived_areas = 0                  # how many lower super output areas of the most deprived fifth it holds
# locality = ""                     # the larger part it belongs to
# parishes = 0                      # how many town and parish councils it has
# catchment_from_month = 24         # joins a programme so many months after the programme's start

[[neighbourhoods]]
name = "South"
fifth = 4
share = 0.6
rural = true
"""


def blank_place(name: str, like: str) -> str:
    """Return the text of a file to fill in, with the keys of the tables that an existing place uses."""
    if not NAME.fullmatch(name):
        raise ModelError(f"'{name}' is no name for a place: use small letters, digits and hyphens, such as my-town.")
    if name in (*place_names(), *portfolio_names()):
        raise ModelError(f"'{name}' comes with Kith already: give yours another name, such as my-{name}.")
    pattern, counted = read_place(like), tables()
    return TEXT.format(
        name=name,
        statuses=", ".join(STATUSES),
        populations=", ".join(sorted(set(counted["population"]["place"]))),
        population=pattern.population,
        mortalities=", ".join([*sorted(set(counted["place_mortality"]["place"])), UNITED_KINGDOM]),
        smr=pattern.smr,
        migration=pattern.net_migration_per_year,
    )
