"""Signals: what one word writes of a person in a number for others to read, each number named once."""

from enum import IntEnum

NO_FALL, FALL, INJURED = 0, 1, 2
"""What the word falls says of this month, in ``fell``."""

STAYED_HOME, HOME, REABLEMENT, HOME_CARE, CARE_HOME = 0, 1, 2, 3, 4
"""Where the word hospital would have a person go next, in ``discharge``; 0 for those who were not there."""

GAVE_OUT = 255
"""What the word carer says in ``broken`` in the month in which a carer could not go on."""

SELF, HOSPITAL, CARER, GP = 1, 2, 3, 4
"""Who brought a person to the council's notice, in ``contact`` of the word need, which names the others too."""

UNMATCHED, OTHERWISE, ALIKE = 0, 1, 2
"""Whether the word matching found a volunteer, and one who is like the person, in ``matched``."""


class Role(IntEnum):
    """What a volunteer does, on the roster: helps with activities, visits people at home, or drives them."""

    HELPER = 1
    BEFRIENDER = 2
    DRIVER = 3
