"""Library: the sheets, tables and interventions that come with the model, read once."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

import models.interventions as folder
from models.local_numbers import put_in
from models.posterior import fitted, read_posterior
from sim.design import point
from sim.draws import Draws
from sim.errors import ModelError, did_you_mean
from sim.intervention import Intervention
from sim.parameters import Entry, Sheet, Source, read_sheet, read_sources
from sim.registry import find, sheet_path
from sim.tables import read_specs, read_table

HOME = Path(__file__).parent
DESIGNED = 1 << 32
"""Number of the first draw that is a row of a design; those below are by the luck of the run's own seed."""
ROWS = 1 << 16
"""Rows a design may have."""


@cache
def sources() -> Mapping[str, Source]:
    """Return every source by its key."""
    return read_sources(HOME / "parameters" / "sources.toml")


@cache
def word_sheets() -> Mapping[str, Sheet]:
    """Return the sheets of the words of the model, by word."""
    paths = sorted((HOME / "parameters").glob("*.toml"))
    return {path.stem: read_sheet(path, sources()) for path in paths if path.stem != "sources"}


@cache
def kinds() -> Mapping[str, type[Intervention]]:
    """Return every intervention there is, by name: those of the folder and those other packages bring."""
    return find(folder.__name__)


@cache
def intervention_sheets() -> Mapping[str, Sheet]:
    """Return the sheets of the interventions, by name."""
    return {name: read_sheet(sheet_path(kind), sources()) for name, kind in kinds().items()}


@cache
def tables() -> Mapping[str, pd.DataFrame]:
    """Return every data table, by name."""
    specs = read_specs(HOME / "tables" / "tables.toml", sources())
    return {name: read_table(HOME / "tables" / f"{name}.csv", spec) for name, spec in specs.items()}


@cache
def stored_posterior() -> pd.DataFrame | None:
    """Return what was fitted, one draw a row and "word.parameter" as columns, if it is stored with the model."""
    return read_posterior(HOME / "parameters" / "posterior.csv", sheets())


def designed(key: int, row: int) -> int:
    """Return the number of the draw that is this row of the design of a key: the same values under every luck."""
    return DESIGNED + key * ROWS + row


def sheets() -> dict[str, Sheet]:
    """Return every sheet at its central values, by word or intervention.

    Where a word and an intervention share a name (reablement as it is, and more of it), their
    parameters stand together under that name.
    """
    joined = dict(word_sheets())
    for name, sheet in intervention_sheets().items():
        entries = dict(joined[name].entries) if name in joined else {}
        twice = sorted(set(entries) & set(sheet.entries))
        if twice:
            raise ModelError(f"Both the word and the intervention '{name}' have a parameter '{twice[0]}': rename one.")
        joined[name] = Sheet(name, [*entries.values(), *sheet.entries.values()])
    return joined


def changed(
    overrides: Mapping[str, float | tuple[float, ...]],
    draw: int | None,
    seed: int,
    numbers: tuple[tuple[str, Entry], ...] = (),
) -> dict[str, Sheet]:
    """Return every sheet with the place's own ``numbers``, then what is uncertain drawn (if asked), then the overrides.

    What was fitted is drawn together, from its row of the posterior, unless the place has its own number for it.
    An override is not drawn around. Every fault of the overrides is told at once.
    """
    held = put_in(sheets(), numbers)
    if draw is not None:
        own = {name for name, _ in numbers}
        drawn = {name: _drawn(sheet, seed, draw) for name, sheet in held.items()}
        held = fitted(drawn, held, stored_posterior(), _row(seed, draw), own)
    faults: list[str] = []
    by_word: dict[str, dict[str, float | tuple[float, ...]]] = {}
    for key, value in overrides.items():
        word, _, parameter = key.partition(".")
        if word not in held:
            faults.append(f"There is no sheet '{word}' (in '{key}').{did_you_mean(word, held)}")
        else:
            by_word.setdefault(word, {})[parameter] = value
    for word, values in by_word.items():
        try:
            held[word] = held[word].replaced(values)
        except ModelError as error:
            faults.append(str(error))
    if faults:
        raise ModelError("\n".join(faults))
    return held


def _drawn(sheet: Sheet, seed: int, draw: int) -> Sheet:
    """Return a sheet drawn by the luck of a seed or, from `DESIGNED` on, at a row of a design, whatever the seed."""
    if draw < DESIGNED:
        return sheet.drawn(seed, draw)
    key, row = divmod(draw - DESIGNED, ROWS)
    open_ones = (entry.name for entry in sheet.entries.values() if entry.uncertain)
    return sheet.at({name: point(f"{sheet.name}.{name}", key, row) for name in open_ones})


def _row(seed: int, draw: int) -> int:
    """Return which row of what was fitted a draw takes, counted round and round.

    A row of a design takes its own, the same under every luck; any other draw takes one by lot, so that studies of
    different seeds do not share their rows.
    """
    if draw >= DESIGNED:
        return draw % ROWS
    return int(Draws(seed).uniform("posterior/row", draw, np.zeros(1, np.int64))[0] * (1 << 32))
