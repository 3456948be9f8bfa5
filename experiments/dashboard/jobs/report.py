"""Report: a comparison as one HTML file that needs nothing else, from the runs that were kept."""

from collections.abc import Mapping
from typing import Any

from experiments.comparing.compare import compare
from experiments.comparing.report import report_html
from experiments.dashboard.crew import Tell, sharing, telling
from experiments.dashboard.jobs.compare import study_of


def work(asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Return the report of what a comparison is asked; runs that were kept are only read."""
    crew = sharing(telling(tell, "{done} of {total} runs of every world"))
    return {"html": report_html(compare(study_of(asked), crew))}
