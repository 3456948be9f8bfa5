"""Search: which stored runs fit every condition that was written."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from experiments.runs.packing import Card
from sim.errors import ModelError, did_you_mean

CONDITION = re.compile(r"\s*([\w.]+)\s*(<=|>=|!=|=|<|>)\s*(.*?)\s*")
ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {"<=": le, ">=": ge, "!=": ne, "=": eq, "<": lt, ">": gt}
FACTS = ("fingerprint", "place", "title", "months", "scaled_to", "seed", "draw", "version")
WITH = "with"
"""Asks for an intervention."""


def fitting(cards: Iterable[Card], written: Sequence[str]) -> list[Card]:
    """Return the cards that fit every condition; a name that no run knows is refused with the nearest one."""
    every = held = list(cards)
    for one in written:
        match = CONDITION.fullmatch(one)
        if match is None:
            raise ModelError(f"'{one}' is no condition: write name=value, name<value or name>value, as in seed<10.")
        name, sign, value = match.groups()
        if name == WITH and sign not in ("=", "!="):
            raise ModelError(f"'{one}' is no condition: write {WITH}={value} or {WITH}!={value}.")
        if every:
            _refuse_unknown(name, every)
        held = [card for card in held if _fits(fact(card, name), sign, value, one)]
    return held


def fact(card: Card, name: str) -> Any:
    """Return what a card says under a name: a fact, a changed parameter, or a measure of the last month."""
    if name == WITH:
        return tuple(card.interventions)
    if name in FACTS:
        return getattr(card, name)
    return card.overrides[name] if name in card.overrides else card.last.get(name)


def _refuse_unknown(name: str, cards: Sequence[Card]) -> None:
    if name in (WITH, *FACTS) or any(name in card.last or name in card.overrides for card in cards):
        return
    known = {WITH, *FACTS, *(key for card in cards for key in (*card.overrides, *card.last))}
    raise ModelError(f"No stored run knows '{name}'.{did_you_mean(name, known)}")


def _fits(held: Any, sign: str, value: str, written: str) -> bool:
    if isinstance(held, tuple) and any(isinstance(one, float) for one in held):
        name = written.split(sign)[0].strip()
        raise ModelError(f"In '{written}', '{name}' holds {len(held)} numbers: search by another condition.")
    if isinstance(held, tuple):
        return (value.replace("-", "_") in held) is (sign != "!=")
    if isinstance(held, str):
        return ORDERS[sign](held, value)
    if held is None:
        return sign == "!="
    try:
        return ORDERS[sign](held, float(value))
    except ValueError:
        raise ModelError(f"In '{written}', '{value}' is not a number.") from None
