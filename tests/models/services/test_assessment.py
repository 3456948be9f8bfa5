"""Assessment: the queue for a social worker's assessment, who is found eligible, and who pays."""

import numpy as np
import pytest

from models import sheets
from models.services.assessment import band_of, eligible_share, entitlement, is_urgent, offer_share
from models.signals import REABLEMENT
from models.standing import Finding, Stage
from tests.models.village import as_now, column, grown, leeds, total

P = sheets()["assessment"]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("eligible", "own_purse", "buys", "entitled"),
    [
        (False, False, True, Finding.TURNED_AWAY),
        (True, True, False, Finding.TURNED_AWAY),
        (True, True, True, Finding.BUYS),
        (True, False, False, Finding.PLAN),
    ],
    ids=["not eligible", "own means, not buying", "buys", "a plan"],
)
def test_eligibility_comes_first_and_then_means(eligible, own_purse, buys, entitled):
    assert entitlement(eligible, own_purse, buys) == entitled


@pytest.mark.unit
@pytest.mark.parametrize(
    ("sent", "entitled", "needs", "at_intake", "share"),
    [
        (True, Finding.TURNED_AWAY, False, 0.0, 1.0),
        (False, Finding.PLAN, True, 0.0, 0.4),
        (False, Finding.TURNED_AWAY, True, 1.0, 0.4),
        (False, Finding.BUYS, True, 0.5, 0.2),
        (False, Finding.TURNED_AWAY, True, 0.0, 0.0),
        (False, Finding.TURNED_AWAY, False, 1.0, 0.0),
    ],
    ids=["sent by the hospital", "eligible", "at intake", "half at intake", "the eligible alone", "no need of help"],
)
def test_reablement_is_offered_before_or_after_eligibility(sent, entitled, needs, at_intake, share):
    assert offer_share(0.4, sent, entitled, needs, at_intake) == share


@pytest.mark.unit
@pytest.mark.parametrize(("level", "hospital", "urgent"), [(6, False, False), (7, False, True), (1, True, True)])
def test_the_very_frail_and_those_from_hospital_are_urgent(level, hospital, urgent):
    assert is_urgent(np.array([level]), np.array([hospital])).tolist() == [urgent]


@pytest.mark.unit
def test_nobody_frailer_has_less_need():
    bands = np.stack([P.critical_by_frailty, P.substantial_by_frailty, P.moderate_by_frailty])
    assert (np.diff(bands, axis=1) >= 0).all()
    assert (np.diff(bands, axis=0) >= 0).all(), "whoever is critical is at least substantial"


@pytest.mark.unit
@pytest.mark.parametrize(("luck", "band"), [(0.1, 1), (0.4, 2), (0.8, 3), (0.95, 4)])
def test_luck_and_frailty_decide_the_band(luck, band):
    assert band_of(luck, 0.2, 0.6, 0.9, 1.0) == band


@pytest.mark.unit
def test_circumstances_raise_the_band_by_their_odds():
    luck = (np.arange(4_000) + 0.5) / 4_000
    critical = np.mean([band_of(one, 0.2, 0.6, 0.9, 2.0) == 1 for one in luck])
    assert critical / (1 - critical) == pytest.approx(2.0 * 0.2 / 0.8, rel=0.01)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("band", "threshold", "strictness", "share"),
    [(1, 1.0, 0.0, 1.0), (2, 1.0, 0.0, 0.0), (2, 2.0, 0.3, 0.7), (1, 2.0, 0.3, 1.0), (3, 2.5, 0.0, 0.5)],
    ids=["critical only", "substantial turned away", "short of money", "critical untouched", "half of moderate"],
)
def test_the_threshold_says_how_many_bands_are_served(band, threshold, strictness, share):
    assert eligible_share(band, threshold, strictness) == pytest.approx(share)


@pytest.mark.model
def test_critical_only_leaves_more_without_and_costs_the_council_less():
    tight, plain = grown(moved={"assessment.threshold": 1.0}), as_now().measures
    assert total(tight, "new_budgets") < 0.8 * plain["new_budgets"].sum()
    assert total(tight, "unmet") > plain["unmet"].sum()
    assert total(tight, "council_care_cost") < plain["council_care_cost"].sum()


@pytest.mark.model
def test_every_assessment_finds_a_band():
    measures = as_now().measures
    bands = measures[["found_critical", "found_substantial", "found_moderate", "found_low"]].sum(axis=1)
    assert (bands == measures["assessed"]).all()


