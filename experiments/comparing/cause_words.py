"""Cause words: what each word's decisions go by, what each lever does, and what each column of a life is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from experiments.words import number, percent


@dataclass(frozen=True)
class Ground:
    """What a word's outcomes for one person go by, besides what is known of that person.

    Attributes:
        queue: what else it rests on, in words; empty where it is luck and the person alone.
        levers: levers that bear on it for everyone, of this word or of another.
        around: what other words tell about the neighbourhood, of which it depends.
    """

    queue: str = ""
    levers: tuple[str, ...] = ()
    around: tuple[str, ...] = ()


NETWORKS = (
    *("hub.core_grant", "hub.commissioning", "hub.franchise", "hub.suspended"),
    *("volunteer.asked", "volunteer.kept", "volunteer.leaving"),
)
"""Levers that bear on what a network can do for everybody."""
GROUNDS: Mapping[str, Ground] = {
    "place": Ground(),
    "household": Ground("what becomes of those who share {her} home, or might"),
    "bereavement": Ground("what becomes of {her} partner"),
    "unmet": Ground("the help {she} goes without"),
    "frailty": Ground("what {she} has been through"),
    "falls": Ground(),
    "hospital": Ground(
        "whom the hospital's discharge team has room for",
        ("hospital.discharge_team", "hospital.days_saved", "hospital.diverted"),
    ),
    "ties": Ground("which other residents are there to make friends with, and which of them die or leave"),
    "loneliness": Ground("{her} friends, {her} losses and what {her} network can hold", NETWORKS, ("open", "served")),
    "antidepressants": Ground(),
    "carer": Ground("who helps {them}"),
    "need": Ground("who notices {them}"),
    "assessment": Ground(
        "the assessors' queue, where the most urgent come first, on the council's threshold and on what it offers",
        (
            *("assessment.assessors", "assessment.threshold"),
            *("assessment.reablement_offer", "assessment.reablement_at_intake", "assessment.reablement_selectivity"),
        ),
        ("strictness",),
    ),
    "assessment.eligible": Ground(
        "the council's threshold, and on how much of the lowest need it can afford",
        ("assessment.threshold",),
        ("strictness",),
    ),
    "care": Ground(
        "the council's finding, and the waits for a plan, for the panel and for a provider",
        ("assessment.threshold", "assessment.reablement_offer", "reablement.places", "local_links.planners"),
        ("strictness",),
    ),
    "reablement": Ground(
        "the free places in reablement, drawn by lot among those who are offered it",
        (
            "reablement.places",
            "assessment.reablement_offer",
            "assessment.reablement_at_intake",
            "assessment.reablement_selectivity",
        ),
    ),
    "handover": Ground(
        "the social worker who has {her} case and the planners there are to hand it to",
        ("local_links.planners", "handover.champion", "handover.engaged", "handover.rate", "handover.leaving"),
    ),
    "local_links": Ground(
        "the queue for a support planner, and the council's approval", ("local_links.planners", "handover.rate")
    ),
    "managed_budget": Ground(
        "who holds the budget",
        (
            *("managed_budget.local_links", "managed_budget.direct_payment"),
            *("managed_budget.service_fund", "managed_budget.pooled"),
        ),
    ),
    "membership": Ground(
        "the room {her} network has for new members, which it has where its volunteers' hours suffice",
        NETWORKS,
        ("open", "crowding"),
    ),
    "hub": Ground("the network"),
    "matching": Ground(
        "whether there is a volunteer who suits {them}, and who else waits for one",
        ("matching.added", "volunteer.asked", "volunteer.kept", "volunteer.leaving"),
    ),
    "volunteer": Ground(
        "how many volunteers are asked for, and whom the hours they give suffice for",
        ("volunteer.asked", "volunteer.kept", "volunteer.leaving", "matching.added"),
        ("asking",),
    ),
    "paying": Ground("what care {she} has and what an hour of it costs", ("paying.hour_price",)),
    "consultation": Ground(),
    "council": Ground(),
    "mortality": Ground(),
    "migration": Ground(),
}
"""By word of the model, or by decision where that goes by something else than its word."""


def bands(served: float) -> str:
    """Return which needs are eligible where so many bands of them are.

    >>> bands(1.0)
    'critical need only'
    """
    names = ("no need at all", "critical need only", "critical and substantial need only", "all but low need")
    return names[round(served)] if round(served) < len(names) else "need of any size"


LEVERS: Mapping[str, Callable[[float], str]] = {
    "assessment.assessors": lambda _: "adds assessors",
    "assessment.reablement_offer": lambda share: (
        f"lets {percent(share)} of those entitled to a plan be offered reablement"
    ),
    "assessment.reablement_at_intake": lambda ratio: (
        "offers it before it is decided who is eligible" if ratio > 0.0 else "offers it to the eligible alone"
    ),
    "assessment.reablement_selectivity": lambda share: (
        f"picks whom to offer it{'' if share >= 1.0 else ' in part'} by how likely they are to gain"
        if share > 0.0
        else "offers it to all alike"
    ),
    "assessment.threshold": lambda served: f"sets the council's threshold: {bands(served)} is eligible",
    "council.pace": lambda _: "keeps up the pace of the council's programmes",
    "handover.champion": lambda _: "puts a champion among the social workers",
    "handover.engaged": lambda _: "wins social workers before it starts",
    "handover.leaving": lambda _: "takes social workers away",
    "handover.rate": lambda chance: f"sets the chance of being handed over to {percent(chance)}",
    "hospital.days_saved": lambda days: f"takes {number(days)} days off a stay in hospital",
    "hospital.discharge_team": lambda _: "puts a discharge team into the hospital",
    "hospital.diverted": lambda share: f"turns {percent(share)} of those bound for care to reablement",
    "hub.commissioning": lambda _: "gives networks money to buy activities with",
    "hub.core_grant": lambda share: f"leaves networks {percent(share)} of their core grant",
    "hub.franchise": lambda _: "lets networks apply for a franchise",
    "hub.startup_grant": lambda _: "gives networks a grant to start with",
    "hub.suspended": lambda share: f"stops {percent(share)} of the networks' activities",
    "local_links.cash_feedback": lambda _: "closes a scheme that has no cash",
    "local_links.funded": lambda _: "pays in the loan and what is put beside it",
    "local_links.paid": lambda _: "pays its staff",
    "local_links.planners": lambda _: "puts support planners into the neighbourhood",
    "managed_budget.direct_payment": lambda _: "pays some budgets to residents themselves",
    "managed_budget.local_links": lambda _: "holds some of the budgets itself",
    "managed_budget.pooled": lambda _: "pools some of the budgets",
    "managed_budget.service_fund": lambda _: "holds some budgets as individual service funds",
    "matching.added": lambda _: "finds residents a volunteer sooner",
    "paying.hour_price": lambda pounds: f"sets the price of an hour of home care at {number(pounds)} pounds",
    "reablement.places": lambda _: "adds places in reablement",
    "volunteer.asked": lambda _: "asks residents to volunteer",
    "volunteer.kept": lambda _: "keeps volunteers longer",
    "volunteer.leaving": lambda ratio: f"makes volunteers leave {number(ratio)} times as fast as usual",
}
"""What a lever that is no ratio does while it stands so, beginning with a verb."""

AROUND: Mapping[str, tuple[str, Callable[[float], str]]] = {
    "open": ("{her} network was {0} without and {1} with", lambda value: "open" if value > 0.0 else "closed"),
    "served": ("{her} network could hold {0} of its usual activities without and {1} with", percent),
    "crowding": ("{her} network needed {0} of the hours that its volunteers gave without and {1} with", percent),
    "asking": ("{her} network asked members to help at {0} of its usual pace without and {1} with", percent),
    "strictness": ("for want of money {0} of the lowest band served are turned away without and {1} with", percent),
}
"""What stands around a person in the two worlds, and how its value is said."""

UNTOLD = ("lonely_months", "served_months", "setting_months", "cost", "council_cost", "id", "lost_partner", "seeks")
"""Columns that only count what others say, or change in the same breath."""

STATES: Mapping[str, str] = {
    "sex": "{her} sex",
    "born": "{her} birthday",
    "age": "{her} age",
    "neighbourhood": "where {she} lives",
    "fifth": "how deprived the neighbourhood is",
    "partner": "whether {she} has a partner",
    "widowed": "whether {she} has lost a partner",
    "with_family": "whether {she} lives with family",
    "alone": "whether {she} lives alone",
    "children": "where {her} children live",
    "bereaved": "how long ago {she} lost a partner",
    "cfs": "how frail {she} is",
    "setback": "whether {she} may yet get over a fall or a stay in hospital",
    "fell": "a fall",
    "bed_days": "{her} days in hospital",
    "discharge": "where the hospital would send {them}",
    "friends": "who {her} friends are",
    "contacts": "how many friends {she} has",
    "lonely_friends": "how many of {her} friends are lonely",
    "lonely": "how lonely {she} is",
    "prone": "whether {her} loneliness is of the kind that lasts",
    "antidepressants": "whether {she} takes antidepressants",
    "help_hours": "the unpaid help {she} has",
    "gives_hours": "the help {she} gives {her} partner",
    "broken": "whether {her} carer can go on",
    "contact": "whether {she} came to the council's notice",
    "finding": "what the council's assessors found",
    "entitled": "what {she} was found to be entitled to",
    "allotted": "whether {she} was allotted a personal budget",
    "passing": "whether {her} need was found to be passing",
    "setting": "whether {she} lives in a care home",
    "package": "{her} hours of home care",
    "indicative": "{her} personal budget",
    "payer": "who pays for {her} care",
    "stage": "how far {she} was on the way to care",
    "waiting": "how long {she} has waited for care",
    "refused": "whether {she} was turned away",
    "managed": "who manages {her} budget",
    "manages": "whether {she} manages without help",
    "standing": "how {her} need is met",
    "reable_weeks": "a place in reablement",
    "reabled": "how long ago reablement began",
    "handed": "whether {she} is handed over to Local Links",
    "plan_state": "how far {her} plan with Local Links is",
    "brokered": "whether {she} has a plan brokered by Local Links",
    "replaced": "how much of {her} care volunteers and friends replace",
    "held": "who holds {her} brokered budget",
    "pooled_saving": "what pooling saves of {her} budget",
    "member": "whether {she} is a member of the network",
    "matched": "whether {she} has a volunteer of {her} own",
    "matched_with": "who {her} volunteer is",
    "volunteer": "whether {she} volunteers",
    "visited": "whether a volunteer visits {them}",
    "savings": "{her} savings",
    "house": "the worth of {her} home",
    "contributes": "what share of {her} care {she} is charged",
    "own_home_care": "whether {she} would pay for home care",
    "own_with_house": "whether {she} would pay for a care home",
    "dies": "whether {she} dies",
    "moves": "whether {she} moves away",
}
"""What a column of a life is called."""
