"""Waterfall: steps that sum to what demand moved by, and the known answer where only one thing moved."""

import json
from dataclasses import replace

import numpy as np
import pytest

from experiments.asking.study import AS_NOW, Study, Trial, plan_arms
from experiments.asking.wanted import Wanted, study_of
from experiments.runs.archive import Tally
from experiments.runs.ensemble import Crew
from experiments.showing.section import hand_over
from experiments.unknowns.waterfall import JOINED, STEPS, Counted, Waterfalls, fall, falls_of, waterfalls
from experiments.unknowns.waterfall_told import chart, finding
from models import Plan, census_months
from tests.experiments.fakes import fake_run

SHAPE = (4, 2, 2, 2, 4)


def census(seed=1, empty=0.0):
    """A made-up census in which a share of the kinds is empty."""
    rng = np.random.default_rng(seed)
    people = rng.integers(1, 500, SHAPE) * (rng.random(SHAPE) >= empty).astype(float)
    cost = np.array([0.0, 20.0, 700.0, 1_900.0]) * rng.uniform(0.8, 1.2, SHAPE)
    return np.stack([people, people * cost], axis=-1)


@pytest.mark.unit
@pytest.mark.parametrize("joined", [False, True])
@pytest.mark.parametrize("empty", [0.0, 0.3, 0.9])
def test_the_steps_sum_to_the_whole_whatever_moved_and_whoever_is_missing(joined, empty):
    for seed in range(5):
        before, after = census(seed, empty), census(seed + 50, empty)
        found = fall(before, after, weight=3.0, joined=joined)
        assert found.before == pytest.approx(36.0 * before[..., 1:, 1].sum(), rel=1e-12)
        assert found.after == pytest.approx(36.0 * after[..., 1:, 1].sum(), rel=1e-12)
        assert sum(found.steps.values()) == pytest.approx(found.after - found.before, rel=1e-9)
        assert tuple(found.steps) == (JOINED if joined else STEPS)
        assert all(found.least[name] <= found.steps[name] <= found.most[name] for name in found.steps)


@pytest.mark.unit
def test_a_place_by_itself_may_have_fewer_years_than_programmes_would_need():
    assert study_of(Wanted("leeds", usual=(), years=2), None).asked == ()


@pytest.mark.unit
def test_nothing_that_moved_makes_no_step():
    assert set(fall(census(), census()).steps.values()) == {0.0}


@pytest.mark.unit
def test_twice_as_many_people_are_a_step_of_the_population_alone():
    found = fall(census(), 2.0 * census())
    assert found.steps["population"] == pytest.approx(found.before)
    assert [found.steps[name] for name in STEPS[1:]] == pytest.approx([0.0] * 6, abs=1e-6 * found.before)


@pytest.mark.unit
def test_dearer_care_is_a_step_of_cash_alone():
    after = census()
    after[..., 1] *= 1.25
    found = fall(census(), after)
    assert found.steps["cash"] == pytest.approx(0.25 * found.before)
    assert [found.steps[name] for name in STEPS[:-1]] == pytest.approx([0.0] * 6, abs=1e-6 * found.before)


@pytest.mark.unit
def test_two_links_that_grow_together_are_shared_as_the_order_says():
    after = 2.0 * census()
    after[..., 1] *= 1.5
    found = fall(census(), after)
    assert found.steps["population"] == pytest.approx(found.before), "at the old price"
    assert found.steps["cash"] == pytest.approx(2.0 * 0.5 * found.before), "for twice the people"
    assert (found.least["cash"], found.most["cash"]) == pytest.approx((0.5 * found.before, found.before))


@pytest.mark.unit
def test_living_alone_has_its_closed_form():
    """One age, nobody lonely or reached; 30% of 100 alone, of whom 40% need care; of the others 10%; then 50% alone."""

    def town(alone):
        counts = np.zeros((*SHAPE, 2))
        for lives, people, needing in ((1, alone, 0.4), (0, 100 - alone, 0.1)):
            counts[0, lives, 0, 0, 0, 0] = people * (1 - needing)
            counts[0, lives, 0, 0, 2] = people * needing, people * needing * 500.0
        return counts

    found = fall(town(30), town(50))
    assert found.before == pytest.approx(12 * 500 * (30 * 0.4 + 70 * 0.1))
    assert found.steps["living alone"] == pytest.approx(12 * 500 * 20 * (0.4 - 0.1))
    others = [found.steps[name] for name in STEPS if name != "living alone"]
    assert others == pytest.approx([0.0] * 6, abs=1e-6)


