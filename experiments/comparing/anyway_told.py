"""Anyway told: how much of needing no service after reablement would have happened anyway, in sentences."""

from collections.abc import Callable, Mapping
from math import isfinite

from experiments.comparing.anyway import FEWEST, Onward, Share
from experiments.figures.estimate import Estimate
from experiments.words import capital, interval, number, percent, runs, signed, span

MOST = 0.5
"""Share of what is found from which on most of it would have happened anyway."""


def after_reablement(found: Mapping[int, Onward | None]) -> str:
    """Return what became of those whom an arm brought to reablement, by months after it began, beside the twin.

    >>> def about(mean, reach): return Estimate(mean, mean - reach, mean + reach, reach / 4, 10)
    >>> def share(here, anyway): return Share(about(here, 0.04), about(anyway, 0.04), about(100 * (here - anyway), 2))
    >>> after_reablement({6: Onward(1240, 620, share(0.58, 0.49), share(0.46, 0.25)), 12: None})
    'Of 1,240 people who had reablement because of it, 58% (80%: 54% to 62%) had no service 6 months after it began: 46% needed none, and 12% still needed help. Without it 49% of the same people had none: 25% needed none, and 24% still needed help. Most of the 58% and most of the 46% would have happened anyway: it adds 9 points to those without a service (80%: 7 to 11; 10 runs, Monte-Carlo error 0.5) and 21 points to those who need none (80%: 19 to 23).'
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
    if first.residents < FEWEST or not _known(first):
        return too_few(first, soonest)
    told = (_later(one, month) for month in later if (one := found[month]) is not None)
    return " ".join([_first(first, soonest), *told])


def too_few(one: Onward, months: int) -> str:
    """Return that no share can be told of so few.

    >>> none = Estimate(0.0, 0.0, 0.0, 0.0, 4)
    >>> too_few(Onward(56.4, 12, Share(none, none, none), Share(none, none, none)), 6)
    'Too few residents had reablement because of it and could be followed for 6 months (12 in 4 runs) to tell how many would have needed no service anyway.'
    """  # noqa: E501
    return (
        f"Too few residents had reablement because of it and could be followed for {span(months)} "
        f"({number(one.residents)} in {runs(one.without.added.replications)}) "
        "to tell how many would have needed no service anyway."
    )


def _first(one: Onward, months: int) -> str:
    here, anyway = one.without.here, one.without.anyway
    low, high = (percent(min(max(edge, 0.0), 1.0)) for edge in (here.low, here.high))
    sure = "" if here.single else f" (80%: {low} to {high})"
    return (
        f"Of {number(one.people)} people who had reablement because of it, {percent(here.mean)}{sure} had no "
        f"service {span(months)} after it began: {_parted(here, one.unneeding.here)}. Without it "
        f"{percent(anyway.mean)} of the same people had none: {_parted(anyway, one.unneeding.anyway)}. {verdict(one)}."
    )


def _known(one: Onward) -> bool:
    """Say whether its error is known: somebody could be followed in more than one of several runs."""
    return one.without.added.single or isfinite(one.without.added.mc_error)


def _parted(without: Estimate, unneeding: Estimate) -> str:
    return f"{percent(unneeding.mean)} needed none, and {percent(without.mean - unneeding.mean)} still needed help"


def _later(one: Onward, months: int) -> str:
    if one.residents < FEWEST or not _known(one):
        return f"Too few could be followed for {span(months)}."
    here, there = (
        f"{percent(without.mean)} had no service{then} and {percent(unneeding.mean)} needed none"
        for without, unneeding, then in (
            (one.without.here, one.unneeding.here, " then"),
            (one.without.anyway, one.unneeding.anyway, ""),
        )
    )
    return f"Of {number(one.people)} followed for {span(months)} {here}; without it {there}. {verdict(one)}."


def verdict(one: Onward) -> str:
    """Return how much of it would have happened anyway, and what is the arm's doing.

    >>> def points(mean, error=0.5): return Estimate(mean, mean - 2, mean + 2, error, 10)
    >>> def share(here, anyway, error=0.5):
    ...     return Share(points(here), points(anyway), points(round(100 * (here - anyway)), error))
    >>> verdict(Onward(1000, 500, share(0.58, 0.42), share(0.42, 0.18)))
    'Most of the 58% and part of the 42% would have happened anyway: it adds 16 points to those without a service (80%: 14 to 18; 10 runs, Monte-Carlo error 0.5) and 24 points to those who need none (80%: 22 to 26)'
    >>> verdict(Onward(1000, 500, share(0.43, 0.42, 2), share(0.3, 0.3, 2)))
    'Whether any of the 43% is its doing is not clear (+1 point, 80%: -1 to 3; 10 runs, Monte-Carlo error 2)'
    >>> verdict(Onward(1000, 500, share(0.43, 0.42, 2), share(0.3, 0.21)))
    'Most of the 30% would have happened anyway: it makes no clear difference to those without a service (+1 point, 80%: -1 to 3; 10 runs, Monte-Carlo error 2) and adds 9 points to those who need none (80%: 7 to 11)'
    >>> verdict(Onward(1000, 500, share(0.43, 0.52), share(0.2, 0.0)))
    'More than the 43% and none of the 20% would have happened anyway: it takes 9 points from those without a service (80%: 7 to 11; 10 runs, Monte-Carlo error 0.5) and adds 20 points to those who need none (80%: 18 to 22)'
    """  # noqa: E501
    added, shares = one.without.added, (one.without, one.unneeding)
    told = [_part(share) for share in shares if share.added.told]
    if not told:
        whether = f"Whether any of the {percent(one.without.here.mean)} is its doing is not clear"
        return f"{whether} ({_points(signed(added.mean))}, {interval(added)})"
    verb, first = _change(added, "those without a service", interval)
    again, second = _change(one.unneeding.added, "those who need none", _spread)
    done = f"{verb} {first} and {second}" if verb == again else f"{verb} {first} and {again} {second}"
    return f"{capital(' and '.join(told))} would have happened anyway: it {done}"


def _part(share: Share) -> str:
    """Return how much of a share would have happened anyway."""
    said = f"the {percent(share.here.mean)}"
    if share.here.mean <= 0.0 < share.anyway.mean:
        return f"{percent(share.anyway.mean)} instead of none"
    if share.added.mean < 0.0:
        return f"more than {said}"
    if share.anyway.mean <= 0.0:
        return f"none of {said}"
    return f"{'most' if share.anyway.mean >= MOST * share.here.mean else 'part'} of {said}"


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
