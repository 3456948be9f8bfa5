"""Loneliness: three levels, who becomes lonelier this month and who less so."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import AGES, FRAIL, SPAN, YOUNGEST, cell_means, holding_rates
from models.crowd import Crowd
from models.grief import GRIEF
from sim.draws import happens, uniform
from sim.effects import easing_ratio
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.population import Column, Population
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World

NEVER, SOMETIMES, OFTEN = 0, 1, 2

NAMED = 6
"""Most friends or neighbours anyone names."""


@rule
def onset_ratio(
    alone: bool,
    bereaved: float,
    frail: bool,
    by_contacts: float,
    alone_ratio: float,
    bereaved_ratio: float,
    frail_ratio: float,
) -> float:
    """How many times as fast as someone with none of these a person becomes lonelier, without dimension.

    ``bereaved`` runs from 1 just after a partner's death to 0; ``by_contacts`` is the ratio for the ties held.
    Source: order of Green and Iparraguirre; sizes assumed; parameters/loneliness.toml.
    """
    ratio = by_contacts
    if alone:
        ratio *= alone_ratio
    if frail:
        ratio *= frail_ratio
    return ratio * (1.0 + (bereaved_ratio - 1.0) * bereaved)


@rule
def easing_rate(base: float, prone: bool, prone_ratio: float, helped_ratio: float) -> float:
    """Rate of becoming one level less lonely, per person-year; slower for those prone to loneliness.

    Source: a quarter improved over eight years (Victor and Bowling 2012).
    """
    return base * helped_ratio * (prone_ratio if prone else 1.0)


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    age: NDArray[np.uint8]
    neighbourhood: NDArray[np.uint8]
    alone: NDArray[np.uint8]
    bereaved: NDArray[np.int8]
    cfs: NDArray[np.uint8]
    contacts: NDArray[np.uint8]
    lonely_friends: NDArray[np.uint8]
    member: NDArray[np.uint8]
    visited: NDArray[np.uint8]
    prone: NDArray[np.uint8]
    loneliness_onset_ratio: NDArray[np.float32]
    loneliness_easing_ratio: NDArray[np.float32]
    lonely: NDArray[np.uint8]
    lonely_months: NDArray[np.uint16]


class Numbers(NamedTuple):
    """Parameters of the month's pass."""

    holding: NDArray[np.float64]
    easing: NDArray[np.float64]
    by_contacts: NDArray[np.float64]
    alone_ratio: float
    bereaved_ratio: float
    frail_ratio: float
    prone_ratio: float
    contagion_ratio: float
    member_ratio: float
    visited_ratio: float


@kernel
def look(
    rows: Rows,
    hints: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    onset: np.uint8,
    of_bereaved: np.uint8,
    easing: np.uint8,
    marked: NDArray[np.bool_],
) -> None:
    """Mark those whose level may change, given the highest hints within reach."""
    for i in range(len(marked)):
        lonelier = hints[0][i] <= (of_bereaved if rows.bereaved[i] >= 0 else onset)
        marked[i] = (lonelier & (rows.lonely[i] < 2)) | ((hints[1][i] <= easing) & (rows.lonely[i] > 0))


