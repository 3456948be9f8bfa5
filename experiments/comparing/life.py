"""Life: one resident's time line, her twin's beside it, the month they part, and why."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sim.events import Event
from sim.watch import Decision

if TYPE_CHECKING:
    from models import Portrait

STANDS = (
    "needs no care",
    "needs help and gets none",
    "is helped by family or friends alone",
    "pays for care",
    "has council-funded care at home",
    "lives in a care home, paid for by the council",
    "is in reablement",
)
LONELY = ("no longer feels lonely", "feels lonely sometimes", "feels lonely often")
FINDINGS = (
    "is assessed",
    "is assessed and turned away",
    "is assessed: has to buy {her} own care",
    "is assessed: gets a personal budget",
    "is assessed: gets reablement",
)
PAIRED = ("gets a volunteer of {her} own", "gets a volunteer of {her} own, of the same interest or the same loss")
PHRASES: Mapping[str, Callable[[float], str]] = {
    "entered": lambda age: "turns 60" if age == 60 else f"moves in, aged {age:.0f}",
    "lost a partner": lambda _: "loses {her} partner",
    "found a partner": lambda _: "finds a partner",
    "carer could not go on": lambda _: "{her} carer cannot go on",
    "fell": lambda _: "falls",
    "admitted": lambda days: f"is admitted to hospital for {days:.0f} day{'' if days == 1 else 's'}",
    "frailer": lambda level: f"becomes frailer (level {level:.0f} of 9)",
    "less frail": lambda level: f"becomes less frail (level {level:.0f} of 9)",
    "lonelier": lambda level: LONELY[int(level)],
    "less lonely": lambda level: LONELY[int(level)],
    "began antidepressants": lambda _: "begins to take antidepressants",
    "stopped antidepressants": lambda _: "stops taking antidepressants",
    "came to the council's notice": lambda _: "comes to the council's notice",
    "assessed": lambda finding: FINDINGS[int(finding)],
    "care changed": lambda standing: STANDS[int(standing)],
    "began reablement": lambda _: "begins reablement",
    "handed over to Local Links": lambda _: "is handed over to Local Links",
    "plan brokered by Local Links": lambda _: "has a plan brokered by Local Links",
    "got a volunteer": lambda kind: PAIRED[int(kind) - 1],
    "engaged by a coordinator": lambda _: "is met by an Age Friendly coordinator",
    "met by a village agent": lambda _: "is met by a village agent",
    "noticed by a trained worker": lambda _: "is noticed by a worker trained for it",
    "joined a men's shed": lambda _: "joins a men's shed",
    "became a passenger": lambda _: "is driven by the community car scheme",
    "began to use the buses added": lambda _: "begins to use the buses added",
    "was found a seat by a broker": lambda _: "is found a seat by a transport broker",
    "told of services by an agency": lambda _: "hears of services from an agency",
    "moved away": lambda _: "moves away",
    "died": lambda _: "dies",
}
"""What an event of the log means in a life; an event without a phrase is told by its own name."""

CHANCES: Mapping[str, str] = {
    "loneliness.onset": "becoming lonelier",
    "loneliness.easing": "becoming less lonely",
    "antidepressants.starting": "beginning to take antidepressants",
    "antidepressants.stopping": "stopping antidepressants",
    "mortality.death": "dying",
    "falls.fall": "a fall",
    "falls.injury": "an injury from the fall",
    "migration.out": "moving away",
    "frailty.progression": "becoming frailer",
    "frailty.improvement": "becoming less frail",
    "frailty.step": "becoming much frailer at once",
    "carer.breakdown": "the carer giving up",
    "hospital.admission": "an emergency admission",
    "ties.forming": "making a friend",
    "handover": "being handed over to Local Links",
    "volunteer.joining": "starting to volunteer",
    "need.contact": "coming to the council's notice",
    "care.residential": "entering a care home",
    "membership.joining": "joining the network",
    "assessment.eligible": "being found eligible for council-funded care",
}


class Watched(Protocol):
    """A life that was followed: what happened, and every decision with its luck and chance."""

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened, in order."""

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What was decided, in order."""


@dataclass(frozen=True)
class Call:
    """One decision in two worlds: the luck they share, the chance in each, and what levers multiply its rate by.

    ``ratio`` is what they multiply it by along with the programmes, ``usual`` without them.
    """

    month: int
    decision: str
    luck: float
    without: float
    along: float
    ratio: float
    usual: float = 1.0

    @property
    def splits(self) -> bool:
        """Say whether it fell differently in the two worlds."""
        return (self.luck < self.without) != (self.luck < self.along)

    @property
    def distance(self) -> float:
        """How far the luck was from lying between the two chances."""
        low, high = sorted((self.without, self.along))
        return max(low - self.luck, self.luck - high, 0.0)


@dataclass(frozen=True)
class Parting:
    """Where two lives part.

    Attributes:
        month: the first month in which anything that happens to the two differs.
        call: the decision that fell differently by then, if one did; otherwise something that no draw of
            this person's own decided, such as a place in a queue.
    """

    month: int
    call: Call | None


def who(one: "Portrait", place: str, begins: str) -> str:
    """Return who a resident is on entering, in two sentences; ``begins`` is the month of that."""
    she, sex = ("She", "woman") if one.female else ("He", "man")
    if one.care_home:
        home = "lives in a care home"
    elif one.partner:
        home = "has a partner"
    else:
        home = "lives with family" if one.family else "lives alone"
    lonely = ("hardly ever feels lonely", "feels lonely sometimes", "feels lonely often")[one.lonely]
    return (
        f"Resident {one.person} is a {sex} of {one.age} in {one.neighbourhood}, {place}, in {begins}. "
        f"{she} {home}, {lonely}, and is at level {one.cfs} of 9 on the Clinical Frailty Scale."
    )


def moments(events: Sequence[Event], her: str) -> dict[int, list[str]]:
    """Return what happened by month, in plain words.

    >>> moments([Event(3, 7, "lost a partner", 0.0), Event(3, 7, "frailer", 5.0)], "her")
    {3: ['loses her partner', 'becomes frailer (level 5 of 9)']}
    """
    told: dict[int, list[str]] = {}
    for event in sorted(events, key=lambda one: one.month):
        phrase = PHRASES.get(event.event)
        said = phrase(event.value).format(her=her) if phrase else event.event
        told.setdefault(event.month, []).append(said)
    return told


def calls(without: Sequence[Decision], along: Sequence[Decision]) -> list[Call]:
    """Return the decisions that both worlds took, in order; the n-th of one name and month is met by the n-th."""
    there = dict(zip(_addresses(along), along, strict=True))
    return [
        Call(
            month=one.month,
            decision=one.decision,
            luck=one.luck,
            without=one.chance,
            along=other.chance,
            ratio=other.ratio,
            usual=one.ratio,
        )
        for address, one in zip(_addresses(without), without, strict=True)
        if (other := there.get(address)) is not None
    ]


def _addresses(decisions: Sequence[Decision]) -> list[tuple[int, str, int]]:
    seen: Counter[tuple[int, str]] = Counter()
    addresses = []
    for one in decisions:
        place = (one.month, one.decision)
        addresses.append((*place, seen[place]))
        seen[place] += 1
    return addresses


def parting(without: Watched, along: Watched) -> Parting | None:
    """Return where two watched lives part, or nothing if they never do."""
    split = next((call for call in calls(without.decisions, along.decisions) if call.splits), None)
    month = first_difference(without.events, along.events)
    if split is not None and (month is None or split.month <= month):
        return Parting(split.month, split)
    return None if month is None else Parting(month, None)


def lone_decision(without: Watched, along: Watched, month: int) -> Decision | None:
    """Return what was decided, and fell so, in one of two worlds only in this month."""
    for some, others in ((along, without), (without, along)):
        met = set(_addresses(others.decisions))
        for address, one in zip(_addresses(some.decisions), some.decisions, strict=True):
            if one.month == month and address not in met and one.luck < one.chance:
                return one
    return None


def first_difference(without: Sequence[Event], along: Sequence[Event]) -> int | None:
    """Return the first month whose events differ, or nothing."""
    told = [Counter((event.month, event.event, event.value) for event in events) for events in (without, along)]
    differing = (told[0] - told[1]) + (told[1] - told[0])
    return min((month for month, _, _ in differing), default=None)


def closest(without: Watched, along: Watched) -> Call | None:
    """Return the decision that came nearest to parting two lives that never part."""
    moved = [call for call in calls(without.decisions, along.decisions) if call.without != call.along]
    return min(moved, key=lambda call: call.distance, default=None)


def chance_of(decision: str) -> str:
    """Return what a decision decides, in words.

    >>> chance_of("falls.fall"), chance_of("club.visit")
    ('a fall', 'club visit')
    """
    return CHANCES.get(decision, decision.replace(".", " ").replace("_", " "))


def told_call(call: Call, her: str) -> str:
    """Return the luck and the two chances of a decision.

    >>> told_call(Call(40, "falls.fall", 0.031, 0.034, 0.027, 0.8), "her")
    'her luck that month was 0.031; the chance of a fall was 0.034 without and 0.027 with'
    """
    luck, without, along = (digits(value, call) for value in (call.luck, call.without, call.along))
    chances = f"the chance of {chance_of(call.decision)} was {without} without and {along} with"
    return f"{her} luck that month was {luck}; {chances}"


def digits(value: float, call: Call) -> str:
    """Return a chance with as many digits as it takes to tell the three numbers of a call apart."""
    values = (call.luck, call.without, call.along)
    for places in range(3, 8):
        if len({round(one, places) for one in values}) == len(set(values)):
            break
    return f"{value:.{places}f}"
