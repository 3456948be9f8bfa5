"""Limits: how much may be asked for at once, on one's own machine and on a public one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """The most that a page offers and accepts.

    Attributes:
        residents: the largest population that can be grown; ``None`` for everyone.
        seconds: after which a run is ended; ``None`` for never.
        one_each: whether a visitor may have but one run at a time.
    """

    residents: int | None = None
    years: int = 24
    runs: int = 64
    seconds: float | None = None
    one_each: bool = False


OWN = Limits()
PUBLIC = Limits(residents=10_000, years=15, runs=8, seconds=120.0, one_each=True)

_held = [OWN]


def limits() -> Limits:
    """Return the limits that this server keeps."""
    return _held[0]


def told_limits() -> str:
    """Return in a sentence what a server that others share keeps runs to; nothing of one's own."""
    most = limits()
    if most.residents is None or most.seconds is None:
        return ""
    return (
        f"Shared with others: at most {most.residents:,} residents, {most.years} years, {most.runs} runs and "
        f"{most.seconds / 60:g} minutes, one run at a time."
    )


def beyond(asked: Mapping[str, Any]) -> bool:
    """Say whether something has more residents or runs than may be asked for here."""
    most = limits()
    everyone = "residents" in asked and asked["residents"] is None
    crowd = most.residents is not None and (everyone or (asked.get("residents") or 0) > most.residents)
    return crowd or asked.get("runs", 0) > most.runs


def set_limits(new: Limits) -> None:
    """Have this server keep other limits, before any page is opened."""
    _held[:] = [new]
