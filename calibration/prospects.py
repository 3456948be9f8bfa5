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


def _of_65(meaning: str, measure: str) -> Prospect:
    return Prospect(meaning, measure, Group(age_from=65, at=TO_2030))


PROSPECTS = (
    _of_65("Residents", "growth_people"),
    _of_65("Living alone", "growth_alone"),
    _of_65("Lonely at home, sometimes or often", "growth_lonely"),
    _of_65("With home care, whoever pays", "growth_home_care"),
    _of_65("With home care the council pays for", "growth_council_home_care"),
    _of_65("In care homes, whoever pays", "growth_in_care_homes"),
)
"""Leeds to 2030: growth since 2011 in the number of people aged 65 and over."""
