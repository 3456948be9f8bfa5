"""Shown: above a result that is not of what is picked, which choices it is of, and a button for those that are."""

from collections.abc import Mapping
from typing import Any

import solara

from experiments.dashboard import markup as v
from experiments.dashboard.catalogue import catalogue
from experiments.dashboard.desk import Failed, Job
from experiments.dashboard.limits import beyond
from experiments.dashboard.panels import Press
from experiments.dashboard.rail import size
from experiments.words import listed, number

INSTEAD = "Run what the levers say"


@solara.component
def Shown(job: Job, what: str = "", possible: bool = True):
    """Say of which choices the result is that is shown, if these are not those that are picked.

    Nothing is said of what comes with Kith to a visitor who picked nothing, on a server that allows less than it has.
    """
    untouched = job.view.beforehand and beyond(job.view.answers or {}) and not solara.use_router().search
    if not job.outdated or untouched:
        return
    told = what or described(job.view.answers or {})
    failed = f"{job.state.sentence} " if isinstance(job.state, Failed) else ""
    until = "until what the levers say has been run" if job.busy else "not what the levers say"
    with v.Html(tag="section", class_="card note", attributes={"aria-label": "What is shown"}):
        v.Html(tag="p", children=[f"{failed}This shows {told}, {until}."])
        Press(INSTEAD, job.begin, job.busy or not possible, "go")


def described(answers: Mapping[str, Any]) -> str:
    """Return what a run was asked, in few words: its scenario or place, its programmes, its size and its luck."""
    known = catalogue()
    scenarios = {one["name"]: one["title"] for one in known.scenarios}
    preset, programmes = answers.get("preset", ""), answers.get("with", answers.get("interventions"))
    parts = [scenarios.get(preset, preset) if preset else known.place(answers["place"])["title"]]
    if programmes:
        parts.append(f"with {listed([known.titles.get(name, name) for name in programmes])}")
    elif programmes is not None and not preset:
        parts.append("as now")
    if answers.get("together"):
        parts.append("also together")
    if "years" in answers:
        parts.append(f"{answers['years']} years")
    parts.append("everyone" if answers["residents"] is None else f"{size(answers['residents'])} residents")
    if "runs" in answers:
        parts.append(f"{answers['runs']} runs")
    parts.append(f"seed {answers['seed']}")
    if answers.get("term_months"):
        parts.append(f"for a loan of {answers['term_months']:.0f} months")
    changed = answers.get("set", answers.get("overrides")) or {}
    return ", ".join([*parts, *(f"{name} at {number(value)}" for name, value in changed.items())])
