"""Years before: those frail at the start live the years before it, so that care begins as the pathway keeps it."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import FRAIL, LEVELS, SPAN, YOUNGEST
from models.crowd import ALONE, Crowd
from models.people.carer import Carer
from models.people.falls import injury_rates
from models.people.frailty import ladder
from models.people.hospital import destination, stay_rates
from models.pounds import PRICE_YEAR
from models.rates import Rates
from models.scenario import LONGEST
from models.services.assessment import Assessment
from models.services.care.pathway import Care
from models.services.need import Need
from models.services.paying import pays_home_care
from models.services.reablement import Reablement
from models.signals import CARE_HOME, HOME, INJURED, NO_FALL, STAYED_HOME
from sim.draws import uniform
from sim.ledger import WEEKS_PER_MONTH
from sim.parameters import Sheet
from sim.population import Column, Start
from sim.process import Process
from sim.rules import kernel
from sim.world import World

MONTHS = 96
"""Months lived before the start: few have needed help at home for longer."""

QUEUING = 24
"""The last of them, with as many assessors as there are; before, as many as catch up with all who come at once."""

NEARLY_FRAIL = FRAIL - 1
"""First level of those who live them: some just below were frail of late and still have a package."""

KEPT = ("package", "indicative", "payer", "managed", "manages", "passing", "refused", "broken", "savings")
"""Columns that everyone brings from the years before, entrants too."""

UNDER_WAY = ("stage", "entitled", "waiting", "reable_weeks", "reabled")
"""Columns of what is under way or lately over, with the council here: entrants do not bring them."""


class Climb(NamedTuple):
    """Shares at home by sex, age and level, and the rates at which they ease and worsen (`models.people.frailty`)."""

    shares: NDArray[np.float64]
    easing: NDArray[np.float64]
    worsening: NDArray[np.float64]


@kernel
def looked_back(
    cfs: NDArray[np.uint8],
    sex: NDArray[np.uint8],
    age: NDArray[np.uint8],
    home: NDArray[np.bool_],
    ids: NDArray[np.uint32],
    p: Climb,
    key: np.uint64,
    levels: NDArray[np.uint8],
) -> None:
    """Write everyone's level of frailty in the months before, shape (months, n): the last is the level now.

    Of those now at a level, as many were one below and worsened since as worsened out of it: its share times the rate,
    over the share at this level; so too from above. Source: a stationary chain seen backwards; no data enter.
    """
    months = len(levels)
    for i in range(len(cfs)):
        level = int(cfs[i])
        for back in range(months):
            levels[months - 1 - back, i] = level
            if not home[i]:
                continue
            at = min(max(int(age[i]) - back // 12 - YOUNGEST, 0), SPAN - 1)
            shares, below, above = p.shares[sex[i], at], 0.0, 0.0
            here = max(shares[level - 1], 1e-9)
            if level > 1:
                below = p.worsening[sex[i], at, level - 2] * shares[level - 2] / here
            if level < 9:
                above = p.easing[at, level] * shares[level] / here
            chance = -np.expm1(-(below + above) / 12.0)
            luck = uniform(key, back, ids[i])
            if luck < chance:
                level += -1 if luck * (below + above) < chance * below else 1


class Rows(NamedTuple):
    """Columns that the past writes month by month, and those it reads."""

    id: NDArray[np.uint32]
    sex: NDArray[np.uint8]
    age: NDArray[np.uint8]
    cfs: NDArray[np.uint8]
    fell: NDArray[np.uint8]
    bed_days: NDArray[np.uint8]
    discharge: NDArray[np.uint8]
    savings: NDArray[np.float32]
    own_home_care: NDArray[np.uint8]
    own_with_house: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    package: NDArray[np.float32]


class Numbers(NamedTuple):
    """Rates of injuries and stays per person-year, and where those admitted went."""

    injuries: NDArray[np.float64]
    stays: NDArray[np.float64]
    to_reablement_by_frailty: NDArray[np.float64]
    to_home_care_by_frailty: NDArray[np.float64]
    to_care_home_by_frailty: NDArray[np.float64]


@kernel
def mishaps(rows: Rows, p: Numbers, keys: tuple[np.uint64, np.uint64], month: int) -> None:
    """Draw who at home was hurt in a fall or admitted in a month, and where they went: not to stay in a care home."""
    for i in range(len(rows.id)):
        rows.fell[i], rows.bed_days[i], rows.discharge[i] = NO_FALL, 0, STAYED_HOME
        if rows.setting[i] > 0:
            continue
        level, at = rows.cfs[i] - 1, min(rows.age[i] - YOUNGEST, SPAN - 1)
        injured = p.injuries[level]
        luck = uniform(keys[0], month, rows.id[i]) * 12.0
        if luck >= injured + p.stays[rows.sex[i], at, level]:
            continue
        rows.fell[i], rows.bed_days[i] = INJURED if luck < injured else NO_FALL, 1
        lot, reablement = uniform(keys[1], month, rows.id[i]), p.to_reablement_by_frailty[level]
        to = destination(lot, reablement, p.to_home_care_by_frailty[level], p.to_care_home_by_frailty[level])
        rows.discharge[i] = HOME if to == CARE_HOME else to


@kernel
def spend(rows: Rows, held: NDArray[np.integer], pounds_per_weekly_hour: float, upper_limit: float) -> None:
    """Take off savings what a month of the care that people buy costs; ``pounds_per_weekly_hour`` are a month's."""
    for i in held:
        if rows.own_home_care[i]:
            rows.savings[i] = max(rows.savings[i] - rows.package[i] * pounds_per_weekly_hour, 0.0)
            rows.own_home_care[i] = pays_home_care(rows.savings[i], upper_limit)


