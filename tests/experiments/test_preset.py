"""Presets: scenario files are read whole, their faults told at once, and every one that ships asks what it says."""

import pytest
from typer.testing import CliRunner, Result

from experiments.asking.asked import folder_for
from experiments.asking.preset import FOLDER, find_preset, preset_names, read_preset, shipped
from experiments.asking.study import AS_NOW, plan_arms
from experiments.cli import app
from experiments.comparing.compare import compare
from experiments.comparing.report import report_html
from experiments.comparing.story import evidence, story
from experiments.runs.ensemble import Crew
from models import Plan, interventions, places, sheets
from sim.errors import ModelError

GOOD = """
title = "Half each"
question = "Is a half of each better than all of one?"
place = "leeds"
years = 5
equal_budget = 200_000
numbers = { "falls.falls_per_faller" = 1.8 }
as_now = { age_friendly_coordinators = { start = 3 } }

[[arms]]
interventions = { reablement = {} }

[[arms]]
title = "Both, in halves"
interventions = { reablement = { size = 0.5 }, local_links = { start = 30, stop = 42, size = 0.5 } }
numbers = { "reablement.offer_share" = 0.5 }
"""

BAD = """
titel = "Half each"
title = ""
question = "Which?"
place = "leds"
years = 99
equal_budget = -3

[numbers]
"falls.falls_per_fallr" = 1.8
reablement.places_added = 9

[as_now]
reablement = { strt = 3 }

[[arms]]
interventions = { local_link = {} }

[[arms]]
title = "As now"
interventions = { reablement = { size = -1, start = "soon" } }
numbers = { "reablement.offer_share" = 7 }
"""


def written(tmp_path, text: str, name: str = "half.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def kith(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})


@pytest.mark.unit
def test_a_file_becomes_the_worlds_it_describes(tmp_path):
    preset = find_preset(str(written(tmp_path, GOOD)))
    assert preset is not None
    study = preset.study(60, 24, replications=2)
    now, one, both, *equal = plan_arms(study)
    assert dict(now.scenario.interventions) == {"age_friendly_coordinators": Plan(3)}
    assert one.name == "reablement"
    assert one.scenario.interventions["reablement"] == Plan(24)
    assert both.name == "both_in_halves"
    assert both.adds == ("reablement", "local_links")
    assert both.scenario.interventions["local_links"] == Plan(30, 42, 0.5)
    assert both.scenario.overrides["reablement.offer_share"] == 0.5
    assert [(arm.name, arm.budget) for arm in equal] == [("reablement_equal", 2e5), ("both_in_halves_equal", 2e5)]
    assert all(arm.scenario.interventions["age_friendly_coordinators"] == Plan(3) for arm in (one, both, *equal))


@pytest.mark.unit
def test_all_faults_of_a_file_are_told_at_once_with_the_nearest_word(tmp_path):
    result = kith("compare", str(written(tmp_path, BAD)))
    assert result.exit_code == 2
    assert result.stderr == (
        "half.toml has 14 faults:\n"
        "  'titel' is no field. Did you mean 'title'?\n"
        "  lacks 'title', a few words in quotation marks.\n"
        "  There is no place 'leds'. Did you mean 'leeds'?\n"
        "  years cannot be 99: write a whole number from 1 to 24.\n"
        "  equal_budget cannot be -3: write a number from 1,000 to 1,000,000,000.\n"
        "  numbers: The sheet 'falls' has no parameter 'falls_per_fallr'. Did you mean 'falls_per_faller' "
        "or 'faller_share_per_year'?\n"
        '  numbers: write "reablement.places_added" in quotation marks.\n'
        "  [as_now] reablement: 'strt' is no field. Did you mean 'start'?\n"
        "  [[arms]] 1: there is no intervention 'local_link'. Did you mean 'local_links'?\n"
        "  [[arms]] 2: reablement: start cannot be 'soon': write a whole number from 0 to 287.\n"
        "  [[arms]] 2: reablement: size cannot be -1: write a number from 0 to 1,000.\n"
        "  [[arms]] 2: numbers: reablement.offer_share cannot be 7: write a value from 0.4 to 1 "
        "share of those found eligible.\n"
        "  [[arms]] 2: reablement holds in every arm already, under [as_now]: leave one of the two out.\n"
        "  [[arms]]: two arms would be called 'as_now': give each a title of its own.\n"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "half.toml is empty."),
        (b"\xff\xfe\x00", "half.toml is not UTF-8 text (line 1). Save it again as UTF-8."),
        (b"title = ", "half.toml is broken at line 1: 'title ='. Invalid value."),
        (b"#" * 1_100_000, "half.toml has 1.1 MB; a file of this kind may have at most 1 MB."),
    ],
    ids=["empty", "not text", "broken", "huge"],
)
@pytest.mark.unit
def test_a_file_that_is_no_scenario_is_refused_in_a_sentence(tmp_path, text, sentence):
    (tmp_path / "half.toml").write_bytes(text)
    result = kith("compare", str(tmp_path / "half.toml"))
    assert (result.exit_code, result.stderr.rstrip("\n")) == (2, sentence)


