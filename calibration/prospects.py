"""Prospects: what grows how much in a place, where no figure was published that the model could be held to."""

from dataclasses import dataclass

from calibration.moments import Group

TO_2030 = 228
"""The month from April 2011 that April 2030 is."""


@dataclass(frozen=True)
class Prospect:
    """Something whose growth is told, with what is measured and among whom (see `calibration.moments`)."""

    meaning: str
    measure: str
    group: Group
    place: str = "leeds"


PROSPECTS = tuple(
    Prospect(f"Residents aged {age} and over{who}", measure, Group(age_from=age, at=TO_2030))
    for measure, who, ages in (
        ("growth_people", "", (65, 75)),
        ("growth_alone", " who live alone", (65, 75)),
        ("growth_lonely", " who are lonely at home, sometimes or often", (65,)),
        ("growth_home_care", " with home care, whoever pays", (65,)),
        ("growth_council_home_care", " with home care the council pays for", (65,)),
        ("growth_in_care_homes", " in care homes, whoever pays", (65,)),
    )
    for age in ages
)
"""Leeds to 2030: growth since 2011 in the number of people."""
