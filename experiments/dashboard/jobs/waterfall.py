"""Waterfall: what moved the demand for care from the first April to the last, and what one programme moves of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from experiments import words
from experiments.comparing.report import command_line
from experiments.dashboard.crew import Tell, sharing, telling
from experiments.dashboard.one_arm import shown, study_with
from experiments.unknowns.waterfall import YEAR, waterfalls
from experiments.unknowns.waterfall_told import waterfall_section


def work(asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Return the steps from the first April to the last as now, then those to the same April with a programme."""
    study = study_with(asked)
    as_now = replace(study, interventions=(), trials=())
    last = YEAR * ((study.months - 1) // YEAR)
    since = waterfall_section(waterfalls(as_now, 0, last, sharing(telling(tell, "as now, run {done} of {total}"))))
    with_it = waterfall_section(
        waterfalls(study, 0, last, sharing(telling(tell, "with the programme, run {done} of {total}")))
    )
    further = ("--replications", str(study.replications))
    commands = [] if study.trials else [command_line(one, *further, name="waterfall") for one in (as_now, study)]
    return shown(study, (since, with_it), words.runs(study.replications), "\n".join(commands))
