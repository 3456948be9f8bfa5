"""Ranking told: which arm came first and how surely, at what money, and what would flip the order, in sentences."""

from collections.abc import Mapping

from experiments.comparing.ranking import Flip, Yardstick
from experiments.figures.estimate import Estimate
from experiments.words import CARE, does, in_runs, interval, listed, number, pounds, runs


def winner(first: str, second: str, lead: Estimate, times: int, by: Yardstick) -> str:
    """Return which arm delays most months, a pound or in all, and how sure that is.

    ``lead`` is the difference between the first two, in months or in months per 1,000 pounds.

    >>> winner("Reablement", "Local Links", Estimate(2.1, 0.4, 3.0, 0.3, 10), 8, Yardstick.PER_POUND)
    'Reablement delays most months of council-funded care per pound: first in 8 of 10 runs, ahead of Local Links by 2.1 months per 1,000 pounds (80%: 0.4 to 3; 10 runs, Monte-Carlo error 0.3).'
    >>> winner("Reablement", "Local Links", Estimate(9, -4, 20, 8, 10), 5, Yardstick.IN_ALL)
    'Which delays most months of council-funded care is not clear: Reablement came first in 5 of 10 runs, ahead of Local Links by 9 months (80%: -4 to 20; 10 runs, Monte-Carlo error 8).'
    """  # noqa: E501
    most = f"most {CARE}{' per pound' if by is Yardstick.PER_POUND else ''}"
    months = "months per 1,000 pounds" if by is Yardstick.PER_POUND else "months"
    came = f"{first} came first {in_runs(times, lead.replications)}"
    ahead = f"ahead of {second} by {number(lead.mean)} {months} ({interval(lead)})"
    if lead.clear:
        return f"{does(first, 'delays')} {most}: first {in_runs(times, lead.replications)}, {ahead}."
    return f"Which delays {most} is not clear: {came}, {ahead}."


def none_delays(months: Mapping[str, Estimate]) -> str:
    """Return that no arm clearly delays care, and which of them clearly bring it forward; by arm its months delayed.

    >>> none_delays({"Local Links": Estimate(9, -40, 60, 20, 10), "Reablement": Estimate(-3, -90, 80, 30, 10)})
    'No clear change: none of them clearly delays months of council-funded care, nor brings any forward.'
    >>> none_delays({"Local Links": Estimate(9, -40, 60, 20, 10), "Handing over": Estimate(-501, -759, -197, 155, 8)})
    'None of them clearly delays months of council-funded care; Handing over brings forward 501 months (80%: 197 to 759; 8 runs, Monte-Carlo error 155).'
    """  # noqa: E501
    worse = {title: one.opposite for title, one in months.items() if one.clear and one.mean < 0.0}
    if not worse:
        return f"No clear change: none of them clearly delays {CARE}, nor brings any forward."
    said = [
        f"{does(name, 'brings')} forward {number(one.mean)} months ({interval(one)})" for name, one in worse.items()
    ]
    return f"None of them clearly delays {CARE}; {listed(said)}."


def at_money(money: str, said: str) -> str:
    """Return a sentence about the arms at some money, joined to that by one colon.

    >>> at_money("At an equal 500,000 pounds each", "No clear change: none of them clearly delays care.")
    'At an equal 500,000 pounds each: none of them clearly delays care.'
    >>> at_money("At an equal 500,000 pounds each", "Reablement delays most: first in 8 of 10 runs.")
    'At an equal 500,000 pounds each: Reablement delays most: first in 8 of 10 runs.'
    """
    plain = said.removeprefix("No clear change: ")
    begins = plain.partition(" ")[0]
    return f"{money}: {plain[:1].lower() + plain[1:] if begins in ('None', 'Which') else plain}"


def at_equal_money(budget: float, costs: Mapping[str, float]) -> str:
    """Return the money at which arms are compared again, and what each did cost if it was not just that.

    >>> at_equal_money(5e5, {"Reablement": 499_600.0, "Local Links": 501_000.0})
    'At an equal 500,000 pounds each'
    >>> at_equal_money(5e5, {"Reablement": 499_600.0, "Local Links": 539_000.0})
    'At about 500,000 pounds each (Reablement cost 500,000 pounds and Local Links 539,000 pounds)'
    """
    if all(abs(cost - budget) <= 0.01 * budget for cost in costs.values()):
        return f"At an equal {pounds(budget)} each"
    met = [f"{title} {'' if place else 'cost '}{pounds(cost)}" for place, (title, cost) in enumerate(costs.items())]
    return f"At about {pounds(budget)} each ({listed(met)})"


def flips(flip: Flip | None, titles: Mapping[str, str], count: int, fixed: bool) -> str:
    """Return the single assumption that would flip the ranking, or that none was found.

    >>> one = Flip("care.entry", "per year", 0.41, 0.2, 0.6, True, 9.0, "a", "b")
    >>> flips(one, {"a": "Reablement", "b": "Local Links"}, 12, False)
    'With care.entry above 0.41 (drawn from 0.2 to 0.6 per year), Local Links would come before Reablement: the one assumption found to flip the ranking, by a straight line through 12 runs.'
    """  # noqa: E501
    if fixed:
        return "The parameters were fixed, so no assumption can be named that would flip the ranking."
    if flip is None:
        return (
            f"No single assumption was found that would flip the ranking of the first two ({runs(count)}; "
            "more runs would show weaker ones)."
        )
    side = "above" if flip.above else "below"
    drawn = f"drawn from {number(flip.low)} to {number(flip.high)} {flip.unit}"
    return (
        f"With {flip.parameter} {side} {number(flip.value)} ({drawn}), {titles[flip.second]} would come before "
        f"{titles[flip.first]}: the one assumption found to flip the ranking, by a straight line through {runs(count)}."
    )
