"""Franchise: how a hub applies, is supported, awarded, declined, reviewed, and may come to commission."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

MONTHS_BETWEEN_DECISIONS = 3
"""The portfolio holder decides once a quarter."""
MONTHS_BETWEEN_REVIEWS = 12
"""A franchise is reviewed once a year."""


class FranchiseStage(IntEnum):
    """Where a hub stands with the franchise."""

    CANDIDATE = 0
    SUPPORTED = 1
    FRANCHISED = 2
    COMMISSIONING = 3
    DECLINED = 4
    LAPSED = 5


class Offer(NamedTuple):
    """What the council offers: whether a franchise at all, the most start-up grant, the months it gives, a budget."""

    franchise: bool
    startup_grant: float
    support_months: int
    commissioning: bool


class Grounds(NamedTuple):
    """What a decision is based on.

    Attributes:
        open: the hub is open, or ready to be.
        core_offer: it makes the whole core offer, at least 20 hours of access a week included.
        first_level, second_level: it has reached these levels of the quality assurance.
        gap: share of what the franchise asks that it still lacks, 0 to 1.
        deprived: it serves one of the most deprived areas.
    """

    open: bool
    core_offer: bool
    first_level: bool
    second_level: bool
    gap: float
    deprived: bool


class Lucks(NamedTuple):
    """What the hub's luck comes to this quarter: whether it applies, whether it appeals, whether a panel says yes."""

    applies: bool
    appeals: bool
    panel_agrees: bool


@dataclass
class Franchise:
    """One hub's dealings with the council: a small state machine, moved once a quarter.

    Attributes:
        stage: where it stands. since: the month it got there.
        declined: it was declined once, or lost a franchise; from then on it gets no start-up grant.
        granted: pounds of start-up grant it has had.
        appealing: it has asked the panel to look at a refusal.
    """

    stage: FranchiseStage = FranchiseStage.CANDIDATE
    since: int = 0
    declined: bool = False
    granted: float = 0.0
    appealing: bool = False

    @property
    def dealt(self) -> bool:
        """Say whether it has had any dealings with the council."""
        return self.stage is not FranchiseStage.CANDIDATE

    @property
    def supported(self) -> bool:
        """Say whether it is on its way to a franchise, with support."""
        return self.stage is FranchiseStage.SUPPORTED

    @property
    def commissions(self) -> bool:
        """Say whether it commissions with a budget of its own."""
        return self.stage is FranchiseStage.COMMISSIONING

    @property
    def holds(self) -> bool:
        """Say whether it holds a franchise."""
        return self.commissions or self.stage is FranchiseStage.FRANCHISED

    def decide(self, month: int, offer: Offer, now: Grounds, lucks: Lucks) -> float:
        """Take this quarter's decision about the hub; return the pounds of start-up grant awarded."""
        if self.holds:
            self._review(month, offer, now)
            return 0.0
        if not offer.franchise:
            return 0.0
        if self.supported:
            self._reconsider(month, offer, now, lucks)
        elif self.appealing:
            self.appealing = False
            if lucks.panel_agrees and now.open:
                self._move(FranchiseStage.FRANCHISED, month)
        elif lucks.applies:
            return self._apply(month, offer, now)
        return 0.0

    def _move(self, stage: FranchiseStage, month: int) -> None:
        self.stage, self.since = stage, month

    def _apply(self, month: int, offer: Offer, now: Grounds) -> float:
        """Stage 1: award, or support with a grant for what is lacking; none for those declined before."""
        if now.core_offer and now.first_level:
            self._move(FranchiseStage.FRANCHISED, month)
            return 0.0
        if self.declined:
            self._move(FranchiseStage.DECLINED, month)
            return 0.0
        self._move(FranchiseStage.SUPPORTED, month)
        grant = offer.startup_grant * min(now.gap, 1.0)
        self.granted += grant
        return grant

    def _reconsider(self, month: int, offer: Offer, now: Grounds, lucks: Lucks) -> None:
        """Stage 2: award on resubmission, or decline once the time allowed is over."""
        if now.open and now.core_offer and now.second_level:
            self._move(FranchiseStage.FRANCHISED, month)
        elif month - self.since >= offer.support_months:
            self._move(FranchiseStage.DECLINED, month)
            self.declined, self.appealing = True, lucks.appeals

    def _review(self, month: int, offer: Offer, now: Grounds) -> None:
        """Stage 3: once a year the franchise is reviewed; one that holds may be handed a budget to commission with."""
        due = offer.franchise and (month - self.since) % MONTHS_BETWEEN_REVIEWS == 0 and month > self.since
        if not now.open or (due and not (now.core_offer and now.first_level)):
            self._move(FranchiseStage.LAPSED, month)
            self.declined = True
        elif self.stage is FranchiseStage.FRANCHISED and offer.commissioning and now.deprived and month > self.since:
            self.stage = FranchiseStage.COMMISSIONING
        elif self.commissions and not offer.commissioning:
            self.stage = FranchiseStage.FRANCHISED
