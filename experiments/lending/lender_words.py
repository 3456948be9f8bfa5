"""Lender words: sentences on the gate, the criteria, a champion, stress, and what terms would be safe."""

from collections.abc import Sequence

from experiments import words
from experiments.figures.proportion import Proportion, runs_needed
from experiments.lending.gated import Gated, Policy
from experiments.lending.loan_words import of_runs
from experiments.lending.risk import Risk
from experiments.lending.stress import BORNE, Broken
from experiments.words import percent

WITHIN = 0.02
"""How closely a lender may want to know a probability: two points either way, at 95%."""


def gate(told: Gated, runs: int) -> str:
    """Return what becomes of the runs at the gate.

    >>> gate(Gated(12, 20, 8, 2, 1, (), (), 27), 40)
    'At the gate 12 of 40 runs are declined in principle for want of a criterion and 20 by the Board after the proof of concept; 8 are invested in, of which savings repay 2. Of those declined, savings would have repaid 1. From the first talks to the drawdown it takes 27 months.'
    """  # noqa: E501
    first = (
        f"At the gate {told.declined_in_principle} of {words.runs(runs)} are declined in principle for want of a "
        f"criterion and {told.declined_by_board} by the Board after the proof of concept; "
    )
    missed = (
        f"Of those declined, savings would have repaid {told.repaid_declined or 'none'}. From the first talks to the "
        f"drawdown it takes {words.span(told.months)}."
    )
    if not told.invested:
        return f"{first}none is invested in. {missed}"
    repaid = str(told.repaid_invested or "none")
    are = "is" if told.invested == 1 else "are"
    return f"{first}{told.invested} {are} invested in, of which savings repay {repaid}. {missed}"


def gate_worth(told: Gated) -> str:
    """Return what the gate is worth to lender and council against investing regardless, for each programme explored.

    >>> at_once = Policy("regardless, at once", 1.0, 0.1, 90_000.0, 6_000.0, 12_000.0, -110_000.0)
    >>> after = Policy("regardless, after the proof", 1.0, 0.1, 80_000.0, 6_000.0, 0.0, -90_000.0)
    >>> through = Policy("through the gate", 0.2, 0.05, 14_000.0, 900.0, -9_000.0, -12_000.0)
    >>> gate_worth(Gated(0, 0, 8, 2, 1, (at_once, after, through), (), 27))
    'Against investing regardless and at once, the proof of concept and its gate lower the mean call on the guarantor from 90,000 to 14,000 pounds and the mean loss of the lender from 6,000 to 900; they leave the lender 21,000 pounds worse off and the council 98,000 better off (net present value, all runs).'
    """  # noqa: E501
    at_once, through = (_named(told, name) for name in ("regardless, at once", "through the gate"))
    lower = "lower" if through.called <= at_once.called else "raise"
    lender, council = through.lender - at_once.lender, through.council - at_once.council
    return (
        f"Against investing regardless and at once, the proof of concept and its gate {lower} the mean call on the "
        f"guarantor from {words.number(at_once.called)} to {words.pounds(through.called)} and the mean loss of the "
        f"lender from {words.number(at_once.lost)} to {words.number(through.lost)}; they leave the lender "
        f"{words.pounds(abs(lender))} {_way(lender)} off and the council {words.number(abs(council))} {_way(council)} "
        "off (net present value, all runs)."
    )


def _named(told: Gated, name: str) -> Policy:
    return next(one for one in told.policies if one.name == name)


def _way(gain: float) -> str:
    return "better" if gain > 0 else "worse"


def board(hurdle: float | None, share: float) -> str:
    """Return at which handover rate in the proof of concept the Board should say no.

    >>> board(0.4, 0.5)
    'The Board should say no below a handover rate of 40% in the proof of concept, if savings are to repay half of what it invests in.'
    >>> board(None, 0.5)
    'No handover rate that the Board might ask for in the proof of concept picks out programmes of which savings repay half.'
    """  # noqa: E501
    part = "half" if share == 0.5 else percent(share)
    if hurdle is None:
        return (
            "No handover rate that the Board might ask for in the proof of concept picks out programmes of which "
            f"savings repay {part}."
        )
    if hurdle == 0.0:
        return f"Savings repay {part} of what is invested in whatever handover rate the proof of concept shows."
    return (
        f"The Board should say no below a handover rate of {percent(hurdle)} in the proof of concept, if savings are "
        f"to repay {part} of what it invests in."
    )


