"""Spillover told: what befell those a programme reached, everyone else, and the volunteers, in sentences."""

from collections.abc import Mapping, Sequence
from math import isfinite

from experiments.figures.estimate import Estimate
from experiments.words import listed, number, percent


def people(
    count: Estimate, reached: Mapping[str, Estimate], others: Mapping[str, Estimate], meets: bool = False
) -> str:
    """Return what an arm did to those it reached and to everyone else; each names fewer months of something.

    ``meets`` says that it is there to reach people in person, so that it is told where it did not.

    >>> few = lambda mean: Estimate(mean, mean - 1, mean + 1, 0.1, 10)
    >>> people(few(40), {"lonely": few(300)}, {"lonely": few(-20)})
    'It reaches 40 people who would not have been reached: 300 fewer lonely months among them, 20 more lonely months among everyone else.'
    >>> people(few(0), {"lonely": few(0)}, {"lonely": Estimate(9, -9, 20, 8, 10)})
    'It reaches nobody in person: no clear change in lonely months among all.'
    >>> people(few(0), {"lonely": few(0)}, {"lonely": Estimate(9, -9, 20, 8, 10)}, meets=True)
    'It reached nobody in these runs: no clear change in lonely months among all.'
    >>> people(few(40), {"lonely": few(0), "waiting": few(0)}, {"lonely": few(0), "waiting": few(0)})
    'It reaches 40 people who would not have been reached: no clear change in lonely or waiting months, neither among them nor among everyone else.'
    """  # noqa: E501
    if count.mean <= 0.0:
        nobody = "It reached nobody in these runs" if meets else "It reaches nobody in person"
        return f"{nobody}: {_fewer(others, 'among all')}."
    who = f"It reaches {number(count.mean)} people who would not have been reached"
    if not any(one.told for one in (*reached.values(), *others.values())):
        return f"{who}: no clear change in {_either(list(reached))} months, neither among them nor among everyone else."
    return f"{who}: {_fewer(reached, 'among them')}, {_fewer(others, 'among everyone else')}."


def _fewer(months: Mapping[str, Estimate], where: str) -> str:
    told = {name: one for name, one in months.items() if one.told}
    said = [
        f"{number(abs(one.mean))} {'fewer' if one.mean > 0 else 'more'} {name} months" for name, one in told.items()
    ]
    rest = [name for name in months if name not in told]
    still = [f"no clear change in {_either(rest)} months"] if rest else []
    return f"{listed(said + still)} {where}"


def _either(names: Sequence[str]) -> str:
    return " or ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def deprived(living: float, reached: Estimate, there: Estimate, elsewhere: Estimate) -> str:
    """Return what an arm did in the most deprived fifth of neighbourhoods beside the others.

    Args:
        living: share of the residents who live there.
        reached: share of the people reached who live there.
        there: fewer lonely months per 1,000 residents there, ``elsewhere`` in the other fifths.

    >>> few = lambda mean: Estimate(mean, mean - 1, mean + 1, 0.1, 10)
    >>> deprived(0.25, Estimate(0.4, 0.3, 0.5, 0.01, 10), few(40), Estimate(1, -9, 9, 4, 10))
    'In the most deprived fifth of neighbourhoods live 25% of residents and 40% of those it reaches; per 1,000 residents, 40 fewer lonely months there and no clear change in the others.'
    """  # noqa: E501
    met = f" and {percent(reached.mean)} of those it reaches" if isfinite(reached.mean) else ""
    who = f"In the most deprived fifth of neighbourhoods live {percent(living)} of residents{met}"
    if not (there.told or elsewhere.told):
        return f"{who}; no clear change in lonely months, neither there nor in the others."
    both = [f"{_lonely(one)} {where}" for one, where in ((there, "there"), (elsewhere, "in the others"))]
    return f"{who}; per 1,000 residents, {listed(both)}."


def _lonely(one: Estimate) -> str:
    if not one.told:
        return "no clear change"
    return f"{number(abs(one.mean))} {'fewer' if one.mean > 0.0 else 'more'} lonely months"


def volunteers(hours: Mapping[str, Estimate]) -> str:
    """Return whose hours of volunteers grew and whose shrank; ``hours`` names what they serve.

    >>> volunteers({"Local Links": Estimate(-900, -950, -800, 9, 10), "activities": Estimate(8, -9, 20, 8, 10)})
    'Volunteers give 900 hours fewer to Local Links; no clear change for activities.'
    """
    told = {name: one for name, one in hours.items() if one.told}
    if not told:
        return "No clear change in what volunteers' hours serve."
    said = [
        f"{number(abs(one.mean))} hours {'more' if one.mean > 0 else 'fewer'} to {name}" for name, one in told.items()
    ]
    rest = listed([name for name in hours if name not in told])
    return f"Volunteers give {listed(said)}{f'; no clear change for {rest}' if rest else ''}."
