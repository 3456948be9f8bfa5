"""Preset: a scenario file, checked whole and turned into a study; those in the folder scenarios come with Kith."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from experiments.asking.asked import (
    FEWEST_RESIDENTS,
    MOST_REPLICATIONS,
    MOST_YEARS,
    hyphenated,
    overriding,
    place_name,
    underscored,
)
from experiments.asking.study import AS_NOW, EQUAL_BUDGET_POUNDS, Study, Trial, arm_name
from experiments.asking.usual import REPLICATIONS, SEED, START, YEARS
from experiments.words import listed
from models import Plan, interventions, names_a_file, not_within
from sim.document import read_document, said
from sim.errors import Faults, ModelError, did_you_mean

FOLDER = Path(__file__).resolve().parent.parent / "scenarios"
WORDS = ("title", "question", "place")
WHOLE = {
    "years": (1, MOST_YEARS),
    "start": (0, 12 * MOST_YEARS - 1),
    "residents": (FEWEST_RESIDENTS, 5_000_000),
    "replications": (1, MOST_REPLICATIONS),
    "seed": (0, 2**31),
}
POUNDS = (1_000.0, 1e9)
PLAN = ("start", "stop", "size", "share")
ARM = ("title", "interventions", "numbers", "budget")
KNOWN = (*WORDS, *WHOLE, "equal_budget", "numbers", "as_now", "arms")
MOST_ARMS = 24


@dataclass(frozen=True)
class Written:
    """When an intervention runs and how large it is, as written; ``share`` is its part of the arm's budget."""

    start: int | None = None
    stop: int | None = None
    size: float = 1.0
    share: float | None = None


@dataclass(frozen=True)
class WrittenArm:
    """An arm as written."""

    title: str
    interventions: Mapping[str, Written] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    budget: float | None = None


@dataclass(frozen=True)
class Preset:
    """A scenario file.

    Attributes:
        source: what to type after ``kith compare`` for it.
        start: month in which interventions start that do not say when.
        numbers: "word.parameter" -> value, in every arm.
        as_now: what runs in every arm, the world as now included.
        equal_budget: pounds at which the arms are compared again; ``None`` for not at all.
    """

    source: str
    title: str
    question: str
    place: str
    arms: tuple[WrittenArm, ...]
    numbers: Mapping[str, float] = field(default_factory=dict)
    as_now: Mapping[str, Written] = field(default_factory=dict)
    equal_budget: float | None = None
    years: int = YEARS
    start: int = START
    residents: int | None = None
    replications: int = REPLICATIONS
    seed: int = SEED

    @property
    def unscheduled(self) -> tuple[str, ...]:
        """Interventions that start when nothing else is said."""
        plans = (*self.as_now.items(), *(pair for arm in self.arms for pair in arm.interventions.items()))
        return tuple(sorted({name for name, plan in plans if plan.start is None}))

    def study(self, months: int, start: int, **given: Any) -> Study:
        """Return the study of so many months; ``given`` are further fields of it."""
        _in_time(self, months, start)
        return Study(
            place=self.place,
            interventions=(),
            trials=tuple(_trial(arm, start) for arm in self.arms),
            as_now=_plans(self.as_now, start),
            months=months,
            start=start,
            equal_budget=self.equal_budget,
            title=self.title,
            question=self.question,
            source=self.source,
            **given,
        )


def _trial(arm: WrittenArm, start: int) -> Trial:
    shares = {name: one.share for name, one in arm.interventions.items() if one.share is not None}
    return Trial(arm.title, _plans(arm.interventions, start), dict(arm.numbers), arm.budget, shares)


def _plans(written: Mapping[str, Written], start: int) -> dict[str, Plan]:
    return {name: Plan(start if one.start is None else one.start, one.stop, one.size) for name, one in written.items()}


