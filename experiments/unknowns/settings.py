"""Settings: one study at several settings of its parameters, all under the same lucks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from experiments.asking.study import Study, plan_arms
from experiments.comparing.cashability import Cashability, default_sheet
from experiments.comparing.compare import Replication, looked_at, one_replication
from experiments.runs.ensemble import Crew, replicate
from models import interventions, service_words, sheets
from sim.errors import did_you_mean
from sim.parameters import Entry

type Setting = Mapping[str, float]
"""Values by "word.parameter"; everything else is central."""


NOTHING = "There is no parameter to vary: name some with --parameters."


@dataclass(frozen=True)
class Chosen:
    """Parameters that a study varies, by "word.parameter", and what was wrong with how they were named."""

    entries: Mapping[str, Entry]
    faults: tuple[str, ...] = ()


def chosen(study: Study, named: Sequence[str] = ()) -> Chosen:
    """Return the parameters named, one by one or all of a sheet, or those of the programmes compared and the services.

    What the study sets itself is left out, and so is what holds several numbers.
    """
    if not named:
        found = {
            name: entry
            for word in sorted(looked_at(study.named))
            for name, entry in _of_sheet(study.place, word).items()
            if entry.uncertain
        }
        held = _set(study)
        return Chosen({name: entry for name, entry in found.items() if name not in held})
    entries: dict[str, Entry] = {}
    faults: list[str] = []
    for name in named:
        taken, wrong = _named(study, name)
        entries |= taken
        faults += [wrong] if wrong else []
    return Chosen(entries, tuple(faults))


def misnamed(named: Sequence[str], overrides: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what is wrong with parameters as named, beside overrides as written (word.parameter=value)."""
    held = {one.partition("=")[0].strip(): 0.0 for one in overrides}
    return chosen(Study(overrides=held), named).faults if named else ()


def _set(study: Study) -> set[str]:
    """Return the parameters that the study sets itself, in every world or in one arm."""
    return {*study.overrides, *(name for trial in study.asked for name in trial.numbers)}


def _of_sheet(place: str, word: str) -> dict[str, Entry]:
    """Return the parameters of a sheet that are one number with a range."""
    known = sheets(place)
    entries = known[word].entries.values() if word in known else ()
    return {
        f"{word}.{entry.name}": entry
        for entry in entries
        if not isinstance(entry.value, tuple) and entry.rows[0][1] < entry.rows[0][2]
    }


def _named(study: Study, name: str) -> tuple[dict[str, Entry], str]:
    known, (word, _, parameter) = sheets(study.place), name.partition(".")
    if word not in known:
        return {}, f"--parameters {name}: there is no sheet '{word}'.{did_you_mean(word, known)}"
    if parameter and parameter not in known[word].entries:
        hint = did_you_mean(parameter, known[word].entries) or f" See: kith parameters {word}."
        return {}, f"--parameters {name}: the sheet '{word}' has no parameter '{parameter}'.{hint}"
    open_ones = _of_sheet(study.place, word)
    if not parameter:
        held = _set(study)
        return {one: entry for one, entry in open_ones.items() if entry.uncertain and one not in held}, ""
    if name in _set(study):
        where = "with --set" if name in study.overrides else "by the scenario"
        return {}, f"--parameters {name} is set {where}: leave one of them out."
    if name not in open_ones:
        return {}, f"--parameters {name} has no range of one number, so there is nothing to vary."
    return {name: open_ones[name]}, ""


def at_settings(
    study: Study, settings: Sequence[Setting], lucks: int, crew: Crew | None = None
) -> list[list[Replication]]:
    """Run the study at every setting under the same lucks; return by setting, and luck by luck, what came of it."""
    crew = crew or Crew()
    task = partial(_one, study, settings, lucks, Cashability(default_sheet()), crew.archive)
    done = replicate(task, len(settings) * lucks, crew)
    return [done[first : first + lucks] for first in range(0, len(done), lucks)]


def _one(
    study: Study, settings: Sequence[Setting], lucks: int, cashability: Cashability, archive: Path | None, number: int
) -> Replication:
    setting, luck = divmod(number, lucks)
    there = at_setting(study, settings[setting])
    return one_replication(there, plan_arms(there), cashability, archive, luck)


def at_setting(study: Study, setting: Setting) -> Study:
    """Return the study with other numbers and all else central.

    What belongs to a programme alone is changed where the programme runs, so that the world as now is the same
    one and need not be run again.
    """
    own = {one.name for one in interventions()} - set(service_words()) - set(study.as_now)
    apart = {name: value for name, value in setting.items() if _word(name) in own}
    shared = {name: value for name, value in setting.items() if name not in apart}
    trials = tuple(
        replace(trial, numbers={**{name: apart[name] for name in apart if _word(name) in trial.plans}, **trial.numbers})
        for trial in study.asked
    )
    return replace(study, overrides={**study.overrides, **shared}, trials=trials, fixed=True)


def _word(name: str) -> str:
    """Return the word of a parameter's name."""
    return name.partition(".")[0]
