"""Roll: who counts as an agent of a world, registered or made on demand, and the set that joins both."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from math import ceil
from random import Random
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakValueDictionary

import mesa
import numpy as np
from mesa.agentset import AbstractAgentSet, AgentSet

from sim.agents import Individual, Individuals
from sim.errors import ModelError
from sim.groups import Groups
from sim.population import GONE

if TYPE_CHECKING:
    from sim.world import World


class Mixed(AbstractAgentSet):
    """Agents registered with Mesa and people of the columns in one order, as runs of either kind.

    What it returns is again a set of this kind; the set itself is never changed.
    """

    def __init__(self, world: "World", runs: Iterable[AbstractAgentSet]) -> None:
        self.model = world
        self._runs = tuple(runs)

    @property
    def random(self) -> Random:
        """Mesa's random generator, which nothing here draws from."""
        generator: Random = self.model.random
        return generator

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(len(run) for run in self._runs)

    def __iter__(self) -> Iterator[Any]:
        """Go through all of them."""
        return chain.from_iterable(self._runs)

    def __contains__(self, agent: object) -> bool:
        """Say whether an agent is among them."""
        return any(agent in run for run in self._runs)

    def __getitem__(self, item: int | slice) -> Any:
        """Return the agent at a place in the order, or the list of those in a slice."""
        return self.to_list()[item]

    def __repr__(self) -> str:
        """Say how many there are."""
        people = sum(len(run) for run in self._runs if isinstance(run, Individuals))
        return f"<{len(self)} agents, {people} of them people of the columns>"

    def _in_order(self, agents: Iterable[Any]) -> "Mixed":
        runs: list[AbstractAgentSet] = []
        for of_columns, run in groupby(agents, key=lambda agent: isinstance(agent, Individual)):
            if of_columns:
                runs.append(Individuals(self.model, [agent.unique_id for agent in run]))
            else:
                runs.append(AgentSet(run, random=self.random))
        return Mixed(self.model, runs)

    def _refuse(self) -> None:
        raise ModelError(
            "The agents of a world are not changed by hand: leave out inplace=True and use what is returned. "
            "An agent joins by being made and leaves by its own remove(); people enter and leave by their words."
        )

    def _update(self, agents: Iterable[Any]) -> "Mixed":
        self._refuse()
        return self

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: int | float = float("inf"),
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> "Mixed":
        """Return those for whom the function holds, of the type asked for."""
        if inplace:
            self._refuse()
        room = int(len(self) * at_most) if isinstance(at_most, float) and at_most <= 1.0 else at_most
        runs = []
        for run in self._runs:
            runs.append(run.select(filter_func, room if room == float("inf") else ceil(room), False, agent_type))
            room -= len(runs[-1])
        return Mixed(self.model, runs)

    def agg(self, attribute: str, func: Callable[[Any], Any] | Iterable[Callable[[Any], Any]]) -> Any:
        """Return the attribute summed up by one function or by several; on columns if all are people."""
        filled = [run for run in self._runs if len(run)]
        return filled[0].agg(attribute, func) if len(filled) == 1 else super().agg(attribute, func)

    def get(
        self,
        attr_names: str | list[str],
        handle_missing: Literal["error", "default"] = "error",
        default_value: Any = None,
    ) -> list[Any]:
        """Return the attribute of each, or with a list of names the list of attributes of each."""
        return [value for run in self._runs for value in run.get(attr_names, handle_missing, default_value)]

    def groupby(self, by: Callable[[Any], Any] | str, result_type: Literal["agentset", "list"] = "agentset") -> Groups:
        """Return groups by the values of an attribute or of a function, in order of first appearance."""
        runs: dict[Any, list[AbstractAgentSet]] = {}
        for run in self._runs:
            for key, group in run.groupby(by).groups.items():
                runs.setdefault(key, []).append(group)
        sets = {key: Mixed(self.model, some) for key, some in runs.items()}
        return Groups(sets if result_type == "agentset" else {key: list(some) for key, some in sets.items()})

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> "Mixed":
        """Return them in the order of an attribute or a function. Descending, as in Mesa."""
        if inplace:
            self._refuse()
        agents = self.to_list()
        keys = [getattr(agent, key) if isinstance(key, str) else key(agent) for agent in agents]
        order = sorted(range(len(agents)), key=keys.__getitem__, reverse=not ascending)
        return self._in_order(agents[place] for place in order)

    def shuffle(self, inplace: bool = False) -> "Mixed":
        """Return them in the order of their luck in the decision "shuffle" of this month; see `Individuals`."""
        if inplace:
            self._refuse()
        agents = self.to_list()
        luck = self.model.draws.uniform("shuffle", self.model.month, np.array(self.get("unique_id"), np.int64))
        return self._in_order(agents[place] for place in np.argsort(luck, kind="stable"))

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> "Mixed":
        """Call a method or a function on each."""
        for run in self._runs:
            run.do(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> "Mixed":
        """Call a method or a function on each, in the order of `shuffle`."""
        self.shuffle().do(method, *args, **kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Call a method or a function on each and return what they return."""
        return [value for run in self._runs for value in run.map(method, *args, **kwargs)]

    def to_list(self) -> list[Any]:
        """Return the agents as a list."""
        return list(self)

    def add(self, agent: Any) -> None:
        """Refuse."""
        self._refuse()

    def discard(self, agent: Any) -> None:
        """Refuse."""
        self._refuse()

    def remove(self, agent: Any) -> None:
        """Refuse."""
        self._refuse()


class Roll:
    """The people of a world that exist as objects: those someone holds or, materialised, all of them."""

    def __init__(self, world: "World", materialise: bool) -> None:
        self.world = world
        self.materialise = materialise
        self._alive: WeakValueDictionary[int, Individual] = WeakValueDictionary()
        self._kept: dict[int, Individual] = {}
        self._registered: dict[int, Individual] = {}

    def known(self, identity: int) -> Individual:
        """Return the one object of an id, made if nobody holds it yet."""
        individual = self._alive.get(identity)
        if individual is None:
            individual = self.world.individual_type(self.world, identity)
            self._alive[identity] = individual
        return individual

    def keep(self, individual: Individual) -> None:
        """Hold someone who was given attributes of their own, so that these last until they leave."""
        self._kept[individual.unique_id] = individual

    def update(self) -> None:
        """Let go of those who left and, if all are materialised, register those who entered."""
        row_of = self.world.people.row_of
        for identity in [one for one in self._kept if row_of[one] == GONE]:
            del self._kept[identity]
        if not self.materialise:
            return
        for identity in [one for one in self._registered if row_of[one] == GONE]:
            mesa.Agent.remove(self._registered.pop(identity))
        for identity in self.world.individuals.ids.tolist():
            if identity not in self._registered:
                self._register(self.known(identity))

    def _register(self, individual: Individual) -> None:
        # Mesa numbers agents by a counter; lent the id for a moment, it gives a person the id for life.
        counter, self.world.agent_id_counter = self.world.agent_id_counter, individual.unique_id
        mesa.Agent.__init__(individual, self.world)
        self.world.agent_id_counter = counter
        self._registered[individual.unique_id] = individual

    @property
    def agents(self) -> Mixed:
        """Agents registered with Mesa in order of registration, then everyone present in order of id."""
        registered = mesa.Model.agents.fget(self.world)
        others = AgentSet((one for one in registered if not isinstance(one, Individual)), random=self.world.random)
        return Mixed(self.world, [others if self._registered else registered, Individuals(self.world)])

    @property
    def by_type(self) -> dict[type, AbstractAgentSet]:
        """The sets of agents by their type; people once, whether registered or not."""
        registered = mesa.Model.agents_by_type.fget(self.world)
        sets = {kind: agents for kind, agents in registered.items() if not issubclass(kind, Individual)}
        return {**sets, self.world.individual_type: Individuals(self.world)}

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy needs: weak references do not travel."""
        return {**self.__dict__, "_alive": list(self._alive.values())}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take up a copy's state."""
        alive = state.pop("_alive")
        self.__dict__.update(state)
        self._alive = WeakValueDictionary({one.unique_id: one for one in alive})
