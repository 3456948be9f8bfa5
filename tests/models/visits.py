"""Visits: made-up people who wait for a volunteer, volunteers to be asked, and a Leeds where visits are asked for."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from models.services.matching import NOBODY, Areas, Keys, Numbers, Rows, Volunteers, pair
from models.signals import UNMATCHED, Role
from sim.intervention import Intervention, Timing
from sim.parameters import Sheet
from sim.pool import Claim
from tests.models.village import column, leeds

KEYS = Keys(*(np.uint64(key) for key in (11, 12, 13, 14)))
OUTSIDERS = 10_000_000


def waiting(many=400, cfs=4, widowed=0):
    """Return so many people, who wait in one neighbourhood."""
    none = np.full(many, NOBODY, np.int32)
    frailty, lost = np.full(many, cfs, np.uint8), np.full(many, widowed, np.uint8)
    area, matched = np.zeros(many, np.uint8), np.full(many, UNMATCHED, np.uint8)
    return Rows(np.arange(many, dtype=np.uint32), frailty, area, lost, matched, none)


def ready(many, hours=10_000.0, role=Role.BEFRIENDER, widowed=False):
    """Return so many volunteers of that neighbourhood, with so many hours free each."""
    ids, first = np.arange(OUTSIDERS, OUTSIDERS + many), np.array([0, many])
    drives, helps = np.full(many, role == Role.DRIVER), np.full(many, role == Role.HELPER)
    return Volunteers(ids, drives, helps, np.full(many, widowed), np.full(many, hours), np.full(many, hours), first)


def paired(rows, volunteers, free=1e9, each=1, **numbers):
    """Match in a month those who wait for 2 hours a month each; return whom."""
    given = {"matching_per_year": 8.0, "near_share": 0.5, "near_from_level": 6.0, "candidates": 4.0}
    areas, ids = Areas(np.array([free]), np.zeros(1)), rows.id.astype(np.int64)
    p = Numbers(**{**given, "kinds_of_interest": 5.0, "each": each, **numbers})
    pair(rows, p, volunteers, areas, ids, np.full(len(ids), 2.0), KEYS, 0)
    return np.flatnonzero(rows.matched)


class Asker(Intervention):
    """Asks every month for visits to the same people, as far as they are here, at home, and in these neighbourhoods."""

    name: ClassVar[str] = "asker"

    def __init__(self, people: int, area: slice) -> None:
        super().__init__(Sheet("asker", []), Timing(0))
        self.people, self.area, self.hours = people, area, 0.5

    def change(self, world: Any, reached: NDArray[np.int64]) -> None:
        """Ask."""
        rows = world.people.row_of[np.linspace(0, 2_900, self.people).astype(int)]
        rows = rows[rows >= 0]
        area = world.people["neighbourhood"][rows]
        asked = rows[(world.people["setting"][rows] == 0) & np.isin(area, np.arange(world.groups)[self.area])]
        luck = world.draws.uniform("test", 0, world.people["id"][asked])
        areas, hours = world.people["neighbourhood"][asked], np.full(len(asked), self.hours)
        world.claims.append(Claim("test", 0, asked, areas, hours, luck))


def asking(months, people=150, residents=3_000, area: slice = slice(None), **given):
    """Return a small Leeds in which visits are asked for."""
    world = leeds(months, residents=residents, **given)
    world.interventions = (Asker(people, area),)
    return world


def pairs_of(world):
    """Return the volunteer of everyone matched, by id."""
    matched = column(world, "matched") != UNMATCHED
    ids, others = column(world, "id")[matched], column(world, "matched_with")[matched]
    return dict(zip(ids.tolist(), others.tolist(), strict=True))
