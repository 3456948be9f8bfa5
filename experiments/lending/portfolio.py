"""Portfolio: several programmes under one draw of what is unknown, and what their lender may lose in all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from experiments.figures.spread import Spread, spread
from experiments.lending.loan_question import OWN, Question
from experiments.lending.repay import repay
from experiments.lending.repayment import Repayment, guarantors_luck
from experiments.runs.archive import Tally
from experiments.runs.ensemble import Crew, Progress
from models import Portfolio, Programme, agree

ELSEWHERE = "a council yet to be found"
"""Who stands in for a programme that has no place yet."""

type Pounds = NDArray[np.float64]
"""Pounds by run and programme, shape (runs, programmes)."""


@dataclass(frozen=True)
class Member:
    """One programme with its runs; ``stands_in`` is the programme whose place it is given, if it has none itself."""

    title: str
    stands_in: str
    found: Repayment

    @property
    def guarantor(self) -> str:
        """Who stands in for its loan."""
        return self.found.question.guarantor


@dataclass(frozen=True, repr=False)
class Holdings:
    """All programmes of a portfolio; run i of every programme has the same draw of what is unknown of the effects."""

    portfolio: Portfolio
    members: tuple[Member, ...]

    @property
    def runs(self) -> int:
        """How many replications there are."""
        return self.members[0].found.runs

    @property
    def tally(self) -> Tally:
        """How many runs were found in the archive and how many were made."""
        return sum((one.found.tally for one in self.members), Tally())

    @property
    def lent(self) -> float:
        """What is lent in all, nominal pounds."""
        return sum(one.found.question.terms.loan_pounds for one in self.members)

    def lost(self, backers: Mapping[int, str] | None = None) -> Pounds:
        """Return what the lender loses, where other backers stand in for the programmes numbered, if any."""
        return np.stack([_settled(one, (backers or {}).get(at))[1] for at, one in enumerate(self.members)], axis=1)

    def called(self) -> Pounds:
        """Return what is called from the guarantors."""
        return np.stack([_settled(one, None)[0] for one in self.members], axis=1)


def _settled(member: Member, backer: str | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return pounds called and lost in each run, under the luck of another backer if there is one."""
    found = member.found
    agreed = found.agreed[OWN]
    if backer is not None:
        luck = guarantors_luck(backer, found.question.seed, found.runs)
        agreed = agree(replace(found.flows[OWN], luck=luck), found.question.terms)
    settlement = agreed.settlement
    return settlement.called_pounds, settlement.lost_pounds


def questions(portfolio: Portfolio, like: Question) -> list[tuple[Programme, str, Question]]:
    """Return every programme, what stands in for it, and what is asked of it; terms and runs are those of ``like``.

    A programme without a place is given the people of the first in the pipeline, and a guarantor of its own.
    """
    asked = []
    for one in portfolio.programmes:
        model = one if one.place else portfolio.pipeline[0]
        where = f"{model.place}:{model.neighbourhood}" if model.neighbourhood else model.place
        question = replace(
            like,
            place=where,
            terms=like.terms.lending(one.loan_pounds),
            handover=None,
            start=one.start_month,
            backer="" if one.place else ELSEWHERE,
        )
        asked.append((one, "" if one.place else model.title, question))
    return asked


def hold(portfolio: Portfolio, like: Question, crew: Crew | None = None) -> Holdings:
    """Run every programme of a portfolio, or read its runs from the archive."""
    asked = questions(portfolio, like)
    crew, total = crew or Crew(), like.replications * len(asked)
    members = []
    for number, (programme, stands_in, question) in enumerate(asked):
        before = number * like.replications

        def shown(done: int, _: int, before: int = before, progress: Progress = crew.progress) -> None:
            progress(before + done, total)

        found = repay(question, replace(crew, progress=shown))
        members.append(Member(programme.title, stands_in, found))
    return Holdings(portfolio, tuple(members))


def unshared(pounds: Pounds) -> NDArray[np.float64]:
    """Return totals as if nothing were shared: each programme's runs meet other runs of the others, shape (runs,)."""
    runs, programmes = pounds.shape
    return np.sum([np.roll(pounds[:, at], at * runs // programmes) for at in range(programmes)], axis=0)


def by_guarantor(holdings: Holdings) -> dict[str, tuple[int, float]]:
    """Return for each guarantor how many loans it stands in for, and its mean call in pounds, the largest first."""
    called = holdings.called().mean(axis=0)
    found: dict[str, tuple[int, float]] = {}
    for one, pounds in zip(holdings.members, called, strict=True):
        count, sum_so_far = found.get(one.guarantor, (0, 0.0))
        found[one.guarantor] = (count + 1, sum_so_far + float(pounds))
    return dict(sorted(found.items(), key=lambda one: -one[1][1]))


def if_unbacked(holdings: Holdings, guarantor: str) -> float:
    """Return what the lender loses on average if this guarantor honours nothing, in pounds."""
    lost = 0.0
    for one in holdings.members:
        terms = one.found.question.terms
        worse = replace(terms, honour_probability=0.0) if one.guarantor == guarantor else terms
        lost += float(one.found.under(worse).settlement.lost_pounds.mean())
    return lost


def seventh(holdings: Holdings, guarantor: str) -> tuple[Spread, Spread] | None:
    """Return the loss with the programme that has no place yet elsewhere, and backed by this guarantor; or nothing."""
    unplaced: Sequence[int] = [at for at, one in enumerate(holdings.members) if one.stands_in]
    if not unplaced:
        return None
    there = spread(holdings.lost().sum(axis=1))
    return there, spread(holdings.lost(dict.fromkeys(unplaced, guarantor)).sum(axis=1))
