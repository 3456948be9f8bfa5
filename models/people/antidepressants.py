"""Antidepressants: who begins to take them this month, and who stops."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.crowd import Crowd
from sim.draws import happens, uniform
from sim.parameters import Sheet
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import kernel, rule
from sim.world import World

MAN, WOMAN = 0, 1
HALVINGS = 60


@rule
def starting_rate(holding: float, lonely: bool, lonely_ratio: float) -> float:
    """Rate of beginning to take antidepressants, per person-year; ``lonely_ratio`` is a rate ratio, 1 or more.

    Source: ``holding`` keeps the published share as it is (`balance`); parameters/antidepressants.toml.
    """
    return holding * (lonely_ratio if lonely else 1.0)


@rule
def stopping_rate(base: float, lonely: bool, lonely_ratio: float) -> float:
    """Rate of stopping, per person-year: lower while someone is lonely, and so higher once loneliness has eased.

    Source: assumed; parameters/antidepressants.toml.
    """
    return base / (lonely_ratio if lonely else 1.0)


class Balance(NamedTuple):
    """What holds a share of takers: the rate of starting of those not lonely, and the share among them and the lonely.

    ``starting`` is per person-year.
    """

    starting: float
    others: float
    lonely: float


def lonely_ratio(p: Sheet) -> float:
    """Return how many times as fast the lonely start, and as slowly they stop.

    Half of the causal part of the association, on a scale of logarithms, acts on either side, so that among people
    who stayed lonely the odds of taking them would be higher by the whole of it.
    Source: odds ratio within persons (Lam and Vuolo 2023); the part that is causal is assumed.
    """
    return float(np.sqrt(1.0 + p.causal_share * (p.lonely_odds_ratio - 1.0)))


def balance(share: float, lonely: float, ratio: float, stopping: float, easing: float) -> Balance:
    """Return the balance in which a ``share`` takes antidepressants, where a share ``lonely`` is lonely.

    In each of the two groups as many start as stop, less those who leave it for the other: a share ``easing`` of the
    lonely a year, and as many the other way. With x the share of takers among the lonely, y among the others and
    u the rate of starting of these,

        0 = (1 - lonely) (u (1 - y) - stopping y) + easing lonely (x - y)
        0 = lonely (u ratio (1 - x) - stopping / ratio x) + easing lonely (y - x)

    which is solved for x by halving.

    Source: conservation of people; no data enter.

    >>> [round(float(one), 4) for one in balance(0.1, 0.4, 1.0, 0.27, 0.15)]
    [0.03, 0.1, 0.1]
    """
    low, high = share, min(1.0, share / lonely)
    for _ in range(HALVINGS):
        x = 0.5 * (low + high)
        y = (share - lonely * x) / (1.0 - lonely)
        starting = (stopping * y - easing * lonely / (1.0 - lonely) * (x - y)) / (1.0 - y)
        more = starting * ratio * (1.0 - x) - stopping / ratio * x - easing * (x - y)
        low, high = (x, high) if more > 0.0 else (low, x)
    return Balance(starting, y, x)


def starting_in_care_homes(p: Sheet) -> float:
    """Return the rate of starting that holds the share in care homes, where fewer take them as they enter, per year.

    Source: conservation of people; shares of Arthur et al. 2020.
    """
    lost = p.stopping_per_year * p.share_in_care_homes
    lost += p.care_home_turnover_per_year * (p.share_in_care_homes - p.share_at_home)
    return float(lost / (1.0 - p.share_in_care_homes))


def balances(sex: NDArray[np.integer], lonely: NDArray[np.bool_], p: Sheet, loneliness: Sheet) -> tuple[Balance, ...]:
    """Return the balance of men and of women at home: of all of whom the published share takes antidepressants.

    Args:
        sex, lonely: of those at home at the start, shape (n,).
    """
    women = float((sex == WOMAN).mean())
    men_share = p.share_at_home / (1.0 + women * (p.women_ratio - 1.0))
    easing = loneliness.easing_from_sometimes_per_year * (1.0 - loneliness.often_share_of_lonely)
    found = []
    for code, share in ((MAN, men_share), (WOMAN, men_share * p.women_ratio)):
        among = float(lonely[sex == code].mean())
        found.append(balance(share, among, lonely_ratio(p), p.stopping_per_year, easing))
    return tuple(found)


def start(crowd: Crowd, p: Sheet, loneliness: Sheet) -> None:
    """Draw who takes antidepressants at entry: by sex, loneliness and setting, in balance from the first month on."""
    lonely, at_home = crowd["lonely"] > 0, crowd["setting"] == 0
    now = at_home & (crowd.enters <= 0)
    of_sex = balances(crowd["sex"][now], lonely[now], p, loneliness)
    by_sex = np.array([[one.others, one.lonely] for one in of_sex])
    chance = np.where(at_home, by_sex[crowd["sex"].astype(np.int64), lonely.astype(np.int64)], p.share_in_care_homes)
    crowd.columns["antidepressants"] = (crowd.luck("antidepressants") < chance).astype(np.uint8)


class Rows(NamedTuple):
    """Columns of the month's pass."""

    here: NDArray[np.uint8]
    id: NDArray[np.uint32]
    sex: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    lonely: NDArray[np.uint8]
    antidepressants: NDArray[np.uint8]


