"""People, services and programmes of a place, and the money behind them; these names are its face."""

from models.agreement import Agreed, Flows
from models.api import (
    PlaceCard,
    agree,
    fingerprint_of,
    interventions,
    place,
    places,
    portfolios,
    run,
    service_words,
    sheets,
    sources,
    standard_terms,
)
from models.blank import blank_place
from models.budgets import PUBLIC, Budget
from models.census import census_months
from models.gazetteer import names_a_file, parted
from models.library import designed, stored_posterior
from models.model import Kith, Resident
from models.money.cover import (
    average_life,
    debt_service_cover,
    delay,
    exposure,
    loan_life_cover,
    loss_given_default,
    tight,
)
from models.money.dividend import Freeing, free_lag, free_share, freeing, health_held, income_lost_share
from models.money.gate import (
    Evidence,
    Stage,
    evidence,
    months_to_drawdown,
    months_to_proof,
    spent_by_lender,
    stage_reached,
)
from models.money.returns import Rate, payback, rate_of_return, real_value
from models.portfolio import Portfolio, Programme
from models.portrait import Portrait, portrait_of
from models.result import Reach, Run, Spells
from models.scenario import Plan, Scenario, not_within
from models.services.volunteer.strength import Giving
from models.standing import Payer, Standing
from models.terms import MONTHS_PER_QUARTER, QUARTERS_PER_YEAR, Base, Finance, Terms
from models.twins import Twins

__all__ = [
    "MONTHS_PER_QUARTER",
    "PUBLIC",
    "QUARTERS_PER_YEAR",
    "Agreed",
    "Base",
    "Budget",
    "Evidence",
    "Finance",
    "Flows",
    "Freeing",
    "Giving",
    "Kith",
    "Payer",
    "PlaceCard",
    "Plan",
    "Portfolio",
    "Portrait",
    "Programme",
    "Rate",
    "Reach",
    "Resident",
    "Run",
    "Scenario",
    "Spells",
    "Stage",
    "Standing",
    "Terms",
    "Twins",
    "agree",
    "average_life",
    "blank_place",
    "census_months",
    "debt_service_cover",
    "delay",
    "designed",
    "evidence",
    "exposure",
    "fingerprint_of",
    "free_lag",
    "free_share",
    "freeing",
    "health_held",
    "income_lost_share",
    "interventions",
    "loan_life_cover",
    "loss_given_default",
    "months_to_drawdown",
    "months_to_proof",
    "names_a_file",
    "not_within",
    "parted",
    "payback",
    "place",
    "places",
    "portfolios",
    "portrait_of",
    "rate_of_return",
    "real_value",
    "run",
    "service_words",
    "sheets",
    "sources",
    "spent_by_lender",
    "stage_reached",
    "standard_terms",
    "stored_posterior",
    "tight",
]