def _in_time(preset: Preset, months: int, start: int) -> None:
    """Refuse what would start after the end, or stop before it starts."""
    faults = Faults(preset.source)
    for where, plans in (("as_now", preset.as_now), *((arm.title, arm.interventions) for arm in preset.arms)):
        for name, plan in plans.items():
            starts = start if plan.start is None else plan.start
            if starts >= months:
                faults.add(f"{where}: the start of {name} in month {starts} {not_within(months, 'more years')}")
            if plan.stop is not None and plan.stop <= starts:
                faults.add(f"{where}: {name} starts in month {starts} and cannot stop in month {plan.stop}.")
    faults.tell()


def preset_names() -> tuple[str, ...]:
    """Return the names of the scenarios that come with Kith, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def find_preset(written: str) -> Preset | None:
    """Return the scenario of a name or in a file, or nothing if what is written names no scenario."""
    if names_a_file(written):
        document = read_document(Path(written))
        return read_preset(Path(written).name, written, document) if "neighbourhoods" not in document else None
    plain = hyphenated(written)
    return shipped(plain) if plain in preset_names() else None


def shipped(name: str) -> Preset:
    """Return a scenario that comes with Kith."""
    return read_preset(f"{name}.toml", name, read_document(FOLDER / f"{name}.toml"))


def read_preset(name: str, source: str, document: Mapping[str, Any]) -> Preset:
    """Return the scenario that a document describes, or tell every fault of it at once."""
    faults = Faults(name)
    _unknown(faults, "", document, KNOWN)
    words = {key: _words(faults, key, document) for key in WORDS}
    if words["place"]:
        words["place"] = _tried_place(faults, words["place"])
    found: dict[str, Any] = {key: _whole(faults, "", key, document[key]) for key in WHOLE if key in document}
    if "equal_budget" in document:
        found["equal_budget"] = _between(faults, "", "equal_budget", document["equal_budget"], POUNDS)
    found["numbers"] = _numbers(faults, "", document.get("numbers", {}), words["place"])
    found["as_now"] = _interventions(faults, "[as_now] ", document.get("as_now", {}))
    arms = _arms(faults, document.get("arms"), document.get("as_now", {}), words["place"])
    faults.tell()
    return Preset(source, words["title"], words["question"], words["place"], arms, **found)


def _unknown(faults: Faults, where: str, table: Mapping[str, Any], known: Sequence[str]) -> None:
    for key in table:
        if key not in known:
            faults.add(f"{where}'{key}' is no field.{did_you_mean(key, known) or f' Known: {listed(list(known))}.'}")


def _words(faults: Faults, key: str, document: Mapping[str, Any]) -> str:
    value = document.get(key)
    if not isinstance(value, str) or not value.strip():
        faults.add(f"lacks '{key}', a few words in quotation marks.")
        return ""
    return value.strip()


def _tried_place(faults: Faults, written: str) -> str:
    try:
        return place_name(written)
    except ModelError as error:
        faults.add(str(error))
        return ""


def _whole(faults: Faults, where: str, key: str, value: Any, among: tuple[int, int] | None = None) -> int:
    low, high = among or WHOLE[key]
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        faults.add(f"{where}{key} cannot be {said(value)}: write a whole number from {low:,} to {high:,}.")
        return low
    return value


def _between(faults: Faults, where: str, key: str, value: Any, among: tuple[float, float]) -> float:
    low, high = among
    if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
        faults.add(f"{where}{key} cannot be {said(value)}: write a number from {low:,.10g} to {high:,.10g}.")
        return low
    return float(value)


def _numbers(faults: Faults, where: str, table: Any, place: str) -> dict[str, float]:
    """Return the numbers written, each within its range in the place, where the file names one."""
    if not isinstance(table, dict):
        faults.add(f'{where}numbers must be a table such as {{"falls.falls_per_faller" = 1.8}}.')
        return {}
    found = {}
    for name, value in table.items():
        if isinstance(value, dict):
            faults.add(f'{where}numbers: write "{name}.{next(iter(value), "parameter")}" in quotation marks.')
            continue
        try:
            key, number = overriding(name, value, place or None)
            found[key] = number
        except ModelError as error:
            faults.add(f"{where}numbers: {error}")
    return found


def _interventions(faults: Faults, where: str, table: Any) -> dict[str, Written]:
    if not isinstance(table, dict):
        faults.add(f"{where}interventions must be a table such as {{local_links = {{start = 24}}}}.")
        return {}
    known = [one.name for one in interventions()]
    found = {}
    for name, plan in table.items():
        plain = underscored(name)
        if plain not in known:
            faults.add(f"{where}there is no intervention '{name}'.{did_you_mean(plain, known)}")
        elif not isinstance(plan, dict):
            faults.add(f"{where}{name} must be a table such as {{start = 24, stop = 60, size = 0.5}}, or {{}}.")
        else:
            found[plain] = _plan(faults, f"{where}{name}: ", plan)
    return found


def _plan(faults: Faults, where: str, plan: Mapping[str, Any]) -> Written:
    _unknown(faults, where, plan, PLAN)
    found: dict[str, Any] = {}
    for key, among in (("start", WHOLE["start"]), ("stop", (1, 12 * MOST_YEARS))):
        if key in plan:
            found[key] = _whole(faults, where, key, plan[key], among)
    for key, most in (("size", 1000.0), ("share", 1.0)):
        if key in plan:
            found[key] = _between(faults, where, key, plan[key], (0.0, most))
    return Written(**found)


def _arms(faults: Faults, tables: Any, as_now: Any, place: str) -> tuple[WrittenArm, ...]:
    if not isinstance(tables, list) or not tables:
        faults.add("lists no [[arms]]: write one for each world to compare with the world as now.")
        return ()
    if len(tables) > MOST_ARMS:
        faults.add(f"lists {len(tables)} [[arms]]: write at most {MOST_ARMS}.")
        return ()
    arms = [_arm(faults, f"[[arms]] {number}: ", table, as_now, place) for number, table in enumerate(tables, 1)]
    names = [arm_name(Trial(one.title, dict.fromkeys(one.interventions, Plan()))) for one in arms if one.title]
    for name in sorted({name for name in names if names.count(name) > 1 or name == AS_NOW}):
        faults.add(f"[[arms]]: two arms would be called '{name}': give each a title of its own.")
    return tuple(arms)


def _arm(faults: Faults, where: str, table: Any, as_now: Any, place: str) -> WrittenArm:
    if not isinstance(table, dict):
        faults.add(f"{where}must be a table.")
        return WrittenArm("")
    _unknown(faults, where, table, ARM)
    plans = _interventions(faults, where, table.get("interventions", {}))
    numbers = _numbers(faults, where, table.get("numbers", {}), place)
    titles = {one.name: one.title for one in interventions()}
    title = table.get("title", listed([titles[name] for name in plans]))
    if not isinstance(title, str) or ("title" in table and not title.strip()):
        faults.add(f"{where}the title must be a few words in quotation marks.")
        title = ""
    elif not title and not table.get("interventions"):
        faults.add(f"{where}lacks a title, or interventions to be named after.")
    elif not table.get("interventions") and not table.get("numbers"):
        faults.add(f"{where}has neither interventions nor numbers, so it is the world as now, which runs anyway.")
    for name in plans:
        if isinstance(as_now, dict) and name in as_now:
            faults.add(f"{where}{name} holds in every arm already, under [as_now]: leave one of the two out.")
    return WrittenArm(title.strip(), plans, numbers, _budget(faults, where, table, plans))


def _budget(faults: Faults, where: str, table: Mapping[str, Any], plans: Mapping[str, Written]) -> float | None:
    shares = [one.share for one in plans.values() if one.share is not None]
    if "budget" not in table:
        if shares:
            faults.add(f"{where}shares are of a budget: write budget = {EQUAL_BUDGET_POUNDS:.0f}, say.")
        return None
    if not plans:
        faults.add(f"{where}has a budget and nothing to spend it on: name its interventions.")
    if shares and (len(shares) < len(plans) or abs(sum(shares) - 1.0) > 1e-6):
        faults.add(f"{where}the shares of its interventions must sum to 1; they sum to {sum(shares):.3g}.")
    return _between(faults, where, "budget", table["budget"], POUNDS)
