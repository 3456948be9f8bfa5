"""The face of the model: run a scenario, and look up what there is."""

import pkgutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import models.services as services_folder
from models import agreement, library
from models.agreement import Agreed, Flows
from models.area import Neighbourhood
from models.budgets import Budget
from models.crowd import DIED, full_size
from models.gazetteer import place_names, read_place
from models.library import changed
from models.model import Kith, fingerprint, parameters
from models.portfolio import Portfolio, portfolio_names, read_portfolio
from models.result import Reach, Run, Spells
from models.scenario import Scenario
from models.terms import Terms, terms_of
from sim.intervention import Intervention
from sim.parameters import Sheet, Source


@dataclass(frozen=True)
class PlaceCard:
    """A place in a few words and numbers.

    Attributes:
        name: what to write for it: its name, or the path of the user's own file.
        residents: residents aged 60 and over at the start.
        neighbourhoods: how many there are; ``parts`` are these, one by one.
        status: derived from published counts, assumed, or a template.
        numbers: the parameters that differ here, by ``word.parameter``.
        budgets: what its agencies spend in a year, where its file tells.
    """

    name: str
    title: str
    summary: str
    residents: int
    neighbourhoods: int
    status: str
    payer: str
    guarantor: str
    matcher: str
    note: str
    parts: tuple[Neighbourhood, ...]
    numbers: tuple[str, ...]
    budgets: tuple[Budget, ...]

    @property
    def networks(self) -> int:
        """How many of its neighbourhoods have a network at the start."""
        return sum(part.network for part in self.parts)


def run(
    scenario: Scenario,
    seed: int = 1,
    *,
    draw: int | None = None,
    watch: int | None = None,
    follow: bool = False,
    materialise: bool = False,
) -> Run:
    """Run a scenario.

    Args:
        draw: ``None`` for the central value of every parameter, or the number of a draw of the effects
            and all unfitted parameters from their ranges, the same in every scenario.
        watch: an id whose every decision is kept.
        follow: keep the events of everyone.
        materialise: make every resident a registered Mesa agent (for small populations).
    """
    began = time.process_time()
    world = Kith(scenario, seed, draw, watch, follow, materialise)
    ready = time.process_time()
    while world.month < world.months:
        world.step()
    return finished(world, seed, draw, ready - began, time.process_time() - ready)


def fingerprint_of(scenario: Scenario, seed: int, draw: int | None) -> str:
    """Return the fingerprint that a run will have, without running it."""
    place = read_place(scenario.place)
    return fingerprint(scenario, place, seed, draw, changed(scenario.overrides, draw, seed, place.numbers))


def finished(world: Kith, seed: int, draw: int | None, start_seconds: float, run_seconds: float) -> Run:
    """Return what a world that has run its months hands on."""
    return Run(
        scenario=world.given,
        seed=seed,
        draw=draw,
        measures=world.recorded(),
        ledger=world.ledger.frame(),
        lines=world.ledger.lines,
        spells=spells_of(world),
        left=world.people.left,
        died=world.people.why == DIED,
        fifth=world.people.start.columns["fifth"],
        lonely_months=world.loneliness.months(world.people),
        waiting_months=world.waited,
        reached={name: Reach(*world.reached.of(name)) for name in world.reached.names()},
        census=np.array(world.census),
        hours=pd.DataFrame(world.hours, index=pd.RangeIndex(world.months, name="month")),
        fingerprint=fingerprint(world.given, world.place, seed, draw, world.sheets),
        weight=world.people_per_resident,
        events=tuple(world.log),
        decisions=tuple(world.watch.decisions),
        parameters=parameters(world.sheets),
        start_seconds=start_seconds,
        run_seconds=run_seconds,
    )


def spells_of(world: Kith) -> Spells:
    """Return everyone's standing on entering, where it is not 0, and every change after that."""
    enters, on_entering = world.people.start.enters, world.people.start.columns["standing"]
    begun = np.flatnonzero((on_entering > 0) & (enters < world.month))
    parts: list[tuple[NDArray[Any], ...]] = [(np.maximum(enters[begun], 0), begun, on_entering[begun])]
    parts += [(np.full(len(ids), month), ids, standings) for month, ids, standings in world.care.spells]
    month, person, standing = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.argsort(month, kind="stable")
    return Spells(month[order].astype(np.int16), person[order].astype(np.int32), standing[order].astype(np.uint8))


def places() -> tuple[PlaceCard, ...]:
    """Return every place that comes with the model."""
    return tuple(place(name) for name in place_names())


def place(name: str) -> PlaceCard:
    """Return one place, by name or from a file of the user's, or refuse it with every fault."""
    found = read_place(name)
    return PlaceCard(
        name=found.origin or found.name,
        title=found.title,
        summary=found.summary,
        residents=round(full_size(library.tables(), found)),
        neighbourhoods=len(found.neighbourhoods),
        status=found.status,
        payer=found.payer,
        guarantor=found.guarantor,
        matcher=found.matcher,
        note=found.note,
        parts=found.neighbourhoods,
        numbers=tuple(key for key, _ in found.numbers),
        budgets=found.budgets,
    )


def portfolios() -> tuple[Portfolio, ...]:
    """Return every list of programmes that comes with the model."""
    return tuple(read_portfolio(name) for name in portfolio_names())


def service_words() -> tuple[str, ...]:
    """Return the words of what is done for residents: the files and folders of ``models/services``."""
    return tuple(sorted(one.name for one in pkgutil.iter_modules(services_folder.__path__)))


def interventions() -> tuple[type[Intervention], ...]:
    """Return every intervention there is, in order of name."""
    found = library.kinds()
    return tuple(found[name] for name in sorted(found))


def sheets(place: str | None = None) -> Mapping[str, Sheet]:
    """Return every parameter sheet at its central values, by word or intervention; those of a place, if asked."""
    return library.changed({}, None, 0, () if place is None else read_place(place).numbers)


def sources(place: str | None = None) -> Mapping[str, Source]:
    """Return where the numbers of the sheets come from, by key; with a place, also those of its own numbers."""
    own = () if place is None else read_place(place).sources
    return {**library.sources(), **{one.key: one for one in own}}


def standard_terms() -> Terms:
    """Return the loan agreement that the sheets describe."""
    return terms_of(library.sheets()["loan"])


def agree(flows: Flows, terms: Terms) -> Agreed:
    """Return what terms make of stored cash flows; nothing is simulated."""
    return agreement.agree(flows, terms, library.sheets(), library.tables()["deflator"])
