"""Loan words: sentences on whether a loan is repaid, the same in the terminal, the report and the JSON."""

from collections.abc import Sequence
from math import isfinite

from experiments import words
from experiments.comparing.cash_told import COUNCIL
from experiments.figures.estimate import Estimate
from experiments.figures.proportion import Proportion
from experiments.lending.breakeven import BreakEven
from experiments.words import percent

NAMED = 5
"""Runs at most that are named when something happened in few of them."""


def of_runs(one: Proportion) -> str:
    """Return how often something happened, with its 95% interval.

    >>> of_runs(Proportion(18, 100))
    'in 18 of 100 runs (95%: 12% to 27%)'
    """
    return f"{words.in_runs(one.count, one.runs)} (95%: {percent(one.low)} to {percent(one.high)})"


def repaid(savings: Proportion, called: Proportion, mean_call: float) -> str:
    """Return the answer: how often savings alone repay, and how often the guarantee has to.

    >>> repaid(Proportion(18, 100), Proportion(71, 100), 64_100.0)
    'In 18 of 100 runs (95%: 12% to 27%) savings alone repay the loan; in 71 the guarantee is called, 64,100 pounds on average.'
    >>> repaid(Proportion(40, 40), Proportion(0, 40), 0.0)
    'In all 40 runs (95%: 91% to 100%) savings alone repay the loan; the guarantee is never called.'
    """  # noqa: E501
    alone = of_runs(savings)
    said = f"{alone[0].upper()}{alone[1:]} savings alone repay the loan"
    if not called.count:
        return f"{said}; the guarantee is never called."
    return f"{said}; in {_so_many(called)} the guarantee is called, {words.pounds(mean_call)} on average."


def _so_many(one: Proportion) -> str:
    if one.count == one.runs:
        return "that one" if one.runs == 1 else "all"
    return str(one.count or "none")


def results(back: Proportion, lent: float, received: float) -> str:
    """Return the answer where results are paid for: how often the lender gets its money back.

    >>> results(Proportion(18, 100), 150_000.0, 64_100.0)
    'Paid for by results, the lender gets its 150,000 pounds back in 18 of 100 runs (95%: 12% to 27%), and 64,100 pounds on average; nothing falls due, and nobody stands in for it.'
    """  # noqa: E501
    return (
        f"Paid for by results, the lender gets its {words.pounds(lent)} back {of_runs(back)}, and "
        f"{words.pounds(received)} on average; nothing falls due, and nobody stands in for it."
    )


def grant(given: float, council: float, payer: str = COUNCIL) -> str:
    """Return the answer where the money is given: nothing comes back, and the council keeps its share.

    >>> grant(150_000.0, 64_100.0)
    'Given as a grant, the 150,000 pounds never come back: nothing falls due, nobody stands in for it, and the council keeps its share of the dividend, 64,100 pounds on average.'
    """  # noqa: E501
    return (
        f"Given as a grant, the {words.pounds(given)} never come back: nothing falls due, nobody stands in for it, and "
        f"{payer} keeps its share of the dividend, {words.pounds(council)} on average."
    )


def default(kept: Proportion, bare: Proportion, loss: float, which: Sequence[int]) -> str:
    """Return how often the lender is left unpaid, with the guarantee and without; rare runs are named by number.

    >>> default(Proportion(2, 100), Proportion(80, 100), 1_900.0, [3, 17])
    'With the guarantee the loan defaults in 2 of 100 runs (95%: 0.6% to 7%; runs 3 and 17), without it in 80; the lender loses 1,900 pounds on average over all runs.'
    """  # noqa: E501
    inside = f"95%: {percent(kept.low)} to {percent(kept.high)}"
    if which and len(which) <= NAMED:
        inside += f"; run{'s' if len(which) > 1 else ''} {words.listed([str(one) for one in which])}"
    often = f"{words.in_runs(kept.count, kept.runs)} ({inside})"
    without = _so_many(bare)
    return (
        f"With the guarantee the loan defaults {often}, without it in {without}; "
        f"the lender loses {words.pounds(loss)} on average over all runs."
    )


def handover(rate: Estimate) -> str:
    """Return what handover rate came about by itself.

    >>> handover(Estimate(0.22, 0.11, 0.35, 0.02, 40))
    'Social workers come to hand over 22% of newly allotted budgets (80%: 11% to 35%; 40 runs, Monte-Carlo error 2%).'
    """
    error = percent(rate.mc_error) if isfinite(rate.mc_error) else "unknown"
    spread = f"80%: {percent(rate.low)} to {percent(rate.high)}; {words.runs(rate.replications)}"
    said = f"Social workers come to hand over {percent(rate.mean)} of newly allotted budgets"
    return f"{said} ({spread}, Monte-Carlo error {error})."