@pytest.mark.model
def test_selective_reablement_passes_over_the_frailest():
    shares = []
    for selectivity in (0.0, 1.0):
        held = {"assessment.reablement_offer": 1.0, "assessment.reablement_selectivity": selectivity}
        world, levels = leeds(18, residents=6_000, moved=held), []
        for _ in range(18):
            world.step()
            levels += column(world, "cfs")[column(world, "finding") == Finding.REABLEMENT].tolist()
        shares.append(np.mean(np.array(levels) >= 7))
    assert shares[1] < 0.6 * shares[0]


@pytest.mark.model
def test_the_frailest_are_assessed_first_and_others_wait():
    world = leeds(24, overrides={"assessment.assessments_per_1000_aged_75_per_month": 7.0}, moved={"need.contact": 6.0})
    for _ in range(24):
        world.step()
    queue, severe = column(world, "stage") == Stage.ASSESSMENT, column(world, "cfs") >= 7
    assert queue.sum() > 15
    assert (queue & ~severe).sum() > 3 * (queue & severe).sum()


@pytest.mark.model
def test_what_someone_waited_before_does_not_bring_them_forward_again():
    moved, few = {"need.contact": 6.0}, {"assessment.assessments_per_1000_aged_75_per_month": 7.0}
    plain, marked = (leeds(6, overrides=few, moved=moved) for _ in range(2))
    waiting = marked.people.writable("care", "waiting")
    waiting[marked.people["stage"] == Stage.NONE] = 200
    for _ in range(6):
        plain.step()
        marked.step()
        assert (plain.people["finding"] == marked.people["finding"]).all()
    assert plain.latest("waiting") > 0


@pytest.mark.model
def test_no_more_are_assessed_than_there_are_assessors_for():
    world = leeds(12, moved={"need.contact": 6.0})
    for _ in range(12):
        aged = world.shared["aged_75_plus"][0]
        world.step()
        most = aged * P.assessments_per_1000_aged_75_per_month / 1000 + 1
        assert world.recorded()["assessed"].iloc[-1] <= most
    more = grown(12, moved={"need.contact": 6.0, "assessment.assessors": 1.0})
    assert total(more, "assessed") > 1.2 * total(world, "assessed")
    assert more.recorded()["waiting"].iloc[-1] < world.recorded()["waiting"].iloc[-1]


@pytest.mark.model
@pytest.mark.parametrize("way", ["tight", "loose"])
def test_the_threshold_of_need_decides_how_many_are_allotted_a_budget(way):
    bands = {"tight": 1.0, "loose": 4.0}[way]
    moved, plain = grown(moved={"assessment.threshold": bands}), as_now().measures
    sign = 1 if way == "loose" else -1
    assert sign * (total(moved, "new_budgets") - plain["new_budgets"].sum()) > 0


@pytest.mark.model
def test_a_budget_is_allotted_to_the_eligible_whom_the_council_pays_for():
    world = leeds(24)
    for _ in range(24):
        own = dict(zip(column(world, "id"), column(world, "own_home_care"), strict=True))
        world.step()
        allotted = column(world, "allotted") > 0
        assert allotted.sum() == world.recorded()["new_budgets"].iloc[-1]
        assert (column(world, "entitled")[allotted] == Finding.PLAN).all()
        assert not any(own.get(one, 0) for one in column(world, "id")[allotted])


@pytest.mark.model
@pytest.mark.parametrize("at_intake", [0.0, 1.0])
def test_an_offer_of_reablement_is_made_to_the_share_set(at_intake):
    """With an offer to all, every plan waits for it; at intake those too who are entitled to none and need help."""
    world = leeds(
        24,
        residents=6_000,
        overrides={"assessment.reablement_at_intake": at_intake},
        moved={"assessment.reablement_offer": 1.0, "reablement.places": 3.0},
    )
    sent, others = 0, 0
    for _ in range(24):
        world.step()
        found = column(world, "finding")
        assert not (found == Finding.PLAN).any()
        besides = (found == Finding.REABLEMENT) & (column(world, "entitled") != Finding.PLAN)
        from_hospital = besides & (column(world, "discharge") == REABLEMENT)
        sent += int(from_hospital.sum())
        others += int((besides & ~from_hospital).sum())
    started, budgets = total(world, "reablement_started"), total(world, "new_budgets")
    assert started == pytest.approx(budgets + sent + others, rel=0.1)
    assert others > 0.3 * budgets if at_intake > 0.0 else others == 0
