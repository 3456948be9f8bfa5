"""Area: what a place and its neighbourhoods are, once their file has been read."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.budgets import Budget
from sim.parameters import Entry, Source

FIFTHS = (1, 2, 3, 4, 5)
UNITED_KINGDOM = "uk"
"""What a file names as `smr` where no mortality of a smaller area is known."""


@dataclass(frozen=True)
class Neighbourhood:
    """A part of a place.

    Attributes:
        fifth: fifth of deprivation that most of it belongs to, 1 the most deprived.
        share: its share of the residents.
        network: has a neighbourhood network at the start.
        deprived_areas: how many lower super output areas of the most deprived fifth it holds.
        locality: the larger part of the place it belongs to, where there is such a division.
        parishes: how many town and parish councils it has.
        catchment_from_month: months after a programme's start from which the programme serves it.
    """

    name: str
    fifth: int
    share: float
    rural: bool = False
    network: bool = True
    deprived_areas: int = 0
    locality: str = ""
    parishes: int = 0
    catchment_from_month: int = 0


@dataclass(frozen=True)
class Area:
    """A place as its file describes it.

    Attributes:
        status: what its numbers are: derived from published counts, assumed, or a template.
        population: key of its counts in the population table.
        population_share: from each age on, the share of those counts that live here, rising in age.
        smr: key of the place whose mortality against the United Kingdom's is known, or ``uk``.
        smr_mix: share of that place's residents in each fifth of deprivation.
        payer: who pays for publicly funded care.
        guarantor: who stands in for a programme's loan; the payer unless the file says otherwise.
        matcher: who adds to a programme's loan as much again, or nothing.
        total_population: people of all ages.
        net_migration_per_year: net moves in per resident aged 60+ and year.
        local_links: the schemes a Local Links programme would have, each the neighbourhoods it serves.
        numbers: parameters that differ here, by ``word.parameter``; their units are those of the sheets.
        sources: where those of its numbers come from that the model's own sources do not know.
        budgets: what its agencies spend in a year; no run depends on them.
        origin: the file it was read from, or nothing for a place that comes with the model.
    """

    name: str
    title: str
    summary: str
    status: str
    population: str
    population_share: tuple[tuple[float, float], ...]
    smr: str
    smr_mix: tuple[float, ...]
    payer: str
    guarantor: str
    matcher: str
    total_population: float
    net_migration_per_year: float
    local_links: tuple[tuple[str, ...], ...]
    neighbourhoods: tuple[Neighbourhood, ...]
    numbers: tuple[tuple[str, Entry], ...] = ()
    sources: tuple[Source, ...] = ()
    budgets: tuple[Budget, ...] = ()
    note: str = ""
    origin: str = ""

    @property
    def shares(self) -> NDArray[np.float64]:
        """Share of the residents by neighbourhood, shape (neighbourhoods,)."""
        return np.array([one.share for one in self.neighbourhoods])

    @property
    def fifths(self) -> NDArray[np.uint8]:
        """Fifth of deprivation by neighbourhood, shape (neighbourhoods,)."""
        return np.array([one.fifth for one in self.neighbourhoods], np.uint8)

    @property
    def mix(self) -> tuple[float, ...]:
        """Share of the residents in each fifth of deprivation, the most deprived first."""
        return mix_of(self.neighbourhoods)

    @cached_property
    def _catchments(self) -> tuple[NDArray[np.float64], tuple[list[int], ...]]:
        """The month from which each neighbourhood is served, and the numbers of those that each scheme serves."""
        numbered = list(enumerate(self.neighbourhoods))
        served = tuple([number for number, one in numbered if one.name in scheme] for scheme in self.local_links)
        return self.by_neighbourhood("catchment_from_month"), served

    def by_neighbourhood(self, field: str) -> NDArray[np.float64]:
        """Return a field of the neighbourhoods as numbers, shape (neighbourhoods,)."""
        return np.array([float(getattr(one, field)) for one in self.neighbourhoods])

    def serving(self, schemes: int, months: int) -> NDArray[np.float64]:
        """Return how many of the first so many Local Links schemes serve each neighbourhood.

        A scheme of several neighbourhoods is split by their residents; a neighbourhood that joins later
        has nothing of it until the programme has run for so many months. Shape (neighbourhoods,).
        """
        found = np.zeros(len(self.neighbourhoods))
        joined, served = self._catchments
        shares = self.shares * (joined <= months)
        for at in served[:schemes]:
            found[at] += shares[at] / max(shares[at].sum(), 1e-9)
        return found


def mix_of(neighbourhoods: tuple[Neighbourhood, ...]) -> tuple[float, ...]:
    """Return the share of the residents in each fifth of deprivation, the most deprived first."""
    return tuple(sum(one.share for one in neighbourhoods if one.fifth == fifth) for fifth in FIFTHS)
