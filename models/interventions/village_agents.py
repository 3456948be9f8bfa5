"""Village agents: part-time locals who find older people in rural parishes and link them to what there is."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import easing_ratio, left_by_month
from sim.intervention import Intervention, Rows
from sim.ledger import Cashable, Line
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World

PROGRAMME = "programme_village_agents"
BENEFITS = "village_agents_benefits"
MET = "village_agent_met"
WEEKS_PER_YEAR = 52.0


class VillageAgents(Intervention):
    """Rural residents are met, as many as agents' hours allow once the roads between parishes are driven."""

    name: ClassVar[str] = "village_agents"
    title: ClassVar[str] = "Village Agents"
    summary: ClassVar[str] = (
        "Part-time agents who live in rural parishes find older people there, link them to services, groups and "
        "benefits, and refer those in need."
    )
    evidence: ClassVar[str] = (
        "Reach is that of Gloucestershire's agents, counted and not compared; the effects on loneliness, membership "
        "and referral are assumed."
    )
    changes: ClassVar[tuple[str, ...]] = (
        "need.contact",
        "membership.joining",
        "ties.forming",
        "loneliness.easing",
        "loneliness.onset",
    )
    columns: ClassVar[tuple[Column, ...]] = (
        Column(MET, np.int16, 0, "month in which a village agent first met the person, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (
        Line(PROGRAMME, "council", "village agents", "Village Agents", Cashable.PROGRAMME),
        Line(BENEFITS, "DWP", "residents", "benefits gained with village agents", Cashable.TRANSFER),
    )

    def _agents(self, world: "World") -> float:
        """Return how many agents work; none where nobody lives in a rural neighbourhood."""
        return float(world.shared["rural"].any()) * self.sheet.agents * self.size

    def contacts_per_year(self) -> float:
        """Return contacts an agent makes a year: paid hours over the hours of a contact and of the way there."""
        s = self.sheet
        return float(s.hours_per_week * WEEKS_PER_YEAR / (s.contact_hours + s.travel_hours))

    def reach(self, world: "World") -> NDArray[np.int64]:
        """Meet new people in rural neighbourhoods by lot, rather those who live alone or are old."""
        s, people = self.sheet, world.people
        exact = self._agents(world) * self.contacts_per_year() * s.new_share / 12.0
        places = self.whole(world, exact, "places")
        rural = world.shared["rural"] > 0.0

        def suits(rows: Rows) -> NDArray[np.bool_]:
            return rural[people["neighbourhood"][rows]] & (people["setting"][rows] == 0) & (people[MET][rows] == 0)

        def weigh(rows: Rows) -> NDArray[np.float64]:
            weights = np.where(people["alone"][rows] > 0, s.alone_targeting_ratio, 1.0)
            return weights * np.where(people["age"][rows] >= s.old_from_age, s.old_targeting_ratio, 1.0)

        heaviest = s.alone_targeting_ratio * s.old_targeting_ratio
        reached = np.sort(self.by_lot(world, "met", places, suits, weigh, heaviest))
        self.date(world, MET, reached)
        world.note("met by a village agent", reached)
        return reached

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Those met are noticed, join and make friends sooner, and are a little less lonely, all of it fading."""
        s, (rows, since) = self.sheet, self.since(world, MET)
        left = left_by_month(world.month + 1, s.half_life_months)
        easing = 1.0 + (easing_ratio(s.effect) - 1.0) * left
        world.levers.multiply("need.contact", rows, 1.0 + (s.notice_ratio - 1.0) * left, since)
        world.levers.multiply("membership.joining", rows, 1.0 + (s.joining_ratio - 1.0) * left, since)
        world.levers.multiply("ties.forming", rows, 1.0 + (s.introduction_ratio - 1.0) * left, since)
        world.levers.multiply("loneliness.easing", rows, easing, since)
        world.levers.multiply("loneliness.onset", rows, 1.0 / easing, since)

    def cost(self, world: "World", reached: NDArray[np.int64]) -> dict[str, float]:
        """Pay agents, their miles and their coordinator; what people gain in benefits is income, not a saving."""
        s, agents = self.sheet, self._agents(world)
        return {
            PROGRAMME: agents * s.pounds_per_agent_per_year / 12.0,
            BENEFITS: agents * s.benefits_pounds_per_agent_per_year / 12.0,
        }
