"""One arm: one programme of a comparison by itself, and what a study of it found as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from experiments import words
from experiments.asking.study import Study, arm_name
from experiments.dashboard.jobs.compare import study_of
from experiments.showing.section import Section
from models import place as place_card
from sim.errors import ModelError, did_you_mean


def study_with(asked: Mapping[str, Any]) -> Study:
    """Return the study of what a comparison is asked, with no arm but the one that is named."""
    study = study_of(asked)
    trials = {arm_name(trial): trial for trial in study.asked}
    name = str(asked["arm"])
    if name not in trials:
        raise ModelError(f"There is no programme '{name}' in this comparison.{did_you_mean(name, trials)}")
    alone = study if tuple(trials) == study.interventions else replace(study, trials=(trials[name],))
    return replace(alone, interventions=(name,) if not alone.trials else (), equal_budget=None)


def shown(study: Study, sections: Sequence[Section], often: str, command: str) -> dict[str, Any]:
    """Return what a study found as the page shows it: what was run how often, the answer first, caveats each once."""
    size = f"{study.residents:,} residents" if study.residents else "every resident"
    place, arm = place_card(study.place).title, study.asked[0].title
    lead, *rest = [said for section in sections for said in (section.lead, *section.told)]
    return {
        "heading": f"{arm} in {place}, {words.span(study.months)}, {size}, {often}",
        "lead": lead,
        "told": rest,
        "caveats": list(dict.fromkeys(one for section in sections for one in section.caveats)),
        "charts": [asdict(chart) for section in sections for chart in section.charts],
        "command": command,
    }
