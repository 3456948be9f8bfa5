"""Wanted: one study from what a command line and a scenario file ask for together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.asking.asked import Asked, check, hyphenated, place_name, scenario_of
from experiments.asking.preset import Preset, find_preset, preset_names
from experiments.asking.study import Study
from experiments.asking.usual import INTERVENTIONS, REPLICATIONS, SEED, START, YEARS
from experiments.runs.precision import AHEAD, FEWEST, MOST
from models import Scenario, names_a_file, places
from sim.errors import ModelError

PER_CENT = 100.0


@dataclass(frozen=True)
class Wanted:
    """A command line that may name a place or a scenario; what is ``None`` the scenario or the usual decides.

    ``usual`` are compared where a place is named without interventions. ``faults`` were found in options that only
    one command has.
    """

    what: str
    interventions: Sequence[str] = ()
    usual: Sequence[str] = INTERVENTIONS
    years: int | None = None
    residents: int | None = None
    start: int | None = None
    overrides: Sequence[str] = ()
    seed: int | None = None
    replications: int | None = None
    fixed: bool = False
    workers: int | None = None
    out: Path | None = None
    precision: float | None = None
    faults: Sequence[str] = ()


def scenario_named(what: str, interventions: Sequence[str]) -> Preset | None:
    """Return the scenario that is named, or nothing where what is named is a place whose interventions are given."""
    preset = find_preset(what)
    if preset is None or not interventions:
        return preset
    try:
        place_name(what)
    except ModelError:
        raise ModelError(
            f"--with goes with a place, and '{what}' is a scenario: leave it out, or write an arm into the file."
        ) from None
    return None


def scenario_and_no_place(what: str, interventions: Sequence[str]) -> Preset | None:
    """Return the scenario that is named, or nothing where a place, or nothing known, bears that name."""
    if not names_a_file(what) and hyphenated(what) in {one.name for one in places()}:
        return None
    return scenario_named(what, interventions)


def study_of(wanted: Wanted, preset: Preset | None) -> Study:
    """Return the study that is wanted, or refuse every fault of the command line at once."""
    asked = Asked(
        place=preset.place if preset else wanted.what,
        interventions=preset.unscheduled if preset else (wanted.interventions or wanted.usual),
        years=_first(wanted.years, preset and preset.years, YEARS),
        residents=_first(wanted.residents, preset and preset.residents, None),
        start=_first(wanted.start, preset and preset.start, START),
        overrides=wanted.overrides,
        seed=_first(wanted.seed, preset and preset.seed, SEED),
        replications=_replications(wanted, preset),
        workers=wanted.workers,
        out=wanted.out,
        scenarios=preset_names(),
        faults=[*precision_faults(wanted), *wanted.faults],
    )
    checked = check(asked)
    counted: dict[str, Any] = {
        "residents": asked.residents,
        "replications": asked.replications,
        "seed": asked.seed,
        "fixed": wanted.fixed,
        "precision": None if wanted.precision is None else wanted.precision / PER_CENT,
    }
    if preset is not None:
        return preset.study(checked.months, asked.start, overrides={**preset.numbers, **checked.overrides}, **counted)
    return Study(
        place=checked.place,
        interventions=checked.interventions,
        months=checked.months,
        start=asked.start,
        overrides=checked.overrides,
        **counted,
    )


def world_of(wanted: Wanted) -> Scenario:
    """Return the one world that is wanted of a place, or refuse every fault of the command line at once."""
    asked = Asked(
        place=wanted.what,
        interventions=wanted.interventions,
        years=_first(wanted.years, YEARS),
        residents=wanted.residents,
        start=_first(wanted.start, START),
        overrides=wanted.overrides,
        seed=_first(wanted.seed, SEED),
        out=wanted.out,
        scenarios=preset_names(),
    )
    return scenario_of(check(asked), asked)


def precision_faults(wanted: Wanted) -> list[str]:
    """Return what is wrong with a precision and the most replications that it may take."""
    faults = []
    if wanted.precision is not None and not 0.0 < wanted.precision <= PER_CENT:
        faults.append(
            f"--precision {wanted.precision:g} cannot be: write a percentage above 0 and up to 100, such as 10."
        )
    least = FEWEST + AHEAD
    if wanted.precision is not None and wanted.replications is not None and wanted.replications < least:
        faults.append(
            f"--precision takes {least} replications at the least, so --replications {wanted.replications} cannot be "
            "the most: write more, or leave it out."
        )
    return faults


def _replications(wanted: Wanted, preset: Preset | None) -> int:
    """Return how many replications there shall be, or where a precision decides, how many at the most."""
    if wanted.precision is not None:
        return int(_first(wanted.replications, MOST))
    return int(_first(wanted.replications, preset and preset.replications, REPLICATIONS))


def _first(*given: Any) -> Any:
    """Return the first that says anything."""
    return next((one for one in given if one is not None), None)
