"""Handover: whether a social worker passes a newly eligible person to Local Links."""

from typing import NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray

from models.standing import Manager, Stage
from sim.effects import left_after, monthly_chance
from sim.levers import Kind, Lever
from sim.population import Column
from sim.process import Measure, Process
from sim.rules import kernel, rule
from sim.world import World

IMPOSED_OFF = -1.0


@rule
def handover_chance(
    habit: float, trust: float, culture: float, effort: float, tiredness: float, plan_written: float
) -> float:
    """Chance that a social worker hands a case over; every term is in log odds and they are summed.

    ``culture`` is what champion, chief officers and colleagues make of it. ``effort``, ``tiredness`` and
    ``plan_written`` (how far assessment and plan are one piece of work) count against it.
    Source: the case study names these causes; sizes assumed; parameters/handover.toml.
    """
    log_odds = habit + trust + culture - effort - tiredness - plan_written
    return 1.0 / (1.0 + np.exp(-log_odds))


@rule
def trust_after(trust: float, seen: float, learning: float) -> float:
    """Trust (-2 to 2, log odds) after a month, moved a share ``learning`` towards what was ``seen``."""
    return min(max(trust + learning * (seen - trust), -2.0), 2.0)


@rule
def effort_of(
    form: float, newcomer: float, months_in_post: float, late: float, months_here: float, fade: float
) -> float:
    """Effort of handing a case over, in log odds.

    On top of the form and the visit come ``newcomer``, what someone new to the post has yet to learn, and
    ``late``, what it costs that social workers were asked only once Local Links was there; both fall by half
    every ``fade`` months, in post and since Local Links came.
    Source: the case study's lesson on engaging from the outset; sizes assumed; parameters/handover.toml.
    """
    return form + newcomer * left_after(months_in_post, fade) + late * left_after(months_here, fade)


class Numbers(NamedTuple):
    """Parameters of the social workers' decisions."""

    habit_log_odds: float
    habit_spread: float
    trust_at_start: float
    effort_log_odds: float
    newcomer_log_odds: float
    late_log_odds: float
    fade_months: float
    plan_written_log_odds: float
    champion_log_odds: float
    champion_eases_share: float
    peers_log_odds: float
    tiredness_per_case: float
    comfortable_caseload: float
    closing_share_per_month: float
    learning_per_month: float


class Desks(NamedTuple):
    """State of every social worker, shape (desks,)."""

    area: NDArray[np.int64]
    habit: NDArray[np.float64]
    trust: NDArray[np.float64]
    caseload: NDArray[np.float64]
    months: NDArray[np.float64]
    generation: NDArray[np.int64]
    chance: NDArray[np.float64]


class Climate(NamedTuple):
    """What social workers find in their neighbourhood this month, shape (groups,)."""

    months: NDArray[np.float64]
    ready: NDArray[np.bool_]
    seen: NDArray[np.float64]
    champion: NDArray[np.float64]
    engaged: NDArray[np.float64]


@kernel
def decide(desks: Desks, p: Numbers, climate: Climate, cases: NDArray[np.floating], norm: float, peers: float) -> None:
    """Let every social worker take on cases, learn from what is seen, and settle how likely a handover is."""
    for i in range(len(desks.area)):
        at = desks.area[i]
        desks.months[i] += 1.0
        desks.caseload[i] = (1.0 - p.closing_share_per_month) * desks.caseload[i] + cases[i]
        desks.chance[i] = 0.0
        if climate.months[at] <= 0.0:
            continue
        desks.trust[i] = trust_after(desks.trust[i], climate.seen[at], p.learning_per_month)
        if climate.ready[at]:
            champion = min(climate.champion[at], 1.0)
            eased = 1.0 - p.champion_eases_share * champion
            late = p.late_log_odds * (1.0 - min(climate.engaged[at], 1.0))
            effort = effort_of(
                p.effort_log_odds, p.newcomer_log_odds, desks.months[i], late, climate.months[at], p.fade_months
            )
            desks.chance[i] = handover_chance(
                desks.habit[i],
                desks.trust[i],
                p.champion_log_odds * champion + p.peers_log_odds * peers + norm,
                effort * eased,
                p.tiredness_per_case * max(desks.caseload[i] - p.comfortable_caseload, 0.0),
                p.plan_written_log_odds * eased,
            )


class SocialWorker(mesa.Agent):
    """One social worker: a caseload, a habit, and trust that moves with what comes of handing over."""

    def __init__(self, world: World, desks: Desks, number: int) -> None:
        super().__init__(world)
        self._desks = desks
        self.number = number

    @property
    def neighbourhood(self) -> int:
        """Number of the neighbourhood whose cases come to this desk."""
        return int(self._desks.area[self.number])

    @property
    def habit(self) -> float:
        """How readily whoever holds the post hands cases over by themselves, log odds."""
        return float(self._desks.habit[self.number])

    @property
    def trust(self) -> float:
        """Trust in Local Links, log odds."""
        return float(self._desks.trust[self.number])

    @property
    def caseload(self) -> float:
        """New cases being worked on, of older people, in a place with the usual number of social workers."""
        return float(self._desks.caseload[self.number])

    @property
    def generation(self) -> int:
        """How often the post has changed hands."""
        return int(self._desks.generation[self.number])

    @property
    def chance(self) -> float:
        """Chance of handing over a case this month."""
        return float(self._desks.chance[self.number])


