"""Library: the sheets, tables and interventions that come with the model, and their values for one run."""

import numpy as np
import pytest

from models.library import changed, intervention_sheets, kinds, sheets, word_sheets

pytestmark = pytest.mark.unit


def values(held):
    return {f"{word}.{name}": entry.value for word, sheet in held.items() for name, entry in sheet.entries.items()}


def test_an_intervention_has_the_sheet_of_its_name():
    assert set(kinds()) == set(intervention_sheets())
    for name, sheet in intervention_sheets().items():
        assert set(sheet.entries) <= set(sheets()[name].entries)
    for word, sheet in word_sheets().items():
        assert set(sheet.entries) <= set(sheets()[word].entries), "a shared name hides no parameter"


def test_every_fault_of_the_overrides_is_told_at_once(told):
    wrong = {
        "lonliness.alone_ratio": 2.0,
        "loneliness.alone_ratoi": 2.0,
        "mortality.bereaved_first_year": 9.0,
        "nothing": 1.0,
    }
    sentence = told(changed, wrong, None, 1)
    assert "There is no sheet 'lonliness' (in 'lonliness.alone_ratio'). Did you mean 'loneliness'" in sentence
    assert "[alone_ratoi] is no parameter. Did you mean 'alone_ratio'" in sentence
    assert "[bereaved_first_year] value 9 lies outside its range 1.18 to 1.33 hazard ratio." in sentence
    assert "There is no sheet 'nothing' (in 'nothing')." in sentence


def test_an_override_changes_its_parameter_and_no_other():
    held, central = values(changed({"loneliness.alone_ratio": 2.0}, None, 1)), values(sheets())
    assert held.pop("loneliness.alone_ratio") == 2.0
    central.pop("loneliness.alone_ratio")
    assert held == central


def test_without_a_draw_every_parameter_has_its_central_value():
    assert values(changed({}, None, 1)) == values(changed({}, None, 2)) == values(sheets())


def test_draws_differ_by_number_and_are_the_same_in_every_arm():
    first, again, second = (values(changed({}, draw, 1)) for draw in (0, 0, 1))
    assert first == again
    assert first != second
    other_arm = values(changed({"loneliness.alone_ratio": 2.0}, 0, 1))
    assert {name for name in first if first[name] != other_arm[name]} == {"loneliness.alone_ratio"}


def test_an_override_is_not_drawn_around():
    for draw in range(3):
        assert changed({"loneliness.alone_ratio": 2.0}, draw, 1)["loneliness"].alone_ratio == 2.0


DECIDED = (
    "local_links.schemes",
    "local_links.held_share",
    "clare_brokerage.engaged_early_share",
    "age_friendly_coordinators.posts",
    "grant_cliff.share_left",
    "assessment.bands_eligible",
    "reablement.places_added",
    "reablement.weeks",
    "loan.rate_per_year",
)


@pytest.mark.parametrize("name", DECIDED)
def test_what_somebody_decides_is_the_same_in_every_draw(name):
    word, _, parameter = name.partition(".")
    entry = sheets()[word].entries[parameter]
    (value, low, high) = entry.rows[0]
    assert entry.choice and low < high
    assert {changed({}, draw, 1)[word].entries[parameter].value for draw in range(5)} == {value}
    assert changed({name: high}, 0, 1)[word].entries[parameter].value == high


def test_draws_stay_within_the_ranges_and_leave_what_is_calibrated():
    for draw in range(5):
        held = changed({}, draw, 1)
        for word, sheet in held.items():
            for name, entry in sheet.entries.items():
                for value, low, high in entry.rows:
                    assert low - 1e-12 <= value <= high + 1e-12, (word, name)
                if entry.status == "calibrated":
                    assert np.array_equal(entry.value, sheets()[word].entries[name].value)
