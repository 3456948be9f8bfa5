"""A life: what happened, where twins part, and the luck and chances behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from experiments.comparing.cause import why
from experiments.comparing.cause_words import AROUND, GROUNDS, LEVERS, STATES, UNTOLD, bands
from experiments.comparing.followed import Followed, Month, follow
from experiments.comparing.life import CHANCES, Call, digits, moments, parting
from models import Kith, Plan, Scenario
from sim.events import Event
from sim.levers import Kind
from sim.watch import Decision
from tests.experiments.fakes import fake_run

pytestmark = pytest.mark.unit
STATE = {"fell": 0, "finding": 0, "reable_weeks": 0.0, "member": 0}
WORDS = {"fell": "falls", "finding": "assessment", "reable_weeks": "reablement", "member": "membership"}


def fall(month: int, luck: float, chance: float, ratio: float = 1.0) -> Decision:
    return Decision(month, "falls.fall", luck, chance, ratio)


def test_events_are_told_in_plain_words_in_order_of_month():
    told = moments([Event(9, 7, "died", 0.0), Event(2, 7, "admitted", 1.0), Event(2, 7, "frailer", 5.0)], "his")
    assert told == {2: ["is admitted to hospital for 1 day", "becomes frailer (level 5 of 9)"], 9: ["dies"]}


def test_an_event_without_a_phrase_is_told_by_its_own_name():
    assert moments([Event(2, 7, "joined a choir", 0.0)], "her") == {2: ["joined a choir"]}


def life(
    decisions: Sequence[Decision] = (),
    events: Sequence[Event] = (),
    months: Mapping[int, Month] | None = None,
    reached: Mapping[str, tuple[int, ...]] | None = None,
    interventions: Sequence[str] = (),
) -> Followed:
    """A life of five years in which nothing stands but what is given, by month."""
    return Followed(
        scenario=Scenario(months=60, interventions={name: Plan() for name in interventions}),
        events=tuple(events),
        decisions=tuple(decisions),
        months=tuple((months or {}).get(month, Month(state=STATE)) for month in range(60)),
        words=WORDS,
        reached=reached or {},
        left=-1,
        died=False,
    )


def test_twins_part_where_the_luck_lies_between_the_two_chances():
    without = life([fall(3, 0.5, 0.03), fall(40, 0.031, 0.034)], [Event(40, 1, "fell", 1.0)])
    along = life(
        [fall(3, 0.5, 0.03), fall(40, 0.031, 0.027, 0.8)],
        reached={"falls_prevention": (30,)},
        interventions=["falls_prevention"],
    )
    assert why(without, along, "her") == [
        "The two lives part in August 2014.",
        "Falls prevention reached her in October 2013.",
        "Her luck that month was 0.031; the chance of a fall was 0.034 without and 0.027 with.",
        "The lever that moved it is the rate of a fall: Falls prevention holds it at 0.8 times what it would be.",
    ]


def test_a_chance_that_no_lever_moved_is_traced_to_what_differed_first_and_whose_lever_that_was():
    was, became = {**STATE, "member": 0}, {**STATE, "member": 1}
    months = {month: Month(state=became, acting={"volunteer.asked": 0.2}) for month in range(30, 60)}
    without = life([fall(40, 0.031, 0.034)], months={30: Month(state=was)})
    along = life([fall(40, 0.031, 0.027)], months=months, interventions=["local_links"])
    assert why(without, along, "his")[2:] == [
        "The first thing to differ was whether he is a member of the network, in October 2013.",
        "It rests on the room his network has for new members, which it has where its volunteers' hours suffice.",
        "The lever: Local Links asks residents to volunteer.",
    ]


def test_a_threshold_that_was_moved_is_named_as_the_lever():
    def eligible(chance: float) -> Decision:
        return Decision(25, "assessment.eligible", 0.84, chance, 1.0)

    acting = {25: Month(state=STATE, acting={"assessment.threshold": 1.0})}
    without, along = life([eligible(1.0)]), life([eligible(0.0)], months=acting, interventions=["eligibility_change"])
    told = why(without, along, "her")
    assert told[1].endswith(
        "the chance of being found eligible for council-funded care was 1.000 without and 0.000 with."
    )
    assert told[-1] == "The lever: Eligibility change sets the council's threshold: critical need only is eligible."


def test_a_draw_that_only_one_world_has_is_told_with_its_luck_and_chance():
    along = life(
        [Decision(53, "handover", 0.006, 0.401, 1.0)],
        [Event(53, 1, "handed over to Local Links", 0.0)],
        interventions=["local_links"],
    )
    assert why(life(), along, "her")[1] == (
        "Only with Local Links was there a draw for being handed over to Local Links: "
        "her luck was 0.006 and the chance 0.401."
    )


def test_lives_that_part_by_a_place_name_the_queue_and_the_lever_that_made_the_place():
    without = life(events=[Event(5, 1, "fell", 1.0)])
    given = Month(state={**STATE, "reable_weeks": 6.0}, acting={"reablement.places": 0.03})
    along = life(
        events=[Event(5, 1, "fell", 1.0), Event(26, 1, "began reablement", 0.0)],
        months={26: given},
        reached={"reablement": (26,)},
        interventions=["reablement"],
    )
    found = parting(without, along)
    assert found is not None
    assert (found.month, found.call) == (26, None)
    assert why(without, along, "her") == [
        "The two lives part in June 2013.",
        "Reablement reached her that month.",
        "No draw noted for her parts them: the first thing to differ was a place in reablement, in June 2013.",
        "It rests on the free places in reablement, drawn by lot among those who are offered it.",
        "The lever: Reablement adds places in reablement.",
    ]


def test_a_chance_moved_by_no_lever_near_this_person_is_put_down_to_others():
    without, along = life([fall(40, 0.031, 0.034)]), life([fall(40, 0.031, 0.027)], interventions=["local_links"])
    assert (
        why(without, along, "her")[-1] == "Local Links moved nothing here itself: what changed for others came round."
    )


def test_lives_that_never_part_name_the_closest_call_and_its_lever():
    without = life([fall(3, 0.9, 0.03), fall(40, 0.040, 0.034)])
    along = life([fall(3, 0.9, 0.02, 0.8), fall(40, 0.040, 0.027, 0.8)], interventions=["falls_prevention"])
    assert parting(without, along) is None
    assert why(without, along, "her") == [
        "The two lives never part.",
        "The closest call came in August 2014: her luck that month was 0.040; "
        "the chance of a fall was 0.034 without and 0.027 with.",
        "The lever that moved it is the rate of a fall: Falls prevention holds it at 0.8 times what it would be.",
    ]


def test_lives_without_a_differing_chance_are_said_to_be_the_same():
    without, along = life([fall(3, 0.9, 0.03)]), life([fall(3, 0.9, 0.03)], interventions=["local_links"])
    assert why(without, along, "her") == ["With Local Links nothing differs for this person, not even a chance."]


def test_every_lever_column_and_decision_of_the_model_has_words():
    world = Kith(Scenario(months=1, residents=200))
    levers = {one.name for one in world.levers.known.values() if one.kind is not Kind.RATIO}
    assert levers == set(LEVERS)
    columns = {column.name for one in world.processes for column in one.columns}
    assert columns - set(UNTOLD) == set(STATES)
    decisions = {decision for one in world.processes for decision in one.decisions}
    assert decisions - set(CHANCES) == set()
    words = {one.word for one in world.processes}
    assert words <= set(GROUNDS) <= words | decisions
    assert {name for ground in GROUNDS.values() for name in ground.levers} <= levers
    assert {name for ground in GROUNDS.values() for name in ground.around} == set(AROUND)
    assert set(AROUND) <= set(world.shared)


@pytest.mark.parametrize(("bound", "said"), [(1.0, "critical need only"), (4.0, "need of any size")])
def test_a_threshold_is_said_by_the_needs_it_lets_in(bound, said):
    assert bands(bound) == said


def test_a_life_that_is_followed_keeps_every_month_of_it():
    found = follow(Scenario(months=3, residents=300), 1, 5)
    assert len(found.months) == 3
    assert found.months[0].state.keys() == found.words.keys()
    assert found.reached == {}


def test_a_lever_set_to_what_holds_anyway_is_not_told_as_the_programmes_doing():
    numbers = {"assessment.reablement_offer_share": 0.5, "reablement.offer_share": 0.5}
    scenario = Scenario(months=3, residents=300, interventions={"reablement": Plan(start=0)}, overrides=numbers)
    assert set(follow(scenario, 1, 5).months[2].acting) == {"reablement.places"}
    moved = {"reablement.offer_share": 0.8, "reablement.at_intake": 0.0, "reablement.selectivity": 1.0}
    acting = follow(replace(scenario, overrides=numbers | moved), 1, 5).months[2].acting
    assert {name: value for name, value in acting.items() if name != "reablement.places"} == {
        "assessment.reablement_offer": 0.8,
        "assessment.reablement_at_intake": 0.0,
        "assessment.reablement_selectivity": 1.0,
    }


@pytest.mark.parametrize(
    ("lever", "value", "said"),
    [
        ("offer", 0.8, "lets 80% of those entitled to a plan be offered reablement"),
        ("at_intake", 1.0, "offers it before it is decided who is eligible"),
        ("at_intake", 0.0, "offers it to the eligible alone"),
        ("selectivity", 0.0, "offers it to all alike"),
        ("selectivity", 0.5, "picks whom to offer it in part by how likely they are to gain"),
        ("selectivity", 1.0, "picks whom to offer it by how likely they are to gain"),
    ],
)
def test_whom_reablement_is_offered_is_told_by_what_the_lever_is_set_to(lever, value, said):
    assert LEVERS[f"assessment.reablement_{lever}"](value) == said


def test_decisions_taken_several_times_a_month_are_met_in_order():
    without = fake_run(decisions=[fall(3, 0.2, 0.1), fall(3, 0.5, 0.6)])
    along = fake_run(decisions=[fall(3, 0.2, 0.1), fall(3, 0.5, 0.4)])
    found = parting(without, along)
    assert found is not None
    assert found.call == Call(3, "falls.fall", 0.5, 0.6, 0.4, 1.0)


def test_chances_that_are_close_are_told_with_enough_digits_to_tell_them_apart():
    call = Call(3, "falls.fall", 0.00312, 0.00314, 0.00309, 0.9)
    assert [digits(value, call) for value in (call.luck, call.without, call.along)] == ["0.00312", "0.00314", "0.00309"]
