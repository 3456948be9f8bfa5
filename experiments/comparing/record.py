"""Record: a comparison or a run as JSON and CSV, for other programs to read."""

from dataclasses import asdict
from typing import Any

from experiments.comparing.compare import Comparison
from experiments.comparing.story import ArmStory, Story
from experiments.showing.written import as_json, frame_rows


def comparison_json(comparison: Comparison, story: Story) -> str:
    """Return a comparison with its sentences as one JSON document."""
    study = comparison.study
    document = {
        "study": asdict(study) | {"weight": comparison.weight},
        "question": study.question,
        "answer": story.answer,
        "equal_answer": story.equal_answer,
        "collapsing": story.collapsing,
        "flip": story.flip,
        "interval": story.interval,
        "caveats": story.caveats,
        "ranking": comparison.ranking,
        "equal_ranking": comparison.equal_ranking,
        "came_first": dict(comparison.came_first),
        "came_first_equal": dict(comparison.came_first_equal),
        "ranked_by": comparison.yardstick.value,
        "arms": [_arm(one) for one in story.arms],
        "table": frame_rows(comparison.table.reset_index()),
        "runs": frame_rows(comparison.runs.reset_index()),
        "monthly": frame_rows(comparison.monthly),
        "last_year": [
            {"arm": arm, "level": name, "label": one.level.label} | asdict(one.of(arm))
            for name, one in comparison.levels.items()
            for arm in one.runs
        ],
        "parameters": frame_rows(comparison.parameters),
        "fingerprints": frame_rows(comparison.fingerprints),
        "cpu_seconds": comparison.seconds,
    }
    return as_json(document)


def _arm(one: ArmStory) -> dict[str, Any]:
    plans = {name: asdict(one.arm.scenario.interventions[name]) for name in one.arm.adds}
    named = {"name": one.arm.name, "title": one.arm.title, "interventions": plans, "numbers": dict(one.arm.numbers)}
    return named | {"sentences": one.sentences, "spillover": one.spillover}
