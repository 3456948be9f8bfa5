"""Portrait: who one resident is on the day of entering."""

from dataclasses import dataclass

from models.ages import SEXES
from models.crowd import ALONE
from models.model import started
from models.scenario import Scenario
from sim.errors import ModelError


@dataclass(frozen=True)
class Portrait:
    """One resident as drawn at the start.

    Attributes:
        enters: month of entry; 0 for those who are there at the start.
        age: in whole years at entry.
        partner: has a partner, living or not in the same home; ``family`` shares a home with family instead.
        care_home: lives in a care home.
        cfs: level of the Clinical Frailty Scale, 1 to 9.
        lonely: 0 hardly ever, 1 sometimes, 2 often.
    """

    person: int
    enters: int
    female: bool
    age: int
    neighbourhood: str
    partner: bool
    family: bool
    care_home: bool
    cfs: int
    lonely: int


def portrait_of(scenario: Scenario, seed: int, person: int, draw: int | None = None) -> Portrait:
    """Return who a person is, or refuse a number that nobody bears."""
    crowd = started(scenario, seed, draw)
    if not 0 <= person < len(crowd):
        raise ModelError(
            f"There is no resident {person} in {crowd.place.title}: write a number from 0 to {len(crowd) - 1}."
        )
    return Portrait(
        person=person,
        enters=int(crowd.enters[person]),
        female=SEXES[int(crowd["sex"][person])] == "F",
        age=int(crowd.age[person]),
        neighbourhood=crowd.place.neighbourhoods[int(crowd["neighbourhood"][person])].name,
        partner=int(crowd["partner"][person]) != ALONE,
        family=bool(crowd["with_family"][person]),
        care_home=bool(crowd["setting"][person]),
        cfs=int(crowd["cfs"][person]),
        lonely=int(crowd["lonely"][person]),
    )
