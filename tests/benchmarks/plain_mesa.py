"""The same six words in plain Mesa, an object for each resident, calling the same rules uncompiled.

It is written as one would write it with Mesa alone: attributes on agents, ``agents.do``, Mesa's own random
generator, people added when they enter and removed when they die. It takes over the start state, parameters and
balancing numbers of a world of `six_words`, and does of care what that world does: see there.
"""

import builtins
from collections.abc import Callable
from functools import cache
from types import FunctionType, SimpleNamespace
from typing import Any

import mesa

from models.crowd import ALONE, OUTSIDE
from models.grief import GRIEF
from models.people import bereavement, frailty, household, loneliness, mortality
from models.services.care import homes
from models.standing import home_payer, standing_of
from sim import draws
from sim.world import World
from tests.benchmarks.six_words import word


@cache
def plain(rule: Any) -> Callable[..., Any]:
    """Return a rule uncompiled, and the rules it calls uncompiled with it."""
    function = rule.py_func
    known = {name: function.__globals__[name] for name in function.__code__.co_names if name in function.__globals__}
    known = {name: plain(value) if hasattr(value, "py_func") else value for name, value in known.items()}
    return FunctionType(function.__code__, {"__builtins__": builtins, **known}, function.__name__)


happens = plain(draws.happens)
repartnering_rate = plain(household.repartnering_rate)
lives_alone = plain(household.lives_alone)
next_month = plain(bereavement.next_month)
progression_rate = plain(frailty.progression_rate)
improvement_rate = plain(frailty.improvement_rate)
reabled_ratio = plain(frailty.reabled_ratio)
onset_ratio = plain(loneliness.onset_ratio)
easing_rate = plain(loneliness.easing_rate)
admission_ratio = plain(homes.admission_ratio)
payer_of_home = plain(home_payer)
standing = plain(standing_of)
death_rate = plain(mortality.death_rate)
with_floor = plain(mortality.with_floor)
bereavement_ratio = plain(mortality.bereavement_ratio)
care_home_ratio = plain(mortality.care_home_ratio)

HOUSEHOLD = {
    "separation_per_year": "separation_per_year",
    "man_younger": "repartnering_man_younger",
    "man_older": "repartnering_man_older",
    "woman_younger": "repartnering_woman_younger",
    "woman_older": "repartnering_woman_older",
    "moves_in_per_year": "moves_in_with_family_per_year",
    "child_takes_in": "child_takes_in_share",
    "outside_death_per_year": "outside_partner_death_per_year",
}
"""Names of the household's numbers, and of the parameters they are."""


def listed(numbers: Any) -> Any:
    """Return a word's numbers with plain lists and floats in place of arrays."""
    return type(numbers)(*(value.tolist() if hasattr(value, "tolist") else value for value in numbers))


