"""Library: the sheets, tables and interventions that come with the model, and their values for one run."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from models import library
from models.library import changed, designed, intervention_sheets, kinds, sheets, word_sheets
from models.posterior import read_posterior

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


def _fitted_names():
    found = library.stored_posterior()
    return set() if found is None else set(found.columns)


def test_draws_stay_within_the_ranges_and_leave_what_is_calibrated():
    for draw in range(5):
        held = changed({}, draw, 1)
        for word, sheet in held.items():
            for name, entry in sheet.entries.items():
                for value, low, high in entry.rows:
                    assert low - 1e-12 <= value <= high + 1e-12, (word, name)
                if entry.status == "calibrated" and f"{word}.{name}" not in _fitted_names():
                    assert np.array_equal(entry.value, sheets()[word].entries[name].value)


def test_a_row_of_a_design_is_the_same_under_every_luck_and_another_of_another_design():
    first = values(changed({}, designed(1, 5), 1))
    assert first == values(changed({}, designed(1, 5), 99))
    assert first != values(changed({}, designed(1, 6), 1))
    assert first != values(changed({}, designed(2, 5), 1))
    uncertain = {
        f"{word}.{name}" for word, sheet in sheets().items() for name, entry in sheet.entries.items() if entry.uncertain
    }
    changes = {name for name, value in first.items() if value != values(sheets())[name]}
    assert changes <= uncertain | _fitted_names()


def test_the_rows_of_a_design_fill_every_range_evenly():
    entry = sheets()["loneliness"].entries["alone_ratio"]
    drawn = [changed({}, designed(3, row), 1)["loneliness"].alone_ratio for row in range(32)]
    edges = [sheets()["loneliness"].at({"alone_ratio": share / 32}).alone_ratio for share in range(33)]
    assert np.histogram(drawn, edges)[0].tolist() == [1] * 32
    assert entry.low <= min(drawn) and max(drawn) <= entry.high


FITTED = pd.DataFrame({"loneliness.alone_ratio": [0.1, 0.5, 0.9], "care.hours_by_frailty": [0.2, 0.4, 0.6]})


@pytest.fixture
def with_posterior(monkeypatch):
    monkeypatch.setattr(library, "stored_posterior", lambda: FITTED)


def row_taken(draw, seed):
    """Return which row of what was fitted a draw takes, by its value."""
    held = changed({}, draw, seed)["loneliness"].alone_ratio
    known = [sheets()["loneliness"].at({"alone_ratio": one}).alone_ratio for one in FITTED["loneliness.alone_ratio"]]
    return known.index(held)


def test_draws_take_rows_by_lot_each_as_often_and_others_under_another_seed(with_posterior):
    found = [[row_taken(draw, seed) for draw in range(60)] for seed in (1, 2)]
    assert found[0] != found[1]
    assert [row_taken(draw, 1) for draw in range(60)] == found[0]
    assert min(Counter(found[0]).values()) > 8 and set(found[0]) == {0, 1, 2}


@pytest.mark.parametrize(("draw", "row"), [(designed(7, 0), 0), (designed(7, 1), 1), (designed(7, 5), 2)])
def test_a_row_of_a_design_takes_its_row_of_what_was_fitted(with_posterior, draw, row):
    held = changed({}, draw, 1)
    for name, quantiles in FITTED.items():
        word, _, parameter = str(name).partition(".")
        wanted = sheets()[word].at({parameter: float(quantiles[row])}).entries[parameter].value
        assert held[word].entries[parameter].value == wanted != sheets()[word].entries[parameter].value


def test_what_was_not_fitted_is_drawn_as_without_a_fit(with_posterior, monkeypatch):
    beside = values(changed({}, 1, 1))
    monkeypatch.setattr(library, "stored_posterior", lambda: None)
    alone = values(changed({}, 1, 1))
    assert {name for name in alone if alone[name] != beside[name]} == set(FITTED)


def test_central_values_overrides_and_a_places_own_numbers_stand_above_what_was_fitted(with_posterior):
    assert values(changed({}, None, 1)) == values(sheets())
    assert changed({"loneliness.alone_ratio": 2.0}, 0, 1)["loneliness"].alone_ratio == 2.0
    own = replace(sheets()["loneliness"].entries["alone_ratio"], value=2.5, low=2.5, high=2.5)
    assert changed({}, 0, 1, (("loneliness.alone_ratio", own),))["loneliness"].alone_ratio == 2.5


def test_a_table_of_draws_is_read_or_refused_with_every_fault(tmp_path, told):
    path = tmp_path / "posterior.csv"
    assert read_posterior(path, sheets()) is None
    FITTED.to_csv(path, index=False)
    found = read_posterior(path, sheets())
    assert found is not None and found.equals(FITTED)
    path.write_text(
        "loneliness.alone_ratoi,lonliness.x,mortality.bereaved_first_year,loneliness.alone_ratio\n1,1,9,x\n"
    )
    sentence = told(read_posterior, path, sheets())
    assert sentence.startswith("posterior.csv has 4 faults:")
    assert "[loneliness.alone_ratoi] is no parameter. Did you mean 'alone_ratio'" in sentence
    assert "[lonliness.x] names no sheet. Did you mean 'loneliness'" in sentence
    assert "[mortality.bereaved_first_year] holds 9; a quantile lies from 0 to 1." in sentence
    assert "[loneliness.alone_ratio] has values that are no numbers." in sentence
