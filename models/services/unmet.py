"""Unmet: what going without help does to those who need it, as far as it is cause and not only company."""

from models.standing import Standing
from sim.process import Measure, Process
from sim.reach import rows_of
from sim.rules import rule
from sim.world import World

MOVED = {
    "frailty.progression": "progression_ratio",
    "falls.fall": "falls_ratio",
    "hospital.admission": "admission_ratio",
}
"""The levers it moves, each with its association."""


@rule
def causal_ratio(association: float, causal_share: float) -> float:
    """Ratio of a rate that would go if the need were met: the causal share of an association.

    Source: associations of Xu et al. 2012 and Hass et al. 2015; the share is assumed; parameters/unmet.toml.
    """
    return 1.0 + causal_share * (association - 1.0)


class Unmet(Process):
    """Raises frailty, falls and emergency admissions among those who have gone without since last month."""

    word = "unmet"
    measures = (Measure("going_without", "people", "residents whose unmet need bears on them this month"),)

    def begin(self, world: World) -> None:
        """Move the levers as they are at the start, for the words whose totals hold this harm already."""
        self._move(world)

    def month(self, world: World) -> None:
        """Move the levers for those whose need was unmet at the end of last month."""
        world.record("going_without", self._move(world))

    def _move(self, world: World) -> int:
        """Move the three levers for those whose need is unmet; return how many they are."""
        p, people = world.sheets[self.word], world.people
        rows = rows_of((people["standing"] == Standing.UNMET) & (people["here"] > 0))
        for lever, name in MOVED.items():
            world.levers.multiply(lever, rows, float(causal_ratio(getattr(p, name), p.causal_share)))
        return len(rows)