def stress(told: Sequence[Broken]) -> str:
    """Return what alone brings more runs into default than is borne.

    >>> stress([])
    'At least 20% of runs default as it is: nothing has to get worse.'
    >>> stress([Broken("the saving per person is", "as it is", None, "0 times", 0.1),
    ...         Broken("the guarantee is honoured with a probability of", "95%", "80%", "0%", 0.2)])
    'One run in five defaults once the guarantee is honoured with a probability of 80% (now 95%); not if the saving per person is 0 times.'
    """  # noqa: E501
    if not told:
        return f"At least {percent(BORNE)} of runs default as it is: nothing has to get worse."
    broken = [f"{one.what} {one.at} (now {one.now})" for one in told if one.at is not None]
    held = [f"{one.what} {one.last}" for one in told if one.at is None]
    often = "One run in five defaults" if BORNE == 0.2 else f"{percent(BORNE)} of runs default"
    if not broken:
        return f"No one thing alone brings {percent(BORNE)} of runs into default: not if {', or if '.join(held)}."
    rest = f"; not if {', or if '.join(held)}" if held else ""
    return f"{often} once {', or once '.join(broken)}{rest}."


def safe_terms(told: Sequence[Broken], share: float) -> str:
    """Return which terms alone would let savings repay, if Local Links is kept up.

    >>> safe_terms([Broken("the loan is", "150,000 pounds", "60,000 pounds", "7,500 pounds", 0.5),
    ...             Broken("the rate of interest is", "6%", None, "0%", 0.2)], 0.5)
    'With Local Links kept up, one change of the terms is enough for savings to repay in 50% of runs: the loan is 60,000 pounds (now 150,000 pounds). It is not enough that the rate of interest is 0%.'
    >>> safe_terms([Broken("the rate of interest is", "6%", None, "0%", 0.2)], 0.5)
    'With Local Links kept up, no one change of the terms is enough for savings to repay in 50% of runs: not that the rate of interest is 0%.'
    """  # noqa: E501
    safe = [f"{one.what} {one.at} (now {one.now})" for one in told if one.at is not None]
    short = [f"that {one.what} {one.last}" for one in told if one.at is None]
    enough = f"is enough for savings to repay in {percent(share)} of runs"
    if not safe:
        return f"With Local Links kept up, no one change of the terms {enough}: not {', nor '.join(short)}."
    rest = f" It is not enough {', or '.join(short)}." if short else ""
    return f"With Local Links kept up, one change of the terms {enough}: {', or '.join(safe)}.{rest}"


def cover(one: Risk) -> str:
    """Return how far what is ring-fenced covers what falls due.

    >>> ten = Proportion(4, 10)
    >>> cover(Risk(0.41, 0.9, ten, ten, 0.83, 4.7, 3.0, 1.0, ten, 1.0, 1.0, 1.0, 30.0, 0.0, 0.0))
    'In its worst quarter the ring-fence takes in 0.41 times what falls due, on average, and less than all of it in 4 of 10 runs (95%: 17% to 69%); over the life of the loan it covers 0.83 times what is owed.'
    """  # noqa: E501
    return (
        f"In its worst quarter the ring-fence takes in {words.number(one.cover_least)} times what falls due, on "
        f"average, and less than all of it {of_runs(one.short)}; over the life of the loan it covers "
        f"{words.number(one.life_cover)} times what is owed."
    )


def champion(without: tuple[float, float], with_one: tuple[float, float]) -> str:
    """Return what a champion does: pairs of the mean handover rate and the share of runs repaid from savings.

    >>> champion((0.2, 0.05), (0.35, 0.15))
    'With a champion in the social work team from the third year on, the handover rate is 35% instead of 20%, and savings repay the loan in 15% of runs instead of 5%.'
    """  # noqa: E501
    return (
        f"With a champion in the social work team from the third year on, the handover rate is {percent(with_one[0])} "
        f"instead of {percent(without[0])}, and savings repay the loan in {percent(with_one[1])} of runs instead of "
        f"{percent(without[1])}."
    )


def criteria(raised: Sequence[tuple[str, float, float]]) -> str:
    """Return which criterion, if weak, costs most: titles, and pounds called and points of default that it adds.

    >>> criteria([("political buy-in", 9_000.0, 0.12), ("match funding", -200.0, 0.0)])
    'Weak by one criterion at a time, the mean call on the guarantor rises most with political buy-in (9,000 pounds, and 12 points of default).'
    """  # noqa: E501
    title, called, default = max(raised, key=lambda one: (one[1], one[2]))
    if called <= 0.0 and default <= 0.0:
        return "Weak by any one of the eight criteria, neither call nor default rises in these runs."
    return (
        f"Weak by one criterion at a time, the mean call on the guarantor rises most with {title} "
        f"({words.pounds(called)}, and {words.number(100 * default)} points of default)."
    )


def runs_for(default: Proportion) -> str:
    """Return how many runs it would take to know the probability of default to two points either way.

    >>> runs_for(Proportion(2, 40))
    'To know the probability of default to two points either way takes some 460 runs (--replications 460).'
    >>> runs_for(Proportion(50, 1_000))
    ''
    """
    needed = round(runs_needed(max(default.share, 1.0 / default.runs), WITHIN), -1)
    if default.half_width <= WITHIN or needed <= default.runs:
        return ""
    return (
        f"To know the probability of default to two points either way takes some {words.number(needed)} runs "
        f"(--replications {needed})."
    )
