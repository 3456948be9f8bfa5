"""Portfolio: a list of programmes in several places, which is not a population of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from models.gazetteer import place_names, read_place
from models.scenario import LONGEST
from sim.document import Form, field_faults, read_document
from sim.errors import Faults, did_you_mean, refuse_unknown
from sim.parameters import Text

FOLDER = Path(__file__).parent / "portfolios"
LOANS = (1_000.0, 10e6)


@dataclass(frozen=True)
class Programme:
    """One programme of a portfolio.

    Attributes:
        place: name of its place, or nothing where it has yet to be developed.
        neighbourhood: the part of the place it serves, where that is not the whole of its catchment.
        guarantor: who stands in for its loan; the place's own guarantor.
        loan_pounds: what it is lent, in nominal pounds.
        start_month: its first month; month 0 is April 2011.
        pipeline: belongs to the wider reading of the documents only.
    """

    title: str
    place: str
    neighbourhood: str
    guarantor: str
    loan_pounds: float
    start_month: int
    pipeline: bool


@dataclass(frozen=True)
class Portfolio:
    """A list of programmes; ``programmes`` are those of the narrower reading, ``pipeline`` those the wider one adds."""

    name: str
    title: str
    summary: str
    note: str
    programmes: tuple[Programme, ...]
    pipeline: tuple[Programme, ...]

    @property
    def places(self) -> tuple[str, ...]:
        """The places of its programmes, each once, in their order."""
        return tuple(dict.fromkeys(one.place for one in self.programmes if one.place))

    @property
    def instead(self) -> str:
        """What to tell someone who would run it as if it were a place."""
        return (
            f"'{self.name}' is a list of programmes in several places, not one population: run its places one by one "
            f"({', '.join(self.places)}). See: kith places show {self.name}."
        )


class PortfolioForm(Form):
    """What the file of a portfolio must hold."""

    title: Text
    summary: Text
    note: Text
    programmes: list[dict[str, Any]]


class ProgrammeForm(Form):
    """What a table of a programme must hold."""

    title: Text
    place: Text | None = None
    neighbourhood: Text | None = None
    loan_pounds: float
    start_month: int
    pipeline: bool = False


def portfolio_names() -> tuple[str, ...]:
    """Return the names of all portfolios, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def read_portfolio(name: str) -> Portfolio:
    """Return a portfolio by name, or refuse with the nearest one."""
    refuse_unknown("portfolio", name, portfolio_names())
    return listed_programmes(name, read_document(FOLDER / f"{name}.toml"))


def listed_programmes(name: str, found: dict[str, Any]) -> Portfolio:
    """Return the portfolio that a file describes, or tell every fault of it."""
    faults = Faults(f"{name}.toml")
    for told in field_faults(PortfolioForm, found).values():
        for sentence in told:
            faults.add(sentence)
    tables = found.get("programmes") if isinstance(found.get("programmes"), list) else []
    for number, table in enumerate(tables or (), 1):
        for sentence in _programme_faults(table) if isinstance(table, dict) else ():
            faults.add(f"programme {number} ({table.get('title')!r}) {sentence}")
    faults.tell()
    programmes = [_programme(table) for table in found["programmes"]]
    return Portfolio(
        name=name,
        title=found["title"],
        summary=found["summary"],
        note=found["note"],
        programmes=tuple(one for one in programmes if not one.pipeline),
        pipeline=tuple(one for one in programmes if one.pipeline),
    )


def _programme_faults(table: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the table of one programme."""
    told = [sentence for one in field_faults(ProgrammeForm, table).values() for sentence in one]
    if told:
        return told
    low, high = LOANS
    if not low <= table["loan_pounds"] <= high:
        told.append(f"has loan_pounds {table['loan_pounds']:g}: write pounds from {low:,.0f} to {high:,.0f}.")
    if not 0 <= table["start_month"] < LONGEST:
        told.append(f"has start_month {table['start_month']}: write a month from 0 (April 2011) to {LONGEST - 1}.")
    place, part = table.get("place"), table.get("neighbourhood")
    if place is not None and place not in place_names():
        return [*told, f"names the place '{place}', which there is not.{did_you_mean(place, place_names())}"]
    parts = [one.name for one in read_place(place).neighbourhoods] if place is not None else []
    if part is not None and part not in parts:
        told.append(f"names the neighbourhood '{part}', which its place has not.{did_you_mean(part, parts)}")
    return told


def _programme(table: Mapping[str, Any]) -> Programme:
    place = table.get("place", "")
    return Programme(
        title=table["title"],
        place=place,
        neighbourhood=table.get("neighbourhood", ""),
        guarantor=read_place(place).guarantor if place else "",
        loan_pounds=float(table["loan_pounds"]),
        start_month=table["start_month"],
        pipeline=table.get("pipeline", False),
    )
