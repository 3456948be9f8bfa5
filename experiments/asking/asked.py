"""Asked: what the user wrote, checked whole, so that every fault of a command line is told at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.asking.usual import SEED, START, YEARS
from experiments.files import check_folder
from experiments.words import listed
from models import Plan, Scenario, interventions, names_a_file, not_within, parted, places, portfolios, sheets
from models import place as card
from sim.document import said
from sim.errors import ModelError, did_you_mean, refuse_unknown

MOST_YEARS = 24
FEWEST_RESIDENTS = 200
MOST_REPLICATIONS = 10_000


@dataclass(frozen=True)
class Asked:
    """A command line as written; options that a command lacks keep their defaults.

    ``scenarios`` are names that might have stood where the place does; ``faults`` were found in options that
    only one command has.
    """

    place: str
    interventions: Sequence[str] = ()
    years: int = YEARS
    residents: int | None = None
    start: int = START
    overrides: Sequence[str] = ()
    seed: int = SEED
    replications: int = 1
    workers: int | None = None
    out: Path | None = None
    scenarios: Sequence[str] = ()
    faults: Sequence[str] = ()


@dataclass(frozen=True)
class Checked:
    """The same, known to be sound: names as the model has them, values within their ranges."""

    place: str
    interventions: tuple[str, ...]
    months: int
    overrides: Mapping[str, float]


def check(asked: Asked) -> Checked:
    """Return what was asked in the model's own words, or refuse all its faults at once."""
    faults = list(asked.faults)
    place = _tried(faults, asked.place, lambda written: place_name(written, asked.scenarios))
    named = [_tried(faults, one, intervention_name) for one in asked.interventions]
    pairs = [_tried(faults, one, lambda written: override(written, place)) for one in asked.overrides]
    if asked.out is not None:
        _tried(faults, asked.out, check_folder)
    faults += set_twice([pair[0] for pair in pairs if pair is not None]) + _number_faults(asked, place)
    refuse(faults)
    return Checked(
        place=str(place),
        interventions=tuple(dict.fromkeys(str(name) for name in named)),
        months=12 * asked.years,
        overrides=dict(pair for pair in pairs if pair is not None),
    )


def set_twice(names: Sequence[str]) -> list[str]:
    """Return a sentence for each name that --set is given for more than once.

    >>> set_twice(["hub.grant", "loan.rate_per_year", "hub.grant"])
    ['--set gives hub.grant 2 values: leave all but one out.']
    """
    many = {name: names.count(name) for name in names}
    return [f"--set gives {name} {count} values: leave all but one out." for name, count in many.items() if count > 1]


def refuse(faults: Sequence[str]) -> None:
    """Refuse all faults of a command line at once, if there are any."""
    if faults:
        count = len(faults)
        raise ModelError(faults[0] if count == 1 else f"{count} things are wrong:\n  " + "\n  ".join(faults))


def out_of_range(flag: str, value: int, low: int, high: int) -> list[str]:
    """Return the sentence that refuses a whole number beyond its range, or nothing."""
    if low <= value <= high:
        return []
    return [f"{flag} {value} is out of range: write a whole number from {low} to {high}."]


def _tried[A, B](faults: list[str], written: A, reading: Callable[[A], B]) -> B | None:
    try:
        return reading(written)
    except ModelError as error:
        faults.append(str(error))
        return None


def place_name(written: str, scenarios: Sequence[str] = ()) -> str:
    """Return the name of a place, however it is spelt, or the path of a file; the refusal also knows ``scenarios``.

    One neighbourhood of a place is written after a colon, as in leeds:Bramley.
    """
    if names_a_file(written):
        return card(written).name
    whole, part = parted(written)
    if part is not None:
        return card(f"{place_name(whole)}:{part.strip()}").name
    names = [one.name for one in places()]
    spelt = {hyphenated(name): name for name in names}
    plain = hyphenated(written)
    for one in portfolios():
        if plain == one.name:
            raise ModelError(one.instead)
    if plain not in spelt:
        refuse_unknown("place or scenario" if scenarios else "place", written, {*names, *scenarios})
    return spelt[plain]


def hyphenated(written: str) -> str:
    """Return a name as places, lists and scenarios are named, however it is spelt.

    >>> hyphenated(" West_Cheshire "), hyphenated("seven programmes")
    ('west-cheshire', 'seven-programmes')
    """
    return written.strip().lower().replace("_", "-").replace(" ", "-")


