"""Decides: which assumptions decide what one programme of a comparison delays, one at a time under the same lucks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from experiments.asking.study import Study, plan_arms
from experiments.comparing.report import command_line
from experiments.comparing.summary import quantity
from experiments.dashboard.crew import Tell, sharing, telling
from experiments.dashboard.one_arm import shown, study_with
from experiments.runs.ensemble import Crew
from experiments.unknowns.sensitivity import Depth, outcomes, sensitivity
from experiments.unknowns.sensitivity_told import mostly_from, sensitivity_section, tried
from experiments.unknowns.settings import at_settings, chosen
from sim.errors import ModelError
from sim.parameters import Entry

MOST = 5
"""Numbers that are tried under every luck: those that move it most under the first."""
EVERYWHERE = "need"
"""The sheet of what brings people to the council, whatever the programme."""
ELSEWHERE = {
    "local_links": ("handover.trust_at_start", "handover.newcomer_log_odds", "managed_budget.ready_months"),
    "reablement": ("frailty.reabled_ratio", "frailty.reabled_half_life_months", "care.reabled_hours_share"),
}
"""By programme, what it works through that stands in the sheets of others."""

ALONE = (
    "One at a time: what two numbers do together is not seen here, nor what those of other sheets do; "
    "kith sensitivity also varies them together, and any that are named."
)


def work(asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Return the tornado of one arm: of the numbers that move it most under the first luck, under every luck."""
    study = study_with(asked)
    arm, title = str(asked["arm"]), study.asked[0].title
    entries, depth = varied(study), Depth(lucks=study.replications, points=0)

    def hands(said: str) -> Crew:
        return sharing(telling(tell, f"{said}, {{done}} of {{total}} pairs of worlds"))

    moved = screened(study, entries, depth.outcome, hands("first luck"))
    kept = {name: entries[name] for name in sorted(entries, key=lambda name: -moved[name])[:MOST]}
    idle = [name for name, by in moved.items() if by == 0.0]
    found = sensitivity(study, kept, depth, hands("every luck"))
    section, swings = sensitivity_section(found), found.swings[arm]
    told = replace(
        section,
        lead=mostly_from(title, swings, quantity(depth.outcome), len(entries)),
        told=(tried(len(entries), idle, len(kept), depth.lucks),),
        caveats=(ALONE, *section.caveats),
    )
    further = [part for name in kept for part in ("--parameters", name)]
    command = command_line(study, "--lucks", str(depth.lucks), "--points", "0", *further, name="sensitivity")
    return shown(study, (told,), f"{depth.lucks} lucks", "" if study.trials else command)


def screened(study: Study, entries: Mapping[str, Entry], outcome: str, crew: Crew) -> dict[str, float]:
    """Return by how much each number moves the outcome, under the first luck, at that end of its range further off."""
    done = at_settings(study, [{}, *({name: further(entry)} for name, entry in entries.items())], 1, crew)
    central, *moved = (float(outcomes(one, plan_arms(study)[1].name, outcome)[0]) for one in done)
    return {name: abs(value - central) for name, value in zip(entries, moved, strict=True)}


def further(entry: Entry) -> float:
    """Return the end of a range that lies further from its central value."""
    value, low, high = entry.rows[0]
    return low if value - low > high - value else high


def varied(study: Study) -> dict[str, Entry]:
    """Return the numbers that are tried: of the arm's own sheets, of what it works through, and of need."""
    trial = study.asked[0]
    sheets = [*trial.plans, *(name.partition(".")[0] for name in trial.numbers), EVERYWHERE]
    beside = [one for name in trial.plans for one in ELSEWHERE.get(name, ())]
    found = dict(chosen(study, [*dict.fromkeys(sheets), *beside]).entries)
    if not found:
        raise ModelError("Every number that this programme works through is set already, so there is none to try.")
    return found
