"""Volunteering: the month of all volunteers together, and how their hours are served."""

import numpy as np
from numpy.typing import NDArray

from models.ages import FRAIL, SPAN, YOUNGEST, holding_rates
from models.pounds import pence
from models.services.volunteer.outsiders import OUTSIDE_IDS, SLOTS, Slots, Volunteer, come_and_go
from models.services.volunteer.residents import Rows, begin_giving, go_on_giving, joining_rate, volunteers_by_age
from models.services.volunteer.strength import Giving, Numbers, Strength, add_up, leaving_rates, traits
from sim.ledger import WEEKS_PER_MONTH, Cashable, Line
from sim.levers import Kind, Lever
from sim.parameters import Sheet
from sim.pool import Roster, serve_from_part
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.world import World


def lent(spare: NDArray[np.float64], short: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return what each neighbourhood gets from others (above 0) or lends them (below 0), in hours; it sums to 0.

    ``share`` of the hours that could go from where they are spare to where they are short does go.
    Source: conservation of hours; the share is in parameters/volunteer.toml.
    """
    moved = share * min(spare.sum(), short.sum())
    return np.asarray(moved * (short / max(short.sum(), 1e-9) - spare / max(spare.sum(), 1e-9)))


class Volunteering(Process):
    """Recruits and loses volunteers, and serves what is asked of their hours."""

    word = "volunteer"
    columns = (
        Column("volunteer", np.uint8, Giving.NOT, "0 no, 1 in training, 2 active"),
        Column("served_months", np.int16, 0, "months as a volunteer"),
        Column("visited", np.uint8, 0, "a volunteer supports this person this month"),
    )
    levers = (
        Lever("volunteer.joining", Kind.RATIO, "rate of starting to volunteer", 1.0),
        Lever("volunteer.asked", Kind.AMOUNT, "volunteers a year won by asking, in each neighbourhood", 0.0),
        Lever("volunteer.kept", Kind.AMOUNT, "how much longer volunteers stay, as a share, in each neighbourhood", 0.0),
        Lever("volunteer.leaving", Kind.SETTING, "how many times as fast as usual volunteers leave"),
    )
    decisions = ("volunteer.joining",)
    measures = (
        Measure("volunteers", "people", "active volunteers, residents and others"),
        Measure("resident_volunteers", "people", "active volunteers among residents"),
        Measure("volunteer_drivers", "people", "active volunteers who drive others"),
        Measure("volunteer_hours_given", "hours", "hours volunteers gave this month"),
        Measure("volunteer_hours_used", "hours", "of these, the hours used"),
        Measure("volunteer_hours_claimed", "hours", "hours that programmes asked for"),
        Measure("volunteer_hours_to_programmes", "hours", "of the hours used, those that programmes got"),
        Measure("visited", "people", "residents a volunteer supports"),
        Measure("activities_served", "share", "share of the networks' activities that volunteers could run"),
    )
    lines = (Line("volunteer_expenses", "networks", "volunteers", "volunteers' management and expenses", Cashable.OWN),)

    def begin(self, world: World) -> None:
        """Find the rates that keep numbers steady, and lay out the slots of volunteers who are not residents."""
        p, people = world.sheets[self.word], world.people
        share = volunteers_by_age(p)
        levels = np.stack([1.0 - share, share], axis=1)
        fit, place = people["cfs"] < FRAIL, np.minimum(people["age"].astype(np.int64) - YOUNGEST, SPAN - 1)
        of_age = np.maximum(np.bincount(place, minlength=SPAN), 1)
        fit_share = np.clip(np.bincount(place, fit, SPAN) / of_age, 0.2, 1.0)
        easing = np.full((SPAN, 2), p.leaving_per_year + p.unfit_per_year)
        member = people["member"].mean()
        joining = holding_rates(levels, easing, np.zeros((SPAN, 2)))[:, 0] / fit_share
        joining = joining / (1.0 + member * (p.asked_ratio - 1.0))
        self._numbers = p.numbers(Numbers, {"joining": joining})
        self._candidates = np.maximum(np.bincount(people["neighbourhood"], fit, world.groups), 1.0)
        self.slots = self._laid_out(world, p)
        self._strain = np.zeros(world.groups)
        world.shared["served"] = np.ones(world.groups)
        for name in ("programme_hours", "volunteer_pounds"):
            world.shared[name] = np.zeros(world.groups)
        for name in ("load", "crowding"):
            world.shared[name] = np.full(world.groups, world.sheets["hub"].usual_load)

    def _laid_out(self, world: World, p: Sheet) -> Slots:
        """Return every neighbourhood's slots of candidates from outside, some of them filled."""
        wanted = (
            p.outside_per_1000_residents / 1000.0 * np.bincount(world.people["neighbourhood"], minlength=world.groups)
        )
        many = np.ceil(p.slots_per_outside_volunteer * wanted).astype(np.int64)
        area = np.repeat(np.arange(world.groups), many)
        ids = OUTSIDE_IDS + SLOTS * area + np.concatenate([np.arange(count) for count in many])
        filled = np.repeat(wanted / np.maximum(many, 1), many)
        state = np.where(world.draws.uniform("start.outside", 0, ids) < filled, Giving.ACTIVE, Giving.NOT)
        joining = p.leaving_per_year * filled / np.maximum(1.0 - filled, 0.05)
        return Slots(ids, area, *self._traits(world, ids), joining, state, np.where(state == Giving.ACTIVE, 24, 0))

    def _traits(self, world: World, ids: NDArray[np.integer]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        """Return role and hours a week of volunteers by id."""
        return traits(ids, self._numbers, (world.key("volunteer.role"), world.key("volunteer.hours")))

    def agent(self, world: World, neighbourhood: int, slot: int) -> Volunteer:
        """Return the agent of a slot of a neighbourhood."""
        places = np.flatnonzero(self.slots.area == neighbourhood)
        return Volunteer(self.slots, world, int(places[slot]))

    def month(self, world: World) -> None:
        """Recruit, lose, count hours, and serve what was claimed; the networks' activities take what is left."""
        p, levers = world.sheets[self.word], world.levers
        asked, usual = levers.amount("volunteer.asked"), p.leaving_per_year * levers.setting("volunteer.leaving", 1.0)
        leaving = leaving_rates(self._numbers, usual, self._strain, levers.amount("volunteer.kept"))
        strength = Strength(*np.zeros((len(Strength._fields), world.groups)))
        of_residents = self._residents(world, asked * p.resident_share_of_asked, leaving)
        outsiders = self._outsiders(world, asked * (1.0 - p.resident_share_of_asked), leaving)
        roster = of_residents.joined(outsiders)
        add_up(strength, roster.group, roster.role, roster.hours)
        world.roster = roster._replace(hours=roster.hours * WEEKS_PER_MONTH)
        self._share_out(world, strength.hours * WEEKS_PER_MONTH, strength.driving * WEEKS_PER_MONTH)
        pounds = strength.active * p.expenses_pounds_per_year / 12.0
        world.shared["volunteer_pounds"][:] = pounds
        world.record("volunteers", strength.active.sum())
        world.record("resident_volunteers", len(of_residents.id))
        world.record("volunteer_drivers", strength.drivers.sum())
        world.ledger.post(world.month, "volunteer_expenses", pence(pounds.sum()))

    def _residents(self, world: World, asked: NDArray[np.float64], leaving: NDArray[np.float64]) -> Roster:
        """Let residents go on, stop and start; return who is active, with hours a week."""
        p, numbers, people, month = world.sheets[self.word], self._numbers, world.people, world.month
        rows, few = people.view(Rows, self.word), world.few("volunteer")
        active = go_on_giving(rows, numbers, leaving, few.rows(), world.key("volunteer.leaving"), month)
        added, ratio = asked / self._candidates, 1.0 + (p.asked_ratio - 1.0) * world.shared["asking"]
        highest = joining_rate(numbers.joining.max(), max(float(ratio.max()), p.helped_ratio, 1.0), float(added.max()))
        near, key = rows_of(world.may_happen("volunteer.joining", highest)), world.key("volunteer.joining")
        few.add(begin_giving(rows, numbers, (ratio, added), near, key, month, *world.watched(self)))
        ids = people["id"][active].astype(np.int64)
        return Roster(ids, rows.neighbourhood[active].astype(np.int64), *self._traits(world, ids))

    def _outsiders(self, world: World, asked: NDArray[np.float64], leaving: NDArray[np.float64]) -> Roster:
        """Let candidates who are not residents start and stop; return who is active, with hours a week."""
        slots = self.slots
        free = np.maximum(np.bincount(slots.area[slots.state == Giving.NOT], minlength=world.groups), 1)
        come_and_go(slots, self._numbers, asked / free, leaving, world.key("volunteer.joining"), world.month)
        active = slots.state == Giving.ACTIVE
        return Roster(slots.id[active], slots.area[active], slots.role[active], slots.hours[active])

    def _share_out(self, world: World, given: NDArray[np.float64], driving: NDArray[np.float64]) -> None:
        """Serve programmes from what the networks do not keep, and the networks' activities from the rest."""
        p, shared = world.sheets[self.word], world.shared
        needed = shared["members"] * shared["open"] * p.hours_per_member_per_week * WEEKS_PER_MONTH
        supply = np.maximum(given - needed, (1.0 - p.kept_for_activities) * given)
        shared["programme_hours"][:] = supply
        claimed = sum((np.bincount(one.groups, one.hours, world.groups) for one in world.claims), np.zeros(len(given)))
        to_programmes = self._serve(world, supply, driving)
        left = given - to_programmes
        at_hand = left + lent(np.maximum(left - needed, 0.0), np.maximum(needed - left, 0.0), p.lent_share)
        spent = np.minimum(at_hand, needed)
        share = spent / np.maximum(needed, 1e-9)
        shared["served"][:] = np.where(needed > 0, share, 1.0) * shared["activity"]
        shared["crowding"][:] = needed / np.maximum(at_hand, 1e-9)
        shared["load"][:] = (needed + claimed) / np.maximum(given, 1e-9)
        self._strain = np.clip(shared["load"] - 1.0, 0.0, 1.0)
        world.count_hours("activities", float(spent.sum()))
        world.record("volunteer_hours_given", given.sum())
        world.record("volunteer_hours_used", to_programmes.sum() + spent.sum())
        world.record("volunteer_hours_claimed", claimed.sum())
        world.record("volunteer_hours_to_programmes", to_programmes.sum())
        world.record("activities_served", float(spent.sum() / max(needed.sum(), 1e-9)))

    def _serve(self, world: World, supply: NDArray[np.float64], driving: NDArray[np.float64]) -> NDArray[np.float64]:
        """Serve the month's claims, and say whom; return the hours they took in each neighbourhood."""
        people, few = world.people, world.few("visited")
        visited = people.writable(self.word, "visited")
        served, left = serve_from_part(world.claims, supply, driving)
        visited[few.rows()] = 0
        world.answers.clear()
        for claim, mask in zip(world.claims, served, strict=True):
            who = claim.rows[mask]
            world.count_hours(claim.name, float(claim.hours[mask].sum()))
            world.answers[claim.name] = people["id"][who] if claim.visits else who
            if claim.visits:
                visited[who] = 1
                few.add(np.sort(who))
        world.claims.clear()
        world.record("visited", len(few.rows()))
        return supply - left
