"""Gazetteer: the places, each one TOML of neighbourhoods beside the population tables."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from models.area import FIFTHS, UNITED_KINGDOM, Area, Neighbourhood, mix_of
from models.budgets import read_budgets
from models.crowd import FEWEST, full_size
from models.library import sheets, sources, tables
from models.local_numbers import local_numbers, with_own_sources
from sim.document import read_document
from sim.errors import Faults, did_you_mean, refuse_unknown

FOLDER = Path(__file__).parent / "places"
WORDS = ("title", "summary", "status", "population", "smr", "payer")
OPTIONAL_WORDS = ("guarantor", "matcher", "note")
STATUSES = ("derived", "assumed", "template")
NUMBERS = {"total_population": (500.0, 70e6), "net_migration_per_year": (-0.03, 0.03)}
PARTS = ("population_share", "local_links", "neighbourhoods", "numbers", "budgets", "sources")
FIELDS = (*WORDS, *OPTIONAL_WORDS, *NUMBERS, *PARTS)
MOST_NEIGHBOURHOODS = 255
EVERYONE = ((60.0, 1.0),)
FILE = ".toml"
PART = ":"
"""Stands between a place and the one neighbourhood of it that is meant."""


def place_names() -> tuple[str, ...]:
    """Return the names of all places that come with the model, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def names_a_file(name: str) -> bool:
    """Say whether a user who writes this means a file of their own, and not one neighbourhood of a place in it.

    >>> names_a_file("leeds"), names_a_file("smallton.toml"), names_a_file("mine/smallton")
    (False, True, True)
    >>> names_a_file("mine/smallton.toml:North")
    False
    """
    return name.endswith(FILE) or (("/" in name or "\\" in name) and FILE + PART not in name)


def parted(name: str) -> tuple[str, str | None]:
    """Return a place, by name or as a file, and the one neighbourhood of it that is meant, if one is.

    >>> parted("leeds"), parted("leeds:Bramley"), parted("C:/mine/smallton.toml:North")
    (('leeds', None), ('leeds', 'Bramley'), ('C:/mine/smallton.toml', 'North'))
    """
    if names_a_file(name):
        return name, None
    before, ending, part = name.partition(FILE + PART)
    if ending:
        return before + FILE, part
    whole, colon, part = name.partition(PART)
    return whole, part if colon else None


def read_place(name: str) -> Area:
    """Return a place by name, or from a file of the user's, or one neighbourhood of it as ``place:name``."""
    if names_a_file(name):
        path = Path(name)
        return checked(path.stem, read_document(path), origin=name)
    whole, part = parted(name)
    if part is not None:
        return neighbourhood_alone(read_place(whole), part)
    refuse_unknown("place", name, place_names())
    return _shipped(name)


def neighbourhood_alone(area: Area, wanted: str) -> Area:
    """Return one neighbourhood of a place as a place of its own, with one Local Links scheme that serves it.

    Ages are those of the whole place, by its share of the residents at every age.
    """
    names = [one.name for one in area.neighbourhoods]
    refuse_unknown(f"neighbourhood of {area.name}", wanted, names)
    own = area.neighbourhoods[names.index(wanted)]
    return replace(
        area,
        name=f"{area.name}{PART}{wanted}",
        title=f"{wanted}, {area.title}",
        summary=f"One neighbourhood of {area.title}, taken by itself: one Local Links programme.",
        population_share=tuple((age, share * own.share) for age, share in area.population_share),
        total_population=area.total_population * own.share,
        local_links=((wanted,),),
        neighbourhoods=(replace(own, share=1.0, catchment_from_month=0),),
        origin=f"{area.origin}{PART}{wanted}" if area.origin else "",
    )


@cache
def _shipped(name: str) -> Area:
    return checked(name, read_document(FOLDER / f"{name}.toml"))


def checked(name: str, found: dict[str, Any], origin: str = "") -> Area:
    """Return the place that a file describes, or tell every fault of it."""
    faults = Faults(f"{name}.toml")
    for key in sorted(set(found) - set(FIELDS)):
        faults.add(f"'{key}' is no field.{did_you_mean(key, FIELDS)}")
    _tell_words(found, faults)
    for key, (low, high) in NUMBERS.items():
        if not _number(found.get(key)) or not low <= found[key] <= high:
            faults.add(f"'{key}' must be a number from {low:,.10g} to {high:,.10g}, not {found.get(key)!r}.")
    share = _population_share(found.get("population_share", 1.0), faults)
    neighbourhoods = _neighbourhoods(found.get("neighbourhoods"), faults)
    local_links = _schemes(found.get("local_links", []), _names_in(found.get("neighbourhoods")), faults)
    known = with_own_sources(found.get("sources", {}), sources(), faults)
    numbers = local_numbers(found.get("numbers", {}), sheets(), known, faults)
    budgets = read_budgets(found.get("budgets", {}), known, tables()["deflator"], faults)
    faults.tell()
    words = {key: found[key] for key in WORDS}
    area = Area(
        name=name,
        **words,
        population_share=share,
        smr_mix=_mix_behind(found["smr"], neighbourhoods, itself=found["smr"] == name and not origin),
        guarantor=found.get("guarantor", found["payer"]),
        matcher=found.get("matcher", ""),
        total_population=float(found["total_population"]),
        net_migration_per_year=float(found["net_migration_per_year"]),
        local_links=local_links,
        neighbourhoods=neighbourhoods,
        numbers=numbers,
        sources=tuple(known[key] for key in sorted(set(known) - set(sources()))),
        budgets=budgets,
        note=found.get("note", ""),
        origin=origin,
    )
    if (residents := full_size(tables(), area)) < FEWEST:
        faults.add(
            f"has {residents:,.0f} residents aged 60 and over, and a place needs {FEWEST} at least: write a larger "
            "'population_share'."
        )
    faults.tell()
    return area


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _tell_words(found: Mapping[str, Any], faults: Faults) -> None:
    """Tell which words are missing, and which name nothing there is."""
    lacking = [key for key in WORDS if not isinstance(found.get(key), str) or not found[key].strip()]
    for key in lacking:
        faults.add(f"lacks '{key}', a few words.")
    for key in OPTIONAL_WORDS:
        if key in found and not (isinstance(found[key], str) and found[key].strip()):
            faults.add(f"'{key}' must be a few words, or be left out.")
    known = {
        "status": STATUSES,
        "population": tuple(sorted(set(tables()["population"]["place"]))),
        "smr": (UNITED_KINGDOM, *sorted(set(tables()["place_mortality"]["place"]))),
    }
    for key, words in known.items():
        if key not in lacking and found[key] not in words:
            hint = did_you_mean(found[key], words) or f" Write one of: {', '.join(words)}."
            faults.add(f"{key} '{found[key]}' is not known.{hint}")


