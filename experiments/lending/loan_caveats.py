"""Loan caveats: what to bear in mind about an answer on loans, whatever its numbers."""

from collections.abc import Sequence
from dataclasses import asdict

from experiments import given, words
from experiments.comparing import cash_told
from experiments.comparing.one_purse import held_with
from experiments.lending.loan_question import PROGRAMME, Question
from models import interventions, place, sheets, standard_terms

GUESSED = ("dividend", "fund", "gate", "solvency")
"""Sheets on what a saving frees, what lending costs, what is asked before, and how long Local Links can owe."""
CASH_DECIDES = f"{PROGRAMME}.cash_feedback"
"""The number that lets a scheme without cash close while it is simulated."""


def caveats(questions: Sequence[Question], runs: int) -> tuple[str, ...]:
    """Return what holds for the answers to these questions, which differ in place, start and loan alone."""
    like = questions[0]
    kind = next(one for one in interventions() if one.name == PROGRAMME)
    said = [
        words.evidence(kind.title, kind.controlled, kind.evidence),
        words.kind_of_interval(runs, like.fixed),
        "The terms of the loan are assumptions, held fixed; --set changes them, and nothing is run again unless the "
        "loan lasts longer.",
        *(_changed_terms(like) if len(questions) == 1 else ()),
        assumed(),
    ]
    if like.overrides:
        said.append(f"Numbers changed in every world: {given.numbers(like.overrides)}.")
    if like.overrides.get(CASH_DECIDES, 0.0) > 0.0:
        said.append(
            f"Whether a scheme closes for want of cash is simulated with {PROGRAMME}.loan_pounds and without a "
            "dividend, whatever the loan's own terms: set both sums alike."
        )
    cards = [place(one) for one in dict.fromkeys(question.place for question in questions)]
    said += [told for one in cards if (told := cash_told.no_council(one.title, one.payer))]
    said += [told for one in cards if (told := cash_told.holds_health(one.payer, held_with(one.name, like.overrides)))]
    said += [caution for one in cards if (caution := words.of_place(one.title, one.status))]
    if like.residents is not None:
        said.append(given.scale(like.residents, cards[0].residents / like.residents, cards[0].networks))
    return (*said, words.NOT_A_FORECAST)


def _changed_terms(question: Question) -> tuple[str, ...]:
    """Return which terms are not the standard ones, in a sentence, or nothing."""
    usual = asdict(standard_terms())
    other = {name: value for name, value in asdict(question.terms).items() if value != usual[name]}
    said = [
        f"{name} {words.exactly(value)}" if isinstance(value, float) else f"{name} {value}"
        for name, value in other.items()
    ]
    return (f"Other than the standard terms: {words.listed(said)}.",) if said else ()


def assumed() -> str:
    """Return how much of what turns savings into cash is assumed by the team.

    >>> assumed().split(":")[0]
    'What a saving frees in cash, what lending costs and what the gate asks are mostly assumed'
    """
    entries = [one for name in GUESSED for one in sheets()[name].entries.values()]
    count = sum(one.status == "assumed" for one in entries)
    return (
        f"What a saving frees in cash, what lending costs and what the gate asks are mostly assumed: {count} of "
        f"{len(entries)} numbers are the team's own (kith parameters {GUESSED[0]}, {', '.join(GUESSED[1:])})."
    )
