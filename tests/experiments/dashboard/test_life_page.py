"""A life on the page: who is picked, how two lives are drawn side by side, and what each comes to."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.asking.usual import START
from experiments.comparing.followed import Followed, Month
from experiments.comparing.life import STANDS
from experiments.dashboard.drawings import life as drawn
from experiments.dashboard.jobs import life
from experiments.dashboard.pages.life import asked_of, fields
from models import Portrait, Standing
from sim.errors import ModelError
from sim.events import Event
from sim.watch import Decision
from tests.experiments.fakes import fake_run


def state(lonely: list, standing: list) -> dict:
    months = len(lonely)
    zero = [None if one is None else 0.0 for one in lonely]
    cost = [None if one is None else 100.0 * (one == 4) for one in standing]
    return {"lonely": lonely, "standing": standing, "ties": zero, "help": zero, "hours": zero, "cost": cost,
            "council": cost, "member": zero, "frailty": [3.0] * months}  # fmt: skip


def world(title: str, state: dict, events: list, left: int) -> dict:
    return {"title": title, "state": state, "events": events, "left": left, "died": left >= 0}


def told() -> dict:
    fell = {"month": 1, "event": "fell", "said": "falls"}
    died = {"month": 2, "event": "died", "said": "dies"}
    return {
        "person": 7, "enters": 0, "parting": 2,
        "worlds": [
            world("As now", state([0, 1, 2, None], [0, 0, 4, None]), [fell, died], 2),
            world("With Local Links", state([0, 1, 0, 0], [0, 0, 0, 0]), [fell], -1),
        ],
    }  # fmt: skip


@pytest.mark.unit
def test_each_life_is_a_strip_that_ends_where_it_ends():
    lanes = drawn.lanes(told())
    without, along = lanes["worlds"]
    assert without["ends"] == {"month": 2, "said": "dies"}
    assert along["ends"] is None
    assert [spell[2] for spell in without["lonely"]] == [0, 1, 2]
    assert [mark["kind"] for mark in without["marks"]] == ["health", "end"]
    assert lanes["labels"][0] == "April 2011"


@pytest.mark.unit
def test_need_and_care_are_counted_by_the_codes_of_the_model():
    assert drawn.UNMET == (Standing.UNMET,)
    assert drawn.COUNCIL == (Standing.COUNCIL_HOME, Standing.COUNCIL_RESIDENTIAL)
    assert len(STANDS) == len(Standing)


@pytest.mark.unit
def test_what_differs_is_told_in_a_sentence_and_in_sums():
    assert drawn.summary(told()) == (
        "With Local Links: 1 fewer lonely month, 1 fewer month of council-funded care and care that costs "
        "100 pounds less."
    )
    sums = {row[0]: row[1:] for row in drawn.sums(told())}
    assert sums["Months lived in the place"] == ("3", "4")
    assert sums["Months lonely"] == ("2", "1")
    assert sums["Care, whoever pays"] == ("£100", "£0")


@pytest.mark.unit
def test_what_happened_stands_side_by_side_by_month():
    assert drawn.rows(told()) == [("May 2011", "falls", "falls"), ("June 2011", "dies", "")]


@pytest.mark.unit
def test_nothing_is_drawn_of_what_never_was():
    assert [one.name for one in drawn.charts(told())] == ["life_cost"]


@pytest.mark.unit
def test_the_next_of_a_kind_follows_the_one_before_and_begins_again():
    run = fake_run()
    changed, lonely = np.array([30, 4, 9]), np.array([4, 9, 30])

    def after(person: int, pick: str) -> int:
        return life.whom({"person": None, "pick": pick, "after": person}, changed, lonely, run)

    assert [after(one, "changed") for one in (-1, 30, 4, 9)] == [30, 4, 9, 30]
    assert [after(one, "lonely") for one in (-1, 4, 9, 30)] == [4, 9, 30, 4]
    assert life.whom({"person": 12, "pick": "", "after": -1}, changed, lonely, run) == 12
    with pytest.raises(ModelError, match="There is nobody of that kind here"):
        life.whom({"person": None, "pick": "lonely", "after": -1}, changed, lonely[:0], run)


@pytest.mark.unit
def test_a_turn_tells_the_luck_and_the_chance_in_both_worlds():
    def lived(chance: float, *events: Event) -> Followed:
        decided = (Decision(40, "falls.fall", 0.031, chance, 1.0),)
        return Followed(fake_run().scenario, events, decided, (), {}, {}, -1, False)

    turns = life.turns(lived(0.034, Event(40, 1, "fell", 1.0)), lived(0.027), "her")
    assert turns == [
        {
            "month": 40,
            "what": "falls",
            "without": True,
            "with": False,
            "why": "her luck that month was 0.031; the chance of a fall was 0.034 without and 0.027 with",
        }
    ]


@pytest.mark.unit
def test_somebody_who_is_followed_for_being_lonely_is_said_to_become_so():
    months = tuple(Month(state=dict.fromkeys(life.KEPT.values(), 0) | {"lonely": at >= 3}) for at in range(6))
    one = Followed(fake_run().scenario, (), (), months, {}, {}, -1, False)
    met = Portrait(742, 0, True, 70, "Beeston", False, False, False, 3, 0)
    who = life.told(met, (one, one))["who"]
    assert who.endswith("She first feels lonely in July 2011, and as things are in 3 months in all.")
    assert life.told(replace(met, lonely=1), (one, one))["who"].endswith("Clinical Frailty Scale.")


@pytest.mark.unit
def test_a_number_in_the_address_is_whom_to_follow():
    choice = dict.fromkeys(fields()) | {"with": ["local_links"], "set": {}, "pick": "lonely", "after": 5}
    assert asked_of({**choice, "id": 12}) | {"place": "", "years": 0} == asked_of({**choice, "id": 12}) | {
        "place": "", "years": 0, "person": 12, "pick": "", "after": -1,
    }  # fmt: skip
    named = asked_of({**choice, "id": -1})
    assert (named["person"], named["pick"], named["after"]) == (None, "lonely", 5)


@pytest.mark.study
def test_one_life_is_lived_in_two_worlds_and_parts_only_after_the_programme_begins():
    asked = {
        "place": "leeds", "interventions": ["reablement"], "years": 4, "residents": 1_000, "seed": 1,
        "overrides": {}, "person": None, "pick": "changed", "after": -1,
    }  # fmt: skip
    heard: list[dict] = []
    told = life.work(asked, heard.append)
    assert [one["done"] for one in heard] == list(range(5))
    assert told["parting"] is None or told["parting"] >= START
    without, along = (one["state"]["lonely"][:START] for one in told["worlds"])
    assert without == along
    assert told["who"].startswith(f"Resident {told['person']} is a ")
    with pytest.raises(ModelError, match="Pick at least one intervention"):
        life.work({**asked, "interventions": []}, heard.append)
