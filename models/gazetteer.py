"""Gazetteer: the places, each one TOML of neighbourhoods beside the population tables."""

import math
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import Faults, ModelError, did_you_mean, refuse_unknown

FOLDER = Path(__file__).parent / "places"
FIFTHS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Neighbourhood:
    """A part of a place.

    Attributes:
        fifth: fifth of deprivation that most of it belongs to, 1 the most deprived.
        share: its share of the residents.
        network: has a neighbourhood network at the start.
        deprived_areas: how many lower super output areas of the most deprived fifth it holds.
    """

    name: str
    fifth: int
    share: float
    rural: bool = False
    network: bool = True
    deprived_areas: int = 0


@dataclass(frozen=True)
class Place:
    """A place as its file describes it.

    Attributes:
        population: key of its counts in the population table.
        smr: key of its mortality against the United Kingdom's.
        payer: who pays for publicly funded care.
        guarantor: who stands in for a programme's loan; the payer unless the file says otherwise.
        matcher: who adds to a programme's loan as much again, or nothing.
        total_population: people of all ages.
        net_migration_per_year: net moves in per resident aged 60+ and year.
        local_links: neighbourhoods a Local Links programme would serve, in the order of its schemes.
    """

    name: str
    title: str
    summary: str
    status: str
    population: str
    smr: str
    payer: str
    guarantor: str
    matcher: str
    total_population: float
    net_migration_per_year: float
    local_links: tuple[str, ...]
    neighbourhoods: tuple[Neighbourhood, ...]

    @property
    def shares(self) -> NDArray[np.float64]:
        """Share of the residents by neighbourhood, shape (neighbourhoods,)."""
        return np.array([one.share for one in self.neighbourhoods])

    @property
    def fifths(self) -> NDArray[np.uint8]:
        """Fifth of deprivation by neighbourhood, shape (neighbourhoods,)."""
        return np.array([one.fifth for one in self.neighbourhoods], np.uint8)

    def by_neighbourhood(self, field: str) -> NDArray[np.float64]:
        """Return a field of the neighbourhoods as numbers, shape (neighbourhoods,)."""
        return np.array([float(getattr(one, field)) for one in self.neighbourhoods])

    def catchment(self, schemes: int) -> NDArray[np.int64]:
        """Return the neighbourhoods that the first so many Local Links schemes serve."""
        names = [one.name for one in self.neighbourhoods]
        return np.array([names.index(name) for name in self.local_links[:schemes]], np.int64)


WORDS = ("title", "summary", "status", "population", "smr", "payer")
OPTIONAL_WORDS = ("guarantor", "matcher")
NUMBERS = {"total_population": (1_000.0, 5e6), "net_migration_per_year": (-0.03, 0.03)}


def place_names() -> tuple[str, ...]:
    """Return the names of all places, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def read_place(name: str) -> Place:
    """Return a place by name, or refuse with the nearest one."""
    refuse_unknown("place", name, place_names())
    path = FOLDER / f"{name}.toml"
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"{path.name} is no readable TOML: {error}.") from error
    return checked(name, found)


def checked(name: str, found: dict[str, Any]) -> Place:
    """Return the place that a file describes, or tell every fault of it."""
    faults = Faults(f"{name}.toml")
    known = {*WORDS, *OPTIONAL_WORDS, *NUMBERS, "local_links", "neighbourhoods", "note"}
    for key in sorted(set(found) - known):
        faults.add(f"'{key}' is no field.{did_you_mean(key, known)}")
    for key in WORDS:
        if not isinstance(found.get(key), str) or not found[key].strip():
            faults.add(f"lacks '{key}', a few words.")
    for key in OPTIONAL_WORDS:
        if key in found and not (isinstance(found[key], str) and found[key].strip()):
            faults.add(f"'{key}' must be a few words, or be left out.")
    for key, (low, high) in NUMBERS.items():
        value = found.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
            faults.add(f"'{key}' must be a number from {low:g} to {high:g}, not {value!r}.")
    neighbourhoods = _neighbourhoods(found.get("neighbourhoods"), faults)
    local_links = found.get("local_links", [])
    names = [one.name for one in neighbourhoods]
    for one in local_links:
        if one not in names:
            faults.add(f"local_links names '{one}', which is no neighbourhood.{did_you_mean(one, names)}")
    faults.tell()
    return Place(
        name=name,
        title=found["title"],
        summary=found["summary"],
        status=found["status"],
        population=found["population"],
        smr=found["smr"],
        payer=found["payer"],
        guarantor=found.get("guarantor", found["payer"]),
        matcher=found.get("matcher", ""),
        total_population=float(found["total_population"]),
        net_migration_per_year=float(found["net_migration_per_year"]),
        local_links=tuple(local_links),
        neighbourhoods=neighbourhoods,
    )


def _neighbourhoods(found: Any, faults: Faults) -> tuple[Neighbourhood, ...]:
    if not isinstance(found, list) or not found:
        faults.add("lists no [[neighbourhoods]].")
        return ()
    read = [_neighbourhood(number, one, faults) for number, one in enumerate(found, 1)]
    sound = tuple(one for one in read if one is not None)
    total = math.fsum(one.share for one in sound)
    if len(sound) == len(found) and abs(total - 1.0) > 1e-6:
        faults.add(f"the shares of its neighbourhoods sum to {total:.6f}, not to 1.")
    return sound


def _neighbourhood(number: int, one: dict[str, Any], faults: Faults) -> Neighbourhood | None:
    """Return a neighbourhood if all of it is sound, and tell every fault of it."""
    name = one.get("name")
    where, known = f"neighbourhood {number} ({name!r})", [field.name for field in fields(Neighbourhood)]
    told = [f"'{key}' is no field.{did_you_mean(key, known)}" for key in sorted(set(one) - set(known))]
    if not isinstance(name, str) or not name.strip():
        told.append("lacks a name.")
    if one.get("fifth") not in FIFTHS:
        told.append(f"has fifth {one.get('fifth')!r}: write 1 (most deprived) to 5.")
    if not isinstance(one.get("share"), float) or not 0 < one["share"] <= 1:
        told.append(f"has share {one.get('share')!r}: write its share of the residents, above 0 and up to 1.")
    for key in ("rural", "network"):
        if not isinstance(one.get(key, True), bool):
            told.append(f"has {key} {one[key]!r}: write true or false.")
    areas = one.get("deprived_areas", 0)
    if not isinstance(areas, int) or isinstance(areas, bool) or areas < 0:
        told.append(f"has deprived_areas {areas!r}: write a count, 0 or more.")
    for sentence in told:
        faults.add(f"{where} {sentence}")
    return None if told else Neighbourhood(**one)