def underscored(written: str) -> str:
    """Return a name as interventions and sheets are named, however it is spelt.

    >>> underscored("Local-Links")
    'local_links'
    """
    return hyphenated(written).replace("-", "_")


def intervention_name(written: str) -> str:
    """Return the name of an intervention; local-links and local_links are one.

    >>> intervention_name("Local-Links")
    'local_links'
    """
    plain = underscored(written)
    names = [one.name for one in interventions()]
    if plain not in names:
        refuse_unknown("intervention", plain, names)
    return plain


def override(written: str, place: str | None = None) -> tuple[str, float]:
    """Return a parameter and its new value from word.parameter=value, within its range (in the place, if given)."""
    name, equals, value = written.partition("=")
    if not (equals and "." in name):
        raise ModelError(
            f"'--set {written}' is not of the form word.parameter=value, such as falls.falls_per_faller=1.8."
        )
    return overriding(name.strip(), value, place)


def overriding(name: str, value: object, place: str | None = None) -> tuple[str, float]:
    """Return a parameter, word.parameter, and its new value, within its range (in the place, if given)."""
    word, _, parameter = name.partition(".")
    known = sheets(place)
    refuse_unknown("sheet of parameters", word, known)
    entries = known[word].entries
    if parameter not in entries:
        hint = did_you_mean(parameter, entries) or f" See: kith parameters {word}."
        raise ModelError(f"The sheet '{word}' has no parameter '{parameter}'.{hint}")
    entry = entries[parameter]
    if isinstance(entry.value, tuple):
        raise ModelError(f"{name} holds {len(entry.value)} numbers; only parameters of one number can be set.")
    try:
        number = float(str(value))
    except ValueError:
        raise ModelError(f"'{value}' is not a number: write {name}={said(entry.value)}, say.") from None
    low, high = (float(edge) for edge in (entry.low, entry.high) if not isinstance(edge, tuple))
    if not low <= number <= high or (entry.whole and not number.is_integer()):
        kind = "whole number" if entry.whole else "value"
        raise ModelError(
            f"{name} cannot be {said(number)}: write a {kind} from {said(low)} to {said(high)} {entry.unit}."
        )
    return name, number


def _number_faults(asked: Asked, place: str | None) -> list[str]:
    most = None if place is None else card(place).residents
    months = 12 * asked.years
    faults = []
    if not 1 <= asked.years <= MOST_YEARS:
        faults.append(f"--years {asked.years} is out of range: write a whole number from 1 to {MOST_YEARS}.")
    elif asked.interventions and not 0 <= asked.start < months:
        faults.append(f"--start-month {asked.start} {not_within(months, 'more --years')}")
    if asked.residents is not None and asked.residents < FEWEST_RESIDENTS:
        faults.append(f"--residents {asked.residents} is too few: write {FEWEST_RESIDENTS} or more.")
    if asked.residents is not None and most is not None and asked.residents > most:
        faults.append(
            f"--residents {asked.residents} is more than live in {place}: write at most {most}, or leave it out."
        )
    if asked.seed < 0:
        faults.append(f"--seed {asked.seed} is below nought: write 0 or more.")
    faults += out_of_range("--replications", asked.replications, 1, MOST_REPLICATIONS)
    if asked.workers is not None and asked.workers < 1:
        faults.append(f"--workers {asked.workers} is too few: write 1 or more, or leave it out.")
    return faults


def folder_for(place: str, command: str) -> Path:
    """Return where results go if the user does not say.

    >>> folder_for("Leeds", "compare").as_posix(), folder_for("my/own.toml", "compare").as_posix()
    ('results/leeds-compare', 'results/own-compare')
    """
    name = Path(place.strip()).name.removesuffix(".toml").lower()
    safe = "".join(letter if letter.isalnum() else "-" for letter in name)
    return Path("results") / f"{safe}-{command}"


def scenario_of(checked: Checked, asked: Asked) -> Scenario:
    """Return the one world that was asked for."""
    titles = {one.name: one.title for one in interventions()}
    return Scenario(
        place=checked.place,
        title=f"with {listed([titles[name] for name in checked.interventions])}" if checked.interventions else "as now",
        interventions={name: Plan(start=asked.start) for name in checked.interventions},
        overrides=checked.overrides,
        months=checked.months,
        residents=asked.residents,
    )
