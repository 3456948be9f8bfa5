"""Twins: scenarios under one luck, whose months before anything is tried are run only once."""

import time
from dataclasses import replace

from models.api import finished
from models.model import Kith
from models.result import Run
from models.scenario import Scenario


class Twins:
    """Runs scenarios with the same people and the same luck.

    Until its first intervention starts a scenario is the same, bit for bit, as one without any. So that much of
    each place and its numbers is run once and kept, and every scenario goes on from a copy of it.

    Attributes:
        apart: month from which scenarios may differ; a scenario that tries something earlier is run by itself.
    """

    def __init__(self, seed: int, draw: int | None, apart: int) -> None:
        self.seed = seed
        self.draw = draw
        self.apart = apart
        self._kept: dict[str, Kith] = {}

    def run(self, scenario: Scenario) -> Run:
        """Run a scenario to its end; the same, but for the seconds, as `models.run` with this seed and draw."""
        began = time.process_time()
        early = any(plan.start < self.apart for plan in scenario.interventions.values())
        world = Kith(scenario, self.seed, self.draw) if early else self._grown(scenario).parted(scenario)
        ready = time.process_time()
        while world.month < world.months:
            world.step()
        done = finished(world, self.seed, self.draw, ready - began, time.process_time() - ready)
        world.let_go()
        return done

    def __del__(self) -> None:
        """Leave none of the kept worlds in memory."""
        for world in self._kept.values():
            world.let_go()

    def _grown(self, scenario: Scenario) -> Kith:
        bare = replace(scenario, interventions={})
        if bare.text() not in self._kept:
            world = Kith(bare, self.seed, self.draw)
            while world.month < min(self.apart, world.months):
                world.step()
            self._kept[bare.text()] = world
        return self._kept[bare.text()]
