"""Loan question: what is asked of one programme, and the worlds that answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from experiments.asking.usual import LOAN_REPLICATIONS, SEED, START
from models import MONTHS_PER_QUARTER, Plan, Scenario, Terms, months_to_drawdown, place, sheets, standard_terms

AS_NOW, OWN = "as_now", "own"
PROGRAMME, IMPOSED = "local_links", "imposed_handover"
CHAMPION = "with a champion"
GRID_STEPS = 4
"""Rates at which the handover is imposed, from the lowest to the highest asked for."""
CRITERIA = {
    "personalisation": "personalisation is well on its way",
    "political_buy_in": "political buy-in",
    "senior_drive": "drive of senior officers",
    "development_capacity": "capacity to develop",
    "whole_concept": "sees the whole concept, and keeps the pace",
    "empowerment": "engages and empowers its communities",
    "innovation": "record of innovation and quick first steps",
    "match_funding": "match funding",
}
"""The lender's eight criteria, by their parameter in the council's sheet."""
CHAMPIONED = {f"{PROGRAMME}.champions_per_scheme": 1.0, f"{PROGRAMME}.champion_after_months": 24.0}
"""A champion in the social work team from the third year on."""


@dataclass(frozen=True)
class Question:
    """What is asked of one programme.

    Attributes:
        handover: the lowest and the highest rate that is imposed, or nothing for no such grid.
        start: month in which loan and programme start (24 = April 2013).
        fixed: keep every parameter at its central value, so that only luck differs.
        weakened: also ask what becomes of it where the council is weak by one of the lender's criteria.
        champion: also ask what becomes of it with a champion in the social work team from the third year on.
        precision: how surely both shares, of runs repaid from savings and of runs in default, are to be known, either
            way at 95%; then ``replications`` is the most there may be.
        backer: who stands in for the loan, if it is not the place's own guarantor.
    """

    place: str = "leeds-armley"
    terms: Terms = field(default_factory=standard_terms)
    handover: tuple[float, float] | None = (0.05, 0.7)
    residents: int | None = None
    start: int = START
    overrides: Mapping[str, float] = field(default_factory=dict)
    replications: int = LOAN_REPLICATIONS
    seed: int = SEED
    fixed: bool = False
    weakened: bool = False
    champion: bool = False
    precision: float | None = None
    backer: str = ""

    @property
    def guarantor(self) -> str:
        """Who stands in for the loan; one guarantor has one luck, whatever it stands in for."""
        return self.backer or place(self.place).guarantor

    @property
    def months(self) -> int:
        """How long every run lasts: until nothing can change any more under a loan drawn after a proof of concept."""
        return self.start + months_to_drawdown(sheets()["gate"]) + MONTHS_PER_QUARTER * self.terms.quarters

    @property
    def rates(self) -> tuple[float, ...]:
        """Rates at which the handover is imposed, evenly apart in proportion."""
        if self.handover is None:
            return ()
        low, high = self.handover
        return tuple(float(rate) for rate in np.geomspace(low, high, GRID_STEPS).round(4)) if high > low else (low,)


def worlds(question: Question) -> dict[str, Scenario]:
    """Return the worlds of a question: as now, the programme, at each imposed rate, and changed as else was asked."""
    bare = Scenario(
        place=question.place, months=question.months, residents=question.residents, overrides=dict(question.overrides)
    )
    programme = {PROGRAMME: Plan(start=question.start)}
    found = {AS_NOW: bare, OWN: replace(bare, title="with Local Links", interventions=programme)}
    for rate in question.rates:
        plans = programme | {IMPOSED: Plan(start=question.start)}
        rated = dict(bare.overrides) | {f"{IMPOSED}.rate": rate}
        found[imposed(rate)] = replace(
            bare, title=f"with a handover rate of {rate:.0%}", interventions=plans, overrides=rated
        )
    for name, changes in others(question).items():
        found[name] = replace(bare, title=name, interventions=programme, overrides=dict(bare.overrides) | changes)
    return found


def others(question: Question) -> dict[str, dict[str, float]]:
    """Return what is changed in the worlds that are neither imposed nor the programme's own."""
    found = dict.fromkeys([CHAMPION] * question.champion, CHAMPIONED)
    if question.weakened:
        entries = sheets(question.place)["council"].entries
        found |= {weak(name): {f"council.{name}": float(np.min(entries[name].low))} for name in CRITERIA}
    return found


def weak(criterion: str) -> str:
    """Return the name of the world in which the council is weak by one criterion.

    >>> weak("senior_drive")
    'weak: senior_drive'
    """
    return f"weak: {criterion}"


def imposed(rate: float) -> str:
    """Return the name of the world in which a rate is imposed.

    >>> imposed(0.4)
    'handover 0.4'
    """
    return f"handover {rate:g}"
