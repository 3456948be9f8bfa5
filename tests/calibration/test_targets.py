"""Published figures as data: sound, sourced, and refused where they are not."""

import numpy as np
import pytest

from calibration.fitted import fitted, read_fitted, values_at
from calibration.posterior import written
from calibration.targets import Use, chosen, read_targets, targets
from models import interventions, sheets
from models.posterior import read_posterior
from sim.errors import ModelError

pytestmark = pytest.mark.unit


def test_a_dozen_figures_are_fitted_and_more_are_held_out_and_none_is_both():
    names = [one.name for one in targets()]
    assert len(names) == len(set(names))
    assert len(chosen(Use.FIT)) >= 12
    assert len(chosen(Use.HOLD_OUT)) >= len(chosen(Use.FIT))
    asked = {use: {(one.measure, one.group) for one in chosen(use)} for use in (Use.FIT, Use.HOLD_OUT)}
    assert not asked[Use.FIT] & asked[Use.HOLD_OUT]


def test_projections_of_the_time_are_compared_and_never_fitted():
    compared = {one.name: one.value for one in chosen(Use.COMPARED)}
    assert compared == {
        "leeds_alone_65": 0.37,
        "leeds_alone_75": 0.40,
        "nottinghamshire_alone_65": 0.40,
        "west_cheshire_65_84": 0.24,
        "west_cheshire_85": 0.32,
        "west_cheshire_volunteers": 0.33,
        "west_cheshire_hours": 145_000.0,
        "nottinghamshire_hours": 4_171_000.0,
    }
    others = {one.measure for one in targets() if one.use is not Use.COMPARED}
    assert not {one.measure for one in chosen(Use.COMPARED)} & others


def test_recorded_hours_of_all_ages_are_compared_where_they_were_counted_and_say_why_they_cannot_be_met():
    hours = [one for one in targets() if one.measure in ("volunteers", "volunteer_hours")]
    assert [one.place for one in hours] == ["west-cheshire", "west-cheshire", "nottinghamshire"]
    assert all(one.use is Use.COMPARED and one.later and "all ages" in (one.note or "") for one in hours)
    recorded, weekly = hours[1].value, hours[2].value
    assert recorded / (327_300 / 3) < 2.0, "under two hours a volunteer and year"
    assert weekly == pytest.approx(80_000 * 365.25 / 7, rel=0.01)


def test_no_effect_of_a_programme_is_fitted():
    programmes = {one.name for one in interventions()}
    assert not {name.partition(".")[0] for name in fitted()} & programmes


def test_every_fault_of_a_targets_file_is_told_at_once(tmp_path):
    path = tmp_path / "fit.toml"
    path.write_text(
        '[one]\nmeaning = "x"\nvalue = 0.3\nerror = 0.0\nunit = "share"\nmeasure = "alon"\n'
        'period = "2011"\nplace = "Leeds"\nsource = "ons_mid_2041"\n'
    )
    with pytest.raises(ModelError) as refused:
        read_targets(path, Use.FIT)
    said = str(refused.value)
    for words in ("3 faults", "error", "Did you mean 'alone'", "Did you mean 'ons_mid_2014'"):
        assert words in said


def test_a_fitted_number_that_is_none_is_refused_with_the_nearest(tmp_path):
    path = tmp_path / "fitted.toml"
    path.write_text('[care.hours_by_frailt]\nwhy = "x"\n')
    with pytest.raises(ModelError, match=r"Did you mean 'care\.hours_by_frailty'"):
        read_fitted(path)


def test_a_point_stands_for_numbers_within_their_ranges():
    known = sheets("leeds")
    for quantile in (0.0, 0.4, 1.0):
        for key, value in values_at(np.full(len(fitted()), quantile)).items():
            word, _, name = key.partition(".")
            entry = known[word].entries[name]
            numbers = value if isinstance(value, tuple) else (value,)
            assert len(numbers) == len(entry.rows)
            assert all(low <= number <= high for number, (_, low, high) in zip(numbers, entry.rows, strict=True))


def test_a_posterior_is_read_as_it_was_written(tmp_path):
    draws = np.random.default_rng(1).random((5, len(fitted()))).round(4)
    path = tmp_path / "posterior.csv"
    path.write_text(written(draws))
    found = read_posterior(path, sheets("leeds"))
    assert found is not None
    assert (found.to_numpy() == draws).all()
