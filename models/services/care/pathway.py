"""Pathway: this word's month, from assessment to package to care home; it alone writes setting, package and payer."""

import numpy as np
from numpy.typing import NDArray

from models.ages import FRAIL, ceilings, cell_means, entering_rates
from models.grief import GRIEF
from models.services.care import homes, packages, planning, standings
from models.standing import Manager, Payer, Stage, Standing
from sim.few import joined
from sim.levers import Kind, Lever
from sim.population import Column
from sim.process import Measure, Process
from sim.reach import count, rows_of
from sim.world import World


class Care(Process):
    """Moves everyone along the pathway from contact to package to care home, and keeps their standings."""

    word = "care"
    columns = (
        Column("setting", np.uint8, 0, "0 at home, 1 residential home, 2 nursing home"),
        Column("setting_months", np.int16, 0, "months in a care home"),
        Column("package", np.float32, 0.0, "hours of home care a week"),
        Column("indicative", np.float32, 0.0, "hours a week of the budget: as allotted, then as the panel approved it"),
        Column("payer", np.uint8, Payer.NOBODY, "who pays before charges: 1 council, 2 self"),
        Column(
            "stage",
            np.uint8,
            Stage.NONE,
            "1 awaits assessment, 2 reablement, 3 plan, 4 sent back by the panel, 5 no provider yet",
        ),
        Column("waiting", np.uint8, 0, "months at this stage"),
        Column("refused", np.uint8, 0, "months left before asking again after being turned away"),
        Column("managed", np.uint8, Manager.COUNCIL, "0 council, 1 Local Links, 2 direct payment"),
        Column("manages", np.uint8, 0, "manages without help although frail, having recovered"),
        Column("standing", np.uint8, Standing.NONE, "how the need for care is met"),
    )
    levers = (
        Lever("care.residential", Kind.RATIO, "rate of entering a care home", 1.0),
        Lever("care.hours", Kind.RATIO, "hours of home care that a need comes to", 1.0),
    )
    decisions = ("care.residential",)
    measures = (
        Measure("home_care", "people", "residents with council-funded home care"),
        Measure("home_care_own", "people", "residents who pay for home care themselves"),
        Measure("residential_council", "people", "council-funded residents of care homes"),
        Measure("residential_own", "people", "residents of care homes who pay for themselves"),
        Measure("unmet", "people", "residents at home in need with neither care nor unpaid help"),
        Measure("informal_only", "people", "residents at home in need with unpaid help only"),
        Measure("reablement", "people", "residents in reablement"),
        Measure("waiting", "people", "residents awaiting an assessment"),
        Measure("planning", "people", "residents whose plan is being written"),
        Measure("at_panel", "people", "residents whose plan the panel sent back"),
        Measure("without_provider", "people", "residents with an approved plan for whom no provider has been found"),
        Measure("care_home_admissions", "people", "residents who entered a care home this month"),
        Measure("care_home_admissions_council", "people", "of these, those the council pays for"),
        Measure("came_to_council", "people", "residents who paid for home care themselves and now no longer can"),
        Measure("packages_started", "people", "council-funded packages started this month"),
        Measure("reablement_ended", "people", "residents whose reablement ended"),
        Measure("reablement_no_service", "people", "of these, those who had no service after it"),
        Measure("reablement_still_in_need", "people", "of these, those who still need help and are not eligible"),
    )

    def __init__(
        self,
        in_homes: NDArray[np.float64],
        deaths: NDArray[np.float64],
        dying_in_homes: NDArray[np.float64],
        from_hospital: NDArray[np.float64],
    ) -> None:
        self._in_homes = in_homes
        self._deaths = deaths
        self._dying_in_homes = dying_in_homes
        self._from_hospital = from_hospital
        self.spells: list[tuple[int, NDArray[np.uint32], NDArray[np.uint8]]] = []

    def begin(self, world: World) -> None:
        """Work out the rates that keep the share in care homes as it is; what hospitals send is taken off."""
        p, people = world.sheets[self.word], world.people
        holding = entering_rates(self._in_homes, self._deaths, self._dying_in_homes)
        lonely_ratio = 1.0 + p.causal_share * (p.lonely_ratio - 1.0)
        ratios = (p.alone_ratio, lonely_ratio, p.unmet_ratio, p.bereaved_ratio)
        home = people["setting"] == 0
        unmet = (people["cfs"] >= FRAIL) & (people["package"] == 0) & (people["standing"] == Standing.UNMET)
        ratio = (
            p.admission_by_frailty[people["cfs"] - 1]
            * np.where(people["alone"] > 0, ratios[0], 1.0)
            * np.where(people["lonely"] > 0, ratios[1], 1.0)
            * np.where(unmet, ratios[2], 1.0)
            * (1.0 + (ratios[3] - 1.0) * GRIEF[people["bereaved"].astype(np.int64) + 1])
        )
        average = cell_means(ratio, home.astype(float), people["age"], people["sex"])
        from_home = np.maximum(holding - self._from_hospital, 0.0)
        given = {"holding": from_home, "average": average, "ratios": ratios}
        self._numbers = p.numbers(homes.Numbers, given)
        self._ceilings = homes.ceilings_of(self._numbers)
        self._highest = ceilings(self._ceilings.T)
        self._planning, self._packages = p.numbers(planning.Numbers, {}), p.numbers(packages.Numbers, {})

    def month(self, world: World) -> None:
        """Count on those in care homes, let others enter, advance cases, review packages, settle standings."""
        self._months_pass(world)
        entered = self._enter_homes(world)
        cases = self._advance(world)
        self._settle(world, np.concatenate([entered, cases]))

    def _months_pass(self, world: World) -> None:
        """Let a month pass for those in care homes, those turned away, and those who manage alone."""
        people, month = world.people, world.month
        homes.stay(people.view(homes.Rows, self.word), world.few("setting").rows())
        refused = world.few("refused").rows()
        refused = refused[people["setting"][refused] == 0]
        people.writable(self.word, "refused")[refused] -= 1
        rows, few = people.view(packages.Rows, self.word), world.few("manages")
        packages.relapse(rows, self._packages, few.rows(), world.key("care.relapse"), month)
        few.add(packages.pass_by(rows, self._packages, refused, world.key("care.passing"), month))

    def _enter_homes(self, world: World) -> NDArray[np.uint32]:
        """Let those enter a care home whom their luck or the hospital sends; return their rows."""
        rows = world.people.view(homes.Rows, self.word)
        keys, marked = (world.key("care.residential"), world.key("care.nursing")), world.marks()
        homes.look(rows, world.hints("care.residential"), world.highest("care.residential", self._highest), marked)
        watched, pad = world.watched(self, marked)
        reach = (rows_of(marked), self._ceilings, world.levers.most("care.residential"))
        entered = homes.enter(rows, self._numbers, *reach, GRIEF, keys, world.month, watched, pad)
        world.few("setting").add(entered)
        world.few("payer").add(entered)
        world.record("care_home_admissions", len(entered))
        world.record("care_home_admissions_council", int((rows.payer[entered] == Payer.COUNCIL).sum()))
        return entered

    def _advance(self, world: World) -> NDArray[np.integer]:
        """Move cases from contact to package, and review the packages that run; return the rows of all cases."""
        people, month, few = world.people, world.month, world.few
        rows, p = people.view(planning.Rows, self.word), self._planning
        cases = joined(few("stage").rows(), few("contact").rows())
        planning.find(rows, p, self._packages, cases)
        bought = cases[rows.package[cases] > 0]
        few("package").add(bought)
        few("payer").add(bought)
        ended = self._review(world)
        key = world.key("care.reabled")
        through, without, in_need = planning.leave_reablement(rows, p, self._packages, cases, key, month)
        panel, provider = world.key("care.panel"), world.key("care.provider")
        keys = (panel, provider, world.key("care.allocation"), world.key("care.direct_payment"))
        begun = planning.begin_packages(rows, p, self._packages, cases, keys, month)
        stages = rows.stage[cases]
        served = cases[rows.package[cases] > 0]
        few("package").add(served)
        few("payer").add(served)
        few("stage").add(cases[stages > 0])
        few("refused").add(cases[rows.refused[cases] > 0])
        few("managed").add(begun)
        few("manages").add(joined(ended, cases))
        world.record("packages_started", len(begun))
        world.record("reablement_ended", through)
        world.record("reablement_no_service", without)
        world.record("reablement_still_in_need", in_need)
        world.record("waiting", count(stages == Stage.ASSESSMENT))
        world.record("planning", count(stages == Stage.PLAN))
        world.record("at_panel", count(stages == Stage.PANEL))
        world.record("without_provider", count(stages == Stage.BROKERAGE))
        return cases

    def _review(self, world: World) -> NDArray[np.uint32]:
        """End and review the packages there are; return whose ended."""
        rows, held, p = world.people.view(packages.Rows, self.word), world.few("package").rows(), self._packages
        keys = packages.Keys(*(world.key(f"care.{name}") for name in packages.Keys._fields))
        packages.follow_plans(rows, world.few("managed").rows())
        ended, due = packages.end(rows, p, held, keys, world.month)
        world.record("came_to_council", packages.review(rows, p, due, keys, world.month))
        packages.close(rows, joined(ended, due))
        return ended

    def _settle(self, world: World, others: NDArray[np.integer]) -> None:
        """Settle standings and keep every change, so that months can be compared person by person."""
        rows = world.people.view(standings.Rows, self.word)
        some = rows_of(standings.concerned(rows, others))
        changed, counts = np.empty(len(some), np.int64), np.zeros(standings.STATES, np.int64)
        where = changed[: standings.stand(rows, some, changed, counts)]
        self.spells.append((world.month, world.people["id"][where], rows.standing[where]))
        own_homes = int(counts[standings.RESIDENTIAL_OWN])
        world.record("home_care", int(counts[Standing.COUNCIL_HOME]))
        world.record("home_care_own", int(counts[Standing.OWN_PURSE]) - own_homes)
        world.record("residential_council", int(counts[Standing.COUNCIL_RESIDENTIAL]))
        world.record("residential_own", own_homes)
        world.record("unmet", int(counts[Standing.UNMET]))
        world.record("informal_only", int(counts[Standing.CARERS]))
        world.record("reablement", int(counts[Standing.REABLEMENT]))
        world.note("care changed", where, rows.standing[where])
