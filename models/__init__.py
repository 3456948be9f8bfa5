"""People, services and programmes of a place; these names are its face."""

from models.api import PlaceCard, interventions, places, run, sheets, sources
from models.model import Kith, Resident
from models.portrait import Portrait, portrait_of
from models.result import Reach, Run, Spells
from models.scenario import Plan, Scenario
from models.standing import Standing

__all__ = [
    "Kith",
    "PlaceCard",
    "Plan",
    "Portrait",
    "Reach",
    "Resident",
    "Run",
    "Scenario",
    "Spells",
    "Standing",
    "interventions",
    "places",
    "portrait_of",
    "run",
    "sheets",
    "sources",
]
