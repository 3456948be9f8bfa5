"""Anyway told: how much of needing no service after reablement would have happened anyway, in sentences."""

from collections.abc import Callable, Mapping

from experiments.comparing.anyway import FEWEST, Onward
from experiments.figures.estimate import Estimate
from experiments.words import interval, number, percent, runs, signed, span

MOST = 0.5
"""Share of what is found from which on most of it would have happened anyway."""


def after_reablement(found: Mapping[int, Onward | None]) -> str:
    """Return what became of those whom an arm brought to reablement, by months after it began, beside the twin.

    >>> def share(mean): return Estimate(mean, mean - 0.04, mean + 0.04, 0.01, 10)
    >>> def points(mean): return Estimate(mean, mean - 2, mean + 2, 0.5, 10)
    >>> soon = Onward(1240, 620, share(0.58), share(0.12), share(0.49), share(0.11), points(9), points(8))
    >>> after_reablement({6: soon, 12: None})
    'Of 1,240 people who had reablement because of it, 58% (80%: 54% to 62%) had no service 6 months after it began: 46% needed none, and 12% still needed help. Without it 49% of the same people had none: 38% needed none, and 11% still needed help. Most of the 58% would have happened anyway: it adds 9 points to those without a service (80%: 7 to 11; 10 runs, Monte-Carlo error 0.5) and 8 points to those who need none (80%: 6 to 10).'
    >>> after_reablement({6: None, 12: None})
    'Nobody who had reablement because of it could be followed for 6 months, so what would have happened anyway cannot be told.'
    """  # noqa: E501
    soonest, *later = sorted(found)
    first = found[soonest]
    if first is None:
        return (
            f"Nobody who had reablement because of it could be followed for {span(soonest)}, "
            "so what would have happened anyway cannot be told."
        )
    if first.residents < FEWEST:
        return too_few(first, soonest)
    told = (_later(one, month) for month in later if (one := found[month]) is not None)
    return " ".join([_first(first, soonest), *told])


def too_few(one: Onward, months: int) -> str:
    """Return that no share can be told of so few.

    >>> none = Estimate(0.0, 0.0, 0.0, 0.0, 4)
    >>> too_few(Onward(56.4, 12, none, none, none, none, none, none), 6)
    'Too few residents had reablement because of it and could be followed for 6 months (12 in 4 runs) to tell how many would have needed no service anyway.'
    """  # noqa: E501
    return (
        f"Too few residents had reablement because of it and could be followed for {span(months)} "
        f"({number(one.residents)} in {runs(one.added.replications)}) "
        "to tell how many would have needed no service anyway."
    )


def _first(one: Onward, months: int) -> str:
    low, high = (percent(min(max(edge, 0.0), 1.0)) for edge in (one.without.low, one.without.high))
    sure = "" if one.without.single else f" (80%: {low} to {high})"
    return (
        f"Of {number(one.people)} people who had reablement because of it, {percent(one.without.mean)}{sure} had no "
        f"service {span(months)} after it began: {_parted(one.without, one.needing)}. Without it "
        f"{percent(one.anyway.mean)} of the same people had none: {_parted(one.anyway, one.needing_anyway)}. "
        f"{verdict(one)}."
    )


def _later(one: Onward, months: int) -> str:
    if one.residents < FEWEST:
        return f"Too few could be followed for {span(months)}."
    return (
        f"Of {number(one.people)} followed for {span(months)} {percent(one.without.mean)} had no service then, "
        f"and without it {percent(one.anyway.mean)}. {verdict(one)}."
    )


def _parted(without: Estimate, needing: Estimate) -> str:
    return f"{percent(without.mean - needing.mean)} needed none, and {percent(needing.mean)} still needed help"


def verdict(one: Onward) -> str:
    """Return how much of it would have happened anyway, and what is the arm's doing.

    >>> def points(mean, error=0.5): return Estimate(mean, mean - 2, mean + 2, error, 10)
    >>> def told(here, anyway, added, unneeding):
    ...     return verdict(Onward(1000, 500, points(here), points(0), points(anyway), points(0), added, unneeding))
    >>> told(0.43, 0.19, points(24), points(18))
    'Part of the 43% would have happened anyway: it adds 24 points to those without a service (80%: 22 to 26; 10 runs, Monte-Carlo error 0.5) and 18 points to those who need none (80%: 16 to 20)'
    >>> told(0.43, 0.42, points(1, 2), points(0, 2))
    'Whether any of the 43% is its doing is not clear (+1 point, 80%: -1 to 3; 10 runs, Monte-Carlo error 2)'
    >>> told(0.43, 0.42, points(1, 2), points(9))
    'Whether any of the 43% is its doing is not clear: it makes no clear difference to those without a service (+1 point, 80%: -1 to 3; 10 runs, Monte-Carlo error 2) and adds 9 points to those who need none (80%: 7 to 11)'
    >>> told(0.43, 0.52, points(-9), points(-9))
    'More than the 43% would have happened anyway: it takes 9 points from those without a service (80%: 7 to 11; 10 runs, Monte-Carlo error 0.5) and 9 points from those who need none (80%: 7 to 11)'
    """  # noqa: E501
    if not (one.added.told or one.unneeding.told):
        return f"{_how_much(one)} ({_points(signed(one.added.mean))}, {interval(one.added)})"
    return f"{_how_much(one)}: it {_doing(one.added, one.unneeding)}"


def _how_much(one: Onward) -> str:
    share, happened = percent(one.without.mean), "would have happened anyway"
    if not one.added.told:
        return f"Whether any of the {share} is its doing is not clear"
    if one.added.mean < 0.0:
        return f"More than the {share} {happened}"
    if one.anyway.mean <= 0.0:
        return f"None of the {share} {happened}"
    return f"{'Most' if one.anyway.mean >= MOST * one.without.mean else 'Part'} of the {share} {happened}"


def _doing(added: Estimate, unneeding: Estimate) -> str:
    """Return what an arm does to those without a service and to those who need none, one of which is worth telling."""
    verb, first = _change(added, "those without a service", interval)
    again, second = _change(unneeding, "those who need none", _spread)
    return f"{verb} {first} and {second}" if verb == again else f"{verb} {first} and {again} {second}"


def _change(one: Estimate, who: str, sure: Callable[[Estimate], str]) -> tuple[str, str]:
    """Return the verb of a change and what follows it; ``sure`` says how sure it is."""
    if not one.told:
        return "makes no clear difference", f"to {who} ({_points(signed(one.mean))}, {sure(one)})"
    if one.mean > 0.0:
        return "adds", f"{_points(number(one.mean))} to {who} ({sure(one)})"
    return "takes", f"{_points(number(-one.mean))} from {who} ({sure(one.opposite)})"


def _points(said: str) -> str:
    return f"{said} point{'' if said.removeprefix('+') == '1' else 's'}"


def _spread(one: Estimate) -> str:
    """Return where eight of ten further runs lie, where the number of runs was said just before."""
    return "1 run" if one.single else f"80%: {number(one.low)} to {number(one.high)}"
