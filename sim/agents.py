"""Mesa agents over columns: objects made when someone asks, and sets that work on whole columns."""

import copy
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import TYPE_CHECKING, Any, Literal

import mesa
import numpy as np
from mesa.agentset import AbstractAgentSet
from numpy.typing import ArrayLike, NDArray

from sim.errors import ModelError, did_you_mean
from sim.groups import Groups, grouped, ranked, widened
from sim.population import GONE, Population

if TYPE_CHECKING:
    from sim.world import World

MESA_OWN = ("model", "unique_id", "pos")
"""Attributes that Mesa itself sets on an agent."""


class Individual(mesa.Agent):
    """One person of a world: holds an id, reads the columns, and does not register itself.

    Ask `World.individual` for one; the same object is returned as long as someone holds it.
    Attributes that are not columns may be set and then last until the person leaves.
    """

    __slots__ = ("model", "unique_id")

    model: "World"
    unique_id: int
    pos = None

    def __init__(self, world: "World", identity: int) -> None:
        object.__setattr__(self, "model", world)
        object.__setattr__(self, "unique_id", identity)

    @property
    def present(self) -> bool:
        """Say whether the person has entered and not left."""
        return bool(self.model.people.row_of[self.unique_id] != GONE)

    def remove(self) -> None:
        """Refuse: people leave by the words of the model."""
        raise ModelError(f"{self!r} cannot be removed by hand: people leave when a word forgets them.")

    def __getattr__(self, name: str) -> Any:
        """Read a column at this person's row; several values come as a tuple."""
        if name.startswith("__") or name in MESA_OWN:
            raise AttributeError(name)
        people = self.model.people
        if name not in people:
            words = [*people.columns, *(word for word in dir(type(self)) if not word.startswith("_"))]
            raise AttributeError(f"{self!r} has no '{name}'.{did_you_mean(name, words)}")
        value = people[name][people.row(self.unique_id)]
        return tuple(value.tolist()) if value.ndim else value.item()

    def __setattr__(self, name: str, value: Any) -> None:
        """Set what is not a column; a column is refused."""
        if name in MESA_OWN:
            object.__setattr__(self, name, value)
            return
        if is_column(type(self), self.model.people, name):
            raise ModelError(f"'{name}' of {self!r} cannot be set: {its_writer(self.model, name)}")
        object.__setattr__(self, name, value)
        self.model.roll.keep(self)

    def __copy__(self) -> "Individual":
        """Return the same object: there is one for each id of a world."""
        return self

    def __repr__(self) -> str:
        """Return the type and the id."""
        return f"{type(self).__name__} {self.unique_id}"


def is_column(kind: type[Individual], people: Population, name: str) -> bool:
    """Say whether a name read on this kind of individual is a column, rather than something of its class."""
    return name in people and not hasattr(kind, name)


def its_writer(world: "World", column: str) -> str:
    """Say which word writes a column, to refuse everyone else."""
    owners = [(process.word, process.columns) for process in world.processes]
    owners += [(intervention.name, intervention.columns) for intervention in world.interventions]
    owner = next((word for word, columns in owners if column in {one.name for one in columns}), "the engine")
    return f"a column is written by its own word only, and '{column}' belongs to '{owner}'."


def checked_ids(people: Population, ids: ArrayLike) -> NDArray[np.uint32]:
    """Return ids once each, in the order given; an id that will never exist is refused."""
    given = np.asarray(ids).astype(np.int64)
    for identity in given[(given < 0) | (given >= people.start.everyone)][:1]:
        people.row(int(identity))
    return given[np.sort(np.unique(given, return_index=True)[1])].astype(np.uint32)


def ids_of(world: "World", agents: Iterable[Any]) -> NDArray[np.uint32]:
    """Return the ids of people of this world; anything else is refused."""
    if isinstance(agents, Individuals) and agents.model is world:
        return agents.ids
    members = list(agents)
    for one in members:
        if not isinstance(one, Individual) or one.model is not world:
            raise ModelError(f"{one!r} is no person of this world: a selection holds its people only.")
    return checked_ids(world.people, [one.unique_id for one in members])