def refusal(**document) -> str:
    whole = {"title": "A", "question": "B?", "place": "leeds", "arms": [{"interventions": {"reablement": {}}}]}
    with pytest.raises(ModelError) as refused:
        read_preset("half.toml", "half", whole | document).study(60, 24)
    return str(refused.value).split("\n", 1)[1].strip()


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"arms": []}, "lists no [[arms]]: write one for each world to compare with the world as now."),
        ({"arms": [{}] * 30}, "lists 30 [[arms]]: write at most 24."),
        (
            {"arms": [{"title": "Nothing"}]},
            "[[arms]] 1: has neither interventions nor numbers, so it is the world as now, which runs anyway.",
        ),
        (
            {
                "arms": [
                    {"title": "A b", "interventions": {"reablement": {}}},
                    {"title": "a, b", "numbers": {"hub.x": 1}},
                ]
            },
            "[[arms]] 2: numbers: The sheet 'hub' has no parameter 'x'. See: kith parameters hub.\n"
            "  [[arms]]: two arms would be called 'a_b': give each a title of its own.",
        ),
        (
            {"arms": [{"interventions": {"reablement": {"share": 0.4}}, "budget": 5e5}]},
            "[[arms]] 1: the shares of its interventions must sum to 1; they sum to 0.4.",
        ),
        (
            {"arms": [{"interventions": {"reablement": {"share": 1}}}]},
            "[[arms]] 1: shares are of a budget: write budget = 500000, say.",
        ),
        (
            {"arms": [{"interventions": {"reablement": {"start": 60}}}]},
            "Reablement: the start of reablement in month 60 is not within the 60 months of the run: "
            "write a month from 0 to 59, or more years.",
        ),
        (
            {"arms": [{"interventions": {"reablement": {"stop": 20}}}]},
            "Reablement: reablement starts in month 24 and cannot stop in month 20.",
        ),
    ],
)
@pytest.mark.unit
def test_what_cannot_be_compared_is_refused(document, sentence):
    assert refusal(**document) == sentence


@pytest.mark.unit
def test_a_number_may_be_whatever_it_may_be_in_the_place():
    wide = {"numbers": {"handover.habit_log_odds": 2.5}}
    assert "handover.habit_log_odds cannot be 2.5: write a value from " in refusal(**wide)
    whole = {"title": "A", "question": "B?", "place": "sandwell", "arms": [{"interventions": {"reablement": {}}}]}
    assert read_preset("half.toml", "half", whole | wide).numbers == wide["numbers"]