class Person(mesa.Agent):
    """One resident, who lives a month in six words; what is declared here comes along from the start state."""

    sex: int
    born: int
    age: int
    fifth: int
    partner: int
    widowed: bool
    with_family: bool
    children: int
    alone: bool
    bereaved: int
    cfs: int
    contacts: int
    member: bool
    prone: bool
    lonely: int
    setting: int
    setting_months: int
    own_home_care: bool
    own_with_house: bool
    payer: int
    standing: int

    def __init__(self, model: "Town", identity: int, traits: tuple[Any, ...]) -> None:
        super().__init__(model)
        self.identity = identity
        self.lost_partner = self.dies = False
        for name, value in zip(TRAITS, traits, strict=True):
            setattr(self, name, value)

    def birthday(self) -> None:
        """Grow a year older in the month of one's birth."""
        months = self.model.month - self.born
        if months % 12 == 0:
            self.age = min(months // 12, 120)

    def household(self) -> None:
        """Lose a partner, part, move in with family, and look for someone new."""
        p, luck = self.model.household, self.random.random
        self.lost_partner, at_home = False, False
        if self.partner >= 0:
            at_home = self.settle_with(self.partner)
        elif self.partner == OUTSIDE:
            at_home = self.settle_with_younger()
        if self.lost_partner and self.children > 0 and luck() < p.child_takes_in:
            self.with_family = True
        in_home = self.setting > 0
        if self.partner == ALONE and not in_home:
            months = 0 if self.lost_partner else self.bereaved
            rate = repartnering_rate(
                self.sex == 0, self.age, months, p.man_younger, p.man_older, p.woman_younger, p.woman_older
            )
            if happens(luck(), rate):
                self.model.seeking.append(self)
            if self.cfs >= 5 and self.age >= 75 and not self.with_family and happens(luck(), p.moves_in_per_year):
                self.with_family = True
        self.alone = lives_alone(at_home, self.with_family, in_home)

    def settle_with(self, identity: int) -> bool:
        """Learn of a partner's death, or part (one decides for both); say whether the partner is at home."""
        partner = self.model.present.get(identity)
        if partner is None and identity < self.model.entered:
            self.partner, self.widowed, self.lost_partner = ALONE, True, True
            return False
        decides = partner is None or self.identity < identity or partner.partner != self.identity
        if decides and happens(self.random.random(), self.model.household.separation_per_year):
            self.partner = ALONE
            if partner is not None and partner.partner == self.identity:
                partner.partner = ALONE
            return False
        return partner is None or partner.setting == 0

    def settle_with_younger(self) -> bool:
        """Part from, or lose, a partner too young to be a resident; say whether there is still one."""
        p = self.model.household
        luck = self.random.random()
        if happens(luck, p.separation_per_year):
            self.partner = ALONE
            return False
        if happens(1.0 - luck, p.outside_death_per_year):
            self.partner, self.widowed, self.lost_partner = ALONE, True, True
            return False
        return True

    def step(self) -> None:
        """Live the rest of the month, which concerns nobody else."""
        self.bereaved = next_month(self.bereaved, self.lost_partner)
        self.move_frailty()
        self.feel()
        self.care()
        self.perhaps_die()

    def move_frailty(self) -> None:
        """Become frailer or less frail."""
        p, level, place = self.model.frailty, self.cfs, min(self.age - 60, self.model.last)
        grief = 1.0 + (p.bereaved_ratio - 1.0) * self.model.fading[self.bereaved + 1]
        if level < 9:
            up = progression_rate(
                p.holding[self.sex][place][level - 1],
                p.progression_by_fifth[self.fifth - 1],
                grief,
                p.by_loneliness[self.lonely],
                p.average[self.sex][place][level - 1],
            )
            if happens(self.random.random(), up):
                self.cfs = level + 1
        if self.cfs == level and 1 < level < 8:
            down = improvement_rate(p.easing[place][level - 1], 0, p.regained_per_year)
            down *= reabled_ratio(-1, p.reabled_ratio, p.reabled_half_life_months)
            if happens(self.random.random(), down):
                self.cfs = level - 1

    def feel(self) -> None:
        """Become lonelier or less lonely."""
        p, level, place = self.model.loneliness, self.lonely, min(self.age - 60, self.model.last)
        helped = p.member_ratio if self.member else 1.0
        if level < 2:
            rate = onset_ratio(
                self.alone,
                self.model.fading[self.bereaved + 1],
                self.cfs >= 5,
                p.by_contacts[self.contacts],
                p.alone_ratio,
                p.bereaved_ratio,
                p.frail_ratio,
            )
            rate *= p.holding[place][level] / helped
            if happens(self.random.random(), rate):
                self.lonely = level + 1
        if level > 0 and self.lonely == level:
            rate = easing_rate(p.easing[level], self.prone, p.prone_ratio, helped)
            if happens(self.random.random(), rate):
                self.lonely = level - 1

    def care(self) -> None:
        """Stay in a care home or perhaps enter one, and settle one's standing."""
        p, cfs, needs = self.model.care, self.cfs, self.cfs >= 5
        if self.setting > 0:
            self.setting_months += 1
            self.payer = payer_of_home(self.partner != ALONE, self.own_home_care, self.own_with_house)
        else:
            place = min(self.age - 60, self.model.last)
            rate = admission_ratio(
                p.admission_by_frailty[cfs - 1],
                self.alone,
                self.lonely > 0,
                needs,
                self.model.fading[self.bereaved + 1],
                p.ratios,
            )
            rate *= p.holding[self.sex][place] / p.average[self.sex][place]
            if happens(self.random.random(), rate):
                self.setting = 2 if self.random.random() < p.nursing_share_by_frailty[cfs - 1] else 1
                self.setting_months = 0
                self.payer = payer_of_home(self.partner != ALONE, self.own_home_care, self.own_with_house)
        self.standing = standing(self.setting, 0.0, self.payer, False, needs, False)

    def perhaps_die(self) -> None:
        """Die at the end of the month, or not."""
        p, place = self.model.mortality, min(self.age - 60, self.model.last)
        rate = death_rate(
            self.model.death_table[self.sex][self.fifth - 1][place],
            p.by_frailty[place][self.cfs - 1],
            p.by_loneliness[self.lonely],
            bereavement_ratio(self.bereaved, p.bereaved_first_year, p.bereaved_second_year),
            care_home_ratio(self.setting, self.setting_months, p.care_home_first_year[place], p.care_home_later[place]),
        )
        if happens(self.random.random(), with_floor(rate, self.cfs, p.very_severe_per_year, p.terminal_per_year)):
            self.dies = True
            self.model.dying.append(self)


TRAITS = tuple(Person.__annotations__)


class Town(mesa.Model):
    """Residents as objects, month by month; ``world`` is one of `six_words` after its first month.

    Attributes:
        present: everyone here, by id. entered: how many have entered so far.
        resident_months: months lived by everyone together.
    """

    def __init__(self, world: World, seed: int) -> None:
        super().__init__(rng=seed)
        self.month, self.deaths, self.resident_months, self.entered = 0, 0, 0, 0
        self.present: dict[int, Person] = {}
        self.seeking: list[Person] = []
        self.dying: list[Person] = []
        self.take_numbers(world)
        self.enters = world.people.start.enters.tolist()
        columns = world.people.start.columns
        defaults = {name: [world.people.columns[name].default] * len(self.enters) for name in TRAITS}
        values = (columns[name].tolist() if name in columns else defaults[name] for name in TRAITS)
        self.traits = list(zip(*values, strict=True))
        self.admit()

    def take_numbers(self, world: World) -> None:
        """Take over what the words of the world worked out before its first month."""
        sheet = world.sheets["household"]
        self.household = SimpleNamespace(**{name: float(getattr(sheet, key)) for name, key in HOUSEHOLD.items()})
        self.frailty, self.loneliness, self.care = (
            listed(word(world, name)._numbers) for name in ("frailty", "loneliness", "care")
        )
        self.fading = GRIEF.tolist()
        self.last = len(self.loneliness.holding) - 1
        dying = word(world, "mortality")
        self.mortality = listed(dying._numbers)
        growth = dying._rates / dying._rates[0]
        self.death_tables = [(dying._numbers.table * year[:, None, :]).tolist() for year in growth]

    def admit(self) -> None:
        """Let everyone whose month has come enter."""
        while self.entered < len(self.enters) and self.enters[self.entered] <= self.month:
            self.present[self.entered] = Person(self, self.entered, self.traits[self.entered])
            self.entered += 1

    def step(self) -> None:
        """Live one month: departures and entrants, homes, then everyone for themselves."""
        for person in self.dying:
            del self.present[person.identity]
            person.remove()
        self.dying = []
        self.admit()
        self.death_table = self.death_tables[min(self.month // 12, len(self.death_tables) - 1)]
        self.agents.do("birthday")
        self.agents.do("household")
        self.meet()
        self.agents.do("step")
        self.deaths += len(self.dying)
        self.resident_months += len(self.agents)
        self.month += 1

    def meet(self) -> None:
        """Pair the men and women who look for someone, in order of age."""
        self.seeking.sort(key=lambda person: person.age)
        men = [person for person in self.seeking if person.sex == 0]
        women = [person for person in self.seeking if person.sex == 1]
        for man, woman in zip(men, women, strict=False):
            man.partner, woman.partner = woman.identity, man.identity
            man.with_family = woman.with_family = man.alone = woman.alone = False
        self.seeking = []

    def counts(self) -> dict[str, float]:
        """Return what is compared, after the last month."""
        here = list(self.present.values())
        return {
            "deaths": float(self.deaths),
            "lonely": float(sum(person.lonely > 0 for person in here)),
            "frail": float(sum(person.cfs >= 5 for person in here)),
            "alone": float(sum(bool(person.alone) for person in here)),
            "in_care_homes": float(sum(person.setting > 0 for person in here)),
        }