class Numbers(NamedTuple):
    """Parameters of the month's pass; ``starting`` is by sex, at home."""

    starting: NDArray[np.float64]
    in_care_homes: float
    lonely_ratio: float
    stopping_per_year: float


@kernel
def look(
    rows: Rows,
    hints: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    starting: NDArray[np.uint8],
    stopping: np.uint8,
    marked: NDArray[np.bool_],
) -> int:
    """Mark those who may start or stop, given the highest hints within reach; return how many take them.

    ``starting`` are those of people at home and in care homes.
    """
    at_home, inside, takers = starting[0], starting[1], 0
    for i in range(len(marked)):
        takes = rows.antidepressants[i] > 0
        starts = hints[0][i] <= (inside if rows.setting[i] > 0 else at_home)
        marked[i] = (hints[1][i] <= stopping) if takes else starts
        takers += rows.here[i] & takes
    return takers


@kernel
def change(
    rows: Rows,
    p: Numbers,
    near: NDArray[np.uint32],
    keys: tuple[np.uint64, np.uint64],
    month: int,
    watched: int,
    pad: NDArray[np.float64],
) -> tuple[int, int]:
    """Let those ``near`` begin or stop; return how many did either. In care homes loneliness makes no difference."""
    begun, ended = 0, 0
    for i in near:
        if not rows.here[i]:
            continue
        at_home, takes = rows.setting[i] == 0, rows.antidepressants[i] > 0
        lonely = at_home and rows.lonely[i] > 0
        if takes:
            rate = stopping_rate(p.stopping_per_year, lonely, p.lonely_ratio)
        else:
            rate = starting_rate(p.starting[rows.sex[i]] if at_home else p.in_care_homes, lonely, p.lonely_ratio)
        which = 1 if takes else 0
        luck = uniform(keys[which], month, rows.id[i])
        if i == watched:
            pad[which, 0], pad[which, 1] = luck, -np.expm1(-rate / 12.0)
        if happens(luck, rate):
            rows.antidepressants[i] = 0 if takes else 1
            begun += 1 - which
            ended += which
    return begun, ended


class Antidepressants(Process):
    """Lets residents begin and stop taking antidepressants; nothing else rests on it."""

    word = "antidepressants"
    columns = (Column("antidepressants", np.uint8, 0, "takes antidepressants"),)
    decisions = ("antidepressants.starting", "antidepressants.stopping")
    measures = (
        Measure("on_antidepressants", "people", "residents who take antidepressants"),
        Measure("stopped_antidepressants", "people", "residents who stopped taking antidepressants this month"),
    )

    def begin(self, world: World) -> None:
        """Find the rates of starting that keep the published shares as they are."""
        p, people = world.sheets[self.word], world.people
        home = people["setting"] == 0
        of_sex = balances(people["sex"][home], people["lonely"][home] > 0, p, world.sheets["loneliness"])
        given = {
            "starting": np.array([one.starting for one in of_sex]),
            "in_care_homes": starting_in_care_homes(p),
            "lonely_ratio": lonely_ratio(p),
        }
        self._numbers = p.numbers(Numbers, given)
        self._starting = [self._numbers.starting.max() * self._numbers.lonely_ratio, self._numbers.in_care_homes]

    def month(self, world: World) -> None:
        """Move one month on."""
        starting, stopping = self.decisions
        rows, marked = world.people.view(Rows, self.word), world.marks()
        before = rows.antidepressants.copy() if world.log.open else None
        highest = world.highest(starting, self._starting), world.highest(stopping, self._numbers.stopping_per_year)
        takers = look(rows, (world.hints(starting), world.hints(stopping)), *highest, marked)
        watched, pad = world.watched(self, marked)
        keys = (world.key(starting), world.key(stopping))
        begun, ended = change(rows, self._numbers, rows_of(marked), keys, world.month, watched, pad)
        world.record("on_antidepressants", takers + begun - ended)
        world.record("stopped_antidepressants", ended)
        if before is not None:
            world.note("began antidepressants", np.flatnonzero(rows.antidepressants > before))
            world.note("stopped antidepressants", np.flatnonzero(rows.antidepressants < before))