class Handover(Process):
    """Lets every social worker decide on this month's newly eligible people where Local Links works."""

    word = "handover"
    columns = (Column("handed", np.uint8, 0, "handed over to Local Links for support planning"),)
    levers = (
        Lever("handover.champion", Kind.AMOUNT, "champions in the social work team of each neighbourhood", 0.0),
        Lever("handover.engaged", Kind.AMOUNT, "share of social workers engaged before Local Links came", 0.0),
        Lever("handover.leaving", Kind.AMOUNT, "social workers who leave, added to those a post and year lose", 0.0),
        Lever("handover.rate", Kind.SETTING, "chance of handing a case over, imposed for stress tests"),
    )
    decisions = ("handover",)
    measures = (
        Measure("handed_over", "people", "people handed over to Local Links this month"),
        Measure("budgets_in_catchment", "people", "people allotted a personal budget where Local Links works"),
        Measure("mean_trust", "log odds", "social workers' trust in Local Links where it works"),
        Measure("social_workers_left", "people", "social workers who left their post this month"),
    )

    def begin(self, world: World) -> None:
        """Appoint social workers to each neighbourhood, one for so many residents."""
        p = world.sheets[self.word]
        self._numbers = p.numbers(Numbers, {})
        residents = np.bincount(world.people["neighbourhood"], minlength=world.groups)
        served = residents * world.people_per_resident / p.residents_per_social_worker
        self._per_area = np.maximum(np.round(served), 1.0).astype(np.int64)
        self._first = np.cumsum(self._per_area) - self._per_area
        area = np.repeat(np.arange(world.groups), self._per_area)
        none, long = np.zeros(len(area)), np.full(len(area), p.months_in_post_at_start)
        self.desks = Desks(area, none, none.copy(), none.copy(), long, np.zeros(len(area), np.int64), none.copy())
        self._fill(world, np.arange(len(area)))
        self.workers = [SocialWorker(world, self.desks, number) for number in range(len(area))]
        self._working = np.zeros(world.groups)
        self._peers = np.zeros(2)

    def _fill(self, world: World, posts: NDArray[np.integer]) -> None:
        """Draw the habit of whoever takes these posts; trust has to be earned afresh."""
        p, desks = self._numbers, self.desks
        luck = world.draws.uniform("handover.habit", 0, 1_000 * posts + desks.generation[posts])
        desks.habit[posts] = p.habit_log_odds + p.habit_spread * (2.0 * luck - 1.0)
        desks.trust[posts] = p.trust_at_start
        desks.caseload[posts] = 0.0

    def _leave(self, world: World) -> None:
        """Let some social workers leave their post to another."""
        desks, added = self.desks, world.levers.amount("handover.leaving")
        rate = world.sheets[self.word].turnover_per_year + added[desks.area]
        luck = world.draws.uniform("handover.turnover", world.month, np.arange(len(desks.area)))
        posts = np.flatnonzero(luck < monthly_chance(rate))
        desks.generation[posts] += 1
        desks.months[posts] = 0.0
        self._fill(world, posts)
        world.record("social_workers_left", len(posts))

    def month(self, world: World) -> None:
        """Decide on those newly allotted a budget; whoever has left the pathway is no longer handed over."""
        people, month = world.people, world.month
        handed, area = people.writable(self.word, "handed"), people["neighbourhood"]
        self._close(world, handed)
        fresh = world.few("allotted").rows()
        fresh = fresh[people["stage"][fresh] >= Stage.REABLEMENT]  # whoever went into a care home needs no plan
        desk = self._first[area[fresh]] + people["id"][fresh] % self._per_area[area[fresh]]
        self._leave(world)
        own, desks = np.bincount(desk, minlength=len(self.workers)), len(self.workers)
        others = (world.people_per_resident - 1.0) * len(fresh) / desks  # those a row of a scaled place stands for
        self._settle_chances(world, own + others)
        personal = world.draws.uniform("handover.personal", month, people["id"][fresh]) < world.shared["uptake"][0]
        asked = personal & (self._working[area[fresh]] > 0)
        deciding, chance = fresh[asked], self.desks.chance[desk[asked]]
        luck = world.draws.uniform("handover", month, people["id"][deciding])
        passed = deciding[luck < chance]
        handed[passed] = 1
        world.few("handed").add(passed)
        world.decided(self, deciding, luck, chance)
        kept = 1.0 - world.sheets[self.word].peers_forgotten_per_month
        self._peers = kept * self._peers + (len(passed), len(deciding))
        trust = self.desks.trust[self._working[self.desks.area] > 0]
        world.record("handed_over", len(passed))
        world.record("budgets_in_catchment", len(deciding))
        world.record("mean_trust", float(trust.mean()) if len(trust) else np.nan)
        world.note("handed over to Local Links", passed)

    def _close(self, world: World, handed: NDArray[np.uint8]) -> None:
        """Forget the handover of those whose case is neither open nor brokered any more."""
        people, held = world.people, world.few("handed").rows()
        open_case = (people["stage"][held] >= Stage.REABLEMENT) | (people["managed"][held] == Manager.LOCAL_LINKS)
        handed[held[~open_case]] = 0

    def _settle_chances(self, world: World, cases: NDArray[np.floating]) -> None:
        """Let all social workers take on their cases and learn; a rate imposed stands above what they think."""
        shared, levers = world.shared, world.levers
        self._working = np.where(shared["planners"] > 0, self._working + 1.0, 0.0)
        climate = Climate(
            self._working,
            self._working > shared["first_handover_lag"][0],
            shared["seen"],
            levers.amount("handover.champion"),
            levers.amount("handover.engaged"),
        )
        peers = self._peers[0] / self._peers[1] if self._peers[1] > 0 else 0.0
        decide(self.desks, self._numbers, climate, cases, float(shared["norm"][0]), float(peers))
        imposed = levers.setting("handover.rate", IMPOSED_OFF)
        if imposed >= 0.0:
            self.desks.chance[:] = imposed
