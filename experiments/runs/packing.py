"""Packing: a finished run as bytes that show any damage, and back again."""

import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import cache, cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
import pandas as pd

from models import Plan, Reach, Run, Scenario, Spells, fingerprint_of
from sim.ledger import Cashable, Line

MARK = b"KITHRUN2"
DIGEST = 16
"""Bytes of the digest that stands before all else."""
LEAD = len(MARK) + 2 * DIGEST + 1
ROUND = 6
"""Significant figures of the last month's measures on a card, which is there to be searched."""


TORN = (ValueError, KeyError, TypeError, IndexError, AttributeError, EOFError, zlib.error)
"""What comes of reading something that is not what it should be, or that was stored when a run had other parts."""


class DamagedRun(Exception):
    """What was read is not what was written."""


@cache
def code_in_use() -> str:
    """Return 16 hex digits that tell one model from another: source, tables, parameters and their ranges."""
    return fingerprint_of(Scenario(), 0, 0)


@dataclass(frozen=True)
class Card:
    """A stored run in a few facts, to list and to search.

    Attributes:
        scaled_to: how many residents were grown; ``None`` for all there are.
        made_by: the code and parameters that made it, as `code_in_use` tells them.
        last: the last month's measures.
    """

    fingerprint: str
    place: str
    title: str
    interventions: Mapping[str, tuple[int, int | None, float]]
    overrides: Mapping[str, float | tuple[float, ...]]
    months: int
    scaled_to: int | None
    seed: int
    draw: int | None
    made_by: str
    last: Mapping[str, float]

    @property
    def version(self) -> str:
        """Say whether ``this`` Kith made it or some ``other``, whose runs no study of this one finds."""
        return "this" if self.made_by == code_in_use() else "other"


