"""Standing: how a person's need for care is met, in one word."""

from enum import IntEnum

from models.ages import FRAIL
from sim.rules import rule


class Standing(IntEnum):
    """Where a person stands between no need and council-funded residential care."""

    NONE = 0
    UNMET = 1
    CARERS = 2
    OWN_PURSE = 3
    COUNCIL_HOME = 4
    COUNCIL_RESIDENTIAL = 5
    REABLEMENT = 6


class Payer(IntEnum):
    """Who pays for a person's package or care home, before charges."""

    NOBODY = 0
    COUNCIL = 1
    SELF = 2


class Stage(IntEnum):
    """How far a person has come between asking for care and getting it."""

    NONE = 0
    ASSESSMENT = 1
    REABLEMENT = 2
    PLAN = 3
    PANEL = 4
    BROKERAGE = 5


class Finding(IntEnum):
    """What this month's assessment came to."""

    NONE = 0
    TURNED_AWAY = 1
    BUYS = 2
    PLAN = 3
    REABLEMENT = 4


class Manager(IntEnum):
    """Who manages a package."""

    COUNCIL = 0
    LOCAL_LINKS = 1
    DIRECT_PAYMENT = 2


@rule
def needs_help(cfs: int, manages: bool) -> bool:
    """Say whether someone at home needs help: frail, and not managing again by themselves."""
    return bool((cfs >= FRAIL) & (not manages))


@rule
def standing_of(setting: int, package: float, payer: int, reabling: bool, needs: bool, helped: bool) -> int:
    """Return the code of `Standing`: residential before package before reablement before need."""
    if setting > 0:
        return Standing.COUNCIL_RESIDENTIAL if payer == Payer.COUNCIL else Standing.OWN_PURSE
    if package > 0.0:
        return Standing.COUNCIL_HOME if payer == Payer.COUNCIL else Standing.OWN_PURSE
    if reabling:
        return Standing.REABLEMENT
    if needs:
        return Standing.CARERS if helped else Standing.UNMET
    return Standing.NONE


@rule
def home_payer(partner: bool, own_savings: bool, own_with_house: bool) -> int:
    """Return the code of `Payer` for a care home; with a partner the house does not count."""
    own = own_savings if partner else own_with_house
    return Payer.SELF if own else Payer.COUNCIL