class Individuals(AbstractAgentSet):
    """People of a world by id: everyone present, or a selection of them.

    Without ``ids`` it is a live view of everyone present, in id order. With them it is a selection
    in the order given, from which people drop out as they leave. Objects are made only where Mesa's
    interface hands out agents; what concerns columns is worked out on columns.

    Attributes:
        model: the world they live in.
    """

    def __init__(self, world: "World", ids: ArrayLike | None = None) -> None:
        self.model = world
        self._chosen: NDArray[np.uint32] | None = None if ids is None else checked_ids(world.people, ids)

    @property
    def ids(self) -> NDArray[np.uint32]:
        """Ids of those present, in the order of the selection, shape (n,)."""
        people = self.model.people
        ids: NDArray[np.uint32] = people["id"] if self._chosen is None else self._chosen
        return ids[people.row_of[ids] != GONE]

    @property
    def random(self) -> Random:
        """Mesa's random generator, which nothing here draws from."""
        generator: Random = self.model.random
        return generator

    def column(self, name: str) -> NDArray[Any]:
        """Return a column of those present, in the order of the selection, shape (n,) or (n, width)."""
        people = self.model.people
        return people[name][people.row_of[self.ids]]

    def __len__(self) -> int:
        """Return how many are present."""
        return len(self.ids)

    def __iter__(self) -> Iterator[Individual]:
        """Make the individuals one by one, passing over those who leave meanwhile."""
        row_of, roll = self.model.people.row_of, self.model.roll
        for identity in self.ids.tolist():
            if row_of[identity] != GONE:
                yield roll.known(identity)

    def __contains__(self, agent: object) -> bool:
        """Say whether a person is among them."""
        if not isinstance(agent, Individual) or agent.model is not self.model or not agent.present:
            return False
        return self._chosen is None or bool((self._chosen == agent.unique_id).any())

    def __getitem__(self, item: int | slice) -> Any:
        """Return the individual at a place in the order, or the list of those in a slice."""
        ids = self.ids[item]
        known = self.model.roll.known
        return [known(one) for one in ids.tolist()] if isinstance(item, slice) else known(int(ids))

    def __repr__(self) -> str:
        """Say how many there are, and of what."""
        return f"<{'everyone present' if self._chosen is None else 'selection'}: {len(self)} {self._kind.__name__}>"

    @property
    def _kind(self) -> type[Individual]:
        return self.model.individual_type

    def _chosen_as(self, ids: NDArray[np.uint32], inplace: bool = False) -> "Individuals":
        if inplace and self._chosen is None:
            raise ModelError(
                "Everyone present cannot be narrowed, ordered or added to in place: "
                "leave out inplace=True, or take a selection first, as in world.individuals.select(at_most=100)."
            )
        held = self if inplace else copy.copy(self)
        held._chosen = ids
        return held

    def _update(self, agents: Iterable[Individual]) -> "Individuals":
        return self._chosen_as(ids_of(self.model, agents), inplace=True)

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: int | float = float("inf"),
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> "Individuals":
        """Return those for whom the function holds, as Mesa does; `where` is the fast way."""
        ids = self.ids
        room = int(len(ids) * at_most) if isinstance(at_most, float) and at_most <= 1.0 else at_most
        if agent_type is not None and not issubclass(self._kind, agent_type):
            ids = ids[:0]
        elif filter_func is not None:
            ids = self._passing(filter_func, room)
        return self._chosen_as(ids[: int(np.ceil(min(room, len(ids))))], inplace)

    def _passing(self, filter_func: Callable[[Any], bool], room: float) -> NDArray[np.uint32]:
        found: list[int] = []
        for agent in self:
            if len(found) >= room:
                break
            if filter_func(agent):
                found.append(agent.unique_id)
        return np.array(found, np.uint32)

    def where(
        self, mask: NDArray[np.bool_] | Callable[[Population], NDArray[np.bool_]] | None = None, /, **values: Any
    ) -> "Individuals":
        """Return those whose row is True in the mask and whose columns equal the values.

        Args:
            mask: one boolean a row of ``world.people``, shape (size,), or a function that is given
                ``world.people`` and returns such a mask.
            values: columns and what they must equal, as in ``where(lonely=2)``.
        """
        people = self.model.people
        masks = [] if mask is None else [mask(people) if callable(mask) else np.asarray(mask)]
        masks += [np.asarray(people[name] == value) for name, value in values.items()]
        ids = self.ids
        rows = people.row_of[ids]
        kept = np.ones(len(ids), bool)
        for each in masks:
            if each.dtype != np.bool_ or each.shape != (people.size,):
                raise ModelError(
                    f"where() takes one True or False for each of the {people.size} rows of world.people; "
                    f"it was given {each.dtype} of shape {each.shape}."
                )
            kept &= each[rows]
        return self._chosen_as(ids[kept])

    def count(
        self, mask: NDArray[np.bool_] | Callable[[Population], NDArray[np.bool_]] | None = None, /, **values: Any
    ) -> int:
        """Return how many there are, or how many `where` would return."""
        return len(self.where(mask, **values))

    def agg(self, attribute: str, func: Callable[[Any], Any] | Iterable[Callable[[Any], Any]]) -> Any:
        """Return the attribute summed up by one function or by several.

        A column is handed over as one array, widened to 64 bits so that no sum overflows.
        """
        values = widened(self.column(attribute)) if self._is_column(attribute) else self.get(attribute)
        return func(values) if callable(func) else [one(values) for one in func]

    def _is_column(self, name: str) -> bool:
        return is_column(self._kind, self.model.people, name)

    def get(
        self,
        attr_names: str | list[str],
        handle_missing: Literal["error", "default"] = "error",
        default_value: Any = None,
    ) -> list[Any]:
        """Return the attribute of each, or with a list of names the list of attributes of each."""
        if handle_missing not in ("error", "default"):
            raise ValueError(f"handle_missing is 'error' or 'default', not {handle_missing!r}.")
        if isinstance(attr_names, str):
            return self._plain(attr_names, handle_missing == "default", default_value)
        columns = [self._plain(name, handle_missing == "default", default_value) for name in attr_names]
        return [list(row) for row in zip(*columns, strict=True)]

    def _plain(self, name: str, lenient: bool = False, default: Any = None) -> list[Any]:
        if name == "unique_id":
            return self.ids.tolist()
        if self._is_column(name):
            values = self.column(name)
            return values.tolist() if values.ndim == 1 else [tuple(row) for row in values.tolist()]
        return [getattr(agent, name, default) if lenient else getattr(agent, name) for agent in self]

    def set(self, attr_name: str, value: Any) -> "Individuals":
        """Set an attribute that is not a column on each; a column is refused."""
        if self._is_column(attr_name):
            raise ModelError(f"'{attr_name}' cannot be set: {its_writer(self.model, attr_name)}")
        for agent in self:
            setattr(agent, attr_name, value)
        return self

    def groupby(self, by: Callable[[Any], Any] | str, result_type: Literal["agentset", "list"] = "agentset") -> Groups:
        """Return groups by the values of an attribute or of a function, in order of first appearance."""
        ids = self.ids
        if isinstance(by, str) and self._is_column(by) and self.model.people[by].ndim == 1:
            places: dict[Any, Any] = dict(grouped(self.column(by)))
        else:
            places = {}
            for place, key in enumerate(self._plain(by) if isinstance(by, str) else self.map(by)):
                places.setdefault(key, []).append(place)
        groups = {key: ids[some] for key, some in places.items()}
        sets = {key: self._chosen_as(some) for key, some in groups.items()}
        return Groups(sets if result_type == "agentset" else {key: list(some) for key, some in sets.items()})

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> "Individuals":
        """Return them in the order of an attribute or a function; equals keep their order. Descending, as in Mesa."""
        ids = self.ids
        if isinstance(key, str) and self._is_column(key) and self.model.people[key].ndim == 1:
            return self._chosen_as(ids[ranked(self.column(key), ascending)], inplace)
        keys = self._plain(key) if isinstance(key, str) else self.map(key)
        order = sorted(range(len(ids)), key=keys.__getitem__, reverse=not ascending)
        return self._chosen_as(ids[np.array(order, np.int64)], inplace)

    def shuffle(self, inplace: bool = False) -> "Individuals":
        """Return them in the order of their luck in the decision "shuffle" of this month.

        The luck is addressed: it consumes nothing, depends neither on the former order nor on who else
        is there, and is the same each time it is asked within one month.
        """
        ids = self.ids
        luck = self.model.draws.uniform("shuffle", self.model.month, ids)
        return self._chosen_as(ids[np.lexsort((ids, luck))], inplace)

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> "Individuals":
        """Call a method or a function on each."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> "Individuals":
        """Call a method or a function on each, in the order of `shuffle`."""
        self.shuffle().do(method, *args, **kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Call a method or a function on each and return what they return."""
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self]
        return [method(agent, *args, **kwargs) for agent in self]

    def to_list(self) -> list[Individual]:
        """Return the individuals as a list."""
        return list(self)

    def add(self, agent: Individual) -> None:
        """Put a person at the end of a selection, if not yet there."""
        (identity,) = ids_of(self.model, [agent])
        if agent not in self:
            self._chosen_as(np.append(self.ids, identity), inplace=True)

    def discard(self, agent: Individual) -> None:
        """Take a person out of a selection, if there."""
        ids = self.ids
        self._chosen_as(ids[ids != agent.unique_id] if agent in self else ids, inplace=True)

    def remove(self, agent: Individual) -> None:
        """Take a person out of a selection; one who is not there is a KeyError, as in Mesa."""
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    def _from_iterable(self, agents: Iterable[Individual]) -> "Individuals":
        return self._chosen_as(ids_of(self.model, agents))

    def __and__(self, other: Iterable[Any]) -> "Individuals":
        """Return those who are in both, in this order."""
        return self._chosen_as(self.ids[np.isin(self.ids, ids_of(self.model, other))])

    def __sub__(self, other: Iterable[Any]) -> "Individuals":
        """Return those who are not in the other, in this order."""
        return self._chosen_as(self.ids[~np.isin(self.ids, ids_of(self.model, other))])

    def __or__(self, other: Iterable[Any]) -> "Individuals":
        """Return those here, then those who are only in the other."""
        return self._chosen_as(checked_ids(self.model.people, [*self.ids, *ids_of(self.model, other)]))