class Past(Process):
    """Opens each month before: everyone as frail as they then were, what befell them, and what they spent."""

    word = "past"
    columns = (
        *(
            Column(name, np.uint8, 0, "as at the start")
            for name in ("sex", "age", "cfs", "alone", "lonely", "children", "with_family", "member")
        ),
        Column("bereaved", np.int8, -1, "not lately"),
        Column("partner", np.int32, ALONE, "as at the start"),
        *(Column(name, np.uint8, 0, "this month") for name in ("fell", "bed_days", "discharge")),
        *(Column(name, np.uint8, 0, "nobody yet") for name in ("visited", "handed", "brokered")),
        Column("replaced", np.float32, 0.0, "nothing yet"),
        Column("savings", np.float32, 0.0, "what is left of them"),
        *(Column(name, np.uint8, 0, "would pay") for name in ("own_home_care", "own_with_house")),
    )

    def __init__(self, levels: NDArray[np.uint8], aged_75_plus: int, numbers: Numbers) -> None:
        self._levels = levels
        self._aged_75_plus = aged_75_plus
        self._numbers = numbers

    def begin(self, world: World) -> None:
        """Note everyone's age at the start, and who was frail at home then."""
        people = world.people
        self._age = people["age"].copy()
        self._home = people["setting"] == 0
        self._frail = max(int((self._home & (self._levels[-1] >= FRAIL)).sum()), 1)
        world.shared |= {"strictness": np.zeros(1), "aged_75_plus": np.zeros(1)}

    def month(self, world: World) -> None:
        """Be as frail and as old as in this month; those still here today had their share of the places of the time."""
        rows, at = world.people.view(Rows, self.word), world.month - LONGEST
        prices, held = world.sheets["paying"], world.few("package").rows()
        spend(rows, held, prices.home_care_hour_pounds * WEEKS_PER_MONTH, prices.upper_limit_pounds)
        rows.cfs[:] = self._levels[at]
        rows.age[:] = np.maximum(self._age - (len(self._levels) - 1 - at) // 12, YOUNGEST)
        keys = (world.key("years_before.mishap"), world.key("years_before.discharge"))
        mishaps(rows, self._numbers, keys, world.month)
        frail = int((self._home & (rows.cfs >= FRAIL)).sum())
        world.shared["aged_75_plus"][0] = self._aged_75_plus * frail / self._frail
        if at < MONTHS - QUEUING:
            world.levers.add("assessment.assessors", len(rows.id))


def live(crowd: Crowd, sheets: Mapping[str, Sheet], rates: Rates) -> NDArray[np.bool_]:
    """Let those frail, or nearly so, live the years before the start; return who has unpaid help then, shape (n,).

    Nobody then enters a care home: these are the people who have not, or are in one already. Months are numbered
    after the last a scenario may have, so that no luck is drawn twice.
    """
    some = np.flatnonzero(crowd["cfs"] >= NEARLY_FRAIL)
    world = _as_they_were(crowd, sheets, rates, some)
    while world.month < world.months:
        world.step()
    people = world.people
    for name in (*KEPT, *UNDER_WAY):
        column = people.columns[name]
        values = crowd.columns.setdefault(name, np.full(len(crowd), column.default, column.dtype))
        values[some] = people[name]
    later = crowd.enters > 0
    crowd["indicative"][later & (crowd["package"] == 0.0)] = 0.0
    for name in UNDER_WAY:
        crowd[name][later] = people.columns[name].default
    helped = np.zeros(len(crowd), np.bool_)
    helped[some] = people["help_hours"] > 0
    return helped


def _as_they_were(crowd: Crowd, sheets: Mapping[str, Sheet], rates: Rates, some: NDArray[np.integer]) -> World:
    """Return a world of some people in the first of the months before."""
    own = {column.name for column in Past.columns} | {"setting"}
    columns = {name: values[some] for name, values in crowd.columns.items() if name in own}
    given = {
        "injuries": injury_rates(np.zeros(LEVELS), sheets["falls"]),
        "stays": stay_rates(rates.shares, sheets["hospital"]),
    }
    numbers = sheets["hospital"].numbers(Numbers, given)
    past = Past(_levels(crowd, sheets["frailty"], rates, some), int((crowd.age >= 75).sum()), numbers)
    nobody = np.zeros((2, SPAN))
    world = World(
        start=Start(np.zeros(len(some), np.int32), columns, some, len(crowd)),
        processes=(past, Carer(), Need(), Assessment(), Care(nobody, nobody, nobody, nobody), Reablement()),
        interventions=(),
        sheets=sheets,
        seed=crowd.draws.seed,
        months=LONGEST + MONTHS,
        groups=1,
        price_year=PRICE_YEAR,
    )
    world.month = LONGEST
    return world


def _levels(crowd: Crowd, p: Sheet, rates: Rates, some: NDArray[np.integer]) -> NDArray[np.uint8]:
    """Return how frail some people were in the months before, shape (MONTHS, n)."""
    at_home, rungs = rates.shares * (1.0 - rates.inside), ladder(p, rates.shares, rates.inside, rates.dying.by_level)
    climb = Climb(at_home / at_home.sum(axis=2, keepdims=True), rungs.easing, rungs.worsening)
    levels = np.empty((MONTHS, len(some)), np.uint8)
    cfs, sex, age, setting = (crowd[name][some] for name in ("cfs", "sex", "age", "setting"))
    key = crowd.draws.key("years_before.frailty")
    looked_back(cfs, sex, age, setting == 0, some.astype(np.uint32), climb, key, levels)
    return levels
