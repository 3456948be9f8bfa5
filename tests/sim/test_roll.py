"""The agents of a world: registered ones and people together, to everything in Mesa that looks at agents."""

import copy
import pickle
import warnings

import ipyvuetify as v
import mesa
import pytest
import solara
from mesa.visualization import SolaraViz

from tests.sim.town import Hub, Person, Town, after, ids


@pytest.mark.unit
@pytest.mark.parametrize("materialise", [False, True])
def test_the_worlds_agents_are_the_registered_ones_and_then_everyone(materialise):
    world = after(16, materialise)
    hubs, people = ids(world.agents_by_type[Hub]), ids(world.individuals)
    assert hubs == [60, 61], "no two agents share an id"
    assert ids(world.agents) == world.agents.get("unique_id") == hubs + people
    assert world.agent_types == [Hub, Person] == list(world.agents_by_type)
    assert ids(world.agents_by_type[Person]) == people
    assert len(world.agents) == len(hubs) + len(people)
    assert ids(world.agents.select(agent_type=Hub)) == hubs
    assert ids(world.agents.select(at_most=5)) == (hubs + people)[:5]
    assert ids(world.agents.sort("unique_id", ascending=True)) == people + hubs
    assert ids(world.agents.sort("unique_id", ascending=True)[-3:]) == [people[-1], *hubs]
    assert sorted(ids(world.agents.shuffle())) == people + hubs
    assert world.agents.groupby(type).count() == {Hub: 2, Person: len(people)}
    assert world.agents.groupby(lambda one: one.unique_id % 2).agg("unique_id", sum)[1] == 61 + sum(
        one for one in people if one % 2
    )
    assert world.agents.get("members", handle_missing="default")[:3] == [5, 9, None]
    assert all(agent in world.agents for agent in world.agents.to_list())


@pytest.mark.model
def test_materialising_everyone_changes_nothing_bit_for_bit():
    plain, real = after(0), after(0, materialise=True)
    for _ in range(30):
        plain.step()
        real.step()
        assert set(ids(mesa.Model.agents.fget(real))) == {60, 61, *ids(real.individuals)}
    assert real.recorded().equals(plain.recorded())
    assert {type(agent) for agent in mesa.Model.agents.fget(plain)} == {Hub}
    for name in plain.people.columns:
        assert plain.people[name].tobytes() == real.people[name].tobytes(), name
    assert plain.rng.bit_generator.state == real.rng.bit_generator.state
    assert plain.random.getstate() == real.random.getstate()
    assert ids(plain.agents_by_type[Hub]) == ids(real.agents_by_type[Hub])
    assert not plain.running
    assert plain.month == plain.steps == plain.time == 30


@pytest.mark.model
@pytest.mark.parametrize("materialise", [False, True])
@pytest.mark.parametrize("copied", [copy.deepcopy, lambda world: pickle.loads(pickle.dumps(world))])
def test_a_copied_world_goes_on_as_the_original_does(copied, materialise):
    world = after(7, materialise)
    held = world.individual(2)
    twin = copied(world)
    assert twin.individual(2) is not held
    assert twin.individual(2).model is twin
    for _ in range(15):
        world.step()
        twin.step()
    assert twin.recorded().equals(world.recorded())
    assert ids(twin.agents) == ids(world.agents)
    assert all(agent.model is twin for agent in twin.agents)


@pytest.mark.model
def test_mesas_data_collector_collects_measures_and_agents():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        world = Town()
        collector = mesa.DataCollector(
            model_reporters={"present": [world.latest, ["present"]], "agents": lambda one: len(one.agents)},
            agenttype_reporters={Hub: {"members": "members"}, Person: {"age": "age"}},
        )
        for _ in range(3):
            world.step()
            collector.collect(world)
    frame = collector.get_model_vars_dataframe()
    assert frame["present"].tolist() == world.recorded()["present"].tolist()
    assert frame["agents"].iloc[-1] == len(world.individuals) + 2
    assert collector.get_agenttype_vars_dataframe(Hub).loc[3.0, "members"].tolist() == [5, 9]
    assert collector.get_agenttype_vars_dataframe(Person).loc[3.0, "age"].tolist() == world.individuals.get("age")


@pytest.mark.model
def test_mesas_solara_page_shows_the_world_steps_it_and_begins_afresh():
    world = Town()

    def tally(model: Town) -> None:
        solara.Text(f"{len(model.agents)} agents in month {model.month}")

    @solara.component
    def page():
        with solara.AppLayout():
            SolaraViz(world, components=[(tally, 0)], name="Town")

    def said() -> list[str]:
        texts = rendered.find(v.Html, tag="span").widgets  # type: ignore[attr-defined]
        children = [child for text in texts for child in text.children]
        return [child for child in children if isinstance(child, str) and "agents" in child]

    def press(label: str) -> None:
        buttons = rendered.find(v.Btn).widgets  # type: ignore[attr-defined]
        next(button for button in buttons if label in button.children).click()

    _, rendered = solara.render(page(), handle_error=False)
    try:
        assert said() == ["42 agents in month 0"]
        press("Step")
        assert world.month == 1
        assert said() == [f"{len(world.agents)} agents in month 1"]
        press("Reset")
        assert said() == ["42 agents in month 0"]
    finally:
        rendered.close()