def break_evens(found: Sequence[BreakEven]) -> str:
    """Return from which handover rate on the loan is repaid from savings, in half of the runs and in more.

    >>> break_evens([BreakEven(0.5, 0.47, 0.41, 0.56, 40), BreakEven(0.8, float("inf"), 0.9, float("inf"), 40)])
    'Break-even handover, if Local Links is kept up: in 50% of runs savings repay the loan from a rate of 47% on (80%: 41% to 56%), in 80% at no rate (80%: from 90% to no rate at all).'
    >>> break_evens([BreakEven(0.5, float("inf"), float("inf"), float("inf"), 40)])
    'No handover rate, not even 100%, repays the loan from savings in 50% of runs.'
    """  # noqa: E501
    if not found:
        return ""
    if not isfinite(found[0].low):
        return f"No handover rate, not even 100%, repays the loan from savings in {percent(found[0].share)} of runs."
    parts = []
    for place, one in enumerate(found):
        runs = " of runs savings repay the loan" if place == 0 else ""
        at = f"from a rate of {percent(one.rate)} on" if isfinite(one.rate) else "at no rate"
        parts.append(f"in {percent(one.share)}{runs} {at} ({_between(one)})")
    return f"Break-even handover, if Local Links is kept up: {', '.join(parts)}."


def _between(one: BreakEven) -> str:
    if isfinite(one.high):
        return f"80%: {percent(one.low)} to {percent(one.high)}"
    return f"80%: from {percent(one.low)} to no rate at all" if isfinite(one.low) else "80%: at no rate either way"


def solvency(closed: Proportion, month: float | None, counts: bool) -> str:
    """Return whether Local Links itself can go on, and since when it cannot.

    >>> solvency(Proportion(30, 40), 41.0, True)
    'Local Links itself runs out of cash in 30 of 40 runs (95%: 60% to 86%), after 41 months in the middle one, and what it saves ends with it.'
    """  # noqa: E501
    if not closed.count or month is None:
        return f"Local Links can pay its staff throughout {words.in_runs(closed.runs, closed.runs)}."
    after = f"after {words.span(round(month))} in the middle one"
    what = "and what it saves ends with it" if counts else "and is taken to be kept up by somebody else"
    return f"Local Links itself runs out of cash {of_runs(closed)}, {after}, {what}."


def kept_up(repaid: Proportion, grant: float | None, share: float) -> str:
    """Return what would become of the loan if somebody else paid Local Links' staff, and what that would take.

    >>> kept_up(Proportion(4, 40), 60_000.0, 0.8)
    'Were it kept up by somebody else, savings alone would repay the loan in 4 of 40 runs (95%: 4% to 23%); a grant of 60,000 pounds a year would keep it open in 80% of runs.'
    """  # noqa: E501
    most = (
        f"a grant of {words.pounds(grant)} a year would keep it open"
        if grant is not None
        else "no grant tried keeps it open"
    )
    said = f"Were it kept up by somebody else, savings alone would repay the loan {of_runs(repaid)}"
    return f"{said}; {most} in {percent(share)} of runs."


def in_health(freed: Estimate, payer: str = COUNCIL, share: float = 1.0) -> str:
    """Return what comes free a year for whoever pays for care on the health side, of which it holds a share.

    >>> in_health(Estimate(4_200.0, 2_000.0, 6_000.0, 90.0, 40), "the Trust")
    "On the health side, which is the Trust's as well, 4,200 pounds a year come free (80%: 2,000 to 6,000), which the contract does not count."
    >>> in_health(Estimate(10.0, -2_000.0, 6_000.0, 90.0, 40), "the Trust")
    "On the health side, which is the Trust's as well, neither clearly more nor less comes free."
    >>> in_health(Estimate(-4_200.0, -6_000.0, -2_000.0, 90.0, 40), "the Trust", 0.5)
    "On the health side, of which 50% is the Trust's as well, 4,200 pounds a year more are spent from that part (80%: 2,000 to 6,000), which the contract does not count."
    >>> in_health(Estimate(4_200.0, 4_200.0, 4_200.0, float("nan"), 1), "the Trust", 0.5)
    "On the health side, of which 50% is the Trust's as well, 4,200 pounds a year come free in that part (1 run, which cannot show how sure this is), which the contract does not count."
    """  # noqa: E501
    whole = share >= 1.0
    said = f"On the health side, {'which' if whole else f'of which {words.percent(share)}'} is {payer}'s as well,"
    if not freed.told:
        return f"{said} neither clearly more nor less comes free."
    gain = freed.mean > 0.0
    size = freed if gain else freed.opposite
    where = "" if whole else f" {'in' if gain else 'from'} that part"
    spread = f"80%: {words.number(size.low)} to {words.number(size.high)}"
    return (
        f"{said} {words.pounds(size.mean)} a year {'come free' if gain else 'more are spent'}{where} "
        f"({words.interval(size) if size.single else spread}), which the contract does not count."
    )