@kernel
def feel(
    rows: Rows,
    p: Numbers,
    fading: NDArray[np.float64],
    served: NDArray[np.float64],
    near: NDArray[np.uint32],
    keys: tuple[np.uint64, np.uint64],
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> None:
    """Move the loneliness of those whose luck is near enough one month on."""
    last = len(p.holding) - 1
    for i in near:
        if not rows.here[i]:
            continue
        me, level, place = rows.id[i], rows.lonely[i], min(rows.age[i] - YOUNGEST, last)
        helped = 1.0
        if rows.member[i]:
            helped *= 1.0 + (p.member_ratio - 1.0) * served[rows.neighbourhood[i]]
        if rows.visited[i]:
            helped *= p.visited_ratio
        if level < 2:
            rate = onset_ratio(
                rows.alone[i] > 0,
                fading[rows.bereaved[i] + 1],
                rows.cfs[i] >= FRAIL,
                p.by_contacts[rows.contacts[i]],
                p.alone_ratio,
                p.bereaved_ratio,
                p.frail_ratio,
            )
            if p.contagion_ratio != 1.0:
                rate *= p.contagion_ratio ** rows.lonely_friends[i]
            rate *= p.holding[place, level] / helped
            rate *= rows.loneliness_onset_ratio[i]
            luck = uniform(keys[0], month, me)
            if i == watched:
                pad[0, 0], pad[0, 1] = luck, -np.expm1(-rate / 12.0)
            if happens(luck, rate):
                rows.lonely[i] = level + 1
        if level > 0 and rows.lonely[i] == level:
            rate = easing_rate(p.easing[level], rows.prone[i] > 0, p.prone_ratio, helped)
            rate *= rows.loneliness_easing_ratio[i]
            luck = uniform(keys[1], month, me)
            if i == watched:
                pad[1, 0], pad[1, 1] = luck, -np.expm1(-rate / 12.0)
            if happens(luck, rate):
                rows.lonely[i] = level - 1


@kernel
def count_lonely(rows: Rows) -> tuple[int, int]:
    """Return how many are lonely and how many often so; add this month to everyone's lonely months."""
    lonely, often = 0, 0
    for i in range(len(rows.here)):
        feels = rows.here[i] & (rows.lonely[i] > 0)
        lonely += feels
        often += rows.here[i] & (rows.lonely[i] > 1)
        rows.lonely_months[i] += feels
    return lonely, often


def lonely_by_age(p: Sheet) -> NDArray[np.float64]:
    """Return the share sometimes or often lonely by single year of age, shape (SPAN,).

    A straight line from the share at 60 to the published one at 80 and over, reached at the middle
    of that group (85).
    """
    return np.interp(AGES, [60.0, 85.0], [p.lonely_share_at_60, p.lonely_share_at_80_plus])


def start(crowd: Crowd, p: Sheet) -> None:
    """Draw everyone's level, so that the share by age is met and the odds follow what makes people lonely."""
    log_odds = (
        np.log(p.start_odds_alone) * crowd["alone"]
        + np.log(p.start_odds_widowed) * crowd["widowed"]
        + np.log(p.start_odds_frail) * (crowd["cfs"] >= FRAIL)
        + np.log(p.start_odds_woman) * crowd["sex"]
        + np.log(p.by_contacts[crowd["contacts"]])
    )
    prone = crowd.luck("prone") < p.prone_share
    log_odds = log_odds + np.log(p.start_odds_prone) * prone
    target = lonely_by_age(p)[np.clip(crowd.age - 60, 0, SPAN - 1)]
    lonely_luck, often_luck = crowd.luck("lonely"), crowd.luck("often_lonely")
    lonely = np.zeros(len(crowd), np.uint8)
    band = np.clip((crowd.age - 60) // 3, 0, 10)
    for one in np.unique(band):
        cell = band == one
        shift = _shift_to(log_odds[cell], float(target[cell].mean()))
        chance = 1.0 / (1.0 + np.exp(-(log_odds[cell] + shift)))
        level = (lonely_luck[cell] < chance).astype(np.uint8)
        lonely[cell] = level + (level & (often_luck[cell] < p.often_share_of_lonely))
    crowd.columns["lonely"] = lonely
    crowd.columns["prone"] = prone.astype(np.uint8)


def _shift_to(log_odds: NDArray[np.float64], share: float) -> float:
    """Return what to add to log odds so that the mean chance is the share wanted, by bisection."""
    low, high = -15.0, 15.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        if (1.0 / (1.0 + np.exp(-(log_odds + middle)))).mean() < share:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


class Loneliness(Process):
    """Moves everyone's loneliness one month on."""

    word = "loneliness"
    columns = (
        Column("lonely", np.uint8, 0, "0 hardly ever or never, 1 sometimes, 2 often"),
        Column("prone", np.uint8, 0, "of a kind whose loneliness lasts"),
        Column("lonely_months", np.uint16, 0, "months lonely so far"),
    )
    levers = (
        Lever("loneliness.onset", Kind.RATIO, "rate of becoming lonelier", 1.0),
        Lever("loneliness.easing", Kind.RATIO, "rate of becoming less lonely", 1.0),
    )
    decisions = ("loneliness.onset", "loneliness.easing")
    measures = (
        Measure("lonely", "people", "residents lonely sometimes or often"),
        Measure("often_lonely", "people", "residents lonely often"),
    )

    def __init__(self, deaths: NDArray[np.float64]) -> None:
        self._deaths = deaths

    def begin(self, world: World) -> None:
        """Work out the rates of onset that keep prevalence by age as it is."""
        p, people = world.sheets[self.word], world.people
        self._months_left = np.zeros(people.start.everyone, np.uint16)
        member_ratio = easing_ratio(p.member_effect)
        level, age, pooled = people["lonely"], people["age"], np.zeros(people.size, np.uint8)
        ratio = (
            p.by_contacts[people["contacts"]]
            * np.where(people["alone"] > 0, p.alone_ratio, 1.0)
            * np.where(people["cfs"] >= FRAIL, p.frail_ratio, 1.0)
            * (1.0 + (p.bereaved_ratio - 1.0) * GRIEF[people["bereaved"].astype(np.int64) + 1])
            / np.where(people["member"] > 0, member_ratio, 1.0)
        )
        helped = np.where(people["member"] > 0, member_ratio, 1.0) * np.where(people["prone"] > 0, p.prone_ratio, 1.0)
        average = [cell_means(ratio, (level == one).astype(float), age, pooled)[0] for one in (NEVER, SOMETIMES)]
        eased = np.stack([cell_means(helped, (level == one).astype(float), age, pooled)[0] for one in range(3)], axis=1)
        share = lonely_by_age(p)
        levels = np.stack([1.0 - share, share * (1 - p.often_share_of_lonely), share * p.often_share_of_lonely], axis=1)
        easing = np.array([0.0, p.easing_from_sometimes_per_year, p.easing_from_often_per_year])
        mortality = world.sheets["mortality"]
        lonely_ratio = 1.0 + mortality.causal_share * (mortality.lonely_ratio - 1.0)
        dying = self._deaths[:, None] * np.array([1.0, lonely_ratio, lonely_ratio])
        holding = holding_rates(levels, easing[None, :] * eased, dying) / np.stack(average, axis=1)
        ratios = {"member_ratio": member_ratio, "visited_ratio": easing_ratio(p.visited_effect)}
        self._numbers = p.numbers(Numbers, {"holding": holding, "easing": easing} | ratios)

    def months(self, people: Population) -> NDArray[np.uint16]:
        """Return by id how many months each person was lonely, those who left included."""
        months = self._months_left.copy()
        months[people["id"]] = people["lonely_months"]
        return months

    def _highest(self, world: World) -> tuple[np.uint8, np.uint8, np.uint8]:
        """Return the highest hints within reach of becoming lonelier, for the bereaved too, and of becoming less so."""
        n, served = self._numbers, world.shared["served"]
        shares = np.array([0.0, served.min(initial=0.0), served.max(initial=0.0)])
        helped = np.multiply.outer(1.0 + (n.member_ratio - 1.0) * shares, np.array([1.0, n.visited_ratio]))
        onset = n.holding.max() * n.by_contacts.max() / helped.min()
        onset *= max(n.alone_ratio, 1.0) * max(n.frail_ratio, 1.0) * max(n.contagion_ratio, 1.0) ** NAMED
        easing = n.easing.max() * max(n.prone_ratio, 1.0) * helped.max()
        usual, of_bereaved = world.highest("loneliness.onset", [onset, onset * max(n.bereaved_ratio, 1.0)])
        return usual, of_bereaved, world.highest("loneliness.easing", easing)

    def month(self, world: World) -> None:
        """Move one month on."""
        rows = world.people.view(Rows, self.word)
        leavers = world.people.leavers
        self._months_left[rows.id[leavers]] = rows.lonely_months[leavers]
        before = rows.lonely.copy() if world.log.open else None
        keys = (world.key("loneliness.onset"), world.key("loneliness.easing"))
        marked, served = world.marks(), world.shared["served"]
        look(rows, (world.hints("loneliness.onset"), world.hints("loneliness.easing")), *self._highest(world), marked)
        watched, pad = world.watched(self, marked)
        feel(rows, self._numbers, GRIEF, served, rows_of(marked), keys, world.month, watched, pad)
        lonely, often = count_lonely(rows)
        world.record("lonely", lonely)
        world.record("often_lonely", often)
        if before is not None:
            world.note("lonelier", np.flatnonzero(rows.lonely > before), rows.lonely[rows.lonely > before])
            world.note("less lonely", np.flatnonzero(rows.lonely < before), rows.lonely[rows.lonely < before])
