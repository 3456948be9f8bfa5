"""People, services and programmes of a place; these names are its face."""

from models.api import PlaceCard, interventions, place, places, portfolios, run, sheets, sources
from models.blank import blank_place
from models.gazetteer import names_a_file
from models.model import Kith, Resident
from models.portfolio import Portfolio, Programme
from models.portrait import Portrait, portrait_of
from models.result import Reach, Run, Spells
from models.scenario import Plan, Scenario
from models.standing import Standing
from models.twins import Twins

__all__ = [
    "Kith",
    "PlaceCard",
    "Plan",
    "Portfolio",
    "Portrait",
    "Programme",
    "Reach",
    "Resident",
    "Run",
    "Scenario",
    "Spells",
    "Standing",
    "Twins",
    "blank_place",
    "interventions",
    "names_a_file",
    "place",
    "places",
    "portfolios",
    "portrait_of",
    "run",
    "sheets",
    "sources",
]
