"""Crew: jobs are done, and tell how far they are, also where no run can be kept."""

from pathlib import Path

import pytest

from experiments.dashboard import crew
from experiments.dashboard.jobs import moves, terms
from sim.errors import ModelError

MOVED = {"name": "loneliness.prone_share", "place": "leeds", "years": 1, "residents": 300, "runs": 1, "seed": 1}


@pytest.fixture
def nowhere(own_archive: Path) -> Path:
    """Put a file where the archive should be."""
    own_archive.write_text("", encoding="utf-8")
    return own_archive


@pytest.mark.unit
def test_a_crew_keeps_its_runs_in_the_archive(own_archive):
    assert crew.alone(lambda told: None, "{done}").archive == own_archive
    kept = crew.archive()
    assert kept is not None and kept.folder == own_archive


@pytest.mark.unit
def test_where_no_run_can_be_kept_a_crew_keeps_none(nowhere):
    assert crew.alone(lambda told: None, "{done}").archive is None
    assert crew.archive() is None


@pytest.mark.model
def test_a_job_is_done_where_no_run_can_be_kept(nowhere):
    told: list[dict] = []
    found = moves.work(MOVED, told.append)
    assert len(found["outcomes"]) == len(moves.OUTCOMES)
    assert [one["said"] for one in told] == ["world 1 of 3", "world 2 of 3", "world 3 of 3"]


@pytest.mark.unit
def test_terms_say_what_to_do_where_no_run_can_be_kept(nowhere):
    with pytest.raises(ModelError, match=f"runs cannot be kept in '{nowhere}': name a folder"):
        terms.runs_of("no such key", "{}")