@pytest.mark.unit
def test_what_comes_in_whole_numbers_cannot_be_set_in_parts():
    halves = {"numbers": {"men_in_sheds.sheds": 2.5}}
    assert "men_in_sheds.sheds cannot be 2.5: write a whole number from 1 to 10 sheds." in refusal(**halves)


@pytest.mark.unit
def test_a_name_that_is_nearly_a_scenario_is_answered_with_the_scenario():
    result = kith("compare", "stackd")
    assert result.exit_code == 2
    assert "Did you mean 'stacked'" in result.stderr


@pytest.mark.unit
def test_with_does_not_go_with_a_scenario():
    result = kith("compare", "stacked", "--with", "reablement")
    assert result.exit_code == 2
    assert result.stderr == (
        "--with goes with a place, and 'stacked' is a scenario: leave it out, or write an arm into the file.\n"
    )


@pytest.mark.unit
@pytest.mark.parametrize("name", preset_names())
def test_every_scenario_that_ships_reads_and_can_be_planned(name):
    preset = shipped(name)
    study = preset.study(12 * preset.years, preset.start, overrides=dict(preset.numbers))
    assert preset.question.endswith("?")
    assert len(plan_arms(study)) > 1
    assert set(study.named) <= {one.name for one in interventions()}
    lines = (FOLDER / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# "), "a file opens with what it is"


@pytest.mark.unit
def test_an_arm_whose_effects_are_priors_says_so():
    preset = shipped("stacked")
    together = plan_arms(preset.study(60, 24))[len(preset.arms)]
    said = evidence(together)
    assert together.title == "All three"
    assert "The effects of Local Links are a prior, not a finding" in said
    assert "The effects of Reablement rest at least in part on a comparison" in said


@pytest.mark.unit
def test_nobody_buys_a_shock_or_another_number():
    arms = plan_arms(shipped("eligibility-critical").study(60, 24))
    assert [arm.bought for arm in arms[1:]] == [False, True, True, False]
    numbers = plan_arms(shipped("network-collapse").study(60, 24))
    assert not any(arm.bought for arm in numbers)


@pytest.mark.unit
def test_the_second_reading_of_the_networks_funding_is_a_scenario_at_the_top_of_the_grants_range():
    arms = plan_arms(shipped("both-funders").study(60, 24))[1:]
    read = [arm.scenario.overrides.get("hub.grant_pounds_per_member_per_year") for arm in arms]
    entry = sheets()["hub"].entries["grant_pounds_per_member_per_year"]
    assert read == [None, entry.high, entry.high, entry.high]
    assert [bool(arm.adds) for arm in arms] == [True, False, True, True]


@pytest.mark.unit
def test_every_place_has_a_scenario_of_its_own_name():
    assert {place.name for place in places()} - set(preset_names()) == set()


@pytest.mark.unit
def test_results_of_a_file_go_into_a_folder_of_its_name():
    assert folder_for("my/Half.toml", "compare").as_posix() == "results/half-compare"


@pytest.mark.study
@pytest.mark.parametrize("name", preset_names())
def test_every_scenario_that_ships_runs_whole_and_is_told(name):
    """Every arm, sized and told, of few people over few months: a preset that is broken anywhere fails here."""
    preset = shipped(name)
    plans = [*preset.as_now.values(), *(plan for arm in preset.arms for plan in arm.interventions.values())]
    months = max([plan.start or 0 for plan in plans] + [plan.stop or 0 for plan in plans] + [2]) + 3
    study = preset.study(months, 2, residents=300, replications=1, overrides=dict(preset.numbers))
    found = compare(study, Crew(1))
    assert {arm.name for arm in found.arms if arm.name != AS_NOW} == set(found.table.index.get_level_values("arm"))
    told = story(found)
    assert len(told.arms) == len(preset.arms)
    assert all(len(arm.sentences) >= 6 for arm in told.arms)
    assert found.runs["size"].gt(0).all()
    assert report_html(found).count("</table>") > len(preset.arms)
