"""Model: one place, grown month by month, as a Mesa model."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import ipyvuetify as v
import mesa
import numpy as np
import pytest
import solara
from mesa.visualization import SolaraViz

import models
from models import Kith, Plan, Resident, Scenario, interventions, run
from models.api import finished
from models.services.handover import SocialWorker
from models.services.hub.network import Hub
from sim.levers import Levers
from sim.world import World
from tests.models.village import grown, leeds
from tests.test_promises import same

pytestmark = pytest.mark.model

SMALL = Scenario(residents=1_000, months=6)
EVERYTHING = Scenario(residents=1_000, months=6, interventions={one.name: Plan(1) for one in interventions()})


def test_mesas_data_collector_collects_measures_and_agents():
    world = Kith(SMALL)
    collector = mesa.DataCollector(
        model_reporters={"lonely": [world.latest, ["lonely"]], "hubs": lambda one: len(one.agents_by_type[Hub])},
        agenttype_reporters={Hub: {"reserves": "reserves"}, Resident: {"age": "age"}},
    )
    for _ in range(3):
        world.step()
        collector.collect(world)
    frame = collector.get_model_vars_dataframe()
    assert frame["lonely"].tolist() == world.recorded()["lonely"].tolist()
    assert frame["hubs"].tolist() == [37, 37, 37]
    reserves = collector.get_agenttype_vars_dataframe(Hub).loc[3.0, "reserves"]
    assert reserves.tolist() == [hub.reserves for hub in world.agents_by_type[Hub]]
    ages = collector.get_agenttype_vars_dataframe(Resident).loc[3.0, "age"]
    assert ages.tolist() == world.individuals.get("age")


def test_a_resident_is_a_mesa_agent_with_columns_for_attributes():
    world = grown(3, residents=1_000)
    person = world.individuals[0]
    assert isinstance(person, Resident)
    assert isinstance(person, mesa.Agent)
    assert person.age >= 60
    assert world.individual(person.unique_id) is person
    frail = world.individuals.select(lambda one: one.cfs >= 5)
    assert len(frail) == world.recorded()["frail"].iloc[-1]
    assert world.individuals.where(lambda people: people["cfs"] >= 5).count() == len(frail)


def test_services_are_mesa_agents_of_their_own():
    world = leeds(1)
    assert len(world.agents_by_type[Hub]) == 37
    people = len(world.individuals) * world.people_per_resident
    workers = people / world.sheets["handover"].residents_per_social_worker
    assert len(world.agents_by_type[SocialWorker]) == pytest.approx(workers, rel=0.1)
    numbers = [agent.unique_id for agent in world.agents]
    assert len(set(numbers)) == len(numbers), "no two agents share an id"


def test_mesas_solara_page_shows_leeds_and_steps_it():
    world = Kith(SMALL)

    def tally(model: Kith) -> None:
        solara.Text(f"{model.people.size} residents in month {model.month}")

    @solara.component
    def page():
        with solara.AppLayout():
            SolaraViz(world, components=[(tally, 0)], name="Leeds")

    def said() -> list[str]:
        texts = rendered.find(v.Html, tag="span").widgets  # type: ignore[attr-defined]
        children = [child for text in texts for child in text.children]
        return [child for child in children if isinstance(child, str) and "residents" in child]

    _, rendered = solara.render(page(), handle_error=False)
    try:
        assert said() == ["1000 residents in month 0"]
        buttons = rendered.find(v.Btn).widgets  # type: ignore[attr-defined]
        next(button for button in buttons if "Step" in button.children).click()
        assert world.month == 1
        assert said() == [f"{world.people.size} residents in month 1"]
    finally:
        rendered.close()


def test_a_model_made_without_arguments_is_leeds_as_now():
    given = Kith.__init__.__defaults__
    assert given is not None
    assert given[0] is None
    assert Scenario().place == "leeds"
    assert not Scenario().interventions


def test_every_measure_is_recorded_every_month_in_its_unit():
    finished = run(SMALL)
    undefined = {"mean_trust", "handover_rate"}
    measures = finished.measures.drop(columns=sorted(undefined))
    assert measures.index.tolist() == list(range(6))
    assert not measures.isna().any().any()
    assert set(finished.measures.attrs["units"]) == set(finished.measures.columns)
    assert (measures.drop(columns=["budget_pressure"]) >= 0).all().all()


@pytest.mark.parametrize("scenario", [SMALL, EVERYTHING], ids=["as now", "all programmes"])
def test_watching_a_life_changes_nothing_and_tells_its_luck(scenario):
    plain = run(scenario)
    for person in (0, 400, 999):
        watched = run(scenario, watch=person)
        assert same(watched, plain)
        assert {event.person for event in watched.events} <= {person}
        luck = np.array([one.luck for one in watched.decisions])
        assert len(luck) > 6
        assert ((luck >= 0) & (luck < 1)).all()
        assert all(0 <= one.chance <= 1 for one in watched.decisions)
        assert scenario.interventions or all(one.ratio == 1.0 for one in watched.decisions)


def test_nobody_who_has_left_is_reached_or_changed(monkeypatch):
    world, multiply, moved = Kith(replace(EVERYTHING, residents=6_000, months=14)), Levers.multiply, set()

    def among_those_here(levers: Levers, name: str, rows: Any, *ratios: Any) -> None:
        for_all = len(rows) == world.people.size
        assert for_all or (world.people["here"][rows] > 0).all(), name
        moved.add(name)
        multiply(levers, name, rows, *ratios)

    monkeypatch.setattr(Levers, "multiply", among_those_here)
    while world.month < world.months:
        world.step()
    assert len(moved) > 10
    leaving = np.where(world.people.left < 0, world.months, world.people.left)
    for name in world.reached.names():
        months, ids = world.reached.of(name)
        assert (leaving[ids] >= months).all(), name
    assert len(world.reached.names()) > 10


def test_whom_luck_rules_out_would_not_have_met_what_they_are_ruled_out_of(monkeypatch):
    sieved = run(EVERYTHING)
    monkeypatch.setattr(World, "highest", lambda world, decision, rates: np.full(np.shape(rates), 255, np.uint8)[()])
    assert same(run(EVERYTHING), sieved)


def test_following_everyone_changes_nothing_and_tells_every_death():
    plain, followed = run(SMALL), run(SMALL, follow=True)
    assert followed.measures.equals(plain.measures)
    died = [event for event in followed.events if event.event == "died"]
    assert len(died) == plain.measures["deaths"].sum()
    assert followed.fingerprint == plain.fingerprint


def test_a_fingerprint_tells_what_decides_a_run():
    plain = run(SMALL)
    assert run(Scenario(residents=1_000, months=6, title="another title")).fingerprint == plain.fingerprint
    others = [
        run(SMALL, seed=2),
        run(SMALL, draw=0),
        run(Scenario(residents=1_000, months=5)),
        run(Scenario(residents=1_000, months=6, overrides={"loneliness.alone_ratio": 2.0})),
        run(Scenario(residents=1_000, months=6, interventions={"reablement": Plan(2)})),
    ]
    assert len({one.fingerprint for one in [plain, *others]}) == 6
    assert len(plain.fingerprint) == 16


def test_someone_who_does_not_exist_cannot_be_watched(told):
    sentence = told(lambda: Kith(SMALL, watch=10_000_000))
    assert sentence.startswith("There is no person 10000000 in Leeds: ids run from 0 to ")


@pytest.mark.parametrize(("name", "nearest"), [("local_link", "local_links"), ("reablment", "reablement")])
def test_an_unknown_intervention_is_refused_with_the_nearest(told, name, nearest):
    sentence = told(lambda: Kith(Scenario(residents=1_000, interventions={name: Plan()})))
    assert sentence == f"There is no intervention '{name}'. Did you mean '{nearest}'?"


def test_a_run_tells_whom_programmes_reached_and_whose_hours_were_served():
    plans = {name: Plan(2) for name in ("age_friendly_coordinators", "reablement")}
    plain, tried = (run(Scenario(residents=4_000, months=12, interventions=given)) for given in ({}, plans))
    assert "age_friendly_coordinators" not in plain.reached
    engaged = tried.reached["age_friendly_coordinators"]
    assert engaged.month.min() >= 2
    assert len(set(engaged.person.tolist())) == len(engaged.person)
    began = [one.reached["began reablement"] for one in (plain, tried)]
    assert began[0].month.min() < 2, "a mark is kept in the as-now world too"
    assert len(began[1].person) > len(began[0].person)
    for one in (plain, tried):
        assert np.allclose(one.hours.sum(axis=1), one.measures["volunteer_hours_used"])


def test_months_of_waiting_are_those_of_people_at_a_stage_of_the_pathway():
    world, waited = leeds(months=6), 0
    for _ in range(6):
        world.step()
        here = (world.people["here"] > 0) & (world.people["reable_weeks"] == 0)
        waited += int(np.count_nonzero((world.people["stage"] > 0) & here))
    assert world.waited.sum() == waited > 0


def test_every_mark_of_an_intervention_is_an_event_that_a_word_notes():
    words = (path for path in Path(models.__file__).parent.rglob("*.py") if "interventions" not in path.parts)
    source = "\n".join(path.read_text(encoding="utf-8") for path in words)
    assert [kind.name for kind in interventions() if kind.mark and f'note("{kind.mark}"' not in source] == []


def test_what_a_run_hands_on_is_taken_from_its_world_and_nobody_is_drawn_again(monkeypatch):
    world, before = grown(2), models.run(Scenario(residents=3_000, months=2))
    models.model._started.cache_clear()
    monkeypatch.setattr(models.model, "synthesise", lambda *_: pytest.fail("drew everyone again"))
    assert same(finished(world, 1, None, 0.0, 0.0), before)
