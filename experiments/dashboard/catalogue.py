"""Catalogue: what there is to pick, known without loading the model, so that a page is there at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from experiments.dashboard.beforehand import first_file

MONEY = {
    "closed_form": "the reckoning by hand that `docs/odd.md` holds the model against",
    "cover": "how thin a lender lets its cover get",
    "dividend": "which part of a saving is cash, and when",
    "fund": "what lending costs the lender, and what it pays its own investor",
    "gate": "what passes the lender's gate, and how long that takes",
    "loan": "when the loan is due, who pays it, and when it is in default",
    "returns": "what later money is worth today",
    "solvency": "how long Local Links can owe before it closes",
}
"""Sheets that are read once a world is over, and what the numbers of each move; they keep no column of a person."""


@dataclass(frozen=True)
class Catalogue:
    """Places, interventions, scenarios, parameters and sources, as the job of that name tells them.

    ``model`` tells one version of the model from another.
    """

    model: str
    places: tuple[Mapping[str, Any], ...]
    interventions: tuple[Mapping[str, Any], ...]
    scenarios: tuple[Mapping[str, Any], ...]
    parameters: tuple[Mapping[str, Any], ...]
    sources: Mapping[str, Mapping[str, str]]

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Return the title of every intervention by its name."""
        return {one["name"]: one["title"] for one in self.interventions}

    @cached_property
    def settable(self) -> Mapping[str, Mapping[str, Any]]:
        """Return by name every parameter of one number, which a run can have another value of."""
        return {one["name"]: one for one in self.parameters if not isinstance(one["value"], list)}

    @cached_property
    def of_worlds(self) -> Mapping[str, Mapping[str, Any]]:
        """Return those of them that a world follows; what is only about money changes nothing in one."""
        return {name: one for name, one in self.settable.items() if name.partition(".")[0] not in MONEY}

    @cached_property
    def of_loans(self) -> Mapping[str, Mapping[str, Any]]:
        """Return those that the runs of a loan follow: a world's, and what part of a saving is cash."""
        cash = {name: one for name, one in self.settable.items() if name.startswith("dividend.")}
        return {**self.of_worlds, **cash}

    def place(self, name: str) -> Mapping[str, Any]:
        """Return a place by its name."""
        return next(one for one in self.places if one["name"] == name)


def read(document: Mapping[str, Any]) -> Catalogue:
    """Return a catalogue from the document that the job made."""
    return Catalogue(
        model=document["model"],
        places=tuple(document["places"]),
        interventions=tuple(document["interventions"]),
        scenarios=tuple(document["scenarios"]),
        parameters=tuple(document["parameters"]),
        sources=document["sources"],
    )


@cache
def shipped() -> Catalogue:
    """Return the catalogue that comes with Kith; a worker's own takes its place as soon as one is ready."""
    return read(first_file("catalogue"))


_fresh: list[Catalogue] = []


def refresh(document: Mapping[str, Any]) -> None:
    """Put what a worker found in place of what was shipped."""
    _fresh[:] = [read(document)]


def catalogue() -> Catalogue:
    """Return what there is to pick, as far as this process knows."""
    return _fresh[0] if _fresh else shipped()