def _mix_behind(smr: str, own: tuple[Neighbourhood, ...], itself: bool) -> tuple[float, ...]:
    """Return the share in each fifth of deprivation of the place whose mortality is known: this one ``itself`` or not.

    A user's own file may bear the name of a place that comes with the model, and cut it otherwise.
    """
    if smr == UNITED_KINGDOM:
        return (0.2,) * len(FIFTHS)
    return mix_of(own) if itself or smr not in place_names() else _shipped(smr).mix


def _population_share(found: Any, faults: Faults) -> tuple[tuple[float, float], ...]:
    """Return pairs of an age and the share from that age on; one number stands for all ages."""
    pairs = [[60, found]] if _number(found) else found
    sound = isinstance(pairs, list) and len(pairs) > 0
    sound = sound and all(isinstance(one, list) and len(one) == 2 and all(map(_number, one)) for one in pairs)
    sound = sound and all(0.0 < share <= 10.0 for _, share in pairs)
    ages = [one[0] for one in pairs] if sound else []
    if not sound or ages != sorted(set(ages)) or ages[0] != 60 or ages[-1] > 105:
        faults.add(
            "'population_share' must be a share above 0 and up to 10, or pairs of an age and the share from that age "
            f"on, such as [[60, 0.05], [75, 0.04]], beginning at 60, not {found!r}."
        )
        return EVERYONE
    return tuple((float(age), float(share)) for age, share in pairs)


def _schemes(found: Any, names: Sequence[str], faults: Faults) -> tuple[tuple[str, ...], ...]:
    """Return the neighbourhoods of each scheme; a name by itself is a scheme of one."""
    if not isinstance(found, list):
        faults.add(f"'local_links' must be a list of neighbourhoods, not {found!r}.")
        return ()
    schemes = tuple(tuple(one) if isinstance(one, list) else (one,) for one in found)
    for one in (name for scheme in schemes for name in scheme):
        if one not in names:
            faults.add(f"local_links names '{one}', which is no neighbourhood.{did_you_mean(str(one), names)}")
    return schemes


def _neighbourhoods(found: Any, faults: Faults) -> tuple[Neighbourhood, ...]:
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        faults.add("lists no [[neighbourhoods]].")
        return ()
    if len(found) > MOST_NEIGHBOURHOODS:
        faults.add(f"lists {len(found)} neighbourhoods: write at most {MOST_NEIGHBOURHOODS}.")
    read = [_neighbourhood(number, one, faults) for number, one in enumerate(found, 1)]
    shares = [one["share"] for one in found if _number(one.get("share"))]
    total = math.fsum(shares)
    if len(shares) == len(found) and abs(total - 1.0) > 1e-6:
        faults.add(f"the shares of its neighbourhoods sum to {total:.6f}, not to 1.")
    names = _names_in(found)
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.add(f"has {names.count(name)} neighbourhoods called '{name}': give each a name of its own.")
    return tuple(one for one in read if one is not None)


def _names_in(found: Any) -> list[str]:
    """Return the name of every neighbourhood that has one, sound in all else or not."""
    tables = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [one["name"] for one in tables if isinstance(one.get("name"), str)]


def _neighbourhood(number: int, one: dict[str, Any], faults: Faults) -> Neighbourhood | None:
    """Return a neighbourhood if all of it is sound, and tell every fault of it."""
    where, known = f"neighbourhood {number} ({one.get('name')!r})", [field.name for field in fields(Neighbourhood)]
    told = [f"'{key}' is no field.{did_you_mean(key, known)}" for key in sorted(set(one) - set(known))]
    if not isinstance(one.get("name"), str) or not one["name"].strip():
        told.append("lacks a name.")
    if one.get("fifth") not in FIFTHS or not _number(one["fifth"]):
        told.append(f"has fifth {one.get('fifth')!r}: write 1 (most deprived) to 5.")
    if not _number(one.get("share")) or not 0 < one["share"] <= 1:
        told.append(f"has share {one.get('share')!r}: write its share of the residents, above 0 and up to 1.")
    if not isinstance(one.get("locality", ""), str):
        told.append(f"has locality {one['locality']!r}: write a name in quotation marks.")
    for key in ("rural", "network"):
        if not isinstance(one.get(key, True), bool):
            told.append(f"has {key} {one[key]!r}: write true or false.")
    for key in ("deprived_areas", "parishes", "catchment_from_month"):
        count = one.get(key, 0)
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            told.append(f"has {key} {count!r}: write a whole number, 0 or more.")
    for sentence in told:
        faults.add(f"{where} {sentence}")
    return None if told else Neighbourhood(**{**one, "fifth": int(one["fifth"]), "share": float(one["share"])})
