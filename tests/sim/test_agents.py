"""People as Mesa agents: real objects on demand, and sets that agree with plain Python over objects."""

import copy

import mesa
import numpy as np
import pytest
from mesa.agentset import AbstractAgentSet, AgentSet

from sim.agents import Individual, Individuals
from sim.errors import ModelError
from tests.sim.town import Hub, Person, Town, after, by_hand, ids


@pytest.fixture
def world() -> Town:
    """A town in which some have left since the last compaction."""
    return after(16)


@pytest.mark.unit
def test_an_individual_is_the_same_object_as_long_as_someone_holds_it(world):
    held = world.individual(2)
    assert world.individual(np.int64(2)) is held
    assert world.individuals.select(lambda person: person.unique_id == 2)[0] is held
    assert copy.copy(held) is held
    assert isinstance(held, mesa.Agent)
    assert isinstance(held, Person)
    assert held not in set(mesa.Model.agents.fget(world)), "nobody registers unasked"


@pytest.mark.unit
def test_an_individual_keeps_its_id_when_rows_move():
    world = Town()
    watched = world.individual(39)
    friends, row = watched.friends, world.people.row(39)
    for _ in range(world.compact_every + 1):
        world.step()
    assert world.people.row(39) != row, "the rows must have moved for this test to mean anything"
    assert (watched.unique_id, watched.id, watched.friends) == (39, 39, friends) == (39, 39, (38, 40))


@pytest.mark.unit
def test_columns_read_as_plain_python_values(world):
    person = world.individuals[0]
    row = world.people.row(person.unique_id)
    assert type(person.age) is int
    assert person.age == world.people["age"][row]
    assert type(person.income) is float
    assert person.income == world.people["income"][row]
    assert person.friends == tuple(world.people["friends"][row])


NO_CHANGE = (
    "The agents of a world are not changed by hand: leave out inplace=True and use what is returned. "
    "An agent joins by being made and leaves by its own remove(); people enter and leave by their words."
)
NO_PLACE = (
    "Everyone present cannot be narrowed, ordered or added to in place: leave out inplace=True, "
    "or take a selection first, as in world.individuals.select(at_most=100)."
)
NO_MASK = "where() takes one True or False for each of the 48 rows of world.people; it was given float64 of shape (3,)."
REFUSALS = {
    "a column of a person": (
        lambda world: setattr(world.individual(0), "age", 3),
        "'age' of Person 0 cannot be set: a column is written by its own word only, and 'age' belongs to 'ageing'.",
    ),
    "a column of all": (
        lambda world: world.individuals.set("id", 3),
        "'id' cannot be set: a column is written by its own word only, and 'id' belongs to 'the engine'.",
    ),
    "someone who left": (lambda world: world.individual(5), "Person 5 has left (entry in month 0)."),
    "someone held who left": (lambda world: Person(world, 5).age, "Person 5 has left (entry in month 0)."),
    "someone to come": (lambda world: world.individual(59), "Person 59 has not entered yet (entry in month 20)."),
    "nobody": (lambda world: world.individual(60), "There is no person 60: ids run from 0 to 59."),
    "nobody in a selection": (lambda world: Individuals(world, [-1]), "There is no person -1: ids run from 0 to 59."),
    "removal by hand": (
        lambda world: world.individual(0).remove(),
        "Person 0 cannot be removed by hand: people leave when a word forgets them.",
    ),
    "an unknown column": (
        lambda world: world.individuals.where(modd=2),
        "There is no column 'modd'. Did you mean 'mood'?",
    ),
    "no mask": (lambda world: world.individuals.where(np.ones(3)), NO_MASK),
    "everyone in place": (lambda world: world.individuals.discard(world.individual(0)), NO_PLACE),
    "a stranger": (
        lambda world: world.individuals.select(at_most=1).add("Ann"),
        "'Ann' is no person of this world: a selection holds its people only.",
    ),
    "the world's agents in place": (lambda world: world.agents.shuffle(inplace=True), NO_CHANGE),
    "an agent by hand": (lambda world: world.agents.add(world.individual(0)), NO_CHANGE),
}


