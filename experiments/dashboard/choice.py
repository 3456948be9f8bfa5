"""Choice: what is picked on the page, and the study that follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from experiments.asking.study import Study
from experiments.asking.usual import INTERVENTIONS, START
from experiments.asking.usual import REPLICATIONS as USUALLY
from experiments.runs.ensemble import cores
from models import place

YEARS = (3, 5, 10, 15)
RESIDENTS: Mapping[str, int | None] = {
    "2,000": 2_000,
    "10,000": 10_000,
    "40,000": 40_000,
    "everyone": None,
}
REPLICATIONS = (2, 4, 8, 16)
"""Never one: a single run cannot show how sure it is, and would be reckoned in the server's own process."""

SECONDS_PER_RESIDENT_MONTH = 7e-7
SECONDS_PER_WORLD = 0.3
SECONDS_TO_BEGIN = 8.0
"""Rough, on one core of a common machine; to tell a wait of seconds from one of minutes."""


@dataclass(frozen=True)
class Choice:
    """A comparison as picked on the page; ``residents`` is ``None`` for everyone."""

    place: str = "leeds"
    interventions: tuple[str, ...] = ()
    years: int = 10
    residents: int | None = 10_000
    replications: int = USUALLY

    def study(self) -> Study:
        """Return the study that was picked."""
        return Study(
            place=self.place,
            interventions=self.interventions,
            months=12 * self.years,
            residents=self.residents,
            start=START,
            replications=self.replications,
        )

    def seconds(self) -> float:
        """Return about how long it takes on this machine."""
        full = place(self.place).residents
        months = 12 * self.years * (self.residents or full)
        worlds = self.replications * (1 + 2 * len(self.interventions))
        each = SECONDS_PER_WORLD + months * SECONDS_PER_RESIDENT_MONTH
        return SECONDS_TO_BEGIN + worlds * each / min(cores(), self.replications)


def first_choice() -> Choice:
    """Return what the page opens with: the programmes asked about most, on a population that answers in seconds."""
    return Choice("leeds", INTERVENTIONS)


def wait(seconds: float) -> str:
    """Return a length of waiting as people say it.

    >>> wait(9.0), wait(34.0), wait(200.0)
    ('about 10 seconds', 'about 30 seconds', 'about 3 minutes')
    """
    if seconds < 55.0:
        return f"about {max(10, round(seconds / 10.0) * 10)} seconds"
    minutes = max(1, round(seconds / 60.0))
    return f"about {minutes} minute{'' if minutes == 1 else 's'}"
