"""Collapse told: the churn at which most networks no longer stand, and how surely, in a sentence."""

from experiments.comparing.collapse import Collapse, Pace
from experiments.words import in_runs, interval, listed, number, percent

HALF = 0.5


def collapsing(found: Collapse) -> str:
    """Return the least churn tried at which most networks collapse, or that none does it, and what each pace does.

    >>> from experiments.figures.estimate import Estimate
    >>> few = lambda ratio, left, mean, most: Pace(ratio, left, Estimate(mean, mean - 2, mean + 2, 0.8, 8), most)
    >>> paces = few(2.0, 0.36, 4.2, 0), few(3.0, 0.49, 26.3, 7), few(4.0, 0.59, 33.0, 8)
    >>> collapsing(Collapse(37, 0.5, few(1.0, 0.2, 1.1, 0), paces))
    'Most networks collapse in most runs once volunteers leave 3 times as fast as usual, 49% a year before any strain instead of 20%: in the last year 26 of 37 are closed or have fewer than half of their usual members (80%: 24 to 28; 8 runs, Monte-Carlo error 0.8), most of the networks in 7 of 8 runs. At 2 times the pace 4 are and at 4 times 33; as now 1.'
    >>> collapsing(Collapse(37, 0.5, few(1.0, 0.2, 1.1, 0), paces[:1]))
    'At no pace tried do most networks collapse in most runs: where volunteers leave 2 times as fast as usual, 36% a year before any strain instead of 20%, in the last year 4 of 37 are closed or have fewer than half of their usual members (80%: 2.2 to 6.2; 8 runs, Monte-Carlo error 0.8), most of the networks in none of 8 runs. As now 1 is.'
    >>> collapsing(Collapse(37, 0.5, few(1.0, 0.2, 20.4, 6), paces[:1]))
    'As now 20 of 37 networks are closed or have fewer than half of their usual members in the last year (80%: 18 to 22; 8 runs, Monte-Carlo error 0.8), so that no churn can be named at which most of them collapse.'
    """  # noqa: E501
    bound = "half" if found.below == HALF else percent(found.below)
    lost = f"closed or have fewer than {bound} of their usual members"
    if found.has_most(found.usual):
        now = found.usual.collapsed
        return (
            f"As now {round(now.mean)} of {found.networks} networks are {lost} in the last year ({interval(now)}), "
            "so that no churn can be named at which most of them collapse."
        )
    told = found.least or found.paces[-1]
    churn = (
        f"volunteers leave {number(told.ratio)} times as fast as usual, {percent(told.leaving)} a year "
        f"before any strain instead of {percent(found.usual.leaving)}"
    )
    stand = (
        f"in the last year {round(told.collapsed.mean)} of {found.networks} are {lost} ({interval(told.collapsed)}), "
        f"most of the networks {in_runs(told.most, told.collapsed.replications)}. {_others(found, told)}"
    )
    often = "" if told.collapsed.single else " in most runs"
    if found.least is None:
        return f"At no pace tried do most networks collapse{often}: where {churn}, {stand}"
    return f"Most networks collapse{often} {'where' if told is found.paces[0] else 'once'} {churn}: {stand}"


def _others(found: Collapse, told: Pace) -> str:
    """Return how many networks have collapsed at every other pace."""
    usual = round(found.usual.collapsed.mean)
    others = [one for one in found.paces if one is not told]
    if not others:
        return f"As now {usual} {'is' if usual == 1 else 'are'}."
    said = [f"at {number(one.ratio)} times {round(one.collapsed.mean)}" for one in others]
    first = f"At {number(others[0].ratio)} times the pace {round(others[0].collapsed.mean)}"
    return f"{listed([f'{first} {_are(others[0])}', *said[1:]])}; as now {usual}."


def _are(one: Pace) -> str:
    return "is" if round(one.collapsed.mean) == 1 else "are"
