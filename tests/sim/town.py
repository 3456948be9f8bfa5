"""A town small enough to check by hand: people who enter, age and leave, and two hubs."""

from typing import Any, NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.agents import Individual
from sim.population import Column, Start
from sim.process import Measure, Process
from sim.world import World

PEOPLE = 60


class Years(NamedTuple):
    """What ageing works on."""

    age: NDArray[np.uint8]


class Ageing(Process):
    """Lets people in, makes them older and lets some of them leave."""

    word = "ageing"
    columns = (
        Column("age", np.uint8, 60, "age in years"),
        Column("mood", np.uint8, 0, "level"),
        Column("income", np.float32, 0.0, "pounds a month"),
        Column("friends", np.int32, -1, "ids", width=2),
    )
    measures = (Measure("present", "people", "how many are there"), Measure("mean_age", "years", "of those present"))

    def month(self, world: World) -> None:
        """Enter, age, leave, count."""
        world.people.admit(world.month)
        world.people.view(Years, "ageing").age[:] += world.month % 12 == 11
        world.people.writable("ageing", "mood")[:] = 3 * world.draws.uniform("mood", world.month, world.people["id"])
        luck = world.draws.uniform("leaving", world.month, world.people["id"])
        here = world.people.row_of[world.people["id"]] >= 0
        world.people.forget(np.flatnonzero(here & (luck < 0.02)), world.month, 0)
        world.record("present", len(world.individuals))
        world.record("mean_age", world.individuals.agg("age", np.mean))


class Person(Individual):
    """An individual with something of its own."""

    __slots__ = ()

    @property
    def old(self) -> bool:
        """Say whether 80 or more."""
        return bool(self.age >= 80)

    def greet(self, word: str) -> str:
        """Say a word."""
        return f"{word} {self.unique_id}"


class Hub(mesa.Agent):
    """A plain Mesa agent."""

    def __init__(self, model: World, members: int) -> None:
        super().__init__(model)
        self.members = members


class Town(World):
    """A town of 60 people, 20 of whom enter later, with two hubs."""

    individual_type = Person

    def __init__(self, months: int = 30, materialise: bool = False) -> None:
        numbers = np.arange(PEOPLE)
        columns: dict[str, NDArray[Any]] = {
            "age": (60 + numbers * 7 % 40).astype(np.uint8),
            "income": (numbers * 13 % 50 / 4).astype(np.float32),
            "friends": np.stack([numbers - 1, numbers + 1], axis=1).astype(np.int32),
        }
        super().__init__(
            start=Start(np.maximum(numbers - 39, 0).astype(np.int32), columns),
            processes=[Ageing()],
            interventions=[],
            sheets={},
            seed=5,
            months=months,
            groups=1,
            price_year="2010-11",
            materialise=materialise,
        )
        for members in (5, 9):
            Hub(self, members)


def after(months: int, materialise: bool = False) -> Town:
    """Return the town some months on."""
    world = Town(materialise=materialise)
    for _ in range(months):
        world.step()
    return world


def by_hand(world: World) -> list[Individual]:
    """Return everyone present as objects, in order of id."""
    return [world.individual(one) for one in range(PEOPLE) if world.people.row_of[one] >= 0]


def ids(agents: Any) -> list[int]:
    """Return the ids of agents."""
    return [agent.unique_id for agent in agents]
