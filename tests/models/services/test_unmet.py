"""Unmet: what going without help does to those who need it, as far as it is cause and not only company."""

import numpy as np
import pytest

from models import sheets
from models.services.unmet import MOVED, causal_ratio
from models.standing import Standing
from tests.models.village import as_now, column, grown, leeds, total

P = sheets()["unmet"]


@pytest.mark.unit
@pytest.mark.parametrize(("share", "ratio"), [(0.0, 1.0), (0.35, 1.07), (1.0, 1.2)])
def test_only_the_causal_share_of_an_association_would_go(share, ratio):
    assert causal_ratio(1.2, share) == pytest.approx(ratio)


@pytest.mark.model
def test_it_bears_on_those_and_only_those_who_went_without_last_month():
    world = leeds(6)
    for _ in range(5):
        world.step()
    before = dict(enumerate(world.people.start.columns["standing"] == Standing.UNMET))  # of those who enter now
    before |= dict(zip(world.people["id"], world.people["standing"] == Standing.UNMET, strict=True))
    world.step()
    people = world.people
    for lever, name in MOVED.items():
        moved = people[world.levers.known[lever].column]
        for one, ratio, here in zip(people["id"], moved, people["here"], strict=True):
            if here:
                expected = causal_ratio(getattr(P, name), P.causal_share) if before.get(one, False) else 1.0
                assert ratio == pytest.approx(expected, abs=1e-6)


def fallen(causal_share: float) -> tuple[int, int]:
    """Return the falls of a year among those whose need was unmet in the month before, and those of all others."""
    world, theirs, others = leeds(12, residents=6_000, overrides={"unmet.causal_share": causal_share}), 0, 0
    unmet = set(np.flatnonzero(world.people["standing"] == Standing.UNMET).tolist())
    for _ in range(12):
        world.step()
        fell = set(column(world, "id")[column(world, "fell") > 0].tolist())
        theirs, others = theirs + len(fell & unmet), others + len(fell - unmet)
        unmet = set(column(world, "id")[column(world, "standing") == Standing.UNMET].tolist())
    return theirs, others


@pytest.mark.model
def test_it_falls_on_those_who_go_without_and_adds_nothing_to_a_total_that_holds_it_already():
    (free, free_others), (harmed, harmed_others) = fallen(0.0), fallen(1.0)
    assert harmed > 1.1 * free
    assert harmed_others < free_others
    assert harmed + harmed_others == pytest.approx(free + free_others, rel=0.01)


@pytest.mark.model
def test_meeting_need_keeps_people_out_of_its_reach():
    met = grown(moved={"need.contact": 6.0, "assessment.threshold": 3.0, "assessment.assessors": 2.0})
    assert total(met, "going_without") < 0.9 * as_now().measures["going_without"].sum()