@pytest.mark.unit
@pytest.mark.parametrize(("act", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_a_sentence(world, act, sentence):
    with pytest.raises(ModelError) as refused:
        act(world)
    assert str(refused.value) == sentence


@pytest.mark.unit
def test_an_unknown_attribute_names_the_nearest_word(world):
    for look in (lambda: world.individual(0).agge, lambda: world.individuals.get("agge")):
        with pytest.raises(AttributeError) as refused:
            look()
        assert str(refused.value) == "Person 0 has no 'agge'. Did you mean 'age'?"
    assert not hasattr(world.individual(0), "shoe")


@pytest.mark.unit
def test_an_attribute_of_ones_own_lasts_until_the_person_leaves():
    world = Town()
    world.individuals.set("colour", "red")
    assert world.individual(3).colour == "red"
    for _ in range(12):
        world.step()
    assert set(world.individuals.get("colour", handle_missing="default")) == {"red", None}
    assert len(world.roll._kept) == sum(world.people.row_of[:40] >= 0)


@pytest.mark.unit
def test_looking_agrees_with_plain_python_over_objects(world):
    everyone, hand = world.individuals, by_hand(world)
    assert isinstance(everyone, AbstractAgentSet)
    assert list(everyone) == everyone.to_list() == everyone[:] == hand
    assert len(everyone) == everyone.count() == len(hand) < world.people.size, "some have left and not been compacted"
    assert everyone[-1] is hand[-1]
    assert everyone[2:9:3] == hand[2:9:3]
    assert all(person in everyone for person in hand)
    assert Hub(world, 1) not in everyone
    assert everyone.get("age") == [person.age for person in hand]
    assert everyone.get(["unique_id", "friends", "old"]) == [[p.unique_id, p.friends, p.old] for p in hand]
    assert everyone.get("shoe", handle_missing="default", default_value=7) == [7] * len(hand)
    assert everyone.map("greet", "hello") == everyone.map(Person.greet, "hello") == [p.greet("hello") for p in hand]
    for name in ("age", "income", "old"):
        whole = [getattr(person, name) for person in hand]
        for one in (sum, max, np.mean):
            assert everyone.agg(name, one) == pytest.approx(one(whole))
        assert everyone.agg(name, [min, np.sum]) == pytest.approx([min(whole), np.sum(whole)])


@pytest.mark.unit
def test_selecting_agrees_with_plain_python_over_objects(world):
    everyone, hand = world.individuals, by_hand(world)
    low = [person for person in hand if person.mood == 2]
    assert low
    assert everyone.where(mood=2) == everyone.where(lambda people: people["mood"] == 2)
    assert list(everyone.where(world.people["mood"] == 2)) == low == list(everyone.select(lambda one: one.mood == 2))
    assert list(everyone.where(world.people["age"] > 70, mood=2)) == [person for person in low if person.age > 70]
    assert everyone.count(mood=2) == len(low)
    for at_most in (0, 3, 2.5, 0.5, 1.0, 1000, float("inf")):
        mesas = AgentSet(hand, random=world.random)
        assert list(everyone.select(at_most=at_most)) == list(mesas.select(at_most=at_most)), at_most
        assert list(everyone.select(lambda one: one.old, at_most)) == list(mesas.select(lambda one: one.old, at_most))
    assert list(everyone.select(agent_type=Individual)) == hand
    assert not everyone.select(agent_type=Hub)


@pytest.mark.unit
def test_who_leaves_while_others_act_is_passed_over(world):
    second = world.individuals[1]
    visited: list[int] = []

    def act(person: Individual) -> None:
        visited.append(person.unique_id)
        if second.present:
            world.people.forget(np.array([world.people.row(second.unique_id)]), world.month, 0)

    world.individuals.do(act)
    assert visited == ids(by_hand(world))
    assert second not in world.individuals


@pytest.mark.unit
@pytest.mark.parametrize("by", ["mood", "income", "friends", "old", lambda person: person.age // 10])
@pytest.mark.parametrize("result_type", ["agentset", "list"])
def test_grouping_agrees_with_mesas_own_set(world, by, result_type):
    ours = world.individuals.sort("age").groupby(by, result_type)
    hand = world.individuals.sort("age").to_list()
    mesas = AgentSet(hand, random=world.random).groupby(by, result_type)
    assert list(ours.groups) == list(mesas.groups)
    assert [ids(group) for group in ours.groups.values()] == [ids(group) for group in mesas.groups.values()]
    assert ours.count() == mesas.count()
    assert ours.agg("age", sum) == mesas.agg("age", sum)


@pytest.mark.unit
@pytest.mark.parametrize("key", ["mood", "age", "income", "friends", "old", lambda person: -person.age])
@pytest.mark.parametrize("ascending", [True, False])
def test_sorting_agrees_with_mesas_own_set(world, key, ascending):
    hand = by_hand(world)
    mesas = AgentSet(hand, random=world.random).sort(key, ascending)
    assert ids(world.individuals.sort(key, ascending)) == ids(mesas)


@pytest.mark.unit
def test_shuffling_is_addressed_and_consumes_nothing(world):
    before = world.random.getstate()
    order = ids(world.individuals.shuffle())
    assert order == ids(world.individuals.sort("age").shuffle())
    assert order != ids(world.individuals)
    assert sorted(order) == ids(world.individuals)
    some = world.individuals.where(mood=2)
    assert ids(some.shuffle()) == [one for one in order if one in ids(some)], "leaving others out changes no order"
    visited: list[int] = []
    world.individuals.shuffle_do(lambda person: visited.append(person.unique_id))
    assert visited == order
    assert world.random.getstate() == before
    world.step()
    assert [one for one in ids(world.individuals.shuffle()) if one in order] != order


@pytest.mark.unit
def test_a_selection_is_a_mutable_set_from_which_people_drop_out(world):
    first, second = world.individuals.select(at_most=9), world.individuals[9]
    kept = first.select(at_most=5)
    first.add(second)
    first.add(second)
    assert ids(first) == ids(world.individuals[:10])
    assert len(kept) == 5
    first.remove(second)
    first.discard(second)
    with pytest.raises(KeyError):
        first.remove(second)
    low = world.individuals.where(mood=1)
    assert set(ids(first & low)) == set(ids(first)) & set(ids(low))
    assert set(ids(first | low)) == set(ids(first)) | set(ids(low))
    assert set(ids(first - low)) == set(ids(first)) - set(ids(low))
    assert set(ids(first ^ low)) == set(ids(first)) ^ set(ids(low))
    first.sort("age", inplace=True)
    assert first.get("age") == sorted(first.get("age"), reverse=True)
    everyone, known = world.individuals, world.individuals.select(at_most=1.0)
    held = list(known)
    for _ in range(10):
        world.step()
    assert list(known) == [person for person in held if person.present] != held
    assert list(everyone) == by_hand(world), "everyone present is a live view"
