"""Matching: when someone who is to be visited gets a volunteer of their own, and how long the two stay together.

A volunteer is somebody with hours free for it; whether the two are alike is drawn, not read from who they are.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.signals import ALIKE, OTHERWISE, UNMATCHED
from sim.draws import happens, uniform
from sim.effects import monthly_chance
from sim.levers import Kind, Lever
from sim.pool import Claim
from sim.population import Column
from sim.process import Measure, Process
from sim.rules import kernel, rule
from sim.world import World


@rule
def matching_rate(base: float, within_reach: float, added: float) -> float:
    """Rate at which someone waiting is matched, per person-year.

    ``within_reach`` is the share of volunteers who can get to them; ``added`` what better matching adds, as a share.
    Source: assumed; parameters/matching.toml.
    """
    return base * within_reach * (1.0 + added)


@rule
def alike_chance(same_share: float, candidates: float) -> float:
    """Chance that among so many volunteers to choose from one has the same interests or has been through the same.

    Volunteers from outside the residents have no columns to compare, so likeness is a try for each of the candidates
    and does not rest on either person's sex, age or losses. Source: independent tries; no data enter.
    """
    return 1.0 - (1.0 - same_share) ** candidates


class Rows(NamedTuple):
    """Columns of the month's pass."""

    id: NDArray[np.uint32]
    cfs: NDArray[np.uint8]
    neighbourhood: NDArray[np.uint8]
    matched: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    matching_per_year: float
    near_share: float
    near_from_level: float
    candidates: float
    same_interests_share: float


class Areas(NamedTuple):
    """What each neighbourhood has, shape (groups,).

    Volunteers and those who drive are people of the whole place; ``free`` is the hours a month that volunteers have
    for programmes and that no pair takes up yet; ``added`` is what better matching adds, as a share.
    """

    volunteers: NDArray[np.float64]
    drivers: NDArray[np.float64]
    free: NDArray[np.float64]
    added: NDArray[np.float64]


@kernel
def pair(
    rows: Rows,
    p: Numbers,
    areas: Areas,
    waiting: NDArray[np.integer],
    hours: NDArray[np.float64],
    keys: tuple[np.uint64, np.uint64],
    month: int,
) -> None:
    """Match some of those waiting, as long as volunteers have hours free; takes these from ``areas.free``.

    Whoever hardly gets about needs a volunteer who drives or lives near. ``hours`` is what each needs a month.
    """
    for at in range(len(waiting)):
        i = waiting[at]
        area, me = rows.neighbourhood[i], rows.id[i]
        if areas.volunteers[area] == 0.0 or hours[at] > areas.free[area]:
            continue
        within = 1.0
        if rows.cfs[i] >= p.near_from_level:
            within = min(p.near_share + areas.drivers[area] / max(areas.volunteers[area], 1.0), 1.0)
        if happens(uniform(keys[0], month, me), matching_rate(p.matching_per_year, within, areas.added[area])):
            alike = alike_chance(p.same_interests_share, min(areas.volunteers[area], p.candidates))
            rows.matched[i] = ALIKE if uniform(keys[1], month, me) < alike else OTHERWISE
            areas.free[area] -= hours[at]


def _hours(asking: list[Claim], wanting: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return the hours a month that claims ask for each of those who want a volunteer, shape (n,)."""
    rows, hours = (np.concatenate([getattr(claim, name) for claim in asking] or [[]]) for name in ("rows", "hours"))
    return np.bincount(np.searchsorted(wanting, rows), hours, len(wanting))


class Matching(Process):
    """Lets programmes' people wait for a volunteer who suits them; only those matched ask for hours."""

    word = "matching"
    columns = (
        Column("matched", np.uint8, UNMATCHED, "has a volunteer of their own: 1 of other interests, 2 of the same"),
    )
    levers = (Lever("matching.added", Kind.AMOUNT, "how much faster people are matched, as a share, in each", 0.0),)
    measures = (
        Measure("matched", "people", "residents who have a volunteer of their own"),
        Measure("matched_alike", "people", "of these, with a volunteer of the same interests"),
        Measure("awaiting_match", "people", "residents who wait for one"),
    )

    def begin(self, world: World) -> None:
        """Nobody is matched at the start: no programme asks for visits yet."""
        world.few("matched")

    def month(self, world: World) -> None:
        """Part some pairs, form others, and let only those matched ask for hours."""
        people = world.people
        matched, few = people.writable(self.word, "matched"), world.few("matched")
        asking = [claim for claim in world.claims if claim.visits and len(claim.rows)]
        if not asking and len(few.rows()) == 0:
            for measure in self.measures:
                world.record(measure.name, 0)
            return
        wanting = np.unique(np.concatenate([claim.rows for claim in asking])) if asking else np.empty(0, np.int64)
        held = few.rows()
        matched[held[~np.isin(held, wanting)]] = UNMATCHED
        self._part(world, matched, few.rows())
        few.add(self._pair(world, wanting, _hours(asking, wanting)))
        world.claims[:] = [
            claim.only(matched[claim.rows] != UNMATCHED) if claim.visits else claim for claim in world.claims
        ]
        now = few.rows()
        world.record("matched", len(now))
        world.record("matched_alike", int(np.count_nonzero(matched[now] == ALIKE)))
        world.record("awaiting_match", len(wanting) - len(now))

    def _part(self, world: World, matched: NDArray[np.uint8], pairs: NDArray[np.integer]) -> None:
        """End some pairs, those of other interests sooner, and all of a neighbourhood that has no volunteer left."""
        p = world.sheets[self.word]
        left_alone = world.shared["volunteers"][world.people["neighbourhood"][pairs]] == 0.0
        luck = world.draws.uniform("matching.parting", world.month, world.people["id"][pairs])
        rate = np.where(matched[pairs] == ALIKE, p.alike_parting_per_year, p.otherwise_parting_per_year)
        matched[pairs[left_alone | (luck < monthly_chance(rate))]] = UNMATCHED

    def _pair(self, world: World, wanting: NDArray[np.integer], hours: NDArray[np.float64]) -> NDArray[np.integer]:
        """Match some of those who have nobody, by lot, within the hours left over by those who do; return whom."""
        numbers, shared = world.sheets[self.word].numbers(Numbers, {}), world.shared
        rows = world.people.view(Rows, self.word)
        alone = rows.matched[wanting] == UNMATCHED
        taken = np.bincount(rows.neighbourhood[wanting[~alone]], hours[~alone], world.groups)
        volunteers, drivers = (shared[name] * world.people_per_resident for name in ("volunteers", "drivers"))
        areas = Areas(volunteers, drivers, shared["programme_hours"] - taken, world.levers.amount("matching.added"))
        waiting, needed = wanting[alone], hours[alone]
        turn = np.argsort(world.draws.uniform("matching.pairing", world.month, rows.id[waiting]), kind="stable")
        keys = (world.key("matching.pairing"), world.key("matching.interests"))
        pair(rows, numbers, areas, waiting[turn], needed[turn], keys, world.month)
        return waiting[rows.matched[waiting] != UNMATCHED]
