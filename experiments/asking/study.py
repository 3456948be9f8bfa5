"""Study: which worlds are compared with the world as now, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from experiments.asking.usual import INTERVENTIONS, REPLICATIONS, SEED, START, YEARS
from models import Plan, Scenario, interventions
from sim.document import read_document
from sim.ledger import Cashable
from sim.registry import sheet_path

AS_NOW = "as_now"
EQUAL_BUDGET_POUNDS = 500_000.0
"""Discounted gross programme cost at which the arms are compared again, for the whole place."""


@dataclass(frozen=True)
class Trial:
    """What one arm adds to the world as now.

    Attributes:
        plans: by the name of the intervention.
        numbers: "word.parameter" -> value, in this arm alone.
        budget: discounted gross cost in pounds that the sizes are found for; ``None`` keeps the plans' sizes.
        shares: of the budget, by intervention; without any, all sizes grow by one factor.
    """

    title: str
    plans: Mapping[str, Plan] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    budget: float | None = None
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Study:
    """What is compared, and how often.

    Attributes:
        interventions: names; each is an arm of its own, unless ``trials`` are given.
        trials: the arms, where they are more than one intervention each.
        as_now: plans that hold in every arm, the world as now included.
        start: month in which interventions start unless their plan says otherwise (24 = April 2013), and to
            which money is discounted.
        overrides: "word.parameter" -> value, the same in every arm.
        equal_budget: pounds at which every arm is compared again; ``None`` for not at all.
        fixed: keep every parameter at its central value, so that only luck differs.
        lucks: under how many lucks each draw of the parameters is run; from two on, ``replications`` counts the draws,
            and intervals are those of what is not known of the parameters alone.
        precision: share of the largest headline that every arm's shall be known within, at 95%; then
            ``replications`` is the most that are made.
        title, question: of the scenario file, if the study comes from one; ``source`` is what to type for it.
    """

    place: str = "leeds"
    interventions: tuple[str, ...] = INTERVENTIONS
    trials: tuple[Trial, ...] = ()
    as_now: Mapping[str, Plan] = field(default_factory=dict)
    months: int = 12 * YEARS
    residents: int | None = None
    start: int = START
    overrides: Mapping[str, float] = field(default_factory=dict)
    equal_budget: float | None = EQUAL_BUDGET_POUNDS
    replications: int = REPLICATIONS
    seed: int = SEED
    fixed: bool = False
    lucks: int = 1
    precision: float | None = None
    title: str = ""
    question: str = ""
    source: str = ""

    @property
    def asked(self) -> tuple[Trial, ...]:
        """What each arm adds."""
        if self.trials:
            return self.trials
        titles = {one.name: one.title for one in interventions()}
        return tuple(Trial(titles[name], {name: Plan(start=self.start)}) for name in self.interventions)

    @property
    def named(self) -> tuple[str, ...]:
        """Every intervention that any arm adds, each once, in the order in which they come."""
        return tuple(dict.fromkeys(name for trial in self.asked for name in trial.plans))


def idle(study: Study) -> list[str]:
    """Return which numbers changed in every world belong to programmes that no world has."""
    there = {*study.named, *study.as_now}
    absent = {one.name: one for one in interventions() if one.name not in there}
    named = [(key, key.partition(".")) for key in study.overrides]
    return [
        key
        for key, (word, _, parameter) in named
        if word in absent and parameter in read_document(sheet_path(absent[word]))
    ]


@dataclass(frozen=True)
class Arm:
    """One world of the study.

    Attributes:
        adds: interventions it adds to the world as now.
        numbers: parameters it changes, and no other arm.
        budget: its discounted cost in pounds if it was sized to one; ``shares`` of it, by intervention.
        repeats: the arm at its own size that this one repeats at the equal budget.
    """

    name: str
    title: str
    scenario: Scenario
    adds: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)
    budget: float | None = None
    shares: Mapping[str, float] = field(default_factory=dict)
    repeats: str | None = None

    @property
    def bought(self) -> bool:
        """Say whether anyone pays for what it adds; nobody buys a shock or another number."""
        kinds = [one for one in interventions() if one.name in self.adds]
        return any(line.cashable == Cashable.PROGRAMME for one in kinds for line in one.lines)


def plan_arms(study: Study) -> tuple[Arm, ...]:
    """Return the worlds to run: as now, each arm at its own size, and each at the equal budget if there is one."""
    bare = Scenario(
        place=study.place,
        months=study.months,
        residents=study.residents,
        interventions=dict(study.as_now),
        overrides=dict(study.overrides),
    )
    own = [_arm(bare, trial) for trial in study.asked]
    return (
        Arm(AS_NOW, "As now", bare),
        *own,
        *(_at_equal_budget(arm, study.equal_budget) for arm in _paid(own, study)),
    )


def _arm(bare: Scenario, trial: Trial) -> Arm:
    scenario = replace(
        bare,
        title=trial.title,
        interventions={**bare.interventions, **trial.plans},
        overrides={**bare.overrides, **trial.numbers},
    )
    return Arm(
        name=arm_name(trial),
        title=trial.title,
        scenario=scenario,
        adds=tuple(trial.plans),
        numbers=trial.numbers,
        budget=trial.budget,
        shares=trial.shares,
    )


def _paid(arms: list[Arm], study: Study) -> list[Arm]:
    """Return the arms that can be had at another size."""
    return [arm for arm in arms if arm.bought and arm.budget is None] if study.equal_budget is not None else []


def _at_equal_budget(arm: Arm, budget: float | None) -> Arm:
    title = f"{arm.title} at {budget:,.0f} pounds"
    scenario = replace(arm.scenario, title=title)
    return replace(arm, name=f"{arm.name}_equal", title=title, scenario=scenario, budget=budget, repeats=arm.name)


def arm_name(trial: Trial) -> str:
    """Return the name of an arm: its only intervention's, as long as nothing else is special, or its title's.

    >>> arm_name(Trial("Reablement", {"reablement": Plan(24)})), arm_name(Trial("Half of it!", {"reablement": Plan()}))
    ('reablement', 'half_of_it')
    """
    titles = {one.title: one.name for one in interventions()}
    if list(trial.plans) == [titles.get(trial.title)]:
        return titles[trial.title]
    plain = "".join(letter if letter.isalnum() else " " for letter in trial.title.lower())
    return "_".join(plain.split())