def measured(contract: Estimate, truth: Estimate, waiting: Estimate, overpaid: Estimate, payer: str = COUNCIL) -> str:
    """Return how far what the contract measures lies from what the council truly saves, in real pounds a year.

    ``waiting`` is what of the truth is packages put off as people wait for a plan; ``overpaid`` what the contract
    measures above the rest of the truth.

    >>> measured(
    ...     Estimate(34_000, 9_000, 50_000, 900, 40), Estimate(43_000, 12_000, 60_000, 4_000, 40),
    ...     Estimate(9_000, 4_000, 12_000, 500, 40), Estimate(100, -4_000, 4_000, 900, 40),
    ... )
    'The contract measures a saving of 34,000 pounds a year; against the same people without Local Links the council spends 43,000 less (80%: 12,000 to 60,000). Of this 9,000 is care not paid for while people wait longer for a plan: need unmet, no saving, and not in the contract. Against the rest the dividend is neither clearly overpaid nor underpaid.'
    """  # noqa: E501
    said = (
        f"The contract measures a saving of {words.pounds(contract.mean)} a year; "
        f"against the same people without Local Links {payer} spends "
    )
    if not truth.clear:
        back = truth.opposite
        spread = f"{words.signed(round(back.mean))} pounds, 80%: {words.number(back.low)} to {words.number(back.high)}"
        return f"{said}neither clearly more nor less ({spread})."
    way = "less" if truth.mean > 0 else "more"
    size = truth if truth.mean > 0 else truth.opposite
    said += f"{words.number(size.mean)} {way} (80%: {words.number(size.low)} to {words.number(size.high)})."
    rest = "it"
    if waiting.mean > 0.0 and (waiting.clear or overpaid.clear):
        part = words.number(waiting.mean) if waiting.clear else f"{words.number(waiting.mean)}, how much is not sure,"
        said += (
            f" Of this {part} is care not paid for while people wait longer for a plan: need unmet, no saving, "
            "and not in the contract."
        )
        rest = "the rest"
    if not overpaid.clear:
        return f"{said} Against {rest} the dividend is neither clearly overpaid nor underpaid."
    much, paid = ("much", "overpaid") if overpaid.mean > 0 else ("little", "underpaid")
    gap = words.number(abs(overpaid.mean))
    return f"{said} Against {rest} the contract measures {gap} a year too {much}: the dividend is {paid}."


def would_have_to_be(
    multiples: Sequence[tuple[float, float | None]], catchment: Sequence[tuple[float, float | None]]
) -> str:
    """Return what would have to be true for savings to repay: pairs of a share of the runs and a multiple, or nothing.

    >>> would_have_to_be([(0.5, 3.2), (0.8, None)], [(0.5, 4.0), (0.8, None)])
    'For savings to repay the loan, other things equal, the saving per person would have to be 3.2 times as large in 50% of runs and is never large enough in 80%; or the catchment 4 times as large in 50% and never large enough in 80%.'
    """  # noqa: E501

    def parts(pairs: Sequence[tuple[float, float | None]], verb: str, first: str) -> str:
        told = []
        for place, (share, multiple) in enumerate(pairs):
            runs = f"in {percent(share)}{first if place == 0 else ''}"
            told.append(
                f"{verb if place == 0 else ''}{words.number(multiple)} times as large {runs}"
                if multiple is not None
                else f"{'is ' if verb else ''}never large enough {runs}"
            )
        return words.listed(told)

    saving = parts(multiples, "would have to be ", " of runs")
    people = parts(catchment, "", "")
    return (
        f"For savings to repay the loan, other things equal, the saving per person {saving}; or the catchment {people}."
    )


def parties(lender: str, investor: Proportion, council: Estimate, payer: str = COUNCIL) -> str:
    """Return what lender, investor and council make of it.

    >>> parties("5.9% a year", Proportion(36, 40), Estimate(-101_000, -160_000, -40_000, 4_000, 40))
    "The lender earns 5.9% a year in the middle run; its investor gets its money and its coupon back in 36 of 40 runs (95%: 77% to 96%). To the council it is worth -101,000 pounds (80%: -160,000 to -40,000; net present value at the prices of the loan's start)."
    """  # noqa: E501
    spread = f"80%: {words.number(council.low)} to {words.number(council.high)}"
    return (
        f"The lender earns {lender} in the middle run; its investor gets its money and its coupon back "
        f"{of_runs(investor)}. To {payer} it is worth {words.pounds(council.mean)} "
        f"({spread}; net present value at the prices of the loan's start)."
    )
