"""Spillover told: what befell those a programme reached, everyone else, and the volunteers, in sentences."""

from collections.abc import Mapping

from experiments.estimate import Estimate
from experiments.words import listed, number


def people(count: Estimate, reached: Mapping[str, Estimate], others: Mapping[str, Estimate]) -> str:
    """Return what an arm did to those it reached and to everyone else; each names fewer months of something.

    >>> few = lambda mean: Estimate(mean, mean - 1, mean + 1, 0.1, 10)
    >>> people(few(40), {"lonely": few(300)}, {"lonely": few(-20)})
    'It reaches 40 people who would not have been reached: 300 fewer lonely months among them, 20 more lonely months among everyone else.'
    >>> people(few(0), {"lonely": few(0)}, {"lonely": Estimate(9, -9, 20, 8, 10)})
    'It reaches nobody in person: no clear change in lonely months among all.'
    """  # noqa: E501
    if count.mean <= 0.0:
        return f"It reaches nobody in person: {_fewer(others, 'among all')}."
    who = f"It reaches {number(count.mean)} people who would not have been reached"
    return f"{who}: {_fewer(reached, 'among them')}, {_fewer(others, 'among everyone else')}."


def _fewer(months: Mapping[str, Estimate], where: str) -> str:
    told = {name: one for name, one in months.items() if one.clear or (one.replications == 1 and one.mean != 0.0)}
    said = [
        f"{number(abs(one.mean))} {'fewer' if one.mean > 0 else 'more'} {name} months" for name, one in told.items()
    ]
    rest = [name for name in months if name not in told]
    unclear = " or ".join(part for part in (", ".join(rest[:-1]), *rest[-1:]) if part)
    still = [f"no clear change in {unclear} months"] if rest else []
    return f"{listed(said + still)} {where}"


def volunteers(hours: Mapping[str, Estimate]) -> str:
    """Return whose hours of volunteers grew and whose shrank; ``hours`` names what they serve.

    >>> volunteers({"Local Links": Estimate(-900, -950, -800, 9, 10), "activities": Estimate(8, -9, 20, 8, 10)})
    'Volunteers give 900 hours fewer to Local Links; no clear change for activities.'
    """
    told = {name: one for name, one in hours.items() if one.clear or (one.replications == 1 and one.mean != 0.0)}
    if not told:
        return "No clear change in what volunteers' hours serve."
    said = [
        f"{number(abs(one.mean))} hours {'more' if one.mean > 0 else 'fewer'} to {name}" for name, one in told.items()
    ]
    rest = listed([name for name in hours if name not in told])
    return f"Volunteers give {listed(said)}{f'; no clear change for {rest}' if rest else ''}."