class Lasts(Mapping[str, float]):
    """The last month's measures on a card, read from a line of JSON once somebody asks for one."""

    def __init__(self, line: str) -> None:
        self._line = line

    @cached_property
    def _read(self) -> dict[str, float]:
        found: dict[str, float] = json.loads(self._line)
        return found

    def __getitem__(self, name: str) -> float:
        """Return a measure."""
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names of the measures."""
        return iter(self._read)

    def __len__(self) -> int:
        """Return how many measures there are."""
        return len(self._read)


def card_of(run: Run) -> Card:
    """Return the card of a run."""
    one = run.scenario
    return Card(
        fingerprint=run.fingerprint,
        place=one.place,
        title=one.title,
        interventions={name: (plan.start, plan.stop, plan.size) for name, plan in one.interventions.items()},
        overrides=dict(one.overrides),
        months=one.months,
        scaled_to=one.residents,
        seed=run.seed,
        draw=run.draw,
        made_by=code_in_use(),
        last={str(name): float(f"{value:.{ROUND}g}") for name, value in run.measures.iloc[-1].items()},
    )


def packed(run: Run) -> bytes:
    """Return a run as a mark, a digest of the rest, its card as one line, and its arrays, compressed.

    What was noted of single persons (events, decisions) is not kept.
    """
    arrays, frames = _arrays(run), _named(run, pd.DataFrame)
    about = {
        "weight": run.weight,
        "seconds": [run.start_seconds, run.run_seconds],
        "parameters": dict(run.parameters),
        "lines": [asdict(line) for line in run.lines.values()],
        "columns": {name: [str(one) for one in getattr(run, name)] for name in frames},
        "attrs": {name: getattr(run, name).attrs for name in frames},
        "persons": _named(run, np.ndarray),
        "arrays": list(arrays),
    }
    body = io.BytesIO()
    for array in arrays.values():
        np.save(body, array, allow_pickle=False)
    inner = zlib.compress(json.dumps(about).encode() + b"\n" + body.getvalue(), 1)
    rest = f"{card_line(card_of(run))}\n".encode() + inner
    return MARK + digest_of(rest) + b"\n" + rest


def unpacked(content: bytes) -> Run:
    """Return the run, or raise `DamagedRun` if a single bit of it is not as it was written."""
    rest = content[LEAD:]
    if content[:LEAD] != MARK + digest_of(rest) + b"\n":
        raise DamagedRun
    head, _, inner = rest.partition(b"\n")
    try:
        card = card_from_line(head.decode())
        head, _, body = zlib.decompress(inner).partition(b"\n")
        about, source = json.loads(head), io.BytesIO(body)
        return _run(card, about, {name: np.load(source, allow_pickle=False) for name in about["arrays"]})
    except TORN:
        raise DamagedRun from None


def line_in(content: bytes) -> str | None:
    """Return the line at the head of a stored run that holds its card, if it is whole; the rest is not looked at."""
    head, newline, _ = content[LEAD:].partition(b"\n")
    return head.decode(errors="replace") if newline and content.startswith(MARK) else None


def card_line(card: Card) -> str:
    """Return a card as one line of two parts of JSON, the measures apart, so that a list need not read them."""
    facts = asdict(replace(card, last={}))
    return f"{json.dumps(facts)}\t{json.dumps(dict(card.last))}"


def card_from_line(line: str) -> Card:
    """Return the card of such a line."""
    facts, _, last = line.partition("\t")
    held = json.loads(facts)
    held["interventions"] = {name: tuple(plan) for name, plan in held["interventions"].items()}
    held["overrides"] = {name: tuple(one) if isinstance(one, list) else one for name, one in held["overrides"].items()}
    return Card(**(held | {"last": Lasts(last)}))


def digest_of(content: bytes) -> bytes:
    """Return what shows whether a single bit has changed."""
    return blake2b(content, digest_size=DIGEST).hexdigest().encode()


def _named(run: Run, kind: type) -> list[str]:
    """Return the parts of a run that are of a kind, so that a new one is kept as the others are."""
    return [field.name for field in fields(Run) if isinstance(getattr(run, field.name), kind)]


def _arrays(run: Run) -> dict[str, Any]:
    arrays = {name: getattr(run, name).to_numpy(np.float64) for name in _named(run, pd.DataFrame)}
    arrays |= {name: getattr(run, name) for name in _named(run, np.ndarray)}
    arrays |= {f"spells.{name}": getattr(run.spells, name) for name in ("month", "person", "standing")}
    for name, reach in run.reached.items():
        arrays |= {f"reached.{name}.month": reach.month, f"reached.{name}.person": reach.person}
    return arrays


def _run(card: Card, about: Mapping[str, Any], arrays: Mapping[str, Any]) -> Run:
    frames: dict[str, Any] = {}
    for name in about["columns"]:
        index = pd.RangeIndex(len(arrays[name]), name="month")
        frames[name] = pd.DataFrame(arrays[name], index=index, columns=about["columns"][name])
        frames[name].attrs = about["attrs"][name]
    names = [name.removeprefix("reached.").removesuffix(".month") for name in arrays if name.startswith("reached.")]
    reached = {name: Reach(arrays[f"reached.{name}.month"], arrays[f"reached.{name}.person"]) for name in names[::2]}
    lines = [Line(**(line | {"cashable": Cashable(line["cashable"])})) for line in about["lines"]]
    return Run(
        scenario=Scenario(
            place=card.place,
            title=card.title,
            interventions={name: Plan(*plan) for name, plan in card.interventions.items()},
            overrides=card.overrides,
            months=card.months,
            residents=card.scaled_to,
        ),
        seed=card.seed,
        draw=card.draw,
        **frames,
        lines={line.name: line for line in lines},
        spells=Spells(*(arrays[f"spells.{name}"] for name in ("month", "person", "standing"))),
        **{name: arrays[name] for name in about["persons"]},
        reached=reached,
        fingerprint=card.fingerprint,
        weight=about["weight"],
        events=(),
        decisions=(),
        parameters=about["parameters"],
        start_seconds=about["seconds"][0],
        run_seconds=about["seconds"][1],
    )