@pytest.mark.unit
def test_a_programme_that_reaches_the_needy_and_changes_nothing_makes_no_step():
    before = census()
    everyone = before.sum(axis=3)
    after = np.zeros_like(before)
    after[:, :, :, 1, 1:], after[:, :, :, 0, :1] = everyone[:, :, :, 1:], everyone[:, :, :, :1]
    found = fall(before, after, joined=True)
    assert list(found.steps.values()) == pytest.approx([0.0] * 6, abs=1e-6 * found.before)
    apart = fall(before, after)
    assert abs(apart.steps["reach"]) > 0.01 * apart.before, "which is why they are joined"


STUDY = Study(place="leeds", interventions=(), months=36, replications=3)


@pytest.mark.unit
def test_a_waterfall_leads_from_one_april_to_another_luck_by_luck(monkeypatch):
    def made(scenario, seed=1, draw=None):
        months = census_months(scenario.months)
        return replace(
            fake_run(36, census=np.array([census(seed + place) for place in range(len(months))])), weight=2.0
        )

    class MadeUp:
        def __init__(self, seed, draw, apart):
            self.seed, self.draw = seed, draw

        def run(self, scenario):
            return replace(made(scenario, self.seed, self.draw), scenario=scenario)

    monkeypatch.setattr("experiments.runs.archive.Twins", MadeUp)
    found = waterfalls(STUDY, 0, 24, Crew(workers=1))
    assert [one.before for one in found.each[0].falls] == [
        fall(census(seed), census(seed + 2), 2.0).before for seed in (1, 2, 3)
    ]
    steps = sum(found.each[0].of(name).mean for name in STEPS)
    assert steps == pytest.approx(found.each[0].of("change").mean)
    assert found.each[0].steps == STEPS


def between(paired):
    """Waterfalls from one made-up April to another or, paired, between two made-up worlds."""
    trials = (Trial("Reablement", {"reablement": Plan(0)}),) if paired else ()
    study = replace(STUDY, trials=trials)
    arms = plan_arms(study)
    done = [
        Counted(
            {arm.name: census(1) for arm in arms},
            {arm.name: census(luck + (30 if arm.name == AS_NOW else 60)) for arm in arms},
            10.0,
            Tally(made=1),
        )
        for luck in range(3)
    ]
    return Waterfalls(study, 0, 24, falls_of(arms, done), 10.0, Tally(made=3))


@pytest.mark.study
@pytest.mark.parametrize("paired", [False, True])
def test_it_is_told_and_written(paired, tmp_path, capsys):
    hand_over(finding(between(paired), "kith waterfall leeds"), tmp_path, machine=False)
    said = capsys.readouterr().out
    assert ("as now and" if paired else "in April 2011 and") in said
    assert ("reach and effect" in said) == paired
    document = json.loads((tmp_path / "waterfall.json").read_text(encoding="utf-8"))
    one = document["waterfalls"][0]
    assert sum(step["mean"] for step in one["steps"]) == pytest.approx(one["change"]["mean"])
    assert "data-chart" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert (tmp_path / "waterfall.csv").read_text(encoding="utf-8").startswith("arm,replication,step,pounds_a_year")


@pytest.mark.unit
@pytest.mark.parametrize("paired", [False, True])
def test_the_drawn_steps_hang_one_from_the_other_and_end_at_the_total(paired):
    found = between(paired)
    one, drawn = found.each[0], chart(found, found.each[0])
    bars = [(bar["data"][0][0], bar["data"][1][0]) for bar in drawn.option["series"] if bar["type"] == "line"]
    steps = bars[1:-1]
    assert [end - start for start, end in steps] == pytest.approx([one.of(name).mean for name in one.steps])
    assert steps[0][0] == one.of("before").mean and steps[-1][1] == pytest.approx(one.of("after").mean)
    assert [end for _, end in steps[:-1]] == [start for start, _ in steps[1:]]
    labels = drawn.option["yAxis"]["data"][1:-1]
    signs = ["+" if one.of(name).mean > 0.0 else "-" for name in one.steps]
    assert [f"{{said|{sign}" in label for sign, label in zip(signs, labels, strict=True)] == [True] * len(labels)
